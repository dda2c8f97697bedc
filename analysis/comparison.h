/* Scenarios compared: every indicator's level in each, and its difference from a base scenario. */
#ifndef PLASSFLYT_ANALYSIS_COMPARISON_H
#define PLASSFLYT_ANALYSIS_COMPARISON_H

#include "analysis/finding.h"
#include "analysis/indicator.h"

struct comparison_order {
    struct period period;
    double confidence; /* 0.95 */
    bool simultaneous; /* widen the intervals of all differences so that all hold together */
    bool all_pairs;    /* every scenario with every other, not only with the base */
    size_t base;       /* the scenario compared with: 0, the null alternative */
};

/* Where a level lies in replications: how much it can differ by chance (and, where there are draws,
 * by uncertain values). Quantiles by estimate_quantile; with draws they have no interval, for
 * replications that share one are not independent. NaN if a replication's number is not known. */
struct spread {
    struct quantile_estimate p10, median, p90;
};

/* How the interval of a difference is made. */
enum interval_kind { INTERVAL_PAIRED, INTERVAL_PAIRED_DRAWS, N_INTERVAL_KINDS };

struct comparison_row {
    struct indicator_item item;
    struct estimate *level;    /* [scenarios] with order.confidence */
    struct spread *spread;     /* [scenarios] */
    struct paired *difference; /* [scenarios] from the base; the base's own is all zero */
};

struct comparison {
    const struct results *results;
    struct comparison_order order;
    double confidence; /* of each difference */
    size_t intervals;  /* differences: rows × (scenarios − 1), or rows × pairs */
    struct comparison_row *rows;
    size_t n_rows;
    double *values; /* [n_rows][scenarios][replications] */
};

/* NULL and a message if the file cannot give one of the numbers. The results must stay until
 * comparison_free. */
struct comparison *comparison_make(const struct results *results,
                                   const struct comparison_order *order, struct messages *messages);
void comparison_free(struct comparison *comparison);

/* The row of an indicator that is one number. */
const struct comparison_row *comparison_find(const struct comparison *comparison,
                                             enum indicator indicator);

/* Values of one scenario's replications in a row. */
const double *comparison_values(const struct comparison *comparison,
                                const struct comparison_row *row, size_t scenario);

/* Difference of scenario `of` from scenario `from`, as row->difference has it from the base: paired,
 * with the comparison's confidence. */
struct paired comparison_pair(const struct comparison *comparison, const struct comparison_row *row,
                              size_t of, size_t from);

enum interval_kind comparison_kind(const struct comparison *comparison);

/* As in CSV and JSON: "paired t", "paired t over draws", either with ", Bonferroni" after it. */
const char *comparison_kind_name(const struct comparison *comparison);

#endif
