/* Rankings worked out by hand, and how often their intervals hold; worlds laid beside each other. */
#include "analysis/agreement.h"
#include "analysis/ranking.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_SCENARIOS = 5, MOST_RUNS = 24 };

/* A comparison of one row, as comparison_make would give it. */
struct made {
    struct results_category category[MOST_SCENARIOS];
    struct results_axis axis;
    struct results results;
    struct comparison comparison;
    struct comparison_row row;
    struct estimate level[MOST_SCENARIOS];
    struct paired difference[MOST_SCENARIOS];
    double values[MOST_SCENARIOS * MOST_RUNS];
};

static void make(struct made *made, size_t scenarios, size_t runs, const double *values)
{
    static const char *const names[MOST_SCENARIOS] = {"null", "a", "b", "c", "d"};
    static const double month_edges[] = {0, 31};
    memset(made, 0, sizeof *made);
    for (size_t s = 0; s < scenarios; s++)
        made->category[s].name = names[s];
    made->axis =
        (struct results_axis){.name = "scenario", .count = scenarios, .category = made->category};
    made->results = (struct results){.path = "made.h5",
                                     .scenarios = scenarios,
                                     .replications = runs,
                                     .scenario = &made->axis,
                                     .time_units = "days since 2030-01-01",
                                     .month_edges = month_edges,
                                     .months = 1};
    memcpy(made->values, values, scenarios * runs * sizeof *values);
    made->row =
        (struct comparison_row){.item = {INDICATOR_queue_past_wish, -1, "queue_past_wish", {NULL}},
                                .level = made->level,
                                .difference = made->difference};
    made->comparison = (struct comparison){.results = &made->results,
                                           .order = {.period = {0, 1}, .confidence = 0.95},
                                           .confidence = 0.95,
                                           .rows = &made->row,
                                           .n_rows = 1,
                                           .values = made->values};
    for (size_t s = 0; s < scenarios; s++) {
        made->level[s] = estimate_mean(made->values + s * runs, 1, runs, 0.95);
        made->difference[s] = comparison_pair(&made->comparison, &made->row, s, 0);
    }
}

static struct ranking rank(const struct made *made, enum better better)
{
    struct ranking ranking;
    assert_true(ranking_make(&made->comparison, &made->row, better, &ranking));
    return ranking;
}

static const struct ranked *of(const struct ranking *ranking, size_t scenario)
{
    for (size_t i = 0; i < ranking->n; i++)
        if (ranking->ranked[i].scenario == scenario)
            return &ranking->ranked[i];
    return NULL;
}

static void near(double value, double expected)
{
    assert_true(fabs(value - expected) <= 1e-6 * fmax(1, fabs(expected)));
}

/* ---- by hand ---- */

/* Differences of a from the null are 1, 2, 3: mean 2, width t(2; 95 %) / √3 = 2.919986 / √3. */
static void test_two(void **state)
{
    (void)state;
    struct made made;
    make(&made, 2, 3, (double[]){10, 20, 30, 11, 22, 33});
    struct ranking ranking = rank(&made, BETTER_LOWER);
    double half = 2.91998558 / sqrt(3);
    assert_int_equal(ranking.ranked[0].scenario, 0);
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_BEST);
    near(of(&ranking, 0)->margin, -2);
    near(of(&ranking, 0)->interval.low, -2 - half);
    near(of(&ranking, 0)->interval.high, 0);
    assert_int_equal(of(&ranking, 1)->verdict, VERDICT_WORSE);
    near(of(&ranking, 1)->interval.low, 0);
    near(of(&ranking, 1)->interval.high, 2 + half);
    ranking_free(&ranking);
    ranking = rank(&made, BETTER_HIGHER);
    assert_int_equal(ranking.ranked[0].scenario, 1);
    assert_int_equal(of(&ranking, 1)->verdict, VERDICT_BEST);
    near(of(&ranking, 1)->margin, 2);
    near(of(&ranking, 0)->interval.low, -2 - half);
    near(of(&ranking, 0)->interval.high, 0);
    ranking_free(&ranking);
}

/* The null and a are hardly apart, b is far from both; with three, 1 − 0.05 / 2 each. */
static void test_three(void **state)
{
    (void)state;
    struct made made;
    make(&made, 3, 3, (double[]){10, 20, 30, 11, 19, 31, 110, 121, 129});
    struct ranking ranking = rank(&made, BETTER_LOWER);
    double half = 4.30265273 * sqrt(4 / 3.0) / sqrt(3); /* of differences 1, −1, 1 */
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_AMONG_BEST);
    assert_int_equal(of(&ranking, 1)->verdict, VERDICT_AMONG_BEST);
    assert_int_equal(of(&ranking, 2)->verdict, VERDICT_WORSE);
    assert_int_equal(ranking.ranked[2].scenario, 2);
    near(of(&ranking, 0)->interval.low, -1 / 3.0 - half);
    near(of(&ranking, 0)->interval.high, -1 / 3.0 + half);
    near(of(&ranking, 1)->interval.high, 1 / 3.0 + half);
    near(of(&ranking, 2)->interval.low, 0);
    ranking_free(&ranking);
}

/* What is the same in every replication is not worse than itself. */
static void test_same(void **state)
{
    (void)state;
    struct made made;
    make(&made, 3, 2, (double[]){1, 2, 1, 2, 5, 6});
    struct ranking ranking = rank(&made, BETTER_LOWER);
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_AMONG_BEST);
    assert_int_equal(of(&ranking, 1)->verdict, VERDICT_AMONG_BEST);
    assert_int_equal(of(&ranking, 2)->verdict, VERDICT_WORSE);
    near(of(&ranking, 0)->interval.low, 0);
    near(of(&ranking, 0)->interval.high, 0);
    ranking_free(&ranking);
}

static void test_unknown(void **state)
{
    (void)state;
    struct made made;
    make(&made, 2, 1, (double[]){1, 2});
    struct ranking ranking = rank(&made, BETTER_LOWER);
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_UNKNOWN);
    ranking_free(&ranking);
    make(&made, 2, 2, (double[]){1, 2, NAN, 3});
    ranking = rank(&made, BETTER_LOWER);
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_UNKNOWN);
    assert_int_equal(ranking.ranked[0].scenario, 0);
    ranking_free(&ranking);
    make(&made, 1, 2, (double[]){1, 2});
    ranking = rank(&made, BETTER_LOWER);
    assert_int_equal(of(&ranking, 0)->verdict, VERDICT_UNKNOWN);
    ranking_free(&ranking);
}

/* ---- how often the intervals hold ---- */

/* Scenarios with these true means, on a common ground that varies more than they differ; each with
 * noise of its own, the last far more of it. */
static const double truth[MOST_SCENARIOS] = {0.1, 0, 0.5, 1.2, 0.6};
static const double noise[MOST_SCENARIOS] = {0.3, 0.5, 0.5, 0.5, 2};

static bool all_hold(const struct ranking *ranking)
{
    for (size_t i = 0; i < ranking->n; i++) {
        double best = INFINITY;
        for (size_t l = 0; l < ranking->n; l++)
            if (l != i)
                best = fmin(best, truth[l]);
        const struct interval *interval = &of(ranking, i)->interval;
        if (truth[i] - best < interval->low || truth[i] - best > interval->high)
            return false;
    }
    return of(ranking, 1)->verdict != VERDICT_WORSE;
}

/* All intervals hold together in 95 % of trials or more, less what chance alone passes once in
 * 10 000 times (3.72 standard errors); and what is far off is found out. */
static void test_coverage(void **state)
{
    (void)state;
    enum { TRIALS = 4000, RUNS = 20 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    size_t hold = 0, found = 0;
    for (int t = 0; t < TRIALS; t++) {
        double values[MOST_SCENARIOS * RUNS];
        for (int r = 0; r < RUNS; r++) {
            double ground = gsl_ran_gaussian(rng, 3);
            for (int s = 0; s < MOST_SCENARIOS; s++)
                values[s * RUNS + r] = truth[s] + ground + gsl_ran_gaussian(rng, noise[s]);
        }
        struct made made;
        make(&made, MOST_SCENARIOS, RUNS, values);
        struct ranking ranking = rank(&made, BETTER_LOWER);
        hold += all_hold(&ranking);
        found += of(&ranking, 3)->verdict == VERDICT_WORSE;
        ranking_free(&ranking);
    }
    gsl_rng_free(rng);
    print_message("# all hold in %zu, the worst is found in %zu of %d\n", hold, found, TRIALS);
    assert_true((double)hold / TRIALS >= 0.95 - 3.72 * sqrt(0.95 * 0.05 / TRIALS));
    assert_true((double)found / TRIALS >= 0.99);
}

/* ---- worlds ---- */

static enum agreement agree(const struct made *one, const struct made *other, size_t scenario)
{
    const struct comparison *const comparisons[] = {&one->comparison, &other->comparison};
    struct worlds worlds = {comparisons, 2};
    return agreement_of(&worlds, &one->row, scenario);
}

static void test_agreement(void **state)
{
    (void)state;
    struct made up, more, down, nothing, alone;
    make(&up, 2, 3, (double[]){10, 20, 30, 15, 25.1, 35});
    make(&more, 2, 3, (double[]){10, 20, 30, 55, 65.1, 75});
    make(&down, 2, 3, (double[]){10, 20, 30, 5, 15.1, 25});
    make(&nothing, 2, 3, (double[]){10, 20, 30, 9, 21, 30});
    make(&alone, 2, 1, (double[]){10, 5});
    assert_int_equal(agree(&up, &up, 1), AGREEMENT_SAME_SIGN);
    assert_int_equal(agree(&down, &down, 1), AGREEMENT_SAME_SIGN);
    assert_int_equal(agree(&up, &more, 1), AGREEMENT_DIRECTION_ONLY);
    assert_int_equal(agree(&more, &up, 1), AGREEMENT_DIRECTION_ONLY);
    assert_int_equal(agree(&up, &down, 1), AGREEMENT_OPPOSITE);
    assert_int_equal(agree(&up, &nothing, 1), AGREEMENT_SOME_ONLY);
    assert_int_equal(agree(&nothing, &down, 1), AGREEMENT_SOME_ONLY);
    assert_int_equal(agree(&nothing, &nothing, 1), AGREEMENT_NONE_DISTINGUISHABLE);
    assert_int_equal(agree(&up, &alone, 1), AGREEMENT_UNKNOWN);
    assert_int_equal(agree(&up, &up, 0), AGREEMENT_NONE_DISTINGUISHABLE); /* the base */
}

/* Scenarios are matched by name, in whatever order. */
static void test_other_order(void **state)
{
    (void)state;
    struct made one, other;
    make(&one, 3, 2, (double[]){1, 2, 3, 4, 8, 9});
    make(&other, 3, 2, (double[]){1, 2, 9, 10, 3, 4});
    other.category[1].name = "b";
    other.category[2].name = "a";
    const struct comparison *const comparisons[] = {&one.comparison, &other.comparison};
    struct worlds worlds = {comparisons, 2};
    near(worlds_change(&worlds, 1, &one.row, 1)->difference.mean, 2);
    near(worlds_change(&worlds, 1, &one.row, 2)->difference.mean, 8);
}

/* Changes of 5, 5 and 5.1, and of −5 and −4.9 and −5: means 5 1/30 and −4 29/30. */
static void test_uncertainty(void **state)
{
    (void)state;
    struct made up, down;
    make(&up, 2, 3, (double[]){10, 20, 30, 15, 25, 35.1});
    make(&down, 2, 3, (double[]){10, 20, 30, 5, 15.1, 25});
    const struct comparison *const comparisons[] = {&up.comparison, &down.comparison};
    struct worlds worlds = {comparisons, 2};
    struct split split = uncertainty_of(&worlds, &up.row, 1);
    near(split.worlds, 5);
    near(split.chance, 0.1 / 3); /* deviation 0.1 / √3, over √3 */
    assert_true(isnan(split.values));
    assert_true(worlds_have_split(&worlds));
    worlds.n = 1;
    assert_true(isnan(uncertainty_of(&worlds, &up.row, 1).worlds));
    assert_false(worlds_have_split(&worlds));
}

static bool match(struct made *one, struct made *other, const char *words)
{
    struct messages messages;
    const struct comparison *const comparisons[] = {&one->comparison, &other->comparison};
    struct worlds worlds = {comparisons, 2};
    messages_start(&messages, LANGUAGE_EN);
    bool good = worlds_match(&worlds, &messages);
    if (words) {
        assert_int_equal(messages.count, 1);
        assert_non_null(strstr(messages.shown[0].text, words));
    }
    messages_free(&messages);
    return good;
}

static void test_match(void **state)
{
    (void)state;
    const double values[] = {1, 2, 3, 4, 8, 9};
    struct made one, other;
    make(&one, 3, 2, values);
    make(&other, 3, 2, values);
    assert_true(match(&one, &other, NULL));
    other.category[2].name = "z";
    assert_false(match(&one, &other, "has not the scenario b"));
    make(&other, 2, 2, values);
    assert_false(match(&one, &other, "has not the scenario b"));
    assert_false(match(&other, &one, "has not the scenario b"));
    make(&other, 3, 2, values);
    other.comparison.order.base = 1;
    assert_false(match(&one, &other, "compares with a"));
    make(&other, 3, 2, values);
    other.results.time_units = "days since 2031-01-01";
    assert_false(match(&one, &other, "is about 2031-01"));
    make(&other, 3, 2, values);
    other.row.item.indicator = INDICATOR_cost_state;
    other.row.item.name = "cost_state";
    assert_false(match(&one, &other, "no number for queue_past_wish"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two),         cmocka_unit_test(test_three),
        cmocka_unit_test(test_same),        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_coverage),    cmocka_unit_test(test_agreement),
        cmocka_unit_test(test_other_order), cmocka_unit_test(test_match),
        cmocka_unit_test(test_uncertainty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
