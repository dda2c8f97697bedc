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

/* Numbers of a replication in the journal; 0 if they cannot be those of this run. */
static size_t numbers_of(const struct run *run, int32_t number)
{
    size_t n = journal_numbers(run->journal, number), values = run_values(run);
    bool children =
        number < run->order->children && n > values && (n - values) % run_child_numbers(run) == 0;
    return n == values || children ? n : 0;
}

/* Rows of children in all replications. */
static size_t count_children(const struct run *run)
{
    size_t n = 0;
    enum record_status status;
    for (int32_t r = 0; r < run->order->children && r < run->order->replications; r++)
        if (work_wants(run->work, r) && journal_has(run->journal, r, &status)) {
            size_t numbers = numbers_of(run, r);
            n += numbers ? numbers - run_values(run) : 0;
        }
    return n / run_child_numbers(run);
}

/* What is read of one replication at a time. */
struct reading {
    int64_t *values;
    size_t room;
};

static bool make_room(struct reading *reading, size_t n)
{
    if (n <= reading->room)
        return true;
    int64_t *longer = realloc(reading->values, n * sizeof *longer);
    if (!longer)
        return false;
    reading->values = longer;
    reading->room = n;
    return true;
}

static bool add_values(struct run *run, struct results_writer *writer, int32_t number,
                       const int64_t *values, size_t n)
{
    size_t children = n - run_values(run);
    run->outcome->finished++;
    return results_add(writer, number, values, run->messages) &&
           (children == 0 ||
            results_add_children(writer, number, values + run_values(run),
                                 children / run_child_numbers(run), run->messages));
}

/* Adds one replication; false after a message. */
static bool add(struct run *run, struct results_writer *writer, int32_t number,
                struct reading *reading)
{
    enum record_status status;
    bool there = journal_has(run->journal, number, &status);
    if (there && status == RECORD_FAILED && add_failure(run, writer, number))
        return true;
    size_t n = there && status == RECORD_FINISHED ? numbers_of(run, number) : 0;
    if (n > 0 && !make_room(reading, n)) {
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
        return false;
    }
    if (n > 0 && journal_read(run->journal, number, reading->values, n))
        return add_values(run, writer, number, reading->values, n);
    journal_unreadable(run->journal, number, run->messages);
    return false;
}

static bool add_all(struct run *run, struct results_writer *writer)
{
    struct reading reading = {NULL, 0};
    bool good = true;
    for (int32_t r = 0; good && r < run->order->replications; r++)
        if (work_wants(run->work, r))
            good = add(run, writer, r, &reading);
    free(reading.values);
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
                                    .children = run->order->children,
                                    .child_rows = count_children(run),
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
