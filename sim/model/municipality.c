#include "model/municipality.h"

#include "model/area.h"
#include "model/placement.h"
#include "model/stay.h"

#include <sleef.h>
#include <string.h>

/* Case load is cases per position, relative to the policy date, by area and size class. A case is a
 * child in the model; one that is searched for takes as much work as several others. Positions
 * alone decide unless case_load_feedback says that cases do so too: then what makes children wait
 * makes the work slower, and the other way round. */

static const double work_of_search = 4; /* cases, beside one of a child in place */

static double powered(double load, double elasticity)
{
    bool none = !(load > 1 || load < 1) || !(load > 0) || !(elasticity > 0);
    return none ? 1 : Sleef_cinz_powd1_u10purec(load, elasticity);
}

static double load_of(const struct model *m, int area, int municipality)
{
    return m->country->case_load[area][municipality_class_of(m, municipality, area)];
}

double municipality_time(const struct model *m, int area, int municipality)
{
    return powered(load_of(m, area, municipality), m->rules->p.case_load_time);
}

double municipality_breakdown(const struct model *m, const struct child *c)
{
    return powered(load_of(m, c->area, c->municipality), m->rules->p.case_load_followup);
}

double municipality_need(const struct model *m, int area, int municipality)
{
    return powered(load_of(m, area, municipality), m->rules->p.case_load_need);
}

/* ---- the load ---- */

typedef double by_class[N_AREA][N_MUNICIPALITY_CLASS];

static void count_cases(const struct model *m, by_class cases)
{
    memset(cases, 0, sizeof(by_class));
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id] || c->place == PLACE_RETURNED)
            continue;
        bool searched = c->episode != NO_ENTITY && m->episode[c->episode].queued;
        cases[c->area][municipality_class_of(m, c->municipality, c->area)] +=
            1 + work_of_search * searched;
    }
}

/* Cases relative to the policy date, as far as they count. */
static void relative_cases(struct model *m, by_class relative)
{
    struct country *c = m->country;
    by_class cases;
    count_cases(m, cases);
    for (int a = 0; a < N_AREA; a++)
        for (int k = 0; k < N_MUNICIPALITY_CLASS; k++) {
            if (!(c->cases_start[a][k] > 0))
                c->cases_start[a][k] = cases[a][k];
            bool known = cases[a][k] > 0 && c->cases_start[a][k] > 0;
            relative[a][k] =
                known ? powered(cases[a][k] / c->cases_start[a][k], m->rules->p.case_load_feedback)
                      : 1;
        }
}

/* Follow-up is as good as the load lets it be. */
static void follow_up_changes(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && is_foster(m->child[id].place))
            child_rates(m, id);
}

void municipality_load(struct model *m)
{
    if (now(m) < m->plan->history_end)
        return;
    const struct parameters *p = &m->rules->p;
    by_class relative;
    for (int i = 0; i < N_AREA * N_MUNICIPALITY_CLASS; i++)
        relative[i / N_MUNICIPALITY_CLASS][i % N_MUNICIPALITY_CLASS] = 1;
    if (p->case_load_feedback > 0)
        relative_cases(m, relative);
    bool changed = false;
    for (int a = 0; a < N_AREA; a++)
        for (int k = 0; k < N_MUNICIPALITY_CLASS; k++) {
            double load = relative[a][k] / p->municipal_positions[k];
            double *at = &m->country->case_load[a][k];
            changed |= load > *at || load < *at;
            *at = load;
        }
    if (changed && p->case_load_followup > 0)
        follow_up_changes(m);
}
