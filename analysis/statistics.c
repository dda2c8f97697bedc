#include "analysis/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

static struct interval no_interval(void)
{
    return (struct interval){NAN, NAN};
}

/* Student's interval round a mean; deviation is of no account where n < 2. */
static struct estimate complete(size_t n, double mean, double deviation, double confidence)
{
    struct estimate estimate = {n, n ? mean : NAN, NAN, NAN, no_interval(), 0, NAN, NAN, NAN, NAN};
    if (n < 2)
        return estimate;
    double half = gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, (double)(n - 1));
    estimate.deviation = deviation;
    estimate.error = deviation / sqrt((double)n);
    half *= estimate.error;
    estimate.interval = (struct interval){mean - half, mean + half};
    return estimate;
}

struct estimate estimate_mean(const double *x, size_t stride, size_t n, double confidence)
{
    double mean = gsl_stats_mean(x, stride, n);
    double deviation = n > 1 ? gsl_stats_sd_m(x, stride, n, mean) : NAN;
    return complete(n, mean, deviation, confidence);
}

/* Without a copy of the differences: Welford's recurrence (Technometrics 4, 1962). */
static struct estimate mean_of_difference(const double *x, const double *base, size_t stride,
                                          size_t n, double confidence)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double difference = x[i * stride] - base[i * stride];
        double step = difference - mean;
        mean += step / (double)(i + 1);
        squares += step * (difference - mean);
    }
    return complete(n, mean, n > 1 ? sqrt(squares / (double)(n - 1)) : NAN, confidence);
}

/* Differences that vary by less than a tenthousandmillionth of what they are taken from vary by the
 * rounding of their last digits only. */
static const double beyond_rounding = 1e20;

struct paired estimate_difference(const double *x, const double *base, size_t stride, size_t n,
                                  double confidence)
{
    struct paired paired = {mean_of_difference(x, base, stride, n, confidence), NAN};
    if (n < 2)
        return paired;
    double apart = gsl_stats_variance(x, stride, n) + gsl_stats_variance(base, stride, n);
    double together = paired.difference.deviation * paired.difference.deviation;
    paired.reduction = apart / together; /* 0 / 0 is NaN, x / 0 infinite, as promised */
    if (paired.reduction > beyond_rounding)
        paired.reduction = INFINITY;
    return paired;
}

/* ---- draws ---- */

/* Mean and squares round it, by Welford's recurrence. */
struct sums {
    size_t n;
    double mean, squares;
};

static void sums_add(struct sums *sums, double x)
{
    double step = x - sums->mean;
    sums->n++;
    sums->mean += step / (double)sums->n;
    sums->squares += step * (x - sums->mean);
}

static double sums_variance(const struct sums *sums)
{
    return sums->n > 1 ? sums->squares / (double)(sums->n - 1) : NAN;
}

/* Parts of the spread: of the draws' means, and of replications round them. */
struct clusters {
    struct sums means, all;
    double squares;      /* of replications round their draw's mean */
    double parts_of_one; /* sum over draws of 1 / replications */
    size_t above, below; /* draws whose mean is above zero, and below */
};

static struct clusters find_clusters(const double *x, const double *base, const int32_t *draw,
                                     size_t n)
{
    struct clusters clusters = {0};
    struct sums own = {0};
    for (size_t i = 0; i < n; i++) {
        double value = base ? x[i] - base[i] : x[i];
        sums_add(&clusters.all, value);
        sums_add(&own, value);
        if (i + 1 < n && draw[i + 1] == draw[i])
            continue;
        sums_add(&clusters.means, own.mean);
        clusters.squares += own.squares;
        clusters.above += own.mean > 0;
        clusters.below += own.mean < 0;
        clusters.parts_of_one += 1 / (double)own.n;
        own = (struct sums){0};
    }
    return clusters;
}

static struct estimate estimate_clusters(const struct clusters *c, double confidence)
{
    size_t draws = c->means.n, spare = c->all.n - draws;
    double of_means = sums_variance(&c->means);
    struct estimate estimate = complete(draws, c->means.mean, sqrt(of_means), confidence);
    double within = spare > 0 ? c->squares / (double)spare : NAN;
    estimate.n = c->all.n;
    estimate.deviation = sqrt(sums_variance(&c->all));
    estimate.draws = draws;
    estimate.within = sqrt(within);
    estimate.above = (double)c->above / (double)draws;
    estimate.below = (double)c->below / (double)draws;
    double between = of_means - within * c->parts_of_one / (double)draws;
    estimate.between = between < 0 ? 0 : sqrt(between);
    return estimate;
}

struct estimate estimate_drawn(const double *x, const int32_t *draw, size_t n, double confidence)
{
    if (!draw || n == 0)
        return estimate_mean(x, 1, n, confidence);
    struct clusters clusters = find_clusters(x, NULL, draw, n);
    return estimate_clusters(&clusters, confidence);
}

struct paired estimate_drawn_difference(const double *x, const double *base, const int32_t *draw,
                                        size_t n, double confidence)
{
    struct paired paired = estimate_difference(x, base, 1, n, confidence);
    if (!draw || n == 0)
        return paired;
    struct clusters clusters = find_clusters(x, base, draw, n);
    paired.difference = estimate_clusters(&clusters, confidence);
    return paired;
}

double simultaneous_confidence(double confidence, size_t m)
{
    return m ? 1 - (1 - confidence) / (double)m : confidence;
}

static void sort_into(const double *x, size_t stride, size_t n, double *sorted)
{
    for (size_t i = 0; i < n; i++)
        sorted[i] = x[i * stride];
    gsl_sort(sorted, 1, n);
}

/* Smallest k with P(B ≤ k) ≥ level, B ~ binomial(n, p); n if only certainty reaches it. */
static size_t binomial_quantile(size_t n, double p, double level)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_P((unsigned)middle, p, (unsigned)n) >= level)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static struct interval order_interval(const double *sorted, size_t n, double p, double confidence)
{
    double tail = (1 - confidence) / 2;
    /* l is the largest with P(B ≤ l − 1) ≤ tail. */
    size_t l = binomial_quantile(n, p, tail);
    if (gsl_cdf_binomial_P((unsigned)l, p, (unsigned)n) <= tail)
        l++;
    /* u is the smallest with P(B ≥ u) ≤ tail, that is P(B ≤ u − 1) ≥ 1 − tail. */
    size_t u = binomial_quantile(n, p, 1 - tail) + 1;
    return (struct interval){l >= 1 ? sorted[l - 1] : -INFINITY, u <= n ? sorted[u - 1] : INFINITY};
}

struct quantile_estimate estimate_quantile(const double *x, size_t stride, size_t n, double p,
                                           double confidence, double *sorted)
{
    if (n == 0)
        return (struct quantile_estimate){NAN, no_interval()};
    sort_into(x, stride, n, sorted);
    return (struct quantile_estimate){gsl_stats_quantile_from_sorted_data(sorted, 1, n, p),
                                      order_interval(sorted, n, p, confidence)};
}

size_t quantile_enough(double p, double confidence)
{
    double tail = (1 - confidence) / 2;
    return (size_t)ceil(log(tail) / log(fmax(p, 1 - p)));
}

void estimate_bands(const double *x, size_t n, size_t periods, struct bands *out, double *sorted)
{
    static const double part[N_BANDS] = {[BAND_50] = 0.5, [BAND_80] = 0.8, [BAND_95] = 0.95};
    for (size_t i = 0; i < periods; i++) {
        out[i].median = NAN;
        sort_into(x + i, periods, n, sorted);
        if (n)
            out[i].median = gsl_stats_median_from_sorted_data(sorted, 1, n);
        for (int b = 0; b < N_BANDS; b++) {
            double tail = (1 - part[b]) / 2;
            out[i].band[b] = no_interval();
            if (n)
                out[i].band[b] =
                    (struct interval){gsl_stats_quantile_from_sorted_data(sorted, 1, n, tail),
                                      gsl_stats_quantile_from_sorted_data(sorted, 1, n, 1 - tail)};
        }
    }
}
