/* Institution places: who may have them, who may not, and what that does. */
#include "figures.h"
#include "run.h"
#include "watch.h"

#include "model/group.h"
#include "model/placement.h"

enum { REPLICATIONS = 2 };

#define CARE_AND_TREATMENT "target_group: [care_younger, care_older, low_risk, high_risk, drugs]"

/* Runs a policy of these changes beside the null alternative; `world` NULL: a tenth of the country. */
static void run_beside_null(struct trials *t, struct files *f, const char *changes,
                            const char *world, uint32_t seed)
{
    files_open(f);
    const char *path = policy_of(f, "changed", changes);
    trials_open_with(t, &path, 1, world ? world : tenth, seed, NULL);
}

static void close_both(struct trials *t, struct files *f)
{
    trials_close(t);
    files_close(f);
}

static bool same_as_null(const struct trials *t)
{
    const int64_t *null = t->values, *changed = t->values + t->layout.total;
    return memcmp(null, changed, t->layout.total * sizeof *null) == 0;
}

/* The changes move nothing at all. */
static void expect_nothing(const char *changes, const char *world)
{
    struct files f;
    struct trials t;
    run_beside_null(&t, &f, changes, world, 91);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        assert_true(same_as_null(&t));
    }
    close_both(&t, &f);
}

/* From the second month on: reasons are looked at daily, so one of the old rules stands a day. */
static double waiting_for(const struct trials *t, size_t s, enum REASON_category reason)
{
    return sum_of(t, s, MEASURE_INSTITUTION_WAITING, POLICY + 1, END, (size_t)reason);
}

/* ---- target groups ---- */

static void look_at_groups(struct model *m, void *seen)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id] || unit_kind_of(c->place) < 0)
            continue;
        assert_int_equal(group_kind(c->unit_group), c->course);
        if (c->wanted_unit < 0 && c->course != UNIT_KIND_ACUTE)
            assert_int_equal(c->unit_group, c->group);
        ((bool *)seen)[c->unit_group] = true;
    }
}

static void groups_that_do_not_share_keep_to_their_own(void **state)
{
    (void)state;
    const char *path = "scenarios/nullalternativ.yaml";
    bool seen[N_TARGET_GROUP] = {false};
    struct watch w;
    watch_open(&w, &path, 1, "tests/worlds/tiny.yaml", 5, 0);
    watch_until(&w, 0, TICKS_PER_YEAR / 2, look_at_groups, seen);
    watch_close(&w);
    for (int g = TARGET_GROUP_ACUTE_CARE; g <= TARGET_GROUP_DRUGS; g++)
        assert_true(seen[g]);
}

static void names_of_pools_do_not_matter(void **state)
{
    (void)state;
    expect_nothing(CHANGE("institution_pool", "plus: 10"), NULL);
}

static void where_all_share_nobody_waits_for_the_wrong_group(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_beside_null(&t, &f, CHANGE_IN("institution_pool", CARE_AND_TREATMENT, "value: 3"), NULL,
                    92);
    trials_run(&t, 0);
    assert_true(waiting_for(&t, 0, REASON_WRONG_TARGET_GROUP) > 0);
    assert_true(waiting_for(&t, 1, REASON_WRONG_TARGET_GROUP) == 0);
    close_both(&t, &f);
}

/* ---- composition ---- */

static double blocked_places(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t cell = 0; cell < t->layout.cells[MEASURE_PLACES_BLOCKED]; cell++)
        sum += mean_of(t, s, MEASURE_PLACES_BLOCKED, POLICY, END, cell);
    return sum;
}

#define NO_LIMIT "  - {parameter: composition_limit, value: 1000, unit: children}\n"

static void limit_that_nobody_reaches_does_nothing(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    const char *world = world_of(&f, "unlimited", tenth, NO_LIMIT);
    expect_nothing(CHANGE("composition_limit", "value: 500, unit: children"), world);
    expect_nothing(CHANGE("department_places", "value: 1, unit: places"), world);
    files_close(&f);
}

/* Children with drug problems or severe behaviour may live in no department that is not made for
 * them, and in departments of one place there is always room for one. */
static void composition_closes_places_and_small_departments_open_them(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *paths[] = {
        policy_of(&f, "none", CHANGE("composition_limit", "value: 0, unit: children")),
        policy_of(&f, "one",
                  CHANGE("composition_limit", "value: 1, unit: children")
                      CHANGE("department_places", "value: 1, unit: places")),
    };
    trials_open_with(&t, paths, 2, tenth, 93, NULL);
    trials_run(&t, 0);
    assert_true(blocked_places(&t, 1) > blocked_places(&t, 0));
    assert_true(blocked_places(&t, 2) == 0);
    assert_true(waiting_for(&t, 1, REASON_COMPOSITION) > 0);
    assert_true(waiting_for(&t, 2, REASON_COMPOSITION) == 0);
    trials_close(&t);
    files_close(&f);
}

/* ---- care and treatment in one institution ---- */

static void look_at_combined(struct model *m, void *seen)
{
    bool *course = seen;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id] || c->place != PLACE_COMBINED)
            continue;
        assert_int_equal(c->unit_group, TARGET_GROUP_COMBINED);
        assert_int_not_equal(c->wanted_unit, UNIT_KIND_TREATMENT); /* it is there already */
        course[c->course] = true;
    }
}

static void combined_institution_takes_both_and_moves_nobody_on(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    const char *path =
        policy_of(&f, "combined", CHANGE("combined_places", "value: 4, unit: places"));
    bool course[N_UNIT_KIND] = {false};
    struct watch w;
    watch_open(&w, &path, 1, tenth, 94, 0);
    assert_true(model_run(&w.model, 0, w.plan->history_end));
    watch_until(&w, 1, w.plan->history_end + 2 * TICKS_PER_YEAR, look_at_combined, course);
    watch_close(&w);
    files_close(&f);
    assert_true(course[UNIT_KIND_CARE] && course[UNIT_KIND_TREATMENT]);
    assert_false(course[UNIT_KIND_ACUTE]);
}

/* ---- single-child units and the breach of the duty ---- */

static double alone_from(const struct trials *t, size_t s, size_t from)
{
    return sum_of(t, s, MEASURE_PLACEMENTS, from, END, PLACE_SINGLE_CHILD);
}

static void without_single_purchases_nobody_comes_to_live_alone(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *paths[] = {
        policy_of(&f, "off", CHANGE("single_purchases", "value: 0")),
        policy_of(&f, "never", CHANGE("single_child_chance", "value: 0")),
        policy_of(&f, "late", CHANGE("single_child_after_days", "value: 20000, unit: days"))};
    trials_open_with(&t, paths, 3, tenth, 95, NULL);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        assert_true(alone_from(&t, 0, POLICY) > 0);
        assert_true(alone_from(&t, 1, POLICY) == 0 && alone_from(&t, 2, POLICY) == 0);
        /* what was begun before the policy date goes on for a while */
        assert_true(alone_from(&t, 3, POLICY + 12) == 0);
    }
    trials_close(&t);
    files_close(&f);
}

struct overdue {
    int64_t found;
};

/* Every child who has waited past the deadline is in breach, and nobody else who waits. */
static void look_at_breaches(struct model *m, void *context)
{
    struct overdue *seen = context;
    const tick deadline = ticks_of_days(m->rules->p.institution_deadline_days);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id])
            continue;
        bool open = c->breach >> BREACH_INSTITUTION & 1;
        if (c->wanted_unit < 0)
            assert_false(open);
        else if (now(m) - c->institution_since < deadline)
            assert_false(open);
        else if (now(m) - c->institution_since > deadline)
            assert_true(open);
        seen->found += open;
    }
}

static void institution_breach_is_open_exactly_while_a_request_is_overdue(void **state)
{
    (void)state;
    const char *path = "scenarios/nullalternativ.yaml";
    struct overdue seen = {0};
    struct watch w;
    watch_open(&w, &path, 1, "tests/worlds/tiny.yaml", 6, 0);
    watch_until(&w, 0, TICKS_PER_YEAR, look_at_breaches, &seen);
    watch_close(&w);
    assert_true(seen.found > 0);
}

/* Who has gone home from a foster home may go home from a later stay in an institution too. */
static void look_at_returned(struct model *m, void *seen)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id] || c->place != PLACE_RETURNED)
            continue;
        assert_false(c->came_from_foster);
        ++*(int64_t *)seen;
    }
}

static void who_went_home_has_no_foster_home_to_go_back_to(void **state)
{
    (void)state;
    const char *path = "scenarios/nullalternativ.yaml";
    int64_t seen = 0;
    struct watch w;
    watch_open(&w, &path, 1, tenth, 7, 0);
    watch_until(&w, 0, TICKS_PER_YEAR / 12, look_at_returned, &seen);
    watch_close(&w);
    assert_true(seen > 0);
}

/* ---- what empty places cost ---- */

static double readiness(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t payer = 0; payer < N_PAYER; payer++)
        sum += sum_of(t, s, MEASURE_COSTS, POLICY, END, CELL2(COST, COST_READINESS, PAYER, payer));
    return sum;
}

/* Costs of readiness under changes to the owners' places, where an empty added place costs all of the
 * day price and where it costs nothing. */
static void readiness_by_pay(const char *changes, double paid[2])
{
    static const char *const worlds[] = {IN_WORLD("added_place_pay", "value: 0"),
                                         IN_WORLD("added_place_pay", "value: 1")};
    for (int i = 0; i < 2; i++) {
        struct files f;
        struct trials t;
        files_open(&f);
        const char *path = policy_of(&f, "owners", changes);
        trials_open_with(&t, &path, 1, world_of(&f, "pay", tenth, worlds[i]), 98, NULL);
        trials_run(&t, 0);
        paid[i] = readiness(&t, 1);
        close_both(&t, &f);
    }
}

/* Only more places in all are added ones: what one owner takes over from another is not. */
static void places_that_change_owner_are_not_added(void **state)
{
    (void)state;
    double moved[2], more[2];
    readiness_by_pay(CHANGE_IN("institution_multiplier", "owner: public", "value: 0.3")
                         CHANGE_IN("institution_multiplier", "owner: nonprofit", "value: 1.4"),
                     moved);
    readiness_by_pay(CHANGE_IN("institution_multiplier", "owner: nonprofit", "value: 1.4"), more);
    assert_true(moved[1] == moved[0]);
    assert_true(more[1] > more[0]);
}

/* ---- staff and health teams ---- */

static double all_places(const struct trials *t, size_t s, size_t month)
{
    double sum = 0;
    for (size_t cell = 0; cell < t->layout.cells[MEASURE_PLACES]; cell++)
        sum += (double)at_end_of(t, s, MEASURE_PLACES, month, cell);
    return sum;
}

#define SOFTENED CHANGE("competence_requirement", "value: 0")

static void softer_requirements_without_effect_do_nothing(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_nothing(SOFTENED, world_of(&f, "no_effect", tenth,
                                      IN_WORLD("softened_staffing", "value: 0")
                                          IN_WORLD("softened_signal", "value: 0")));
    files_close(&f);
}

/* Which of the two effects is there decides the sign: one at once, the other in time. */
static void sign_of_softer_requirements_is_that_of_their_effects(void **state)
{
    (void)state;
    static const char *const worlds[] = {
        IN_WORLD("softened_staffing", "value: 0.5") IN_WORLD("softened_signal", "value: 0"),
        IN_WORLD("softened_staffing", "value: 0") IN_WORLD("softened_signal", "value: 0.5")};
    for (int i = 0; i < 2; i++) {
        struct files f;
        struct trials t;
        files_open(&f);
        const char *path = policy_of(&f, "softened", SOFTENED);
        const char *world = world_of(&f, "one_effect", tenth, worlds[i]);
        trials_open_with(&t, &path, 1, world, 96, NULL);
        trials_run(&t, 0);
        double now = all_places(&t, 1, POLICY) - all_places(&t, 0, POLICY);
        double later = all_places(&t, 1, END - 1) - all_places(&t, 0, END - 1);
        assert_true(i == 0 ? now > 0 && later > 0 : now > later && later < 0);
        trials_close(&t);
        files_close(&f);
    }
}

static void health_teams_without_effect_do_nothing(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_nothing(CHANGE("health_teams", "value: 1"),
                   world_of(&f, "no_effect", tenth,
                            IN_WORLD("team_breakdown", "value: 1")
                                IN_WORLD("team_need_rise", "value: 1")));
    files_close(&f);
}

/* ---- the plan for how many places stand ready ---- */

/* Where places stay as they are use is never above them, so a target of one asks for no more. */
static void plan_for_full_use_opens_nothing(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_nothing(CHANGE("target_utilisation", "value: 1"),
                   world_of(&f, "same_places", tenth, IN_WORLD("institution_index", "value: 1")));
    files_close(&f);
}

static double places_in(const struct trials *t, size_t s, size_t month, size_t cell)
{
    return (double)at_end_of(t, s, MEASURE_PLACES_GROUP, month, cell);
}

/* Nothing in the first year, and then at most the step a year in each group and area. */
static void plan_opens_a_year_later_and_by_steps(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_beside_null(&t, &f,
                    CHANGE("target_utilisation", "value: 0.1") CHANGE("plan_step", "value: 0"),
                    NULL, 97);
    trials_run(&t, 0);
    for (size_t cell = 0; cell < CELL2(TARGET_GROUP, TARGET_GROUP_COMBINED, AREA, 0); cell++)
        for (size_t month = 0; month < END; month++) {
            double opened = places_in(&t, 1, month, cell) - places_in(&t, 0, month, cell);
            size_t years = month < POLICY ? 0 : (month - POLICY) / 12;
            assert_true(opened >= 0 && opened <= (double)years);
        }
    assert_true(all_places(&t, 1, END - 1) > all_places(&t, 0, END - 1));
    close_both(&t, &f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_that_do_not_share_keep_to_their_own),
        cmocka_unit_test(names_of_pools_do_not_matter),
        cmocka_unit_test(limit_that_nobody_reaches_does_nothing),
        cmocka_unit_test(composition_closes_places_and_small_departments_open_them),
        cmocka_unit_test(combined_institution_takes_both_and_moves_nobody_on),
        cmocka_unit_test(without_single_purchases_nobody_comes_to_live_alone),
        cmocka_unit_test(institution_breach_is_open_exactly_while_a_request_is_overdue),
        cmocka_unit_test(who_went_home_has_no_foster_home_to_go_back_to),
        cmocka_unit_test(places_that_change_owner_are_not_added),
        cmocka_unit_test(softer_requirements_without_effect_do_nothing),
        cmocka_unit_test(sign_of_softer_requirements_is_that_of_their_effects),
        cmocka_unit_test(health_teams_without_effect_do_nothing),
        cmocka_unit_test(plan_for_full_use_opens_nothing),
        cmocka_unit_test(plan_opens_a_year_later_and_by_steps),
        cmocka_unit_test(where_all_share_nobody_waits_for_the_wrong_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
