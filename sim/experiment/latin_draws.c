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

static double latin_place(gsl_rng *random, const char *name, uint32_t seed, size_t draw)
{
    size_t part[LATIN_BLOCK];
    double within[LATIN_BLOCK];
    gsl_rng_set(random, seed_of(name, seed, draw / LATIN_BLOCK));
    for (size_t i = 0; i < LATIN_BLOCK; i++)
        part[i] = i;
    gsl_ran_shuffle(random, part, LATIN_BLOCK, sizeof part[0]);
    for (size_t i = 0; i < LATIN_BLOCK; i++)
        within[i] = gsl_rng_uniform(random);
    size_t own = draw % LATIN_BLOCK;
    return ((double)part[own] + within[own]) / LATIN_BLOCK;
}

void latin_places(const struct space *space, uint32_t seed, size_t draw, double *places)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < space->n; i++)
        places[i] = latin_place(random, space->coordinates[i].name, seed, draw);
    gsl_rng_free(random);
}
