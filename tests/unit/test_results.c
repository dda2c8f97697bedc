/* What is written to a results file is read back exactly. With arguments --write FILE it only
 * writes a sample file, for tests/readers. */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/results.h"
#include "results_place.h"
#include "sample_study.h"

static const int32_t failed[] = {2, 33};
enum { REPLICATIONS = 40, MONTHS = 14, SEED = 11, N_FAILED = 2, CHILDREN = 5 };

static struct messages messages;
static struct sample *sample;
static struct results *results;
static char digest[DIGEST_LENGTH + 1];

/* ---- draws ---- */

enum { EACH = 2, DRAWS = REPLICATIONS / EACH };

static struct draws draws;

static double drawn_acceptance(int draw)
{
    return 0.01 + 0.001 * draw;
}

static double drawn_arrivals(int draw)
{
    return 300.0 / (1 + draw);
}

/* Worlds that differ in two cells. */
static bool make_draws(void)
{
    static struct parameters values[DRAWS];
    const char *names[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
        values[d] = sample->study.value;
        values[d].pair_acceptance = drawn_acceptance(d);
        values[d].arrivals[PATH_CARE_ORDER] = drawn_arrivals(d);
        names[d] = d % 2 ? "en prøve" : "small";
    }
    bool made = draws_make(&draws, values, names, DRAWS, EACH);
    sample->header.draws = &draws;
    return made;
}

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    sample = sample_make(SEED, 2, MONTHS, REPLICATIONS);
    sample->header.children = CHILDREN;
    if (!make_draws() ||
        !sample_write(sample, place_file("a.h5"), failed, N_FAILED, digest, &messages))
        return -1;
    results = results_open(place_file("a.h5"), &messages);
    return results ? 0 : -1;
}

static int teardown(void **state)
{
    results_free(results);
    draws_free(&draws);
    sample_free(sample);
    messages_free(&messages);
    return place_remove(state);
}

/* ---- values ---- */

/* What the file should hold for a value that the model left. */
static double stored(enum measure m, bool end, size_t period, int64_t value)
{
    if (measure_table[m].type != LEVEL || end)
        return (double)value;
    return (double)value /
           (double)layout_period_ms(&sample->layout, measure_table[m].layer, period);
}

static void check_replication(enum measure m, bool end, const double *values, size_t scenario,
                              int32_t replication)
{
    size_t cells = sample->layout.cells[m];
    size_t n = cells * layout_periods(&sample->layout, measure_table[m].layer);
    for (size_t i = 0; i < n; i++) {
        int64_t value = sample_value(sample, m, end, i, replication, scenario);
        if (!(values[i] == stored(m, end, i / cells, value)))
            fail_msg("%s[%zu] is %.17g", measure_table[m].name, i, values[i]);
    }
}

static void check_measure(enum measure m, bool end)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", measure_table[m].name, end ? "_end" : "");
    const struct results_measure *measure = results_measure(results, name, &messages);
    assert_non_null(measure);
    double *values = results_values(results, measure, &messages);
    assert_non_null(values);
    size_t size = measure->periods * measure->cells;
    for (size_t s = 0; s < results->scenarios; s++)
        for (size_t r = 0; r < results->replications; r++)
            check_replication(m, end, values + (s * results->replications + r) * size, s,
                              results->replication->number[r]);
    free(values);
}

static void test_values(void **state)
{
    (void)state;
    for (int m = 0; m < N_MEASURES; m++) {
        check_measure((enum measure)m, false);
        if (measure_table[m].type == LEVEL)
            check_measure((enum measure)m, true);
    }
}

static void test_measures(void **state)
{
    (void)state;
    size_t expected = 0;
    for (int m = 0; m < N_MEASURES; m++)
        expected += measure_table[m].type == LEVEL ? 2 : 1;
    assert_int_equal(results->n_measures, expected);
    const struct results_measure *queue = results_measure(results, "queue", &messages);
    assert_string_equal(queue->group, "monthly");
    assert_string_equal(queue->label[LANGUAGE_NN], measure_table[MEASURE_QUEUE].label[LANGUAGE_NN]);
    assert_string_equal(queue->type, "level");
    assert_string_equal(queue->units, "1");
    assert_string_equal(queue->counted, "children");
    assert_int_equal(queue->rank, 5);
    assert_string_equal(queue->axis[3]->name, "queue_category");
    assert_string_equal(queue->axis[4]->name, "area");
    assert_int_equal(queue->periods, MONTHS);
    assert_int_equal(queue->cells, N_QUEUE * N_AREA);
    const struct results_measure *end = results_measure(results, "queue_end", &messages);
    assert_string_equal(end->label[LANGUAGE_NB],
                        "barn som venter på fosterhjem, ved slutten av perioden");
    const struct results_measure *costs = results_measure(results, "costs", &messages);
    assert_string_equal(costs->counted, "øre");
    const struct results_measure *time = results_measure(results, "waiting_time", &messages);
    assert_string_equal(time->units, "ms");
    assert_null(time->counted);
    const struct results_measure *weeks = results_measure(results, "wait_from_search", &messages);
    assert_int_equal(weeks->cells, N_WEEKS * N_WAIT_END);
    assert_string_equal(weeks->axis[3]->name, "week");
}

/* ---- axes ---- */

static void test_axes(void **state)
{
    (void)state;
    assert_int_equal(results->scenarios, 2);
    assert_int_equal(results->replications, REPLICATIONS - N_FAILED);
    for (size_t r = 1; r < results->replications; r++) {
        assert_true(results->replication->number[r - 1] < results->replication->number[r]);
        assert_int_not_equal(results->replication->number[r], failed[0]);
        assert_int_not_equal(results->replication->number[r], failed[1]);
    }
    assert_string_equal(results->scenario->category[1].name, "bistandsplikt");
    assert_string_equal(results->scenario->category[1].label[LANGUAGE_EN], "Duty of assistance");
    for (int d = 0; d < N_DIMENSIONS; d++) {
        const struct dimension_row *row = &dimension_table[d];
        char name[80];
        snprintf(name, sizeof name, "%s_category", row->name);
        const struct results_axis *axis = results_axis(results, row->name);
        axis = axis ? axis : results_axis(results, name);
        if (!axis)
            fail_msg("no axis %s", row->name);
        assert_int_equal(axis->count, row->count);
        assert_string_equal(axis->label[LANGUAGE_NN], row->label[LANGUAGE_NN]);
        for (int i = 0; i < row->count; i++) {
            assert_int_equal(axis->number[i], i);
            assert_int_equal(results_category(axis, row->category[i].name), i);
            for (int l = 0; l < N_LANGUAGES; l++)
                assert_string_equal(axis->category[i].label[l], row->category[i].label[l]);
        }
    }
    assert_int_equal(results_category(results_axis(results, "area"), "nowhere"), -1);
}

/* A variable named as one of its axes would be taken for that axis's coordinates by every netCDF
 * reader. */
static void test_no_variable_bears_the_name_of_an_axis(void **state)
{
    (void)state;
    for (size_t a = 0; a < results->n_axes; a++) {
        for (size_t m = 0; m < results->n_measures; m++)
            assert_string_not_equal(results->axes[a].name, results->measures[m].name);
        assert_null(results_parameter(results, results->axes[a].name));
    }
}

static void test_time(void **state)
{
    (void)state;
    assert_string_equal(results->time_units, "days since 2018-01-01");
    assert_int_equal(results->months, MONTHS);
    assert_int_equal(results->years, 2);
    assert_int_equal(results->year->number[1], 2019);
    assert_true(results->month_edges[0] == 0 && results->month_edges[1] == 31);
    assert_true(results->month_edges[2] == 59 && results->month_edges[12] == 365);
    assert_true(results->year_edges[1] == 365);
    assert_true(results->year_edges[2] == results->month_edges[MONTHS]);
    for (size_t i = 0; i < results->months; i++)
        assert_int_equal(results->month->number[i], i);
}

/* ---- what the run was told ---- */

static void test_parameters(void **state)
{
    (void)state;
    assert_int_equal(results->n_parameters, N_PARAMETERS);
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        const struct evidence *evidence = &sample->study.evidence[p];
        const struct results_parameter *read = results_parameter(results, row->name);
        const double *cells = parameter_cells_const(&sample->study.value, (enum parameter)p);
        assert_non_null(read);
        assert_int_equal(read->count, shape_cells(&row->shape));
        assert_int_equal(read->rank, row->shape.dimensions);
        assert_memory_equal(read->value, cells, read->count * sizeof *cells);
        assert_true(read->low == row->low && read->high == row->high);
        assert_string_equal(read->unit, row->unit);
        assert_string_equal(read->label[LANGUAGE_NB], row->label[LANGUAGE_NB]);
        assert_int_equal(read->has_range, evidence->present && evidence->has_range);
        assert_int_equal(read->status != NULL, evidence->present);
        if (evidence->present) {
            assert_string_equal(read->status, status_name[evidence->status]);
            assert_string_equal(read->source, evidence->source);
        }
    }
}

static void test_one_parameter(void **state)
{
    (void)state;
    const struct results_parameter *days = results_parameter(results, "board_days");
    assert_string_equal(days->role, "uncertain calibrated lever");
    assert_string_equal(days->axis[0]->name, "path");
    char origin[64];
    snprintf(origin, sizeof origin, "evidence/arrivals.yaml:%d", PARAMETER_board_days + 2);
    assert_string_equal(days->origin, origin);
    assert_null(results_parameter(results, "no_such_thing"));
}

static void test_sources(void **state)
{
    (void)state;
    assert_int_equal(results->n_sources, SAMPLE_SOURCES);
    const struct results_source *first = results_source(results, "F-Q10");
    assert_string_equal(first->title, "Kø og ventetid");
    assert_string_equal(first->bias, "self-reported");
    assert_string_equal(results_source(results, "R-14")->issuer, "");
    assert_null(results_source(results, "R-15"));
}

static void test_changes(void **state)
{
    (void)state;
    /* One cell of a scalar in the world, the same in the policy, and two ways in. */
    assert_int_equal(results->n_changes, 1 + 1 + 2);
    const struct results_change *world = &results->changes[0], *policy = &results->changes[1];
    assert_int_equal(world->scenario, -1);
    assert_string_equal(world->operation, "plus");
    assert_string_equal(world->from, "");
    assert_string_equal(world->origin, "worlds/small.yaml:3");
    assert_int_equal(policy->scenario, 1);
    assert_string_equal(policy->parameter, "duty_deadline");
    assert_string_equal(policy->cell, "");
    assert_string_equal(policy->from, "2019-01-01");
    assert_string_equal(policy->to, "");
    assert_string_equal(policy->why, "the duty’s deadline");
    assert_string_equal(policy->origin, "duty.yaml:7");
    assert_string_equal(policy[1].cell, "acute_home");
    assert_string_equal(policy[2].cell, "care_order");
    assert_string_equal(policy[2].to, "2020-01-01");
    assert_string_equal(policy[2].operation, "times");
    assert_true(policy[2].amount == 2.5);
    assert_int_equal(policy[2].ramp_months, 24);
    assert_string_equal(policy[2].why, "");
}

static void test_failures_and_inputs(void **state)
{
    (void)state;
    assert_int_equal(results->n_failures, N_FAILED);
    assert_int_equal(results->failures[1].replication, failed[1]);
    assert_string_equal(results->failures[1].reason, "køen vokste over grensen");
    assert_int_equal(results->n_inputs, SAMPLE_FILES);
    assert_string_equal(results->inputs[0].name, "evidence/arrivals.yaml");
    for (int i = 0; i < SAMPLE_FILES; i++)
        assert_string_equal(results->inputs[i].text, sample->files[i].text);
}

static void test_draws(void **state)
{
    (void)state;
    assert_int_equal(results->n_draws, DRAWS);
    assert_int_equal(results->n_drawn, 2);
    assert_string_equal(results->drawn[0].parameter, "arrivals");
    assert_string_equal(results->drawn[0].cell, "care_order");
    assert_string_equal(results->drawn[1].parameter, "pair_acceptance");
    assert_string_equal(results->drawn[1].cell, "");
    for (int d = 0; d < DRAWS; d++) {
        assert_string_equal(results->draw_world[d], d % 2 ? "en prøve" : "small");
        assert_true(results->drawn_value[2 * d] == drawn_arrivals(d));
        assert_true(results->drawn_value[2 * d + 1] == drawn_acceptance(d));
    }
    assert_int_equal(results->replications, REPLICATIONS - N_FAILED);
    for (size_t i = 0; i < results->replications; i++)
        assert_int_equal(results->draw[i], results->replication->number[i] / EACH);
}

static void test_a_draw_is_the_study_in_another_world(void **state)
{
    (void)state;
    struct study own = draw_study(&draws, 3, &sample->study);
    struct parameters expected = sample->study.value;
    expected.pair_acceptance = drawn_acceptance(3);
    expected.arrivals[PATH_CARE_ORDER] = drawn_arrivals(3);
    assert_memory_equal(&own.value, &expected, sizeof expected);
    assert_ptr_equal(own.policies, sample->study.policies);
    assert_int_equal(draw_of(&draws, 2 * EACH - 1), 1);
    assert_int_equal(draw_of(&draws, 2 * EACH), 2);
    assert_int_equal(draw_of(NULL, 17), 0);
}

static void test_root(void **state)
{
    (void)state;
    assert_string_equal(results->schema, "1.3");
    assert_string_equal(results->digest, digest);
    assert_true(results->seed == SEED);
    assert_int_equal(results->replications_asked, REPLICATIONS);
    assert_string_equal(results->title[LANGUAGE_NN], "Plassflyt: Eit lite prøveland");
    assert_string_equal(results->world, "small");
}

static void test_unknown_measure(void **state)
{
    (void)state;
    struct messages unknown;
    messages_start(&unknown, LANGUAGE_NB);
    assert_null(results_measure(results, "queeu", &unknown));
    assert_int_equal(unknown.count, 1);
    assert_non_null(strstr(unknown.shown[0].text, "queue"));
    messages_free(&unknown);
}

/* Prints "path index index … value" for some cells of a measure; replication r is the r-th
 * finished. */
static void print_cells(enum measure m, bool end)
{
    static const char *const group[N_LAYERS] = {"monthly", "yearly", "weeks"};
    const struct measure_row *row = &measure_table[m];
    size_t cells = sample->layout.cells[m], periods = layout_periods(&sample->layout, row->layer);
    for (size_t k = 0; k < 3; k++) {
        size_t scenario = k, cell = (k + 1) * 7919 % (cells * periods), left = cell;
        size_t index[8], rank = 0;
        for (int d = row->shape.dimensions; d-- > 0;) {
            size_t count = (size_t)dimension_table[row->shape.dimension[d]].count;
            index[rank++] = left % count;
            left /= count;
        }
        if (row->layer == WEEKS) {
            index[rank++] = left % N_WEEKS;
            left /= N_WEEKS;
        }
        int64_t value = sample_value(sample, m, end, cell, 35, scenario);
        /* Of 0 … 39 without 2 and 33, number 35 is the 34th. */
        printf("%s/%s%s %zu 33 %zu", group[row->layer], row->name, end ? "_end" : "", scenario,
               left);
        while (rank-- > 0)
            printf(" %zu", index[rank]);
        printf(" %.17g\n", stored(m, end, cell / cells, value));
    }
}

/* The same for children: row 100 is number 40 of replication 1. */
static void print_children(void)
{
    size_t at = 100 - sample_children_of(0);
    for (int f = 0; f < N_CHILD_FACTS; f++)
        if (child_fact_table[f].kind != OUTCOME_KIND_DAY)
            printf("children/%s 100 %" PRId64 "\n", child_fact_table[f].name,
                   sample_fact(1, at, (enum child_fact)f));
    for (int o = 0; o < N_OUTCOMES; o++)
        if (outcome_table[o].kind != OUTCOME_KIND_DAY)
            printf("children/%s 2 100 %" PRId64 "\n", outcome_table[o].name,
                   sample_outcome(1, at, 2, (enum outcome)o));
    puts("children/replication_number 100 1");
}

static int write_sample(const char *path)
{
    sample = sample_make(SEED, 3, MONTHS, REPLICATIONS);
    sample->header.children = CHILDREN;
    messages_start(&messages, LANGUAGE_EN);
    bool good = make_draws() && sample_write(sample, path, failed, N_FAILED, digest, &messages);
    for (int m = 0; good && m < N_MEASURES; m++) {
        print_cells((enum measure)m, false);
        if (measure_table[m].type == LEVEL)
            print_cells((enum measure)m, true);
    }
    if (good)
        print_children();
    draws_free(&draws);
    sample_free(sample);
    messages_free(&messages);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_measures),
        cmocka_unit_test(test_axes),
        cmocka_unit_test(test_no_variable_bears_the_name_of_an_axis),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_one_parameter),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_failures_and_inputs),
        cmocka_unit_test(test_draws),
        cmocka_unit_test(test_a_draw_is_the_study_in_another_world),
        cmocka_unit_test(test_root),
        cmocka_unit_test(test_unknown_measure),
    };
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_sample(argv[2]);
    return cmocka_run_group_tests(tests, setup, teardown);
}
