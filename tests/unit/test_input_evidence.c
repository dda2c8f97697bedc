/* Evidence and sources: what is read, and what is said of wrong entries. */
#include "input_files.h"

#define REST "  status: assumption\n  source: S-1\n"

static struct study *read_entry(struct files *files, enum parameter parameter, const char *entry)
{
    write_evidence(files, (int)parameter, entry);
    return read_valid(files, "nullalternativ.yaml");
}

/* ---- good entries ---- */

static void complete_world_is_read(void **state)
{
    struct study *study = read_valid(*state, "nullalternativ.yaml");
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct evidence *evidence = &study->evidence[p];
        assert_true(evidence->present);
        assert_int_equal(evidence->status, STATUS_ASSUMPTION);
        assert_string_equal(evidence->source, "S-1");
        assert_int_equal(evidence->has_range, (parameter_table[p].role & UNCERTAIN) != 0);
    }
    expect_near(study->value.policy_date, (double)date_days((struct date){2027, 1, 1}), 0);
    assert_int_equal(study->n_sources, 2);
    assert_string_equal(study->sources[0].id, "S-1");
    assert_string_equal(study->sources[0].issuer, "Bufdir");
    assert_null(study->sources[1].issuer);
    study_free(study);
}

static void table_may_name_dimensions_in_any_order(void **state)
{
    struct study *study = read_entry(*state, PARAMETER_breakdown,
                                     "breakdown:\n"
                                     "  unit: 1/month\n"
                                     "  by: [stay_year, home_kind]\n"
                                     "  value:\n"
                                     "    first: {kinship: 0.5, others: 1}\n"
                                     "    others: {Beredskapshjem: 0.25, others: 0.125}\n"
                                     "  factor: [0.6, 1.6]\n"
                                     "  factor_by: [home_kind]\n"
                                     "  year: 2023\n"
                                     "  note: By kind\n" REST);
    const struct parameters *v = &study->value;
    expect_near(v->breakdown[HOME_KIND_KINSHIP][STAY_YEAR_FIRST], 6, 0);
    expect_near(v->breakdown[HOME_KIND_ORDINARY][STAY_YEAR_FIRST], 12, 0);
    expect_near(v->breakdown[HOME_KIND_EMERGENCY][STAY_YEAR_LATER], 3, 0);
    expect_near(v->breakdown[HOME_KIND_SPECIALISED][STAY_YEAR_SECOND_THIRD], 1.5, 0);
    const struct evidence *evidence = &study->evidence[PARAMETER_breakdown];
    assert_true(evidence->has_range && evidence->range_is_factor);
    expect_near(evidence->low, 0.6, 0);
    expect_near(evidence->high, 1.6, 0);
    assert_int_equal(evidence->factor_dimensions, 1);
    assert_int_equal(evidence->factor_by[0], DIMENSION_HOME_KIND);
    assert_string_equal(evidence->year, "2023");
    assert_string_equal(evidence->note, "By kind");
    study_free(study);
}

static void dimension_left_out_has_one_value(void **state)
{
    struct study *study = read_entry(*state, PARAMETER_breakdown,
                                     "breakdown:\n"
                                     "  unit: 1/year\n"
                                     "  by: stay_year\n"
                                     "  value: {first: 3, second_third: 2, later: 1}\n" REST);
    for (int kind = 0; kind < N_HOME_KIND; kind++) {
        expect_near(study->value.breakdown[kind][STAY_YEAR_FIRST], 3, 0);
        expect_near(study->value.breakdown[kind][STAY_YEAR_LATER], 1, 0);
    }
    assert_false(study->evidence[PARAMETER_breakdown].has_range);
    study_free(study);
}

static void range_is_in_the_canonical_unit(void **state)
{
    struct study *study = read_entry(*state, PARAMETER_pair_acceptance,
                                     "pair_acceptance:\n"
                                     "  unit: percent\n"
                                     "  value: 15\n"
                                     "  range: [5, 30]\n"
                                     "  status: found\n"
                                     "  source: [S-2, S-1]\n");
    const struct evidence *evidence = &study->evidence[PARAMETER_pair_acceptance];
    expect_near(study->value.pair_acceptance, 0.15, 0);
    assert_false(evidence->range_is_factor);
    expect_near(evidence->low, 0.05, 0);
    expect_near(evidence->high, 0.3, 0);
    assert_int_equal(evidence->status, STATUS_FOUND);
    assert_string_equal(evidence->source, "S-2, S-1");
    study_free(study);
}

static void texts_are_read_in_every_style(void **state)
{
    static const struct {
        const char *yaml, *text;
    } notes[] = {
        {"it''s plain", "it''s plain"},
        {"'it''s ''a'' ''b'' ''c'' ''d'' ''e'''", "it's 'a' 'b' 'c' 'd' 'e'"},
        {"\"tab\\t, \\\"quote\\\", \\u00e6\\xf8\"", "tab\t, \"quote\", æø"},
        {"two\n    lines", "two lines"},
        {"|\n    two\n    lines\n", "two\nlines\n"},
        {">-\n    folded\n    lines\n", "folded lines"},
        {"''", ""},
        {"\"null\"", "null"},
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        char entry[512];
        snprintf(entry, sizeof entry,
                 "adoption:\n  unit: 1/year\n  value: 0.5\n" REST "  note: %s\n", notes[i].yaml);
        struct study *study = read_entry(*state, PARAMETER_adoption, entry);
        assert_string_equal(study->evidence[PARAMETER_adoption].note, notes[i].text);
        study_free(study);
    }
}

/* ---- wrong entries ---- */

static void missing_and_unknown_parameters_are_named(void **state)
{
    expect_of_evidence(*state, PARAMETER_board_days, "",
                       "world.yaml:3: no evidence file of this world has a value for board_days "
                       "(time to decision)");
    expect_of_evidence(*state, PARAMETER_board_days, "boarddays:\n  unit: days\n  value: 3\n" REST,
                       "evidence.yaml:+1: unknown parameter “boarddays”; did you mean "
                       "“board_days”?\n"
                       "world.yaml:3: no evidence file of this world has a value for board_days "
                       "(time to decision)");
}

static void entry_needs_its_keys(void **state)
{
    expect_of_evidence(*state, PARAMETER_adoption, "adoption:\n  value: 0.1\n",
                       "evidence.yaml:+1: the key unit: is missing\n"
                       "evidence.yaml:+1: the key status: is missing\n"
                       "evidence.yaml:+1: the key source: is missing");
    expect_of_evidence(*state, PARAMETER_adoption, "adoption: 0.1\n",
                       "evidence.yaml:+1: keys with values are expected here");
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  values: 0.1\n" REST,
                       "evidence.yaml:+3: unknown key “values”; did you mean “value”?\n"
                       "evidence.yaml:+1: the key value: is missing");
}

static void parameter_given_twice_is_refused(void **state)
{
    write_file(*state, "more.yaml",
               "plassflyt: evidence/1\n"
               "fill_years:\n  unit: years\n  value: 3\n" REST);
    write_file(*state, "world.yaml",
               "plassflyt: world/1\n"
               "evidence: [evidence.yaml, more.yaml]\n"
               "sources: sources.yaml\n");
    expect_messages(*state, "nullalternativ.yaml", LANGUAGE_EN,
                    "more.yaml:2: fill_years has evidence already, in evidence.yaml line 2; use "
                    "change: in a world to alter it");
}

static void unit_must_fit(void **state)
{
    expect_of_evidence(
        *state, PARAMETER_adoption, "adoption:\n  unit: days\n  value: 0.1\n" REST,
        "evidence.yaml:+2: the unit “days” is for a length of time; adoption is given "
        "in 1/year, 1/month, 1/week, 1/day, percent/year");
    expect_of_evidence(*state, PARAMETER_refill, "refill:\n  unit: factor\n  value: 0.1\n" REST,
                       "evidence.yaml:+2: the unit “factor” is for a factor; refill is given in "
                       "probability, share, percent, permille");
}

static void value_must_lie_in_its_bounds(void **state)
{
    expect_of_evidence(
        *state, PARAMETER_adoption, "adoption:\n  unit: 1/month\n  value: 0.1\n" REST,
        "evidence.yaml:+3: 0.1 1/month = 1.2 is out of bounds: adoption must be from "
        "0 to 1 (1/year)");
}

static void decimal_comma_in_tables_is_found(void **state)
{
    static const char comma[] = "a decimal comma: write the number with a decimal point, for "
                                "example 0.15";
    char expected[512];
    snprintf(expected, sizeof expected, "evidence.yaml:+4: %s", comma);
    expect_of_evidence(*state, PARAMETER_return_home,
                       "return_home:\n  unit: 1/year\n  by: stay_year\n"
                       "  value: {first: 0,15, others: 1}\n" REST,
                       expected);
    snprintf(expected, sizeof expected, "evidence.yaml:+4: %s\nevidence.yaml:+4: %s", comma, comma);
    expect_of_evidence(*state, PARAMETER_return_home,
                       "return_home:\n  unit: 1/year\n  by: stay_year\n"
                       "  value: {first: 0,5, others: 0,5}\n" REST,
                       expected);
    snprintf(expected, sizeof expected, "evidence.yaml:+3: %s", comma);
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0,15\n" REST, expected);
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0.15\n  range: [0,1, 0,2]\n" REST,
                       "evidence.yaml:+4: range: must be two numbers, [low, high], with decimal "
                       "points");
}

static void shares_must_sum_to_one(void **state)
{
    expect_of_evidence(*state, PARAMETER_home_places,
                       "home_places:\n  unit: percent\n  by: siblings\n"
                       "  value: {one: 80, two: 16, three: 5}\n" REST,
                       "evidence.yaml:+4: the shares of home_places sum to 1.01, not 1");
    expect_of_evidence(
        *state, PARAMETER_need_share,
        "need_share:\n  unit: share\n  by: [path, need]\n"
        "  value:\n"
        "    care: {ordinary: 0.5, reinforced: 0.25, specialised: 0.2, treatment: 0}\n"
        "    others: {ordinary: 0.7, reinforced: 0.2, specialised: 0.1, others: 0}\n" REST,
        "evidence.yaml:+4: the shares of need_share (care) sum to 0.95, not 1");
    study_free(read_entry(*state, PARAMETER_home_places,
                          "home_places:\n  unit: share\n  by: siblings\n"
                          "  value: {one: 0.33333333333, two: 0.33333333333, three: "
                          "0.33333333334}\n" REST));
}

static void range_must_hold_the_value(void **state)
{
    expect_of_evidence(
        *state, PARAMETER_adoption,
        "adoption:\n  unit: 1/year\n  value: 0.5\n  range: [0.1, 0.4]\n" REST,
        "evidence.yaml:+4: the range 0.1 to 0.4 does not hold the value 0.5 (1/year)");
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0.5\n  range: [0.6, 0.4]\n" REST,
                       "evidence.yaml:+4: range: must have the lower number first");
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0.5\n  range: 0.4\n" REST,
                       "evidence.yaml:+4: range: must be two numbers, [low, high], with decimal "
                       "points");
    expect_of_evidence(
        *state, PARAMETER_adoption,
        "adoption:\n  unit: 1/year\n  value: 0.5\n  range: [0.4, 2]\n" REST,
        "evidence.yaml:+4: 2 is out of bounds: adoption must be from 0 to 1 (1/year)");
    expect_of_evidence(
        *state, PARAMETER_adoption,
        "adoption:\n  unit: 1/year\n  value: 0.5\n  factor: [1.1, 2]\n" REST,
        "evidence.yaml:+4: factor: must go from between 0 and 1 to 1 or more, so that "
        "it holds the value itself");
}

static void range_and_factor_have_their_places(void **state)
{
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0.5\n  range: [0.4, 0.6]\n"
                       "  factor: [0.5, 2]\n" REST,
                       "evidence.yaml:+5: either range: or factor:, not both");
    expect_of_evidence(*state, PARAMETER_adoption,
                       "adoption:\n  unit: 1/year\n  value: 0.5\n  factor_by: [area]\n" REST,
                       "evidence.yaml:+4: factor_by: needs factor:");
    expect_of_evidence(*state, PARAMETER_return_home,
                       "return_home:\n  unit: 1/year\n  value: 0.5\n  factor: [0.5, 2]\n"
                       "  factor_by: [area]\n" REST,
                       "evidence.yaml:+5: “area” is not a dimension of return_home; valid are "
                       "stay_year");
    expect_of_evidence(*state, PARAMETER_return_home,
                       "return_home:\n  unit: 1/year\n  by: stay_year\n  value: {others: 0.5}\n"
                       "  range: [0.4, 0.6]\n" REST,
                       "evidence.yaml:+5: a table of values has factor:, not range:");
    expect_of_evidence(
        *state, PARAMETER_board_shape,
        "board_shape:\n  unit: 1\n  value: 3\n  range: [2, 4]\n" REST,
        "evidence.yaml:+4: board_shape is not an uncertain parameter: it has no range "
        "or factor");
}

static void status_and_source_must_be_known(void **state)
{
    expect_of_evidence(
        *state, PARAMETER_adoption,
        "adoption:\n  unit: 1/year\n  value: 0.5\n  status: assumed\n"
        "  source: S-1, F-9\n",
        "evidence.yaml:+4: unknown status “assumed”; valid are seed, found, derived, "
        "assumption, calibrated\n"
        "evidence.yaml:+5: there is no source “F-9” in this world's sources; valid "
        "are S-1, S-2");
}

static void dates_are_dates(void **state)
{
    expect_of_evidence(
        *state, PARAMETER_end_date, "end_date:\n  unit: date\n  value: 13514\n" REST,
        "evidence.yaml:+3: a date written YYYY-MM-DD, such as 2027-01-01, is expected "
        "here, not “13514”");
    expect_of_evidence(*state, PARAMETER_end_date,
                       "end_date:\n  unit: date\n  value: 2036-12-31\n" REST,
                       "evidence.yaml:+3: 2036-12-31 is not the first day of a month");
    expect_of_evidence(*state, PARAMETER_end_date,
                       "end_date:\n  unit: date\n  value: 2026-01-01\n" REST,
                       "evidence.yaml:+1: end_date must be after policy_date");
    expect_of_evidence(*state, PARAMETER_history_start,
                       "history_start:\n  unit: date\n  value: 2027-01-01\n" REST,
                       "evidence.yaml:22: policy_date must be after history_start");
    expect_of_evidence(*state, PARAMETER_history_start,
                       "history_start:\n  unit: date\n  value: 1901-01-01\n" REST,
                       "evidence.yaml:27: fill_years and the time from history_start to end_date "
                       "make 137 years; at most 120 can be simulated");
}

/* ---- sources ---- */

static void sources_are_checked(void **state)
{
    write_file(*state, "sources.yaml",
               "plassflyt: sources/1\n"
               "S-1: {title: A, publisher: B}\n"
               "S 2: {title: C}\n"
               "S-3: {issuer: D}\n"
               "S-4: E\n");
    expect_messages(*state, "nullalternativ.yaml", LANGUAGE_EN,
                    "sources.yaml:2: unknown key “publisher”; valid are title, issuer, date, "
                    "address, read, bias\n"
                    "sources.yaml:3: a source id must not have a space or comma: “S 2”\n"
                    "sources.yaml:4: the key title: is missing\n"
                    "sources.yaml:5: keys with values are expected here");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(complete_world_is_read),
        TEST(table_may_name_dimensions_in_any_order),
        TEST(dimension_left_out_has_one_value),
        TEST(range_is_in_the_canonical_unit),
        TEST(texts_are_read_in_every_style),
        TEST(missing_and_unknown_parameters_are_named),
        TEST(entry_needs_its_keys),
        TEST(parameter_given_twice_is_refused),
        TEST(unit_must_fit),
        TEST(value_must_lie_in_its_bounds),
        TEST(decimal_comma_in_tables_is_found),
        TEST(shares_must_sum_to_one),
        TEST(range_must_hold_the_value),
        TEST(range_and_factor_have_their_places),
        TEST(status_and_source_must_be_known),
        TEST(dates_are_dates),
        TEST(sources_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
