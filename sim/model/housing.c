#include "model/housing.h"

#include "model/child.h"
#include "model/duty.h"
#include "model/placement.h"
#include "model/search.h"

/* Before the municipality asks for a foster home or a care institution for a youth it looks in its
 * own housing. Some need no more than that; if a place of the area is vacant they move in and stay
 * until 18, unless the stay breaks down. Nobody waits for such a place. What there is of it today
 * is outside the model: only places that a policy adds are in it. */

static bool suits(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    return child_age(c, now(m)) >= (int)p->housing_min_age && c->assessed < NEED_TREATMENT &&
           uniform(m, DRAW_HOUSING, c->number, c->waits, c->requests) < p->housing_suits;
}

bool housing_takes(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    if ((double)m->country->housed[c->area] + 1 > m->rules->p.housing_places[c->area] ||
        !suits(m, c))
        return false;
    search_leaves(m, id, WAIT_END_MUNICIPAL);
    breach_ends(m, id);
    place_in_housing(m, id);
    return true;
}
