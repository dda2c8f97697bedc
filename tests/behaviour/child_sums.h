/* What becomes of each child, summed over all children of a scenario, is what the measures say of the
 * time from the policy date on: exactly. */
#ifndef PLASSFLYT_TESTS_CHILD_SUMS_H
#define PLASSFLYT_TESTS_CHILD_SUMS_H

#include "sums.h"

#include "observe/child_rows.h"

/* Children side by side under all scenarios, as a replicator gives them. */
struct side_by_side {
    const int64_t *value;
    size_t n, scenarios;
    size_t first_month; /* that of the policy date */
};

static inline const int64_t *child_at(const struct side_by_side *c, size_t i)
{
    return c->value + i * child_row_width(c->scenarios);
}

/* An outcome of row i; CHILD_NOTHING if there is no such child in the scenario. */
static inline int64_t outcome_of(const struct side_by_side *c, size_t i, size_t scenario,
                                 enum outcome what)
{
    return child_at(c, i)[N_CHILD_FACTS + scenario * N_OUTCOMES + what];
}

static inline int64_t outcome_sum(const struct side_by_side *c, size_t scenario, enum outcome what)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->n; i++)
        if (outcome_of(c, i, scenario, what) != CHILD_NOTHING)
            sum += outcome_of(c, i, scenario, what);
    return sum;
}

/* Sum of some cells of a monthly measure from the policy date on. */
static inline int64_t projected(const struct results *r, const struct side_by_side *c,
                                enum measure m, size_t first, size_t n)
{
    int64_t sum = 0;
    for (size_t month = c->first_month; month < periods_in(r, m); month++)
        sum += sum_in(r, m, month, first, n);
    return sum;
}

/* The same over places of one kind. */
static inline int64_t projected_places(const struct results *r, const struct side_by_side *c,
                                       enum measure m, enum place_kind kind)
{
    int64_t sum = 0;
    for (size_t place = 0; place < N_PLACE; place++)
        sum += place_table[place].kind == kind ? projected(r, c, m, place, 1) : 0;
    return sum;
}

/* Returns how many outcomes were held against a measure. */
static inline int check_children(const struct results *r, const struct side_by_side *c,
                                 size_t scenario, struct finding *f)
{
    const size_t searched = CELL2(QUEUE, QUEUE_SEARCHED, AREA, 0);
    const size_t past_wish = CELL2(QUEUE, QUEUE_PAST_WISH, AREA, 0);
    const size_t below = CELL2(MISMATCH, MISMATCH_BELOW, AREA, 0);
    const size_t above = CELL2(MISMATCH, MISMATCH_ABOVE, AREA, 0);
    const size_t kinds = (size_t)N_UNIT_KIND * N_AREA;
    const struct {
        enum outcome outcome;
        int64_t measured;
    } pair[] = {
        {OUTCOME_WAITED, projected(r, c, MEASURE_QUEUE, searched, N_AREA)},
        {OUTCOME_WAITED, projected(r, c, MEASURE_WAITING_TIME, 0, N_REASON)},
        {OUTCOME_WAITED_PAST_WISH, projected(r, c, MEASURE_QUEUE, past_wish, N_AREA)},
        {OUTCOME_WAITED_INSTITUTION, projected(r, c, MEASURE_INSTITUTION_QUEUE, 0, kinds)},
        {OUTCOME_WAITED_INSTITUTION, projected(r, c, MEASURE_INSTITUTION_WAITING, 0, N_REASON)},
        {OUTCOME_WAITED_CENTRE, projected(r, c, MEASURE_CENTRE_QUEUE, 0, N_AREA)},
        {OUTCOME_BELOW_NEED, projected(r, c, MEASURE_MISMATCH, below, N_AREA)},
        {OUTCOME_ABOVE_NEED, projected(r, c, MEASURE_MISMATCH, above, N_AREA)},
        {OUTCOME_IN_FOSTER_HOME, projected_places(r, c, MEASURE_CHILDREN, PLACE_KIND_FOSTER)},
        {OUTCOME_IN_EMERGENCY_HOME, projected_places(r, c, MEASURE_CHILDREN, PLACE_KIND_EMERGENCY)},
        {OUTCOME_IN_INSTITUTION, projected_places(r, c, MEASURE_CHILDREN, PLACE_KIND_INSTITUTION)},
        {OUTCOME_IN_PURCHASE, projected_places(r, c, MEASURE_CHILDREN, PLACE_KIND_OVERFLOW)},
        {OUTCOME_MOVES, projected(r, c, MEASURE_MOVES, 0, N_AREA)},
        {OUTCOME_BREAKDOWNS, projected(r, c, MEASURE_BREAKDOWNS, 0, N_HOME_KIND)},
        {OUTCOME_STAYS, projected(r, c, MEASURE_PLACEMENTS, 0, N_PLACE)},
        {OUTCOME_FOSTER_STAYS, projected_places(r, c, MEASURE_PLACEMENTS, PLACE_KIND_FOSTER)},
    };
    const int n = sizeof pair / sizeof *pair;
    for (int i = 0; i < n; i++)
        expect_same(f, outcome_sum(c, scenario, pair[i].outcome), pair[i].measured,
                    outcome_table[pair[i].outcome].name, scenario);
    return n;
}

/* How many children are in care when the simulation ends, by their rows and by the measures. */
static inline void check_children_at_end(const struct results *r, const struct side_by_side *c,
                                         size_t scenario, struct finding *f)
{
    int64_t rows[N_PLACE] = {0};
    for (size_t i = 0; i < c->n; i++)
        if (outcome_of(c, i, scenario, OUTCOME_WAITED) != CHILD_NOTHING)
            rows[outcome_of(c, i, scenario, OUTCOME_PLACE_AT_END)]++;
    size_t last = periods_in(r, MEASURE_CHILDREN) - 1;
    for (size_t place = 0; place < N_PLACE; place++)
        if (place != PLACE_RETURNED) /* of whom most are not followed any longer */
            expect_same(f, rows[place], end_in(r, MEASURE_CHILDREN, last, place),
                        "children at the end", place);
}

#endif
