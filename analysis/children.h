/* What becomes of each child, as a results file keeps it for its first replications
 * (sim/output/README.md, “Children”). A child is the same person in every scenario.
 */
#ifndef PLASSFLYT_ANALYSIS_CHILDREN_H
#define PLASSFLYT_ANALYSIS_CHILDREN_H

#include "analysis/results.h"

enum children_kind {
    CHILDREN_TIME,     /* ms; differences are told in days */
    CHILDREN_COUNT,    /* things that happened */
    CHILDREN_DAY,      /* a day since the history's start */
    CHILDREN_CATEGORY, /* number of a category */
};

struct children_outcome {
    const char *name; /* "waited" */
    const char *label[N_LANGUAGES];
    enum children_kind kind;
};

/* By what children are told apart. */
enum children_grouping {
    CHILDREN_ALL,
    CHILDREN_BY_NEED, /* true need when the row begins */
    CHILDREN_BY_AREA,
    CHILDREN_BY_AGE,   /* band of age when the row begins */
    CHILDREN_BY_ENTRY, /* there on the policy date, arrived later, came back later */
    N_CHILDREN_GROUPINGS
};

struct children {
    const struct results *results;
    size_t n;             /* rows */
    size_t replications;  /* the first of the file's that have rows */
    const size_t *begin;  /* [replications + 1] the rows of each */
    const double *number; /* [n] permanent numbers, ascending within a replication */
    const int32_t *category[N_CHILDREN_GROUPINGS]; /* [n]; NULL of CHILDREN_ALL */
    const struct results_axis
        *axis[N_CHILDREN_GROUPINGS]; /* whose categories; NULL of CHILDREN_ALL */
    const struct children_outcome *outcome;
    size_t n_outcomes;
};

/* Whether the file keeps children. */
bool children_are_kept(const struct results *results);

/* Reads who the children are; belongs to the results and dies with them. NULL and a message if the
 * file keeps no children or they cannot be read. */
const struct children *children_read(const struct results *results, struct messages *messages);

/* Number of the outcome called name, or -1. */
int children_outcome(const struct children *children, const char *name);

/* An outcome of all rows in a scenario [n], NaN where there is no such child or nothing to tell; to be
 * freed by the caller. NULL and a message if it cannot be read. */
double *children_values(const struct children *children, size_t outcome, size_t scenario,
                        struct messages *messages);

#endif
