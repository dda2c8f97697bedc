/* Who gains and who loses: what becomes of the same children in two scenarios.
 *
 * Children are paired by their permanent number within a replication. The unit of every interval is
 * the replication (or the draw, where replications share them): each number is worked out in every
 * replication first, so that with one replication there is no interval. A child who is in one of the
 * two scenarios only has no pair and is counted apart.
 *
 * A pair is concerned by an outcome that is not nought in both scenarios; by a day, if there is one
 * in both. Times and days are told in days, and one that changes by less than a day is the same: more
 * exactly than that no wait is known. A count is the same if it is equal.
 */
#ifndef PLASSFLYT_ANALYSIS_CHILD_CHANGES_H
#define PLASSFLYT_ANALYSIS_CHILD_CHANGES_H

#include "analysis/children.h"
#include "analysis/statistics.h"

enum child_change { CHANGE_LESS, CHANGE_SAME, CHANGE_MORE, N_CHILD_CHANGES };

/* One group of children; numbers of children a replication. */
struct child_split {
    enum children_grouping by;
    const struct results_category *category; /* NULL: all children */
    struct estimate pairs;                   /* in both scenarios */
    struct estimate concerned;
    struct estimate count[N_CHILD_CHANGES];
    struct estimate share[N_CHILD_CHANGES]; /* of the concerned */
    struct estimate mean;                   /* change of the concerned, days or times */
    /* share with more less share with less. Of one group among several of a grouping the intervals
     * hold together, with `confidence` each (Bonferroni). */
    struct estimate net;
    double confidence;
};

/* Change of the concerned, in days or times, from below `low` … to `high`. */
struct child_bin {
    double low, high; /* infinite at the ends */
    struct estimate count;
};

enum { N_CHILD_QUANTILES = 7, MOST_CHILD_BINS = 16, MOST_EXTREMES = 5 };
extern const double child_quantile[N_CHILD_QUANTILES]; /* 0.05 … 0.95 */

/* Children without a pair, by why they have a row. */
struct child_unpaired {
    const struct results_category *entry;
    struct estimate in_base, in_scenario;   /* children */
    struct estimate base_sum, scenario_sum; /* of the outcome, days or times */
};

/* A child whose outcome changes much. */
struct child_extreme {
    int32_t replication;
    double number, base, scenario; /* days or times */
};

struct child_changes {
    const struct children *children;
    size_t outcome, base, scenario;
    double confidence;
    struct child_split *split; /* [n_splits]: all, then the categories of each grouping */
    size_t n_splits;
    struct child_unpaired *unpaired; /* [n_unpaired]; none of a day, which may be missing anyhow */
    size_t n_unpaired;
    struct estimate
        pairs_sum; /* of the change of all pairs, days or times a replication; with the sums
                                  of those without a pair it is the whole difference of the scenarios */
    struct estimate identical; /* pairs for whom nothing differs at all, not by a millisecond */
    struct estimate quantile[N_CHILD_QUANTILES]; /* of the change of the concerned */
    struct child_bin bin[MOST_CHILD_BINS];
    size_t n_bins;
    /* the largest changes in all replications, the largest first; fewer if there are not so many */
    struct child_extreme most[MOST_EXTREMES], least[MOST_EXTREMES];
    size_t n_most, n_least;
};

/* Pairs the children of two scenarios. NULL and a message if they cannot be read. */
struct child_changes *child_changes_make(const struct children *children, size_t outcome,
                                         size_t base, size_t scenario, double confidence,
                                         struct messages *messages);
void child_changes_free(struct child_changes *changes);

#endif
