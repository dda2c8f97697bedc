#include "experiment/many_run.h"

#include <stdio.h>
#include <stdlib.h>

static bool add_failure(struct run *run, struct results_writer *writer, int32_t number)
{
    struct failure failure = {.replication = number};
    int scenario;
    char reason[RECORD_REASON];
    if (!journal_read_failure(run->journal, number, &scenario, reason))
        return false;
    const struct study *study = run->order->study;
    const char *name =
        scenario >= 0 && (size_t)scenario < study->n_policies ? study->policies[scenario].name : "";
    snprintf(failure.scenario, sizeof failure.scenario, "%s", name);
    snprintf(failure.reason, sizeof failure.reason, "%s", reason);
    results_fail(writer, &failure);
    if (run->outcome->failed++ == 0)
        run->outcome->first_failure = failure;
    return true;
}

/* Adds one replication; false after a message. */
static bool add(struct run *run, struct results_writer *writer, int32_t number, int64_t *values)
{
    enum record_status status;
    bool there = journal_has(run->journal, number, &status);
    if (there && status == RECORD_FAILED && add_failure(run, writer, number))
        return true;
    if (there && status == RECORD_FINISHED &&
        journal_read(run->journal, number, values, run_values(run))) {
        run->outcome->finished++;
        return results_add(writer, number, values, run->messages);
    }
    journal_unreadable(run->journal, number, run->messages);
    return false;
}

static bool add_all(struct run *run, struct results_writer *writer)
{
    int64_t *values = malloc(run_values(run) * sizeof *values);
    bool good = values != NULL;
    if (!good)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    for (int32_t r = 0; good && r < run->order->replications; r++)
        if (work_wants(run->work, r))
            good = add(run, writer, r, values);
    free(values);
    return good;
}

bool run_write_file(struct run *run)
{
    struct results_header header = {.study = run->order->study,
                                    .draws = run->order->draws,
                                    .layout = &run->kept,
                                    .detail = run->order->detail,
                                    .seed = run->order->seed,
                                    .replications = run->order->replications,
                                    .part = run->order->part,
                                    .parts = run->order->parts,
                                    .in_part = run->outcome->wanted,
                                    .command = run->order->command,
                                    .study_file = run->order->study_file,
                                    .identity = &run->identity};
    struct results_writer *writer = results_create(run->order->output, &header, run->messages);
    if (!writer)
        return false;
    if (add_all(run, writer))
        return results_close(writer, run->outcome->digest, run->messages);
    results_discard(writer);
    return false;
}
