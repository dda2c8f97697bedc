/* back-cast: what was not known is frozen, and what has been published since is held against it. */
#include "input_files.h"
#include "spoken.h"

#include "command/back_cast.h"
#include "command/history_cut.h"

/* ---- cutting ---- */

static void later_years_take_the_value_of_the_last_year_known(void **state)
{
    struct study *study = read_valid(*state, "nullalternativ.yaml");
    struct parameters *p = &study->value;
    for (int path = 0; path < N_PATH; path++)
        for (int y = 0; y < N_INDEX_YEAR; y++)
            p->arrival_index[path][y] = 100 * path + y;
    for (int k = 0; k < N_UNIT_KIND; k++)
        for (int y = 0; y < N_INDEX_YEAR; y++)
            p->institution_index[k][y] = y;
    struct parameters before = *p;
    freeze_indices(p, 2020);
    for (int path = 0; path < N_PATH; path++)
        for (int y = 0; y < N_INDEX_YEAR; y++)
            expect_near(p->arrival_index[path][y],
                        100 * path + (y < INDEX_YEAR_2020 ? y : INDEX_YEAR_2020), 0);
    expect_near(p->institution_index[UNIT_KIND_CARE][INDEX_YEAR_2026], INDEX_YEAR_2020, 0);
    /* nothing else */
    memcpy(before.arrival_index, p->arrival_index, sizeof before.arrival_index);
    memcpy(before.institution_index, p->institution_index, sizeof before.institution_index);
    memcpy(before.enquiry_index, p->enquiry_index, sizeof before.enquiry_index);
    assert_memory_equal(&before, p, sizeof before);
    study_free(study);
}

static void nothing_is_frozen_when_all_is_known(void **state)
{
    struct study *study = read_valid(*state, "nullalternativ.yaml");
    study->value.arrival_index[PATH_CARE][INDEX_YEAR_2026] = 3;
    struct parameters before = study->value;
    freeze_indices(&study->value, 2026);
    assert_memory_equal(&before, &study->value, sizeof before);
    study_free(study);
}

static void history_ends_with_the_last_figure(void **state)
{
    struct study *study = read_valid(*state, "nullalternativ.yaml");
    struct parameters *p = &study->value;
    history_ends_after(p, 2025);
    assert_int_equal(p->end_date, date_days((struct date){2026, 1, 1}));
    assert_int_equal(p->policy_date, date_days((struct date){2025, 12, 1}));
    history_ends_after(p, 2030);
    assert_int_equal(p->end_date, date_days((struct date){2026, 1, 1}));
    study_free(study);
}

static void years_of_figures_are_read(void **state)
{
    (void)state;
    assert_int_equal(target_last_year(&(struct target){.when = "2022"}), 2022);
    assert_int_equal(target_last_year(&(struct target){.when = "2021-2025"}), 2025);
    assert_int_equal(target_last_year(&(struct target){.when = "2023-12-31"}), 2023);
}

/* ---- what is asked ---- */

static void later_published_figures_become_questions(void **state)
{
    (void)state;
    struct published published[] = {
        {.series = "kin_share",
         .definition = "none",
         .areas = "all",
         .date = date_days((struct date){2021, 12, 31}),
         .period = "day",
         .low = 0.3,
         .high = 0.3,
         .unit = "share",
         .source = "S-1"},
        {.series = "queue",
         .definition = "none",
         .areas = "without_oslo",
         .date = date_days((struct date){2024, 9, 30}),
         .period = "month",
         .low = 250,
         .high = 250,
         .unit = "children",
         .source = "S-2"},
        {.series = "emergency_children",
         .definition = "none",
         .areas = "all",
         .date = date_days((struct date){2022, 12, 31}),
         .period = "year",
         .low = 500,
         .high = 600,
         .unit = "children",
         .source = "S-3"},
        {.series = "queue",
         .definition = "searched",
         .areas = "all",
         .date = date_days((struct date){2022, 12, 31}),
         .period = "day",
         .low = 700,
         .high = 700,
         .unit = "children",
         .source = "S-4"},
        {.series = "institution_cost",
         .definition = "none",
         .areas = "all",
         .date = date_days((struct date){2022, 12, 31}),
         .period = "year",
         .low = 5e9,
         .high = 5e9,
         .unit = "NOK",
         .source = "S-5"},
    };
    struct target known = {.source = "S-4, S-9", .when = "2022-12-31"};
    struct study study = {
        .published = published, .n_published = 5, .targets = &known, .n_targets = 1};
    struct arena *texts = arena_make();
    struct target out[8];
    /* one is too early, one is a target already, of one the model has no like */
    assert_int_equal(published_as_targets(&study, 2021, texts, out, 8), 2);
    assert_string_equal(out[0].count, "queue queue_category=past_wish area!=oslo");
    assert_string_equal(out[0].when, "2024-09-30");
    expect_near(out[0].value, 250, 0);
    assert_string_equal(out[1].when, "2022");
    assert_true(isnan(out[1].value));
    arena_free(texts);
}

/* ---- the verb ---- */

static const char world[] = "tests/worlds/tenth.yaml";

static void cuts_are_last_days_of_years_that_the_world_has(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("back-cast", world, "--from", "2024-06-30"), EXIT_BAD_INPUT);
    assert_says(complained, "--from wants the last day of a year");
    assert_int_equal(SPEAK("back-cast", world, "--from", "2018-12-31"), EXIT_BAD_INPUT);
    assert_says(complained, "the first day to cut at is 2024-12-31");
}

/* Every row says "inside" where the interval and the published figure meet, and only there. */
static void rows_say_whether_the_figure_lies_inside(void **state)
{
    (void)state;
    assert_int_equal(
        SPEAK("back-cast", world, "--from", "2024-12-31", "--replications", "4", "--csv"),
        EXIT_DONE);
    int rows = 0, inside = 0;
    for (char *line = strchr(said, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        /* from the end: source, unit, finding, model_high, model_low, model, high, low */
        double low, high, model, model_low, model_high;
        char *comma = strchr(line, '\n'), *field[9];
        for (int quoted = 0, n = 0; n < 9; n += *comma == ',' && !quoted) {
            comma--;
            quoted ^= *comma == '"';
            if (*comma == ',' && !quoted)
                field[n] = comma + 1;
        }
        low = strtod(field[7], NULL), high = strtod(field[6], NULL);
        model = strtod(field[5], NULL);
        model_low = strtod(field[4], NULL), model_high = strtod(field[3], NULL);
        assert_true(model_low <= model && model <= model_high);
        bool meets = model_low <= high && model_high >= low;
        assert_int_equal(meets, strncmp(field[2], "inside", 6) == 0);
        inside += meets;
        rows++;
    }
    assert_true(rows >= 5);
    assert_true(inside < rows); /* a tenth of the country has no queue of this size */
    assert_string_equal(complained, "");
}

static void it_says_that_the_test_is_not_clean(void **state)
{
    (void)state;
    assert_int_equal(
        SPEAK("back-cast", world, "--from", "2024-12-31,2025-12-31", "--replications", "2"),
        EXIT_DONE);
    assert_says(said, "As if nothing were known after 2024-12-31");
    assert_says(said, "were fitted to figures of later years as well: no clean test"); /* T14 */
    assert_says(said, "As if nothing were known after 2025-12-31");
    assert_says(said, "no target of this world lies after it");
    assert_int_equal(
        SPEAK("back-cast", world, "--from", "2024-12-31", "--replications", "2", "--lang", "nn"),
        EXIT_DONE);
    assert_says(said, "Som om ingenting var kjent etter 2024-12-31");
    assert_says(said, "inga rein prøve");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, files_setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(later_years_take_the_value_of_the_last_year_known),
        TEST(nothing_is_frozen_when_all_is_known),
        TEST(history_ends_with_the_last_figure),
        cmocka_unit_test(years_of_figures_are_read),
        cmocka_unit_test(later_published_figures_become_questions),
        cmocka_unit_test_teardown(cuts_are_last_days_of_years_that_the_world_has, forget),
        cmocka_unit_test_teardown(rows_say_whether_the_figure_lies_inside, forget),
        cmocka_unit_test_teardown(it_says_that_the_test_is_not_clean, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
