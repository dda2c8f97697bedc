#include "model/positions.h"

#include "model/home.h"

void positions_open(struct model *m)
{
    m->country->positions_grown = 1;
}

double positions_of(const struct model *m, int area)
{
    const struct country *c = m->country;
    return m->rules->p.state_positions[area] * c->positions_grown + c->positions_added[area];
}

/* One event fills only so many (each may bring suitable pairs); the rest follows next month. */
enum { POSITIONS_AT_A_TIME = 16 };

void positions_fill(struct model *m, int area)
{
    uint32_t id = m->country->listed_in[area].first;
    double positions = positions_of(m, area);
    for (int n = 0; n < POSITIONS_AT_A_TIME && id != NO_ENTITY &&
                    (double)m->country->state_homes[area] + 1 <= positions;) {
        uint32_t next = m->home[id].area_link.next;
        if (m->home[id].owner == OWNER_PUBLIC) {
            m->home[id].positioned = true;
            m->country->state_homes[area]++;
            n++;
            home_becomes_idle(m, id);
        }
        id = next;
    }
}

/* ---- positions that follow need ---- */

void positions_of_the_day(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        m->country->unmet_days[a] += observed_level(&m->observer, MEASURE_BREACHES_OPEN,
                                                    CELL2(BREACH, BREACH_LEGAL, AREA, a));
    m->country->days_of_year++;
}

/* What the year that has ended calls for in an area: a share of the mean unmet need, if that is
 * more than may be let be, and never more than so many at once. */
static double called_for(const struct model *m, int area)
{
    const struct parameters *p = &m->rules->p;
    const struct country *c = m->country;
    double unmet = c->days_of_year > 0 ? (double)c->unmet_days[area] / (double)c->days_of_year : 0;
    double step = unmet > p->positions_threshold ? unmet * p->positions_share : 0;
    return step < p->positions_most ? step : p->positions_most;
}

void positions_new_year(struct model *m)
{
    struct country *c = m->country;
    c->positions_grown *= 1 + m->rules->p.positions_growth;
    for (int a = 0; a < N_AREA; a++) {
        c->positions_added[a] += c->positions_coming[a];
        c->positions_coming[a] = called_for(m, a);
        c->unmet_days[a] = 0;
    }
    c->days_of_year = 0;
}

void positions_of_the_month(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        int64_t positions = (int64_t)positions_of(m, a);
        observe_level(&m->observer, now(m), MEASURE_POSITIONS, (size_t)a,
                      positions - observed_level(&m->observer, MEASURE_POSITIONS, (size_t)a));
        positions_fill(m, a);
    }
}
