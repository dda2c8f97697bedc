#include "model/staff.h"

#include "model/offer.h"
#include "model/procurement.h"
#include "model/waiting.h"

#include <stddef.h>

void staff_count(struct model *m, uint32_t id, int sign)
{
    const struct episode *e = &m->episode[id];
    if (e->work == WORK_RUNS)
        observe_level(&m->observer, now(m), MEASURE_STAFF_BUSY, e->area, sign);
    if (e->work == WORK_WAITS)
        observe_level(&m->observer, now(m), MEASURE_STAFF_WAITING, e->area, sign);
}

static void set_work(struct model *m, uint32_t id, enum work work)
{
    struct episode *e = &m->episode[id];
    staff_count(m, id, -1);
    m->country->staff_busy[e->area] -= e->work == WORK_RUNS;
    e->work = (uint8_t)work;
    reason_doubtful(m, id); /* it may wait for another reason now */
    m->country->staff_busy[e->area] += e->work == WORK_RUNS;
    staff_count(m, id, 1);
}

/* ---- the queue ---- */

/* What the state must do goes before what it may. */
static int rank_of(const struct model *m, const struct episode *e)
{
    bool specialised = e->task >= TASK_TENDER ||
                       (e->home != NO_ENTITY && m->home[e->home].kind == HOME_KIND_SPECIALISED);
    return specialised && e->claim != CLAIM_DUTY ? WORK_THAT_MAY : WORK_OWED;
}

static void queue_up(struct model *m, uint32_t id)
{
    struct episode *rows = m->episode, *e = &rows[id];
    e->work_rank = (uint8_t)rank_of(m, e);
    struct list *list = &m->country->work[e->area][e->work_rank];
    uint32_t before = list->last;
    while (before != NO_ENTITY &&
           (rows[before].requested > e->requested ||
            (rows[before].requested == e->requested && rows[before].number > e->number)))
        before = rows[before].work_link.previous;
    list_insert(list, rows, sizeof *rows, offsetof(struct episode, work_link), id, before);
}

static void leave_queue(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    list_remove(&m->country->work[e->area][e->work_rank], m->episode, sizeof *e,
                offsetof(struct episode, work_link), id);
}

static bool somebody_is_free(const struct model *m, int area)
{
    return (double)m->country->staff_busy[area] + 1 <= m->rules->p.placement_staff[area];
}

static uint32_t next_in_line(const struct model *m, int area)
{
    const struct list *work = m->country->work[area];
    return work[WORK_OWED].first != NO_ENTITY ? work[WORK_OWED].first : work[WORK_THAT_MAY].first;
}

/* ---- a piece of work ---- */

static void begin(struct model *m, uint32_t id)
{
    set_work(m, id, WORK_RUNS);
    episode_clock(m, id, EVENT_WORK_ENDS, now(m) + m->rules->work[m->episode[id].task]);
}

/* Whoever is free takes the next in line, as soon as what happens now has happened. */
static void take_next(struct model *m, int area)
{
    uint32_t id;
    while (somebody_is_free(m, area) && (id = next_in_line(m, area)) != NO_ENTITY) {
        leave_queue(m, id);
        begin(m, id);
        episode_clock(m, id, EVENT_WORK_BEGINS, now(m));
    }
}

bool staff_takes_up(struct model *m, uint32_t id, enum task task)
{
    staff_drops(m, id);
    struct episode *e = &m->episode[id];
    e->task = (uint8_t)task;
    if (somebody_is_free(m, e->area) && next_in_line(m, e->area) == NO_ENTITY) {
        begin(m, id);
        return true;
    }
    queue_up(m, id);
    set_work(m, id, WORK_WAITS);
    return false;
}

void staff_drops(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (e->work == WORK_NONE)
        return;
    if (e->work == WORK_WAITS)
        leave_queue(m, id);
    set_work(m, id, WORK_NONE);
    episode_clock(m, id, EVENT_WORK_BEGINS, TICK_NEVER);
    episode_clock(m, id, EVENT_WORK_ENDS, TICK_NEVER);
    take_next(m, e->area);
}

void on_work_begins(struct model *m, uint32_t id)
{
    episode_clock(m, id, EVENT_WORK_BEGINS, TICK_NEVER);
    if (m->episode[id].task >= TASK_TENDER)
        procurement_goes_on(m, id);
    else
        offer_goes_on(m, id);
    reason_changes(m, id);
}

void on_work_ends(struct model *m, uint32_t id)
{
    staff_drops(m, id);
}

void staff_rules_changed(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        take_next(m, a);
}
