/* plassflyt merge: join the parts of a run. */
#include "output/merge.h"
#include "command/bar.h"
#include "command/command.h"
#include "command/new_file.h"
#include "command/run_signals.h"
#include "command/sheet.h"
#include "command/shell_word.h"
#include "output/results_place.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

struct watch {
    struct bar bar;
    double started;
};

static void draw(void *context, double done, double wanted)
{
    struct watch *watch = context;
    bar_draw(&watch->bar, (long)done, (long)wanted, omp_get_wtime() - watch->started);
}

/* The command line as it would be typed again, to be freed; NULL if memory is short. */
static char *command_text(const struct invocation *invocation, const char *output)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("plassflyt merge", out);
    for (size_t i = 0; i < invocation->n_operands; i++)
        shell_word(invocation->operands[i], out);
    fputs(" --output", out);
    shell_word(output, out);
    return fclose(out) == 0 ? text : NULL;
}

static void print_outcome(const struct invocation *invocation, const struct merge_order *order,
                          const struct merge_outcome *outcome)
{
    char finished[32], wanted[32], failed[32], parts[32];
    snprintf(finished, sizeof finished, "%d", outcome->finished);
    snprintf(wanted, sizeof wanted, "%d", outcome->wanted);
    snprintf(failed, sizeof failed, "%d", outcome->failed);
    snprintf(parts, sizeof parts, "%zu", order->n);
    if (invocation->json) {
        fputs("{\"output\": ", invocation->out);
        json_string(order->output, invocation->out);
        fprintf(invocation->out,
                ", \"parts\": %s, \"finished\": %s, \"failed\": %s, \"digest\": \"%s\"}\n", parts,
                finished, failed, outcome->digest);
        return;
    }
    if (!invocation->quiet) {
        print_text(invocation, TEXT_MERGE_DONE, ARGUMENTS(parts, finished, wanted, order->output));
        fputs("\n", invocation->out);
        if (outcome->failed > 0) {
            print_text(invocation, TEXT_MERGE_FAILED, ARGUMENTS(failed, order->output));
            fputs("\n", invocation->out);
        }
    }
    fprintf(invocation->out, "digest %s\n", outcome->digest);
}

int command_merge(const struct invocation *invocation)
{
    const char *named = option_value(invocation, "output");
    if (!named)
        return refuse(invocation, TEXT_MERGE_NO_OUTPUT, NO_ARGUMENTS);
    char *meant = results_place_meant(named);
    const char *output = meant ? meant : named;
    struct watch watch = {bar_make(invocation), omp_get_wtime()};
    char *command = command_text(invocation, output);
    struct merge_order order = {.paths = invocation->operands,
                                .n = invocation->n_operands,
                                .output = output,
                                .command = command ? command : "plassflyt merge",
                                .report = draw,
                                .context = &watch};
    struct merge_outcome outcome;
    struct messages messages;
    messages_start(&messages, invocation->language);
    make_folders(output);
    struct run_signals signals;
    order.stop = run_signals_catch(&signals);
    bool done = merge_parts(&order, &outcome, &messages);
    run_signals_release(&signals);
    bar_clear(&watch.bar);
    if (done)
        print_outcome(invocation, &order, &outcome);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    free(command);
    free(meant);
    return done ? (outcome.failed > 0 ? EXIT_SOME_FAILED : EXIT_DONE)
                : (outcome.broken ? EXIT_STOPPED : EXIT_BAD_INPUT);
}
