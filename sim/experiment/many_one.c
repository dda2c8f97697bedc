#include "experiment/many.h"

#include <stdio.h>
#include <stdlib.h>

/* Runs it in the world that it belongs to. As replicate; -2 if memory is short. */
static int run_in(const struct many_order *order, const struct study *study, int32_t number,
                  struct effort *effort, char reason[FAILURE_LENGTH])
{
    struct layout layout;
    struct fills *fills = NULL;
    struct replicator *replicator = NULL;
    int64_t *values = NULL;
    int failed_in = -2;
    struct plan *plan = plan_make(study);
    if (plan) {
        plan_layout(plan, &layout);
        values = malloc(study->n_policies * layout.total * sizeof *values);
        fills = fills_on_demand(plan, &layout, &order->options);
    }
    if (values && fills)
        replicator = replicator_open(plan, &layout, fills, &order->options);
    if (replicator)
        failed_in = replicate(replicator, order->seed, (uint32_t)number, values, effort, reason);
    replicator_close(replicator);
    fills_free(fills);
    free(values);
    if (plan)
        plan_free(plan);
    return failed_in;
}

enum many_one many_run_one(const struct many_order *order, int32_t number, struct failure *failure,
                           struct effort *effort, struct messages *messages)
{
    char reason[FAILURE_LENGTH] = "";
    struct study drawn;
    const struct study *study = order->study;
    *failure = (struct failure){.replication = number};
    *effort = (struct effort){0};
    if (order->draws) {
        drawn = draw_study(order->draws, draw_of(order->draws, number), study);
        study = &drawn;
    }
    int failed_in = run_in(order, study, number, effort, reason);
    if (failed_in == -1)
        return MANY_ONE_DONE;
    if (failed_in < -1 || replication_lacked_memory(reason)) {
        message_add(messages, NULL, 0, 0, NULL, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
        return MANY_ONE_IMPOSSIBLE;
    }
    snprintf(failure->scenario, sizeof failure->scenario, "%s", study->policies[failed_in].name);
    snprintf(failure->reason, sizeof failure->reason, "%s", reason);
    return MANY_ONE_FAILED;
}
