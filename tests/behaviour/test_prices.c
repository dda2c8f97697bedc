/* What shortage does to prices, and what a guarantee does to the budget. Where money never runs
 * short a price is only a price, which makes most of this exact. */
#include "analytic/theory.h"
#include "figures.h"
#include "run.h"

enum { N = 16, REPLICATIONS = 2, POLICY_YEAR = 3, YEARS = 8 };

/* No budget, and nobody who closes for what is paid. */
#define NEVER_SHORT                                                                                \
    IN_WORLD("specialised_budget", "value: 1e12, unit: NOK/year")                                  \
    IN_WORLD("supplier_exit_idle", "value: 0")                                                     \
    IN_WORLD("supplier_exit", "value: 0")

/* Families on the list seldom suit or stay, so that tenders are repeated. */
#define SHORT_OF_FAMILIES IN_WORLD("listed_leave", "value: 10, unit: 1/year")

#define SHORTAGE_COSTS CHANGE("scarcity_price", "value: 2")
#define SHORTAGE_FREE  CHANGE("scarcity_price", "value: 0")
#define GUARANTEE      CHANGE("framework", "value: 1") CHANGE("availability_paid", "value: 1")

static void run(struct trials *t, struct files *f, const char *first, const char *second,
                const char *special)
{
    files_open(f);
    const char *paths[] = {policy_of(f, "first", first), policy_of(f, "second", second)};
    trials_open_with(t, paths, 2, world_of(f, "special", tenth, special), 101, NULL);
}

static double spent(const struct trials *t, size_t s, enum COST_category cost)
{
    return sum_of(t, s, MEASURE_COSTS, POLICY, END, CELL2(COST, cost, PAYER, PAYER_STATE));
}

/* The two policies differ in money alone. */
static void expect_same_but_money(const struct trials *t)
{
    const struct layout *l = &t->layout;
    for (int m = 0; m < N_MEASURES; m++) {
        size_t length = l->cells[m] * periods_of(t, (enum measure)m) * sizeof *t->values;
        bool same = memcmp(t->values + l->total + l->first[m],
                           t->values + 2 * l->total + l->first[m], length) == 0;
        if (!same && m != MEASURE_COSTS && m != MEASURE_COSTS_AREA)
            fail_msg("%s differs", measure_table[m].name);
    }
}

static void repeated_tender_is_dearer(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    double more = 0, failed = 0;
    run(&t, &f, SHORTAGE_COSTS, SHORTAGE_FREE, NEVER_SHORT SHORT_OF_FAMILIES);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        expect_same_but_money(&t);
        double dearer = spent(&t, 1, COST_SPECIALISED), base = spent(&t, 2, COST_SPECIALISED);
        assert_true(dearer >= base);
        more += dearer - base;
        failed += sum_of(&t, 1, MEASURE_PROCUREMENTS, 3, 8, PROCUREMENT_FAILED);
    }
    printf("# %.0f procurements failed; %.3g kroner more\n", failed, more / 100);
    assert_true(more > 0 && failed > 0);
    trials_close(&t);
    files_close(&f);
}

static void agreement_fixes_the_price(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run(&t, &f, GUARANTEE SHORTAGE_COSTS, GUARANTEE SHORTAGE_FREE, SHORT_OF_FAMILIES);
    trials_run(&t, 0);
    size_t length = t.layout.total;
    assert_memory_equal(t.values + length, t.values + 2 * length, length * sizeof *t.values);
    trials_close(&t);
    files_close(&f);
}

#define ON_BUDGET CHANGE("readiness_on_budget", "value: 1")

static void guarantee_on_a_budget_without_end_changes_nothing(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run(&t, &f, GUARANTEE, GUARANTEE ON_BUDGET,
        NEVER_SHORT IN_WORLD("enquiries", "where: {channel: [nonprofit, commercial]}, times: 4"));
    trials_run(&t, 0);
    size_t length = t.layout.total;
    assert_memory_equal(t.values + length, t.values + 2 * length, length * sizeof *t.values);
    assert_true(spent(&t, 1, COST_READINESS) > 0);
    trials_close(&t);
    files_close(&f);
}

/* Paid from the same money, homes that stand ready take it from children who could be placed. */
static void guarantee_on_the_budget_takes_from_placements(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    double fewer[N];
    run(&t, &f, GUARANTEE, GUARANTEE ON_BUDGET,
        IN_WORLD("enquiries", "where: {channel: [nonprofit, commercial]}, times: 6"));
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        fewer[r] = 0;
        for (size_t place = PLACE_SPECIALISED_STATE; place <= PLACE_SPECIALISED_COMMERCIAL; place++)
            fewer[r] += mean_of(&t, 1, MEASURE_CHILDREN, POLICY, END, place) -
                        mean_of(&t, 2, MEASURE_CHILDREN, POLICY, END, place);
    }
    expect_beyond_zero("children fewer in specialised homes", fewer, N, 1);
    trials_close(&t);
    files_close(&f);
}

static int64_t procured(const struct trials *t, size_t s)
{
    return (int64_t)sum_of(t, s, MEASURE_PROCUREMENTS, POLICY_YEAR, YEARS, PROCUREMENT_STARTED);
}

/* Money for less than one more child is none: nothing is procured that could not be paid for, and
 * who waits for money is said to. */
static void without_money_for_one_more_child_nobody_procures(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *duty = PART("vacancy_trigger") PART("sourcing");
    char poor[512];
    snprintf(poor, sizeof poor, "%s" CHANGE("specialised_budget", "times: 0.2"), duty);
    const char *paths[] = {policy_of(&f, "duty", duty), policy_of(&f, "poor", poor)};
    trials_open_with(&t, paths, 2, tenth, 93, NULL);
    int64_t rich_starts = 0, poor_starts = 0;
    double rich_waits = 0, poor_waits = 0;
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&t, i);
        rich_starts += procured(&t, 1);
        poor_starts += procured(&t, 2);
        rich_waits += sum_of(&t, 1, MEASURE_WAITING_TIME, POLICY, END, REASON_BUDGET);
        poor_waits += sum_of(&t, 2, MEASURE_WAITING_TIME, POLICY, END, REASON_BUDGET);
    }
    trials_close(&t);
    files_close(&f);
    printf("# procurements %lld, with little money %lld; waiting for money %.3g, %.3g\n",
           (long long)rich_starts, (long long)poor_starts, rich_waits, poor_waits);
    assert_true(poor_starts < rich_starts / 2);
    assert_true(poor_waits > 2 * rich_waits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeated_tender_is_dearer),
        cmocka_unit_test(agreement_fixes_the_price),
        cmocka_unit_test(guarantee_on_a_budget_without_end_changes_nothing),
        cmocka_unit_test(without_money_for_one_more_child_nobody_procures),
        cmocka_unit_test(guarantee_on_the_budget_takes_from_placements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
