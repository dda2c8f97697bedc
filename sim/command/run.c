/* plassflyt run: simulate scenarios and write a results file. */
#include "command/command.h"
#include "command/new_file.h"
#include "command/run_told.h"
#include "command/run_worlds.h"

#include <stdlib.h>
#include <string.h>

static const long default_replications = 200;
static const char default_output[] = "results/plassflyt.h5";

/* ---- what was asked for ---- */

static bool read_order(const struct invocation *invocation, struct many_order *order)
{
    long replications = 0, seed = 1; /* 0: as many as the worlds want */
    if (!option_number(invocation, "replications", 1, 1000000, &replications) ||
        !option_number(invocation, "seed", 0, UINT32_MAX, &seed))
        return false;
    const char *check = option_value(invocation, "check");
    if (check && strcmp(check, "event") != 0 && strcmp(check, "month") != 0) {
        refuse(invocation, TEXT_CHECK_EVENT_OR_MONTH, ARGUMENTS(check));
        return false;
    }
    const char *output = option_value(invocation, "output");
    order->replications = (int32_t)replications;
    order->seed = (uint32_t)seed;
    order->threads = invocation->threads;
    order->output = output ? output : default_output;
    order->fresh = option_value(invocation, "fresh") != NULL;
    order->options.check_each_event = check && strcmp(check, "event") == 0;
    return true;
}

/* The command line as it would be typed again. */
static char *command_text(const struct invocation *invocation, const struct many_order *order)
{
    size_t size = 256 + strlen(order->output);
    for (size_t i = 0; i < invocation->n_operands; i++)
        size += strlen(invocation->operands[i]) + 1;
    static const char *const worlds[] = {"world", "fits", "draws", "start"};
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

int command_run(const struct invocation *invocation)
{
    struct many_order order = {0};
    if (!read_order(invocation, &order))
        return EXIT_BAD_INPUT;
    struct run_worlds worlds;
    long replications = order.replications;
    if (!run_worlds_make(&worlds, invocation, order.seed, &replications)) {
        run_worlds_free(&worlds);
        return EXIT_BAD_INPUT;
    }
    order.replications = (int32_t)(replications ? replications : default_replications);
    make_folders(order.output);
    char *command = command_text(invocation, &order);
    order.study = &worlds.study;
    order.draws = worlds.draws.n ? &worlds.draws : NULL;
    order.command = command ? command : "plassflyt run";
    int status = run_and_tell(invocation, &order);
    free(command);
    run_worlds_free(&worlds);
    return status;
}
