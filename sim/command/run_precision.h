/* The precision that a study file asks for, as a run needs it: one goal a figure. */
#ifndef PLASSFLYT_COMMAND_RUN_PRECISION_H
#define PLASSFLYT_COMMAND_RUN_PRECISION_H

#include "command/asked.h"
#include "command/raw_results.h"
#include "experiment/precision.h"
#include "observe/detail.h"

struct run_precision {
    const struct wanted_precision *asked; /* of the study file */
    struct precision precision;
    struct precision_goal *goals; /* [precision.n] */
    size_t *wanted;               /* [precision.n]: number of the row of the study file */
    size_t *scenario;             /* [precision.n]: number in the study */
    struct layout layout;         /* of what is kept of a replication */
    struct raw_results *raw;
    struct indicator_item *item;     /* [n_wanted] */
    double *number;                  /* [scenarios] of one indicator */
    struct precision_state *reached; /* [precision.n] room for what a run reaches */
    size_t n_wanted;
};

/* precision.n = 0 where the file asks for none, or there is no file. each: replications a draw, 1
 * without draws; detail: what is kept of a replication. False after a message. The study must stay
 * until run_precision_free, which is called either way. */
bool run_precision_make(struct run_precision *made, const struct asked *asked,
                        const struct study *study, const struct detail *detail, int32_t each);
void run_precision_free(struct run_precision *made);

/* The figures [precision.n] of a replication, from what is kept of it: values
 * [scenarios][layout.total]. One call at a time. context: a struct run_precision. */
void run_precision_figures(void *context, const int64_t *values, double *figures);

#endif
