/* Comparing a policy with the null alternative to the last number: what may differ, and what may not. */
#ifndef PLASSFLYT_TESTS_LIMITS_H
#define PLASSFLYT_TESTS_LIMITS_H

#include "figures.h"
#include "run.h"

enum { REPLICATIONS = 2 };

/* ---- comparing ---- */

static inline bool differs_in(const struct trials *t, size_t s, enum measure m, size_t period)
{
    for (size_t cell = 0; cell < t->layout.cells[m]; cell++)
        if (value_of(t, 0, m, period, cell) != value_of(t, s, m, period, cell))
            return true;
    return false;
}

static inline bool differs_from_null(const struct trials *t, size_t s, enum measure m)
{
    for (size_t period = 0; period < periods_of(t, m); period++)
        if (differs_in(t, s, m, period))
            return true;
    return false;
}

/* Only the measures of the list differ from the null alternative, and each of them does. */
static inline void expect_only(struct trials *t, const enum measure *may, size_t n)
{
    size_t found[N_MEASURES] = {0};
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(t, r);
        for (int i = 0; i < N_MEASURES; i++)
            found[i] += differs_from_null(t, 1, (enum measure)i);
    }
    for (int i = 0; i < N_MEASURES; i++) {
        bool listed = false;
        for (size_t k = 0; k < n; k++)
            listed |= may[k] == (enum measure)i;
        if (listed != (found[i] > 0))
            fail_msg("%s %s", measure_table[i].name, listed ? "is the same" : "differs");
    }
}

static const enum measure money[] = {MEASURE_COSTS, MEASURE_COSTS_AREA};

/* The changes alter only money in a world, or nothing at all; and they alter more than money in the
 * world without `special`, or nothing would have been shown. */
static inline void expect_effect(const char *changes, const char *special, bool costs)
{
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path = policy_of(&f, "changed", changes);
    const char *world = special ? world_of(&f, "special", tenth, special) : tenth;
    trials_open_with(&t, &path, 1, world, 81, NULL);
    expect_only(&t, money, costs ? 2 : 0);
    trials_close(&t);
    files_close(&f);
}

static inline void expect_that_it_matters(const char *changes)
{
    struct files f;
    struct trials t;
    bool other = false;
    files_open(&f);
    const char *path = policy_of(&f, "changed", changes);
    trials_open_with(&t, &path, 1, tenth, 81, NULL);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        other |= differs_from_null(&t, 1, MEASURE_CHILDREN);
    }
    assert_true(other);
    trials_close(&t);
    files_close(&f);
}

/* One replication of the null alternative and a policy of these changes. */
static inline void run_one(struct trials *t, struct files *f, const char *changes)
{
    files_open(f);
    const char *path = policy_of(f, "changed", changes);
    trials_open_with(t, &path, 1, tenth, 82, NULL);
    trials_run(t, 0);
}

#endif
