/* Policies: what the right ones do, and what is said of wrong ones. */
#include "input_files.h"

static int64_t day_number(const char *day)
{
    struct date date;
    assert_true(date_parse(day, &date));
    return date_days(date);
}

static double value_on(const struct study *study, size_t policy, enum parameter p, size_t cell,
                       const char *day)
{
    struct parameters values;
    parameters_on(study, &study->policies[policy], day_number(day), &values);
    return parameter_cells(&values, p)[cell];
}

static struct study *read_changes(struct files *files, const char *changes)
{
    char text[4096];
    snprintf(text, sizeof text, "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n%s",
             changes);
    write_file(files, "policy.yaml", text);
    return read_valid(files, "policy.yaml");
}

/* ---- good policies ---- */

static void change_holds_between_its_dates_in_its_cells(void **state)
{
    struct study *study = read_changes(*state, "  - parameter: board_days\n"
                                               "    where: {path: [care_order, voluntary]}\n"
                                               "    from: 2027-03-01\n"
                                               "    to: 2027-06-01\n"
                                               "    unit: weeks\n"
                                               "    value: 3\n");
    static const struct {
        const char *day;
        double expected;
    } days[] = {{"2027-02-28", 1}, {"2027-03-01", 21}, {"2027-05-31", 21}, {"2027-06-01", 1}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        const char *day = days[i].day;
        double inside = value_on(study, 1, PARAMETER_board_days, PATH_VOLUNTARY, day);
        double outside = value_on(study, 1, PARAMETER_board_days, PATH_ACUTE_HOME, day);
        double null = value_on(study, 0, PARAMETER_board_days, PATH_VOLUNTARY, day);
        expect_near(inside, days[i].expected, 0);
        expect_near(outside, 1, 0);
        expect_near(null, 1, 0);
    }
    study_free(study);
}

static void ramp_grows_in_equal_monthly_steps(void **state)
{
    struct study *study = read_changes(
        *state, "  - {parameter: refill, value: 0.1, from: 2027-11-01, ramp: 4}\n"
                "  - {parameter: study_days, times: 3, from: 2027-11-01, ramp: 2}\n"
                "  - {parameter: kin_search_days, plus: 8, from: 2027-11-01, ramp: 2}\n");
    static const struct {
        const char *day;
        double refill, study_days, kin_search_days;
    } steps[] = {{"2027-10-31", 0.5, 1, 1}, {"2027-11-01", 0.4, 2, 5}, {"2027-12-01", 0.3, 3, 9},
                 {"2028-01-31", 0.2, 3, 9}, {"2028-02-01", 0.1, 3, 9}, {"2036-12-31", 0.1, 3, 9}};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const char *day = steps[i].day;
        expect_near(value_on(study, 1, PARAMETER_refill, 0, day), steps[i].refill, 1e-15);
        expect_near(value_on(study, 1, PARAMETER_study_days, 0, day), steps[i].study_days, 0);
        expect_near(value_on(study, 1, PARAMETER_kin_search_days, 0, day), steps[i].kin_search_days,
                    0);
    }
    study_free(study);
}

static void policy_days_are_all_days_of_change_once(void **state)
{
    struct study *study = read_changes(
        *state, "  - {parameter: refill, value: 0.1, from: 2028-11-01, ramp: 3}\n"
                "  - {parameter: study_days, times: 3, from: 2027-01-01, to: 2028-12-01}\n");
    static const char *const expected[] = {"2027-01-01", "2028-11-01", "2028-12-01", "2029-01-01"};
    int64_t days[8];
    assert_int_equal(policy_days(study, &study->policies[1], days, 8), 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(days[i], day_number(expected[i]));
    assert_int_equal(policy_days(study, &study->policies[1], days, 1), 4);
    assert_int_equal(policy_days(study, &study->policies[0], days, 8), 0);
    study_free(study);
}

static void changes_apply_in_their_order(void **state)
{
    struct study *study = read_changes(
        *state, "  - {parameter: refill, value: 20, unit: percent, from: 2027-01-01}\n"
                "  - {parameter: refill, plus: 0.1, from: 2027-01-01}\n"
                "  - {parameter: refill, times: 200, unit: percent, from: 2027-01-01}\n"
                "  - {parameter: refill, value: 0.5, from: 2028-01-01}\n");
    expect_near(value_on(study, 1, PARAMETER_refill, 0, "2027-01-01"), 0.6, 1e-15);
    expect_near(value_on(study, 1, PARAMETER_refill, 0, "2028-01-01"), 0.5, 0);
    study_free(study);
}

static void present_value_changes_nothing(void **state)
{
    struct study *study = read_changes(
        *state, "  - {parameter: refill, value: 0.5, from: 2027-01-01, ramp: 7}\n"
                "  - {parameter: study_days, times: 1, from: 2027-01-01, ramp: 7}\n"
                "  - {parameter: kin_search_days, plus: 0, from: 2027-01-01, ramp: 7}\n"
                "  - {parameter: duty_deadline, value: no, from: 2027-01-01}\n");
    int64_t days[8];
    size_t n = policy_days(study, &study->policies[1], days, 8);
    assert_int_equal(n, 7);
    for (size_t i = 0; i < n; i++) {
        struct parameters values;
        parameters_on(study, &study->policies[1], days[i], &values);
        assert_memory_equal(&values, &study->value, sizeof values);
    }
    study_free(study);
}

static void norwegian_labels_name_categories(void **state)
{
    struct study *study = read_changes(
        *state,
        "  - {parameter: emergency_homes, where: {area: [Sør, øst, AUST, Oslo]}, times: 2,\n"
        "     from: 2027-01-01}\n"
        "  - parameter: board_days\n"
        "    where: {veg inn: planlagt omsorgsovertakelse}\n"
        "    times: 5\n"
        "    from: 2027-01-01\n");
    static const bool expected[N_AREA] = {[AREA_SOR] = true, [AREA_OST] = true, [AREA_OSLO] = true};
    assert_memory_equal(study->policies[1].changes[0].where, expected, sizeof expected);
    expect_near(value_on(study, 1, PARAMETER_board_days, PATH_CARE_ORDER, "2027-01-01"), 5, 0);
    study_free(study);
}

static void change_may_have_a_table_of_values(void **state)
{
    struct study *study = read_changes(*state, "  - parameter: enquiry_multiplier\n"
                                               "    by: [area]\n"
                                               "    where: {channel: bufetat}\n"
                                               "    value: {oslo: 0.5, nord: 2, others: 1.5}\n"
                                               "    from: 2027-01-01\n");
    struct parameters values;
    parameters_on(study, &study->policies[1], day_number("2027-01-01"), &values);
    expect_near(values.enquiry_multiplier[CHANNEL_BUFETAT][AREA_OSLO], 0.5, 0);
    expect_near(values.enquiry_multiplier[CHANNEL_BUFETAT][AREA_NORD], 2, 0);
    expect_near(values.enquiry_multiplier[CHANNEL_BUFETAT][AREA_VEST], 1.5, 0);
    expect_near(values.enquiry_multiplier[CHANNEL_OSLO][AREA_NORD], 1, 0);
    study_free(study);
}

static void why_and_source_are_kept(void **state)
{
    struct study *study = read_changes(*state, "  - parameter: refill\n"
                                               "    value: 0.1\n"
                                               "    from: 2027-01-01\n"
                                               "    why: |\n"
                                               "      Fewer places.\n"
                                               "    source: S-2,S-1\n");
    const struct change *change = &study->policies[1].changes[0];
    assert_string_equal(change->why, "Fewer places.\n");
    assert_string_equal(change->source, "S-2, S-1");
    assert_int_equal(change->origin.line, 4);
    assert_true(change->to == INT64_MAX);
    study_free(study);
}

/* ---- wrong keys and types ---- */

static void unknown_keys_are_named_with_the_nearest(void **state)
{
    expect_of_changes(*state, "  - {paramter: refill, value: 0.1, from: 2027-01-01}\n",
                      "policy.yaml:4: unknown key “paramter”; did you mean “parameter”?\n"
                      "policy.yaml:4: the key parameter: is missing");
    expect_of_changes(*state, "  - {parameter: bord_days, times: 0.1, from: 2027-01-01}\n",
                      "policy.yaml:4: unknown parameter “bord_days”; did you mean “board_days”?");
    expect_of_changes(*state, "  - {parameter: qqqqq, times: 0.1, from: 2027-01-01}\n",
                      "policy.yaml:4: unknown parameter “qqqqq”");
}

static void wrong_types_are_refused(void **state)
{
    expect_of_changes(*state, "  parameter: refill\n",
                      "policy.yaml:3: change: must be a list, each entry after a dash (-)");
    expect_of_changes(*state, "  - refill\n", "policy.yaml:4: keys with values are expected here");
    expect_of_changes(*state, "  - {parameter: refill, value: many, from: 2027-01-01}\n",
                      "policy.yaml:4: a number such as 12 or 0.5 is expected here, not “many”");
    expect_of_changes(*state, "  - {parameter: refill, value: '0.5', from: 2027-01-01}\n",
                      "policy.yaml:4: a number such as 12 or 0.5 is expected here, not “0.5”");
    expect_of_changes(*state, "  - {parameter: refill, value: 0x1, from: 2027-01-01}\n",
                      "policy.yaml:4: a number such as 12 or 0.5 is expected here, not “0x1”");
    expect_of_changes(*state, "  - {parameter: refill, value: .inf, from: 2027-01-01}\n",
                      "policy.yaml:4: a number such as 12 or 0.5 is expected here, not “.inf”");
    expect_of_changes(*state, "  - {parameter: study_days, times: 1e999, from: 2027-01-01}\n",
                      "policy.yaml:4: the number 1e999 is too large");
    expect_of_changes(*state, "  - {parameter: [refill], value: 0.5, from: 2027-01-01}\n",
                      "policy.yaml:4: a text is expected here");
    expect_of_changes(*state, "  - {parameter: refill, value: , from: 2027-01-01}\n",
                      "policy.yaml:4: value: has no value");
    expect_of_changes(*state, "  - {parameter: refill, value: {a: 1}, from: 2027-01-01}\n",
                      "policy.yaml:4: a number is expected here; values that differ need by: "
                      "(dimensions of refill: –)");
    expect_of_changes(*state, "  - {parameter: duty_deadline, value: 0.5, from: 2027-01-01}\n",
                      "policy.yaml:4: yes or no is expected here, not “0.5”");
    expect_of_changes(*state, "  - {parameter: refill, value: 0, from: 2027-01-01, ramp: 1.5}\n",
                      "policy.yaml:4: a whole number from 0 to 600 is expected here, not 1.5");
}

static void decimal_comma_has_its_own_message(void **state)
{
    static const char expected[] =
        "policy.yaml:4: a decimal comma: write the number with a decimal point, for example 0.15";
    expect_of_changes(*state, "  - {parameter: refill, value: 0,15, from: 2027-01-01}\n", expected);
    expect_of_changes(*state, "  - parameter: refill\n    value: 0,15\n    from: 2027-01-01\n",
                      "policy.yaml:5: a decimal comma: write the number with a decimal point, for "
                      "example 0.15");
    expect_of_changes(*state,
                      "  - {parameter: emergency_homes, from: 2027-01-01, by: area, value: {nord: "
                      "1,5, others: 2}}\n",
                      expected);
}

/* ---- units, dimensions, categories, bounds ---- */

static void units_of_another_kind_are_refused(void **state)
{
    expect_of_changes(
        *state, "  - {parameter: study_days, value: 1, unit: NOK, from: 2027-01-01}\n",
        "policy.yaml:4: the unit “NOK” is for an amount of money; study_days is given "
        "in days, hours, weeks, months, years");
    expect_of_changes(*state,
                      "  - {parameter: study_days, value: 1, unit: wekes, from: 2027-01-01}\n",
                      "policy.yaml:4: unknown unit “wekes” for study_days (units: days, hours, "
                      "weeks, months, years); did you mean “weeks”?");
    expect_of_changes(*state,
                      "  - {parameter: study_days, times: 1, unit: days, from: 2027-01-01}\n",
                      "policy.yaml:4: the unit “days” is for a length of time; study_days is given "
                      "in factor, percent");
}

static void wrong_dimensions_are_named(void **state)
{
    expect_of_changes(*state,
                      "  - {parameter: board_days, where: {area: nord}, times: 1, from: "
                      "2027-01-01}\n",
                      "policy.yaml:4: “area” is not a dimension of board_days; valid are path");
    expect_of_changes(*state,
                      "  - {parameter: refill, where: {area: nord}, times: 1, from: 2027-01-01}\n",
                      "policy.yaml:4: refill is a single value, without dimensions");
    expect_of_changes(*state,
                      "  - {parameter: emergency_homes, by: [area, area], value: 1, from: "
                      "2027-01-01}\n",
                      "policy.yaml:4: “area” is named twice");
    expect_of_changes(*state,
                      "  - {parameter: emergency_homes, where: {area: nord, Område: y}, times: 1, "
                      "from: 2027-01-01}\n",
                      "policy.yaml:4: “Område” is named twice");
}

static void wrong_categories_are_named_with_the_nearest(void **state)
{
    expect_of_changes(*state,
                      "  - {parameter: board_days, where: {path: [care_ordre]}, times: 1, from: "
                      "2027-01-01}\n",
                      "policy.yaml:4: “care_ordre” is not a category of path; did you mean "
                      "“care_order”?");
    expect_of_changes(*state,
                      "  - {parameter: board_days, where: {path: planlagt omsorgsovertagelse}, "
                      "times: 1, from: 2027-01-01}\n",
                      "policy.yaml:4: “planlagt omsorgsovertagelse” is not a category of path; did "
                      "you mean “planlagt omsorgsovertakelse”?");
    expect_of_changes(
        *state,
        "  - {parameter: emergency_homes, by: area, value: {nord: 1, ost: 2}, from: "
        "2027-01-01}\n",
        "policy.yaml:4: no value for area midt, vest, sor, oslo; name every category, "
        "or others");
    expect_of_changes(*state,
                      "  - {parameter: emergency_homes, by: area, value: 3, from: 2027-01-01}\n",
                      "policy.yaml:4: one value for each category of area is expected here");
    expect_of_changes(
        *state,
        "  - {parameter: emergency_homes, by: area, value: {nord: 1, Nord: 2, others: "
        "3}, from: 2027-01-01}\n",
        "policy.yaml:4: “Nord” is named twice");
    expect_of_changes(*state,
                      "  - {parameter: board_days, where: {path: []}, times: 1, from: "
                      "2027-01-01}\n",
                      "policy.yaml:4: path: has no value");
}

static void values_out_of_bounds_are_refused(void **state)
{
    expect_of_changes(*state, "  - {parameter: refill, value: 1.5, from: 2027-01-01}\n",
                      "policy.yaml:4: 1.5 is out of bounds: refill must be from 0 to 1 "
                      "(probability)");
    expect_of_changes(
        *state, "  - {parameter: study_days, value: 3, unit: years, from: 2027-01-01}\n",
        "policy.yaml:4: 3 years = 1095.75 is out of bounds: study_days must be from 0 "
        "to 730 (days)");
    expect_of_changes(
        *state, "  - {parameter: refill, times: 2.5, from: 2027-01-01}\n",
        "policy.yaml:4: this makes refill 1.25; it must be from 0 to 1 (probability)");
    expect_of_changes(
        *state,
        "  - {parameter: leave_after_stay, where: {home_kind: kinship}, plus: -0.6,\n"
        "     from: 2027-01-01}\n",
        "policy.yaml:4: this makes leave_after_stay (kinship) -0.1; it must be from 0 "
        "to 1 (probability)");
    /* Only together are these two too much, and only from 2028. */
    expect_of_changes(*state,
                      "  - {parameter: refill, plus: 0.3, from: 2027-01-01}\n"
                      "  - {parameter: refill, plus: 0.3, from: 2027-01-01, ramp: 24}\n",
                      "policy.yaml:5: this makes refill 1.0125; it must be from 0 to 1 "
                      "(probability)");
}

/* ---- dates ---- */

static void wrong_dates_are_refused(void **state)
{
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1, from: 01.01.2027}\n",
                      "policy.yaml:4: a date written YYYY-MM-DD, such as 2027-01-01, is expected "
                      "here, not “01.01.2027”");
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1, from: 2027-02-30}\n",
                      "policy.yaml:4: there is no day 2027-02-30 (dates run from 1900 to 2199)");
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1, from: 2027-02-15}\n",
                      "policy.yaml:4: 2027-02-15 is not the first day of a month");
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1, from: 2026-12-01}\n",
                      "policy.yaml:4: 2026-12-01 is before the policy date 2027-01-01");
    expect_of_changes(*state,
                      "  - {parameter: refill, value: 0.1, from: 2028-01-01, to: 2027-06-01}\n",
                      "policy.yaml:4: to: 2027-06-01 is not after from: 2028-01-01");
    expect_of_changes(*state,
                      "  - {parameter: refill, value: 0.1, from: 2028-01-01, to: 2028-01-01}\n",
                      "policy.yaml:4: to: 2028-01-01 is not after from: 2028-01-01");
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1}\n",
                      "policy.yaml:4: the key from: is missing");
}

/* ---- what may be changed, and how ---- */

static void only_levers_may_be_changed(void **state)
{
    expect_of_changes(*state, "  - {parameter: pair_acceptance, value: 0.1, from: 2027-01-01}\n",
                      "policy.yaml:4: a policy may not change pair_acceptance; `plassflyt describe "
                      "parameters` shows the levers, and a world may change any parameter");
}

static void one_operation_is_needed(void **state)
{
    expect_of_changes(*state, "  - {parameter: refill, value: 0.1, times: 2, from: 2027-01-01}\n",
                      "policy.yaml:4: both value: and times:; a change has one");
    expect_of_changes(*state, "  - {parameter: refill, from: 2027-01-01}\n",
                      "policy.yaml:4: one of the keys value:, times: and plus: is missing");
    expect_of_changes(*state, "  - {parameter: duty_deadline, times: 2, from: 2027-01-01}\n",
                      "policy.yaml:4: duty_deadline can only be given a value:");
    expect_of_changes(
        *state, "  - {parameter: duty_deadline, value: yes, from: 2027-01-01, ramp: 3}\n",
        "policy.yaml:4: duty_deadline is a switch and cannot change little by little");
}

static void unknown_source_is_refused(void **state)
{
    expect_of_changes(*state,
                      "  - {parameter: refill, value: 0.1, from: 2027-01-01, source: S-3}\n",
                      "policy.yaml:4: there is no source “S-3” in this world's sources; did you "
                      "mean “S-1”?");
}

static void two_values_of_one_cell_are_refused_with_both_lines(void **state)
{
    expect_of_changes(*state,
                      "  - {parameter: board_days, value: 30, from: 2028-01-01}\n"
                      "  - parameter: board_days\n"
                      "    where: {path: voluntary}\n"
                      "    value: 20\n"
                      "    from: 2028-01-01\n",
                      "policy.yaml:5: board_days is set here and in policy.yaml line 4 (from "
                      "2028-01), and the two overlap: let one end first, or use times: or plus:");
    /* A later entry that begins earlier would hide the first one for good. */
    expect_of_changes(*state,
                      "  - {parameter: board_days, value: 30, from: 2028-01-01}\n"
                      "  - {parameter: board_days, value: 20, from: 2027-01-01}\n",
                      "policy.yaml:5: board_days is set here and in policy.yaml line 4 (from "
                      "2028-01), and the two overlap: let one end first, or use times: or plus:");
    study_free(read_changes(*state, "  - {parameter: board_days, value: 30, from: 2028-01-01}\n"
                                    "  - {parameter: board_days, value: 20, from: 2027-01-01, to: "
                                    "2028-01-01}\n"
                                    "  - {parameter: board_days, value: 10, from: 2029-01-01}\n"
                                    "  - {parameter: board_days, times: 2, from: 2029-01-01}\n"));
}

static void five_messages_are_shown_and_the_rest_counted(void **state)
{
    write_file(*state, "policy.yaml",
               "plassflyt: policy/1\nbase: nullalternativ.yaml\n"
               "a1: 1\na2: 1\na3: 1\na4: 1\na5: 1\na6: 1\na7: 1\n");
    const char *path = file_path(*state, "policy.yaml");
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    assert_null(study_read(&path, 1, NULL, &messages));
    assert_int_equal(messages.count, 7);
    assert_int_equal(messages.shown[4].line, 7);
    assert_string_equal(messages.shown[4].source_line, "a5: 1");
    messages_free(&messages);
}

static void very_many_changes_are_refused(void **state)
{
    static char text[200000];
    size_t used = (size_t)snprintf(text, sizeof text,
                                   "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n");
    for (int i = 0; i < 1001; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "  - {parameter: refill, times: 1, from: 2027-01-01}\n");
    write_file(*state, "policy.yaml", text);
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "policy.yaml:3: too many here: at most 1000");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(change_holds_between_its_dates_in_its_cells),
        TEST(ramp_grows_in_equal_monthly_steps),
        TEST(policy_days_are_all_days_of_change_once),
        TEST(changes_apply_in_their_order),
        TEST(present_value_changes_nothing),
        TEST(norwegian_labels_name_categories),
        TEST(change_may_have_a_table_of_values),
        TEST(why_and_source_are_kept),
        TEST(unknown_keys_are_named_with_the_nearest),
        TEST(wrong_types_are_refused),
        TEST(decimal_comma_has_its_own_message),
        TEST(units_of_another_kind_are_refused),
        TEST(wrong_dimensions_are_named),
        TEST(wrong_categories_are_named_with_the_nearest),
        TEST(values_out_of_bounds_are_refused),
        TEST(wrong_dates_are_refused),
        TEST(only_levers_may_be_changed),
        TEST(one_operation_is_needed),
        TEST(unknown_source_is_refused),
        TEST(two_values_of_one_cell_are_refused_with_both_lines),
        TEST(five_messages_are_shown_and_the_rest_counted),
        TEST(very_many_changes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
