/* How precise a run has become, in words: while it runs, and when it is done. */
#ifndef PLASSFLYT_COMMAND_PRECISION_TOLD_H
#define PLASSFLYT_COMMAND_PRECISION_TOLD_H

#include "command/run_precision.h"

#define PRECISION_SHORT 256

/* "1 of 3 precise enough, farthest: cost_state ± 12 (10)"; "" where no precision is asked for. Into
 * out[PRECISION_SHORT]. */
const char *precision_short(char *out, const struct precision *precision,
                            const struct precision_state *now, enum language language);

/* What came of each wish, one line each, after the number of replications that it took; `precise`: all
 * were fulfilled. */
void precision_tell(const struct invocation *invocation, const struct run_precision *made,
                    int32_t replications, bool precise);

/* "Children waiting past the wished date (ii), change in bistandsplikt"; into out[PRECISION_NAME]. */
#define PRECISION_NAME 256
const char *precision_name(char *out, const struct wanted *wanted,
                           const struct precision_goal *goal, enum language language);

#endif
