#include "model/housing.h"

#include "model/child.h"
#include "model/duty.h"
#include "model/placement.h"
#include "model/search.h"

/* Nobody waits for a place in housing: it is looked at when a youth is about to ask for a foster
 * home or a care institution, when a stay in an institution is over, and at 18.
 *
 * Today there is housing with follow-up, for youths who come from institutions and as aftercare.
 * Who lives in housing today instead of asking for a foster home is not among the children here, so
 * only the staffed places that a policy adds are offered to those who are about to ask. Under 18 a
 * youth stays until 18 unless the stay breaks down. */

static uint32_t places_of(const struct model *m, int area, enum housing housing)
{
    const struct parameters *p = &m->rules->p;
    uint32_t staffed = (uint32_t)(p->housing_places[area] + 1e-9);
    uint32_t nonprofit = (uint32_t)(staffed * p->housing_nonprofit + 0.5);
    switch (housing) {
    case HOUSING_STAFFED:
        return staffed - nonprofit;
    case HOUSING_BY_NONPROFIT:
        return nonprofit;
    default:
        return (uint32_t)(p->followed_housing_places[area] + 0.5);
    }
}

static uint32_t vacant(const struct model *m, int area, enum housing housing)
{
    uint32_t places = places_of(m, area, housing), housed = m->country->housed[area][housing];
    return places > housed ? places - housed : 0;
}

/* The owner with most vacant staffed places; N_HOUSING: there is none. */
static enum housing staffed_with_place(const struct model *m, int area)
{
    uint32_t own = vacant(m, area, HOUSING_STAFFED), other = vacant(m, area, HOUSING_BY_NONPROFIT);
    if (own == 0 && other == 0)
        return N_HOUSING;
    return own >= other ? HOUSING_STAFFED : HOUSING_BY_NONPROFIT;
}

static bool old_enough(const struct model *m, const struct child *c)
{
    return child_age(c, now(m)) >= (int)m->rules->p.housing_min_age && c->assessed < NEED_TREATMENT;
}

static void move_in(struct model *m, uint32_t id, enum housing housing)
{
    search_leaves(m, id, WAIT_END_MUNICIPAL);
    breach_ends(m, id);
    place_in_housing(m, id, housing);
}

bool housing_takes(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    enum housing housing = staffed_with_place(m, c->area);
    if (housing == N_HOUSING || !old_enough(m, c) ||
        uniform(m, DRAW_HOUSING, c->number, c->waits, c->requests) >= m->rules->p.housing_suits)
        return false;
    move_in(m, id, housing);
    return true;
}

bool housing_after_institution(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    if (!old_enough(m, c))
        return false;
    double u = uniform(m, DRAW_HOUSING_AFTER, c->number, c->stays, 0);
    enum housing staffed = staffed_with_place(m, c->area);
    if (staffed != N_HOUSING && u < m->rules->p.housing_suits)
        move_in(m, id, staffed);
    else if (vacant(m, c->area, HOUSING_WITH_FOLLOW_UP) > 0 &&
             u < m->rules->p.housing_from_institution)
        move_in(m, id, HOUSING_WITH_FOLLOW_UP);
    else
        return false;
    return true;
}

bool housing_wanted_for_aftercare(const struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    bool there = c->place == PLACE_HOUSING_FOLLOWED;
    bool placed = there || is_foster(c->place) || housing_of(c->place) >= 0 ||
                  unit_kind_of(c->place) > UNIT_KIND_ACUTE;
    return placed && (there || vacant(m, c->area, HOUSING_WITH_FOLLOW_UP) > 0) &&
           uniform(m, DRAW_HOUSING_AFTERCARE, c->number, 0, 0) < m->rules->p.housing_aftercare;
}

void housing_for_aftercare(struct model *m, uint32_t id)
{
    if (m->child[id].place != PLACE_HOUSING_FOLLOWED)
        place_in_housing(m, id, HOUSING_WITH_FOLLOW_UP);
}
