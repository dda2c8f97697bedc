#include "model/unmet.h"

#include "model/cost.h"
#include "model/duty.h"
#include "model/institution.h"
#include "model/placement.h"
#include "model/search.h"
#include "model/tell.h"

/* The duty to find a place in an institution is absolute. When none of the child's target group has
 * become free for some time the state buys one that is built up around this child alone (enetiltak):
 * dear, slow, and as many as are wanted. */

/* ---- the breach ---- */

static void deadline_starts(struct model *m, uint32_t id, tick since)
{
    struct child *c = &m->child[id];
    if (c->deadline[BREACH_INSTITUTION] != TICK_NEVER || (c->breach >> BREACH_INSTITUTION & 1))
        return;
    c->deadline[BREACH_INSTITUTION] = since + ticks_of_days(m->rules->p.institution_deadline_days);
    tell_with(m, id, STORY_CLOCK_INSTITUTION, c->deadline[BREACH_INSTITUTION]);
    child_clock(m, id, EVENT_DEADLINE_PASSES, not_before_now(m, next_deadline(c)));
}

static void deadline_ends(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    c->deadline[BREACH_INSTITUTION] = TICK_NEVER;
    child_clock(m, id, EVENT_DEADLINE_PASSES, not_before_now(m, next_deadline(c)));
    if (!(c->breach >> BREACH_INSTITUTION & 1))
        return;
    tell(m, id, STORY_BREACH_OVER);
    child_count(m, id, -1);
    c->breach &= (uint8_t) ~(1u << BREACH_INSTITUTION);
    child_count(m, id, 1);
}

/* ---- the place for one child ---- */

static void plan_purchase(struct model *m, uint32_t id, tick since)
{
    const struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    double u = uniform(m, DRAW_SINGLE_CHILD_TIME, c->number, c->requests, 0);
    tick ready = since + ticks_of_days(p->single_child_after_days +
                                       p->single_child_days * quantile_at(m->rules->approval, u));
    child_clock(m, id, EVENT_SINGLE_CHILD_READY, not_before_now(m, ready));
}

void on_single_child_ready(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    bool bought = p->single_purchases > 0 &&
                  uniform(m, DRAW_SINGLE_CHILD, c->number, c->requests, 0) < p->single_child_chance;
    if (!bought)
        return;
    enum UNIT_KIND_category course = (enum UNIT_KIND_category)c->wanted_unit;
    cost_single_child(m, c->area);
    institution_cancel(m, id);
    c->came_from_foster |= c->episode != NO_ENTITY;
    search_leaves(m, id, WAIT_END_INSTITUTION);
    place_alone(m, id, course);
}

/* ---- both ---- */

void unmet_since(struct model *m, uint32_t id, tick since)
{
    deadline_starts(m, id, since);
    plan_purchase(m, id, since);
}

void unmet_ends(struct model *m, uint32_t id)
{
    deadline_ends(m, id);
    child_clock(m, id, EVENT_SINGLE_CHILD_READY, TICK_NEVER);
}
