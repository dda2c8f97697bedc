/* Worlds, chains of bases, and scenarios made of several files. */
#include "input_files.h"

#include <sys/stat.h>

/* Reads several paths; the messages are printed if it must succeed and does not. */
static struct study *read_paths(struct files *files, const char *const *names, size_t n,
                                const char *world, struct messages *messages)
{
    const char *paths[4];
    for (size_t i = 0; i < n; i++)
        paths[i] = file_path(files, names[i]);
    messages_start(messages, LANGUAGE_EN);
    return study_read(paths, n, world ? file_path(files, world) : NULL, messages);
}

/* Writes a policy that multiplies study_days. */
static void write_policy(struct files *files, const char *name, const char *base, const char *times)
{
    char text[512];
    snprintf(text, sizeof text,
             "plassflyt: policy/1\ntitle: {en: Policy %s}\nbase: %s\nchange:\n"
             "  - {parameter: study_days, times: %s, from: 2027-01-01}\n",
             name, base, times);
    write_file(files, name, text);
}

static double study_days_at_end(const struct study *study, size_t policy)
{
    struct parameters values;
    parameters_on(study, &study->policies[policy], date_days((struct date){2036, 1, 1}), &values);
    return values.study_days;
}

/* ---- scenarios ---- */

static void null_alternative_beside_the_file_is_added_first(void **state)
{
    write_policy(*state, "a.yaml", "world.yaml", "2");
    struct study *study = read_valid(*state, "a.yaml");
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    assert_string_equal(study->policies[0].title[LANGUAGE_NB], "Nullalternativet");
    assert_string_equal(study->policies[1].title[LANGUAGE_EN], "Policy a.yaml");
    assert_string_equal(study->policies[1].title[LANGUAGE_NN], "a");
    assert_null(study->policies[1].description[LANGUAGE_EN]);
    study_free(study);
}

static void null_alternative_named_last_still_comes_first(void **state)
{
    struct messages messages;
    write_policy(*state, "a.yaml", "world.yaml", "2");
    const char *names[] = {"a.yaml", "nullalternativ.yaml"};
    struct study *study = read_paths(*state, names, 2, NULL, &messages);
    assert_non_null(study);
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    assert_string_equal(study->policies[1].name, "a");
    study_free(study);
}

static void null_alternative_may_be_a_base_or_missing(void **state)
{
    assert_int_equal(mkdir(file_path(*state, "own"), 0700), 0);
    write_policy(*state, "own/a.yaml", "../nullalternativ.yaml", "2");
    struct study *study = read_valid(*state, "own/a.yaml");
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].title[LANGUAGE_NB], "Nullalternativet");
    study_free(study);
    write_policy(*state, "own/a.yaml", "../world.yaml", "2");
    study = read_valid(*state, "own/a.yaml");
    assert_int_equal(study->n_policies, 2);
    assert_string_equal(study->policies[0].name, "nullalternativ");
    assert_int_equal(study->policies[0].n_changes, 0);
    assert_int_equal(study->policies[0].n_files, 0);
    study_free(study);
    assert_int_equal(unlink(file_path(*state, "own/a.yaml")), 0);
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

static void files_compose_in_the_order_named(void **state)
{
    struct messages messages;
    write_policy(*state, "a.yaml", "nullalternativ.yaml", "2");
    write_file(*state, "b.yaml",
               "plassflyt: policy/1\ntitle: En b\ndescription: {en: About b}\nbase: a.yaml\n"
               "change:\n  - {parameter: study_days, plus: 10, from: 2027-01-01}\n");
    write_policy(*state, "c.yaml", "nullalternativ.yaml", "3");
    char composed[3][800];
    static const char *const pairs[][2] = {
        {"b.yaml", "c.yaml"}, {"c.yaml", "b.yaml"}, {"a.yaml", "b.yaml"}};
    const char *paths[3];
    for (int i = 0; i < 3; i++) {
        snprintf(composed[i], sizeof composed[i], "%s+%s", file_path(*state, pairs[i][0]),
                 file_path(*state, pairs[i][1]));
        paths[i] = composed[i];
    }
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(paths, 3, NULL, &messages);
    assert_non_null(study);
    assert_string_equal(study->policies[1].name, "b+c");
    assert_string_equal(study->policies[1].title[LANGUAGE_EN], "En b + Policy c.yaml");
    assert_string_equal(study->policies[1].description[LANGUAGE_EN], "About b");
    expect_near(study_days_at_end(study, 1), (1 * 2 + 10) * 3, 0);
    expect_near(study_days_at_end(study, 2), 1 * 3 * 2 + 10, 0);
    expect_near(study_days_at_end(study, 3), 1 * 2 + 10, 0); /* a once, though named and a base */
    study_free(study);
}

static void scenario_named_twice_is_refused(void **state)
{
    struct messages messages;
    write_policy(*state, "a.yaml", "world.yaml", "2");
    const char *names[] = {"a.yaml", "a.yaml"};
    assert_null(read_paths(*state, names, 2, NULL, &messages));
    assert_int_equal(messages.count, 1);
    assert_string_equal(messages.shown[0].text, "the scenario a is named twice");
    messages_free(&messages);
}

static void composed_values_of_one_cell_are_refused(void **state)
{
    struct messages messages;
    for (int i = 0; i < 2; i++)
        write_file(*state, i ? "b.yaml" : "a.yaml",
                   "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n"
                   "  - {parameter: study_days, value: 30, from: 2027-01-01}\n");
    char both[800];
    snprintf(both, sizeof both, "%s+%s", file_path(*state, "a.yaml"), file_path(*state, "b.yaml"));
    const char *path = both;
    messages_start(&messages, LANGUAGE_EN);
    assert_null(study_read(&path, 1, NULL, &messages));
    assert_int_equal(messages.count, 1);
    assert_int_equal(messages.shown[0].line, 4);
    assert_non_null(strstr(messages.shown[0].file, "b.yaml"));
    assert_non_null(strstr(messages.shown[0].text, "a.yaml line 4 (from 2027-01)"));
    messages_free(&messages);
}

/* ---- bases ---- */

static void missing_and_wrong_bases_are_refused(void **state)
{
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbase: worlds.yaml\n");
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "policy.yaml:2: there is no file worlds.yaml; did you mean “world.yaml”?");
    write_file(*state, "policy.yaml", "plassflyt: policy/1\n");
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "policy.yaml: base: is missing; every policy's chain of bases must end in a "
                    "world");
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbase: evidence.yaml\n");
    expect_messages(*state, "policy.yaml", LANGUAGE_EN,
                    "policy.yaml:2: evidence.yaml is evidence/1 and cannot be a base here");
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbase: {a: b}\n");
    expect_messages(*state, "policy.yaml", LANGUAGE_EN, "policy.yaml:2: a text is expected here");
    write_file(*state, "world2.yaml", "plassflyt: world/1\nbase: nullalternativ.yaml\n");
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbase: world2.yaml\n");
    expect_messages(*state, "world2.yaml", LANGUAGE_EN,
                    "world2.yaml:2: nullalternativ.yaml is policy/1 and cannot be a base here");
}

static void circular_bases_are_refused(void **state)
{
    write_file(*state, "a.yaml", "plassflyt: policy/1\nbase: b.yaml\n");
    write_file(*state, "b.yaml", "plassflyt: policy/1\nbase: [world.yaml, a.yaml]\n");
    expect_messages(*state, "a.yaml", LANGUAGE_EN,
                    "b.yaml:2: circular base: a.yaml has this file among its own bases");
    write_file(*state, "a.yaml", "plassflyt: policy/1\nbase: a.yaml\n");
    expect_messages(*state, "a.yaml", LANGUAGE_EN,
                    "a.yaml:2: circular base: a.yaml has this file among its own bases");
    write_file(*state, "world.yaml", "plassflyt: world/1\nbase: world.yaml\n");
    expect_messages(*state, "world.yaml", LANGUAGE_EN,
                    "world.yaml:2: circular base: world.yaml has this file among its own bases");
}

static void two_worlds_are_refused_unless_one_is_chosen(void **state)
{
    struct messages messages;
    write_file(*state, "other.yaml", "plassflyt: world/1\nbase: world.yaml\n");
    write_policy(*state, "a.yaml", "other.yaml", "2");
    expect_messages(*state, "a.yaml", LANGUAGE_EN,
                    "plassflyt: the scenarios lie in two worlds, other.yaml and world.yaml; choose "
                    "one with --world");
    write_policy(*state, "a.yaml", "[other.yaml, nullalternativ.yaml]", "2");
    expect_messages(*state, "a.yaml", LANGUAGE_EN,
                    "nullalternativ.yaml:3: the scenarios lie in two worlds, other.yaml and "
                    "world.yaml; choose one with --world");
    const char *names[] = {"a.yaml"};
    struct study *study = read_paths(*state, names, 1, "other.yaml", &messages);
    assert_non_null(study);
    assert_string_equal(study->world_name, "other");
    study_free(study);
    assert_null(read_paths(*state, names, 1, "a.yaml", &messages));
    assert_string_equal(messages.shown[0].text, "this is policy/1; --world must name a world/1");
    messages_free(&messages);
}

/* ---- worlds ---- */

static void world_changes_its_base(void **state)
{
    write_file(
        *state, "other.yaml",
        "plassflyt: world/1\n"
        "title: Other\n"
        "description: {nb: Om den}\n"
        "base: world.yaml\n"
        "change:\n"
        "  - {parameter: pair_acceptance, value: 15, unit: percent, why: Test, source: S-2,"
        " status: calibrated}\n"
        "  - {parameter: board_days, where: {path: voluntary}, times: 30}\n"
        "  - parameter: home_places\n"
        "    by: siblings\n"
        "    value: {one: 0.8, two: 0.16, three: 0.04}\n"
        "  - {parameter: end_date, value: 2030-01-01}\n");
    struct study *study = read_valid(*state, "other.yaml");
    expect_near(study->value.pair_acceptance, 0.15, 0);
    expect_near(study->value.board_days[PATH_VOLUNTARY], 30, 0);
    expect_near(study->value.board_days[PATH_CARE], 1, 0);
    expect_near(study->value.home_places[SIBLINGS_TWO], 0.16, 0);
    assert_int_equal(study->n_world_changes, 4);
    assert_string_equal(study->world_changes[0].why, "Test");
    assert_int_equal(study->evidence[PARAMETER_pair_acceptance].status, STATUS_CALIBRATED);
    assert_int_not_equal(study->evidence[PARAMETER_board_days].status, STATUS_CALIBRATED);
    assert_string_equal(study->world_title[LANGUAGE_NN], "Other");
    assert_string_equal(study->world_description[LANGUAGE_NB], "Om den");
    assert_null(study->world_description[LANGUAGE_EN]);
    struct parameters values;
    parameters_on(study, NULL, 0, &values);
    assert_memory_equal(&values, &study->value, sizeof values);
    study_free(study);
}

static void expect_of_world(void **state, const char *change, const char *expected)
{
    char text[2048];
    snprintf(text, sizeof text, "plassflyt: world/1\nbase: world.yaml\nchange:\n%s", change);
    write_file(*state, "other.yaml", text);
    expect_messages(*state, "other.yaml", LANGUAGE_EN, expected);
}

static void wrong_world_changes_are_refused(void **state)
{
    expect_of_world(state, "  - {parameter: refill, value: 0.1, from: 2027-01-01}\n",
                    "other.yaml:4: from: belongs in a policy; what a world changes holds from the "
                    "start");
    expect_of_world(state, "  - {parameter: refill, value: 0.1, ramp: 3}\n",
                    "other.yaml:4: ramp: belongs in a policy; what a world changes holds from the "
                    "start");
    expect_of_world(state, "  - {parameter: refill, value: 0.1, status: calibratd}\n",
                    "other.yaml:4: unknown status “calibratd”; did you mean “calibrated”?");
    expect_of_world(state, "  - {parameter: home_places, where: {siblings: one}, value: 0.5}\n",
                    "other.yaml:4: the shares of home_places sum to 1.166666667, not 1");
    expect_of_world(state,
                    "  - {parameter: refill, times: 1.5}\n"
                    "  - {parameter: refill, times: 1.5}\n",
                    "other.yaml:5: this makes refill 1.125; it must be from 0 to 1 (probability)");
    expect_of_world(state, "  - {parameter: end_date, value: 2020-01-01}\n",
                    "other.yaml:4: end_date must be after policy_date");
    expect_of_world(state, "  - {parameter: bord_days, times: 1}\n",
                    "other.yaml:4: unknown parameter “bord_days”; did you mean “board_days”?");
}

static void a_policy_does_not_say_how_well_a_value_is_known(void **state)
{
    write_file(*state, "p.yaml",
               "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n"
               "  - {parameter: study_days, value: 30, from: 2027-01-01, status: found}\n");
    expect_messages(*state, "p.yaml", LANGUAGE_EN,
                    "p.yaml:4: status: belongs in worlds; a policy decides a value, it does not "
                    "know it");
}

static void world_names_its_files(void **state)
{
    write_file(*state, "other.yaml",
               "plassflyt: world/1\nevidence: [sources.yaml]\nsources: nowhere.yaml\n");
    const char *path = file_path(*state, "other.yaml");
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    assert_null(study_read(&path, 1, NULL, &messages));
    assert_int_equal(messages.count, 2 + N_PARAMETERS);
    assert_non_null(strstr(messages.shown[0].text, "there is no file"));
    assert_int_equal(messages.shown[0].line, 3);
    assert_non_null(
        strstr(messages.shown[1].text, "sources.yaml is sources/1; evidence/1 is expected here"));
    messages_free(&messages);
}

static void sources_of_base_and_world_are_put_together(void **state)
{
    write_file(*state, "more.yaml", "plassflyt: sources/1\nA-1: {title: More}\n");
    write_file(*state, "other.yaml",
               "plassflyt: world/1\nbase: world.yaml\nsources: [sources.yaml, more.yaml]\n"
               "change:\n  - {parameter: refill, value: 0.2, source: 'A-1, S-2'}\n");
    struct study *study = read_valid(*state, "other.yaml");
    assert_int_equal(study->n_sources, 3);
    assert_string_equal(study->sources[0].id, "A-1");
    study_free(study);
    write_file(*state, "more.yaml", "plassflyt: sources/1\nS-1: {title: Again}\n");
    expect_messages(*state, "other.yaml", LANGUAGE_EN,
                    "more.yaml:2: the source “S-1” stands in another file already\n"
                    "other.yaml:5: there is no source “A-1” in this world's sources; did you mean "
                    "“S-1”?");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(null_alternative_beside_the_file_is_added_first),
        TEST(null_alternative_named_last_still_comes_first),
        TEST(null_alternative_may_be_a_base_or_missing),
        TEST(world_alone_has_only_the_null_alternative),
        TEST(files_compose_in_the_order_named),
        TEST(scenario_named_twice_is_refused),
        TEST(composed_values_of_one_cell_are_refused),
        TEST(missing_and_wrong_bases_are_refused),
        TEST(circular_bases_are_refused),
        TEST(two_worlds_are_refused_unless_one_is_chosen),
        TEST(world_changes_its_base),
        TEST(wrong_world_changes_are_refused),
        TEST(a_policy_does_not_say_how_well_a_value_is_known),
        TEST(world_names_its_files),
        TEST(sources_of_base_and_world_are_put_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
