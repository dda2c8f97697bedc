/* The tables that reading and messages rest on: nothing missing, nothing ambiguous. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/utf8.h"
#include "tables/commands.h"
#include "tables/measures.h"
#include "tables/parameters.h"
#include "tables/texts.h"
#include "tables/units.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Which of {1} … {9} a sentence has, as bits. */
static unsigned placeholders(const char *text)
{
    unsigned found = 0;
    for (; *text; text++)
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '9' && text[2] == '}')
            found |= 1U << (text[1] - '1');
    return found;
}

static void texts_have_the_same_placeholders_in_every_language(void **state)
{
    (void)state;
    for (int t = 0; t < N_TEXTS; t++)
        for (int l = 0; l < N_LANGUAGES; l++) {
            const char *text = text_table[t][l];
            assert_true(text && *text);
            assert_int_equal(utf8_valid_length(text, strlen(text)), strlen(text));
            if (placeholders(text) != placeholders(text_table[t][LANGUAGE_EN]))
                fail_msg("%s", text);
        }
}

/* A label must tell two categories of one dimension apart, and be no other category's name. */
static void labels_name_one_category(void **state)
{
    (void)state;
    for (int d = 0; d < N_DIMENSIONS; d++) {
        const struct dimension_row *row = &dimension_table[d];
        assert_true(row->count <= 64);
        for (int i = 0; i < row->count; i++)
            for (int j = 0; j < row->count; j++)
                for (int l = 0; i != j && l < N_LANGUAGES; l++) {
                    const char *label = row->category[i].label[l];
                    bool taken = strcmp(label, row->category[j].name) == 0;
                    for (int m = 0; m < N_LANGUAGES; m++)
                        taken = taken || utf8_same_name(label, row->category[j].label[m]);
                    if (taken)
                        fail_msg("%s: %s", row->name, label);
                }
    }
}

static void every_parameter_has_a_known_unit(void **state)
{
    (void)state;
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        if (unit_find(row->unit) < 0)
            fail_msg("%s: %s", row->name, row->unit);
        assert_true(row->low < row->high);
        if (strcmp(row->unit, "share") == 0)
            assert_true(row->shape.dimensions > 0);
    }
}

/* Unit names that stand in two kinds (percent) must not be a parameter's own unit. */
static void unit_names_are_told_apart(void **state)
{
    (void)state;
    for (int u = 0; u < N_UNITS; u++)
        for (int v = 0; v < u; v++) {
            const struct unit_row *a = &unit_table[u];
            const struct unit_row *b = &unit_table[v];
            bool same = strcmp(a->name, b->name) == 0;
            assert_true(!same || a->quantity != b->quantity);
            for (int p = 0; same && p < N_PARAMETERS; p++)
                assert_string_not_equal(parameter_table[p].unit, a->name);
        }
}

static void expect_converted(double value, const char *from, const char *to, double expected)
{
    int a = unit_find(from);
    assert_true(a >= 0);
    int b = unit_find_of(unit_table[a].quantity, to);
    assert_true(b >= 0);
    double found = unit_convert(value, (enum unit)a, (enum unit)b);
    if (found < expected || found > expected)
        fail_msg("%g %s = %.17g %s", value, from, found, to);
}

static void units_convert_exactly(void **state)
{
    (void)state;
    expect_converted(6, "weeks", "days", 42);
    expect_converted(6, "uker", "dagar", 42);
    expect_converted(48, "hours", "days", 2);
    expect_converted(4, "years", "days", 1461);
    expect_converted(12, "months", "years", 1);
    expect_converted(1, "1/month", "1/year", 12);
    expect_converted(1, "1/day", "1/year", 365.25);
    expect_converted(3, "percent/year", "1/year", 0.03);
    expect_converted(100, "children/month", "children/year", 1200);
    expect_converted(1461, "NOK/year", "NOK/day", 4);
    expect_converted(85, "thousand NOK/month", "NOK/month", 85000);
    expect_converted(270, "million NOK/year", "NOK/year", 270e6);
    expect_converted(1.5, "tusen kr", "øre", 150000);
    /* The same unit leaves every double as it is. */
    static const double awkward[] = {0.1, 1.0 / 3, 1e-300, 123456789.123456789};
    for (int u = 0; u < N_UNITS; u++)
        for (size_t i = 0; i < sizeof awkward / sizeof awkward[0]; i++)
            assert_false(unit_convert(awkward[i], (enum unit)u, (enum unit)u) < awkward[i] ||
                         unit_convert(awkward[i], (enum unit)u, (enum unit)u) > awkward[i]);
    assert_int_equal(unit_find("furlong"), -1);
    assert_int_equal(unit_find_of(QUANTITY_MONEY, "days"), -1);
}

/* A verb has each of its options once, and none that hides one of all verbs. Whether an option takes
 * a value is for its verb to say: `diff --csv` prints, `compare --csv FILE` writes. */
static void options_are_told_apart(void **state)
{
    (void)state;
    for (int i = 0; i < N_OPTIONS; i++)
        for (int j = 0; j < i; j++) {
            const struct option_row *a = &option_table[i];
            const struct option_row *b = &option_table[j];
            if (strcmp(a->name, b->name) != 0)
                continue;
            assert_true(a->command != b->command);
            assert_true(a->command != COMMAND_ALL && b->command != COMMAND_ALL);
        }
    for (int c = 0; c < N_COMMANDS; c++)
        for (int l = 0; l < N_LANGUAGES; l++)
            assert_non_null(strstr(command_table[c].details[l], command_table[c].name));
}

static void folding_ignores_case_and_separators(void **state)
{
    (void)state;
    assert_true(utf8_same_name("Veg Inn", "veg_inn"));
    assert_true(utf8_same_name("ØST", "øst"));
    assert_true(utf8_same_name("ÅÆØ×", "åæø×"));
    assert_false(utf8_same_name("øst", "øs"));
    assert_false(utf8_same_name("øs", "øst"));
    assert_false(utf8_same_name("ost", "øst"));
}

static void utf8_is_checked_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t valid;
    } cases[] = {
        {"abc", 3},
        {"æøå", 6},
        {"\xe2\x82\xac", 3},
        {"\xf0\x9f\x98\x80", 4},
        {"a\xff", 1},
        {"\xc0\x80", 0},
        {"\xe0\x80\x80", 0},
        {"\xed\xa0\x80", 0},
        {"\xf4\x90\x80\x80", 0},
        {"ab\xc3", 2},
        {"\x80", 0},
        {"\xf8\x88\x80\x80\x80", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(utf8_valid_length(cases[i].text, strlen(cases[i].text)), cases[i].valid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_the_same_placeholders_in_every_language),
        cmocka_unit_test(labels_name_one_category),
        cmocka_unit_test(every_parameter_has_a_known_unit),
        cmocka_unit_test(unit_names_are_told_apart),
        cmocka_unit_test(units_convert_exactly),
        cmocka_unit_test(options_are_told_apart),
        cmocka_unit_test(folding_ignores_case_and_separators),
        cmocka_unit_test(utf8_is_checked_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
