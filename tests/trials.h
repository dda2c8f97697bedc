/* Running a study inside a test: replication by replication, with the results in memory. Programs
 * run from the top of the repository. */
#ifndef PLASSFLYT_TESTS_TRIALS_H
#define PLASSFLYT_TESTS_TRIALS_H

/* What cmocka.h needs before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/scenario.h"
#include "model/replication.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct trials {
    struct study *study;
    struct plan *plan;
    struct layout layout;
    struct fills *fills;
    struct replicator *replicator;
    struct effort effort; /* of all replications so far */
    uint32_t seed;
    int64_t *values; /* [scenarios][layout.total] of the replication run last */
};

/* Reads scenarios that must be valid; `world` as in study_read. */
static inline struct study *trials_read(const char *const *paths, size_t n, const char *world)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(paths, n, world, &messages);
    if (!study)
        messages_print(&messages, stdout, false);
    assert_non_null(study);
    messages_free(&messages);
    return study;
}

/* Makes ready to run scenarios under a seed; `options` may be NULL. */
static inline void trials_open_with(struct trials *t, const char *const *paths, size_t n,
                                    const char *world, uint32_t seed,
                                    const struct replication_options *options)
{
    const struct replication_options plain = {0};
    char reason[FAILURE_LENGTH] = "";
    options = options ? options : &plain;
    *t = (struct trials){.study = trials_read(paths, n, world), .seed = seed};
    t->plan = plan_make(t->study);
    assert_non_null(t->plan);
    plan_layout(t->plan, &t->layout);
    t->fills = fills_make(t->plan, &t->layout, options, reason);
    if (!t->fills)
        fail_msg("the fill failed: %s", reason);
    t->replicator = replicator_open(t->plan, &t->layout, t->fills, options);
    t->values = calloc(t->study->n_policies * t->layout.total, sizeof *t->values);
    assert_true(t->replicator && t->values);
}

/* The same for one file. */
static inline void trials_open(struct trials *t, const char *path, uint32_t seed)
{
    trials_open_with(t, &path, 1, NULL, seed, NULL);
}

static inline void trials_close(struct trials *t)
{
    replicator_close(t->replicator);
    fills_free(t->fills);
    plan_free(t->plan);
    study_free(t->study);
    free(t->values);
}

/* Runs replication `number`; it must not fail, and something must have happened in it. */
static inline void trials_run(struct trials *t, uint32_t number)
{
    char reason[FAILURE_LENGTH] = "";
    uint64_t events = t->effort.events;
    int failed = replicate(t->replicator, t->seed, number, t->values, &t->effort, reason);
    if (failed >= 0)
        fail_msg("replication %u fails in %s: %s", (unsigned)number,
                 t->study->policies[failed].name, reason);
    assert_true(t->effort.events > events);
}

/* ---- looking at the results of the replication run last ---- */

/* Another replication gives other numbers, and the same one again the same. */
static inline void trials_repeat(struct trials *t)
{
    size_t length = t->layout.total * sizeof *t->values;
    int64_t *first = malloc(length);
    assert_non_null(first);
    trials_run(t, 0);
    memcpy(first, t->values, length);
    trials_run(t, 1);
    assert_memory_not_equal(first, t->values, length);
    trials_run(t, 0);
    assert_memory_equal(first, t->values, length);
    free(first);
}

/* A value of a measure; of a LEVEL its integral over the period (things × ms). */
static inline int64_t value_of(const struct trials *t, size_t scenario, enum measure m,
                               size_t period, size_t cell)
{
    const struct layout *l = &t->layout;
    return t->values[scenario * l->total + l->first[m] + period * l->cells[m] + cell];
}

/* A LEVEL at the end of a period. */
static inline int64_t at_end_of(const struct trials *t, size_t scenario, enum measure m,
                                size_t period, size_t cell)
{
    const struct layout *l = &t->layout;
    return t->values[scenario * l->total + l->end_first[m] + period * l->cells[m] + cell];
}

/* Sum over periods from `first` to before `end`. */
static inline double sum_of(const struct trials *t, size_t scenario, enum measure m, size_t first,
                            size_t end, size_t cell)
{
    int64_t sum = 0;
    for (size_t period = first; period < end; period++)
        sum += value_of(t, scenario, m, period, cell);
    return (double)sum;
}

/* Length of these periods of a measure in ms. */
static inline double length_of(const struct trials *t, enum measure m, size_t first, size_t end)
{
    int64_t sum = 0;
    for (size_t period = first; period < end; period++)
        sum += layout_period_ms(&t->layout, measure_table[m].layer, period);
    return (double)sum;
}

/* Mean of a LEVEL over these periods. */
static inline double mean_of(const struct trials *t, size_t scenario, enum measure m, size_t first,
                             size_t end, size_t cell)
{
    return sum_of(t, scenario, m, first, end, cell) / length_of(t, m, first, end);
}

static inline size_t periods_of(const struct trials *t, enum measure m)
{
    return layout_periods(&t->layout, measure_table[m].layer);
}

#endif
