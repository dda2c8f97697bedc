/* Hazards as thresholds. */
#include "engine/draw.h"
#include "engine/hazard.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_undrawn(void **state)
{
    (void)state;
    struct hazard h = hazard_new(5);
    assert_true(hazard_undrawn(&h));
    assert_int_equal(hazard_strikes(&h), TICK_NEVER);
    h = (struct hazard){0, 0, 5}; /* used up, but drawn */
    assert_false(hazard_undrawn(&h));
}

/* At one a year a threshold of one and a half is used up in a year and a half. */
static void test_strikes(void **state)
{
    (void)state;
    struct hazard h = {1.5, 0, 0};
    assert_true(hazard_set_rate(&h, 1, 100));
    assert_int_equal(hazard_strikes(&h), 100 + TICKS_PER_YEAR * 3 / 2);
    assert_true(hazard_set_rate(&h, 3, 100));
    assert_int_equal(hazard_strikes(&h), 100 + TICKS_PER_YEAR / 2);
    assert_true(hazard_set_rate(&h, 0, 100));
    assert_int_equal(hazard_strikes(&h), TICK_NEVER);
    h = (struct hazard){1, 1e-9, 0}; /* in a thousand million years */
    assert_int_equal(hazard_strikes(&h), TICK_NEVER);
}

/* A rate set to what it is leaves every bit as it was, whenever that happens. */
static void test_unchanged(void **state)
{
    (void)state;
    struct hazard h = {0.7, 0.3, 1000}, before = h;
    for (tick t = 1000; t < TICKS_PER_YEAR; t += 12345678901) {
        assert_false(hazard_set_rate(&h, 0.3, t));
        assert_true(h.left == before.left && h.rate == before.rate && h.since == before.since);
    }
}

/* What is used up stays used up, and a threshold is never overdrawn. */
static void test_rescaled(void **state)
{
    (void)state;
    struct hazard h = {2, 1, 0};
    assert_true(hazard_set_rate(&h, 4, TICKS_PER_YEAR));
    assert_true(fabs(h.left - 1) < 1e-12);
    assert_int_equal(hazard_strikes(&h), TICKS_PER_YEAR + TICKS_PER_YEAR / 4);
    assert_true(hazard_set_rate(&h, 1, TICKS_PER_YEAR * 10)); /* long after it would have struck */
    assert_true(h.left == 0);
    assert_int_equal(hazard_strikes(&h), TICKS_PER_YEAR * 10);
}

/* A rate that rests for a while puts the event off by exactly that while, to the tick. */
static void test_rest(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        struct draw_address a = {i, 0, 0, 1};
        struct hazard plain = {draw_exponential((struct draw_key){1, 1}, a), 0.1, 0}, rests = plain;
        tick strikes = hazard_strikes(&plain), stop = strikes / 2;
        hazard_set_rate(&rests, 0, stop);
        hazard_set_rate(&rests, 0.1, stop + TICKS_PER_DAY);
        assert_in_range(hazard_strikes(&rests) - strikes - TICKS_PER_DAY + 1, 0, 2);
    }
}

/* Rate 2 a year for half a year, then 1: survival exp(-2t), then exp(-1 - (t - 1/2)). The share
 * alive at four moments lies within 4.42 standard deviations, which a right one fails for one seed
 * in 1e5. */
static void test_piecewise(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    static const double moment[] = {0.2, 0.5, 0.9, 2};
    int alive[4] = {0};
    for (uint32_t i = 0; i < MANY; i++) {
        struct draw_address a = {i, 0, 0, 2};
        struct hazard h = {draw_exponential((struct draw_key){1, 1}, a), 2, 0};
        if (hazard_strikes(&h) >= TICKS_PER_YEAR / 2)
            hazard_set_rate(&h, 1, TICKS_PER_YEAR / 2);
        for (int k = 0; k < 4; k++)
            alive[k] += (double)hazard_strikes(&h) > moment[k] * (double)TICKS_PER_YEAR;
    }
    for (int k = 0; k < 4; k++) {
        double p = moment[k] < 0.5 ? exp(-2 * moment[k]) : exp(-0.5 - moment[k]);
        assert_true(fabs(alive[k] - MANY * p) < 4.42 * sqrt(MANY * p * (1 - p)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undrawn),   cmocka_unit_test(test_strikes),
        cmocka_unit_test(test_unchanged), cmocka_unit_test(test_rescaled),
        cmocka_unit_test(test_rest),      cmocka_unit_test(test_piecewise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
