/* How long stays last, against M/G/∞ (worlds/stays_*.yaml): with a place for everyone, arrivals at rate λ
 * from an empty start leave Poisson many in place at time t, with mean λ ∫ S(u) du from 0 to t, S the
 * survival function of a stay. Stocks at the ends of many months together show the whole of S. */
#include "theory.h"

#include <gsl/gsl_integration.h>

enum { N = 60 };

/* Chance that a stay lasts u years. */
typedef double survival(double u, void *context);

static double expected_stock(double arrivals, survival *survives, void *context, double t)
{
    gsl_function f = {survives, context};
    double integral, error;
    size_t evaluations;
    const double pieces[] = {0, 1, 3, t};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double from = pieces[i] < t ? pieces[i] : t, to = pieces[i + 1] < t ? pieces[i + 1] : t;
        gsl_integration_qng(&f, from, to, 1e-9, 1e-9, &integral, &error, &evaluations);
        sum += integral;
    }
    return arrivals * sum;
}

/* Years from the start to the end of month number `month`. */
static double years_to(const struct trials *t, size_t month)
{
    return length_of(t, MEASURE_CHILDREN, 0, month + 1) / MS_PER_YEAR;
}

/* Stocks at the ends of these months are as expected in mean; at the last in variance too. */
static void expect_stocks(const char *world, uint32_t seed, enum PLACE_category place,
                          double arrivals, survival *survives, void *context, const size_t *month,
                          size_t months)
{
    static double stock[16][N];
    char path[128], what[64];
    struct trials t;
    snprintf(path, sizeof path, "tests/analytic/worlds/%s.yaml", world);
    trials_open(&t, path, seed);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        for (size_t i = 0; i < months; i++)
            stock[i][r] = (double)at_end_of(&t, 0, MEASURE_CHILDREN, month[i], place);
    }
    double squares = 0;
    for (size_t i = 0; i < months; i++) {
        double years = years_to(&t, month[i]);
        double theory = expected_stock(arrivals, survives, context, years);
        snprintf(what, sizeof what, "stock after %.2f years", years);
        expect_mean(what, stock[i], N, theory, 0.05);
        squares = 0;
        for (int r = 0; r < N; r++)
            squares += (stock[i][r] - theory) * (stock[i][r] - theory) / theory;
    }
    trials_close(&t);
    expect_chi_square("Poisson stock", squares, N);
}

/* ---- kin homes ---- */

static double survives_piecewise(double u, void *context)
{
    (void)context;
    const double adoption = 0.1;
    double first = u < 1 ? u : 1, second = u < 1 ? 0 : u < 3 ? u - 1 : 2, later = u < 3 ? 0 : u - 3;
    return exp(-(0.8 * first + 0.3 * second + 0.05 * later) - adoption * u);
}

static void hazards_change_with_the_year_of_the_stay(void **state)
{
    (void)state;
    const size_t month[] = {1, 5, 10, 11, 12, 17, 23, 35, 36, 59, 83, 119};
    expect_stocks("stays_piecewise", 8, PLACE_KINSHIP, 1000, survives_piecewise, NULL, month,
                  sizeof month / sizeof *month);
}

/* Gamma frailty of mean 1 and variance v: the population's survival is (1 + v H)^(-1/v). */
static double survives_frail(double u, void *context)
{
    (void)context;
    const double v = 0.8, hazard = 0.2 * 1.5 * 1.5;
    return pow(1 + v * hazard * u, -1 / v);
}

static void breakdowns_follow_frailty_and_gap(void **state)
{
    (void)state;
    const size_t month[] = {2, 11, 23, 47, 71, 95, 119};
    expect_stocks("stays_frail", 9, PLACE_KINSHIP, 1000, survives_frail, NULL, month,
                  sizeof month / sizeof *month);
}

/* Age at the start is uniform on 3 to 6 years; from 6 on the hazard is three times as high. */
static double survives_by_age(double u, void *context)
{
    (void)context;
    const double h = 0.2;
    double low = u < 3 ? exp(-h * u) * (3 - u) / 3 : 0; /* still under six */
    double k = u < 3 ? u : 3; /* sixth birthday at x in (0, k): exp(-h x - 3 h (u - x)) */
    return low + exp(-3 * h * u) * (exp(2 * h * k) - 1) / (2 * h * 3);
}

static void breakdowns_change_on_the_sixth_birthday(void **state)
{
    (void)state;
    const size_t month[] = {5, 11, 23, 35, 59, 83};
    expect_stocks("stays_age", 10, PLACE_KINSHIP, 1000, survives_by_age, NULL, month,
                  sizeof month / sizeof *month);
}

/* ---- institutions ---- */

static double survives_gamma(double u, void *context)
{
    (void)context;
    const double mean = 213 / 365.25, shape = 2;
    return u < 365 / 365.25 ? gsl_cdf_gamma_Q(u, shape, mean / shape) : 0;
}

static void institution_stays_are_gamma_and_cut(void **state)
{
    (void)state;
    const size_t month[] = {0, 2, 5, 8, 10, 12, 17, 23};
    expect_stocks("stays_gamma", 11, PLACE_TREATMENT_PUBLIC, 2000, survives_gamma, NULL, month,
                  sizeof month / sizeof *month);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hazards_change_with_the_year_of_the_stay),
        cmocka_unit_test(breakdowns_follow_frailty_and_gap),
        cmocka_unit_test(breakdowns_change_on_the_sixth_birthday),
        cmocka_unit_test(institution_stays_are_gamma_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
