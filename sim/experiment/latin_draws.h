/* Draws of uncertain values: each in its range, all at once.
 *
 * A Latin hypercube (McKay, Beckman and Conover 1979, "A Comparison of Three Methods for Selecting
 * Values of Input Variables in the Analysis of Output from a Computer Code", Technometrics 21) for
 * each block of 32 draws: every value's range is cut into 32 equal parts, and each part is drawn
 * from once. Every value of every block is drawn by a generator of its own, seeded by its name, so
 * draw k is the same whatever is drawn after it, and whatever other values there are.
 */
#ifndef PLASSFLYT_EXPERIMENT_LATIN_DRAWS_H
#define PLASSFLYT_EXPERIMENT_LATIN_DRAWS_H

#include "experiment/calibrate_space.h"

#include <stdbool.h>
#include <stdint.h>

#define LATIN_BLOCK 32

/* Places [LATIN_BLOCK][space->n] from 0 to 1 of the space's coordinates in the draws of block `block`: those
 * from block · LATIN_BLOCK on. False if memory is short. */
bool latin_block(const struct space *space, uint32_t seed, size_t block, double *places);

#endif
