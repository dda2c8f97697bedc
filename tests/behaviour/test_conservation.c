/* Nothing comes into being and nothing is lost: after each event of a tiny country, and in the sums
 * of every period of a larger one. All of it is exact. */
#include "watch.h"

#include "model/check.h"

static const char *const policies[] = {
    "scenarios/bistandsplikt.yaml", "scenarios/bistandsplikt_rammeavtale.yaml",
    "scenarios/plikt_uten_soknad.yaml", "scenarios/direkte_soknad.yaml",
    "scenarios/rammeavtale.yaml",
    "scenarios/kommunal_rekruttering.yaml"};
enum { N_TRIED = sizeof policies / sizeof *policies };

static const char tiny[] = "tests/worlds/tiny.yaml", tenth[] = "tests/worlds/tenth.yaml";

/* ---- after each event ---- */

static void every_invariant_holds_after_every_event(void **state)
{
    (void)state;
    const struct replication_options each = {.check_each_event = true};
    struct trials t;
    trials_open_with(&t, policies, N_TRIED, tiny, 21, &each);
    for (uint32_t r = 0; r < 2; r++)
        trials_run(&t, r);
    trials_close(&t);
}

/* Damages a sound state in one way; check_state must find it. */
static void expect_found(struct watch *w, void (*damage)(struct model *m), const char *what)
{
    struct model copy;
    assert_true(model_open(&copy, w->plan, &w->layout, CALENDAR_TREE));
    assert_true(model_copy(&copy, &w->model));
    check_state(&copy);
    check_counts(&copy);
    assert_string_equal(copy.state.failure, "");
    damage(&copy);
    check_state(&copy);
    check_counts(&copy);
    if (!copy.state.failure[0])
        fail_msg("not found: %s", what);
    model_close(&copy);
}

static uint32_t some_child(const struct model *m, enum PLACE_category place)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && m->child[id].place == place)
            return id;
    fail_msg("no such child");
    return NO_ENTITY;
}

static void loses_a_child(struct model *m)
{
    entity_free(&m->state, CLASS_CHILD, some_child(m, PLACE_AT_HOME));
}

static void forgets_a_move(struct model *m)
{
    m->child[some_child(m, PLACE_ORDINARY)].place = PLACE_KINSHIP;
}

static void forgets_whose_home(struct model *m)
{
    m->home[m->child[some_child(m, PLACE_ORDINARY)].home].children = 0;
}

static void fills_an_empty_bed(struct model *m)
{
    m->country->unit[AREA_VEST][UNIT_KIND_CARE][OWNER_PUBLIC].occupied++;
}

static void miscounts_the_queue(struct model *m)
{
    observe_level(&m->observer, now(m), MEASURE_QUEUE,
                  CELL2(QUEUE, QUEUE_PAST_WISH, AREA, AREA_OST), 1);
}

static void mistakes_a_need(struct model *m)
{
    struct child *c = &m->child[some_child(m, PLACE_ORDINARY)];
    c->need = c->need == NEED_ORDINARY ? NEED_REINFORCED : NEED_ORDINARY;
}

static void miscounts_vacancies(struct model *m)
{
    m->country->vacancies[AREA_OST][VACANCY_ORDINARY][0][FREE_ONE]++;
}

static void damage_is_found(void **state)
{
    (void)state;
    const char *path = tenth;
    struct watch w;
    watch_open(&w, &path, 1, NULL, 22, 0);
    assert_true(model_run(&w.model, 0, TICKS_PER_YEAR));
    expect_found(&w, loses_a_child, "a child is lost");
    expect_found(&w, forgets_a_move, "a child is counted in another place");
    expect_found(&w, forgets_whose_home, "a home does not know its child");
    expect_found(&w, fills_an_empty_bed, "an institution counts one too many");
    expect_found(&w, miscounts_the_queue, "the queue is one too long");
    expect_found(&w, mistakes_a_need, "need is counted as another");
    expect_found(&w, miscounts_vacancies, "a vacancy too many");
    watch_close(&w);
}

/* ---- sums over a period ---- */

static int64_t sum_cells(const struct trials *t, size_t s, enum measure m, size_t period)
{
    int64_t sum = 0;
    for (size_t cell = 0; cell < t->layout.cells[m]; cell++)
        sum += value_of(t, s, m, period, cell);
    return sum;
}

/* Children in care at a year's end: everywhere but back home, in one area. */
static int64_t in_care(const struct trials *t, size_t s, size_t year, size_t area)
{
    int64_t sum = 0;
    for (size_t place = 0; place < N_PLACE; place++)
        for (size_t need = 0; place != PLACE_RETURNED && need < N_NEED; need++)
            sum += at_end_of(t, s, MEASURE_CHILDREN_AREA, year,
                             CELL3(AREA, area, PLACE, place, NEED, need));
    return sum;
}

static int64_t came(const struct trials *t, size_t s, size_t year, size_t area)
{
    int64_t sum = value_of(t, s, MEASURE_REENTRIES, year, area);
    for (size_t path = 0; path < N_PATH; path++)
        sum += value_of(t, s, MEASURE_ARRIVALS, year, CELL2(AREA, area, PATH, path));
    return sum;
}

static int64_t left(const struct trials *t, size_t s, size_t year, size_t area)
{
    int64_t sum = 0;
    for (size_t how = 0; how < N_DEPARTURE; how++)
        sum += value_of(t, s, MEASURE_DEPARTURES, year, CELL2(AREA, area, DEPARTURE, how));
    return sum;
}

static void check_flows(const struct trials *t, size_t s)
{
    for (size_t year = 1; year < periods_of(t, MEASURE_ARRIVALS); year++)
        for (size_t area = 0; area < N_AREA; area++) {
            int64_t more = in_care(t, s, year, area) - in_care(t, s, year - 1, area);
            assert_int_equal(more, came(t, s, year, area) - left(t, s, year, area));
        }
}

/* A monthly measure's twelve months are its year in another measure. */
static void check_year(const struct trials *t, size_t s, enum measure monthly, enum measure yearly)
{
    for (size_t year = 0; year < periods_of(t, yearly); year++) {
        int64_t sum = 0;
        for (size_t month = 12 * year; month < 12 * year + 12; month++)
            sum += sum_cells(t, s, monthly, month);
        assert_true(sum > 0);
        assert_int_equal(sum, sum_cells(t, s, yearly, year));
    }
}

/* Every child is somewhere all the time, the queue by need is the queue, and so on. */
static void check_months(const struct trials *t, size_t s)
{
    for (size_t month = 0; month < periods_of(t, MEASURE_QUEUE); month++) {
        int64_t past_wish = 0, foster = 0, moved = 0;
        for (size_t area = 0; area < N_AREA; area++)
            past_wish +=
                value_of(t, s, MEASURE_QUEUE, month, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, area));
        assert_int_equal(past_wish, sum_cells(t, s, MEASURE_QUEUE_NEED, month));
        for (size_t place = PLACE_KINSHIP; place < PLACE_EMERGENCY; place++)
            foster += value_of(t, s, MEASURE_CHILDREN, month, place);
        assert_int_equal(foster, sum_cells(t, s, MEASURE_FOSTER_CHILDREN, month));
        moved = value_of(t, s, MEASURE_FOSTER_CHILDREN, month, OF_AGE_CHILD);
        assert_int_equal(moved, sum_cells(t, s, MEASURE_FOSTER_MOVED, month));
        assert_int_equal(value_of(t, s, MEASURE_CHILDREN, month, PLACE_EMERGENCY),
                         sum_cells(t, s, MEASURE_EMERGENCY_STAYS, month));
    }
}

static void check_reasons(const struct trials *t, size_t s)
{
    for (size_t month = 0; month < periods_of(t, MEASURE_QUEUE); month++) {
        int64_t waited = 0;
        for (size_t area = 0; area < N_AREA; area++)
            waited +=
                value_of(t, s, MEASURE_QUEUE, month, CELL2(QUEUE, QUEUE_SEARCHED, AREA, area));
        assert_true(waited > 0);
        assert_int_equal(waited, sum_cells(t, s, MEASURE_WAITING_TIME, month));
    }
    for (size_t year = 0; year < periods_of(t, MEASURE_WAITING_TIME_AREA); year++)
        for (size_t area = 0; area < N_AREA; area++) {
            int64_t waited = 0, reasons = 0;
            for (size_t month = 12 * year; month < 12 * year + 12; month++)
                waited +=
                    value_of(t, s, MEASURE_QUEUE, month, CELL2(QUEUE, QUEUE_SEARCHED, AREA, area));
            for (size_t reason = 0; reason < N_REASON; reason++)
                reasons += value_of(t, s, MEASURE_WAITING_TIME_AREA, year,
                                    CELL2(AREA, area, REASON, reason));
            assert_int_equal(waited, reasons);
        }
}

static void parts_sum_to_the_whole_in_every_period(void **state)
{
    (void)state;
    struct trials t;
    trials_open_with(&t, policies, N_TRIED, tenth, 23, NULL);
    trials_run(&t, 0);
    for (size_t s = 0; s < t.study->n_policies; s++) {
        check_flows(&t, s);
        check_year(&t, s, MEASURE_CHILDREN, MEASURE_CHILDREN_AREA);
        check_year(&t, s, MEASURE_COSTS, MEASURE_COSTS_AREA);
        check_year(&t, s, MEASURE_HOMES, MEASURE_HOMES_AREA);
        check_year(&t, s, MEASURE_WAITING_TIME, MEASURE_WAITING_TIME_AREA);
        check_months(&t, s);
        check_reasons(&t, s);
    }
    trials_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invariant_holds_after_every_event),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(parts_sum_to_the_whole_in_every_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
