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

static area_set areas_with_place(const struct model *m, struct seeker seeker)
{
    area_set areas = 0;
    for (int a = 0; a < N_AREA; a++)
        if (unit_free_in_area(m, a, seeker) > 0)
            areas |= 1u << a;
    return areas;
}

/* Within reach: a place for its group where too many like it live already, or a place for other
 * groups; else a place for it farther away, or none anywhere. */
static enum REASON_category reason_among(const struct model *m, const struct child *c,
                                         area_set for_group, area_set any)
{
    area_set near = areas_within(c->area, reach_after(m, now(m) - c->institution_since), false);
    if (for_group & near)
        return REASON_COMPOSITION;
    if (any & near)
        return REASON_WRONG_TARGET_GROUP;
    bool far = for_group != 0 && areas_with_place(m, seeker_in_queue(m, c)) != 0;
    return far ? REASON_NONE_IN_AREA : REASON_INSTITUTION_FULL;
}

enum REASON_category institution_reason(const struct model *m, const struct child *c)
{
    area_set for_group = areas_with_place(m, (struct seeker){.group = c->group});
    return reason_among(m, c, for_group, unit_areas_with_any(m));
}

/* Looks again at the reasons of all who wait in one queue. */
static void reasons_turn(struct model *m, uint32_t first, area_set for_group, area_set any)
{
    for (uint32_t id = first; id != NO_ENTITY; id = m->child[id].queue.next) {
        struct child *c = &m->child[id];
        enum REASON_category reason = reason_among(m, c, for_group, any);
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
        area_set for_group = areas_with_place(m, (struct seeker){.group = (uint8_t)g});
        for (int a = 0; a < N_AREA; a++)
            reasons_turn(m, m->country->institution_queue[g][a].first, for_group, any);
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
