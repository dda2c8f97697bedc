#include "model/demand.h"

#include "model/exits.h"

#include <sleef.h>

/* What stands ready is approved idle homes, for the planned ways to a foster home, and free places
 * in care and treatment institutions, for the ways to these: as a mean over about a year, since a
 * municipality learns from what it has got before. Acute need waits for no offer. */

enum { OF_HOMES, OF_INSTITUTIONS };

static const double memory_months = 12;
static const double widest = 4;     /* demand answers to no larger change than this, up or down */
static const double never_none = 5; /* added to both sides: a few more than none is no multitude */

static double homes_ready(const struct model *m)
{
    return (
        double)(observed_level(&m->observer, MEASURE_HOMES,
                               CELL2(HOME_KIND, HOME_KIND_ORDINARY, HOME_STATE, HOME_STATE_IDLE)) +
                observed_level(
                    &m->observer, MEASURE_HOMES,
                    CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_STATE, HOME_STATE_IDLE)));
}

static double places_ready(const struct model *m)
{
    int64_t ready = 0;
    for (size_t i = (size_t)UNIT_KIND_CARE * N_OWNER; i < (size_t)N_UNIT_KIND * N_OWNER; i++)
        ready += observed_level(&m->observer, MEASURE_PLACES, i) -
                 observed_level(&m->observer, MEASURE_CHILDREN, PLACE_ACUTE_PUBLIC + i);
    return ready > 0 ? (double)ready : 0;
}

static double ratio(const struct country *c, int of)
{
    double change = (c->ready[of] + never_none) / (c->ready_start[of] + never_none);
    return change > widest ? widest : change < 1 / widest ? 1 / widest : change;
}

static double answer(const struct model *m, int of, double elasticity)
{
    if (now(m) < m->plan->history_end || !(elasticity > 0 || elasticity < 0))
        return 1;
    return Sleef_cinz_powd1_u10purec(ratio(m->country, of), elasticity);
}

double demand_induced(const struct model *m, enum PATH_category path)
{
    double elasticity = m->rules->p.induced_demand;
    switch (path) {
    case PATH_CARE_ORDER:
    case PATH_VOLUNTARY:
        return answer(m, OF_HOMES, elasticity);
    case PATH_TREATMENT:
    case PATH_CARE:
        return answer(m, OF_INSTITUTIONS, elasticity);
    default:
        return 1;
    }
}

double demand_withdrawn(const struct model *m)
{
    return answer(m, OF_HOMES, -m->rules->p.withdrawal_response);
}

/* Those who wait are withdrawn sooner or later than before. */
static void withdrawals_change(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++)
        if (m->state.alive[CLASS_EPISODE][id])
            exit_rates(m, id);
}

void demand_of_the_month(struct model *m)
{
    struct country *c = m->country;
    const double ready[] = {homes_ready(m), places_ready(m)};
    for (int i = 0; i < 2; i++) {
        c->ready[i] += (ready[i] - c->ready[i]) / memory_months;
        if (now(m) <= m->plan->history_end)
            c->ready_start[i] = c->ready[i];
    }
    if (now(m) >= m->plan->history_end && m->rules->p.withdrawal_response > 0)
        withdrawals_change(m);
}
