/* plassflyt run: simulate scenarios and write a results file. */
#include "command/command.h"
#include "command/foresight.h"
#include "command/new_file.h"
#include "command/run_part.h"
#include "command/run_told.h"
#include "command/run_worlds.h"
#include "command/shell_word.h"
#include "command/stored.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was asked for ---- */

static bool read_order(const struct invocation *invocation, struct many_order *order)
{
    struct run_size size;
    long children = 0, event_limit = 0;
    if (!run_size_read(invocation, &size) ||
        !option_number(invocation, "children", 0, 1000000, &children) ||
        !option_number(invocation, "event-limit", 1, LONG_MAX, &event_limit))
        return false;
    const char *check = option_value(invocation, "check");
    if (check && strcmp(check, "event") != 0 && strcmp(check, "month") != 0) {
        refuse(invocation, TEXT_CHECK_EVENT_OR_MONTH, ARGUMENTS(check));
        return false;
    }
    const char *output = option_value(invocation, "output");
    order->replications = (int32_t)size.replications;
    order->seed = size.seed;
    order->children = (int32_t)children;
    order->threads = invocation->threads;
    order->output = output ? output : default_output;
    order->ranks = true;
    order->fresh = option_value(invocation, "fresh") != NULL;
    order->options.event_limit = (uint64_t)event_limit;
    order->options.check_each_event = check && strcmp(check, "event") == 0;
    return run_part_read(invocation, order);
}

/* The command line as it would be typed again, to be freed; NULL if memory is short. */
static char *command_text(const struct invocation *invocation, const struct many_order *order)
{
    static const char *const worlds[] = {"world",    "fits",     "draws", "start", "detail",
                                         "measures", "children", "part",  "check", "event-limit"};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("plassflyt run", out);
    for (size_t i = 0; i < invocation->n_operands; i++)
        shell_word(invocation->operands[i], out);
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++) {
        const char *given = option_value(invocation, worlds[i]);
        if (given) {
            fprintf(out, " --%s", worlds[i]);
            shell_word(given, out);
        }
    }
    fprintf(out, " --replications %ld --seed %lu --output", (long)order->replications,
            (unsigned long)order->seed);
    shell_word(order->output, out);
    return fclose(out) == 0 ? text : NULL;
}

/* All, or the one replication that --only names. */
static int run_or_only(const struct invocation *given, struct many_order *order,
                       const struct run_precision *precision)
{
    long only = -1;
    if (!option_number(given, "only", 0, order->replications - 1, &only))
        return EXIT_BAD_INPUT;
    if (only >= 0)
        return run_one_and_tell(given, order, (int32_t)only);
    make_folders(order->output);
    return run_and_tell(given, order, precision);
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
    if (order->parts > 0 && asked->file) {
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
        char *command = command_text(given, &order);
        order.study = &worlds.study;
        order.draws = worlds.draws.n ? &worlds.draws : NULL;
        order.command = command ? command : "plassflyt run";
        order.study_file = asked->file ? &asked->file->file : NULL;
        long parts = order.parts > 0 ? order.parts : 1;
        if (order_precision(&order, &precision, asked) &&
            foresight_lets_run(asked, &worlds, (replications + parts - 1) / parts))
            status = run_or_only(given, &order, &precision);
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
