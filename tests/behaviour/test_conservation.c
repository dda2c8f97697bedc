/* Nothing comes into being and nothing is lost: after each event of a tiny country, and in the sums
 * of every period of a larger one. All of it is exact. */
#include "sums.h"
#include "watch.h"

#include "model/check.h"

static const char *const policies[] = {
    "scenarios/bistandsplikt.yaml",         "scenarios/bistandsplikt_rammeavtale.yaml",
    "scenarios/plikt_uten_soknad.yaml",     "scenarios/direkte_soknad.yaml",
    "scenarios/rammeavtale.yaml",           "scenarios/kommunal_rekruttering.yaml",
    "scenarios/bistandsplikt_hjemler.yaml", "scenarios/kommersielle_hjem_ut.yaml"};
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

static void pays_for_a_child_too_many(struct model *m)
{
    m->country->place_time[AREA_VEST][PLACE_ORDINARY].count++;
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
    expect_found(&w, pays_for_a_child_too_many, "a child is paid for twice");
    expect_found(&w, miscounts_vacancies, "a vacancy too many");
    watch_close(&w);
}

/* ---- sums over a period ---- */

/* Something was there to be added up. */
static void expect_life(const struct results *r)
{
    for (size_t month = 0; month < periods_in(r, MEASURE_QUEUE); month++)
        assert_true(all_in(r, MEASURE_WAITING_TIME, month) > 0);
    for (size_t year = 0; year < periods_in(r, MEASURE_COSTS_AREA); year++)
        assert_true(all_in(r, MEASURE_COSTS_AREA, year) > 0 &&
                    all_in(r, MEASURE_CHILDREN_AREA, year) > 0 &&
                    all_in(r, MEASURE_HOMES_AREA, year) > 0);
}

static void parts_sum_to_the_whole_in_every_period(void **state)
{
    (void)state;
    struct trials t;
    trials_open_with(&t, policies, N_TRIED, tenth, 23, NULL);
    trials_run(&t, 0);
    for (size_t s = 0; s < t.study->n_policies; s++) {
        struct results r = {&t.layout, t.values + s * t.layout.total};
        struct finding f = {""};
        check_sums(&r, &f);
        if (f.text[0])
            fail_msg("%s: %s", t.study->policies[s].name, f.text);
        expect_life(&r);
        assert_true(check_areas(&r, &f) >= 4);
    }
    trials_close(&t);
}

/* Damages sound results in one place; check_sums must find it. */
static void damaged_sums_are_found(void **state)
{
    (void)state;
    static const enum measure damaged[] = {MEASURE_QUEUE,           MEASURE_QUEUE_NEED,
                                           MEASURE_WAITING_TIME,    MEASURE_WAITING_TIME_AREA,
                                           MEASURE_CHILDREN,        MEASURE_COSTS,
                                           MEASURE_COSTS_AREA,      MEASURE_HOMES,
                                           MEASURE_FOSTER_MOVED,    MEASURE_ARRIVALS,
                                           MEASURE_DEPARTURES,      MEASURE_EMERGENCY_STAYS,
                                           MEASURE_FOSTER_MOVES,    MEASURE_MOVES_BY_NUMBER,
                                           MEASURE_EMERGENCY_CHAINS};
    struct trials t;
    trials_open(&t, tenth, 23);
    trials_run(&t, 0);
    struct results r = {&t.layout, t.values};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct finding f = {""};
        size_t last = (periods_in(&r, damaged[i]) - 1) * t.layout.cells[damaged[i]];
        t.values[t.layout.first[damaged[i]] + last]++;
        check_sums(&r, &f);
        if (!f.text[0])
            fail_msg("not found: one too many in %s", measure_table[damaged[i]].name);
        t.values[t.layout.first[damaged[i]] + last]--;
    }
    trials_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invariant_holds_after_every_event),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(parts_sum_to_the_whole_in_every_period),
        cmocka_unit_test(damaged_sums_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
