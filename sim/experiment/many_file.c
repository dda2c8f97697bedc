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
    for (int32_t r = 0; good && r < work_limit(run->work); r++)
        if (work_wants(run->work, r))
            good = add(run, writer, r, values);
    free(values);
    return good;
}

/* What was asked for and what came of it; to be freed. NULL if memory is short. */
static struct precision_row *precision_rows(const struct run *run)
{
    const struct precision *precision = run->order->precision;
    const struct precision_state *now = precise_now(run->precise);
    struct precision_row *rows = calloc(precision->n + 1, sizeof *rows);
    for (size_t i = 0; rows && i < precision->n; i++) {
        const struct precision_goal *goal = &precision->goal[i];
        rows[i] = (struct precision_row){.indicator = goal->indicator,
                                         .category = goal->category,
                                         .scenario = goal->scenario,
                                         .of_change = goal->of_change,
                                         .wanted = now[i].wanted,
                                         .relative = goal->relative ? goal->half_width : 0,
                                         .mean = now[i].mean,
                                         .half_width = now[i].half_width,
                                         .reached = now[i].reached};
    }
    return rows;
}

static bool write_file(struct run *run, struct results_header *header)
{
    struct results_writer *writer = results_create(run->order->output, header, run->messages);
    if (!writer)
        return false;
    if (add_all(run, writer))
        return results_close(writer, run->outcome->digest, run->messages);
    results_discard(writer);
    return false;
}

/* The file of a run that was precise enough early is that of a run of so many replications. */
bool run_write_file(struct run *run)
{
    const struct precision *precision = run->order->precision;
    struct draws used = run->order->draws ? *run->order->draws : (struct draws){0};
    if (run->order->draws && precision)
        used.n = (size_t)(work_limit(run->work) / used.each);
    struct results_precision came = {0};
    struct results_header header = {.study = run->order->study,
                                    .draws = run->order->draws ? &used : NULL,
                                    .layout = &run->kept,
                                    .detail = run->order->detail,
                                    .seed = run->order->seed,
                                    .replications = work_limit(run->work),
                                    .part = run->order->part,
                                    .parts = run->order->parts,
                                    .in_part = run->outcome->wanted,
                                    .command = run->order->command,
                                    .study_file = run->order->study_file,
                                    .identity = &run->identity};
    if (!precision)
        return write_file(run, &header);
    struct precision_row *rows = precision_rows(run);
    came = (struct results_precision){precision->confidence,    precision->batch, precision->least,
                                      run->order->replications, precision->n,     rows};
    header.precision = &came;
    bool done = rows && write_file(run, &header);
    if (!rows)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    free(rows);
    return done;
}
