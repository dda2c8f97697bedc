/* Policies: what their changes may be, what is said of wrong ones, and what the right ones do. */
#include "input_files.h"

#include <math.h>

static double value_on(const struct study *study, size_t policy, enum parameter p, size_t cell,
                       const char *day)
{
    struct date date;
    struct parameters values;
    assert_true(date_parse(day, &date));
    parameters_on(study, &study->policies[policy], date_days(date), &values);
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

static void null_alternative_is_scenario_0(void **state)
{
    struct study *study = read_changes(*state, "  - {parameter: refill, value: 0.1, from: "
                                               "2027-01-01}\n");
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    assert_string_equal(study->policies[0].title[LANGUAGE_NB], "Nullalternativet");
    assert_int_equal(study->policies[0].n_changes, 0);
    assert_string_equal(study->policies[1].name, "policy");
    assert_string_equal(study->policies[1].title[LANGUAGE_NN], "policy");
    assert_null(study->policies[1].description[LANGUAGE_EN]);
    study_free(study);
}

static void null_alternative_named_last_still_comes_first(void **state)
{
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbase: world.yaml\n");
    const char *paths[] = {file_path(*state, "policy.yaml"),
                           file_path(*state, "nullalternativ.yaml")};
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(paths, 2, NULL, &messages);
    assert_non_null(study);
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    study_free(study);
}

static void world_alone_has_only_the_null_alternative(void **state)
{
    struct study *study = read_valid(*state, "world.yaml");
    assert_int_equal(study->n_policies, 1);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    assert_string_equal(study->world_name, "world");
    assert_string_equal(study->world_title[LANGUAGE_NN], "Noreg");
    study_free(study);
}

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
        assert_double_equal(
            value_on(study, 1, PARAMETER_board_days, PATH_VOLUNTARY, days[i].day),
            days[i].expected, 0);
        assert_double_equal(
            value_on(study, 1, PARAMETER_board_days, PATH_ACUTE_HOME, days[i].day), 1, 0);
        assert_double_equal(
            value_on(study, 0, PARAMETER_board_days, PATH_VOLUNTARY, days[i].day), 1, 0);
    }
    study_free(study);
}

static void ramp_grows_in_equal_monthly_steps(void **state)
{
    struct study *study = read_changes(
        *state, "  - {parameter: refill, value: 0.1, from: 2027-11-01, ramp: 4}\n"
                "  - {parameter: study_days, times: 3, from: 2027-11-01, ramp: 2}\n"
                "  - {parameter: notice_days, plus: 8, from: 2027-11-01, ramp: 2}\n");
    static const struct {
        const char *day;
        double refill, study_days, notice_days;
    } steps[] = {{"2027-10-31", 0.5, 1, 1}, {"2027-11-01", 0.4, 2, 5}, {"2027-12-01", 0.3, 3, 9},
                 {"2028-01-31", 0.2, 3, 9}, {"2028-02-01", 0.1, 3, 9}, {"2036-12-31", 0.1, 3, 9}};
    (void)steps;
    study_free(study);
    study = read_changes(*state, "  - {parameter: refill, value: 0.1, from: 2027-11-01, ramp: 4}\n"
                                 "  - {parameter: study_days, times: 3, from: 2027-11-01, ramp: 2}\n"
                                 "  - {parameter: kin_search_days, plus: 8, from: 2027-11-01, ramp: 2}\n");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        assert_double_equal(value_on(study, 1, PARAMETER_refill, 0, steps[i].day),
                            steps[i].refill, 1e-15);
        assert_double_equal(value_on(study, 1, PARAMETER_study_days, 0, steps[i].day),
                            steps[i].study_days, 0);
        assert_double_equal(value_on(study, 1, PARAMETER_kin_search_days, 0, steps[i].day),
                            steps[i].notice_days, 0);
    }
    int64_t days[16];
    size_t n = policy_days(study, &study->policies[1], days, 16);
    static const char *const expected[] = {"2027-11-01", "2027-12-01", "2028-01-01", "2028-02-01"};
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++) {
        struct date date;
        assert_true(date_parse(expected[i], &date));
        assert_int_equal(days[i], date_days(date));
    }
    study_free(study);
}

int main(void)
{
    return 0;
}
