/* plassflyt run: simulate scenarios and write a results file. */
#include "command/bar.h"
#include "command/command.h"
#include "command/facts.h"
#include "command/new_file.h"
#include "command/precision_told.h"
#include "command/run_part.h"
#include "command/run_worlds.h"
#include "command/stored.h"
#include "experiment/many.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

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

/* What the bar is drawn from. */
struct drawn {
    struct bar bar;
    const struct precision *precision; /* NULL: none is asked for */
};

static void draw(void *context, const struct progress *progress)
{
    struct drawn *drawn = context;
    struct bar *bar = &drawn->bar;
    char precision[PRECISION_SHORT] = "";
    if (drawn->precision)
        precision_short(precision, drawn->precision, progress->precision,
                        bar->invocation->language);
    bar->more = precision;
    if (progress->found > 0 && progress->done == progress->found)
        tell_found(bar->invocation, progress);
    bar->begun = progress->found;
    bar_draw(bar, progress->done, progress->wanted, progress->seconds);
}

/* ---- what was asked for ---- */

static bool read_order(const struct invocation *invocation, struct many_order *order)
{
    struct run_size size;
    if (!run_size_read(invocation, &size))
        return false;
    const char *check = option_value(invocation, "check");
    if (check && strcmp(check, "event") != 0 && strcmp(check, "month") != 0) {
        refuse(invocation, TEXT_CHECK_EVENT_OR_MONTH, ARGUMENTS(check));
        return false;
    }
    const char *output = option_value(invocation, "output");
    order->replications = (int32_t)size.replications;
    order->seed = size.seed;
    order->threads = invocation->threads;
    order->output = output ? output : default_output;
    order->fresh = option_value(invocation, "fresh") != NULL;
    order->options.check_each_event = check && strcmp(check, "event") == 0;
    return run_part_read(invocation, order);
}

/* The command line as it would be typed again. */
static char *command_text(const struct invocation *invocation, const struct many_order *order)
{
    size_t size = 256 + strlen(order->output);
    for (size_t i = 0; i < invocation->n_operands; i++)
        size += strlen(invocation->operands[i]) + 1;
    static const char *const worlds[] = {"world",  "fits",     "draws", "start",
                                         "detail", "measures", "part"};
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
        const char *given = option_value(invocation, worlds[i]);
        size += given ? strlen(given) + 16 : 0;
    }
    char *text = malloc(size);
    if (!text)
        return NULL;
    size_t used = (size_t)snprintf(text, size, "plassflyt run");
    for (size_t i = 0; i < invocation->n_operands; i++)
        used += (size_t)snprintf(text + used, size - used, " %s", invocation->operands[i]);
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
        const char *given = option_value(invocation, worlds[i]);
        if (given)
            used += (size_t)snprintf(text + used, size - used, " --%s %s", worlds[i], given);
    }
    snprintf(text + used, size - used, " --replications %ld --seed %lu --output %s",
             (long)order->replications, (unsigned long)order->seed, order->output);
    return text;
}

/* ---- what came of it ---- */

static void print_draws(const struct invocation *invocation, const struct many_order *order)
{
    char draws[32], each[32], cells[32];
    if (!order->draws)
        return;
    snprintf(draws, sizeof draws, "%zu", order->draws->n);
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

static void print_outcome(const struct invocation *invocation, const struct many_order *order,
                          const struct many_outcome *outcome)
{
    char finished[32], failed[32], wanted[32];
    snprintf(finished, sizeof finished, "%ld", (long)outcome->finished);
    snprintf(failed, sizeof failed, "%ld", (long)outcome->failed);
    snprintf(wanted, sizeof wanted, "%ld", (long)outcome->wanted);
    if (!invocation->quiet && !invocation->json) {
        if (outcome->already)
            print_text(invocation, TEXT_RUN_ALREADY, ARGUMENTS(order->output, finished, wanted));
        else
            print_text(invocation, TEXT_RUN_DONE, ARGUMENTS(finished, wanted, order->output));
        fputs("\n", invocation->out);
        print_draws(invocation, order);
    }
    if (invocation->json)
        fprintf(invocation->out,
                "{\"output\": \"%s\", \"finished\": %s, \"failed\": %s, \"digest\": \"%s\"}\n",
                order->output, finished, failed, outcome->digest);
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
    char number[32], failed[32];
    if (outcome->first_failure.replication < 0)
        return;
    snprintf(number, sizeof number, "%ld", (long)outcome->first_failure.replication);
    snprintf(failed, sizeof failed, "%ld", (long)outcome->failed);
    char text[1024];
    text_format(text, sizeof text, invocation->language, TEXT_RUN_FAILURES,
                ARGUMENTS(failed, number, outcome->first_failure.scenario,
                          outcome->first_failure.reason, order->output));
    fprintf(invocation->err, "%s\n", text);
}

/* ---- Ctrl-C ---- */

static volatile sig_atomic_t stop_signal;
static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_STOPPING = sizeof stopping / sizeof *stopping };

static void note_signal(int number)
{
    stop_signal = number;
}

/* The first of these signals lets the run end in order, so that nothing half-written stays behind; the
 * second ends the program. One that whoever started it has it ignore stays ignored. */
static void catch_signals(struct sigaction before[N_STOPPING])
{
    struct sigaction noting = {.sa_handler = note_signal, .sa_flags = (int)SA_RESETHAND};
    stop_signal = 0;
    for (int i = 0; i < N_STOPPING; i++) {
        sigaction(stopping[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(stopping[i], &noting, NULL);
    }
}

static void release_signals(const struct sigaction before[N_STOPPING])
{
    for (int i = 0; i < N_STOPPING; i++)
        sigaction(stopping[i], &before[i], NULL);
}

/* What is kept when a run stops is worth telling from a mistake, whatever stopped it. */
static int exit_status(bool done, const struct many_outcome *outcome)
{
    if (!done)
        return outcome->resumable ? EXIT_STOPPED : EXIT_BAD_INPUT;
    return outcome->failed > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* Runs what has been read and says what came of it. */
static int run_order(const struct invocation *invocation, struct many_order *order,
                     const struct asked *asked, const struct run_precision *precision)
{
    struct drawn drawn = {bar_make(invocation), order->precision};
    order->report = draw;
    order->context = &drawn;
    struct many_outcome outcome;
    struct messages messages;
    messages_start(&messages, invocation->language);
    struct sigaction before[N_STOPPING];
    catch_signals(before);
    order->stop = &stop_signal;
    bool done = many_run(order, &outcome, &messages);
    release_signals(before);
    bar_clear(&drawn.bar);
    if (done && !outcome.already && !invocation->quiet && !invocation->json)
        precision_tell(invocation, asked, precision, precision->reached, outcome.wanted,
                       outcome.precise);
    if (done)
        print_outcome(invocation, order, &outcome);
    print_messages(&messages, invocation->err);
    if (done && outcome.failed > 0)
        print_failures(invocation, order, &outcome);
    messages_free(&messages);
    return exit_status(done, &outcome);
}

/* Lets the run stop when it is precise enough. False after a message. */
static bool order_precision(struct many_order *order, struct run_precision *made,
                            const struct asked *asked)
{
    if (!run_precision_make(made, asked, order->study, order->detail,
                            order->draws ? order->draws->each : 1))
        return false;
    if (made->precision.n == 0)
        return true;
    if (order->parts > 0) {
        refuse(&asked->invocation, TEXT_PRECISION_PARTS, ARGUMENTS(asked->file->path));
        return false;
    }
    order->precision = &made->precision;
    order->n_figures = made->precision.n;
    order->figures = run_precision_figures;
    order->figures_context = made;
    order->reached = made->reached;
    return true;
}

static int run_asked(const struct invocation *given, const struct asked *asked)
{
    struct many_order order = {0};
    struct run_worlds worlds;
    struct run_precision precision = {0};
    struct detail detail;
    if (!read_order(&asked->invocation, &order) || !stored_read(&asked->invocation, &detail))
        return EXIT_BAD_INPUT;
    order.detail = &detail;
    long replications = order.replications;
    int status = EXIT_BAD_INPUT;
    if (run_worlds_make(&worlds, asked, order.seed, &replications)) {
        order.replications = (int32_t)replications;
        make_folders(order.output);
        char *command = command_text(given, &order);
        order.study = &worlds.study;
        order.draws = worlds.draws.n ? &worlds.draws : NULL;
        order.command = command ? command : "plassflyt run";
        order.study_file = asked->file ? &asked->file->file : NULL;
        if (order_precision(&order, &precision, asked))
            status = run_order(given, &order, asked, &precision);
        free(command);
    }
    run_precision_free(&precision);
    run_worlds_free(&worlds);
    return status;
}

int command_run(const struct invocation *invocation)
{
    struct asked asked;
    int status = EXIT_BAD_INPUT;
    if (asked_read(&asked, invocation))
        status = run_asked(invocation, &asked);
    asked_free(&asked);
    return status;
}
