/* Draws of uncertain values spread as evenly as can be: a Sobol sequence (Sobol 1967; GSL's, with the
 * direction numbers of Bratley and Fox 1988, "Algorithm 659", ACM Trans. Math. Softw. 14) with a
 * random digital shift (each value's bits are turned over by the same random bits in every draw), so
 * that another seed gives other draws and each value is uniform on its range.
 *
 * Draw 0 is the shift alone, so that the first 2^m draws fill all ranges evenly. Draw k is the same
 * however many there are.
 */
#ifndef PLASSFLYT_EXPERIMENT_SOBOL_DRAWS_H
#define PLASSFLYT_EXPERIMENT_SOBOL_DRAWS_H

#include "experiment/calibrate_space.h"

#include <stdint.h>

#define SOBOL_MOST 40 /* coordinates that GSL has numbers for */

struct sobol_draws;

/* At draw 0 of a space of 1 … SOBOL_MOST coordinates, which must outlive it. NULL if memory is
 * short. */
struct sobol_draws *sobol_open(const struct space *space, uint32_t seed);
void sobol_close(struct sobol_draws *draws);

/* Places [n] from 0 to 1 of the space's coordinates in the next draw. */
void sobol_next(struct sobol_draws *draws, double *places);

#endif
