/* Starting from a count: what is told is there to the child, what is left open is drawn, and a state that
 * is counted and started from anew lives on much as it would have. */
#include "changes.h"
#include "count_state.h"
#include "watch.h"

#include "engine/date.h"

#include <math.h>

static const char tenth[] = "tests/worlds/tenth.yaml", short_world[] = "tests/worlds/short.yaml";

enum { SEED = 61 };

/* ---- a count of a simulated country ---- */

/* Counts a replication of a world at the beginning of a year into a file of `f`; the watch stays open,
 * at that date. */
static const char *count_at(struct files *f, struct watch *w, const char *world, int year)
{
    char date[16];
    const char *paths[] = {world};
    watch_open(w, paths, 1, NULL, SEED, 0);
    tick when = (date_days((struct date){year, 1, 1}) - w->plan->start_day) * TICKS_PER_DAY;
    assert_true(model_run(&w->model, 0, when));
    char path[FILE_PATH];
    assert_true(f->n < FILES_MOST);
    assert_true(snprintf(path, sizeof path, "%s/count.yaml", f->place) < FILE_PATH);
    snprintf(date, sizeof date, "%d-01-01", year);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    count_write(file, &w->model, date);
    assert_int_equal(fclose(file), 0);
    return strcpy(f->path[f->n++], path);
}

/* A world that starts from a file. */
static const char *started_world(struct files *f, const char *base, const char *count)
{
    char changes[FILE_PATH + 64];
    snprintf(changes, sizeof changes, "  - {parameter: rest_days, plus: 0}\nstart: %s\n", count);
    return world_of(f, "started", base, changes);
}

/* ---- exactness ---- */

static int64_t at_start(const struct trials *t, enum measure m, size_t cell)
{
    return t->values[t->layout.start_first[m] + cell];
}

/* Cells that a count tells of; what it leaves to be drawn is left out. */
static bool is_told(enum measure m, size_t cell)
{
    size_t state = cell % N_HOME_STATE;
    if (m == MEASURE_CHILDREN)
        return place_table[cell].kind != PLACE_KIND_CENTRE && cell != PLACE_RETURNED &&
               cell != PLACE_AT_HOME; /* where families wait for a centre, too */
    if (m == MEASURE_HOMES)           /* a reserved home counts as idle */
        return state != HOME_STATE_RESERVED && state != HOME_STATE_IDLE;
    if (m == MEASURE_QUEUE) /* who is past six weeks is drawn inside the bands */
        return cell < CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 0);
    return m == MEASURE_FOSTER_CHILDREN || m == MEASURE_QUEUE_GROUPS;
}

static void what_is_told_is_there_in_every_replication(void **state)
{
    (void)state;
    struct files f;
    struct watch w;
    struct trials t;
    files_open(&f);
    const char *count = count_at(&f, &w, tenth, 2025);
    trials_open(&t, started_world(&f, tenth, count), SEED);
    static const enum measure told[] = {MEASURE_CHILDREN, MEASURE_HOMES, MEASURE_QUEUE,
                                        MEASURE_FOSTER_CHILDREN};
    for (uint32_t r = 0; r < 3; r++) {
        trials_run(&t, r);
        for (size_t i = 0; i < sizeof told / sizeof *told; i++)
            for (size_t cell = 0; cell < t.layout.cells[told[i]]; cell++)
                if (is_told(told[i], cell))
                    assert_int_equal(at_start(&t, told[i], cell),
                                     observed_level(&w.model.observer, told[i], cell));
    }
    trials_close(&t);
    watch_close(&w);
    files_close(&f);
}

/* What the file does not say differs between replications: here the ages inside the bands. */
static void what_is_left_open_is_drawn_in_each_replication(void **state)
{
    (void)state;
    struct files f;
    struct watch w;
    struct trials t;
    files_open(&f);
    const char *count = count_at(&f, &w, short_world, 2026);
    trials_open(&t, started_world(&f, short_world, count), SEED);
    trials_repeat(&t);
    trials_close(&t);
    watch_close(&w);
    files_close(&f);
}

/* Every invariant holds from the first moment on, after each event. */
static void nothing_is_out_of_order_from_the_first_moment(void **state)
{
    (void)state;
    static const char tiny[] = "tests/worlds/tiny.yaml";
    const struct replication_options checked = {.check_each_event = true};
    struct files f;
    struct watch w;
    struct trials t;
    files_open(&f);
    const char *count = count_at(&f, &w, tiny, 2027);
    const char *paths[] = {"scenarios/bistandsplikt_rammeavtale.yaml"};
    trials_open_with(&t, paths, 1, started_world(&f, tiny, count), SEED, &checked);
    trials_run(&t, 0);
    trials_close(&t);
    watch_close(&w);
    files_close(&f);
}

/* ---- lives on as it would have ---- */

enum { TRIALS = 12, N_FIGURES = 7 };

static const struct {
    const char *name;
    enum measure measure;
    size_t first, cells;
    double tolerance; /* of the mean over a year, as a share */
} figures[N_FIGURES] = {
    {"queue (i)", MEASURE_QUEUE, CELL2(QUEUE, QUEUE_SEARCHED, AREA, 0), N_AREA, 0.08},
    {"queue (ii)", MEASURE_QUEUE, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 0), N_AREA, 0.18},
    {"kin homes", MEASURE_CHILDREN, PLACE_KINSHIP, 1, 0.02},
    {"ordinary and reinforced homes", MEASURE_CHILDREN, PLACE_ORDINARY, 2, 0.02},
    {"specialised homes", MEASURE_CHILDREN, PLACE_SPECIALISED_STATE, 3, 0.05},
    {"emergency homes", MEASURE_CHILDREN, PLACE_EMERGENCY, 1, 0.09},
    {"institutions", MEASURE_CHILDREN, PLACE_ACUTE_PUBLIC, 9, 0.04},
};

static double level_now(const struct model *m, int figure)
{
    double sum = 0;
    for (size_t c = 0; c < figures[figure].cells; c++)
        sum += (double)observed_level(&m->observer, figures[figure].measure,
                                      figures[figure].first + c);
    return sum;
}

/* Adds the figures at the end of each month of a year to `sum`. */
static void live_a_year(struct model *m, double sum[N_FIGURES])
{
    struct date from = date_of_days(m->plan->start_day + now(m) / TICKS_PER_DAY);
    for (int month = 1; month <= 12; month++) {
        int64_t day = date_days(date_add_months(from, month));
        assert_true(model_run(m, 0, (day - m->plan->start_day) * TICKS_PER_DAY));
        for (int i = 0; i < N_FIGURES; i++)
            sum[i] += level_now(m, i) / (12 * TRIALS);
    }
}

/* The state goes on under other draws than those that it came about by. */
static void lives_on(struct watch *w, double sum[N_FIGURES])
{
    struct model branch;
    assert_true(model_open(&branch, w->plan, &w->layout, CALENDAR_TREE));
    for (uint32_t r = 0; r < TRIALS; r++) {
        assert_true(model_copy(&branch, &w->model));
        branch.key.replication = 1000 + r;
        live_a_year(&branch, sum);
    }
    model_close(&branch);
}

static void starts_anew(const char *world, double sum[N_FIGURES])
{
    struct layout layout;
    struct study *study = trials_read(&world, 1, NULL);
    struct plan *plan = plan_make(study);
    assert_non_null(plan);
    plan_layout(plan, &layout);
    for (uint32_t r = 0; r < TRIALS; r++) {
        struct model m;
        assert_true(model_open(&m, plan, &layout, CALENDAR_TREE));
        model_start_count(&m, (struct draw_key){SEED, r});
        live_a_year(&m, sum);
        model_close(&m);
    }
    plan_free(plan);
    study_free(study);
}

/* In the country at its full size: what a count cannot tell (who has been offered what, who has been
 * found not to suit) is worth no more than this. */
static void a_counted_state_lives_on_much_as_the_state_itself(void **state)
{
    (void)state;
    double itself[N_FIGURES] = {0}, counted[N_FIGURES] = {0};
    struct files f;
    struct watch w;
    files_open(&f);
    const char *world = "scenarios/worlds/friksjon.yaml", *count = count_at(&f, &w, world, 2024);
    lives_on(&w, itself);
    starts_anew(started_world(&f, world, count), counted);
    for (int i = 0; i < N_FIGURES; i++)
        if (fabs(counted[i] / itself[i] - 1) > figures[i].tolerance)
            fail_msg("%s: %.0f in the year after the count, not %.0f", figures[i].name, counted[i],
                     itself[i]);
    watch_close(&w);
    files_close(&f);
}

/* ---- one area alone ---- */

static void areas_left_out_stay_empty(void **state)
{
    (void)state;
    struct trials t;
    struct messages messages;
    const char *path = "tests/worlds/country.yaml";
    const struct study_order order = {
        .paths = &path, .n_paths = 1, .start = "scenarios/queues/vest_eksempel.yaml"};
    messages_start(&messages, LANGUAGE_EN);
    t = (struct trials){.study = study_read_ordered(&order, &messages), .seed = SEED};
    assert_non_null(t.study);
    messages_free(&messages);
    t.plan = plan_make(t.study);
    plan_layout(t.plan, &t.layout);
    char reason[FAILURE_LENGTH];
    const struct replication_options plain = {0};
    t.fills = fills_make(t.plan, &t.layout, &plain, reason);
    t.replicator = replicator_open(t.plan, &t.layout, t.fills, &plain);
    t.values = calloc(t.layout.total, sizeof *t.values);
    trials_run(&t, 0);
    size_t last = periods_of(&t, MEASURE_CHILDREN_AREA) - 1;
    for (size_t cell = 0; cell < t.layout.cells[MEASURE_CHILDREN_AREA]; cell++)
        if (cell / (N_PLACE * N_NEED) != AREA_VEST)
            assert_int_equal(at_end_of(&t, 0, MEASURE_CHILDREN_AREA, last, cell), 0);
    assert_true(at_end_of(&t, 0, MEASURE_CHILDREN, 12, PLACE_KINSHIP) > 300);
    trials_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_is_there_in_every_replication),
        cmocka_unit_test(what_is_left_open_is_drawn_in_each_replication),
        cmocka_unit_test(nothing_is_out_of_order_from_the_first_moment),
        cmocka_unit_test(a_counted_state_lives_on_much_as_the_state_itself),
        cmocka_unit_test(areas_left_out_stay_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
