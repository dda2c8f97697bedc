#include "model/institution_reason.h"

#include "model/area.h"
#include "model/matching.h"
#include "model/unit.h"

/* Each moment of waiting for an institution is given to the first reason that holds. Looked at when
 * the child asks and then daily. */

void institution_reason_charge(struct model *m, struct child *c)
{
    observe_add(&m->observer, MEASURE_INSTITUTION_WAITING, c->unit_reason,
                now(m) - c->unit_reason_since);
    c->unit_reason_since = now(m);
}

/* Within reach: a place for its group where too many like it live already, or a place for other
 * groups; else a place for it farther away, or none anywhere. What the child is like is asked only
 * where it matters. */
static enum REASON_category reason_among(const struct model *m, const struct child *c,
                                         struct open_areas open, area_set any)
{
    area_set near = areas_within(c->area, reach_after(m, now(m) - c->institution_since), false);
    if (open.to_others & near)
        return REASON_COMPOSITION;
    if (any & near)
        return REASON_WRONG_TARGET_GROUP;
    bool far = open.to_risky != 0 || (open.to_others != 0 && !is_risky(m, c));
    return far ? REASON_NONE_IN_AREA : REASON_INSTITUTION_FULL;
}

enum REASON_category institution_reason(const struct model *m, const struct child *c)
{
    return reason_among(m, c, unit_open_areas(m, c->group), unit_areas_with_any(m));
}

/* Looks again at the reasons of all who wait in one queue. */
static void reasons_turn(struct model *m, uint32_t first, struct open_areas open, area_set any)
{
    for (uint32_t id = first; id != NO_ENTITY; id = m->child[id].queue.next) {
        struct child *c = &m->child[id];
        enum REASON_category reason = reason_among(m, c, open, any);
        if (reason == c->unit_reason)
            continue;
        institution_reason_charge(m, c);
        c->unit_reason = (uint8_t)reason;
    }
}

void institution_reasons_of_the_day(struct model *m)
{
    area_set any = unit_areas_with_any(m);
    for (int g = 0; g < N_TARGET_GROUP; g++) {
        struct open_areas open = unit_open_areas(m, g);
        for (int a = 0; a < N_AREA; a++)
            reasons_turn(m, m->country->institution_queue[g][a].first, open, any);
    }
}

void institution_reasons_charge(struct model *m)
{
    for (int g = 0; g < N_TARGET_GROUP; g++)
        for (int a = 0; a < N_AREA; a++)
            for (uint32_t id = m->country->institution_queue[g][a].first; id != NO_ENTITY;
                 id = m->child[id].queue.next)
                institution_reason_charge(m, &m->child[id]);
}
