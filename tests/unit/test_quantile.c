/* Quantile tables against the distributions they are made from, by GSL. */
#include "engine/quantile.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static double exact(enum quantile_family family, double shape, double u)
{
    if (family == QUANTILE_GAMMA)
        return u < 0.5 ? gsl_cdf_gamma_Pinv(u, shape, 1 / shape)
                       : gsl_cdf_gamma_Qinv(1 - u, shape, 1 / shape);
    double zeta = -shape * shape / 2;
    return u < 0.5 ? gsl_cdf_lognormal_Pinv(u, zeta, shape)
                   : gsl_cdf_lognormal_Qinv(1 - u, zeta, shape);
}

struct made {
    enum quantile_family family;
    double shape;
};

/* From nearly constant to very skew. */
static const struct made tables[] = {
    {QUANTILE_GAMMA, 0.5},     {QUANTILE_GAMMA, 1},     {QUANTILE_GAMMA, 2},
    {QUANTILE_GAMMA, 7.3},     {QUANTILE_GAMMA, 100},   {QUANTILE_LOGNORMAL, 0.1},
    {QUANTILE_LOGNORMAL, 0.5}, {QUANTILE_LOGNORMAL, 1}, {QUANTILE_LOGNORMAL, 1.5},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* Largest relative error from 2^-29 to 1 - 2^-29. Near 0 the quantile of a gamma distribution of
 * shape k goes as u^(1/k); for k = 1/2 a chord over 1/32 of it is off by (1/32)^2 / 4 = 2.4e-4, and
 * the other shapes here are straighter. */
#define MOST_ERROR 2.6e-4

static void check_table(const struct quantile *table, const struct made *made)
{
    for (int octave = 1; octave < QUANTILE_OCTAVES; octave++)
        for (int i = 0; i < 97; i++) { /* never only on knots */
            double t = ldexp(1 + i / 97.0, -octave - 1);
            for (int upper = 0; upper < 2; upper++) {
                double u = upper ? 1 - t : t, x = exact(made->family, made->shape, u);
                double error = fabs(quantile_at(table, u) - x);
                if (error > MOST_ERROR * x)
                    fail_msg("shape %g at %.17g: %.10g for %.10g", made->shape, u,
                             quantile_at(table, u), x);
            }
        }
}

static void test_against_gsl(void **state)
{
    (void)state;
    for (int i = 0; i < TABLES; i++) {
        struct quantile table;
        quantile_make(&table, tables[i].family, tables[i].shape);
        check_table(&table, &tables[i]);
    }
}

/* The mean is one: midpoint sum of many quantiles. The rule itself cuts the upper tail short, by
 * less than 5e-4 for these shapes (the lognormal with 1.5 loses most). */
static void test_mean(void **state)
{
    (void)state;
    enum { POINTS = 200000 };
    for (int i = 0; i < TABLES; i++) {
        struct quantile table;
        quantile_make(&table, tables[i].family, tables[i].shape);
        double sum = 0;
        for (int k = 0; k < POINTS; k++)
            sum += quantile_at(&table, (k + 0.5) / POINTS);
        assert_true(fabs(sum / POINTS - 1) < 5e-4);
    }
}

/* A larger probability never gives a shorter time, across the middle and beyond the last knots too.
 */
static void test_ascending(void **state)
{
    (void)state;
    for (int i = 0; i < TABLES; i++) {
        struct quantile table;
        quantile_make(&table, tables[i].family, tables[i].shape);
        double before = 0;
        for (int k = 1; k < 20000; k++) {
            double x = quantile_at(&table, k / 20000.0);
            assert_true(x >= before && x > 0 && isfinite(x));
            before = x;
        }
        assert_true(quantile_at(&table, 0x1p-54) > 0);
        assert_true(quantile_at(&table, 0x1p-54) <= quantile_at(&table, 0x1p-20));
        assert_true(isfinite(quantile_at(&table, 1 - 0x1p-54)));
        assert_true(quantile_at(&table, 1 - 0x1p-53) >= quantile_at(&table, 1 - 0x1p-20));
    }
}

/* No spread at all: every duration is the mean. */
static void test_constant(void **state)
{
    (void)state;
    struct quantile table;
    quantile_make(&table, QUANTILE_LOGNORMAL, 0);
    for (int k = 1; k < 1000; k++)
        assert_true(quantile_at(&table, k / 1000.0) == 1);
}

/* Knots keep 22 significant bits, so that machines whose last bits differ make the same tables. */
static void test_rounded(void **state)
{
    (void)state;
    struct quantile table;
    quantile_make(&table, QUANTILE_GAMMA, 2);
    for (int i = 0; i < QUANTILE_KNOTS; i++) {
        int exponent;
        double scaled = ldexp(frexp(table.upper[i], &exponent), 22);
        assert_true(scaled == nearbyint(scaled));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_gsl), cmocka_unit_test(test_mean),
        cmocka_unit_test(test_ascending),   cmocka_unit_test(test_constant),
        cmocka_unit_test(test_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
