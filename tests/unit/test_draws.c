/* Runs over draws: of a Latin hypercube, and of a set of worlds. */
#include "input_files.h"

#include "analysis/results.h"
#include "experiment/latin_draws.h"
#include "spoken.h"

#include <math.h>

#define COMMAND(...) SPEAK(__VA_ARGS__, "--lang", "en")

static const char tiny[] = "tests/worlds/tiny.yaml";

static int teardown(void **state)
{
    free(said);
    free(complained);
    said = complained = NULL;
    return files_teardown(state);
}

/* ---- the hypercube ---- */

static struct study *read_tiny(void)
{
    struct messages messages;
    const char *path = tiny;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(&path, 1, NULL, &messages);
    assert_non_null(study);
    messages_free(&messages);
    return study;
}

static void every_part_of_every_range_is_drawn_from_once_a_block(void **state)
{
    (void)state;
    struct study *study = read_tiny();
    struct space space;
    const struct space_choice all = {.last_year = 3000, .uncertain = true};
    assert_true(space_make(&space, study, &all));
    assert_true(space.n > 100);
    double *places = calloc(LATIN_BLOCK * space.n, sizeof *places);
    unsigned *seen = calloc(2 * space.n, sizeof *seen);
    assert_true(places && seen);
    for (size_t block = 0; block < 2; block++) {
        assert_true(latin_block(&space, 7, block, places));
        for (size_t i = 0; i < LATIN_BLOCK * space.n; i++) {
            assert_true(places[i] >= 0 && places[i] < 1);
            seen[block * space.n + i % space.n] |= 1u << (int)(places[i] * LATIN_BLOCK);
        }
    }
    for (size_t i = 0; i < 2 * space.n; i++)
        assert_int_equal(seen[i], UINT32_MAX);
    free(places);
    free(seen);
    space_free(&space);
    study_free(study);
}

/* Over 32 blocks no two of the first values go together more than chance lets them: a correlation of
 * 1024 pairs has a standard deviation of 1/32. */
static void values_do_not_go_together(void **state)
{
    (void)state;
    enum { VALUES = 12, DRAWS = 32 * LATIN_BLOCK };
    struct study *study = read_tiny();
    struct space space;
    const struct space_choice all = {.last_year = 3000, .uncertain = true};
    assert_true(space_make(&space, study, &all));
    static double drawn[DRAWS][VALUES];
    size_t n = space.n;
    space.n = VALUES;
    for (size_t d = 0; d < DRAWS; d += LATIN_BLOCK)
        assert_true(latin_block(&space, 1, d / LATIN_BLOCK, drawn[d]));
    for (int a = 0; a < VALUES; a++)
        for (int b = 0; b < a; b++) {
            double sum = 0;
            for (size_t d = 0; d < DRAWS; d++)
                sum += 12 * (drawn[d][a] - 0.5) * (drawn[d][b] - 0.5) / DRAWS;
            assert_true(fabs(sum) < 4.5 / 32);
        }
    space.n = n;
    space_free(&space);
    study_free(study);
}

/* ---- runs ---- */

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

static double *values_of(const struct results *results, const char *measure, size_t *each)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    const struct results_measure *m = results_measure(results, measure, &messages);
    assert_non_null(m);
    double *values = results_values(results, m, &messages);
    assert_non_null(values);
    *each = m->periods * m->cells;
    messages_free(&messages);
    return values;
}

/* Two draws more leave those there were as they were; other draws are other worlds. */
static void a_study_is_made_longer(void **state)
{
    struct files *files = *state;
    char *few = strdup(file_path(files, "few.h5")), *many = strdup(file_path(files, "many.h5"));
    assert_int_equal(COMMAND("run", tiny, "--draws", "2", "--output", few), EXIT_DONE);
    assert_non_null(strstr(said, "2 draws of"));
    assert_int_equal(COMMAND("run", tiny, "--draws", "4", "--output", many), EXIT_DONE);
    struct results *a = open_file(few), *b = open_file(many);
    size_t each;
    double *x = values_of(a, "children", &each), *y = values_of(b, "children", &each);
    assert_int_equal(a->replications, 4);
    assert_int_equal(b->replications, 8);
    assert_memory_equal(x, y, 4 * each * sizeof *x);
    for (int32_t r = 0; r < 8; r++)
        assert_int_equal(b->draw[r], r / 2);
    assert_true(a->n_drawn > 100);
    assert_memory_not_equal(b->drawn_value, b->drawn_value + b->n_drawn,
                            b->n_drawn * sizeof *b->drawn_value);
    free(x);
    free(y);
    results_free(a);
    results_free(b);
    free(few);
    free(many);
}

static void write_fit(struct files *files, const char *name, const char *acceptance)
{
    char here[256], text[1024];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(text, sizeof text,
             "plassflyt: world/1\ntitle: t\nbase: %s/tests/worlds/tiny.yaml\n"
             "change:\n  - {parameter: pair_acceptance, value: %s, status: calibrated}\n",
             here, acceptance);
    write_file(files, name, text);
}

/* A replication of a fit is the one that a run in that world alone gives. */
static void every_fit_is_a_world(void **state)
{
    struct files *files = *state;
    char fits[4096], *both, *alone;
    write_fit(files, "fit_2.yaml", "0.02");
    write_fit(files, "fit_10.yaml", "0.1");
    both = strdup(file_path(files, "both.h5"));
    alone = strdup(file_path(files, "alone.h5"));
    snprintf(fits, sizeof fits, "%s", file_path(files, "fit_2.yaml"));
    snprintf(fits + strlen(fits), sizeof fits - strlen(fits), ",%s",
             file_path(files, "fit_10.yaml"));
    assert_int_equal(COMMAND("run", "scenarios/bistandsplikt.yaml", "--fits", fits,
                             "--replications", "6", "--output", both),
                     EXIT_DONE);
    assert_int_equal(COMMAND("run", "scenarios/bistandsplikt.yaml", "--world",
                             file_path(files, "fit_10.yaml"), "--replications", "6", "--output",
                             alone),
                     EXIT_DONE);
    struct results *a = open_file(both), *b = open_file(alone);
    size_t each;
    double *x = values_of(a, "costs", &each), *y = values_of(b, "costs", &each);
    assert_int_equal(a->n_drawn, 1);
    assert_string_equal(a->drawn[0].parameter, "pair_acceptance");
    assert_true(a->drawn_value[0] == 0.02 && a->drawn_value[1] == 0.1);
    assert_string_equal(a->draw_world[1], "fit_10");
    for (size_t s = 0; s < 2; s++) {
        size_t at = s * 6 * each;
        assert_memory_not_equal(x + at, y + at, 3 * each * sizeof *x);
        assert_memory_equal(x + at + 3 * each, y + at + 3 * each, 3 * each * sizeof *x);
    }
    free(x);
    free(y);
    results_free(a);
    results_free(b);
    /* it is told again in its own world */
    assert_int_equal(COMMAND("replay", both, "--replication", "4", "--child", "random"), EXIT_DONE);
    free(both);
    free(alone);
}

static void chance_and_uncertain_values_are_told_apart(void **state)
{
    struct files *files = *state;
    char *path = strdup(file_path(files, "parts.h5"));
    assert_int_equal(COMMAND("run", "scenarios/bistandsplikt.yaml", "--world", tiny, "--draws", "2",
                             "--output", path),
                     EXIT_DONE);
    assert_int_equal(COMMAND("compare", path), EXIT_DONE);
    assert_non_null(strstr(said, "4 replications in 2 draws of"));
    assert_non_null(strstr(said, "draws ±"));
    assert_non_null(strstr(said, "only 2 draws"));
    assert_int_equal(COMMAND("validate", path, path, "--csv"), EXIT_DONE);
    assert_non_null(strstr(said, "between_draws"));
    free(path);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    struct files *files = *state;
    const char *out = file_path(files, "no.h5");
    assert_int_equal(COMMAND("run", tiny, "--draws", "1", "--output", out), EXIT_BAD_INPUT);
    assert_int_equal(COMMAND("run", tiny, "--draws", "4", "--replications", "10", "--output", out),
                     EXIT_BAD_INPUT);
    assert_non_null(strstr(complained, "10 replications cannot be shared out to 4 draws"));
    assert_int_equal(COMMAND("run", tiny, "--draws", "4", "--replications", "4", "--output", out),
                     EXIT_BAD_INPUT);
    assert_int_equal(COMMAND("run", tiny, "--fits", tiny, "--output", out), EXIT_BAD_INPUT);
    assert_non_null(strstr(complained, "at least two world files"));
    assert_int_equal(
        COMMAND("run", tiny, "--fits", "tests/worlds", "--world", tiny, "--output", out),
        EXIT_BAD_INPUT);
    assert_non_null(strstr(complained, "--world and --fits"));
    assert_int_equal(COMMAND("run", "scenarios/bistandsplikt.yaml", "--fits",
                             "tests/worlds/tiny.yaml,scenarios/bistandsplikt.yaml", "--output",
                             out),
                     EXIT_BAD_INPUT);
    assert_non_null(strstr(complained, "is no world with the same dates"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_every_range_is_drawn_from_once_a_block),
        cmocka_unit_test(values_do_not_go_together),
        cmocka_unit_test_setup_teardown(a_study_is_made_longer, files_setup, teardown),
        cmocka_unit_test_setup_teardown(every_fit_is_a_world, files_setup, teardown),
        cmocka_unit_test_setup_teardown(chance_and_uncertain_values_are_told_apart, files_setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_drawn_is_refused, files_setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
