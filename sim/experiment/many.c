#include "experiment/many.h"

#include "experiment/many_run.h"
#include "experiment/many_watch.h"
#include "experiment/part.h"
#include "output/results_place.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- what the steps share ---- */

size_t run_values(const struct run *run)
{
    return run->order->study->n_policies * run->kept.total;
}

size_t run_child_numbers(const struct run *run)
{
    return child_row_width(run->order->study->n_policies);
}

bool run_stops(const struct run *run)
{
    return run->order->stop && *run->order->stop;
}

void run_breaks(struct run *run, enum text text, const char *argument)
{
    if (!run->broken)
        message_add(run->messages, NULL, 0, 0, NULL, text, ARGUMENTS(argument));
    run->broken = true;
}

struct progress run_progress(const struct run *run)
{
    struct progress progress = work_progress(run->work);
    progress.seconds = run->started > 0 ? omp_get_wtime() - run->started : 0;
    progress.writing = run->writing;
    return progress;
}

void run_report(const struct run *run)
{
    struct progress progress = run_progress(run);
    if (run->order->report)
        run->order->report(run->order->context, &progress);
}

/* ---- computing ---- */

static bool run_in_draws(struct run *run)
{
    run->draw_worlds =
        draw_worlds_open(run->order->study, run->order->draws, &run->layout, &run->order->options);
    if (!run->draw_worlds) {
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
        return false;
    }
    bool done = run_threads(run);
    draw_worlds_close(run->draw_worlds);
    return done;
}

static bool run_with_fills(struct run *run)
{
    char reason[FAILURE_LENGTH];
    run->fills = fills_make(run->plan, &run->layout, &run->order->options, reason);
    if (!run->fills) {
        run->outcome->resumable = replication_lacked_memory(reason);
        run_breaks(run, TEXT_FILL_FAILED, reason);
        return false;
    }
    bool done = run_threads(run);
    fills_free(run->fills);
    return done;
}

/* Says how far the run came, and that it goes on. */
static void tell_kept(struct run *run)
{
    char done[32], wanted[32];
    struct progress progress = work_progress(run->work);
    snprintf(done, sizeof done, "%ld", (long)progress.done);
    snprintf(wanted, sizeof wanted, "%ld", (long)progress.wanted);
    message_add(run->messages, NULL, 0, 0, NULL,
                !run->outcome->stopped ? TEXT_RUN_KEPT
                : run->order->fresh    ? TEXT_RUN_STOPPED_FRESH
                                       : TEXT_RUN_STOPPED,
                ARGUMENTS(run->order->output, done, wanted));
}

static bool compute_and_write(struct run *run)
{
    run->outcome->resumable = true; /* unless the world itself is at fault */
    bool done = work_is_done(run->work);
    if (done)
        run_report(run); /* by an earlier run: only the file is missing */
    else
        done = run->order->draws ? run_in_draws(run) : run_with_fills(run);
    run->writing = done;
    done = done && run_write_file(run);
    if (!done && run->outcome->resumable)
        tell_kept(run);
    run->outcome->resumable = run->outcome->resumable && !done;
    return done;
}

/* ---- what is there already ---- */

/* Marks what the journal holds. */
static void take_found(struct run *run)
{
    enum record_status status;
    for (int32_t r = 0; r < run->order->replications; r++) {
        if (!work_wants(run->work, r) || !journal_has(run->journal, r, &status))
            continue;
        if (status == RECORD_FINISHED)
            work_finished(run->work, r, true);
        else
            work_failed(run->work, r, true);
    }
    struct progress progress = work_progress(run->work);
    run->outcome->found = progress.found;
    char places[32];
    snprintf(places, sizeof places, "%zu", journal_damaged(run->journal));
    if (journal_damaged(run->journal) > 0 && !work_is_done(run->work))
        message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_JOURNAL_DAMAGED,
                    ARGUMENTS(run->order->output, places));
}

/* Whether the journal holds what this order has no use for: then it stays. */
static bool holds_more(const struct run *run)
{
    enum record_status status;
    if (journal_beyond(run->journal) > 0)
        return true;
    for (int32_t r = 0; r < run->order->replications; r++)
        if (!work_wants(run->work, r) && journal_has(run->journal, r, &status))
            return true;
    return false;
}

static bool run_in_journal(struct run *run)
{
    bool done = false;
    run->work = work_open(run->order);
    if (run->work && watch_start(run)) {
        take_found(run);
        done = compute_and_write(run);
        watch_end();
    } else {
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
        run->outcome->resumable = true;
    }
    if (done && !holds_more(run))
        journal_remove(run->journal);
    else
        journal_close(run->journal);
    work_close(run->work);
    return done;
}

static bool open_journal(struct run *run)
{
    const struct journal_order order = {.output = run->order->output,
                                        .identity = &run->identity,
                                        .replications = run->order->replications,
                                        .fresh = run->order->fresh};
    enum journal_answer answer = journal_open(&run->journal, &order, run->messages);
    run->outcome->resumable = answer == JOURNAL_IMPOSSIBLE;
    return answer == JOURNAL_IS_OPEN;
}

/* What a kill has left of the journal after the results file was in place. */
static void tidy(struct run *run)
{
    if (!journal_is_there(run->order->output))
        return;
    struct messages unseen, *seen = run->messages;
    messages_start(&unseen, seen->language);
    run->messages = &unseen;
    if (open_journal(run)) {
        run->work = work_open(run->order);
        if (run->work && !holds_more(run))
            journal_remove(run->journal);
        else
            journal_close(run->journal);
        work_close(run->work);
    }
    messages_free(&unseen);
    run->messages = seen;
}

static void already_there(struct run *run, const struct results_held *held)
{
    tidy(run);
    *run->outcome = (struct many_outcome){.wanted = run->outcome->wanted,
                                          .finished = held->finished,
                                          .failed = held->failed,
                                          .already = true,
                                          .first_failure = {.replication = -1}};
    snprintf(run->outcome->digest, sizeof run->outcome->digest, "%s", held->digest);
}

/* Replacing another run's results takes --fresh; a journal of this run was begun with it. */
static bool refuses_file(struct run *run, const struct results_held *held)
{
    if (run->order->fresh || held->answer == RESULTS_NONE || journal_is_there(run->order->output))
        return false;
    message_add(run->messages, NULL, 0, 0, NULL,
                held->answer == RESULTS_OTHER_EXTENT ? TEXT_RUN_OTHER_EXTENT : TEXT_RUN_OTHER_RUN,
                ARGUMENTS(run->order->output, held->difference));
    return true;
}

static bool run_identified(struct run *run)
{
    struct results_held held;
    if (!results_place_is_free(run->order->output, run->messages))
        return false;
    results_held(run->order->output, &run->identity, &held);
    if (held.answer == RESULTS_SAME && !run->order->fresh) {
        already_there(run, &held);
        return true;
    }
    return !refuses_file(run, &held) && open_journal(run) && run_in_journal(run);
}

static bool identify(struct run *run)
{
    const struct many_order *order = run->order;
    const struct identity_order asked = {.study = order->study,
                                         .draws = order->draws,
                                         .seed = order->seed,
                                         .check_each_event = order->options.check_each_event,
                                         .event_limit = order->options.event_limit,
                                         .detail = order->detail,
                                         .layout = &run->kept,
                                         .children = order->children,
                                         .replications = order->replications,
                                         .part = order->part,
                                         .parts = order->parts};
    return identity_make(&run->identity, &asked);
}

bool many_run(const struct many_order *order, struct many_outcome *outcome,
              struct messages *messages)
{
    struct run run = {.order = order, .outcome = outcome, .messages = messages};
    int32_t wanted = part_size(order->part, order->parts, order->draws, order->replications);
    *outcome = (struct many_outcome){.resumable = true, .wanted = wanted};
    run.plan = plan_make(order->study);
    if (!run.plan) {
        run_breaks(&run, TEXT_OUT_OF_MEMORY, "");
        return false;
    }
    plan_layout(run.plan, &run.layout);
    run.kept = run.layout;
    if (order->detail)
        detail_layout(order->detail, &run.layout, &run.kept);
    if (order->threads > 0)
        omp_set_num_threads(order->threads);
    bool done = false;
    if (identify(&run)) {
        outcome->resumable = false;
        done = run_identified(&run);
    } else {
        run_breaks(&run, TEXT_OUT_OF_MEMORY, "");
    }
    identity_free(&run.identity);
    plan_free(run.plan);
    return done;
}

void many_forget(const char *output)
{
    journal_forget(output);
}
