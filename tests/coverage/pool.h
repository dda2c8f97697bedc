/* Many replications of the tiny country, each as a few numbers: what studies are put together from.
 * The mean over all of them is what an interval should cover. */
#ifndef PLASSFLYT_TESTS_POOL_H
#define PLASSFLYT_TESTS_POOL_H

#include "trials.h"

#include "command/raw_results.h"

#include <math.h>

enum { SCENARIOS = 2 };

static const enum indicator pooled[] = {
    INDICATOR_queue_past_wish, INDICATOR_days_below_need,      INDICATOR_days_above_need,
    INDICATOR_cost_state,      INDICATOR_cost_total,           INDICATOR_queue_searched,
    INDICATOR_breakdowns,      INDICATOR_children_institution, INDICATOR_children_specialised};
/* The last is nought in most replications of so small a country. */
enum { POOLED = sizeof pooled / sizeof *pooled, RARE = POOLED - 1 };

struct pool {
    size_t n;
    double *number[POOLED][SCENARIOS]; /* [n] */
};

static inline void pool_take(struct pool *pool, size_t r, struct raw_results *raw,
                             const int64_t *values, struct messages *messages)
{
    for (size_t i = 0; i < POOLED; i++) {
        struct indicator_item item;
        double out[SCENARIOS];
        bool good = raw_results_item(raw, pooled[i], "", &item, messages) &&
                    raw_results_values(raw, &item, values, out, messages);
        for (size_t s = 0; s < SCENARIOS; s++)
            pool->number[i][s][r] = good ? out[s] : NAN;
    }
}

/* One thread's share. */
static inline void pool_run(struct pool *pool, const struct trials *t)
{
    const struct replication_options options = {0};
    struct messages messages;
    char reason[FAILURE_LENGTH];
    struct effort effort = {0};
    messages_start(&messages, LANGUAGE_EN);
    struct raw_results *raw = raw_results_open(t->study, &t->layout);
    struct replicator *replicator = replicator_open(t->plan, &t->layout, t->fills, &options);
    int64_t *values = calloc(SCENARIOS * t->layout.total, sizeof *values);
#pragma omp for schedule(dynamic, 16)
    for (size_t r = 0; r < pool->n; r++)
        if (raw && replicator && values &&
            replicate(replicator, t->seed, (uint32_t)r, values, &effort, reason) < 0)
            pool_take(pool, r, raw, values, &messages);
    free(values);
    replicator_close(replicator);
    raw_results_close(raw);
    messages_free(&messages);
}

/* A replication that failed has no numbers (NaN): then no interval covers anything. */
static inline void pool_make(struct pool *pool, size_t n)
{
    static const char *const paths[] = {"scenarios/nullalternativ.yaml",
                                        "scenarios/bistandsplikt.yaml"};
    struct trials t;
    trials_open_with(&t, paths, SCENARIOS, "tests/worlds/tiny.yaml", 11, NULL);
    pool->n = n;
    for (size_t i = 0; i < POOLED; i++)
        for (size_t s = 0; s < SCENARIOS; s++) {
            pool->number[i][s] = calloc(n, sizeof(double));
            assert_non_null(pool->number[i][s]);
        }
#pragma omp parallel
    pool_run(pool, &t);
    trials_close(&t);
}

static inline void pool_free(struct pool *pool)
{
    for (size_t i = 0; i < POOLED; i++)
        for (size_t s = 0; s < SCENARIOS; s++)
            free(pool->number[i][s]);
}

#endif
