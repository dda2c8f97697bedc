#include "model/queue.h"

#include "model/area.h"
#include "model/outcome.h"
#include "model/tell.h"

/* Three definitions of the queue, never mixed: (i) all who are searched for, (ii) those past the
 * wished date, (iii) those six weeks after the decision. A child who has a place, but asks for
 * another by direct application, is in none of them. */

static void count_queue(struct model *m, const struct episode *e, enum QUEUE_category queue,
                        int sign)
{
    observe_level(&m->observer, now(m), MEASURE_QUEUE, CELL2(QUEUE, queue, AREA, e->area),
                  (int64_t)sign * e->members);
    observe_level(&m->observer, now(m), MEASURE_QUEUE_GROUPS, queue, sign);
    int class = municipality_class_of(m, e->municipality, e->area);
    observe_level(&m->observer, now(m), MEASURE_QUEUE_CLASS,
                  CELL2(QUEUE, queue, MUNICIPALITY_CLASS, class), (int64_t)sign * e->members);
}

void queue_count(struct model *m, uint32_t id, int sign)
{
    const struct episode *e = &m->episode[id];
    if (e->claim == CLAIM_DUTY)
        observe_level(&m->observer, now(m), MEASURE_SPECIALISED_REQUESTS, e->area,
                      (int64_t)sign * e->members);
    if (e->interim)
        observe_level(&m->observer, now(m), MEASURE_INTERIM, e->area, (int64_t)sign * e->members);
    if (!e->queued)
        return;
    outcome_queue(m, id, sign);
    count_queue(m, e, QUEUE_SEARCHED, sign);
    if (e->past_wish) {
        count_queue(m, e, QUEUE_PAST_WISH, sign);
        for (int i = 0; i < e->members; i++)
            observe_level(&m->observer, now(m), MEASURE_QUEUE_NEED, m->child[e->member[i]].assessed,
                          sign);
    }
    if (e->past_six_weeks)
        count_queue(m, e, QUEUE_PAST_SIX_WEEKS, sign);
}

void on_wish_passes(struct model *m, uint32_t id)
{
    queue_count(m, id, -1);
    m->episode[id].past_wish = true;
    queue_count(m, id, 1);
    tell_members(m, id, STORY_WISH_PASSES);
}

void on_six_weeks_pass(struct model *m, uint32_t id)
{
    queue_count(m, id, -1);
    m->episode[id].past_six_weeks = true;
    queue_count(m, id, 1);
    tell_members(m, id, m->episode[id].again ? STORY_SIX_WEEKS_AGAIN : STORY_SIX_WEEKS_PASS);
}

void requests_count(struct model *m, const struct episode *e)
{
    for (int i = 0; i < e->members; i++) {
        int assessed = m->child[e->member[i]].assessed;
        observe_add(&m->observer, MEASURE_REQUESTS, CELL2(AREA, e->area, NEED, assessed), 1);
        tell_with(m, e->member[i], STORY_REQUESTED, assessed);
    }
}

/* ---- what is told of a wait that is over ---- */

void wait_ended(struct model *m, const struct episode *e, uint32_t child,
                enum WAIT_END_category end)
{
    if (!e->queued)
        return;
    tell_with(m, child, STORY_WAIT_OVER, end);
    tick t = now(m);
    const tick week = 7 * TICKS_PER_DAY;
    observe_weeks(&m->observer, MEASURE_WAIT_FROM_SEARCH, reporting_year(m->plan, e->searched),
                  (t - e->searched) / week, end, 1);
    if (e->requested != TICK_NEVER) {
        int class = municipality_class_of(m, e->municipality, e->area);
        observe_weeks(&m->observer, MEASURE_WAIT_FROM_REQUEST,
                      reporting_year(m->plan, e->requested), (t - e->requested) / week, end, 1);
        observe_weeks(&m->observer, MEASURE_WAIT_CLASS, reporting_year(m->plan, e->requested),
                      (t - e->requested) / week, CELL2(MUNICIPALITY_CLASS, class, WAIT_END, end),
                      1);
    }
    if (end != WAIT_END_STILL_WAITING)
        observe_add(&m->observer, MEASURE_WAIT_ENDS,
                    CELL3(AREA, e->area, NEED, m->child[child].assessed, WAIT_END, end), 1);
}

void waits_cut_off(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        if (!m->state.alive[CLASS_EPISODE][id])
            continue;
        const struct episode *e = &m->episode[id];
        for (int i = 0; i < e->members; i++)
            wait_ended(m, e, e->member[i], WAIT_END_STILL_WAITING);
    }
}
