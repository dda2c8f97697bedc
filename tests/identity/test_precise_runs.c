/* Runs that stop when they are precise enough: how long they are and what is in their files depends on
 * nothing but the numbers. */
#include "trials.h"

#include "analysis/results.h"
#include "experiment/many.h"

#include <math.h>
#include <unistd.h>

enum { BATCH = 8, LEAST = 16, MOST = 400, FIGURES = 2 };

static const char *const paths[] = {"scenarios/bistandsplikt.yaml"};
static const char tiny[] = "tests/worlds/tiny.yaml";

struct fixture {
    struct study *study;
    struct layout layout;
    char path[64];
    atomic_int stop;
    int32_t stop_after;
    struct precision_state reached[FIGURES];
    struct many_outcome outcome;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    *state = f;
    f->study = trials_read(paths, 1, tiny);
    struct plan *plan = plan_make(f->study);
    assert_non_null(plan);
    plan_layout(plan, &f->layout);
    plan_free(plan);
    snprintf(f->path, sizeof f->path, "/tmp/plassflyt-precise-%ld.h5", (long)getpid());
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    many_forget(f->path);
    unlink(f->path);
    study_free(f->study);
    free(f);
    return 0;
}

/* Children in foster homes of a kind in the last month, and what the duty changes about the cost. */
static void take_figures(void *context, const int64_t *values, double *figures)
{
    const struct fixture *f = context;
    const struct layout *l = &f->layout;
    const int64_t *duty = values + l->total;
    size_t last = l->first[MEASURE_CHILDREN] + (size_t)(l->months - 1) * l->cells[MEASURE_CHILDREN];
    figures[0] = figures[1] = 0;
    for (size_t cell = 0; cell < l->cells[MEASURE_CHILDREN]; cell++)
        figures[0] += (double)values[last + cell] / 86400000.0 / 31;
    for (size_t i = l->first[MEASURE_COSTS]; i < l->end_first[MEASURE_COSTS]; i++)
        figures[1] += (double)(duty[i] - values[i]) / 1e8;
}

static void look(void *context, const struct progress *progress)
{
    struct fixture *f = context;
    f->stop = f->stop_after > 0 && progress->done - progress->found >= f->stop_after;
}

static const struct precision_goal goals[] = {
    {"children", "", "nullalternativ", false, 0.015, true},
    {"costs", "", "bistandsplikt", true, 5, false},
};

static bool run(struct fixture *f, int threads, int32_t each, const struct draws *draws)
{
    struct messages messages;
    const struct precision precision = {0.95, BATCH, LEAST, each, FIGURES, goals};
    const struct many_order order = {.study = f->study,
                                     .draws = draws,
                                     .seed = 9,
                                     .replications = MOST,
                                     .threads = threads,
                                     .output = f->path,
                                     .precision = &precision,
                                     .n_figures = FIGURES,
                                     .figures = take_figures,
                                     .figures_context = f,
                                     .reached = f->reached,
                                     .report = look,
                                     .context = f,
                                     .stop = &f->stop};
    f->stop = 0;
    messages_start(&messages, LANGUAGE_EN);
    bool done = many_run(&order, &f->outcome, &messages);
    messages_free(&messages);
    return done;
}

/* The same number of replications with nothing said about precision. */
static void run_plainly(struct fixture *f, int32_t replications, struct many_outcome *outcome)
{
    struct messages messages;
    const struct many_order order = {
        .study = f->study, .seed = 9, .replications = replications, .output = f->path};
    messages_start(&messages, LANGUAGE_EN);
    assert_true(many_run(&order, outcome, &messages));
    messages_free(&messages);
}

static void begin_anew(struct fixture *f)
{
    many_forget(f->path);
    unlink(f->path);
}

static void it_stops_at_the_same_place_for_any_number_of_threads(void **state)
{
    struct fixture *f = *state;
    char digest[DIGEST_LENGTH + 1];
    assert_true(run(f, 1, 1, NULL));
    int32_t enough = f->outcome.wanted;
    assert_true(enough > LEAST && enough < MOST && enough % BATCH == 0);
    assert_int_equal(f->outcome.finished, enough);
    assert_true(f->outcome.precise);
    for (size_t i = 0; i < FIGURES; i++)
        assert_true(f->reached[i].reached && f->reached[i].half_width <= f->reached[i].wanted);
    memcpy(digest, f->outcome.digest, sizeof digest);
    static const int threads[] = {2, 7};
    for (size_t t = 0; t < 2; t++) {
        begin_anew(f);
        assert_true(run(f, threads[t], 1, NULL));
        assert_int_equal(f->outcome.found, 0);
        assert_int_equal(f->outcome.wanted, enough);
        assert_string_equal(f->outcome.digest, digest);
        assert_int_equal(access(f->path, F_OK), 0);
    }
    /* asked for again there is nothing to do */
    assert_true(run(f, 1, 1, NULL));
    assert_true(f->outcome.already);
    assert_int_equal(f->outcome.wanted, enough);
    /* and a run of so many replications is the same */
    struct many_outcome plain;
    begin_anew(f);
    run_plainly(f, enough, &plain);
    assert_string_equal(plain.digest, digest);
    begin_anew(f);
}

/* Stopped after every 12 replications, with another number of threads each time. */
static void it_goes_on_where_it_stopped(void **state)
{
    struct fixture *f = *state;
    char digest[DIGEST_LENGTH + 1];
    assert_true(run(f, 2, 1, NULL));
    int32_t enough = f->outcome.wanted;
    memcpy(digest, f->outcome.digest, sizeof digest);
    begin_anew(f);
    int times = 0;
    for (f->stop_after = 12; !run(f, 1 + times % 3, 1, NULL); times++) {
        assert_true(f->outcome.stopped && f->outcome.resumable);
        assert_true(times < 20);
    }
    f->stop_after = 0;
    assert_true(times >= 2);
    assert_true(f->outcome.found >= 24);
    assert_int_equal(f->outcome.wanted, enough);
    assert_string_equal(f->outcome.digest, digest);
    begin_anew(f);
}

/* Draws are what is counted, and those that were not run are not in the file. */
static void draws_are_whole_and_no_more_than_were_run(void **state)
{
    enum { EACH = 2, DRAWS = MOST / EACH };
    struct fixture *f = *state;
    struct parameters *values = calloc(DRAWS, sizeof *values);
    const char **names = calloc(DRAWS, sizeof *names);
    struct draws draws;
    assert_true(values && names);
    for (size_t d = 0; d < DRAWS; d++) {
        values[d] = f->study->value;
        values[d].pair_acceptance = 0.02 + 0.0002 * (double)d;
        names[d] = "a draw";
    }
    assert_true(draws_make(&draws, values, names, DRAWS, EACH));
    assert_true(run(f, 2, EACH, &draws));
    int32_t enough = f->outcome.wanted;
    assert_true(enough < MOST && enough % BATCH == 0);
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct results *results = results_open(f->path, &messages);
    assert_non_null(results);
    assert_int_equal(results->n_draws, enough / EACH);
    assert_int_equal(results->replications, enough);
    results_free(results);
    messages_free(&messages);
    begin_anew(f);
    draws_free(&draws);
    free(values);
    free((void *)names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stops_at_the_same_place_for_any_number_of_threads),
        cmocka_unit_test(it_goes_on_where_it_stopped),
        cmocka_unit_test(draws_are_whole_and_no_more_than_were_run),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
