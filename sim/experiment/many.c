#include "experiment/many.h"

#include "experiment/draw_worlds.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

/* What the threads of a run share. */
struct run {
    const struct many_order *order;
    const struct plan *plan;
    const struct layout *layout;      /* of what a replication gives … */
    const struct layout *kept_layout; /* … and of what is kept of it */
    struct fills *fills;              /* of the study's own world, if there are no draws */
    struct draw_worlds *draw_worlds;  /* if there are */
    struct results_writer *writer;
    struct many_outcome *outcome;
    struct messages *messages;
    double started;
    _Atomic bool broken; /* the file cannot be written, or memory is short: stop */
};

static void run_fails(struct run *run, enum text text, const char *argument)
{
    if (!run->broken)
        message_add(run->messages, NULL, 0, 0, NULL, text, ARGUMENTS(argument));
    run->broken = true;
}

/* ---- one replication's results, in order ---- */

static void record_failure(struct run *run, int32_t number, int scenario, const char *reason)
{
    struct failure failure = {.replication = number};
    snprintf(failure.scenario, sizeof failure.scenario, "%s",
             run->order->study->policies[scenario].name);
    snprintf(failure.reason, sizeof failure.reason, "%s", reason);
    results_fail(run->writer, &failure);
    if (run->outcome->failed++ == 0)
        run->outcome->first_failure = failure;
}

/* What became of each child, if this is one of the replications that keep it. */
static bool deliver_children(struct run *run, int32_t number, const struct replicator *replicator)
{
    size_t rows;
    const int64_t *children = replicator_children(replicator, &rows);
    return number >= run->order->children ||
           results_add_children(run->writer, number, children, rows, run->messages);
}

static void deliver(struct run *run, int32_t number, int failed_in, const int64_t *values,
                    const struct replicator *replicator, const char *reason)
{
    if (failed_in >= 0)
        record_failure(run, number, failed_in, reason);
    else if (results_add(run->writer, number, values, run->messages) &&
             deliver_children(run, number, replicator))
        run->outcome->finished++;
    else
        run->broken = true;
    struct progress progress = {run->outcome->finished + run->outcome->failed,
                                run->order->replications, omp_get_wtime() - run->started};
    if (run->order->report)
        run->order->report(run->order->context, &progress);
}

static void add_effort(struct effort *sum, const struct effort *one)
{
    sum->events += one->events;
    sum->looked_at += one->looked_at;
    sum->searches += one->searches;
    sum->bytes = one->bytes > sum->bytes ? one->bytes : sum->bytes;
}

/* What is kept of a replication's values in all scenarios. The same array where all is. */
static const int64_t *keep(const struct run *run, const int64_t *values, int64_t *kept)
{
    if (!run->order->detail)
        return values;
    for (size_t s = 0; s < run->order->study->n_policies; s++)
        detail_keep(run->order->detail, run->layout, values + s * run->layout->total,
                    run->kept_layout, kept + s * run->kept_layout->total);
    return kept;
}

/* ---- the loop ---- */

static bool stops(const struct run *run)
{
    return run->order->stop && *run->order->stop;
}

/* Runs replication i in its own world; as replicate. */
static int run_one(struct run *run, struct replicator *replicator, int32_t i, int64_t *values,
                   struct effort *effort, char reason[FAILURE_LENGTH])
{
    if (!run->draw_worlds)
        return replicate(replicator, run->order->seed, (uint32_t)i, values, effort, reason);
    size_t draw = draw_of(run->order->draws, i);
    int failed_in = 0;
    if (draw_worlds_enter(run->draw_worlds, draw, replicator))
        failed_in = replicate(replicator, run->order->seed, (uint32_t)i, values, effort, reason);
    else
        snprintf(reason, FAILURE_LENGTH, "out of memory");
    draw_worlds_leave(run->draw_worlds, draw);
    return failed_in;
}

static void run_thread(struct run *run)
{
    size_t length = run->order->study->n_policies * run->layout->total;
    size_t kept_length = run->order->study->n_policies * run->kept_layout->total;
    int64_t *values = malloc(length * sizeof *values);
    int64_t *kept = malloc((kept_length + 1) * sizeof *kept);
    struct replicator *replicator =
        replicator_open(run->plan, run->layout, run->fills, &run->order->options);
    struct effort effort = {0};
    bool ready = values && kept && replicator;
    if (!ready)
#pragma omp critical(many_messages)
        run_fails(run, TEXT_OUT_OF_MEMORY, "");
        /* ordered: results are written by number, whichever thread made them */
#pragma omp for ordered schedule(dynamic, 1)
    for (int32_t i = 0; i < run->order->replications; i++) {
        char reason[FAILURE_LENGTH] = "";
        int failed_in = -1;
        bool run_it = ready && !run->broken && !stops(run);
        const int64_t *given = values;
        if (run_it) {
            replicator_keep_children(replicator, i < run->order->children);
            failed_in = run_one(run, replicator, i, values, &effort, reason);
        }
        if (run_it && failed_in < 0)
            given = keep(run, values, kept);
#pragma omp ordered
        if (run_it && !run->broken)
            deliver(run, i, failed_in, given, replicator, reason);
    }
#pragma omp critical(many_messages)
    add_effort(&run->outcome->effort, &effort);
    replicator_close(replicator);
    free(kept);
    free(values);
}

static bool run_all(struct run *run)
{
    /* NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): clang 14 does not see num_threads */
    int threads = run->order->threads > 0 ? run->order->threads : omp_get_max_threads();
    run->started = omp_get_wtime();
#pragma omp parallel num_threads(threads)
    run_thread(run);
    run->outcome->seconds = omp_get_wtime() - run->started;
    run->outcome->stopped =
        stops(run) && run->outcome->finished + run->outcome->failed < run->order->replications;
    if (run->outcome->stopped)
        run_fails(run, TEXT_RUN_STOPPED, run->order->output);
    if (run->broken) {
        results_discard(run->writer);
        return false;
    }
    return results_close(run->writer, run->outcome->digest, run->messages);
}

static bool run_in_draws(struct run *run)
{
    run->draw_worlds =
        draw_worlds_open(run->order->study, run->order->draws, run->order->replications,
                         run->layout, &run->order->options);
    if (!run->draw_worlds) {
        run_fails(run, TEXT_OUT_OF_MEMORY, "");
        results_discard(run->writer);
        return false;
    }
    bool done = run_all(run);
    draw_worlds_close(run->draw_worlds);
    return done;
}

static bool run_with_fills(struct run *run)
{
    char reason[FAILURE_LENGTH];
    struct fills *fills = fills_make(run->plan, run->layout, &run->order->options, reason);
    if (!fills) {
        run_fails(run, TEXT_FILL_FAILED, reason);
        results_discard(run->writer);
        return false;
    }
    run->fills = fills;
    bool done = run_all(run);
    fills_free(fills);
    return done;
}

/* The file comes first: that it cannot be written is said before anything is computed. */
static bool run_into_file(struct run *run)
{
    struct results_header header = {.study = run->order->study,
                                    .draws = run->order->draws,
                                    .layout = run->kept_layout,
                                    .detail = run->order->detail,
                                    .seed = run->order->seed,
                                    .replications = run->order->replications,
                                    .children = run->order->children,
                                    .command = run->order->command,
                                    .study_file = run->order->study_file};
    run->writer = results_create(run->order->output, &header, run->messages);
    return run->writer && (run->order->draws ? run_in_draws(run) : run_with_fills(run));
}

bool many_run(const struct many_order *order, struct many_outcome *outcome,
              struct messages *messages)
{
    struct run run = {.order = order, .outcome = outcome, .messages = messages};
    *outcome = (struct many_outcome){0};
    struct plan *plan = plan_make(order->study);
    if (!plan) {
        run_fails(&run, TEXT_OUT_OF_MEMORY, "");
        return false;
    }
    struct layout layout, kept;
    plan_layout(plan, &layout);
    kept = layout;
    if (order->detail)
        detail_layout(order->detail, &layout, &kept);
    run.plan = plan;
    run.layout = &layout;
    run.kept_layout = &kept;
    if (order->threads > 0)
        omp_set_num_threads(order->threads);
    bool done = run_into_file(&run);
    plan_free(plan);
    return done;
}
