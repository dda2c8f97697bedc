#include "experiment/sobol_draws.h"

#include <gsl/gsl_qrng.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Bits of GSL's numbers. */
enum { BITS = 30 };

struct sobol_draws {
    const struct space *space;
    gsl_qrng *sequence;
    uint32_t shift[SOBOL_MOST];
    bool begun;
};

static uint32_t shift_of(const char *name, uint32_t seed)
{
    char text[COORDINATE_NAME + 32];
    snprintf(text, sizeof text, "%s %lu sobol", name, (unsigned long)seed);
    return (uint32_t)(XXH3_64bits(text, strlen(text)) >> (64 - BITS));
}

struct sobol_draws *sobol_open(const struct space *space, uint32_t seed)
{
    assert(space->n >= 1 && space->n <= SOBOL_MOST);
    struct sobol_draws *draws = calloc(1, sizeof *draws);
    if (!draws)
        return NULL;
    draws->space = space;
    draws->sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)space->n);
    if (!draws->sequence) {
        free(draws);
        return NULL;
    }
    for (size_t i = 0; i < space->n; i++)
        draws->shift[i] = shift_of(space->coordinates[i].name, seed);
    return draws;
}

void sobol_close(struct sobol_draws *draws)
{
    if (!draws)
        return;
    gsl_qrng_free(draws->sequence);
    free(draws);
}

void sobol_next(struct sobol_draws *draws, double *places)
{
    double point[SOBOL_MOST] = {0}; /* GSL begins after the point of zeros */
    if (draws->begun)
        gsl_qrng_get(draws->sequence, point);
    draws->begun = true;
    for (size_t i = 0; i < draws->space->n; i++) {
        uint32_t bits = (uint32_t)ldexp(point[i], BITS) ^ draws->shift[i];
        places[i] = ldexp(bits + 0.5, -BITS);
    }
}
