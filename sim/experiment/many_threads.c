#include "experiment/many_ranks.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one thread has. */
struct worker {
    struct run *run;
    struct replicator *replicator;
    struct record *record;
    int64_t *values; /* what is kept of a replication, and its children after it */
    struct effort effort;
};

void effort_add(struct effort *sum, const struct effort *one)
{
    sum->events += one->events;
    sum->looked_at += one->looked_at;
    sum->searches += one->searches;
    sum->bytes = one->bytes > sum->bytes ? one->bytes : sum->bytes;
}

static bool worker_open(struct worker *worker, struct run *run)
{
    *worker = (struct worker){.run = run};
    worker->values = malloc((run_values(run) + 1) * sizeof *worker->values);
    worker->record =
        record_open(run->identity.hash, run->kept.total, run->order->study->n_policies);
    worker->replicator = replicator_open(run->plan, &run->layout, run->fills, &run->order->options);
    if (worker->replicator && run->order->detail)
        replicator_keep(worker->replicator, run->order->detail, &run->kept);
    return worker->values && worker->record && worker->replicator;
}

static void worker_close(struct worker *worker)
{
#pragma omp critical(many_work)
    effort_add(&worker->run->outcome->effort, &worker->effort);
    replicator_close(worker->replicator);
    record_close(worker->record);
    free(worker->values);
}

/* Runs a replication in its own world; as replicate. */
static int simulate(struct worker *worker, int32_t number, char reason[FAILURE_LENGTH])
{
    struct run *run = worker->run;
    const struct many_order *order = run->order;
    replicator_keep_children(worker->replicator, number < order->children);
    if (!run->draw_worlds)
        return replicate(worker->replicator, order->seed, (uint32_t)number, worker->values,
                         &worker->effort, reason);
    size_t draw = draw_of(order->draws, number);
    int failed_in = 0;
    if (draw_worlds_enter(run->draw_worlds, draw, worker->replicator))
        failed_in = replicate(worker->replicator, order->seed, (uint32_t)number, worker->values,
                              &worker->effort, reason);
    else
        replication_lacks_memory(reason);
    draw_worlds_leave(run->draw_worlds, draw);
    return failed_in;
}

/* Appends the children of a replication to its values; how many numbers that makes. 0 if memory is
 * short. */
static size_t append_children(struct worker *worker)
{
    size_t rows, n = run_values(worker->run);
    const int64_t *children = replicator_children(worker->replicator, &rows);
    size_t more = rows * run_child_numbers(worker->run);
    int64_t *values = realloc(worker->values, (n + more) * sizeof *values);
    if (!values)
        return 0;
    worker->values = values;
    if (more > 0)
        memcpy(values + n, children, more * sizeof *values);
    return n + more;
}

static bool pack(struct worker *worker, int32_t number, int failed_in, const char *reason)
{
    if (failed_in >= 0)
        return record_failed(worker->record, number, failed_in, reason);
    size_t n =
        number < worker->run->order->children ? append_children(worker) : run_values(worker->run);
    return n > 0 && record_finished(worker->record, number, worker->values, n);
}

/* Says that a record is in the journal. values: what is kept, if it has not failed. */
static void count(struct run *run, int32_t number, const int64_t *values)
{
    if (run->following) {
        ranks_tell_kept(run, number, values);
        return;
    }
    run_arrives(run, number, values, false);
    run_report(run);
}

/* Puts the record where it cannot be lost. */
static void keep(struct run *run, const struct record *record, const int64_t *values)
{
    int32_t number = record_replication(record);
    bool finished = record_status(record) == RECORD_FINISHED;
    if (run->work && number >= work_limit(run->work))
        work_give_back(run->work, number); /* nobody wants it any more */
    else if (journal_add(run->journal, record, run->messages))
        count(run, number, finished ? values : NULL);
    else
        run->broken = true;
}

static void give_back(struct run *run, int32_t number)
{
    if (run->following)
        ranks_give_back(number);
    else
        work_give_back(run->work, number);
}

/* The next number; -1 if there is none. Waits while others are at work, who may give theirs back. */
static int32_t take(struct run *run)
{
    int32_t number = -1;
    if (run->following)
        return ranks_take(run);
    for (bool waits = true; waits;) {
#pragma omp critical(many_work)
        {
            bool on = !run->broken && !run_stops(run);
            if (on)
                number = work_take(run->work, 0);
            waits = on && number < 0 && work_taken(run->work) > 0 && !work_is_done(run->work);
        }
        if (waits)
            run_rest(1);
    }
    return number;
}

/* Runs one replication after the other. One that memory is short for is given back, and this thread's
 * memory with it: other threads may have enough. */
static void run_thread(struct run *run)
{
    struct worker worker;
    bool able = worker_open(&worker, run);
    for (int32_t number; able && (number = take(run)) >= 0;) {
        char reason[FAILURE_LENGTH] = "";
        int failed_in = simulate(&worker, number, reason);
        able = !(failed_in >= 0 && replication_lacked_memory(reason)) &&
               pack(&worker, number, failed_in, reason);
#pragma omp critical(many_work)
        if (able)
            keep(run, worker.record, worker.values);
        else
            give_back(run, number);
    }
    worker_close(&worker);
    run->busy--;
}

/* On rank 0 of several one thread more serves the others, and sleeps most of the time. */
static void run_or_serve(struct run *run)
{
    if (run->shared && !run->following && omp_get_thread_num() == 0)
        ranks_serve(run);
    else
        run_thread(run);
}

bool run_threads(struct run *run)
{
    bool serves = run->shared && !run->following;
    run->started = omp_get_wtime();
    run->busy = run->threads;
    if (!run->following)
        run_report(run);
    run->served = serves;
#pragma omp parallel num_threads(run->threads + serves)
    run_or_serve(run);
    run->outcome->seconds = omp_get_wtime() - run->started;
    if (run->following)
        return !run->broken;
    if (work_is_done(run->work))
        return true;
    run->outcome->stopped = run_stops(run) && !run->broken;
    if (!run->outcome->stopped)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    return false;
}
