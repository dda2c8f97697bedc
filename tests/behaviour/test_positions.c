/* Positions for state specialised homes: how they grow, how they follow need that the duty left
 * unmet, and that a position is not a family. All of it is exact but for the day's grain. */
#include "run.h"

#include <math.h>

enum { SEED = 95, REPLICATIONS = 2, POLICY = 36, END = 96, YEAR = 12, YEARS = 5 };

#define DUTY                                                                                       \
    PART("direct_application")                                                                     \
    PART("deadline") PART("vacancy_trigger") PART("sourcing") PART("soft_budget")

static int64_t positions_at(const struct trials *t, size_t s, size_t month, size_t area)
{
    return at_end_of(t, s, MEASURE_POSITIONS, month, area);
}

/* Only positions differ from the null alternative, if they do. */
static void expect_only_positions(const struct trials *t, bool differ)
{
    const struct layout *l = &t->layout;
    for (int m = 0; m < N_MEASURES; m++) {
        size_t length = l->cells[m] * periods_of(t, (enum measure)m) * sizeof *t->values;
        bool same =
            memcmp(t->values + l->first[m], t->values + l->total + l->first[m], length) == 0;
        if (same == (differ && m == MEASURE_POSITIONS))
            fail_msg("%s %s", measure_table[m].name, same ? "is the same" : "differs");
    }
}

static void without_a_deadline_nothing_is_unmet(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("positions_share", "value: 1"),
              IN_WORLD("positions_threshold", "value: 0"), SEED);
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&r.trials, i);
        expect_only_positions(&r.trials, false);
    }
    run_end(&r);
}

/* Where no family comes for them, positions stay empty. */
static void position_is_not_a_family(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("positions_growth", "value: 0.5"),
              IN_WORLD("enquiries", "where: {channel: state_specialised}, value: 0"), SEED);
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&r.trials, i);
        expect_only_positions(&r.trials, true);
    }
    run_end(&r);
}

static void positions_grow_each_january(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("positions_growth", "value: 0.25"), NULL, SEED);
    const struct trials *t = &r.trials;
    trials_run(&r.trials, 0);
    for (size_t area = 0; area < N_AREA; area++) {
        double positions = t->study->value.state_positions[area];
        for (size_t year = 0; year < YEARS; year++) {
            assert_int_equal(positions_at(t, 1, POLICY + YEAR * year + YEAR - 1, area),
                             (int64_t)positions);
            positions *= 1.25; /* none in the first year */
        }
    }
    run_end(&r);
}

/* What each area gets is a share of its mean unmet need, cut at a limit, a year after it was
 * decided on, which is a year after the need began to be counted. */
static void positions_follow_unmet_need_late_and_bounded(void **state)
{
    (void)state;
    enum { MOST = 2 };
    const double share = 0.75;
    double wanted = 0, cut = 0;
    struct run r;
    run_begin(&r, DUTY CHANGE("positions_share", "value: 0.75"),
              IN_WORLD("positions_threshold", "value: 0") IN_WORLD("positions_most", "value: 2"),
              SEED);
    const struct trials *t = &r.trials;
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&r.trials, i);
        for (size_t area = 0; area < N_AREA; area++) {
            double positions = t->study->value.state_positions[area];
            for (size_t year = 0; year < YEARS; year++) {
                size_t first = POLICY + YEAR * year;
                if (year >= 2) {
                    double step =
                        share * mean_of(t, 1, MEASURE_BREACHES_OPEN, first - 2 * YEAR, first - YEAR,
                                        CELL2(BREACH, BREACH_LEGAL, AREA, area));
                    positions += step < MOST ? step : MOST;
                    wanted += step;
                    cut += step > MOST ? step - MOST : 0;
                }
                double seen = (double)positions_at(t, 1, first + YEAR - 1, area);
                assert_true(fabs(seen - floor(positions)) < 1.01);
                assert_true(year > 1 || fabs(seen - floor(positions)) < 0.01);
            }
        }
    }
    printf("# %.1f positions wanted, %.1f of them above the limit\n", wanted, cut);
    assert_true(wanted > 5 && cut > 0);
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_deadline_nothing_is_unmet),
        cmocka_unit_test(position_is_not_a_family),
        cmocka_unit_test(positions_grow_each_january),
        cmocka_unit_test(positions_follow_unmet_need_late_and_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
