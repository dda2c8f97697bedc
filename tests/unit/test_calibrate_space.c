/* What calibration may move, how far, and what it writes down. */
#include "input_files.h"

#include "experiment/calibrate_journal.h"
#include "experiment/calibrate_space.h"

static const char evidence[] = "tests/calibrate/evidence.yaml";
static const char small[] = "tests/calibrate/small.yaml";

static struct study *read_world(const char *path)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(&path, 1, NULL, &messages);
    messages_print(&messages, stderr, false);
    messages_free(&messages);
    assert_non_null(study);
    return study;
}

static struct space make(const struct study *study, const char *only, const char *hold)
{
    struct space space;
    const struct space_choice choice = {.only = only, .hold = hold, .last_year = 2025};
    assert_true(space_make(&space, study, &choice));
    return space;
}

/* Places that all coordinates have at once. */
static double *all_at(const struct space *space, double place)
{
    double *places = malloc((space->n + 1) * sizeof *places);
    assert_non_null(places);
    for (size_t i = 0; i < space->n; i++)
        places[i] = place;
    return places;
}

static const struct coordinate *find(const struct space *space, const char *name)
{
    for (size_t i = 0; i < space->n; i++)
        if (strcmp(space->coordinates[i].name, name) == 0)
            return &space->coordinates[i];
    return NULL;
}

/* ---- ranges ---- */

static void no_range_is_wider_than_its_evidence(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, NULL, NULL);
    assert_true(space.n > 50);
    for (size_t i = 0; i < space.n; i++) {
        const struct coordinate *c = &space.coordinates[i];
        const struct evidence *e = &study->evidence[c->parameter];
        assert_true(parameter_table[c->parameter].role & CALIBRATED);
        assert_int_equal(e->status, STATUS_ASSUMPTION);
        assert_true(c->low >= e->low && c->high <= e->high);
        assert_true(c->low <= c->evidence && c->evidence <= c->high);
        for (int eighth = 0; eighth <= 8; eighth++) {
            double place = eighth / 8.0;
            double value = coordinate_value(c, place);
            assert_true(value >= e->low && value <= e->high);
            expect_near(coordinate_place(c, value), place, 0.006); /* four digits */
        }
    }
    space_free(&space);
    study_free(study);
}

static void all_values_stay_inside_the_bounds_of_their_parameters(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, NULL, NULL);
    for (int end = 0; end < 2; end++) {
        struct parameters values;
        double *places = all_at(&space, end);
        space_values(&space, places, &values);
        for (int p = 0; p < N_PARAMETERS; p++) {
            const struct parameter_row *row = &parameter_table[p];
            const double *cells = parameter_cells_const(&values, (enum parameter)p);
            for (size_t i = 0; i < shape_cells(&row->shape); i++)
                assert_true(cells[i] >= row->low && cells[i] <= row->high);
        }
        free(places);
    }
    space_free(&space);
    study_free(study);
}

static void shares_sum_to_one(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, "need_share", NULL);
    double *places = all_at(&space, 0);
    assert_int_equal(space.n, N_NEED);
    places[2] = 1;
    struct parameters values;
    space_values(&space, places, &values);
    for (int path = 0; path < N_PATH; path++) {
        double sum = 0;
        for (int need = 0; need < N_NEED; need++)
            sum += values.need_share[path][need];
        expect_near(sum, 1, 1e-12);
    }
    assert_true(values.need_share[PATH_CARE_ORDER][NEED_SPECIALISED] >
                study->value.need_share[PATH_CARE_ORDER][NEED_SPECIALISED]);
    free(places);
    space_free(&space);
    study_free(study);
}

static void the_evidence_gives_the_worlds_own_values(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, NULL, NULL);
    double *places = all_at(&space, 0);
    for (size_t i = 0; i < space.n; i++)
        places[i] = coordinate_place(&space.coordinates[i], space.coordinates[i].evidence);
    struct parameters values;
    space_values(&space, places, &values);
    assert_memory_equal(&values, &study->value, sizeof values);
    free(places);
    space_free(&space);
    study_free(study);
}

/* ---- which ---- */

static size_t times_moved(const struct space *space, enum parameter parameter, size_t cell)
{
    size_t n = 0;
    for (size_t i = 0; i < space->n; i++)
        for (size_t k = 0; k < space->coordinates[i].n_cells; k++)
            n += space->coordinates[i].parameter == parameter &&
                 space->coordinates[i].cells[k] == cell;
    return n;
}

static void each_cell_that_may_move_does_so_once(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, NULL, NULL);
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        const struct evidence *e = &study->evidence[p];
        const double *cells = parameter_cells_const(&study->value, (enum parameter)p);
        bool may = row->role & CALIBRATED && e->status == STATUS_ASSUMPTION && e->has_range;
        bool chance = strcmp(row->unit, "probability") == 0;
        for (size_t i = 0; i < shape_cells(&row->shape); i++) {
            bool rule = e->range_is_factor && (cells[i] <= 0 || (chance && cells[i] >= 1));
            assert_int_equal(times_moved(&space, (enum parameter)p, i), may && !rule);
        }
    }
    space_free(&space);
    study_free(study);
}

static void what_the_world_changes_is_held(void **state)
{
    (void)state;
    struct study *study = read_world(small);
    struct space space = make(study, NULL, NULL);
    assert_null(find(&space, "arrivals.acute_home"));
    assert_null(find(&space, "institution_places.acute"));
    assert_non_null(find(&space, "pair_acceptance"));
    space_free(&space);
    study_free(study);
}

static void years_after_the_last_figure_follow_it(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space space = make(study, "institution_index", NULL);
    assert_int_equal(space.n, N_INDEX_YEAR - 1);
    const struct coordinate *last = find(&space, "institution_index.2025");
    assert_non_null(last);
    assert_int_equal(last->n_cells, 2 * N_UNIT_KIND);
    assert_int_equal(last->last[0], INDEX_YEAR_2026);
    assert_null(find(&space, "institution_index.2026"));
    space_free(&space);
    study_free(study);
}

static void names_choose_what_moves(void **state)
{
    (void)state;
    struct study *study = read_world(evidence);
    struct space two = make(study, "pair_acceptance,onward_need", NULL);
    assert_int_equal(two.n, 2);
    struct space one = make(study, "pair_acceptance,onward_need", "onward_need");
    assert_int_equal(one.n, 1);
    struct space all = make(study, NULL, NULL), rest = make(study, NULL, "pair_acceptance");
    assert_int_equal(rest.n, all.n - 1);
    struct space *made[] = {&two, &one, &all, &rest};
    for (int i = 0; i < 4; i++)
        space_free(made[i]);
    assert_null(space_unknown_name("pair_acceptance,onward_need"));
    const char *wrong[] = {"pair_acceptance,onward", "policy_date", "x"};
    for (int i = 0; i < 3; i++) {
        char *unknown = space_unknown_name(wrong[i]);
        assert_non_null(unknown);
        assert_string_equal(unknown, i == 0 ? "onward" : wrong[i]);
        free(unknown);
    }
    study_free(study);
}

/* ---- the journal ---- */

static const char first_key[] = "0123456789abcdef0123456789abcdef";
static const char second_key[] = "00000000000000000000000000000000";

static struct calibration_journal *open_journal(const char *path)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct calibration_journal *journal = calibration_journal_open(path, &messages);
    assert_int_equal(messages.count, journal ? 0 : 1);
    messages_free(&messages);
    return journal;
}

static void add(struct calibration_journal *journal, const char *key, double a, double b)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    assert_true(calibration_journal_add(journal, key, 2, (double[]){a, b}, &messages));
    messages_free(&messages);
}

static void expect_in(const struct calibration_journal *journal, const char *key, double a,
                      double b)
{
    double found[2];
    assert_true(calibration_journal_find(journal, key, 2, found));
    expect_near(found[0], a, 0);
    expect_near(found[1], b, 0);
}

static void a_journal_gives_back_the_same_numbers(void **state)
{
    const char *path = file_path(*state, "j");
    double found[2];
    struct calibration_journal *journal = open_journal(path);
    assert_non_null(journal);
    assert_false(calibration_journal_find(journal, first_key, 2, found));
    add(journal, first_key, 0.1, -1e300);
    add(journal, second_key, NAN, 1.0 / 3);
    expect_in(journal, first_key, 0.1, -1e300);
    calibration_journal_close(journal);
    journal = open_journal(path);
    expect_in(journal, first_key, 0.1, -1e300);
    assert_false(calibration_journal_find(journal, first_key, 3, (double[3]){0}));
    assert_true(calibration_journal_find(journal, second_key, 2, found));
    assert_true(isnan(found[0]));
    expect_near(found[1], 1.0 / 3, 0);
    calibration_journal_close(journal);
}

static void a_line_that_was_cut_short_counts_for_nothing(void **state)
{
    const char *path = file_path(*state, "j");
    struct calibration_journal *journal = open_journal(path);
    add(journal, first_key, 1, 2);
    add(journal, second_key, 3, 4);
    calibration_journal_close(journal);
    FILE *file = fopen(path, "r");
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    fclose(file);
    for (long cut = 1; cut < 55; cut++) {
        assert_int_equal(truncate(path, length - cut), 0);
        double found[2];
        journal = open_journal(path);
        assert_non_null(journal);
        expect_in(journal, first_key, 1, 2);
        assert_false(calibration_journal_find(journal, second_key, 2, found));
        add(journal, second_key, 3, 4);
        calibration_journal_close(journal);
        journal = open_journal(path);
        expect_in(journal, second_key, 3, 4);
        calibration_journal_close(journal);
        assert_int_equal(unlink(path), 0);
        journal = open_journal(path);
        add(journal, first_key, 1, 2);
        add(journal, second_key, 3, 4);
        calibration_journal_close(journal);
    }
}

static void what_is_no_journal_is_left_alone(void **state)
{
    write_file(*state, "j", "dear diary\n");
    assert_null(open_journal(file_path(*state, "j")));
    assert_null(open_journal(file_path(*state, "nowhere/j")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_range_is_wider_than_its_evidence),
        cmocka_unit_test(all_values_stay_inside_the_bounds_of_their_parameters),
        cmocka_unit_test(shares_sum_to_one),
        cmocka_unit_test(the_evidence_gives_the_worlds_own_values),
        cmocka_unit_test(each_cell_that_may_move_does_so_once),
        cmocka_unit_test(what_the_world_changes_is_held),
        cmocka_unit_test(years_after_the_last_figure_follow_it),
        cmocka_unit_test(names_choose_what_moves),
        cmocka_unit_test_setup_teardown(a_journal_gives_back_the_same_numbers, files_setup,
                                        files_teardown),
        cmocka_unit_test_setup_teardown(a_line_that_was_cut_short_counts_for_nothing, files_setup,
                                        files_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_journal_is_left_alone, files_setup,
                                        files_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
