/* study/1: what is read from a study file, and what is said of what is wrong in it. */
#include "input_files.h"

#include "input/study_file.h"

#define BEGIN "plassflyt: study/1\nscenarios: [a.yaml, b.yaml+c.yaml]\n"

static struct study_file *read_study_text(struct files *files, const char *text)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    write_file(files, "study.yaml", text);
    struct study_file *file = study_file_read(file_path(files, "study.yaml"), &messages);
    if (!file)
        messages_print(&messages, stderr, false);
    assert_non_null(file);
    messages_free(&messages);
    return file;
}

/* `expected` is the first message: "line: sentence", with how many there are if more than one. */
static void expect_wrong(struct files *files, const char *keys, const char *expected)
{
    char text[2048], found[1024];
    struct messages messages;
    snprintf(text, sizeof text, "%s%s", strncmp(keys, "plassflyt", 9) == 0 ? "" : BEGIN, keys);
    write_file(files, "study.yaml", text);
    messages_start(&messages, LANGUAGE_EN);
    assert_null(study_file_read(file_path(files, "study.yaml"), &messages));
    assert_true(messages.count > 0);
    snprintf(found, sizeof found, "%d: %s", messages.shown[0].line, messages.shown[0].text);
    assert_string_equal(found, expected);
    messages_free(&messages);
}

static void expect_file(struct files *files, const char *path, const char *name)
{
    assert_string_equal(path, file_path(files, name));
}

static void test_least(void **state)
{
    struct study_file *file = read_study_text(*state, BEGIN);
    char both[800];
    assert_int_equal(file->n_scenarios, 2);
    expect_file(*state, file->scenarios[0], "a.yaml");
    snprintf(both, sizeof both, "%s+%s", file_path(*state, "b.yaml"), file_path(*state, "c.yaml"));
    assert_string_equal(file->scenarios[1], both);
    assert_null(file->world);
    assert_null(file->fits);
    assert_null(file->replications);
    assert_null(file->seed);
    assert_null(file->title[LANGUAGE_EN]);
    assert_false(file->drawn);
    assert_int_equal(file->precision.n_wanted, 0);
    study_file_free(file);
}

static void test_all_keys(void **state)
{
    struct study_file *file = read_study_text(
        *state,
        BEGIN "title: {nb: Studie, en: Study}\n"
              "fits: [f1.yaml, f2.yaml]\n"
              "start: count.yaml\n"
              "replications: 256\n"
              "draws: {n: 64, each: 4, method: sobol, only: [board_days, pair_acceptance]}\n"
              "seed: 4294967295\n"
              "detail: large\n"
              "measures: [queue, costs]\n"
              "children: 4\n"
              "output: ../x.h5\n");
    char fits[800];
    snprintf(fits, sizeof fits, "%s,%s", file_path(*state, "f1.yaml"),
             file_path(*state, "f2.yaml"));
    assert_string_equal(file->title[LANGUAGE_NB], "Studie");
    assert_string_equal(file->fits, fits);
    expect_file(*state, file->start, "count.yaml");
    assert_string_equal(file->replications, "256");
    assert_string_equal(file->draws, "64");
    assert_int_equal(file->draws_each, 4);
    assert_int_equal(file->draws_method, DRAWS_SOBOL);
    assert_string_equal(file->draws_only, "board_days,pair_acceptance");
    assert_string_equal(file->seed, "4294967295");
    assert_string_equal(file->detail, "large");
    assert_string_equal(file->measures, "queue,costs");
    assert_string_equal(file->children, "4");
    assert_string_equal(file->output, "/tmp/x.h5");
    study_file_free(file);
}

static void test_precision(void **state)
{
    struct study_file *file = read_study_text(
        *state, BEGIN "precision:\n"
                      "  confidence: 0.9\n"
                      "  batch: 16\n"
                      "  most: 512\n"
                      "  wanted:\n"
                      "    - {indicator: queue_past_wish, half_width: 5}\n"
                      "    - {indicator: cost_state, relative: 0.02, of: level, scenario: b+c}\n"
                      "    - {indicator: waiting_days_by_reason, category: board, half_width: 9}\n"
                      "draws: {each: 4}\n");
    const struct wanted_precision *p = &file->precision;
    assert_int_equal(p->n_wanted, 3);
    expect_near(p->confidence, 0.9, 0);
    assert_int_equal(p->batch, 16);
    assert_int_equal(p->least, 0);
    assert_string_equal(file->replications, "512"); /* the most is what is run at most */
    assert_true(file->drawn);
    assert_null(file->draws);
    assert_int_equal(p->wanted[0].indicator, INDICATOR_queue_past_wish);
    assert_true(p->wanted[0].of_change && !p->wanted[0].relative && !p->wanted[0].scenario);
    assert_string_equal(p->wanted[0].category, "");
    expect_near(p->wanted[1].half_width, 0.02, 0);
    assert_true(!p->wanted[1].of_change && p->wanted[1].relative);
    assert_string_equal(p->wanted[1].scenario, "b+c");
    assert_string_equal(p->wanted[2].category, "board");
    study_file_free(file);
}

static void test_wrong_keys(void **state)
{
    struct files *files = *state;
    expect_wrong(files, "plassflyt: study/1\n", "1: the key scenarios: is missing");
    expect_wrong(files, "replicatoins: 5\n",
                 "3: unknown key “replicatoins”; did you mean “replications”?");
    expect_wrong(files, "replications: 2,5\n",
                 "3: a decimal comma: write the number with a decimal point, for example 0.15");
    expect_wrong(files, "replications: 0\n",
                 "3: a whole number from 1 to 1000000 is expected here, not 0");
    expect_wrong(files, "seed: 4294967296\n",
                 "3: a whole number from 0 to 4294967295 is expected here, not 4294967296");
    expect_wrong(files, "detail: larg\n", "3: detail: cannot be “larg”; did you mean “large”?");
    expect_wrong(files, "measures: [queu]\n",
                 "3: there is no measure “queu”; did you mean “queue”?");
    expect_wrong(files, "world: a.yaml\nfits: b\n", "4: either world: or fits:, not both");
    expect_wrong(files, "plassflyt: study/1\nscenarios: []\n", "2: scenarios: has no value");
}

static void test_wrong_draws(void **state)
{
    struct files *files = *state;
    expect_wrong(files, "draws: {each: 2}\n", "3: the key n: is missing");
    expect_wrong(files, "draws: 1\n", "3: a whole number from 2 to 100000 is expected here, not 1");
    expect_wrong(files, "draws: {n: 8, method: random}\n",
                 "3: method: cannot be “random”; valid are latin, sobol");
    expect_wrong(files, "draws: {n: 8, only: [board_day]}\n",
                 "3: unknown parameter “board_day”; did you mean “board_days”?");
    expect_wrong(files, "draws: {n: 8, only: [policy_date]}\n",
                 "3: policy_date is not an uncertain parameter and is never drawn");
    expect_wrong(files, "draws: {n: 64, each: 2}\nreplications: 192\n",
                 "3: the draws cannot share 192 replications: every draw has equally many, at "
                 "least two");
}

static void expect_wrong_precision(struct files *files, const char *wanted, const char *expected)
{
    char keys[1024];
    snprintf(keys, sizeof keys, "precision:\n  most: 100\n  wanted:\n    - {%s}\n", wanted);
    expect_wrong(files, keys, expected);
}

static void test_wrong_precision(void **state)
{
    struct files *files = *state;
    expect_wrong_precision(files, "indicator: queue_past_wihs, half_width: 5",
                           "6: there is no indicator “queue_past_wihs” (analysis/README.md lists "
                           "them); did you mean “queue_past_wish”?");
    expect_wrong_precision(files, "indicator: cost_state",
                           "6: exactly one of half_width: and relative: is expected here");
    expect_wrong_precision(files, "indicator: cost_state, half_width: 5, relative: 0.1",
                           "6: exactly one of half_width: and relative: is expected here");
    expect_wrong_precision(files, "indicator: cost_state, half_width: 0",
                           "6: half_width: must be a number above zero");
    expect_wrong_precision(files, "indicator: cost_state, half_width: 5, scenario: d",
                           "6: scenario: cannot be “d”; valid are nullalternativ, a, b+c");
    expect_wrong_precision(files, "indicator: cost_state, half_width: 5, scenario: nullalternativ",
                           "6: nullalternativ is what changes are measured from; ask for its level "
                           "(of: level)");
    expect_wrong_precision(files, "indicator: cost_state, half_width: 5, category: board",
                           "6: cost_state is one number and has no categories");
    expect_wrong_precision(files, "indicator: waiting_days_by_reason, half_width: 5",
                           "6: the key category: is missing");
    expect_wrong(files, "precision: {wanted: [{indicator: cost_state, half_width: 5}]}\n",
                 "3: the key most: is missing");
    expect_wrong(files,
                 "replications: 5\nprecision: {most: 9, wanted: [{indicator: cost_state, "
                 "half_width: 5}]}\n",
                 "3: with precision: the number of replications is what precision needs; most: "
                 "there says how many at most");
}

static void test_what_is_a_study(void **state)
{
    write_file(*state, "study.yaml", BEGIN);
    assert_true(is_study_file(file_path(*state, "study.yaml")));
    assert_false(is_study_file(file_path(*state, "world.yaml")));
    assert_false(is_study_file(file_path(*state, "none.yaml")));
    expect_messages(*state, "study.yaml", LANGUAGE_EN,
                    "study.yaml: this is study/1; a scenario is a policy/1 (or a world/1)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_least, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_all_keys, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_precision, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_wrong_keys, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_wrong_draws, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_wrong_precision, files_setup, files_teardown),
        cmocka_unit_test_setup_teardown(test_what_is_a_study, files_setup, files_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
