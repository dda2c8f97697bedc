/* Months of a results file. */
#include "analysis/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "opened_results.h"

static int setup(void **state)
{
    return known_open(state, 2);
}

static void test_calendar(void **state)
{
    (void)state;
    assert_int_equal(results->months, KNOWN_MONTHS);
    assert_int_equal(period_year(results, 0), 2018);
    assert_int_equal(period_month(results, 0), 1);
    assert_int_equal(period_year(results, 13), 2019);
    assert_int_equal(period_month(results, 13), 2);
    assert_int_equal(period_year(results, results->months), 2023);
    assert_int_equal(period_projection(results), KNOWN_POLICY);
}

static void test_default(void **state)
{
    (void)state;
    struct period period = period_default(results);
    assert_int_equal(period.first, KNOWN_POLICY);
    assert_int_equal(period.end, KNOWN_MONTHS);
}

static void assert_read(const char *from, const char *to, size_t first, size_t end)
{
    struct period period;
    assert_true(period_read(results, from, to, &period, &messages));
    assert_int_equal(period.first, first);
    assert_int_equal(period.end, end);
}

static void test_read(void **state)
{
    (void)state;
    assert_read(NULL, NULL, KNOWN_POLICY, KNOWN_MONTHS);
    assert_read("2018", "2018", 0, 12);
    assert_read("2021-03", NULL, 38, KNOWN_MONTHS);
    assert_read("2021-03", "2021-03", 38, 39);
    assert_read("2018-01", "2022-12", 0, KNOWN_MONTHS);
    assert_int_equal(messages.count, 0);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2017", "2023",   "2020-13", "2020-00",
                                        "20",   "2020-1", "mars",    "2020-01-01",
                                        "",     " 2020",  "+202",    "-001"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct period period;
        int before = messages.count;
        assert_false(period_read(results, wrong[i], NULL, &period, &messages));
        assert_false(period_read(results, NULL, wrong[i], &period, &messages));
        assert_int_equal(messages.count, before + 2);
    }
    struct period period;
    int before = messages.count;
    assert_false(period_read(results, "2021", "2020", &period, &messages));
    assert_int_equal(messages.count, before + 1);
}

static void test_words(void **state)
{
    (void)state;
    char label[PERIOD_LABEL_SIZE];
    assert_string_equal(period_label(label, results, (struct period){0, 12}), "2018");
    assert_string_equal(period_label(label, results, (struct period){0, 24}), "2018–2019");
    assert_string_equal(period_label(label, results, (struct period){1, 2}), "2018-02");
    assert_string_equal(period_label(label, results, (struct period){6, 30}), "2018-07–2020-06");
    assert_true(period_days(results, (struct period){24, 36}) > 365.9); /* 2020 is a leap year */
    assert_true(period_days(results, (struct period){24, 36}) < 366.1);
    assert_true(period_years((struct period){6, 30}) > 1.999);
}

/* The simulation ends with 2022: those who ask in 2020 are followed for two years, later ones not.
 */
static void test_waits(void **state)
{
    (void)state;
    struct period years = period_wait_years(results, (struct period){0, KNOWN_MONTHS});
    assert_int_equal(years.first, 0);
    assert_int_equal(years.end, 3);
    years = period_wait_years(results, period_default(results));
    assert_int_equal(years.first, 2);
    assert_int_equal(years.end, 3);
    years = period_wait_years(results, (struct period){36, KNOWN_MONTHS});
    assert_int_equal(years.first, years.end);
    years = period_wait_years(results, (struct period){1, 24}); /* 2018 is not whole */
    assert_int_equal(years.first, 1);
    assert_int_equal(years.end, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar), cmocka_unit_test(test_default),
        cmocka_unit_test(test_read),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_words),    cmocka_unit_test(test_waits),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
