/* How long waits last, from counts by completed weeks and how the wait ended.
 *
 * A wait counted in week w lasted at least w and less than w + 1 weeks. Some waits are cut off by
 * the end of the simulation (censored). The last week is open ("this long or longer"), so nothing
 * is known after it begins. With n(w) waiting when week w begins, d_j(w) ended in it by cause j,
 * d(w) by any, and c(w) cut off, who are watched half the week on average:
 *
 *   still waiting after t weeks   S(t) = Π w<t (1 − d(w) / (n(w) − c(w)/2))
 *   ended by cause j within t     F_j(t) = Σ w<t S(w) d_j(w) / (n(w) − c(w)/2), so S + Σ F_j = 1
 *   still waiting if nothing else the first with d the wished ends alone, all others taken as cut
 *   ended a wait                  off: says how slow the queue is, not how long children wait
 *
 * These are the estimators of Kaplan and Meier (J. Am. Stat. Assoc. 53, 1958) and of Aalen and
 * Johansen (Scand. J. Stat. 5, 1978) for times known only by the week, with the half week of the
 * actuarial life table (Cutler and Ederer, J. Chronic Dis. 8, 1958); where no week has both, they
 * are equal. Without the half week, ends of 10 and 7 per cent a week would put the third curve
 * 0.012 too high.
 */
#ifndef PLASSFLYT_ANALYSIS_STATISTICS_WAITS_H
#define PLASSFLYT_ANALYSIS_STATISTICS_WAITS_H

#include <stddef.h>

/* What an end of waiting is to the question asked. */
enum wait_role { WAIT_WISHED, WAIT_OTHER, WAIT_CUT_OFF };

/* Curves at 0, 1 … weeks − 1 completed weeks: `points` values each. */
struct wait_curves {
    size_t points;
    size_t watched;  /* the last point before which somebody was still waiting */
    double waits;    /* all that were counted */
    double *waiting; /* S: still waiting */
    double *wished;  /* F of the wished ends */
    double *other;   /* F of all other ends */
    double *alone;   /* still waiting if only wished ends ended waits */
};

/* Makes the curves from counts [weeks][ends] (summed over whatever is pooled) and the role of each
 * of `ends`; to be freed with wait_curves_free. NULL if there is no memory. Where nobody is left to
 * watch, a curve stays where it was. */
struct wait_curves *wait_curves_make(const double *counts, size_t weeks, size_t ends,
                                     const enum wait_role *role);
void wait_curves_free(struct wait_curves *curves);

/* Weeks until a share p of all waits is over, whatever ended them: the first t with S(t) ≤ 1 − p, a
 * straight line within the week. NaN if that is beyond what was watched. */
double wait_quantile(const struct wait_curves *curves, double p);

/* Share of waits longer than a whole number of weeks, S(weeks); NaN beyond what was watched. */
double wait_longer_than(const struct wait_curves *curves, size_t weeks);

#endif
