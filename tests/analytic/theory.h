/* Closed forms of queueing theory, and coming out near one of them.
 *
 * A comparison asks whether the closed form lies in the interval that the run itself gives: mean of
 * independent replications ± Student's t at 1 - FALSE_ALARM. With a right model it does not, by chance,
 * once in 10 000 such comparisons (FALSE_ALARM each): seeds are fixed, so this is the chance that a
 * change which only alters the random draws breaks one of them. Replications are averages over
 * thousands of customers and there are at least 60 of them, so that the t interval holds its level.
 * The interval must also be narrow, or nothing would have been shown.
 */
#ifndef PLASSFLYT_TESTS_ANALYTIC_THEORY_H
#define PLASSFLYT_TESTS_ANALYTIC_THEORY_H

#include "trials.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

#define FALSE_ALARM 1e-4

#define MS_PER_YEAR (365.25 * 86400000.0)

/* Half the width of the interval of the mean of x [n]. */
static inline double half_width(const double *x, size_t n)
{
    return gsl_cdf_tdist_Qinv(FALSE_ALARM / 2, (double)n - 1) * gsl_stats_sd(x, 1, n) /
           sqrt((double)n);
}

/* The mean of paired differences [n] is beyond zero in this direction (1 or -1). */
static inline void expect_beyond_zero(const char *what, const double *difference, size_t n,
                                      int direction)
{
    double mean = gsl_stats_mean(difference, 1, n), half = half_width(difference, n);
    printf("# %s %+.3g ± %.2g\n", what, mean, half);
    if (!(direction * mean > half))
        fail_msg("%s: %+.3g ± %.2g", what, mean, half);
}

/* The closed form lies in the interval of x [n], and that is no wider than ± precision × value. */
static inline void expect_mean(const char *what, const double *x, size_t n, double theory,
                               double precision)
{
    double mean = gsl_stats_mean(x, 1, n), half = half_width(x, n);
    printf("# %s: %.6g ± %.2g, theory %.6g\n", what, mean, half, theory);
    if (!(fabs(mean - theory) <= half))
        fail_msg("%s: %.6g ± %.2g, but theory says %.6g", what, mean, half, theory);
    if (half > precision * fabs(theory))
        fail_msg("%s: ± %.2g shows too little", what, half);
}

/* A chi-square statistic that is not too large; nor too small, which would be no less strange. */
static inline void expect_chi_square(const char *what, double statistic, double freedom)
{
    double above = gsl_cdf_chisq_Q(statistic, freedom), below = gsl_cdf_chisq_P(statistic, freedom);
    printf("# %s: chi-square %.1f with %.0f degrees of freedom\n", what, statistic, freedom);
    if (above < FALSE_ALARM / 2 || below < FALSE_ALARM / 2)
        fail_msg("%s: chi-square %.1f with %.0f degrees of freedom", what, statistic, freedom);
}

/* ---- M/M/c and its kin; load in erlangs (arrivals × mean service) ---- */

/* Chance that all c places are taken when those who find them so go elsewhere (Erlang B). */
static inline double erlang_b(double load, int c)
{
    double b = 1;
    for (int k = 1; k <= c; k++)
        b = load * b / (k + load * b);
    return b;
}

/* Chance that one has to wait for one of c places (Erlang C). */
static inline double erlang_c(double load, int c)
{
    double b = erlang_b(load, c);
    return b / (1 - load / c * (1 - b));
}

/* Mean number that wait. */
static inline double waiting_in_mmc(double load, int c)
{
    return erlang_c(load, c) * load / (c - load);
}

/* Mean number that wait, chance to wait, and share that gives up, where each who waits gives up at
 * a rate `patience` times the rate at which one place serves (Erlang A). Birth-death chain, summed
 * until nothing is left. */
struct erlang_a {
    double waiting, chance_to_wait, gives_up;
};

static inline struct erlang_a erlang_a(double load, int c, double patience)
{
    double p = 1, sum = 1, waiting = 0, all_taken = 0;
    for (int k = 1; k < 100000 && p > 1e-300; k++) {
        p *= load / (k <= c ? k : c + (k - c) * patience);
        sum += p;
        all_taken += k >= c ? p : 0;
        waiting += k > c ? (k - c) * p : 0;
    }
    waiting /= sum;
    return (struct erlang_a){waiting, all_taken / sum, patience * waiting / load};
}

#endif
