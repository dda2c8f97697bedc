#include "experiment/many_work.h"

#include "experiment/part.h"

#include <stdlib.h>

enum stage { MISSING, TAKEN, FINISHED, FAILED, ANOTHER_PART };

struct work {
    const struct many_order *order;
    unsigned char *stage; /* [replications] */
    int32_t next;         /* none below is missing */
    int32_t *rank;        /* [replications] that has taken it */
    int32_t limit;        /* none from here on is wanted */
    int32_t wanted, done, found, failed, taken;
};

struct work *work_open(const struct many_order *order)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work)
        return NULL;
    work->order = order;
    work->stage = calloc((size_t)order->replications, sizeof *work->stage);
    work->rank = calloc((size_t)order->replications, sizeof *work->rank);
    if (!work->stage || !work->rank) {
        work_close(work);
        return NULL;
    }
    work->limit = order->replications;
    for (int32_t r = 0; r < order->replications; r++) {
        bool own = part_has(order->part, order->parts, order->draws, r);
        work->stage[r] = own ? MISSING : ANOTHER_PART;
        work->wanted += own;
    }
    return work;
}

void work_close(struct work *work)
{
    if (!work)
        return;
    free(work->rank);
    free(work->stage);
    free(work);
}

int32_t work_take(struct work *work, int rank)
{
    while (work->next < work->limit && work->stage[work->next] != MISSING)
        work->next++;
    if (work->next >= work->limit)
        return -1;
    work->stage[work->next] = TAKEN;
    work->rank[work->next] = rank;
    work->taken++;
    return work->next++;
}

void work_give_back(struct work *work, int32_t number)
{
    if (work->stage[number] != TAKEN)
        return;
    work->stage[number] = MISSING;
    work->taken--;
    if (number < work->next)
        work->next = number;
}

void work_rank_left(struct work *work, int rank)
{
    for (int32_t r = 0; r < work->order->replications; r++)
        if (work->stage[r] == TAKEN && work->rank[r] == rank)
            work_give_back(work, r);
}

int32_t work_missing(const struct work *work)
{
    return work->wanted - work->done - work->taken;
}

int32_t work_taken(const struct work *work)
{
    return work->taken;
}

static void arrive(struct work *work, int32_t number, enum stage stage, bool found)
{
    work->taken -= work->stage[number] == TAKEN;
    work->stage[number] = (unsigned char)stage;
    if (number >= work->limit)
        return;
    work->done++;
    work->found += found;
    work->failed += stage == FAILED;
}

void work_finished(struct work *work, int32_t number, bool found)
{
    arrive(work, number, FINISHED, found);
}

void work_failed(struct work *work, int32_t number, bool found)
{
    arrive(work, number, FAILED, found);
}

bool work_wants(const struct work *work, int32_t number)
{
    return number < work->limit && work->stage[number] != ANOTHER_PART;
}

/* Counts again what is below the limit. Found replications come in order, before any other: those below
 * a limit that they lead to are all that were found. */
void work_cut(struct work *work, int32_t limit)
{
    work->limit = limit;
    work->wanted = work->done = work->failed = 0;
    for (int32_t r = 0; r < limit; r++) {
        enum stage stage = (enum stage)work->stage[r];
        work->wanted += stage != ANOTHER_PART;
        work->done += stage == FINISHED || stage == FAILED;
        work->failed += stage == FAILED;
    }
}

int32_t work_limit(const struct work *work)
{
    return work->limit;
}

bool work_is_done(const struct work *work)
{
    return work->done >= work->wanted;
}

struct progress work_progress(const struct work *work)
{
    return (struct progress){
        .done = work->done, .wanted = work->wanted, .found = work->found, .failed = work->failed};
}
