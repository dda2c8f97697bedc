#include "analysis/statistics_waits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        print_error("%.15g is not %.15g\n", value, expected);
    assert_true(fabs(value - expected) <= tolerance);
}

static const enum wait_role two_roles[] = {WAIT_WISHED, WAIT_CUT_OFF};

/* Weeks of remission of 21 leukaemia patients given 6-mercaptopurine (Freireich and others, Blood
 * 21, 1963), the example in most textbooks: relapses at 6 6 6 7 10 13 16 22 23, cut off at 6 9 10
 * 11 17 19 20 25 32 32 34 35. S: 0.857 at 6, 0.807 at 7, 0.753 at 10, 0.690 at 13, 0.627 at 16,
 * 0.538 at 22, 0.448 at 23. Entered by the half week, cut-offs after the relapses of their week, as
 * the textbooks take them. */
static void test_kaplan_meier(void **state)
{
    (void)state;
    enum { STEPS = 90 };
    static const int ended[] = {6, 6, 6, 7, 10, 13, 16, 22, 23};
    static const int cut_off[] = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
    static const struct {
        size_t week;
        double left;
    } expected[] = {{6, 0.857},  {7, 0.807},  {10, 0.753}, {13, 0.690},
                    {16, 0.627}, {22, 0.538}, {23, 0.448}};
    double counts[STEPS][2];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < sizeof ended / sizeof *ended; i++)
        counts[2 * ended[i]][0]++;
    for (size_t i = 0; i < sizeof cut_off / sizeof *cut_off; i++)
        counts[2 * cut_off[i] + 1][1]++;
    struct wait_curves *curves = wait_curves_make(&counts[0][0], STEPS, 2, two_roles);
    near(curves->waits, 21, 0);
    near(curves->waiting[12], 1, 0);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        near(curves->waiting[2 * expected[i].week + 1], expected[i].left, 5e-4);
        near(curves->alone[2 * expected[i].week + 1], expected[i].left, 5e-4);
    }
    near(wait_longer_than(curves, 16), curves->waiting[16], 0);
    assert_true(isnan(wait_longer_than(curves, 80)));
    assert_true(isnan(wait_quantile(curves, 0.9)));
    /* The median is reached between 23 and 23½ weeks: S falls from 0.5378 to 0.4482. */
    near(wait_quantile(curves, 0.5), 46 + (0.5378 - 0.5) / (0.5378 - 0.4482), 1e-3);
    wait_curves_free(curves);
}

/* By hand: ten waits; week 0: two wished, one other, two cut off (so nine watched); week 1: one
 * wished, one other; week 2: two wished; week 3 (open): one. */
static void test_competing_ends(void **state)
{
    (void)state;
    static const double counts[4][3] = {{2, 1, 2}, {1, 1, 0}, {2, 0, 0}, {1, 0, 0}};
    static const enum wait_role role[] = {WAIT_WISHED, WAIT_OTHER, WAIT_CUT_OFF};
    struct wait_curves *curves = wait_curves_make(&counts[0][0], 4, 3, role);
    const double first = 6.0 / 9, second = first * 3 / 5;
    near(curves->waiting[1], first, 1e-15);
    near(curves->waiting[2], second, 1e-15);
    near(curves->waiting[3], second / 3, 1e-15);
    near(curves->wished[1], 2.0 / 9, 1e-15);
    near(curves->wished[2], 2.0 / 9 + first / 5, 1e-15);
    near(curves->other[3], 1.0 / 9 + first / 5, 1e-15);
    near(curves->alone[2], (1 - 2 / 8.5) * (1 - 1 / 4.5), 1e-15);
    near(wait_quantile(curves, 1.0 / 3), 1, 1e-12);
    near(wait_quantile(curves, 1.0 / 6), 0.5, 1e-12);
    near(wait_longer_than(curves, 2), second, 1e-15);
    wait_curves_free(curves);
}

/* All ended before the curves do: then it is known that none waited longer. */
static void test_all_ended(void **state)
{
    (void)state;
    static const double counts[5][2] = {{1, 0}, {3, 0}};
    struct wait_curves *curves = wait_curves_make(&counts[0][0], 5, 2, two_roles);
    near(wait_longer_than(curves, 1), 0.75, 0);
    near(wait_longer_than(curves, 4), 0, 0);
    near(wait_quantile(curves, 1), 2, 0);
    wait_curves_free(curves);
}

/* Exponential waits with competing exponential ends and cutting off, against the closed forms. */
static void test_against_closed_form(void **state)
{
    (void)state;
    enum { WEEKS = 41, N = 200000 };
    static const enum wait_role role[] = {WAIT_WISHED, WAIT_OTHER, WAIT_CUT_OFF};
    const double rate[] = {0.10, 0.04, 0.03};
    static double counts[WEEKS][3];
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (int i = 0; i < N; i++) {
        double first = INFINITY;
        int end = 0;
        for (int e = 0; e < 3; e++) {
            double wait = gsl_ran_exponential(random, 1 / rate[e]);
            end = wait < first ? e : end;
            first = wait < first ? wait : first;
        }
        counts[first < WEEKS - 1 ? (int)first : WEEKS - 1][end]++;
    }
    gsl_rng_free(random);
    struct wait_curves *curves = wait_curves_make(&counts[0][0], WEEKS, 3, role);
    for (int t = 0; t < WEEKS; t++) {
        /* Cut-off waits are watched half their last week on average: the bias is below 0.002 here.
         */
        double gone = 1 - exp(-(rate[0] + rate[1]) * t);
        near(curves->waiting[t], 1 - gone, 0.006);
        near(curves->wished[t], gone * rate[0] / (rate[0] + rate[1]), 0.006);
        near(curves->waiting[t] + curves->wished[t] + curves->other[t], 1, 1e-12);
        near(curves->alone[t], exp(-rate[0] * t), 0.006);
    }
    near(wait_quantile(curves, 0.5), log(2) / 0.14, 0.1);
    near(wait_longer_than(curves, 6), exp(-0.84), 0.006);
    wait_curves_free(curves);
}

static void test_no_waits(void **state)
{
    (void)state;
    double counts[6] = {0};
    struct wait_curves *curves = wait_curves_make(counts, 3, 2, two_roles);
    assert_true(isnan(wait_longer_than(curves, 1)));
    assert_true(isnan(wait_quantile(curves, 0.5)));
    wait_curves_free(curves);
    assert_null(wait_curves_make(counts, 0, 2, two_roles));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kaplan_meier), cmocka_unit_test(test_competing_ends),
        cmocka_unit_test(test_all_ended),    cmocka_unit_test(test_against_closed_form),
        cmocka_unit_test(test_no_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
