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
    for (int32_t r = 0; r < run->order->children && r < work_limit(run->work); r++)
        if (work_wants(run->work, r) && journal_has(run->journal, r, &status)) {
            size_t numbers = numbers_of(run, r);
            n += numbers ? numbers - run_values(run) : 0;
        }
    return n / run_child_numbers(run);
}

static bool make_room(struct run_reading *reading, size_t n)
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

bool run_read(struct run *run, int32_t number, struct run_reading *reading)
{
    reading->n = numbers_of(run, number);
    if (reading->n == 0 || !make_room(reading, reading->n))
        return false;
    bool read = journal_read(run->journal, number, reading->values, reading->n);
    reading->n = read ? reading->n : 0;
    return read;
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
                struct run_reading *reading)
{
    enum record_status status;
    bool there = journal_has(run->journal, number, &status);
    if (there && status == RECORD_FAILED && add_failure(run, writer, number))
        return true;
    bool finished = there && status == RECORD_FINISHED;
    if (finished && run_read(run, number, reading))
        return add_values(run, writer, number, reading->values, reading->n);
    if (finished && reading->n > 0)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    else
        journal_unreadable(run->journal, number, run->messages);
    return false;
}

static bool add_all(struct run *run, struct results_writer *writer)
{
    struct run_reading reading = {NULL, 0, 0};
    bool good = true;
    for (int32_t r = 0; good && r < work_limit(run->work); r++)
        if (work_wants(run->work, r))
            good = add(run, writer, r, &reading);
    free(reading.values);
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

static bool write_precise_file(struct run *run, struct results_header *header)
{
    const struct precision *precision = run->order->precision;
    struct precision_row *rows = precision_rows(run);
    const struct results_precision came = {precision->confidence, precision->batch,
                                           precision->least,      run->order->replications,
                                           precision->n,          rows};
    header->precision = &came;
    bool done = rows && write_file(run, header);
    if (!rows)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    free(rows);
    return done;
}

/* The file of a run that was precise enough early is that of a run of so many replications. */
bool run_write_file(struct run *run)
{
    struct draws used = run->order->draws ? *run->order->draws : (struct draws){0};
    if (run->order->draws && run->precise)
        used.n = (size_t)(work_limit(run->work) / used.each);
    struct results_header header = {.study = run->order->study,
                                    .draws = run->order->draws ? &used : NULL,
                                    .layout = &run->kept,
                                    .detail = run->order->detail,
                                    .seed = run->order->seed,
                                    .replications = work_limit(run->work),
                                    .part = run->order->part,
                                    .parts = run->order->parts,
                                    .in_part = run->outcome->wanted,
                                    .children = run->order->children,
                                    .child_rows = count_children(run),
                                    .command = run->order->command,
                                    .study_file = run->order->study_file,
                                    .identity = &run->identity};
    return run->precise ? write_precise_file(run, &header) : write_file(run, &header);
}
