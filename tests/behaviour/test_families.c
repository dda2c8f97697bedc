/* What happens before and beside placement: mapping, families that move, treatment at home, centres
 * for parents and children, municipal housing. All of it is exact. */
#include "limits.h"
#include "watch.h"

#include <math.h>

static const char tiny[] = "tests/worlds/tiny.yaml";

/* Mapping that finds nothing and takes no time only counts those mapped. */
static void mapping_without_time_or_accuracy_only_counts(void **state)
{
    (void)state;
    static const enum measure mapped[] = {MEASURE_MAPPED};
    struct files f;
    struct trials t;
    files_open(&f);
    const char *changes = CHANGE("mapping_share", "value: 1");
    const char *path = policy_of(&f, "mapped", changes);
    const char *world = world_of(&f, "vain", tenth,
                                 IN_WORLD("mapping_accuracy", "value: 0")
                                     IN_WORLD("mapping_days", "value: 0, unit: days"));
    trials_open_with(&t, &path, 1, world, 81, NULL);
    expect_only(&t, mapped, 1);
    trials_close(&t);
    files_close(&f);
    expect_that_it_matters(changes);
}

/* Information matters only to families that move. */
static void information_matters_to_those_who_move(void **state)
{
    (void)state;
    const char *follows = CHANGE("information_follows", "value: 1");
    expect_effect(follows, IN_WORLD("family_moves", "value: 0, unit: 1/year"), false);
    expect_that_it_matters(follows);
}

/* Treatment that helps nobody: who is treated comes later, and as many come in all but for those still
 * being treated. */
static void treatment_that_averts_nothing_only_delays(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path = policy_of(&f, "teams", CHANGE("home_treatment_slots", "times: 3"));
    const char *world = world_of(&f, "idle", tenth, IN_WORLD("home_treatment_averts", "value: 0"));
    trials_open_with(&t, &path, 1, world, 81, NULL);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        int64_t more = 0, treated = 0, begun = 0;
        for (size_t area = 0; area < N_AREA; area++) {
            for (size_t year = 0; year < LAST_YEAR; year++) {
                for (size_t p = 0; p < N_PATH; p++)
                    more += value_of(&t, 1, MEASURE_ARRIVALS, year, CELL2(AREA, area, PATH, p)) -
                            value_of(&t, 0, MEASURE_ARRIVALS, year, CELL2(AREA, area, PATH, p));
                size_t cell = CELL2(AREA, area, TREATMENT, TREATMENT_BEGUN);
                begun += value_of(&t, 1, MEASURE_HOME_TREATMENTS, year, cell) -
                         value_of(&t, 0, MEASURE_HOME_TREATMENTS, year, cell);
            }
            treated += at_end_of(&t, 1, MEASURE_HOME_TREATED, END - 1, area) -
                       at_end_of(&t, 0, MEASURE_HOME_TREATED, END - 1, area);
        }
        assert_true(begun > treated && treated > 0);
        assert_int_equal(more, -treated);
    }
    trials_close(&t);
    files_close(&f);
}

/* Today's arrivals are those who come after today's teams, also where these have a slot for all. */
static void as_many_arrive_however_many_teams_there_are_today(void **state)
{
    (void)state;
    static const char *const worlds[] = {IN_WORLD("home_treatment_slots", "value: 0, unit: places"),
                                         IN_WORLD("home_treatment_slots", "times: 50")};
    double arrived[2] = {0};
    for (int i = 0; i < 2; i++) {
        struct files f;
        struct trials t;
        files_open(&f);
        const char *path = "scenarios/nullalternativ.yaml";
        trials_open_with(&t, &path, 1, world_of(&f, "slots", tenth, worlds[i]), 82, NULL);
        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            trials_run(&t, r);
            for (size_t cell = 0; cell < t.layout.cells[MEASURE_ARRIVALS]; cell++)
                for (size_t year = 0; year < LAST_YEAR; year++)
                    arrived[i] += (double)value_of(&t, 0, MEASURE_ARRIVALS, year, cell);
        }
        trials_close(&t);
        files_close(&f);
    }
    assert_true(arrived[1] > 0.93 * arrived[0] && arrived[1] < 1.07 * arrived[0]);
}

/* A duty on centres where nothing can be bought is a law and no more: it counts breaches. */
static void centre_duty_without_places_to_buy_only_counts(void **state)
{
    (void)state;
    static const enum measure breaches[] = {MEASURE_CENTRE_BREACHES, MEASURE_CENTRE_BREACHES_OPEN};
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path = policy_of(&f, "law",
                                 CHANGE("centre_duty_deadline", "value: 1")
                                     CHANGE("centre_duty_sourcing", "value: 1")
                                         CHANGE("centre_market_places", "value: 0, unit: places"));
    const char *world = world_of(&f, "few", tenth, IN_WORLD("centre_places", "times: 0.6"));
    trials_open_with(&t, &path, 1, world, 81, NULL);
    expect_only(&t, breaches, 2);
    trials_close(&t);
    files_close(&f);
}

/* Nobody is in housing with follow-up where there is none, and no more than there is room for. */
static void housing_with_follow_up_keeps_to_its_places(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f,
            CHANGE("followed_housing_places", "value: 3, unit: places")
                CHANGE("housing_aftercare", "value: 1") CHANGE("housing_nonprofit", "value: 0.5"));
    assert_true(at_end_of(&t, 1, MEASURE_CHILDREN, POLICY - 1, PLACE_HOUSING_FOLLOWED) > 0);
    int64_t most = 0; /* once those who had come before have left */
    for (size_t month = POLICY + 36; month < END; month++) {
        int64_t housed = at_end_of(&t, 1, MEASURE_CHILDREN, month, PLACE_HOUSING_FOLLOWED);
        most = housed > most ? housed : most;
    }
    assert_in_range(most, 3 * N_AREA - 3, 3 * N_AREA);
    assert_int_equal(at_end_of(&t, 1, MEASURE_CHILDREN, END - 1, PLACE_HOUSING_NONPROFIT), 0);
    trials_close(&t);
    files_close(&f);
}

/* ---- the municipal service ---- */

/* Positions that save no time, help no home and find no need earlier only cost. */
static void positions_without_effect_only_cost(void **state)
{
    (void)state;
    const char *positions = CHANGE("municipal_positions", "value: 1.5");
    expect_effect(positions, IN_WORLD("case_load_time", "value: 0"), true);
    expect_that_it_matters(positions);
}

/* What case load does to breakdown and need acts where it is let. */
static void case_load_acts_on_what_it_is_let(void **state)
{
    (void)state;
    static const char *const effect[] = {"case_load_followup", "case_load_need"};
    for (size_t i = 0; i < 2; i++) {
        char world_changes[160];
        snprintf(world_changes, sizeof world_changes,
                 IN_WORLD("case_load_time", "value: 0") "  - {parameter: %s, value: 0.5}\n",
                 effect[i]);
        struct files f;
        struct trials t;
        files_open(&f);
        const char *path = policy_of(&f, "few", CHANGE("municipal_positions", "value: 0.2"));
        const char *world = world_of(&f, "pressed", tenth, world_changes);
        trials_open_with(&t, &path, 1, world, 81, NULL);
        double more = 0;
        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            trials_run(&t, r);
            for (size_t s = 0; s < 2; s++) {
                double sign = s == 1 ? 1 : -1;
                for (size_t kind = 0; i == 0 && kind < N_HOME_KIND; kind++)
                    more += sign * sum_of(&t, s, MEASURE_BREAKDOWNS, POLICY, END, kind);
                for (size_t area = 0; i == 1 && area < N_AREA; area++)
                    more += sign * sum_of(&t, s, MEASURE_REQUESTS, FIRST_YEAR, LAST_YEAR,
                                          CELL2(AREA, area, NEED, NEED_REINFORCED));
            }
        }
        assert_true(more > 20);
        trials_close(&t);
        files_close(&f);
    }
}

/* The queue by size class sums to the queue, and so do foster children. */
static void size_classes_sum_to_the_whole(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f, CHANGE("municipal_positions", "value: 2"));
    for (size_t month = 0; month < END; month++) {
        int64_t children = 0, parts = 0;
        for (size_t i = 0; i < N_QUEUE * N_AREA; i++)
            children += at_end_of(&t, 1, MEASURE_QUEUE, month, i);
        for (size_t i = 0; i < N_QUEUE * N_MUNICIPALITY_CLASS; i++)
            parts += at_end_of(&t, 1, MEASURE_QUEUE_CLASS, month, i);
        assert_int_equal(parts, children);
        for (size_t i = 0; i < N_OF_AGE; i++)
            children += at_end_of(&t, 1, MEASURE_FOSTER_CHILDREN, month, i);
        for (size_t i = 0; i < N_MUNICIPALITY_CLASS; i++)
            parts += at_end_of(&t, 1, MEASURE_FOSTER_CLASS, month, i);
        assert_int_equal(parts, children);
    }
    trials_close(&t);
    files_close(&f);
}

/* ---- demand that follows supply ---- */

static double planned(const struct trials *t, size_t s)
{
    return yearly_over_areas(t, s, MEASURE_ARRIVALS, N_PATH, PATH_CARE_ORDER) +
           yearly_over_areas(t, s, MEASURE_ARRIVALS, N_PATH, PATH_VOLUNTARY);
}

static double withdrawn(const struct trials *t, size_t s)
{
    return yearly_over_areas(t, s, MEASURE_DEPARTURES, N_DEPARTURE, DEPARTURE_WITHDRAWN);
}

/* Many more homes: arrivals follow them where they are let, and only there. */
static double answer_to_homes(const char *special, figure *of)
{
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path =
        policy_of(&f, "homes",
                  CHANGE("enquiry_multiplier", "value: 3") CHANGE("course_places", "times: 4")
                      CHANGE("idle_leave", "times: 0"));
    const char *world = world_of(&f, "answers", tenth, special);
    trials_open_with(&t, &path, 1, world, 81, NULL);
    double more = 0;
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        more += of(&t, 1) - of(&t, 0);
    }
    trials_close(&t);
    files_close(&f);
    return more;
}

static void demand_follows_homes_where_it_is_let(void **state)
{
    (void)state;
    assert_true(fabs(answer_to_homes(IN_WORLD("induced_demand", "value: 0"), planned)) < 0.5);
    assert_true(answer_to_homes(IN_WORLD("induced_demand", "value: 0.5"), planned) > 50);
    double today = answer_to_homes(IN_WORLD("withdrawal_response", "value: 0"), withdrawn);
    assert_true(answer_to_homes(IN_WORLD("withdrawal_response", "value: 1"), withdrawn) <
                today - 10);
}

/* ---- cases that no queue shows ---- */

/* A board that rejects whatever has no home to show, where kin are never found, leaves no decision
 * that could lapse. */
static void board_that_rejects_all_leaves_no_decision_to_lapse(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world =
        world_of(&f, "strict", tenth,
                 IN_WORLD("board_rejects", "value: 1") IN_WORLD("kin_success", "value: 0")
                     IN_WORLD("kin_rate_waiting", "value: 0, unit: 1/year"));
    const char *null = "scenarios/nullalternativ.yaml";
    trials_open_with(&t, &null, 1, world, 81, NULL);
    trials_run(&t, 0);
    double rejected = 0, lapsed = 0;
    for (size_t area = 0; area < N_AREA; area++) {
        rejected += sum_of(&t, 0, MEASURE_DEPARTURES, FIRST_YEAR, LAST_YEAR,
                           CELL2(AREA, area, DEPARTURE, DEPARTURE_REJECTED));
        lapsed += sum_of(&t, 0, MEASURE_LAPSES, FIRST_YEAR, LAST_YEAR, area);
    }
    assert_true(rejected > 100);
    assert_true(lapsed < 0.5);
    trials_close(&t);
    files_close(&f);
}

/* ---- mapping ---- */

struct judged {
    size_t before, requested;
};

/* Just requested: whatever need was thought to be before. */
static void look_at_requests(struct model *m, void *context)
{
    struct judged *judged = context;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        const struct episode *e = &m->episode[id];
        if (!m->state.alive[CLASS_EPISODE][id] || e->in_place)
            continue;
        for (int i = 0; i < e->members; i++) {
            const struct child *c = &m->child[e->member[i]];
            judged->before += !e->documentation_made && c->assessed != c->need;
            if (e->requested == now(m)) {
                judged->requested++;
                assert_int_equal(c->assessed, c->need);
            }
        }
    }
}

static void mapping_that_is_always_right_leaves_no_request_misjudged(void **state)
{
    (void)state;
    struct files f;
    struct watch w;
    struct judged judged = {0};
    files_open(&f);
    const char *world =
        world_of(&f, "mapped", tiny,
                 IN_WORLD("mapping_share", "value: 1") IN_WORLD("mapping_accuracy", "value: 1")
                     IN_WORLD("need_rise", "value: 0, unit: 1/year")
                         IN_WORLD("family_moves", "value: 0, unit: 1/year"));
    const char *null = "scenarios/nullalternativ.yaml";
    watch_open(&w, &null, 1, world, 91, 0);
    watch_until(&w, 0, 365 * TICKS_PER_DAY, look_at_requests, &judged);
    assert_true(judged.before > 0 && judged.requested > 0);
    watch_close(&w);
    files_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mapping_without_time_or_accuracy_only_counts),
        cmocka_unit_test(mapping_that_is_always_right_leaves_no_request_misjudged),
        cmocka_unit_test(information_matters_to_those_who_move),
        cmocka_unit_test(positions_without_effect_only_cost),
        cmocka_unit_test(case_load_acts_on_what_it_is_let),
        cmocka_unit_test(size_classes_sum_to_the_whole),
        cmocka_unit_test(board_that_rejects_all_leaves_no_decision_to_lapse),
        cmocka_unit_test(demand_follows_homes_where_it_is_let),
        cmocka_unit_test(treatment_that_averts_nothing_only_delays),
        cmocka_unit_test(as_many_arrive_however_many_teams_there_are_today),
        cmocka_unit_test(centre_duty_without_places_to_buy_only_counts),
        cmocka_unit_test(housing_with_follow_up_keeps_to_its_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
