/* The precision that a study file asks for, as a run needs it: one goal a figure. */
#ifndef PLASSFLYT_COMMAND_RUN_PRECISION_H
#define PLASSFLYT_COMMAND_RUN_PRECISION_H

#include "command/asked.h"
#include "experiment/precision.h"

struct run_precision {
    struct precision precision;
    struct precision_goal *goals; /* [precision.n] */
    size_t *wanted;               /* [precision.n]: number of the row of the study file */
    size_t *scenario;             /* [precision.n]: number in the study */
};

/* precision.n = 0 where the file asks for none, or there is no file. each: replications a draw, 1
 * without draws. False after a message. Free with run_precision_free either way. */
bool run_precision_make(struct run_precision *made, const struct asked *asked,
                        const struct study *study, int32_t each);
void run_precision_free(struct run_precision *made);

#endif
