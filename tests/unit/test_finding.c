/* What may be said of a difference: the rules of finding.h, on intervals that hold zero, touch it, lie
 * far from it, and come from too few replications. */
#include "analysis/finding.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ENOUGH = 40 };

static struct paired change(double low, double high, size_t n)
{
    struct paired paired = {.difference = {.n = n}};
    paired.difference.mean = (low + high) / 2;
    paired.difference.interval = (struct interval){low, high};
    return paired;
}

static enum finding said(double low, double high, size_t n)
{
    struct paired paired = change(low, high, n);
    return finding_said(&paired, finding_decimals_said(paired.difference.interval));
}

static void test_crosses_zero(void **state)
{
    (void)state;
    assert_int_equal(said(-3, 2, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
    assert_int_equal(said(-0.001, 900, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
}

static void test_touches_zero(void **state)
{
    (void)state;
    assert_int_equal(said(0, 5, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
    assert_int_equal(said(-5, 0, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
    assert_int_equal(said(-5, -0.0, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
}

/* 0.3 to 80.3 printed without decimals is 0–80: the reader sees zero. */
static void test_touches_zero_as_printed(void **state)
{
    (void)state;
    struct paired above = change(0.3, 80.3, ENOUGH), below = change(-80.3, -0.3, ENOUGH);
    assert_int_equal(finding_said(&above, 0), FINDING_NOT_DISTINGUISHABLE);
    assert_int_equal(finding_said(&below, 0), FINDING_NOT_DISTINGUISHABLE);
    assert_int_equal(finding_said(&above, 1), FINDING_HIGHER);
    assert_int_equal(finding_of(&above), FINDING_HIGHER);
    /* with more decimals than there ever are it would be above zero */
    assert_int_equal(said(0.0001, 0.0002, ENOUGH), FINDING_NOT_DISTINGUISHABLE);
}

static void test_far_from_zero(void **state)
{
    (void)state;
    assert_int_equal(said(62, 70, ENOUGH), FINDING_HIGHER);
    assert_int_equal(said(-70, -62, ENOUGH), FINDING_LOWER);
    assert_int_equal(said(0.0021, 0.0035, ENOUGH), FINDING_HIGHER);
}

static void test_same(void **state)
{
    (void)state;
    assert_int_equal(said(0, 0, ENOUGH), FINDING_SAME);
    assert_int_equal(said(5, 5, ENOUGH), FINDING_HIGHER);
}

/* However far from zero: with fewer than ten nothing is said. */
static void test_too_few(void **state)
{
    (void)state;
    assert_int_equal(said(62, 70, REPLICATIONS_LEAST - 1), FINDING_TOO_FEW);
    assert_int_equal(said(62, 70, REPLICATIONS_LEAST), FINDING_HIGHER);
    assert_int_equal(said(-3, 2, 2), FINDING_TOO_FEW);
    assert_int_equal(said(0, 0, 2), FINDING_TOO_FEW);
    assert_int_equal(said(NAN, NAN, 1), FINDING_UNKNOWN);
    assert_int_equal(said(NAN, NAN, ENOUGH), FINDING_UNKNOWN);
}

/* Of draws it is the draws that count: 200 replications of four draws are four. */
static void test_too_few_draws(void **state)
{
    (void)state;
    struct paired paired = change(62, 70, 200);
    paired.difference.draws = 4;
    assert_int_equal(finding_said(&paired, 0), FINDING_TOO_FEW);
    paired.difference.draws = REPLICATIONS_LEAST;
    assert_int_equal(finding_said(&paired, 0), FINDING_HIGHER);
}

static void test_decimals_said(void **state)
{
    (void)state;
    assert_int_equal(finding_decimals_said((struct interval){62.4, 70}), 0);
    assert_int_equal(finding_decimals_said((struct interval){6.3, 7.4}), 1);
    assert_int_equal(finding_decimals_said((struct interval){5, 5}), 0);
    assert_int_equal(finding_decimals_said((struct interval){0.3, 80.3}), 1);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(finding_name(FINDING_TOO_FEW), "too few");
    assert_string_equal(finding_words(FINDING_TOO_FEW, LANGUAGE_NB),
                        "for få replikasjoner til å si noe");
    for (int f = 0; f <= FINDING_HIGHER; f++)
        for (int l = 0; l < N_LANGUAGES; l++)
            assert_true(strlen(finding_words((enum finding)f, (enum language)l)) > 0);
}

/* ---- two worlds ---- */

static enum accord accord(double low, double high, double other_low, double other_high)
{
    struct paired one = change(low, high, ENOUGH), other = change(other_low, other_high, ENOUGH);
    return accord_of(&one, &other, 0);
}

static void test_accord(void **state)
{
    (void)state;
    assert_int_equal(accord(10, 20, 15, 30), ACCORD_FULL);
    assert_int_equal(accord(10, 20, 25, 30), ACCORD_DIRECTION);
    assert_int_equal(accord(10, 20, -5, 30), ACCORD_ONE_ONLY);
    assert_int_equal(accord(10, 20, -30, -5), ACCORD_OPPOSITE);
    assert_int_equal(accord(-5, 20, -30, 5), ACCORD_FULL);
}

static void test_accord_of_silence(void **state)
{
    (void)state;
    struct paired one = change(10, 20, ENOUGH), few = change(10, 20, 3);
    assert_int_equal(accord_of(&one, &few, 0), ACCORD_UNKNOWN);
    few = change(NAN, NAN, ENOUGH);
    assert_int_equal(accord_of(&few, &one, 0), ACCORD_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crosses_zero),
        cmocka_unit_test(test_touches_zero),
        cmocka_unit_test(test_touches_zero_as_printed),
        cmocka_unit_test(test_far_from_zero),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_too_few),
        cmocka_unit_test(test_too_few_draws),
        cmocka_unit_test(test_decimals_said),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_accord),
        cmocka_unit_test(test_accord_of_silence),
    };
    return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
