/* What a reader of a comparison must be told along with the numbers. */
#ifndef PLASSFLYT_ANALYSIS_WARNING_H
#define PLASSFLYT_ANALYSIS_WARNING_H

#include "analysis/comparison.h"

enum warning_kind {
    WARNING_FAILED,
    WARNING_FEW_REPLICATIONS,
    WARNING_FEW_FOR_QUANTILES,
    WARNING_DETAIL,
    WARNING_GROWS,
    WARNING_NO_WAITS,
    WARNING_ASSUMPTIONS,
    N_WARNING_KINDS
};
extern const char *const warning_kind_name[N_WARNING_KINDS]; /* as in JSON */

struct warnings {
    char **text;             /* [n] sentences */
    enum warning_kind *kind; /* [n] */
    size_t n;
};

/* The warnings that hold:
 * - fewer than REPLICATIONS_ENOUGH replications (or draws); replications that failed and are left out
 * - fewer than quantile_enough (36), so that P10 and P90 have no interval on their outer side
 * - the system is overloaded: a scenario's queue (ii) still grows: its mean over the last twelve months is above that over
 *   the twelve before, by the paired 95 % interval over replications
 * - waits cannot be told, or years of opening had to be left out
 * - levels hang on assumptions, with the parameters that name them as
 *   source
 * False and a message if they cannot be found out. */
bool warnings_make(const struct comparison *comparison, enum language language,
                   struct warnings *warnings, struct messages *messages);
void warnings_free(struct warnings *warnings);

#endif
