/* When enough replications have been run. */
#include "analysis/statistics.h"
#include "experiment/precision.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

enum { REPLICATIONS = 400 };

static double numbers[REPLICATIONS];

static int make_numbers(void **state)
{
    (void)state;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, 4);
    for (int i = 0; i < REPLICATIONS; i++)
        numbers[i] = 50 + gsl_ran_gaussian(random, 10);
    gsl_rng_free(random);
    return 0;
}

static double half_of(struct interval interval)
{
    return (interval.high - interval.low) / 2;
}

static void near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-12 * fabs(expected)))
        fail_msg("%.17g is not %.17g", found, expected);
}

static struct precision_goal absolute(double half_width)
{
    return (struct precision_goal){"queue_past_wish", "", "a", true, half_width, false};
}

/* How many replications of `numbers` are taken; most if it never says enough. */
static int32_t stop_at(const struct precision *precision, int32_t most)
{
    struct precision_watch *watch = precision_open(precision);
    int32_t i = 0;
    while (i < most && !precision_take(watch, i, &numbers[i]))
        i++;
    precision_close(watch);
    return i < most ? i + 1 : most;
}

/* ---- the numbers ---- */

static void half_widths_are_those_of_the_analysis(void **state)
{
    (void)state;
    const struct precision_goal goal = absolute(1e-9);
    const struct precision precision = {0.95, 8, 8, 1, 1, &goal};
    struct precision_watch *watch = precision_open(&precision);
    assert_true(isnan(precision_now(watch)->half_width));
    for (int32_t i = 0; i < 40; i++) {
        assert_false(precision_take(watch, i, &numbers[i]));
        struct estimate estimate = estimate_mean(numbers, 1, (size_t)i + 1, 0.95);
        near(precision_now(watch)->mean, estimate.mean);
        if (i > 0)
            near(precision_now(watch)->half_width, half_of(estimate.interval));
    }
    precision_close(watch);
}

static void draws_are_the_unit_where_there_are_draws(void **state)
{
    (void)state;
    const struct precision_goal goal = absolute(1e-9);
    const struct precision precision = {0.9, 32, 32, 4, 1, &goal};
    struct precision_watch *watch = precision_open(&precision);
    int32_t draw[REPLICATIONS];
    for (int32_t i = 0; i < 64; i++) {
        draw[i] = i / 4;
        assert_false(precision_take(watch, i, &numbers[i]));
        if (i % 4 < 3 || i < 7)
            continue;
        struct estimate estimate = estimate_drawn(numbers, draw, (size_t)i + 1, 0.9);
        near(precision_now(watch)->mean, estimate.mean);
        near(precision_now(watch)->half_width, half_of(estimate.interval));
    }
    precision_close(watch);
}

/* A replication that failed is left out of its draw; a draw that lost all of its is none. */
static void failed_replications_are_left_out(void **state)
{
    (void)state;
    const struct precision_goal goal = absolute(1e-9);
    const struct precision precision = {0.95, 2, 2, 2, 1, &goal};
    struct precision_watch *watch = precision_open(&precision);
    double left[32];
    int32_t draw[32];
    size_t n = 0;
    for (int32_t i = 0; i < 32; i++) {
        bool failed = i == 5 || i == 12 || i == 13;
        if (!failed) {
            draw[n] = i / 2;
            left[n++] = numbers[i];
        }
        precision_take(watch, i, failed ? NULL : &numbers[i]);
    }
    struct estimate estimate = estimate_drawn(left, draw, n, 0.95);
    assert_int_equal(estimate.draws, 15);
    near(precision_now(watch)->mean, estimate.mean);
    near(precision_now(watch)->half_width, half_of(estimate.interval));
    precision_close(watch);
}

/* ---- the decision ---- */

/* The first n from which the interval is no wider than this for `more` replications on. */
static int32_t first_narrow(double half_width, int32_t *more)
{
    int32_t since = 0;
    for (int32_t n = 2; n <= REPLICATIONS; n++) {
        bool narrow = half_of(estimate_mean(numbers, 1, (size_t)n, 0.95).interval) <= half_width;
        since = narrow ? (since ? since : n) : 0;
        *more = since <= 100 ? PRECISION_LOOK_AHEAD : PRECISION_LOOK_AHEAD * since / 100;
        if (since && n == since + *more)
            return since;
    }
    return 0;
}

static void it_stops_once_narrow_and_still_so_a_while_after(void **state)
{
    (void)state;
    const int widths = 36; /* 1.1 to 11.7 */
    double half_width = 1.1;
    for (int i = 0; i < widths; i++) {
        const struct precision_goal goal = absolute(half_width);
        const struct precision each = {0.95, 1, 1, 1, 1, &goal},
                               batches = {0.95, 16, 48, 1, 1, &goal};
        int32_t more, first = first_narrow(half_width, &more);
        assert_true(first > 0);
        assert_int_equal(stop_at(&each, REPLICATIONS), first + more);
        int32_t stop = stop_at(&batches, REPLICATIONS);
        assert_int_equal(stop % 16, 0);
        assert_true(stop >= 48 && stop >= first + more);
        half_width *= 1.07;
    }
}

/* Two equal numbers have an interval of no width; the next one takes the luck away. */
static void luck_is_not_taken_for_precision(void **state)
{
    (void)state;
    const struct precision_goal goal = absolute(1);
    const struct precision precision = {0.95, 1, 1, 1, 1, &goal};
    static const double lucky[] = {5, 5, 5, 5, 90, 0, 3, 40};
    struct precision_watch *watch = precision_open(&precision);
    for (int32_t i = 0; i < 8; i++)
        assert_false(precision_take(watch, i, &lucky[i]));
    assert_false(precision_now(watch)->reached);
    precision_close(watch);
}

static void every_goal_must_be_reached(void **state)
{
    (void)state;
    const struct precision_goal goals[] = {absolute(1.2), absolute(4)};
    const struct precision both = {0.95, 8, 16, 1, 2, goals};
    struct precision_watch *watch = precision_open(&both);
    int32_t n = 0;
    for (bool enough = false; !enough && n < REPLICATIONS; n++) {
        const double figures[] = {numbers[n], numbers[n]};
        enough = precision_take(watch, n, figures);
    }
    const struct precision narrow = {0.95, 8, 16, 1, 1, &goals[0]},
                           wide = {0.95, 8, 16, 1, 1, &goals[1]};
    assert_int_equal(n, stop_at(&narrow, REPLICATIONS));
    assert_true(n > stop_at(&wide, REPLICATIONS));
    assert_true(precision_now(watch)[0].reached && precision_now(watch)[1].reached);
    precision_close(watch);
}

static void relative_goals_follow_the_mean(void **state)
{
    (void)state;
    struct precision_goal goal = absolute(0.03);
    goal.relative = true;
    const struct precision precision = {0.95, 8, 16, 1, 1, &goal};
    int32_t n = stop_at(&precision, REPLICATIONS);
    struct estimate estimate = estimate_mean(numbers, 1, (size_t)n, 0.95);
    assert_true(n < REPLICATIONS && half_of(estimate.interval) <= 0.03 * estimate.mean);
    goal.half_width = 0.003;
    assert_int_equal(stop_at(&precision, REPLICATIONS), REPLICATIONS);
}

static void what_is_not_known_is_never_precise(void **state)
{
    (void)state;
    const struct precision_goal goal = absolute(1e9);
    const struct precision precision = {0.95, 1, 1, 1, 1, &goal};
    struct precision_watch *watch = precision_open(&precision);
    for (int32_t i = 0; i < 50; i++) {
        double figure = i == 2 ? NAN : 5;
        assert_false(precision_take(watch, i, &figure));
    }
    precision_close(watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_widths_are_those_of_the_analysis),
        cmocka_unit_test(draws_are_the_unit_where_there_are_draws),
        cmocka_unit_test(failed_replications_are_left_out),
        cmocka_unit_test(it_stops_once_narrow_and_still_so_a_while_after),
        cmocka_unit_test(luck_is_not_taken_for_precision),
        cmocka_unit_test(every_goal_must_be_reached),
        cmocka_unit_test(relative_goals_follow_the_mean),
        cmocka_unit_test(what_is_not_known_is_never_precise),
    };
    return cmocka_run_group_tests(tests, make_numbers, NULL);
}
