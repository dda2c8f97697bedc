/* Watching the model itself while a replication runs: it goes on event by event, and what stands in
 * its state may be looked at between them. */
#ifndef PLASSFLYT_TESTS_WATCH_H
#define PLASSFLYT_TESTS_WATCH_H

#include "trials.h"

#include "model/model.h"

struct watch {
    struct study *study;
    struct plan *plan;
    struct layout layout;
    struct model model;
};

/* At the history's start of a replication, after the first fill; `world` as in study_read. */
static inline void watch_open(struct watch *w, const char *const *paths, size_t n,
                              const char *world, uint32_t seed, uint32_t replication)
{
    w->study = trials_read(paths, n, world);
    w->plan = plan_make(w->study);
    assert_non_null(w->plan);
    plan_layout(w->plan, &w->layout);
    assert_true(model_open(&w->model, w->plan, &w->layout, CALENDAR_TREE));
    model_start_fill(&w->model, 0);
    assert_true(model_run(&w->model, 0, 0));
    model_start_history(&w->model, (struct draw_key){seed, replication});
}

static inline void watch_close(struct watch *w)
{
    model_close(&w->model);
    plan_free(w->plan);
    study_free(w->study);
}

/* Goes on to `when` under a scenario, calling `look` after every event. */
static inline void watch_until(struct watch *w, uint32_t scenario, tick when,
                               void (*look)(struct model *m, void *context), void *context)
{
    struct model *m = &w->model;
    assert_true(model_run(m, scenario, now(m))); /* handles nothing: sets the scenario's rules */
    while (state_run(&m->state, when, 1) == 1)
        look(m, context);
    if (m->state.failure[0])
        fail_msg("%s", m->state.failure);
}

#endif
