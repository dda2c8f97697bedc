#include "experiment/many.h"

#include "experiment/many_ranks.h"
#include "experiment/many_watch.h"
#include "experiment/part.h"
#include "experiment/ranks.h"
#include "output/results_place.h"

#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- what the steps share ---- */

size_t run_values(const struct run *run)
{
    return run->order->study->n_policies * run->kept.total;
}

size_t run_child_numbers(const struct run *run)
{
    return child_row_width(run->order->study->n_policies);
}

void run_rest(long thousandths)
{
    const struct timespec pause = {0, thousandths * 1000000};
    nanosleep(&pause, NULL);
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

void run_figures(const struct run *run, const int64_t *values, double *figures)
{
    if (run->order->precision)
        run->order->figures(run->order->figures_context, values, figures);
}

void run_counts(struct run *run, int32_t number, const double *figures, bool found)
{
    if (number >= work_limit(run->work)) {
        work_give_back(run->work, number);
        return;
    }
    if (figures)
        work_finished(run->work, number, found);
    else
        work_failed(run->work, number, found);
    if (!run->precise)
        return;
    precise_arrives(run->precise, number, figures);
    if (precise_enough(run->precise) >= work_limit(run->work))
        return;
    work_cut(run->work, precise_enough(run->precise));
    run->outcome->wanted = precise_enough(run->precise);
}

void run_arrives(struct run *run, int32_t number, const int64_t *values, bool found)
{
    if (values)
        run_figures(run, values, run->figures);
    run_counts(run, number, values ? run->figures : NULL, found);
}

struct progress run_progress(const struct run *run)
{
    struct progress progress = work_progress(run->work);
    if (run->precise) {
        int32_t forecast = precise_forecast(run->precise);
        progress.precision = precise_now(run->precise);
        progress.wanted = progress.done > forecast ? progress.done : forecast;
    }
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

static bool compute(struct run *run)
{
    bool done = run->order->draws ? run_in_draws(run) : run_with_fills(run);
    if (!run->shared || run->following)
        return done;
    if (!run->served) { /* the others must be told that nothing is to be done */
        run->broken = true;
        ranks_serve(run);
    }
    if (done && !journal_look_again(run->journal)) {
        message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_JOURNAL_READ,
                    ARGUMENTS(journal_place(run->journal), strerror(errno)));
        return false;
    }
    return done;
}

/* Whether there is anything for the other ranks to do; said once. */
static void tell_ranks(struct run *run, bool compute)
{
    if (run->shared && !run->following && !run->agreed)
        ranks_agree(compute);
    run->agreed = true;
}

/* Says how far the run came, and that it goes on. */
static void tell_kept(struct run *run)
{
    char done[32], wanted[32];
    struct progress progress = work_progress(run->work);
    snprintf(done, sizeof done, "%ld", (long)progress.done);
    snprintf(wanted, sizeof wanted, "%ld", (long)progress.wanted);
    if (journal_is_gone(run->journal)) {
        message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_JOURNAL_GONE,
                    ARGUMENTS(journal_place(run->journal)));
        return;
    }
    static const enum text said[2][2] = {{TEXT_RUN_KEPT, TEXT_RUN_KEPT_FRESH},
                                         {TEXT_RUN_STOPPED, TEXT_RUN_STOPPED_FRESH}};
    message_add(run->messages, NULL, 0, 0, NULL, said[run->outcome->stopped][run->order->fresh],
                ARGUMENTS(run->order->output, done, wanted));
}

static bool compute_and_write(struct run *run)
{
    run->outcome->resumable = true; /* unless the world itself is at fault */
    bool done = work_is_done(run->work);
    tell_ranks(run, !done);
    if (done)
        run_report(run); /* by an earlier run: only the file is missing */
    else
        done = compute(run);
    run->writing = done;
    done = done && run_write_file(run);
    if (!done && run->outcome->resumable)
        tell_kept(run);
    run->outcome->resumable = run->outcome->resumable && !done;
    return done;
}

/* ---- what is there already ---- */

/* Notes that the journal holds a finished replication, with its figures where precision is asked for.
 * One that can no longer be read is not there. values [run_values]: working memory. */
static void take_finished(struct run *run, int32_t number, int64_t *values)
{
    bool read = true;
    size_t scenarios = run->precise ? run->order->study->n_policies : 0, n = run->kept.total;
    for (size_t s = 0; s < scenarios && read; s++)
        read = journal_read_frame(run->journal, number, s, values + s * n, n);
    if (read)
        run_arrives(run, number, values, true);
}

/* Marks what the journal holds. */
static void take_found(struct run *run)
{
    enum record_status status;
    int64_t *values = malloc((run_values(run) + 1) * sizeof *values);
    for (int32_t r = 0; values && r < work_limit(run->work); r++) {
        if (!work_wants(run->work, r) || !journal_has(run->journal, r, &status))
            continue;
        if (status == RECORD_FINISHED)
            take_finished(run, r, values);
        else
            run_arrives(run, r, NULL, true);
    }
    free(values);
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
    for (int32_t r = 0; r < work_limit(run->work); r++)
        if (!work_wants(run->work, r) && journal_has(run->journal, r, &status))
            return true;
    return false;
}

/* What came of the precision. */
static void tell_precision(struct run *run)
{
    const struct many_order *order = run->order;
    if (!run->precise)
        return;
    const struct precision_state *now = precise_now(run->precise);
    run->outcome->precise = true;
    for (size_t i = 0; i < order->n_figures; i++) {
        run->outcome->precise = run->outcome->precise && now[i].reached;
        if (order->reached)
            order->reached[i] = now[i];
    }
}

static bool run_in_journal(struct run *run)
{
    bool done = false;
    run->work = work_open(run->order);
    run->precise = run->order->precision ? precise_open(run->order) : NULL;
    run->figures = calloc(run->order->n_figures + 1, sizeof *run->figures);
    bool room = run->work && run->figures && (run->precise || !run->order->precision);
    if (room && watch_start(run)) {
        take_found(run);
        done = compute_and_write(run);
        watch_end();
        tell_precision(run);
    } else {
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
        run->outcome->resumable = true;
    }
    if (done && !holds_more(run))
        journal_remove(run->journal);
    else
        journal_close(run->journal);
    precise_close(run->precise);
    free(run->figures);
    work_close(run->work);
    return done;
}

static bool open_journal(struct run *run)
{
    const struct journal_order order = {.output = run->order->output,
                                        .follows = run->shared && ranks_own() > 0,
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

/* A finished file that has been damaged since is not passed off as one. */
static bool is_as_written(struct run *run, const struct results_held *held)
{
    char computed[DIGEST_LENGTH + 1], stored[DIGEST_LENGTH + 1];
    const char *output = run->order->output;
    if (results_digest(output, computed, stored, run->messages) &&
        strcmp(computed, held->digest) == 0)
        return true;
    message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_ALREADY_DAMAGED, ARGUMENTS(output));
    return false;
}

/* All is done already: says so. False with a message if the file is not as it was written. */
static bool already_there(struct run *run, const struct results_held *held)
{
    if (!is_as_written(run, held))
        return false;
    tidy(run);
    int32_t there = held->finished + held->failed;
    *run->outcome =
        (struct many_outcome){.wanted = run->order->precision ? there : run->outcome->wanted,
                              .finished = held->finished,
                              .failed = held->failed,
                              .already = true,
                              .first_failure = {.replication = -1}};
    snprintf(run->outcome->digest, sizeof run->outcome->digest, "%s", held->digest);
    return true;
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
    if (held.answer == RESULTS_SAME && !run->order->fresh)
        return already_there(run, &held);
    return !refuses_file(run, &held) && open_journal(run) && run_in_journal(run);
}

/* On a rank other than 0: computes what rank 0 hands out, and says how it ended. */
static bool follow(struct run *run)
{
    char *file = NULL;
    if (!ranks_agree(false))
        return true;
    bool ready = ranks_follow(run) && open_journal(run);
    if (ready && (ready = watch_start(run))) {
        compute(run);
        watch_end();
    }
    run->broken = run->broken || !ready;
    if (run->journal)
        file = journal_leave(run->journal);
    ranks_leave(run, file);
    free(file);
    return true;
}

/* Whether all ranks are about to run the same. */
static bool ranks_are_one(struct run *run)
{
    int other;
    char host[RANKS_HOST], number[16];
    bool same = ranks_meet(run->identity.whole, &other, host);
    snprintf(number, sizeof number, "%d", other);
    if (!same)
        message_add(run->messages, NULL, 0, 0, NULL, TEXT_RUN_RANKS_DIFFER,
                    ARGUMENTS(number, host));
    return same;
}

static bool run_shared(struct run *run)
{
    if (!ranks_are_one(run))
        return false;
    if (ranks_own() > 0)
        return follow(run);
    bool done = run_identified(run);
    tell_ranks(run, false);
    return done;
}

static bool identify(struct run *run)
{
    const struct many_order *order = run->order;
    char *precision = order->precision ? precise_words(order->precision) : NULL;
    const struct identity_order asked = {.study = order->study,
                                         .draws = order->draws,
                                         .seed = order->seed,
                                         .check_each_event = order->options.check_each_event,
                                         .event_limit = order->options.event_limit,
                                         .detail = order->detail,
                                         .layout = &run->kept,
                                         .children = order->children,
                                         .replications = order->replications,
                                         .precision = precision,
                                         .part = order->part,
                                         .parts = order->parts};
    bool made = identity_make(&run->identity, &asked) && (precision || !order->precision);
    free(precision);
    return made;
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
    run.shared = order->ranks && ranks_count() > 1;
    run.threads = order->threads > 0 ? order->threads : omp_get_max_threads();
    if (run.shared && order->threads == 0)
        run.threads = ranks_threads(run.threads);
    omp_set_num_threads(run.threads);
    bool done = false;
    if (identify(&run)) {
        outcome->resumable = false;
        done = run.shared ? run_shared(&run) : run_identified(&run);
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
