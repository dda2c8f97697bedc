/* The children of a results file under every scenario against one of them: every outcome. */
#ifndef PLASSFLYT_ANALYSIS_CHILD_COMPARISON_H
#define PLASSFLYT_ANALYSIS_CHILD_COMPARISON_H

#include "analysis/child_changes.h"
#include "analysis/child_fates.h"

struct child_comparison {
    const struct children *children;
    size_t base;
    double confidence;
    size_t *outcome; /* [n_outcomes] those that can be compared: times and counts */
    size_t n_outcomes;
    /* [scenarios][n_outcomes]; NULL for the base, and where not asked for */
    struct child_changes **changes;
    struct child_fates (*fates)[N_CHILD_FATES]; /* [scenarios] */
};

/* Compares the scenarios for which wanted [scenarios] is true with the base. NULL and a message if the
 * children cannot be read. */
struct child_comparison *child_comparison_make(const struct children *children, size_t base,
                                               const bool *wanted, double confidence,
                                               struct messages *messages);
void child_comparison_free(struct child_comparison *comparison);

/* Changes of an outcome (number among `outcome`) in a scenario; NULL for one that is not compared. */
static inline const struct child_changes *
child_changes_of(const struct child_comparison *comparison, size_t scenario, size_t i)
{
    return comparison->changes[scenario * comparison->n_outcomes + i];
}

#endif
