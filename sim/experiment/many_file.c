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

/* A block of finished replications, of which one scenario at a time is in memory. */
struct gathering {
    int32_t *replication; /* [room] */
    int64_t **values;     /* [room] of each, in one scenario */
    int64_t *whole;       /* [n_whole] of one, in all, and its children; NULL: not yet needed */
    size_t n_whole;
    size_t n, room;
};

static void gathering_free(struct gathering *block)
{
    for (size_t i = 0; block->values && i < block->room; i++)
        free(block->values[i]);
    free((void *)block->values);
    free(block->replication);
    free(block->whole);
}

static bool gathering_make(struct gathering *block, size_t room, size_t length)
{
    *block = (struct gathering){.replication = malloc(room * sizeof *block->replication),
                                .values = calloc(room, sizeof *block->values),
                                .room = room};
    bool good = block->replication && block->values;
    for (size_t i = 0; good && i < room; i++)
        good = (block->values[i] = malloc((length + 1) * sizeof **block->values)) != NULL;
    return good;
}

/* Adds what becomes of each child in a replication; false after a message. */
static bool add_children(struct run *run, struct results_writer *writer, int32_t number,
                         struct gathering *block)
{
    size_t n = numbers_of(run, number), values = run_values(run);
    if (n == values)
        return true;
    int64_t *whole = n > block->n_whole ? realloc(block->whole, n * sizeof *whole) : block->whole;
    if (!whole) {
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
        return false;
    }
    block->whole = whole;
    block->n_whole = n > block->n_whole ? n : block->n_whole;
    if (journal_read(run->journal, number, whole, n))
        return results_add_children(writer, number, whole + values,
                                    (n - values) / run_child_numbers(run), run->messages);
    journal_unreadable(run->journal, number, run->messages);
    return false;
}

/* Adds what has been gathered; false after a message. */
static bool add_block(struct run *run, struct results_writer *writer, struct gathering *block)
{
    size_t scenarios = run->order->study->n_policies;
    for (size_t s = 0; s < scenarios && block->n > 0; s++) {
        size_t unread = journal_read_frames(run->journal, block->n, block->replication, s,
                                            block->values, run->kept.total);
        if (unread < block->n) {
            journal_unreadable(run->journal, block->replication[unread], run->messages);
            return false;
        }
        const struct results_block added = {s, block->n, block->replication,
                                            (const int64_t *const *)block->values};
        if (!results_add_block(writer, &added, run->messages))
            return false;
    }
    for (size_t i = 0; i < block->n; i++)
        if (!add_children(run, writer, block->replication[i], block))
            return false;
    run->outcome->finished += (int32_t)block->n;
    block->n = 0;
    return true;
}

/* Adds one replication; false after a message. */
static bool add(struct run *run, struct results_writer *writer, int32_t number,
                struct gathering *block)
{
    enum record_status status;
    bool there = journal_has(run->journal, number, &status);
    if (there && status == RECORD_FINISHED && numbers_of(run, number) > 0) {
        block->replication[block->n++] = number;
        return block->n < block->room || add_block(run, writer, block);
    }
    if (there && status == RECORD_FAILED && add_failure(run, writer, number))
        return true;
    journal_unreadable(run->journal, number, run->messages);
    return false;
}

static bool add_all(struct run *run, struct results_writer *writer)
{
    struct gathering block;
    bool good = gathering_make(&block, results_block_length(writer), run->kept.total);
    if (!good)
        run_breaks(run, TEXT_OUT_OF_MEMORY, "");
    for (int32_t r = 0; good && r < work_limit(run->work); r++)
        if (work_wants(run->work, r))
            good = add(run, writer, r, &block);
    good = good && add_block(run, writer, &block);
    gathering_free(&block);
    return good;
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
                                    .identity = &run->identity,
                                    .precision = run->precise ? precise_told(run->precise) : NULL,
                                    .folder = journal_place(run->journal)};
    struct results_writer *writer = results_create(run->order->output, &header, run->messages);
    if (!writer)
        return false;
    if (add_all(run, writer))
        return results_close(writer, run->outcome->digest, run->messages);
    results_discard(writer);
    return false;
}
