/* Where something that is made from results files comes from, as one machine-readable line that
 * figures, workbooks and documents carry in their own fields under the name PROVENANCE_KEY.
 * README.md says where in each format. */
#ifndef PLASSFLYT_ANALYSIS_PROVENANCE_H
#define PLASSFLYT_ANALYSIS_PROVENANCE_H

#include "analysis/period.h"

#include <stdbool.h>

#define PROVENANCE_KEY "plassflyt"

/* How far numbers that are shown may be off, in words for machines. */
#define INTERVAL_NONE   "none"
#define INTERVAL_MEAN   "95 % t interval of the mean"
#define INTERVAL_CHANGE "95 % paired t interval of the mean difference"
#define INTERVAL_CHANGES_TOGETHER                                                                  \
    "95 % paired t intervals of mean differences, simultaneous (Bonferroni)"
#define INTERVAL_TOGETHER  "95 % t intervals of mean shares, simultaneous (Bonferroni)"
#define INTERVAL_VARIANCE  "95 % interval of a share of variance, from F"
#define INTERVAL_QUANTILES "quantiles over replications"

/* What tables of levels and changes with their spread show. */
const char *provenance_intervals(bool simultaneous);

struct provenance {
    const char *kind;     /* "figure", "workbook", "report" */
    const char *name;     /* "ko"; NULL: none */
    const char *interval; /* one of those above, or several with "; " between */
    enum language language;
    struct period period; /* of the first file; empty (first == end): of no period */
    const struct results *const *results;
    size_t n_results;
};

/* One line of JSON without line end, UTF-8, to be freed; NULL if there is no memory:
 *
 *   {"plassflyt": 1, "kind": "figure", "name": "ko", "language": "nb", "first_month": "2032-01",
 *    "last_month": "2036-12", "interval": "…", "results": [{"file": "x.h5", "digest": "xxh3:…",
 *    "program": "Plassflyt 0.1.0", "schema": "1.2", "world": "friksjon", "scenarios":
 *    ["nullalternativ", …], "replications": 200, "draws": 0, "seed": 1}]}
 *
 * The number after "plassflyt" is the form's version. The file is named without its folder. */
char *provenance_json(const struct provenance *provenance);

#endif
