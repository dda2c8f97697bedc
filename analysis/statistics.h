/* Statistics of replications. The unit is the replication: independent, one number each; or, where
 * replications share draws of the uncertain values, the draw. Done by GSL.
 *
 * Arrays have GSL's strides: element i is x[i * stride]. What cannot be estimated (too few
 * replications) is NaN, a bound that does not exist ±infinity. Confidence is a share: 0.95.
 */
#ifndef PLASSFLYT_ANALYSIS_STATISTICS_H
#define PLASSFLYT_ANALYSIS_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

struct interval {
    double low, high;
};

/* Mean of n replications. error = s / √n; interval = mean ± t(n−1) · error, Student's t, for
 * the expected value of the simulated number (Law, Simulation Modeling and Analysis, 5th ed. 2015,
 * section 4.5). */
struct estimate {
    size_t n;
    double mean, deviation, error; /* deviation: sample standard deviation of replications */
    struct interval interval;
    size_t draws; /* of estimate_drawn; 0: replications share none, and the rest is NaN */
    double between, within;
    double above, below; /* shares of draws whose mean is above zero, and below */
};

struct estimate estimate_mean(const double *x, size_t stride, size_t n, double confidence);

/* The same where replications share draws: draw [n], ascending, is that of each. Two replications of
 * one draw are not independent, so the mean is that of the draws' means, error = their standard
 * deviation / √draws, and t has draws − 1 degrees of freedom (replications are clusters; Law 2015,
 * section 4.5, with the draw for the replication). The spread of replications has two parts, found by
 * the analysis of variance of unweighted means (Searle, Casella and McCulloch, Variance Components,
 * 1992, section 3.6): `within`, the standard deviation of replications of one draw, is chance;
 * `between`, that of what draws would give if chance were taken away, is what the uncertain values
 * make, and does not shrink with more replications. It is 0 where chance alone explains more than
 * there is. draw may be NULL: then this is estimate_mean. */
struct estimate estimate_drawn(const double *x, const int32_t *draw, size_t n, double confidence);

/* Difference of two scenarios on common random numbers: d = x − base, replication by replication,
 * with the paired-t interval (Law 2015, section 10.2.1). The variance-reduction factor is what
 * independent runs would have had over what these have: (var x + var base) / var d; infinite if
 * every replication differs by the same amount (to rounding), NaN if nothing varies. */
struct paired {
    struct estimate difference;
    double reduction;
};

struct paired estimate_difference(const double *x, const double *base, size_t stride, size_t n,
                                  double confidence);

/* The same where replications share draws. */
struct paired estimate_drawn_difference(const double *x, const double *base, const int32_t *draw,
                                        size_t n, double confidence);

/* Confidence to use for each of m intervals so that all hold together with at least `confidence`
 * (Bonferroni: 1 − (1 − confidence) / m). */
double simultaneous_confidence(double confidence, size_t m);

/* Quantile p of the distribution over replications: linear between order statistics (Hyndman and
 * Fan 1996, type 7, GSL's). Its interval runs between the order statistics l and u for which P(l ≤
 * B < u) ≥ confidence with B ~ binomial(n, p), each tail at most (1 − confidence) / 2: no
 * assumption on the distribution (David and Nagaraja, Order Statistics, 3rd ed. 2003, section
 * 7.1). With few replications a bound may not exist. */
struct quantile_estimate {
    double value;
    struct interval interval;
};

/* Needs working memory of n doubles: sorted [n] takes the values in ascending order. */
struct quantile_estimate estimate_quantile(const double *x, size_t stride, size_t n, double p,
                                           double confidence, double *sorted);

/* The fewest replications with which both bounds of the interval for quantile p exist: with fewer
 * the outermost quantile is little more than the outermost replication. 36 for 0.1 and 0.9 with 95 %. */
size_t quantile_enough(double p, double confidence);

/* Where the middle 50, 80 and 95 % of the replications lie, and their median. Not an interval for
 * the mean: it does not shrink with more replications. */
enum { BAND_50, BAND_80, BAND_95, N_BANDS };

struct bands {
    double median;
    struct interval band[N_BANDS];
};

/* One struct bands for each of `periods` points: x [n][periods], out [periods]; sorted [n] is
 * working memory. */
void estimate_bands(const double *x, size_t n, size_t periods, struct bands *out, double *sorted);

#endif
