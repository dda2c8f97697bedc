#include "analysis/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NBSP  "\u00a0"
#define MINUS "\u2212"
#define DASH  "\u2013"

static char out[NUMBER_SIZE];

static void test_groups_and_decimals(void **state)
{
    (void)state;
    assert_string_equal(number_plain(out, LANGUAGE_EN, 1234567.891, 2), "1,234,567.89");
    assert_string_equal(number_plain(out, LANGUAGE_NB, 1234567.891, 2),
                        "1" NBSP "234" NBSP "567,89");
    assert_string_equal(number_plain(out, LANGUAGE_NN, 12345, 0), "12" NBSP "345");
    assert_string_equal(number_plain(out, LANGUAGE_NB, 1234, 0), "1234");
    assert_string_equal(number_plain(out, LANGUAGE_EN, 1234, 0), "1,234");
    assert_string_equal(number_plain(out, LANGUAGE_NB, 0.5, 1), "0,5");
    assert_string_equal(number_plain(out, LANGUAGE_NB, 999, 0), "999");
    assert_string_equal(number_plain(out, LANGUAGE_NB, 9999.6, 0), "10" NBSP "000");
}

static void test_signs(void **state)
{
    (void)state;
    assert_string_equal(number_plain(out, LANGUAGE_NB, -12.34, 1), MINUS "12,3");
    assert_string_equal(number_plain(out, LANGUAGE_EN, -0.04, 1), "0.0");
    assert_string_equal(number_signed(out, LANGUAGE_NN, 3, 0), "+3");
    assert_string_equal(number_signed(out, LANGUAGE_NN, -3, 0), MINUS "3");
    assert_string_equal(number_signed(out, LANGUAGE_NN, 0.2, 0), "0");
    assert_string_equal(number_plain(out, LANGUAGE_EN, NAN, 1), DASH);
    assert_string_equal(number_plain(out, LANGUAGE_EN, -INFINITY, 1), MINUS "\u221e");
}

static void test_columns(void **state)
{
    (void)state;
    assert_true(number_has_groups("(13" NBSP "453)"));
    assert_true(number_has_groups("+1" NBSP "234" NBSP "567,8"));
    assert_false(number_has_groups("7231"));
    assert_false(number_has_groups("95" NBSP "%"));
    assert_false(number_has_groups("≈" NBSP "0"));
    assert_false(number_has_groups("13,453"));
    assert_string_equal(number_group(out, sizeof out, "7231 (6900" DASH "13" NBSP "453)"),
                        "7" NBSP "231 (6" NBSP "900" DASH "13" NBSP "453)");
    assert_string_equal(number_group(out, sizeof out, MINUS "7231,4567"),
                        MINUS "7" NBSP "231,4567");
    assert_string_equal(number_group(out, sizeof out, "231 23145 1" NBSP "234" NBSP "567"),
                        "231 23145 1" NBSP "234" NBSP "567");
    assert_string_equal(number_group(out, 8, "abcd7231"), "abcd7" NBSP);
    assert_string_equal(number_group(out, sizeof out, ""), "");
}

static void test_ranges(void **state)
{
    (void)state;
    assert_string_equal(number_range(out, LANGUAGE_NB, 1.5, 2, 1), "1,5" DASH "2,0");
    assert_string_equal(number_range(out, LANGUAGE_NB, -1.5, 2, 1), MINUS "1,5 til 2,0");
    assert_string_equal(number_range(out, LANGUAGE_EN, -2, -1, 0), MINUS "2 to " MINUS "1");
    assert_string_equal(number_range(out, LANGUAGE_NB, 7231, 13453, 0),
                        "7" NBSP "231" DASH "13" NBSP "453");
    assert_string_equal(number_range(out, LANGUAGE_NB, 7231, 9453.5, 1), "7231,0" DASH "9453,5");
    assert_string_equal(number_range(out, LANGUAGE_NN, -13453, 7231, 0),
                        MINUS "13" NBSP "453 til 7" NBSP "231");
    assert_string_equal(number_range(out, LANGUAGE_EN, 7231, 13453, 0), "7,231" DASH "13,453");
    assert_string_equal(number_interval(out, LANGUAGE_NB, 9900, 7231, 13453, 0.95, 0),
                        "9" NBSP "900 (95" NBSP "%-intervall 7" NBSP "231" DASH "13" NBSP "453)");
    assert_string_equal(number_interval(out, LANGUAGE_NN, 3.14, 2, 4.2, 0.95, 1),
                        "3,1 (95" NBSP "%-intervall 2,0" DASH "4,2)");
    assert_string_equal(number_interval(out, LANGUAGE_EN, 3.14, -2, 4.2, 0.995, 1),
                        "3.1 (99.5% interval " MINUS "2.0 to 4.2)");
}

static void test_units(void **state)
{
    (void)state;
    assert_string_equal(number_percent(out, LANGUAGE_EN, 0.125, 1), "12.5%");
    assert_string_equal(number_percent(out, LANGUAGE_NB, 0.125, 1), "12,5" NBSP "%");
    assert_string_equal(number_percent_word(out, LANGUAGE_NN, 0.125, 1), "12,5" NBSP "prosent");
    assert_string_equal(number_percent_word(out, LANGUAGE_EN, 0.5, 0), "50" NBSP "per cent");
    assert_string_equal(number_kroner(out, LANGUAGE_NB, 1234567.0), "12" NBSP "346" NBSP "kroner");
    assert_string_equal(number_kroner(out, LANGUAGE_EN, 1234567.0), "NOK" NBSP "12,346");
    assert_string_equal(number_million_kroner(out, LANGUAGE_NB, 1.5e8, 1),
                        "1,5" NBSP "millioner kroner");
    assert_string_equal(number_million_kroner(out, LANGUAGE_NN, 1.23456e12, 0),
                        "12" NBSP "346" NBSP "millionar kroner");
    assert_string_equal(number_million_kroner(out, LANGUAGE_EN, -1.5e8, 1),
                        "NOK" NBSP MINUS "1.5 million");
}

/* The longest number there is stays inside the buffer. */
static void test_longest(void **state)
{
    (void)state;
    for (int l = 0; l < N_LANGUAGES; l++)
        for (size_t i = 0;
             number_interval(out, (enum language)l, -1e308, -1e308, 1e308, 0.95, 40)[i]; i++)
            assert_true(i < NUMBER_SIZE - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups_and_decimals),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
