/* Indicators, differences, findings and warnings on numbers worked out by hand. */
#include "analysis/comparison.h"

#include "analysis/warning.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "known_results.h"
#include "results_place.h"

enum { REPLICATIONS = 3 };

static struct results *results;
static struct messages messages;
static struct comparison *comparison;

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    if (!known_write(place_file("a.h5"), REPLICATIONS))
        return -1;
    results = results_open(place_file("a.h5"), &messages);
    if (!results)
        return -1;
    struct comparison_order order = {.period = {24, KNOWN_MONTHS}, .confidence = 0.95};
    comparison = comparison_make(results, &order, &messages);
    return comparison ? 0 : -1;
}

static int teardown(void **state)
{
    comparison_free(comparison);
    results_free(results);
    messages_free(&messages);
    return place_remove(state);
}

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))))
        print_error("%.15g is not %.15g\n", value, expected);
    assert_true(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)));
}

static const struct comparison_row *row_of(enum indicator indicator)
{
    const struct comparison_row *row = comparison_find(comparison, indicator);
    assert_non_null(row);
    return row;
}

static double level(enum indicator indicator, size_t scenario)
{
    return row_of(indicator)->level[scenario].mean;
}

/* ---- indicators ---- */

static void test_levels(void **state)
{
    (void)state;
    near(level(INDICATOR_queue_past_wish, 0), 117);
    near(level(INDICATOR_queue_past_wish, 1), 122);
    near(level(INDICATOR_queue_past_wish_without_oslo, 0), 110);
    near(level(INDICATOR_queue_searched, 0), 0);
    near(level(INDICATOR_children_ordinary, 0), 50);
    near(level(INDICATOR_children_family, 0), 50);
    near(level(INDICATOR_children_care, 0), 20);
    near(level(INDICATOR_children_institution, 0), 20);
    near(level(INDICATOR_children_at_home, 0), 0);
}

/* Three years from 2020 are 1 096 days. */
static void test_sums(void **state)
{
    (void)state;
    near(level(INDICATOR_days_below_need, 0), 1096 / 3.0);
    near(level(INDICATOR_days_above_need, 0), 2 * 1096 / 3.0);
    near(level(INDICATOR_cost_state, 0), 12);
    near(level(INDICATOR_cost_municipality, 0), 24);
    near(level(INDICATOR_cost_total, 0), 36);
    near(level(INDICATOR_waiting_days, 0), 36);
    near(level(INDICATOR_waiting_days, 1), 48);
}

static void test_each(void **state)
{
    (void)state;
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < comparison->n_rows; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        if (row->item.indicator != INDICATOR_waiting_days_by_reason)
            continue;
        sum += row->level[1].mean;
        n++;
        if (strcmp(row->item.name, "siblings") == 0)
            near(row->difference[1].difference.mean, 12);
    }
    assert_int_equal(n, N_REASON);
    near(sum, level(INDICATOR_waiting_days, 1));
}

/* Of ten, six are over in week 3 and two in week 10: half are over 5/6 into week 3. */
static void test_waits(void **state)
{
    (void)state;
    near(level(INDICATOR_wait_from_request_p50, 0), 3 + 5 / 6.0);
    near(level(INDICATOR_wait_from_request_p90, 0), 20.5);
    near(level(INDICATOR_wait_from_request_over_6, 0), 40);
    near(level(INDICATOR_home_within_6_of_request, 0), 60);
}

/* The longest moved in or left in week 20. */
static void test_longest_wait(void **state)
{
    (void)state;
    near(level(INDICATOR_wait_from_request_longest, 0), 20);
    near(level(INDICATOR_wait_from_request_longest, 1), 20);
}

static void test_shares(void **state)
{
    (void)state;
    near(level(INDICATOR_own_municipality, 0), 60);
    near(level(INDICATOR_own_area, 0), 80);
    assert_true(isnan(level(INDICATOR_ready_specialised, 0))); /* no homes at all */
}

/* Nord 75, Oslo 100, the others nobody; small 40, medium 10, large nobody. */
static void test_spreads(void **state)
{
    (void)state;
    near(level(INDICATOR_own_area_area_spread, 0), 25);
    near(level(INDICATOR_past_six_weeks_class_spread, 0), 30);
    assert_true(isnan(level(INDICATOR_past_six_weeks_area_spread, 0)));
}

static void test_moves(void **state)
{
    (void)state;
    near(level(INDICATOR_moved_over_5, 0), 10);
    near(level(INDICATOR_longest_chain, 0), 7);
}

/* The sum of a geometric series: 3 million a month for 36 months, each paid in its middle. */
static void test_present_value(void **state)
{
    (void)state;
    double v = 1 / 1.04, month = pow(v, 1 / 12.0);
    double factor = sqrt(month) * (1 - v * v * v) / (1 - month);
    near(level(INDICATOR_present_value, 0), 3 * factor);
    near(level(INDICATOR_present_value_state, 0), factor);
    near(level(INDICATOR_present_value_municipality, 0), 2 * factor);
    /* a later period has the same beginning: the policy date */
    struct comparison_order order = {.period = {36, KNOWN_MONTHS}, .confidence = 0.95};
    struct comparison *late = comparison_make(results, &order, &messages);
    near(comparison_find(late, INDICATOR_present_value)->level[0].mean, 3 * factor);
    comparison_free(late);
}

/* Of a yearly measure only whole years in the period count. */
static void test_years(void **state)
{
    (void)state;
    near(level(INDICATOR_lapses, 0), 5);
    struct comparison_order order = {.period = {25, 50}, .confidence = 0.95};
    struct comparison *cut = comparison_make(results, &order, &messages);
    near(comparison_find(cut, INDICATOR_lapses)->level[0].mean, 5);
    comparison_free(cut);
    order.period = (struct period){25, 47};
    struct comparison *none = comparison_make(results, &order, &messages);
    assert_true(isnan(comparison_find(none, INDICATOR_lapses)->level[0].mean));
    comparison_free(none);
}

/* ---- differences ---- */

/* 4, 5 and 6 children more: mean 5, standard deviation 1, t(2) at 97.5 % is 4.302653. The queues of
 * 100, 110, 120 and 104, 115, 126 vary by 100 and 121. */
static void test_difference(void **state)
{
    (void)state;
    const struct paired *paired = &row_of(INDICATOR_queue_past_wish)->difference[1];
    near(paired->difference.mean, 5);
    near(paired->difference.deviation, 1);
    assert_true(fabs(paired->difference.interval.high - (5 + 4.302653 / sqrt(3))) < 1e-5);
    near(paired->reduction, 221);
    assert_int_equal(finding_of(paired), FINDING_HIGHER);
    assert_int_equal(finding_of(&row_of(INDICATOR_cost_state)->difference[1]), FINDING_SAME);
}

/* Queues of 107, 117 and 127. P(B ≤ 2) is the first to reach 97.5 % with B ~ binomial(3, 0.1). */
static void test_spread(void **state)
{
    (void)state;
    const struct spread *spread = &row_of(INDICATOR_queue_past_wish)->spread[0];
    near(spread->median.value, 117);
    near(spread->p10.value, 109);
    near(spread->p90.value, 125);
    assert_true(isinf(spread->p10.interval.low) && isinf(spread->p90.interval.high));
    near(spread->p10.interval.high, 127);
    near(spread->p90.interval.low, 107);
    assert_true(isnan(row_of(INDICATOR_ready_specialised)->spread[0].median.value));
}

/* 36 is the first n with 0.9ⁿ ≤ 0.025. */
static void test_quantile_enough(void **state)
{
    (void)state;
    assert_int_equal(quantile_enough(0.1, 0.95), 36);
    assert_int_equal(quantile_enough(0.9, 0.95), 36);
    assert_int_equal(quantile_enough(0.5, 0.95), 6);
    double x[36], sorted[36];
    for (int i = 0; i < 36; i++)
        x[i] = i;
    assert_true(isinf(estimate_quantile(x, 1, 35, 0.1, 0.95, sorted).interval.low));
    near(estimate_quantile(x, 1, 36, 0.1, 0.95, sorted).interval.low, 0);
    near(estimate_quantile(x, 1, 36, 0.9, 0.95, sorted).interval.high, 35);
}

static void test_pair(void **state)
{
    (void)state;
    const struct comparison_row *row = row_of(INDICATOR_queue_past_wish);
    near(comparison_pair(comparison, row, 0, 1).difference.mean, -5);
    near(comparison_pair(comparison, row, 1, 0).difference.interval.high,
         row->difference[1].difference.interval.high);
    assert_string_equal(comparison_kind_name(comparison), "paired t");
    struct comparison_order order = {
        .period = {24, KNOWN_MONTHS}, .confidence = 0.95, .simultaneous = true, .all_pairs = true};
    struct comparison *pairs = comparison_make(results, &order, &messages);
    assert_int_equal(pairs->intervals, pairs->n_rows); /* two scenarios make one pair */
    assert_string_equal(comparison_kind_name(pairs), "paired t, Bonferroni");
    comparison_free(pairs);
}

static void test_before_the_policy(void **state)
{
    (void)state;
    struct comparison_order order = {.period = {0, 24}, .confidence = 0.95};
    struct comparison *history = comparison_make(results, &order, &messages);
    for (size_t i = 0; i < history->n_rows; i++) {
        enum finding finding = finding_of(&history->rows[i].difference[1]);
        assert_true(finding == FINDING_SAME || finding == FINDING_UNKNOWN);
    }
    comparison_free(history);
}

static void test_other_base(void **state)
{
    (void)state;
    struct comparison_order order = {.period = {24, KNOWN_MONTHS}, .confidence = 0.95, .base = 1};
    struct comparison *turned = comparison_make(results, &order, &messages);
    near(comparison_find(turned, INDICATOR_queue_past_wish)->difference[0].difference.mean, -5);
    near(comparison_find(turned, INDICATOR_queue_past_wish)->difference[1].difference.mean, 0);
    comparison_free(turned);
}

static void test_simultaneous(void **state)
{
    (void)state;
    struct comparison_order order = {
        .period = {24, KNOWN_MONTHS}, .confidence = 0.95, .simultaneous = true};
    struct comparison *wide = comparison_make(results, &order, &messages);
    assert_int_equal(wide->intervals, wide->n_rows);
    near(wide->confidence, 1 - 0.05 / (double)wide->n_rows);
    struct interval one = row_of(INDICATOR_queue_past_wish)->difference[1].difference.interval;
    struct interval all =
        comparison_find(wide, INDICATOR_queue_past_wish)->difference[1].difference.interval;
    assert_true(all.low < one.low && all.high > one.high);
    comparison_free(wide);
}

/* ---- what may be said ---- */

static void test_findings(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        enum finding finding;
    } cases[] = {{-1, 1, FINDING_NOT_DISTINGUISHABLE}, {0, 1, FINDING_NOT_DISTINGUISHABLE},
                 {-1, 0, FINDING_NOT_DISTINGUISHABLE}, {0.001, 1, FINDING_HIGHER},
                 {-1, -0.001, FINDING_LOWER},          {0, 0, FINDING_SAME},
                 {NAN, NAN, FINDING_UNKNOWN},          {2, 2, FINDING_HIGHER}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct paired paired = {.difference = {.interval = {cases[i].low, cases[i].high}}};
        assert_int_equal(finding_of(&paired), cases[i].finding);
    }
    assert_int_equal(finding_decimals((struct interval){10, 20}), 1);
    assert_int_equal(finding_decimals((struct interval){100, 300}), 0);
    assert_int_equal(finding_decimals((struct interval){1.00, 1.02}), 3);
    assert_int_equal(finding_decimals((struct interval){1, 1}), 0);
    /* what excludes zero is not shown as if it touched it */
    assert_int_equal(finding_decimals((struct interval){-14.9, -0.03}), 2);
    assert_int_equal(finding_decimals((struct interval){0.004, 30}), 3);
    assert_int_equal(finding_decimals((struct interval){-14.9, 0.03}), 1);
    assert_int_equal(finding_decimals((struct interval){NAN, NAN}), 0);
}

static bool warns(const struct comparison *of, const char *part)
{
    struct warnings warnings;
    bool found = false;
    assert_true(warnings_make(of, LANGUAGE_EN, &warnings, &messages));
    for (size_t i = 0; i < warnings.n; i++)
        found = found || strstr(warnings.text[i], part);
    warnings_free(&warnings);
    return found;
}

/* The queue does not grow in the last year; three replications are few. */
static void test_warnings(void **state)
{
    (void)state;
    assert_true(warns(comparison, "only 3 replications"));
    assert_true(warns(comparison, "fewer than 36"));
    assert_false(warns(comparison, "still grows"));
    assert_false(warns(comparison, "waiting times are not told"));
    struct comparison_order order = {.period = {48, KNOWN_MONTHS}, .confidence = 0.95};
    struct comparison *late = comparison_make(results, &order, &messages);
    assert_true(warns(late, "waiting times are not told"));
    assert_true(isnan(comparison_find(late, INDICATOR_wait_from_request_p50)->level[0].mean));
    comparison_free(late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_longest_wait),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_spreads),
        cmocka_unit_test(test_moves),
        cmocka_unit_test(test_present_value),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_quantile_enough),
        cmocka_unit_test(test_pair),
        cmocka_unit_test(test_before_the_policy),
        cmocka_unit_test(test_other_base),
        cmocka_unit_test(test_simultaneous),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_warnings),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
