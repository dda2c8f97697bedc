/* Studies run from their files; and how their draws are made. */
#include "input_files.h"

#include "analysis/comparison.h"
#include "experiment/sobol_draws.h"
#include "input/study_file.h"
#include "spoken.h"

#define COMMAND(...) SPEAK(__VA_ARGS__, "--lang", "en")

static const char tiny[] = "tests/worlds/tiny.yaml";
static const char duty[] = "scenarios/bistandsplikt.yaml";

static int teardown(void **state)
{
    forget(NULL);
    return files_teardown(state);
}

/* Writes study.yaml over the duty in the tiny world; its path. */
static const char *write_study(struct files *files, const char *keys)
{
    char here[256], text[2048];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(text, sizeof text, "plassflyt: study/1\nscenarios: %s/%s\n%s", here, duty, keys);
    write_file(files, "study.yaml", text);
    return file_path(files, "study.yaml");
}

static const char *tiny_world(void)
{
    static char key[320];
    char here[256];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(key, sizeof key, "world: %s/%s\n", here, tiny);
    return key;
}

static const char *digest_said(char digest[40])
{
    const char *at = strstr(said, "xxh3:");
    assert_non_null(at);
    snprintf(digest, 40, "%.37s", at);
    return digest;
}

static struct results *open_file(const char *path)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct results *results = results_open(path, &messages);
    if (!results)
        fail_msg("%s", messages.shown[0].text);
    messages_free(&messages);
    return results;
}

/* ---- studies ---- */

static void a_study_is_what_its_options_are(void **state)
{
    struct files *files = *state;
    char keys[512], file[40], options[40];
    snprintf(keys, sizeof keys, "%sreplications: 3\nseed: 7\noutput: a.h5\n", tiny_world());
    assert_int_equal(COMMAND("run", write_study(files, keys)), EXIT_DONE);
    digest_said(file);
    assert_int_equal(COMMAND("run", duty, "--world", tiny, "--replications", "3", "--seed", "7",
                             "--output", file_path(files, "b.h5")),
                     EXIT_DONE);
    assert_string_equal(file, digest_said(options));
    assert_int_equal(COMMAND("verify", file_path(files, "a.h5")), EXIT_DONE);
}

static void options_take_the_place_of_keys(void **state)
{
    struct files *files = *state;
    const char *out = file_path(files, "c.h5");
    const char *study = write_study(files, "fits: nowhere\nreplications: 3\noutput: a.h5\n");
    assert_int_equal(COMMAND("run", study, "--world", tiny, "--replications", "2", "--output", out),
                     EXIT_DONE);
    assert_says(said, "2 of 2 replications");
    assert_int_equal(access(file_path(files, "a.h5"), F_OK), -1);
    struct results *results = open_file(out);
    assert_string_equal(results->scenario->category[0].name, "nullalternativ");
    assert_int_equal(results->replications, 2);
    results_free(results);
}

static void a_study_stands_alone(void **state)
{
    const char *study = write_study(*state, "replications: 3\n");
    assert_int_equal(COMMAND("run", duty, study), EXIT_BAD_INPUT);
    assert_says(complained, "is a study file");
    assert_int_equal(COMMAND("check", study, study), EXIT_BAD_INPUT);
    assert_int_equal(COMMAND("run", write_study(*state, "replicatons: 3\n")), EXIT_BAD_INPUT);
    assert_says(complained, "did you mean “replications”?");
}

static void check_says_what_was_understood(void **state)
{
    char keys[1024];
    snprintf(keys, sizeof keys,
             "%stitle: {en: A careful one}\nseed: 5\ndraws: {each: 4}\noutput: a.h5\n"
             "precision:\n  most: 512\n  wanted:\n"
             "    - {indicator: queue_past_wish, half_width: 5}\n"
             "    - {indicator: cost_state, relative: 0.02, of: level}\n",
             tiny_world());
    assert_int_equal(COMMAND("check", write_study(*state, keys)), EXIT_DONE);
    assert_says(said, "A careful one");
    assert_says(said, "512 replications of each scenario, seed 5");
    assert_says(said, "128 draws of");
    assert_says(said, "looked at after 256 replications and then after every 128");
    assert_says(said, "Children waiting past the wished date (ii), change in bistandsplikt: ± 5\n");
    assert_says(said, "level in nullalternativ: ± 2 %\n");
    assert_says(said, "level in bistandsplikt: ± 2 %\n");
    assert_says(said, "world tiny");
}

static void batches_hold_whole_draws(void **state)
{
    const char *study = write_study(
        *state, "draws: {each: 4}\nprecision: {most: 512, batch: 6, wanted: [{indicator: "
                "cost_state, half_width: 5}]}\n");
    assert_int_equal(COMMAND("check", study, "--world", tiny), EXIT_BAD_INPUT);
    assert_says(complained, "batch: 6 is no multiple of the 4 replications");
}

/* What the run reached is what `compare` works out from the file. */
static void expect_as_compared(const struct results *results)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    const struct comparison_order order = {.period = period_default(results), .confidence = 0.95};
    struct comparison *comparison = comparison_make(results, &order, &messages);
    assert_non_null(comparison);
    const struct comparison_row *queue = comparison_find(comparison, INDICATOR_queue_past_wish),
                                *cost = comparison_find(comparison, INDICATOR_cost_state);
    const struct interval change = queue->difference[1].difference.interval,
                          level = cost->level[0].interval;
    expect_near(results->goals[0].mean, queue->difference[1].difference.mean, 1e-12);
    expect_near(results->goals[0].half_width, (change.high - change.low) / 2, 1e-12);
    expect_near(results->goals[1].mean, cost->level[0].mean, 1e-9);
    expect_near(results->goals[1].half_width, (level.high - level.low) / 2, 1e-9);
    comparison_free(comparison);
    messages_free(&messages);
}

static void a_study_runs_until_it_is_precise_enough(void **state)
{
    struct files *files = *state;
    char keys[1024];
    snprintf(
        keys, sizeof keys,
        "%sseed: 3\noutput: a.h5\nprecision:\n  most: 200\n  batch: 8\n  least: 16\n  wanted:\n"
        "    - {indicator: queue_past_wish, half_width: 0.3}\n"
        "    - {indicator: cost_state, relative: 0.05, of: level, scenario: nullalternativ}\n",
        tiny_world());
    const char *study = write_study(files, keys);
    assert_int_equal(COMMAND("run", study), EXIT_DONE);
    assert_says(said, "precise enough after");
    struct results *results = open_file(file_path(files, "a.h5"));
    assert_true(results->replications > 16 && results->replications < 200);
    assert_int_equal(results->replications % 8, 0);
    assert_string_equal(results->study, "study.yaml");
    assert_int_equal(results->n_goals, 2);
    expect_as_compared(results);
    results_free(results);
    assert_int_equal(COMMAND("info", file_path(files, "a.h5")), EXIT_DONE);
    assert_says(said, "queue_past_wish, change in bistandsplikt: ");
    assert_int_equal(
        COMMAND("run", study, "--replications", "24", "--output", file_path(files, "b.h5")),
        EXIT_DONE);
    assert_says(said, "not precise enough after 24 replications");
    assert_int_equal(COMMAND("run", study, "--part", "1/2", "--output", file_path(files, "c.h5")),
                     EXIT_BAD_INPUT);
    assert_says(complained, "parts cannot tell how precise the whole is");
}

/* Only as many draws as it took; and each has as many replications as the file says. */
static void a_precise_study_over_draws_says_how_many(void **state)
{
    struct files *files = *state;
    char keys[1024];
    snprintf(keys, sizeof keys,
             "%soutput: a.h5\ndraws: {each: 3}\nprecision:\n  most: 300\n  batch: 6\n  least: 12\n"
             "  wanted: [{indicator: queue_past_wish, half_width: 1000}]\n",
             tiny_world());
    const char *study = write_study(files, keys);
    assert_int_equal(COMMAND("run", study), EXIT_DONE);
    struct results *results = open_file(file_path(files, "a.h5"));
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\n%zu draws of ", results->n_draws);
    assert_says(said, wanted);
    assert_true(results->n_draws < 100 && results->replications == 3 * results->n_draws);
    results_free(results);
    assert_int_equal(COMMAND("run", study, "--replications", "8"), EXIT_BAD_INPUT);
    assert_says(complained, "the draws cannot share 8 replications");
}

/* What a shell or JSON would read as something else is in quotes. */
static void odd_names_are_told_as_they_are(void **state)
{
    struct files *files = *state;
    char output[256];
    snprintf(output, sizeof output, "%s", file_path(files, "it's \"å\".h5"));
    assert_int_equal(COMMAND("run", duty, "--world", tiny, "--replications", "1", "--event-limit",
                             "9", "--output", output, "--json"),
                     EXIT_SOME_FAILED);
    assert_says(said, "it's \\\"å\\\".h5\", \"finished\"");
    assert_says(complained, "it'\\''s \"å\".h5' --only 0");
}

static void what_is_not_kept_cannot_be_wanted(void **state)
{
    const char *study = write_study(
        *state, "measures: [queue]\nprecision: {most: 64, wanted: [{indicator: cost_state, "
                "half_width: 5}]}\n");
    assert_int_equal(COMMAND("check", study, "--world", tiny), EXIT_BAD_INPUT);
    assert_says(complained, "cost_state cannot be told by what is stored; these can: ");
    assert_says(complained, "queue_past_wish");
    assert_int_equal(COMMAND("run", study, "--world", tiny), EXIT_BAD_INPUT);
}

static void shipped_studies_are_valid(void **state)
{
    (void)state;
    struct messages messages;
    DIR *folder = opendir("scenarios/studies");
    assert_non_null(folder);
    int studies = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[512];
        if (!strstr(entry->d_name, ".yaml"))
            continue;
        snprintf(path, sizeof path, "scenarios/studies/%s", entry->d_name);
        messages_start(&messages, LANGUAGE_EN);
        struct study_file *file = study_file_read(path, &messages);
        assert_non_null(file);
        for (int l = 0; l < N_LANGUAGES; l++)
            assert_non_null(file->title[l]);
        assert_true(strncmp(file->output, "results/", strlen("results/")) == 0);
        study_file_free(file);
        messages_free(&messages);
        assert_int_equal(COMMAND("check", path), EXIT_DONE);
        studies++;
    }
    closedir(folder);
    assert_true(studies >= 7);
}

/* ---- draws ---- */

static void sobol_takes_few_values(void **state)
{
    struct files *files = *state;
    const char *all = write_study(files, "draws: {n: 4, method: sobol}\n");
    assert_int_equal(COMMAND("check", all, "--world", tiny), EXIT_BAD_INPUT);
    assert_says(complained, "takes at most 40 uncertain values");
    const char *few = write_study(
        files, "draws: {n: 4, method: sobol, only: [scarcity_price, gate_passed]}\noutput: a.h5\n");
    assert_int_equal(COMMAND("run", few, "--world", tiny), EXIT_DONE);
    struct results *results = open_file(file_path(files, "a.h5"));
    assert_int_equal(results->n_draws, 4);
    for (size_t i = 0; i < results->n_drawn; i++)
        assert_true(strcmp(results->drawn[i].parameter, "scarcity_price") == 0 ||
                    strcmp(results->drawn[i].parameter, "gate_passed") == 0);
    results_free(results);
}

enum { COORDINATES = 12, DRAWS = 64 };

static void draw_all(const struct space *space, uint32_t seed, int n,
                     double places[DRAWS][COORDINATES])
{
    struct sobol_draws *draws = sobol_open(space, seed);
    assert_non_null(draws);
    for (int d = 0; d < n; d++)
        sobol_next(draws, places[d]);
    sobol_close(draws);
}

/* The first 64 fall once into each sixty-fourth of every range; fewer are the beginning of more;
 * another seed gives others. */
static void sobol_draws_are_even_and_can_be_extended(void **state)
{
    (void)state;
    static double few[DRAWS][COORDINATES], all[DRAWS][COORDINATES], other[DRAWS][COORDINATES];
    struct coordinate coordinates[COORDINATES] = {{.name = "a"}};
    struct space space = {NULL, coordinates, COORDINATES};
    for (int i = 0; i < COORDINATES; i++)
        snprintf(coordinates[i].name, sizeof coordinates[i].name, "value_%d", i);
    draw_all(&space, 1, DRAWS / 3, few);
    draw_all(&space, 1, DRAWS, all);
    draw_all(&space, 2, DRAWS, other);
    assert_memory_equal(few, all, (DRAWS / 3) * sizeof few[0]);
    assert_memory_not_equal(all, other, sizeof all[0]);
    for (int i = 0; i < COORDINATES; i++) {
        uint64_t seen = 0;
        for (int d = 0; d < DRAWS; d++) {
            assert_true(all[d][i] > 0 && all[d][i] < 1);
            seen |= UINT64_C(1) << (int)(all[d][i] * DRAWS);
        }
        assert_true(seen == UINT64_MAX);
    }
}

static void write_fit(struct files *files, const char *name, const char *acceptance,
                      const char *days)
{
    char here[256], text[1024];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(text, sizeof text,
             "plassflyt: world/1\ntitle: t\nbase: %s/%s\nchange:\n"
             "  - {parameter: pair_acceptance, value: %s}\n"
             "  - {parameter: reserve_days, value: %s, unit: days}\n",
             here, tiny, acceptance, days);
    write_file(files, name, text);
}

static double drawn_value(const struct results *results, size_t draw, const char *parameter)
{
    for (size_t i = 0; i < results->n_drawn; i++)
        if (strcmp(results->drawn[i].parameter, parameter) == 0)
            return results->drawn_value[draw * results->n_drawn + i];
    fail_msg("%s is not drawn", parameter);
    return NAN;
}

/* What a fit found to go together goes together in every draw that is based on it, though other
 * values are drawn. */
static void values_of_a_fit_stay_together(void **state)
{
    struct files *files = *state;
    write_fit(files, "fit_1.yaml", "0.02", "30");
    write_fit(files, "fit_2.yaml", "0.1", "200");
    const char *study = write_study(files, "fits: [fit_1.yaml, fit_2.yaml]\ndraws: 5\n"
                                           "output: a.h5\n");
    assert_int_equal(COMMAND("run", study), EXIT_DONE);
    struct results *results = open_file(file_path(files, "a.h5"));
    assert_int_equal(results->n_draws, 5);
    for (size_t d = 0; d < 5; d++) {
        expect_near(drawn_value(results, d, "pair_acceptance"), d % 2 ? 0.1 : 0.02, 0);
        expect_near(drawn_value(results, d, "reserve_days"), d % 2 ? 200 : 30, 0);
        for (size_t e = 0; e < d; e++)
            assert_true(fabs(drawn_value(results, d, "scarcity_price") -
                             drawn_value(results, e, "scarcity_price")) > 0);
    }
    results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_study_is_what_its_options_are, files_setup, teardown),
        cmocka_unit_test_setup_teardown(options_take_the_place_of_keys, files_setup, teardown),
        cmocka_unit_test_setup_teardown(a_study_stands_alone, files_setup, teardown),
        cmocka_unit_test_setup_teardown(check_says_what_was_understood, files_setup, teardown),
        cmocka_unit_test_setup_teardown(batches_hold_whole_draws, files_setup, teardown),
        cmocka_unit_test_setup_teardown(a_study_runs_until_it_is_precise_enough, files_setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_precise_study_over_draws_says_how_many, files_setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(odd_names_are_told_as_they_are, files_setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_kept_cannot_be_wanted, files_setup, teardown),
        cmocka_unit_test(shipped_studies_are_valid),
        cmocka_unit_test_setup_teardown(sobol_takes_few_values, files_setup, teardown),
        cmocka_unit_test(sobol_draws_are_even_and_can_be_extended),
        cmocka_unit_test_setup_teardown(values_of_a_fit_stay_together, files_setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
