#include "experiment/latin_draws.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

/* What a value's generator starts from in a block. */
static unsigned long seed_of(const char *name, uint32_t seed, size_t block)
{
    char text[COORDINATE_NAME + 64];
    snprintf(text, sizeof text, "%s %lu %zu", name, (unsigned long)seed, block);
    return (unsigned long)(XXH3_64bits(text, strlen(text)) & UINT32_MAX);
}

/* One value's places in the draws of a block, `apart` from each other. */
static void latin_places(gsl_rng *random, double *places, size_t apart)
{
    size_t part[LATIN_BLOCK];
    for (size_t i = 0; i < LATIN_BLOCK; i++)
        part[i] = i;
    gsl_ran_shuffle(random, part, LATIN_BLOCK, sizeof part[0]);
    for (size_t i = 0; i < LATIN_BLOCK; i++)
        places[i * apart] = ((double)part[i] + gsl_rng_uniform(random)) / LATIN_BLOCK;
}

bool latin_block(const struct space *space, uint32_t seed, size_t block, double *places)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; random && i < space->n; i++) {
        gsl_rng_set(random, seed_of(space->coordinates[i].name, seed, block));
        latin_places(random, places + i, space->n);
    }
    if (random)
        gsl_rng_free(random);
    return random != NULL;
}
