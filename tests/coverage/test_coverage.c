/* How often intervals of nominally 95 % cover the truth, and whether the rule that stops a run keeps
 * its promise.
 *
 * COVERAGE_STUDIES says how many studies are repeated (100 unless said; `make verify` takes 1000), each
 * of 20 replications of the tiny country and no replication in two of them. Studies that cost nothing,
 * put together at random or of synthetic figures, are ten times as many. With a thousand or more the
 * share of intervals that cover must lie from 93 to 97 %; with fewer it must be no further outside than
 * chance brings once in 10 000 times. Seeds are fixed, so the answer is the same each time.
 */
#include "pool.h"

#include "analysis/statistics.h"
#include "experiment/precision.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { STUDY = 20, ENOUGH_STUDIES = 1000, LONGEST = 2000 };

static const double lowest = 0.93, highest = 0.97, false_alarm = 1e-4;

static struct pool pool;
static size_t studies = 100, cheap_studies; /* ten times as many */
static gsl_rng *chance;

static int setup(void **state)
{
    (void)state;
    const char *asked = getenv("COVERAGE_STUDIES");
    long n = asked ? strtol(asked, NULL, 10) : 0;
    if (n > 0)
        studies = (size_t)n;
    cheap_studies = 10 * studies;
    pool_make(&pool, studies * STUDY);
    chance = gsl_rng_alloc(gsl_rng_mt19937);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pool_free(&pool);
    gsl_rng_free(chance);
    return 0;
}

/* ---- counting ---- */

/* How often one kind of interval covered, over figures. */
struct tally {
    const char *what;
    size_t figures;
    double least, most, sum;
};

static bool covers(struct interval interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

/* Whether so many of n may be seen where the share is at least 93 and at most 97 %. */
static bool plausible(size_t covered, size_t n)
{
    double share = (double)covered / (double)n;
    if (studies >= ENOUGH_STUDIES)
        return share >= lowest && share <= highest;
    double fewer = gsl_cdf_binomial_P((unsigned)covered, lowest, (unsigned)n);
    double more = covered ? gsl_cdf_binomial_Q((unsigned)covered - 1, highest, (unsigned)n) : 1;
    return fewer >= false_alarm && more >= false_alarm;
}

static void tally_add(struct tally *tally, size_t covered, size_t n, const char *figure)
{
    double share = (double)covered / (double)n;
    tally->least = tally->figures ? fmin(tally->least, share) : share;
    tally->most = tally->figures ? fmax(tally->most, share) : share;
    tally->sum += share;
    tally->figures++;
    if (!plausible(covered, n))
        fail_msg("%s: %zu of %zu cover %s", tally->what, covered, n, figure);
}

static void tally_print(const struct tally *tally, size_t n)
{
    print_message("# %s: %.1f %% (%.1f to %.1f over %zu figures, %zu studies each)\n", tally->what,
                  100 * tally->sum / (double)tally->figures, 100 * tally->least, 100 * tally->most,
                  tally->figures, n);
}

/* ---- intervals of studies of fixed length ---- */

static size_t count_levels(const double *x)
{
    double truth = gsl_stats_mean(x, 1, pool.n);
    size_t covered = 0;
    for (size_t k = 0; k < studies; k++)
        covered += covers(estimate_mean(x + k * STUDY, 1, STUDY, 0.95).interval, truth);
    return covered;
}

static size_t count_changes(const double *x, const double *base)
{
    double truth = gsl_stats_mean(x, 1, pool.n) - gsl_stats_mean(base, 1, pool.n);
    size_t covered = 0;
    for (size_t at = 0; at < studies * STUDY; at += STUDY)
        covered += covers(
            estimate_difference(x + at, base + at, 1, STUDY, 0.95).difference.interval, truth);
    return covered;
}

static void levels(void **state)
{
    (void)state;
    struct tally tally = {.what = "levels, 20 replications"};
    for (size_t i = 0; i < RARE; i++)
        for (size_t s = 0; s < SCENARIOS; s++)
            tally_add(&tally, count_levels(pool.number[i][s]), studies,
                      indicator_table[pooled[i]].name);
    tally_print(&tally, studies);
}

static void paired_differences(void **state)
{
    (void)state;
    struct tally tally = {.what = "changes, 20 replications"};
    for (size_t i = 0; i < RARE; i++)
        tally_add(&tally, count_changes(pool.number[i][1], pool.number[i][0]), studies,
                  indicator_table[pooled[i]].name);
    tally_print(&tally, studies);
}

/* What analysis/README.md warns of: Student's interval is too narrow for what seldom happens. */
static void what_seldom_happens_is_covered_less(void **state)
{
    (void)state;
    const double *base = pool.number[RARE][0], *x = pool.number[RARE][1];
    double level = (double)count_levels(base) / (double)studies;
    double change = (double)count_changes(x, base) / (double)studies;
    double skewness = gsl_stats_skew(base, 1, pool.n);
    print_message("# seldom above nought (skewness %.1f): levels %.1f %%, changes %.1f %%\n",
                  skewness, 100 * level, 100 * change);
    assert_true(skewness > 2 && level < lowest && level > 0.75);
}

/* Draws of uncertain values: a normal effect of the draw as large as the play of chance, and two
 * replications each. The mean is known. */
static void draws(void **state)
{
    (void)state;
    enum { DRAWS = 16, EACH = 2 };
    struct tally tally = {.what = "levels over 16 draws of 2, known mean"};
    int32_t draw[DRAWS * EACH];
    double x[DRAWS * EACH];
    size_t covered = 0;
    gsl_rng_set(chance, 21);
    for (size_t k = 0; k < cheap_studies; k++) {
        for (int d = 0; d < DRAWS; d++) {
            double effect = gsl_ran_gaussian(chance, 3);
            for (int r = d * EACH; r < (d + 1) * EACH; r++) {
                draw[r] = d;
                x[r] = 7 + effect + gsl_ran_gaussian(chance, 3);
            }
        }
        covered += covers(estimate_drawn(x, draw, DRAWS * EACH, 0.95).interval, 7);
    }
    tally_add(&tally, covered, cheap_studies, "the mean");
    tally_print(&tally, cheap_studies);
}

/* A study taken from the pool at random, with replacement: its replications are independent, and the
 * truth is that of the pool exactly. */
static void take_study(double *out, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = x[gsl_rng_uniform_int(chance, pool.n)];
}

static size_t count_quantiles(const double *x, double p, size_t n)
{
    double own[128], sorted[128], *all = malloc(pool.n * sizeof *all);
    size_t covered = 0;
    assert_true(all && n <= sizeof own / sizeof *own);
    memcpy(all, x, pool.n * sizeof *all);
    gsl_sort(all, 1, pool.n);
    /* smallest number with at least the share p at or below it */
    double truth = all[(size_t)ceil(p * (double)pool.n) - 1];
    for (size_t k = 0; k < cheap_studies; k++) {
        take_study(own, x, n);
        covered += covers(estimate_quantile(own, 1, n, p, 0.95, sorted).interval, truth);
    }
    free(all);
    return covered;
}

/* Not of breakdowns, a count: equal numbers make intervals of quantiles cover more. */
static void quantiles(void **state)
{
    (void)state;
    struct tally medians = {.what = "medians, 30 replications"},
                 high = {.what = "nine tenths, 100 replications"};
    gsl_rng_set(chance, 22);
    for (size_t i = 0; i < RARE; i++)
        for (size_t s = 0; s < SCENARIOS && pooled[i] != INDICATOR_breakdowns; s++) {
            const char *name = indicator_table[pooled[i]].name;
            const double *x = pool.number[i][s];
            tally_add(&medians, count_quantiles(x, 0.5, 30), cheap_studies, name);
            tally_add(&high, count_quantiles(x, 0.9, 100), cheap_studies, name);
        }
    tally_print(&medians, cheap_studies);
    tally_print(&high, cheap_studies);
}

/* ---- the stopping rule ---- */

/* Where a study's figures come from: replication by replication. */
typedef void (*figure_source)(double *figures);

static void two_normals(double *figures)
{
    double shared = gsl_ran_gaussian(chance, 1);
    figures[0] = 10 + 2 * shared + gsl_ran_gaussian(chance, 1);
    figures[1] = -3 + shared + gsl_ran_gaussian(chance, 3);
}

/* Skewness 2 and 1. */
static void skewed(double *figures)
{
    figures[0] = gsl_ran_exponential(chance, 5);
    figures[1] = gsl_ran_gamma(chance, 4, 2);
}

static void from_the_pool(double *figures)
{
    size_t r = gsl_rng_uniform_int(chance, pool.n);
    figures[0] = pool.number[0][0][r];
    figures[1] = pool.number[0][1][r] - pool.number[0][0][r];
}

struct promise {
    const char *what;
    figure_source source;
    double truth[2];
    const struct precision *precision;
};

/* Runs one study to its end; how many replications it took. */
static int32_t run_study(const struct promise *promise, bool covered[2])
{
    struct precision_watch *watch = precision_open(promise->precision);
    assert_non_null(watch);
    int32_t n = 0;
    for (bool enough = false; !enough && n < LONGEST; n++) {
        double figures[2];
        promise->source(figures);
        enough = precision_take(watch, n, figures);
    }
    for (size_t i = 0; i < 2; i++) {
        const struct precision_state *now = &precision_now(watch)[i];
        assert_true(now->reached && now->half_width <= now->wanted);
        covered[i] = fabs(now->mean - promise->truth[i]) <= now->half_width;
    }
    precision_close(watch);
    return n;
}

static void keeps(const struct promise *promise)
{
    struct tally tally = {.what = promise->what};
    size_t covered[2] = {0};
    double length = 0;
    int32_t least = LONGEST, most = 0;
    for (size_t k = 0; k < cheap_studies; k++) {
        bool own[2];
        int32_t n = run_study(promise, own);
        covered[0] += own[0];
        covered[1] += own[1];
        length += n;
        least = n < least ? n : least;
        most = n > most ? n : most;
    }
    tally_add(&tally, covered[0], cheap_studies, "the first figure");
    tally_add(&tally, covered[1], cheap_studies, "the second figure");
    tally_print(&tally, cheap_studies);
    print_message("#   stopped after %d to %d replications, %.0f on average\n", (int)least,
                  (int)most, length / (double)cheap_studies);
    assert_true(most > least && most < LONGEST); /* else nothing was decided */
}

static void stopping_keeps_its_promise_for_normal_figures(void **state)
{
    (void)state;
    const struct precision_goal goals[] = {{.half_width = 0.35}, {.half_width = 0.5}};
    const struct precision precision = {0.95, 32, 64, 1, 2, goals};
    gsl_rng_set(chance, 31);
    keeps(&(struct promise){"stopped, normal", two_normals, {10, -3}, &precision});
}

static void stopping_keeps_its_promise_for_skewed_figures(void **state)
{
    (void)state;
    const struct precision_goal goals[] = {{.half_width = 0.12, .relative = true},
                                           {.half_width = 0.08, .relative = true}};
    const struct precision precision = {0.95, 32, 64, 1, 2, goals};
    gsl_rng_set(chance, 32);
    keeps(&(struct promise){"stopped, skewed, relative", skewed, {5, 8}, &precision});
}

static void stopping_keeps_its_promise_for_the_tiny_country(void **state)
{
    (void)state;
    double level = gsl_stats_mean(pool.number[0][0], 1, pool.n);
    double change = gsl_stats_mean(pool.number[0][1], 1, pool.n) - level;
    const struct precision_goal goals[] = {{.half_width = 0.9}, {.half_width = 0.11}};
    const struct precision precision = {0.95, 16, 32, 1, 2, goals};
    gsl_rng_set(chance, 33);
    keeps(&(struct promise){
        "stopped, queue of the tiny country", from_the_pool, {level, change}, &precision});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels),
        cmocka_unit_test(paired_differences),
        cmocka_unit_test(what_seldom_happens_is_covered_less),
        cmocka_unit_test(draws),
        cmocka_unit_test(quantiles),
        cmocka_unit_test(stopping_keeps_its_promise_for_normal_figures),
        cmocka_unit_test(stopping_keeps_its_promise_for_skewed_figures),
        cmocka_unit_test(stopping_keeps_its_promise_for_the_tiny_country),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
