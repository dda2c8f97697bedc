#include "command/run_told.h"

#include "command/bar.h"
#include "command/precision_told.h"
#include "command/run_signals.h"
#include "command/sheet.h"

/* ---- meanwhile ---- */

struct told {
    struct bar bar;
    const struct many_order *order;
    char precision[PRECISION_SHORT];
};

/* What is to be said of how far it has come. */
static struct bar *told_bar(struct told *told, const struct progress *progress)
{
    told->bar.begun = progress->found;
    told->bar.more = told->precision;
    told->precision[0] = '\0';
    if (told->order->precision)
        precision_short(told->precision, told->order->precision, progress->precision,
                        told->bar.invocation->language);
    return &told->bar;
}

static void tell_found(const struct invocation *invocation, const struct progress *progress)
{
    char found[32], wanted[32], text[512];
    if (invocation->quiet || invocation->json)
        return;
    snprintf(found, sizeof found, "%ld", (long)progress->found);
    snprintf(wanted, sizeof wanted, "%ld", (long)progress->wanted);
    text_format(text, sizeof text, invocation->language, TEXT_RUN_FOUND, ARGUMENTS(found, wanted));
    fprintf(invocation->err, "%s\n", text);
}

static void draw(void *context, const struct progress *progress)
{
    struct bar *bar = told_bar(context, progress);
    if (progress->found > 0 && progress->done == progress->found)
        tell_found(bar->invocation, progress);
    bar_draw(bar, progress->done, progress->wanted, progress->seconds);
}

/* Somebody has asked. */
static void tell_state(void *context, const struct progress *progress)
{
    struct told *told = context;
    const struct invocation *invocation = told->bar.invocation;
    char sentence[512], failed[32], text[1024];
    snprintf(failed, sizeof failed, "%ld", (long)progress->failed);
    bar_sentence(told_bar(told, progress), progress->done, progress->wanted, progress->seconds,
                 sentence, sizeof sentence);
    bar_clear(&told->bar);
    text_format(text, sizeof text, invocation->language,
                progress->writing ? TEXT_RUN_STATE_WRITING : TEXT_RUN_STATE,
                ARGUMENTS(sentence, failed, told->order->output));
    fprintf(invocation->err, "plassflyt: %s\n", text);
    fflush(invocation->err);
}

/* ---- what came of it ---- */

/* Those that were run: a run that is precise enough early leaves the rest. */
static void print_draws(const struct invocation *invocation, const struct many_order *order,
                        const struct many_outcome *outcome)
{
    char draws[32], each[32], cells[32];
    if (!order->draws)
        return;
    snprintf(draws, sizeof draws, "%ld", (long)(outcome->wanted / order->draws->each));
    snprintf(each, sizeof each, "%ld", (long)order->draws->each);
    snprintf(cells, sizeof cells, "%zu", order->draws->n_cells);
    print_text(invocation, TEXT_RUN_DRAWS, ARGUMENTS(draws, each, cells));
    fputs("\n", invocation->out);
}

static void print_part_next(const struct invocation *invocation, const struct many_order *order)
{
    char part[16], parts[16];
    snprintf(part, sizeof part, "%d", order->part);
    snprintf(parts, sizeof parts, "%d", order->parts);
    print_text(invocation, TEXT_PART_NEXT, ARGUMENTS(part, parts));
    fputs("\n", invocation->out);
}

/* Replications that this run computed, not an earlier one. */
static long computed_now(const struct many_outcome *outcome)
{
    return outcome->already ? 0 : (long)(outcome->finished + outcome->failed - outcome->found);
}

static void print_json(const struct invocation *invocation, const struct many_order *order,
                       const struct many_outcome *outcome)
{
    fputs("{\"output\": ", invocation->out);
    json_string(order->output, invocation->out);
    fprintf(invocation->out,
            ", \"finished\": %ld, \"failed\": %ld, \"computed\": %ld, \"digest\": \"%s\"}\n",
            (long)outcome->finished, (long)outcome->failed, computed_now(outcome), outcome->digest);
}

static void print_outcome(const struct invocation *invocation, const struct many_order *order,
                          const struct many_outcome *outcome)
{
    char finished[32], wanted[32];
    snprintf(finished, sizeof finished, "%ld", (long)outcome->finished);
    snprintf(wanted, sizeof wanted, "%ld", (long)outcome->wanted);
    if (!invocation->quiet && !invocation->json) {
        if (outcome->already)
            print_text(invocation, TEXT_RUN_ALREADY, ARGUMENTS(order->output, finished, wanted));
        else
            print_text(invocation, TEXT_RUN_DONE, ARGUMENTS(finished, wanted, order->output));
        fputs("\n", invocation->out);
        print_draws(invocation, order, outcome);
    }
    if (invocation->json)
        print_json(invocation, order, outcome);
    else
        fprintf(invocation->out, "digest %s\n", outcome->digest);
    if (!invocation->quiet && !invocation->json && order->parts > 0) {
        print_part_next(invocation, order);
    } else if (!invocation->quiet && !invocation->json && outcome->finished > 0) {
        print_text(invocation, TEXT_RUN_NEXT, ARGUMENTS(order->output));
        fputs("\n", invocation->out);
    }
}

static void print_failures(const struct invocation *invocation, const struct many_order *order,
                           const struct many_outcome *outcome)
{
    const struct failure *first = &outcome->first_failure;
    char number[32], failed[32];
    struct messages messages;
    messages_start(&messages, invocation->language);
    snprintf(number, sizeof number, "%ld", (long)first->replication);
    snprintf(failed, sizeof failed, "%ld", (long)outcome->failed);
    if (first->replication < 0)
        message_add(&messages, NULL, 0, 0, NULL, TEXT_RUN_FAILED_BEFORE,
                    ARGUMENTS(failed, order->output));
    else
        message_add(&messages, NULL, 0, 0, NULL, TEXT_RUN_FAILURES,
                    ARGUMENTS(failed, number, first->scenario, first->reason, order->command));
    print_messages(&messages, invocation->err);
    messages_free(&messages);
}

/* What is kept when a run stops is worth telling from a mistake, whatever stopped it. */
static int exit_status(bool done, const struct many_outcome *outcome)
{
    if (!done)
        return outcome->resumable ? EXIT_STOPPED : EXIT_BAD_INPUT;
    return outcome->failed > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

int run_and_tell(const struct invocation *invocation, const struct many_order *asked,
                 const struct run_precision *precision)
{
    struct many_order watched = *asked, *order = &watched;
    struct told told = {.bar = bar_make(invocation), .order = order};
    struct many_outcome outcome;
    struct messages messages;
    struct run_signals signals;
    messages_start(&messages, invocation->language);
    order->report = draw;
    order->tell = tell_state;
    order->context = &told;
    order->stop = run_signals_catch(&signals);
    bool done = many_run(order, &outcome, &messages);
    run_signals_release(&signals);
    bar_clear(&told.bar);
    if (done && !outcome.already && !invocation->quiet && !invocation->json)
        precision_tell(invocation, precision, outcome.wanted, outcome.precise);
    if (done)
        print_outcome(invocation, order, &outcome);
    print_messages(&messages, invocation->err);
    if (done && outcome.failed > 0)
        print_failures(invocation, order, &outcome);
    messages_free(&messages);
    return exit_status(done, &outcome);
}

/* ---- one replication alone ---- */

static void print_one(const struct invocation *invocation, int32_t number, bool done,
                      const struct failure *failure, const struct effort *effort)
{
    char replication[32], events[32];
    snprintf(replication, sizeof replication, "%ld", (long)number);
    snprintf(events, sizeof events, "%llu", (unsigned long long)effort->events);
    if (invocation->json) {
        fprintf(invocation->out,
                "{\"replication\": %s, \"failed\": %s, \"scenario\": ", replication,
                done ? "false" : "true");
        json_string(failure->scenario, invocation->out);
        fputs(", \"reason\": ", invocation->out);
        json_string(failure->reason, invocation->out);
        fputs("}", invocation->out);
    } else if (done)
        print_text(invocation, TEXT_RUN_ONE_DONE, ARGUMENTS(replication, events));
    else
        print_text(invocation, TEXT_RUN_ONE_FAILED,
                   ARGUMENTS(replication, failure->scenario, failure->reason));
    fputs("\n", invocation->out);
}

int run_one_and_tell(const struct invocation *invocation, const struct many_order *order,
                     int32_t number)
{
    struct failure failure;
    struct effort effort;
    struct messages messages;
    messages_start(&messages, invocation->language);
    enum many_one one = many_run_one(order, number, &failure, &effort, &messages);
    if (one != MANY_ONE_IMPOSSIBLE)
        print_one(invocation, number, one == MANY_ONE_DONE, &failure, &effort);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    return one == MANY_ONE_DONE     ? EXIT_DONE
           : one == MANY_ONE_FAILED ? EXIT_SOME_FAILED
                                    : EXIT_INTERNAL_ERROR;
}
