#include "model/staffing.h"

#include "model/placement.h"

/* Softer requirements of competence let more posts be filled at once, say some; they tell those who
 * might train for the work that it is worth less, so fewer come later, say others. Both are here,
 * each with its own size, and which of them is the larger is not built in. */

static double softened(const struct model *m)
{
    return 1 - m->rules->p.competence_requirement;
}

double staffing_share(const struct model *m)
{
    const struct parameters *p = &m->rules->p;
    return 1 + softened(m) * p->softened_staffing -
           m->country->softened_signal * p->softened_signal;
}

bool staffing_of_month(struct model *m)
{
    double *signal = &m->country->softened_signal, behind = softened(m) - *signal;
    double months = 12 * m->rules->p.softened_signal_years;
    *signal += months > 1 ? behind / months : behind;
    return behind > 0 || behind < 0;
}

/* ---- health teams ---- */

/* Part of the institutions where the child lives that a health team follows; where care and treatment
 * live together the health staff are there always. */
static double followed(const struct model *m, const struct child *c)
{
    if (unit_kind_of(c->place) < 0)
        return 0;
    return c->place == PLACE_COMBINED ? 1 : m->rules->p.health_teams[c->unit_area];
}

double staffing_breakdown(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    double rate = p->institution_breakdown[c->course];
    if (c->course != UNIT_KIND_ACUTE)
        rate += softened(m) * p->softened_breakdown;
    return rate * (1 - followed(m, c) * (1 - p->team_breakdown));
}

double staffing_need_rise(const struct model *m, const struct child *c)
{
    return 1 - followed(m, c) * (1 - m->rules->p.team_need_rise);
}
