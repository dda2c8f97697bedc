/* What each part of the duty changes, and what it leaves alone. Where a part cannot act, because
 * what it acts through is not there, nothing at all may change; all of this is exact. */
#include "changes.h"

static const char tenth[] = "tests/worlds/tenth.yaml";

enum { REPLICATIONS = 2 };

/* ---- comparing scenarios ---- */

/* Does a measure differ in these periods, in cells from `first` to before `end`? */
static bool differs(const struct trials *t, size_t a, size_t b, enum measure m, size_t first,
                    size_t end)
{
    for (size_t period = 0; period < periods_of(t, m); period++)
        for (size_t cell = first; cell < end; cell++)
            if (value_of(t, a, m, period, cell) != value_of(t, b, m, period, cell) ||
                (measure_table[m].type == LEVEL &&
                 at_end_of(t, a, m, period, cell) != at_end_of(t, b, m, period, cell)))
                return true;
    return false;
}

static bool measure_differs(const struct trials *t, size_t a, size_t b, enum measure m)
{
    return differs(t, a, b, m, 0, t->layout.cells[m]);
}

static bool is_one_of(enum measure m, const enum measure *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == m)
            return true;
    return false;
}

/* Only the measures of the list may differ, and each of them does in some replication. */
static void expect_only(struct trials *t, size_t a, size_t b, const enum measure *may, size_t n)
{
    size_t found[N_MEASURES] = {0};
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(t, r);
        for (int m = 0; m < N_MEASURES; m++) {
            bool other = measure_differs(t, a, b, (enum measure)m);
            found[m] += other;
            if (other && !is_one_of((enum measure)m, may, n))
                fail_msg("%s differs between %s and %s", measure_table[m].name,
                         t->study->policies[a].name, t->study->policies[b].name);
        }
    }
    for (size_t i = 0; i < n; i++)
        if (found[may[i]] == 0)
            fail_msg("%s is the same in %s and %s", measure_table[may[i]].name,
                     t->study->policies[a].name, t->study->policies[b].name);
}

/* The same two do differ in the ordinary course of things: else nothing would have been shown. */
static void expect_that_it_matters(const char *a, const char *b, const char *world)
{
    const char *const paths[] = {a, b};
    struct trials t;
    bool other = false;
    trials_open_with(&t, paths, 2, world, 41, NULL);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        other |= measure_differs(&t, 1, 2, MEASURE_CHILDREN);
    }
    assert_true(other);
    trials_close(&t);
}

static void open_two(struct trials *t, const char *a, const char *b, const char *world)
{
    const char *const paths[] = {a, b};
    trials_open_with(t, paths, 2, world, 41, NULL);
    assert_int_equal(t->study->n_policies, 3);
}

/* ---- before the policy date ---- */

static void nothing_changes_before_the_policy_date(void **state)
{
    (void)state;
    enum { BEFORE = 36, YEARS_BEFORE = 3 };
    struct trials t;
    open_two(&t, "scenarios/bistandsplikt_rammeavtale.yaml", "scenarios/direkte_soknad.yaml",
             tenth);
    trials_run(&t, 0);
    for (size_t s = 1; s < 3; s++) {
        bool later = false;
        for (int i = 0; i < N_MEASURES; i++) {
            enum measure m = (enum measure)i;
            enum layer layer = measure_table[m].layer;
            size_t same = layer == MONTHLY ? BEFORE : YEARS_BEFORE;
            /* waits are told by the year they began in: those that ended later differ */
            for (size_t p = 0; layer != WEEKS && p < periods_of(&t, m); p++)
                for (size_t c = 0; c < t.layout.cells[m]; c++) {
                    bool other = value_of(&t, 0, m, p, c) != value_of(&t, s, m, p, c);
                    later |= other && p >= same;
                    if (other && p < same)
                        fail_msg("%s differs in period %zu", measure_table[m].name, p);
                }
        }
        assert_true(later);
    }
    trials_close(&t);
}

/* ---- the deadline ---- */

static void deadline_alone_only_counts_breaches(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    open_two(&t, policy_of(&f, "application", PART("direct_application")),
             policy_of(&f, "and_deadline", PART("direct_application") PART("deadline")), tenth);
    const enum measure may[] = {MEASURE_BREACHES, MEASURE_BREACHES_OPEN};
    expect_only(&t, 1, 2, may, 2);
    const size_t legal = BREACH_LEGAL * N_AREA, others = (BREACH_LEGAL + 1) * N_AREA;
    for (size_t i = 0; i < 2; i++) {
        assert_true(differs(&t, 1, 2, may[i], legal, others));
        assert_false(differs(&t, 1, 2, may[i], others, t.layout.cells[may[i]]));
    }
    trials_close(&t);
    files_close(&f);
}

static double breaches_of(const struct trials *t, size_t s, enum BREACH_category kind, size_t from,
                          size_t to)
{
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum += sum_of(t, s, MEASURE_BREACHES, from, to, CELL2(BREACH, kind, AREA, area));
    return sum;
}

/* Legal breaches need a law; the shadow clock runs in every scenario; and nobody's time is out
 * before six weeks of the duty have passed. */
static void legal_breaches_need_the_duty(void **state)
{
    (void)state;
    enum { POLICY = 36, END = 96 };
    struct trials t;
    open_two(&t, "scenarios/bistandsplikt.yaml", "scenarios/rammeavtale.yaml", tenth);
    trials_run(&t, 0);
    for (size_t s = 0; s < 3; s++)
        assert_true(breaches_of(&t, s, BREACH_SHADOW, POLICY, END) > 10);
    assert_true(breaches_of(&t, 0, BREACH_LEGAL, 0, END) == 0);
    assert_true(breaches_of(&t, 2, BREACH_LEGAL, 0, END) == 0);
    assert_true(breaches_of(&t, 1, BREACH_LEGAL, 0, POLICY + 1) == 0);
    assert_true(breaches_of(&t, 1, BREACH_LEGAL, POLICY + 1, END) > 10);
    trials_close(&t);
}

/* In a world that has always had the law, all can break it from the first month on. */
static void a_world_may_have_had_the_duty_for_ever(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    trials_open(&t,
                world_of(&f, "for_ever", tenth,
                         "  - {parameter: duty_direct_application, value: 1}\n"
                         "  - {parameter: duty_deadline, value: 1}\n"),
                41);
    trials_run(&t, 0);
    for (size_t month = 0; month < 36; month += 12)
        assert_true(breaches_of(&t, 0, BREACH_LEGAL, month, month + 12) > 0);
    trials_close(&t);
    files_close(&f);
}

/* A law that is repealed is broken by nobody any more. */
static void no_legal_breaches_once_the_duty_has_ended(void **state)
{
    (void)state;
    enum { POLICY = 36, REPEALED = 60, END = 96 };
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path =
        policy_of(&f, "for_a_time",
                  "  - {parameter: duty_direct_application, from: 2027-01-01, value: 1}\n"
                  "  - {parameter: duty_deadline, from: 2027-01-01, to: 2029-01-01, value: 1}\n");
    trials_open_with(&t, &path, 1, tenth, 41, NULL);
    trials_run(&t, 0);
    assert_true(breaches_of(&t, 1, BREACH_LEGAL, POLICY, REPEALED) > 10);
    assert_true(breaches_of(&t, 1, BREACH_LEGAL, REPEALED, END) == 0);
    for (size_t area = 0; area < N_AREA; area++)
        assert_int_equal(at_end_of(&t, 1, MEASURE_BREACHES_OPEN, END - 1,
                                   CELL2(BREACH, BREACH_LEGAL, AREA, area)),
                         0);
    trials_close(&t);
    files_close(&f);
}

/* ---- parts without what they act through ---- */

static void soft_budget_without_a_budget_that_binds_does_nothing(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world = world_of(
        &f, "rich", tenth, "  - {parameter: specialised_budget, value: 1e12, unit: NOK/year}\n");
    const char *soft = "scenarios/bistandsplikt.yaml";
    const char *hard = policy_of(&f, "hard_budget",
                                 PART("direct_application") PART("deadline") PART("no_discretion")
                                     PART("vacancy_trigger") PART("sourcing"));
    open_two(&t, soft, hard, world);
    expect_only(&t, 1, 2, NULL, 0);
    trials_close(&t);
    const char *poor =
        world_of(&f, "poor", tenth, "  - {parameter: specialised_budget, times: 0.5}\n");
    expect_that_it_matters(soft, hard, poor);
    files_close(&f);
}

static void no_discretion_where_everyone_is_offered_does_nothing(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world =
        world_of(&f, "generous", tenth, "  - {parameter: offer_chance, value: 1}\n");
    const char *may = policy_of(&f, "application", PART("direct_application"));
    const char *must =
        policy_of(&f, "no_discretion", PART("direct_application") PART("no_discretion"));
    open_two(&t, may, must, world);
    expect_only(&t, 1, 2, NULL, 0);
    expect_that_it_matters(may, must, tenth);
    trials_close(&t);
    files_close(&f);
}

/* Nobody is ever recruited for specialised care, so that there is no such home. */
#define NO_SPECIALISED                                                                             \
    "  - {parameter: enquiries, by: [channel], unit: families/year,\n"                             \
    "     value: {bufetat: 382, oslo: 18, others: 0}}\n"

static void response_of_nobody_is_no_response(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *without = "scenarios/bistandsplikt.yaml";
    const char *with =
        files_write(&f, "policy", "response", without,
                    "  - {parameter: recruitment_response, from: 2027-01-01, value: 0.5}\n");
    open_two(&t, without, with, world_of(&f, "none", tenth, NO_SPECIALISED));
    expect_only(&t, 1, 2, NULL, 0);
    expect_that_it_matters(without, with, tenth);
    trials_close(&t);
    files_close(&f);
}

/* Where there is nobody to buy from, a procurement costs money and people's time but moves no child. */
static void sourcing_without_suppliers_only_costs(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    open_two(
        &t, policy_of(&f, "application", PART("direct_application")),
        policy_of(&f, "sourcing", PART("direct_application") PART("sourcing")),
        world_of(&f, "none", tenth, NO_SPECIALISED "  - {parameter: source_chance, value: 0}\n"));
    const enum measure may[] = {MEASURE_PROCUREMENTS,      MEASURE_WAITING_TIME,
                                MEASURE_WAITING_TIME_AREA, MEASURE_COSTS,
                                MEASURE_COSTS_AREA,        MEASURE_STAFF_BUSY};
    expect_only(&t, 1, 2, may, sizeof may / sizeof *may);
    trials_close(&t);
    files_close(&f);
}

/* ---- together ---- */

/* Whoever does not need a specialised home is not concerned, but through what is shared: with
 * nothing shared (no homes for specialised need, no one assessed to have it), the duty does
 * nothing. */
static void duty_does_not_concern_lower_need(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world =
        world_of(&f, "lower", tenth,
                 "  - {parameter: need_share, by: [need], value: {ordinary: 0.6, reinforced: 0.4, "
                 "others: 0}}\n"
                 "  - {parameter: over_assessed, value: 0}\n"
                 "  - {parameter: need_rise, value: 0, unit: 1/year}\n");
    open_two(&t, "scenarios/bistandsplikt.yaml", "scenarios/plikt_uten_soknad.yaml", world);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        assert_true(value_of(&t, 0, MEASURE_QUEUE, 90, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 4)) > 0);
        for (int m = 0; m < N_MEASURES; m++) {
            assert_false(measure_differs(&t, 0, 1, (enum measure)m));
            assert_false(measure_differs(&t, 0, 2, (enum measure)m));
        }
    }
    trials_close(&t);
    files_close(&f);
}

/* The duty brings requests into its queue and children out of institutions; that is its mechanism.
 */
static void duty_moves_requests_into_its_queue(void **state)
{
    (void)state;
    enum { POLICY = 36, END = 96 };
    struct files f;
    struct trials t;
    files_open(&f);
    open_two(&t, "scenarios/bistandsplikt.yaml",
             policy_of(&f, "no_application", PART("deadline") PART("sourcing")), tenth);
    trials_run(&t, 0);
    double queue[3] = {0};
    for (size_t s = 0; s < 3; s++)
        for (size_t area = 0; area < N_AREA; area++)
            queue[s] += mean_of(&t, s, MEASURE_SPECIALISED_REQUESTS, POLICY, END, area);
    assert_true(queue[0] == 0);
    assert_true(queue[2] > 0 && queue[1] > 2 * queue[2]);
    trials_close(&t);
    files_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_before_the_policy_date),
        cmocka_unit_test(deadline_alone_only_counts_breaches),
        cmocka_unit_test(legal_breaches_need_the_duty),
        cmocka_unit_test(a_world_may_have_had_the_duty_for_ever),
        cmocka_unit_test(no_legal_breaches_once_the_duty_has_ended),
        cmocka_unit_test(soft_budget_without_a_budget_that_binds_does_nothing),
        cmocka_unit_test(no_discretion_where_everyone_is_offered_does_nothing),
        cmocka_unit_test(response_of_nobody_is_no_response),
        cmocka_unit_test(sourcing_without_suppliers_only_costs),
        cmocka_unit_test(duty_does_not_concern_lower_need),
        cmocka_unit_test(duty_moves_requests_into_its_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
