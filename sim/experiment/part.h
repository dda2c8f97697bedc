/* Parts of a run, to be computed apart and merged.
 *
 * Replications are dealt out: number i belongs to part i mod parts + 1, and where there are draws, a
 * draw with all its replications, so that its world is made once. A part may be empty.
 */
#ifndef PLASSFLYT_EXPERIMENT_PART_H
#define PLASSFLYT_EXPERIMENT_PART_H

#include "input/draws.h"

/* Whether a replication belongs to part `part` of `parts`; all do if parts is 0. */
bool part_has(int part, int parts, const struct draws *draws, int32_t replication);

/* How many of so many replications do. */
int32_t part_size(int part, int parts, const struct draws *draws, int32_t replications);

#endif
