/* Suppliers as firms: that they are there changes nothing until one closes; what closes them, what
 * they take with them, and what makes them grow. Where it is not exact, the seeds are fixed. */
#include "run.h"

enum { SEED = 97, REPLICATIONS = 2, POLICY = 36, END = 96, POLICY_YEAR = 3, YEARS = 8 };

#define NOBODY_CLOSES                                                                              \
    IN_WORLD("supplier_exit", "value: 0")                                                          \
    IN_WORLD("supplier_exit_idle", "value: 0")

static int64_t closed(const struct trials *t, size_t s, size_t first_year)
{
    int64_t sum = 0;
    for (size_t year = first_year; year < YEARS; year++)
        for (size_t cell = 0; cell < (size_t)N_OWNER * N_AREA; cell++)
            sum += value_of(t, s, MEASURE_SUPPLIERS_CLOSED, year, cell);
    return sum;
}

static int64_t in_business(const struct trials *t, size_t s, size_t month, size_t owner)
{
    int64_t sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum += at_end_of(t, s, MEASURE_SUPPLIERS, month, CELL2(OWNER, owner, AREA, area));
    return sum;
}

static int64_t lost_with_supplier(const struct trials *t, size_t s)
{
    return (int64_t)sum_of(t, s, MEASURE_HOMES_LOST, POLICY_YEAR, YEARS,
                           CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_LOSS, HOME_LOSS_SUPPLIER));
}

/* ---- there, and no more ---- */

/* A world in which nobody closes is, but for the count of firms, a world without firms. */
static void firms_that_never_close_change_nothing(void **state)
{
    (void)state;
    struct run with, without;
    const char *framework = CHANGE("framework", "value: 1");
    run_begin(&with, framework, NOBODY_CLOSES, SEED);
    run_begin(&without, framework, NOBODY_CLOSES IN_WORLD("suppliers", "value: 0, unit: 1"), SEED);
    trials_run(&with.trials, 0);
    trials_run(&without.trials, 0);
    const struct layout *l = &with.trials.layout;
    for (size_t s = 0; s < 2; s++)
        for (int m = 0; m < N_MEASURES; m++) {
            size_t at = s * l->total + l->first[m];
            size_t length = l->cells[m] * periods_of(&with.trials, (enum measure)m);
            bool same = memcmp(with.trials.values + at, without.trials.values + at,
                               length * sizeof *with.trials.values) == 0;
            if (same == (m == MEASURE_SUPPLIERS))
                fail_msg("%s %s", measure_table[m].name, same ? "is the same" : "differs");
        }
    assert_int_equal(closed(&with.trials, 1, 0), 0);
    run_end(&with);
    run_end(&without);
}

/* ---- closing ---- */

static void families_are_lost_or_go_on_as_told(void **state)
{
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        struct run r;
        run_begin(&r, CHANGE("suppliers", "where: {owner: commercial}, value: 0, unit: 1"),
                  kept ? NOBODY_CLOSES IN_WORLD("supplier_families_kept", "value: 1")
                       : NOBODY_CLOSES IN_WORLD("supplier_families_kept", "value: 0"),
                  SEED);
        const struct trials *t = &r.trials;
        int64_t lost = 0;
        for (uint32_t i = 0; i < REPLICATIONS; i++) {
            trials_run(&r.trials, i);
            lost += lost_with_supplier(t, 1);
            assert_int_equal(lost_with_supplier(t, 0), 0);
            assert_int_equal(in_business(t, 1, POLICY, OWNER_COMMERCIAL), 0);
            assert_true(in_business(t, 0, POLICY, OWNER_COMMERCIAL) > 0);
            assert_int_equal(in_business(t, 1, END - 1, OWNER_NONPROFIT),
                             in_business(t, 0, END - 1, OWNER_NONPROFIT));
            for (size_t year = POLICY_YEAR; year < YEARS; year++)
                assert_int_equal(value_of(t, 1, MEASURE_ENQUIRIES, year, CHANNEL_COMMERCIAL), 0);
        }
        assert_true(kept ? lost == 0 : lost > 0);
        run_end(&r);
    }
}

/* Where nobody follows, and every firm must close, the homes of suppliers end, and only those. */
static void without_suppliers_their_homes_end(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("suppliers", "value: 0, unit: 1"),
              NOBODY_CLOSES IN_WORLD("supplier_families_kept", "value: 0"), SEED);
    const struct trials *t = &r.trials;
    trials_run(&r.trials, 0);
    for (size_t owner = OWNER_NONPROFIT; owner < N_OWNER; owner++)
        for (size_t at = HOME_STATE_LISTED; at <= HOME_STATE_RESTING; at++) {
            size_t cell = CELL2(OWNER, owner, HOME_STATE, at);
            bool with_child = at == HOME_STATE_OCCUPIED || at == HOME_STATE_RESERVED;
            if (!with_child)
                assert_int_equal(at_end_of(t, 1, MEASURE_SPECIALISED_HOMES, YEARS - 1, cell), 0);
        }
    assert_true(mean_of(t, 1, MEASURE_CHILDREN, POLICY, END, PLACE_SPECIALISED_STATE) > 0);
    run_end(&r);
}

/* Under this agreement nearly everything that a supplier holds is paid in full: all but the weeks in
 * which a child is on its way. */
static void guaranteed_volume_keeps_suppliers_in_business(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("framework", "value: 1") CHANGE("availability_paid", "value: 1"),
              IN_WORLD("supplier_exit", "value: 0") IN_WORLD("supplier_exit_idle", "value: 2")
                  IN_WORLD("supplier_volume", "value: 0.95")
                      IN_WORLD("availability_rate", "value: 1")
                          IN_WORLD("contract_years", "value: 30, unit: years")
                              IN_WORLD("supplier_entry", "value: 5, unit: 1/year"),
              SEED);
    int64_t without = 0, with = 0;
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&r.trials, i);
        without += closed(&r.trials, 0, POLICY_YEAR + 2); /* twelve months count, and a start-up */
        with += closed(&r.trials, 1, POLICY_YEAR + 2);
    }
    printf("# %d suppliers closed, with the guarantee %d\n", (int)without, (int)with);
    assert_true(without > 20 && 5 * with < without);
    run_end(&r);
}

/* ---- growth ---- */

static int64_t enquiries_of_suppliers(const struct trials *t, size_t s, size_t first, size_t last)
{
    int64_t sum = 0;
    for (size_t year = first; year < last; year++)
        sum += value_of(t, s, MEASURE_ENQUIRIES, year, CHANNEL_NONPROFIT) +
               value_of(t, s, MEASURE_ENQUIRIES, year, CHANNEL_COMMERCIAL);
    return sum;
}

#define PAID CHANGE("framework", "value: 1") CHANGE("availability_paid", "value: 1")

/* More is paid for the same families: suppliers recruit more, after two Januaries, and never more
 * than double; where they do not care, the same families enquire. */
static void suppliers_grow_late_and_bounded(void **state)
{
    (void)state;
    for (int cares = 0; cares < 2; cares++) {
        struct run r;
        run_begin(&r, cares ? PAID CHANGE("supplier_growth", "value: 5") : PAID,
                  NOBODY_CLOSES IN_WORLD("enquiries", "where: {channel: [nonprofit, commercial]}, "
                                                      "times: 10"),
                  SEED);
        const struct trials *t = &r.trials;
        int64_t null = 0, grown = 0;
        for (uint32_t i = 0; i < REPLICATIONS; i++) {
            trials_run(&r.trials, i);
            size_t late = POLICY_YEAR + 2;
            assert_int_equal(enquiries_of_suppliers(t, 0, 0, late),
                             enquiries_of_suppliers(t, 1, 0, late));
            null += enquiries_of_suppliers(t, 0, late, YEARS);
            grown += enquiries_of_suppliers(t, 1, late, YEARS);
        }
        printf("# %d enquiries, under the agreement %d\n", (int)null, (int)grown);
        assert_true(cares ? grown > null + null / 4 : grown == null);
        assert_true((double)grown < 2.1 * (double)null); /* double, but for chance */
        run_end(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firms_that_never_close_change_nothing),
        cmocka_unit_test(families_are_lost_or_go_on_as_told),
        cmocka_unit_test(without_suppliers_their_homes_end),
        cmocka_unit_test(guaranteed_volume_keeps_suppliers_in_business),
        cmocka_unit_test(suppliers_grow_late_and_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
