#include "analysis/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define CLOSE 1e-10

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        print_error("%.15g is not %.15g\n", value, expected);
    assert_true(fabs(value - expected) <= tolerance);
}

/* Student (Biometrika 6, 1908): hours of sleep gained under two drugs, ten patients, paired.
 * R: t.test(x, y, paired = TRUE) gives a mean difference of 1.58 and 0.7001142 to 2.4598858. */
static const double drug_1[] = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
static const double drug_2[] = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

static void test_mean(void **state)
{
    (void)state;
    struct estimate sleep = estimate_mean(drug_1, 1, 10, 0.95);
    near(sleep.mean, 0.75, CLOSE);
    near(sleep.deviation, 1.789010, 5e-7);
    near(sleep.error, 0.565735, 5e-7);
    near(sleep.interval.low, -0.5297804, 5e-8);
    near(sleep.interval.high, 2.0297804, 5e-8);
    struct estimate one = estimate_mean(drug_1, 1, 1, 0.95);
    near(one.mean, 0.7, 0);
    assert_true(isnan(one.error) && isnan(one.interval.low));
    assert_true(isnan(estimate_mean(drug_1, 1, 0, 0.95).mean));
}

static void test_stride(void **state)
{
    (void)state;
    double mixed[20];
    for (size_t i = 0; i < 10; i++) {
        mixed[2 * i] = drug_1[i];
        mixed[2 * i + 1] = drug_2[i];
    }
    near(estimate_mean(mixed + 1, 2, 10, 0.9).mean, 2.33, CLOSE);
    near(estimate_difference(mixed + 1, mixed, 2, 10, 0.9).difference.mean, 1.58, CLOSE);
}

static void test_difference(void **state)
{
    (void)state;
    struct paired sleep = estimate_difference(drug_2, drug_1, 1, 10, 0.95);
    near(sleep.difference.mean, 1.58, CLOSE);
    near(sleep.difference.interval.low, 0.7001142, 5e-8);
    near(sleep.difference.interval.high, 2.4598858, 5e-8);
    /* var x = 3.200556, var y = 4.009, var d = 1.512889 */
    near(sleep.reduction, (3.2005556 + 4.009) / 1.5128889, 1e-6);
}

static void test_difference_without_variance(void **state)
{
    (void)state;
    double shifted[10];
    for (size_t i = 0; i < 10; i++)
        shifted[i] = drug_1[i];
    struct paired same = estimate_difference(shifted, drug_1, 1, 10, 0.95);
    assert_true(same.difference.mean == 0 && same.difference.interval.low == 0);
    assert_true(same.difference.interval.high == 0 && isinf(same.reduction));
    double constant[] = {2, 2, 2};
    assert_true(isnan(estimate_difference(constant, constant, 1, 3, 0.95).reduction));
    /* the same amount but for the last digit */
    double base[] = {0.1, 0.7, 1.3, 1000.1}, more[4];
    for (int i = 0; i < 4; i++)
        more[i] = base[i] + 0.2;
    assert_true(estimate_difference(more, base, 1, 4, 0.95).difference.deviation > 0);
    assert_true(isinf(estimate_difference(more, base, 1, 4, 0.95).reduction));
}

static void test_simultaneous(void **state)
{
    (void)state;
    near(simultaneous_confidence(0.95, 5), 0.99, CLOSE);
    near(simultaneous_confidence(0.95, 1), 0.95, CLOSE);
}

/* Ten ordered numbers: P(2 ≤ B < 9) = 0.9785 for the median (tables of the binomial distribution),
 * so the interval runs from the second to the ninth. */
static void test_quantile(void **state)
{
    (void)state;
    double x[] = {7, 1, 10, 4, 2, 9, 3, 8, 6, 5}, sorted[10];
    struct quantile_estimate median = estimate_quantile(x, 1, 10, 0.5, 0.95, sorted);
    near(median.value, 5.5, CLOSE);
    near(median.interval.low, 2, 0);
    near(median.interval.high, 9, 0);
    struct quantile_estimate high = estimate_quantile(x, 1, 10, 0.9, 0.95, sorted);
    near(high.value, 9.1, CLOSE);
    assert_true(isinf(high.interval.high));
    near(sorted[0], 1, 0);
    near(sorted[9], 10, 0);
}

/* Intervals for means and medians of 30 exponential replications, 4 000 times: they must hold the
 * true value as often as they say. 95 % ± 1.4 % is four standard errors (false alarm below 1 in 10
 * 000); the t-interval of a skewed variable is known to fall a little short, so it gets 92–96.4 %.
 */
static void test_coverage(void **state)
{
    (void)state;
    enum { N = 30, TIMES = 4000 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double x[N], sorted[N];
    int mean_held = 0, median_held = 0;
    for (int t = 0; t < TIMES; t++) {
        for (size_t i = 0; i < N; i++)
            x[i] = gsl_ran_exponential(random, 1);
        struct interval mean = estimate_mean(x, 1, N, 0.95).interval;
        struct interval median = estimate_quantile(x, 1, N, 0.5, 0.95, sorted).interval;
        mean_held += mean.low <= 1 && 1 <= mean.high;
        median_held += median.low <= log(2) && log(2) <= median.high;
    }
    gsl_rng_free(random);
    assert_in_range(mean_held, 0.92 * TIMES, 0.964 * TIMES);
    /* The order-statistic interval of 30 covers 0.9572 (ranks 10 and 21). */
    assert_in_range(median_held, 0.943 * TIMES, 0.971 * TIMES);
}

static void test_bands(void **state)
{
    (void)state;
    enum { N = 201, PERIODS = 2 };
    double x[N * PERIODS], sorted[N];
    struct bands bands[PERIODS];
    for (size_t i = 0; i < N; i++) {
        x[PERIODS * i] = (double)(i * 7 % N); /* 0 … 200 in another order */
        x[PERIODS * i + 1] = 5;
    }
    estimate_bands(x, N, PERIODS, bands, sorted);
    near(bands[0].median, 100, 0);
    near(bands[0].band[BAND_50].low, 50, CLOSE);
    near(bands[0].band[BAND_50].high, 150, CLOSE);
    near(bands[0].band[BAND_80].low, 20, CLOSE);
    near(bands[0].band[BAND_80].high, 180, CLOSE);
    near(bands[0].band[BAND_95].low, 5, CLOSE);
    near(bands[0].band[BAND_95].high, 195, CLOSE);
    near(bands[1].median, 5, 0);
    near(bands[1].band[BAND_95].low, 5, 0);
}

/* ---- draws ---- */

/* Three draws of two replications, worked by hand: means 2, 4 and 9; within, squares 2 + 2 + 8 over
 * 3; the means' variance is 13, from which 4 / 2 is taken. */
static void test_draws_by_hand(void **state)
{
    (void)state;
    const double x[] = {1, 3, 3, 5, 7, 11};
    const int32_t draw[] = {0, 0, 1, 1, 4, 4};
    struct estimate e = estimate_drawn(x, draw, 6, 0.95);
    assert_int_equal(e.n, 6);
    assert_int_equal(e.draws, 3);
    near(e.mean, 5, CLOSE);
    near(e.within, 2, CLOSE);
    near(e.between, sqrt(13 - 4.0 / 2), CLOSE);
    near(e.error, sqrt(13.0 / 3), CLOSE);
    near(e.interval.high, 5 + 4.302652729911275 * sqrt(13.0 / 3), 1e-8); /* t, two degrees */
    near(e.above, 1, 0);
    const double base[] = {2, 4, 2, 4, 7, 11};
    struct paired p = estimate_drawn_difference(x, base, draw, 6, 0.95);
    near(p.difference.mean, 0, CLOSE);
    near(p.difference.within, 0, CLOSE);
    near(p.difference.between, 1, CLOSE);
    near(p.difference.above, 1.0 / 3, CLOSE);
    near(p.difference.below, 1.0 / 3, CLOSE);
}

static void test_without_draws_nothing_changes(void **state)
{
    (void)state;
    struct estimate plain = estimate_mean(drug_1, 1, 10, 0.95);
    struct estimate e = estimate_drawn(drug_1, NULL, 10, 0.95);
    near(e.interval.low, plain.interval.low, 0);
    assert_int_equal(e.draws, 0);
    assert_true(isnan(e.between) && isnan(e.within));
    /* a draw of its own for each replication: the same interval, and chance is not known */
    const int32_t own[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    e = estimate_drawn(drug_1, own, 10, 0.95);
    near(e.interval.low, plain.interval.low, CLOSE);
    assert_true(isnan(e.within) && isnan(e.between));
}

/* Of two normal parts with known variances, some draws with one replication less: both parts are found
 * on average, and the interval of the mean holds the truth as often as it says, which that of
 * replications taken for independent does not. */
static void test_parts_are_found_and_intervals_cover(void **state)
{
    (void)state;
    enum { TRIALS = 2000, DRAWS = 16, EACH = 4 };
    const double between = 3, within = 2, truth = 10;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double sum_between = 0, sum_within = 0;
    int covered = 0, naive = 0;
    for (int t = 0; t < TRIALS; t++) {
        double x[DRAWS * EACH];
        int32_t draw[DRAWS * EACH];
        size_t n = 0;
        for (int d = 0; d < DRAWS; d++) {
            double own = truth + gsl_ran_gaussian(random, between);
            for (int r = 0; r < EACH - (d % 4 == 0); r++) {
                x[n] = own + gsl_ran_gaussian(random, within);
                draw[n++] = d;
            }
        }
        struct estimate e = estimate_drawn(x, draw, n, 0.95);
        struct interval independent = estimate_mean(x, 1, n, 0.95).interval;
        sum_between += e.between * e.between;
        sum_within += e.within * e.within;
        covered += e.interval.low < truth && truth < e.interval.high;
        naive += independent.low < truth && truth < independent.high;
    }
    gsl_rng_free(random);
    /* variances of the means of 2000: 9 ± 0.09 and 4 ± 0.02, one standard deviation */
    near(sum_between / TRIALS, between * between, 0.36);
    near(sum_within / TRIALS, within * within, 0.08);
    /* 1900 ± 10 */
    assert_in_range(covered, 1860, 1940);
    assert_true(naive < 1700); /* about 0.745 of 2000 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mean),
        cmocka_unit_test(test_stride),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_difference_without_variance),
        cmocka_unit_test(test_simultaneous),
        cmocka_unit_test(test_quantile),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_draws_by_hand),
        cmocka_unit_test(test_without_draws_nothing_changes),
        cmocka_unit_test(test_parts_are_found_and_intervals_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
