#include "model/child.h"

#include "model/area.h"
#include "model/chance.h"
#include "model/municipality.h"
#include "model/need.h"
#include "model/outcome.h"
#include "model/placement.h"
#include "model/stay.h"

/* A child arrives with a birth date, a true need and an assessment of it. Need is higher among
 * older children who wait for a foster home; the assessment is sometimes a level off until it is
 * reviewed. */

static const double band_start[N_ENTRY_AGE + 1] = {0, 3, 6, 13, 18};

static double drawn_age(const struct model *m, int path, uint64_t group, int sibling)
{
    int band = category_at(m->rules->p.entry_age[path], N_ENTRY_AGE,
                           uniform(m, DRAW_AGE_BAND, group, 0, 0));
    double width = band_start[band + 1] - band_start[band];
    double age = band_start[band] + width * uniform(m, DRAW_AGE, group, 0, 0);
    if (sibling == 0)
        return age;
    double gap = m->rules->p.sibling_age_gap;
    age += gap * (2 * uniform(m, DRAW_AGE, group, 0, (uint32_t)sibling) - 1);
    /* a sibling is placed too only while a child: reflected into 0–17.9 years */
    if (age < 0)
        age = -age;
    return age > 17.9 ? 17.9 - (age - 17.9) : age;
}

static int entry_band(double age)
{
    int band = 0;
    while (band < N_ENTRY_AGE - 1 && age >= band_start[band + 1])
        band++;
    return band;
}

/* The way in whose needs the child has: one who will go on from an acute institution to a foster
 * home has needs as children have who come to foster homes through emergency care. */
static int need_path(const struct model *m, int path, uint64_t number)
{
    if (path != PATH_ACUTE_INSTITUTION)
        return path;
    const uint32_t first_stay = 1;
    int onward = category_at(m->rules->p.institution_onward[UNIT_KIND_ACUTE], N_ONWARD,
                             uniform(m, DRAW_ONWARD, number, first_stay, 0));
    return onward == ONWARD_FOSTER ? PATH_ACUTE_HOME : path;
}

static int drawn_need(const struct model *m, int path, const struct child_facts *facts)
{
    const struct parameters *p = &m->rules->p;
    double u = uniform(m, DRAW_NEED, facts->number, 0, 0);
    bool home = path == PATH_ACUTE_HOME || path == PATH_CARE_ORDER || path == PATH_VOLUNTARY;
    if (!home)
        return category_at(p->need_share[path], N_NEED, u);
    double factor = p->need_age_factor[entry_band(facts->age)] *
                    municipality_need(m, facts->area, facts->municipality);
    double share[N_NEED];
    share[NEED_TREATMENT] = p->need_share[path][NEED_TREATMENT];
    share[NEED_REINFORCED] = p->need_share[path][NEED_REINFORCED] * factor;
    share[NEED_SPECIALISED] = p->need_share[path][NEED_SPECIALISED] * factor;
    /* what is left; less than nothing draws no ordinary need */
    share[NEED_ORDINARY] =
        1 - share[NEED_REINFORCED] - share[NEED_SPECIALISED] - share[NEED_TREATMENT];
    return category_at(share, N_NEED, u);
}

int child_assessed(const struct model *m, int need, double u)
{
    const struct parameters *p = &m->rules->p;
    if (need == NEED_TREATMENT)
        return need;
    bool under = u < p->under_assessed, over = !under && u > 1 - p->over_assessed;
    return need - (under && need > NEED_ORDINARY) + (over && need < NEED_SPECIALISED);
}

int child_drawn_need(const struct model *m, const struct child_facts *facts)
{
    int like = need_path(m, (int)facts->path, facts->number);
    return drawn_need(m, like, facts);
}

int child_drawn_assessment(const struct model *m, const struct child_facts *facts)
{
    return child_assessed(m, facts->need, uniform(m, DRAW_ASSESSED, facts->number, 0, 0));
}

/* What is drawn alike for all. */
static void draw_fixed(struct model *m, struct child *c)
{
    const struct parameters *p = &m->rules->p;
    int like = need_path(m, c->path, c->number);
    c->home_suited = chance_says(m, DRAW_HOME_SUITED, c->number, 0, p->home_suited[like]);
    c->frailty = m->rules->frailty
                     ? quantile_at(m->rules->frailty, uniform(m, DRAW_FRAILTY, c->number, 0, 0))
                     : 1;
}

static uint32_t make_child(struct model *m, const struct child_facts *facts)
{
    uint32_t id = entity_new(&m->state, CLASS_CHILD, facts->number);
    struct child *c = &m->child[id];
    c->number = facts->number;
    c->path = (uint8_t)facts->path;
    c->area = (uint8_t)facts->area;
    c->municipality = (uint16_t)facts->municipality;
    c->birth = now(m) - ticks_of_years(facts->age);
    c->need = (uint8_t)facts->need;
    c->assessed = (uint8_t)facts->assessed;
    c->place = PLACE_AT_HOME;
    c->place_since = now(m);
    c->home = c->episode = NO_ENTITY;
    for (int i = 0; i < GROUP_MOST - 1; i++)
        c->sibling[i] = NO_ENTITY;
    c->wanted_unit = c->onward = -1;
    for (int b = 0; b < N_BREACH; b++)
        c->deadline[b] = TICK_NEVER;
    c->capability = N_NEED - 1;
    c->resident_year = -1;
    draw_fixed(m, c);
    m->country->arrived++;
    outcome_enters(m, id, CHILD_ENTRY_ARRIVED);
    child_count(m, id, 1);
    return id;
}

static void begin_life(struct model *m, uint32_t id)
{
    need_begins(m, id);
    plan_ageing(m, id);
}

uint32_t child_counted(struct model *m, const struct child_facts *facts)
{
    uint32_t id = make_child(m, facts);
    begin_life(m, id);
    return id;
}

uint32_t child_new(struct model *m, enum PATH_category path, int area, uint64_t group_number,
                   int sibling)
{
    struct child_facts facts = {
        .number = group_number + (uint64_t)sibling, .path = path, .area = area};
    facts.municipality = municipality_of(m, group_number, area);
    facts.age = drawn_age(m, (int)path, group_number, sibling);
    facts.need = child_drawn_need(m, &facts);
    facts.assessed = child_drawn_assessment(m, &facts);
    uint32_t id = make_child(m, &facts);
    observe_add(&m->observer, MEASURE_ARRIVALS, CELL2(AREA, area, PATH, path), 1);
    if (chance_says(m, DRAW_COERCIVE, group_number, 0, m->rules->p.coercive[path]))
        observe_add(&m->observer, MEASURE_COERCIVE, (size_t)path, 1);
    begin_life(m, id);
    return id;
}

bool child_is(const struct model *m, uint32_t id, uint64_t number)
{
    return m->state.alive[CLASS_CHILD][id] && m->child[id].number / 10 == number / 10;
}

void child_free(struct model *m, uint32_t id)
{
    m->country->left++;
    entity_free(&m->state, CLASS_CHILD, id);
}
