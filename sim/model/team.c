#include "model/team.h"

#include "model/arrival.h"
#include "model/chance.h"

/* Nobody waits for a slot: whom no team has room for goes on to the institution at once, as does
 * whom treatment did not help, later. A youth who is treated has not arrived: it is no child of the
 * model until it does. So more teams make fewer arrive and some arrive later, and without teams
 * those come who were averted before. */

static double slots_of(const struct parameters *p, int area)
{
    return (double)(int64_t)(p->home_treatment_slots[area] + 0.5);
}

static void set_level(struct level *l, tick when, int64_t count)
{
    level_change(l, when, count - l->count);
}

/* Slots are paid for whether they are used or not. */
static void keep_account(struct model *m, int area)
{
    int64_t slots = (int64_t)slots_of(&m->rules->p, area);
    int64_t treated = observed_level(&m->observer, MEASURE_HOME_TREATED, (size_t)area);
    set_level(&m->country->team_time[area], now(m), treated > slots ? treated : slots);
    set_level(&m->country->treated_time[area], now(m), treated);
}

void team_slots_change(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        keep_account(m, a);
}

void team_count(struct model *m, uint32_t id, int sign)
{
    observe_level(&m->observer, now(m), MEASURE_HOME_TREATED, m->treated[id].area, sign);
}

static void count(struct model *m, int area, enum TREATMENT_category what)
{
    observe_add(&m->observer, MEASURE_HOME_TREATMENTS, CELL2(AREA, area, TREATMENT, what), 1);
}

/* Averted a year by as many slots as the area has today, all of them in use. */
static double averted_today(const struct model *m, int area)
{
    const struct parameters *p = &m->rules->p;
    return p->home_treatment_averts * slots_of(&m->plan->study->value, area) * 365.25 /
           p->home_treatment_days;
}

double team_potential(const struct model *m, enum PATH_category path, int area)
{
    const struct parameters *p = &m->rules->p;
    double reached = 0, again = 0;
    for (int i = 0; i < N_PATH; i++) {
        double reach = p->home_treatment_reach[i];
        double known = reach * children_a_year(m, (enum PATH_category)i, area);
        reached += known;
        again += reach * known;
    }
    if (!(reached > 0))
        return 1;
    double added = averted_today(m, area) / reached;
    /* with a slot for everybody in reach some stand empty, and no more are averted than of all these */
    double left = reached - p->home_treatment_averts * again;
    double most = left > 0 ? p->home_treatment_averts * reached / left : added;
    return 1 + p->home_treatment_reach[path] * (added < most ? added : most);
}

/* A treatment begins or has been going on: `part` of it is left. */
static void treat(struct model *m, enum PATH_category path, int area, uint64_t number, double part)
{
    uint32_t id = entity_new(&m->state, CLASS_TREATED, number);
    m->treated[id] =
        (struct treated){.number = number, .path = (uint8_t)path, .area = (uint8_t)area};
    team_count(m, id, 1);
    keep_account(m, area);
    double u = uniform(m, DRAW_TREATMENT_TIME, number, 0, 0);
    double days = m->rules->p.home_treatment_days * quantile_at(m->rules->approval, u);
    clock_set(&m->state, CLASS_TREATED, id, EVENT_TREATMENT_ENDS,
              now(m) + ticks_of_days(part * days));
}

/* The way in that a youth in treatment would have come. */
static enum PATH_category drawn_path(const struct model *m, int area, uint64_t number)
{
    double share[N_PATH], sum = 0;
    for (int i = 0; i < N_PATH; i++)
        sum += share[i] =
            m->rules->p.home_treatment_reach[i] * children_a_year(m, (enum PATH_category)i, area);
    double u = sum * uniform(m, DRAW_COUNTED_CHILD, number, 0, 0);
    return (enum PATH_category)category_at(share, N_PATH, u);
}

void teams_are_full(struct model *m, uint64_t number, uint64_t step)
{
    for (int a = 0; a < N_AREA; a++)
        for (int slot = 0; slot < (int)slots_of(&m->rules->p, a); slot++, number += step) {
            bool arrives = children_a_year(m, PATH_ACUTE_INSTITUTION, a) > 0;
            if (!arrives || !state_make_room(&m->state))
                break; /* nobody comes from an area that is left out */
            double left = uniform(m, DRAW_COUNTED_CHILD, number, 0, 1);
            treat(m, drawn_path(m, a, number), a, number, left);
        }
}

bool team_takes(struct model *m, enum PATH_category path, int area, uint64_t number)
{
    const struct parameters *p = &m->rules->p;
    if (!chance_says(m, DRAW_TREATMENT_REACHED, number, 0, p->home_treatment_reach[path]))
        return false;
    int64_t treated = observed_level(&m->observer, MEASURE_HOME_TREATED, (size_t)area);
    if ((double)treated + 1 > slots_of(p, area)) {
        if (slots_of(&m->plan->study->value, area) > 0 || slots_of(p, area) > 0)
            count(m, area, TREATMENT_NO_SLOT);
        return false;
    }
    count(m, area, TREATMENT_BEGUN);
    treat(m, path, area, number, 1);
    return true;
}

void on_treatment_ends(struct model *m, uint32_t id)
{
    struct treated t = m->treated[id];
    bool averted =
        uniform(m, DRAW_TREATMENT_AVERTS, t.number, 0, 0) < m->rules->p.home_treatment_averts;
    team_count(m, id, -1);
    keep_account(m, t.area);
    entity_free(&m->state, CLASS_TREATED, id);
    count(m, t.area, averted ? TREATMENT_AVERTED : TREATMENT_NOT_AVERTED);
    if (!averted)
        children_come(m, (enum PATH_category)t.path, t.area, t.number);
}
