#include "model/widening.h"

/* Waiting widens the search at moments known beforehand. A policy may move these moments; then what
 * was closed until now and is open now is looked at on the day of the change. */

void plan_widening(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    const struct rules *r = m->rules;
    tick next = TICK_NEVER;
    const tick moments[] = {e->requested + r->neighbour, e->requested + r->all_areas,
                            e->requested + r->one_short, e->requested + r->two_short,
                            e->requested + r->split,     e->decided + r->six_weeks};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        if (moments[i] > now(m) && moments[i] < next)
            next = moments[i];
    episode_clock(m, id, EVENT_WIDENS, next);
}

struct terms terms_before(struct model *m, const struct episode *e)
{
    const struct country *c = m->country;
    const struct rules *in_force = m->rules;
    if (e->reach_changed)
        m->rules = &m->plan->scenario[c->scenario].rules[c->stretch - 1];
    struct terms before = terms_at(m, e, now(m) - 1);
    m->rules = in_force;
    return before;
}

/* What a policy closes waiting may open again, and what was judged then is not judged twice. */
static void remember_closed(struct model *m, struct episode *e)
{
    area_set could = terms_before(m, e).areas, may = terms_at(m, e, now(m)).areas;
    for (int a = 0; a < N_AREA; a++)
        if (area_in(could, a) && !area_in(may, a))
            e->closed[a] = now(m);
}

void widening_rules_changed(struct model *m, const struct rules *before)
{
    bool same =
        before->neighbour == m->rules->neighbour && before->all_areas == m->rules->all_areas;
    for (uint32_t id = 0; !same && id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        if (!m->state.alive[CLASS_EPISODE][id] || !m->episode[id].listed)
            continue;
        m->episode[id].reach_changed = true;
        remember_closed(m, &m->episode[id]);
        episode_clock(m, id, EVENT_WIDENS, now(m));
    }
}
