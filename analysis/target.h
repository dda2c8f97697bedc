/* The history of a results file held against published figures. */
#ifndef PLASSFLYT_ANALYSIS_TARGET_H
#define PLASSFLYT_ANALYSIS_TARGET_H

#include "analysis/statistics.h"

#include "analysis/results.h"

/* What a target's figure is in the null alternative (scenario 0); of statistic "added", what the
 * target's scenario adds to it: the mean change of `count` over that of `of`, which is uncertain
 * too, so that a replication's value is the ratio and what it departs from it. */
struct target_answer {
    const struct results_target *target;
    bool known;             /* the history can say it; else the rest is 0 */
    bool no_scenario;       /* not known, since the file lacks the target's scenario */
    double mean, low, high; /* over replications, and where the middle 95 % of them lie */
    struct estimate
        estimate;    /* of the mean: its 95 % interval, and where there are draws its parts */
    double share;    /* of replications from target->low to target->high */
    bool met;        /* their mean, or as large a share of them as the target asks */
    double distance; /* of the mean from the middle of the span, in half its width: at most
                               * 1 is inside */
    bool compared_with_first; /* the figure is older than the history: its first year stands in */
};

/* An answer for each target of the file, in its order, to be freed; *n is how many. NULL and a
 * message if the file lacks something. Counts are a year; money is in kroner, times in days. */
struct target_answer *target_answers(const struct results *results, size_t *n,
                                     struct messages *messages);

#endif
