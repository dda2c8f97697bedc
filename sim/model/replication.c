#include "model/replication.h"

#include "model/check.h"
#include "model/model.h"
#include "model/outcome.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As state_fail is told of it everywhere in the model. */
static const char no_memory[] = "out of memory";

bool replication_lacked_memory(const char *reason)
{
    return strcmp(reason, no_memory) == 0;
}

void replication_lacks_memory(char reason[FAILURE_LENGTH])
{
    snprintf(reason, FAILURE_LENGTH, "%s", no_memory);
}

/* ---- initial states ---- */

/* One initial state; whoever needs it first makes it, and whoever comes meanwhile waits. */
struct fill_slot {
    struct model state;
    omp_lock_t lock;
    bool made;
};

struct fills {
    const struct plan *plan;
    const struct layout *layout;
    struct replication_options options;
    struct fill_slot *slot; /* [n] */
    int n;
};

void study_layout(const struct study *study, struct layout *layout)
{
    const struct parameters *p = &study->value;
    layout_make(layout, (int64_t)p->history_start, (int64_t)p->end_date);
    layout->policy_day = (int64_t)p->policy_date;
    if (study->count)
        layout_add_start(layout);
}

void plan_layout(const struct plan *plan, struct layout *layout)
{
    study_layout(plan->study, layout);
}

/* After a count each replication makes its own initial state, from an empty country. */
static void make_fill(struct model *m, const struct plan *plan, const struct layout *layout,
                      const struct replication_options *options, int variant,
                      struct story_book *book)
{
    if (!model_open(m, plan, layout, options->calendar))
        return;
    m->check_each_event = options->check_each_event;
    m->observer.story = book;
    if (plan->study->count)
        return;
    model_start_fill(m, (uint32_t)variant);
    model_run(m, 0, 0);
}

static const char *why_fill_failed(const struct model *m)
{
    return m->state.block ? m->state.failure : no_memory;
}

struct fills *fills_on_demand(const struct plan *plan, const struct layout *layout,
                              const struct replication_options *options)
{
    struct fills *fills = calloc(1, sizeof *fills);
    int n = plan->study->count ? 1 : (int)plan->study->value.fill_variants;
    struct fill_slot *slot = calloc((size_t)n, sizeof *slot);
    if (!fills || !slot) {
        free(fills);
        free(slot);
        return NULL;
    }
    *fills = (struct fills){plan, layout, *options, slot, n};
    for (int i = 0; i < n; i++)
        omp_init_lock(&slot[i].lock);
    return fills;
}

/* The initial state of a variant, made if it has not been. */
static const struct model *fill_at(struct fills *fills, int variant)
{
    struct fill_slot *slot = &fills->slot[variant];
    omp_set_lock(&slot->lock);
    if (!slot->made)
        make_fill(&slot->state, fills->plan, fills->layout, &fills->options, variant, NULL);
    slot->made = true;
    omp_unset_lock(&slot->lock);
    return &slot->state;
}

struct fills *fills_make(const struct plan *plan, const struct layout *layout,
                         const struct replication_options *options, char reason[FAILURE_LENGTH])
{
    struct fills *fills = fills_on_demand(plan, layout, options);
    if (!fills) {
        snprintf(reason, FAILURE_LENGTH, "%s", no_memory);
        return NULL;
    }
#pragma omp parallel for schedule(dynamic, 1)
    for (int i = 0; i < fills->n; i++)
        fill_at(fills, i);
    for (int i = 0; i < fills->n; i++) {
        const char *failure = why_fill_failed(&fills->slot[i].state);
        if (failure[0]) {
            snprintf(reason, FAILURE_LENGTH, "%s", failure);
            fills_free(fills);
            return NULL;
        }
    }
    return fills;
}

void fills_free(struct fills *fills)
{
    for (int i = 0; fills && i < fills->n; i++) {
        if (fills->slot[i].state.state.block)
            model_close(&fills->slot[i].state);
        omp_destroy_lock(&fills->slot[i].lock);
    }
    if (fills)
        free(fills->slot);
    free(fills);
}

/* ---- replications ---- */

struct replicator {
    const struct plan *plan;
    struct fills *fills;
    struct model history;        /* as it stands on the policy date */
    struct model branch;         /* a scenario's own future */
    const struct detail *detail; /* what is given of the results, in the layout … */
    const struct layout *kept;   /* … or NULL: all */
    bool keeps_children;
    struct child_book book;     /* of the scenario that runs */
    struct child_rows children; /* of all that have run */
};

struct replicator *replicator_open(const struct plan *plan, const struct layout *layout,
                                   struct fills *fills, const struct replication_options *options)
{
    struct replicator *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->plan = plan;
    r->fills = fills;
    bool history = model_open(&r->history, plan, layout, options->calendar);
    bool branch = history && model_open(&r->branch, plan, layout, options->calendar);
    if (!branch) {
        if (history)
            model_close(&r->history);
        free(r);
        return NULL;
    }
    r->history.check_each_event = r->branch.check_each_event = options->check_each_event;
    r->history.event_limit = r->branch.event_limit = options->event_limit;
    return r;
}

void replicator_turn(struct replicator *r, const struct plan *plan, struct fills *fills)
{
    r->plan = r->history.plan = r->branch.plan = plan;
    r->fills = fills;
}

void replicator_keep(struct replicator *r, const struct detail *detail, const struct layout *kept)
{
    r->detail = detail;
    r->kept = kept;
}

void replicator_close(struct replicator *r)
{
    if (!r)
        return;
    model_close(&r->history);
    model_close(&r->branch);
    child_book_free(&r->book);
    child_rows_free(&r->children);
    free(r);
}

static bool copy_model(struct model *to, const struct model *from)
{
    if (model_copy(to, from))
        return true;
    state_fail(&to->state, no_memory);
    return false;
}

static int failed(const struct model *m, int scenario, char reason[FAILURE_LENGTH])
{
    snprintf(reason, FAILURE_LENGTH, "%s", m->state.failure);
    return scenario;
}

static void add_effort(struct effort *effort, const struct model *m, uint64_t events_before)
{
    effort->events += m->state.header->events - events_before;
    effort->looked_at += m->country->looked_at;
    effort->searches += m->country->searches;
    effort->bytes = m->state.size;
}

static bool run_history(struct replicator *r, struct draw_key key, struct effort *effort)
{
    struct model *m = &r->history;
    const struct model *fill = fill_at(r->fills, (int)(key.replication % (uint32_t)r->fills->n));
    const char *failure = why_fill_failed(fill);
    if (failure[0]) {
        snprintf(m->state.failure, sizeof m->state.failure, "%s", failure);
        return false;
    }
    if (!copy_model(m, fill))
        return false;
    uint64_t before = m->state.header->events;
    m->country->looked_at = m->country->searches = 0;
    if (r->plan->study->count)
        model_start_count(m, key);
    else
        model_start_history(m, key);
    bool done = model_run(m, 0, r->plan->history_end);
    add_effort(effort, m, before);
    m->country->looked_at = m->country->searches = 0;
    if (done)
        check_state(m); /* what every policy branches from */
    return done && !m->state.failure[0];
}

static bool take_children(struct replicator *r, uint32_t scenario)
{
    child_book_end(&r->book, r->plan->end);
    return !r->book.torn && child_rows_add(&r->children, scenario, &r->book);
}

static bool run_branch(struct replicator *r, uint32_t scenario, struct effort *effort)
{
    struct model *m = &r->branch;
    if (!copy_model(m, &r->history))
        return false;
    uint64_t before = m->state.header->events;
    child_book_clear(&r->book);
    outcomes_asked(m, r->keeps_children ? &r->book : NULL);
    if (!model_run(m, scenario, r->plan->end))
        return false;
    model_finish(m);
    if (r->keeps_children && !take_children(r, scenario))
        state_fail(&m->state, "out of memory");
    add_effort(effort, m, before);
    return !m->state.failure[0];
}

/* Copies what the branch has reported, or what is kept of it, to where scenario s has its place. */
static void give(const struct replicator *r, size_t s, int64_t *values)
{
    const struct observer *observer = &r->branch.observer;
    size_t total = observer->layout->total;
    if (r->detail)
        detail_keep(r->detail, observer->layout, observer->value, r->kept,
                    values + s * r->kept->total);
    else
        memcpy(values + s * total, observer->value, total * sizeof *values);
}

int replicate(struct replicator *r, uint32_t seed, uint32_t number, int64_t *values,
              struct effort *effort, char reason[FAILURE_LENGTH])
{
    struct draw_key key = {seed, number};
    child_rows_clear(&r->children, r->plan->study->n_policies);
    if (!run_history(r, key, effort))
        return failed(&r->history, 0, reason);
    for (uint32_t s = 0; s < r->plan->study->n_policies; s++) {
        if (!run_branch(r, s, effort))
            return failed(&r->branch, (int)s, reason);
        give(r, s, values);
    }
    return -1;
}

void replicator_keep_children(struct replicator *r, bool keep)
{
    r->keeps_children = keep;
    if (!keep) { /* many replications follow for which it would only take room */
        child_book_free(&r->book);
        child_rows_free(&r->children);
    }
}

const int64_t *replicator_children(const struct replicator *r, size_t *rows)
{
    *rows = r->children.n;
    return r->children.value;
}

/* ---- told once more ---- */

static bool tell_scenarios(struct replicator *r, const struct replay_order *order,
                           struct story_book *book, int64_t *values, char reason[FAILURE_LENGTH])
{
    size_t total = r->history.observer.layout->total;
    struct effort effort = {0};
    r->history.observer.story = &book[0];
    if (!run_history(r, (struct draw_key){order->seed, order->number}, &effort)) {
        failed(&r->history, 0, reason);
        return false;
    }
    for (size_t s = order->scenarios; s-- > 0;) { /* the first last: it holds the history */
        if (s > 0)
            story_copy(&book[s], &book[0]);
        r->branch.observer.story = &book[s];
        if (!run_branch(r, order->scenario[s], &effort)) {
            failed(&r->branch, (int)s, reason);
            return false;
        }
        memcpy(values + s * total, r->branch.observer.value, total * sizeof *values);
    }
    return true;
}

bool replay(const struct plan *plan, const struct layout *layout, const struct replay_order *order,
            struct story_book *book, int64_t *values, char reason[FAILURE_LENGTH])
{
    const struct replication_options options = {0};
    uint32_t variants = (uint32_t)plan->study->value.fill_variants;
    struct fill_slot slot = {.made = true}; /* the one that this replication begins with */
    struct fills fills = {plan, layout, options, &slot, 1};
    struct model *fill = &slot.state;
    omp_init_lock(&slot.lock);
    make_fill(fill, plan, layout, &options, (int)(order->number % variants), &book[0]);
    struct replicator *r = NULL;
    bool told = false;
    const char *failure = why_fill_failed(fill);
    if (failure[0])
        snprintf(reason, FAILURE_LENGTH, "%s", failure);
    else if (!(r = replicator_open(plan, layout, &fills, &options)))
        snprintf(reason, FAILURE_LENGTH, "%s", no_memory);
    else
        told = tell_scenarios(r, order, book, values, reason);
    replicator_close(r);
    if (fill->state.block)
        model_close(fill);
    omp_destroy_lock(&slot.lock);
    for (size_t s = 0; told && s < order->scenarios; s++)
        if (book[s].torn) {
            snprintf(reason, FAILURE_LENGTH, "%s", no_memory);
            told = false;
        }
    return told;
}
