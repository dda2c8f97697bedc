/* What may be said of a difference: the rules of finding.h, on intervals that hold zero, touch it, lie
 * far from it, and come from too few replications. */
#include "analysis/agreement.h"
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

/* ---- several worlds ---- */

/* Agreement of what is said of n changes, each with its interval and so many replications. */
static enum agreement agreement(size_t n, const struct interval *interval, size_t replications)
{
    struct agreeing agreeing = agreeing_start();
    for (size_t w = 0; w < n; w++) {
        struct paired one = change(interval[w].low, interval[w].high, replications);
        agreeing_add(&agreeing, finding_said(&one, finding_decimals(interval[w])), interval[w]);
    }
    return agreeing_is(&agreeing);
}

static enum agreement two(double low, double high, double other_low, double other_high)
{
    return agreement(2, (struct interval[]){{low, high}, {other_low, other_high}}, ENOUGH);
}

static void test_agreement_of_two(void **state)
{
    (void)state;
    assert_int_equal(two(10, 20, 15, 30), AGREEMENT_SAME_SIGN);
    assert_int_equal(two(10, 20, 20, 30), AGREEMENT_SAME_SIGN); /* they touch */
    assert_int_equal(two(10, 20, 20.1, 30), AGREEMENT_DIRECTION_ONLY);
    assert_int_equal(two(-30, -25, -20, -10), AGREEMENT_DIRECTION_ONLY);
    assert_int_equal(two(10, 20, -5, 30), AGREEMENT_SOME_ONLY);
    assert_int_equal(two(10, 20, 0, 30), AGREEMENT_SOME_ONLY); /* touches zero */
    assert_int_equal(two(10, 20, -30, -5), AGREEMENT_OPPOSITE);
    assert_int_equal(two(-5, 20, -30, 5), AGREEMENT_NONE_DISTINGUISHABLE);
    assert_int_equal(two(0, 0, -30, 5), AGREEMENT_NONE_DISTINGUISHABLE);
}

static void test_agreement_of_three(void **state)
{
    (void)state;
    const struct interval overlap[] = {{10, 20}, {15, 30}, {18, 22}},
                          apart[] = {{10, 20}, {15, 30}, {25, 40}},
                          opposite[] = {{10, 20}, {-5, 5}, {-20, -10}},
                          some[] = {{10, 20}, {15, 30}, {-5, 5}};
    assert_int_equal(agreement(3, overlap, ENOUGH), AGREEMENT_SAME_SIGN);
    assert_int_equal(agreement(3, apart, ENOUGH), AGREEMENT_DIRECTION_ONLY);
    assert_int_equal(agreement(3, opposite, ENOUGH), AGREEMENT_OPPOSITE);
    assert_int_equal(agreement(3, some, ENOUGH), AGREEMENT_SOME_ONLY);
}

static void test_agreement_of_silence(void **state)
{
    (void)state;
    assert_int_equal(two(10, 20, NAN, NAN), AGREEMENT_UNKNOWN);
    assert_int_equal(two(NAN, NAN, 10, 20), AGREEMENT_UNKNOWN);
    const struct interval interval[] = {{10, 20}, {15, 30}};
    assert_int_equal(agreement(2, interval, REPLICATIONS_LEAST - 1), AGREEMENT_UNKNOWN);
}

static void test_agreement_has_words(void **state)
{
    (void)state;
    assert_string_equal(agreement_name(AGREEMENT_DIRECTION_ONLY), "same sign, other size");
    for (int a = 0; a < N_AGREEMENTS; a++)
        for (int b = 0; b < a; b++)
            for (int l = 0; l < N_LANGUAGES; l++)
                assert_string_not_equal(agreement_words((enum agreement)a, (enum language)l),
                                        agreement_words((enum agreement)b, (enum language)l));
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
        cmocka_unit_test(test_agreement_of_two),
        cmocka_unit_test(test_agreement_of_three),
        cmocka_unit_test(test_agreement_of_silence),
        cmocka_unit_test(test_agreement_has_words),
    };
    return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
