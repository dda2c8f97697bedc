#include "model/need.h"

#include "model/child.h"
#include "model/duty.h"
#include "model/institution.h"
#include "model/placement.h"
#include "model/queue.h"
#include "model/search.h"
#include "model/staffing.h"
#include "model/stay.h"
#include "model/tell.h"

/* Need has four levels. It rises by itself, faster while waiting or in interim care, in a place
 * below need and after moves; it falls after a year in a place that meets it. Decisions follow the
 * assessed need, risks the true one; a review brings them together. */

static const int moves_counted = 5;

static bool waits_or_interim(const struct model *m, const struct child *c)
{
    const struct episode *e = c->episode != NO_ENTITY ? &m->episode[c->episode] : NULL;
    if (e && (e->queued || e->interim))
        return true;
    bool bought =
        place_table[c->place].kind == PLACE_KIND_OVERFLOW && c->place != PLACE_SINGLE_CHILD;
    return c->wanted_unit >= 0 || c->place == PLACE_EMERGENCY || bought ||
           unit_kind_of(c->place) == UNIT_KIND_ACUTE;
}

static double rise_rate(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    if (c->of_age || c->place == PLACE_RETURNED || c->need == NEED_TREATMENT)
        return 0;
    if (c->need == NEED_SPECIALISED && now(m) < child_birthday(c, p->treatment_age))
        return 0;
    int gap = c->need > c->capability ? c->need - c->capability : 0;
    int moves = c->moves < moves_counted ? c->moves : moves_counted;
    return p->need_rise[c->need] * staffing_need_rise(m, c) *
           (1 + p->need_rise_waiting * waits_or_interim(m, c) + p->need_rise_gap * gap +
            p->need_rise_moves * moves + p->single_child_harm * (c->place == PLACE_SINGLE_CHILD));
}

static double fall_rate(const struct model *m, const struct child *c)
{
    bool settled = (is_foster(c->place) || course_in_unit(c) > UNIT_KIND_ACUTE) &&
                   c->stay_year > STAY_YEAR_FIRST && !c->of_age;
    return settled && c->need <= c->capability ? m->rules->p.need_fall[c->need] : 0;
}

static double review_rate(const struct model *m, const struct child *c)
{
    bool off = c->assessed != c->need && !c->of_age && c->place != PLACE_RETURNED;
    return off ? m->rules->p.review_rate : 0;
}

void need_rates(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    uint32_t change = c->need_changes;
    if (risk_at(m, &c->rise, rise_rate(m, c), DRAW_NEED_RISE, c->number, change, 0))
        child_clock(m, id, EVENT_NEED_RISES, hazard_strikes(&c->rise));
    if (risk_at(m, &c->fall, fall_rate(m, c), DRAW_NEED_FALL, c->number, change, 0))
        child_clock(m, id, EVENT_NEED_FALLS, hazard_strikes(&c->fall));
    if (risk_at(m, &c->review, review_rate(m, c), DRAW_REVIEW, c->number, change, 0))
        child_clock(m, id, EVENT_NEED_REVIEWED, hazard_strikes(&c->review));
}

void need_begins(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    c->rise = c->fall = c->review = hazard_new(now(m));
    child_clock(m, id, EVENT_NEED_RISES, TICK_NEVER);
    child_clock(m, id, EVENT_NEED_FALLS, TICK_NEVER);
    child_clock(m, id, EVENT_NEED_REVIEWED, TICK_NEVER);
    need_rates(m, id);
}

static void change_need(struct model *m, uint32_t id, int by)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    c->need = (uint8_t)(c->need + by);
    c->need_changes++;
    tell_with(m, id, by > 0 ? STORY_NEED_RISES : STORY_NEED_FALLS, c->need);
    child_count(m, id, 1);
    need_begins(m, id);
    child_rates(m, id);
    plan_ageing(m, id); /* the age of treatment counts for specialised need */
}

void on_need_rises(struct model *m, uint32_t id)
{
    change_need(m, id, 1);
}

void on_need_falls(struct model *m, uint32_t id)
{
    change_need(m, id, -1);
}

/* ---- what follows when need is found to be another than thought ---- */

/* Can the home get a reinforced contract that meets the need? */
static bool can_reinforce(const struct model *m, const struct child *c)
{
    return c->place == PLACE_ORDINARY && m->home[c->home].reinforcible &&
           c->assessed == NEED_REINFORCED;
}

static void found_above_home(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    uint32_t change = c->need_changes;
    if (can_reinforce(m, c) &&
        uniform(m, DRAW_REINFORCE, c->number, change, 0) < p->reinforce_on_need)
        child_clock(m, id, EVENT_REINFORCED, now(m) + m->rules->reinforce);
    else if (uniform(m, DRAW_MOVE_ON_NEED, c->number, change, 0) < p->move_on_need)
        move_planned(m, id);
}

static void found_in_home(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    if (c->assessed > c->capability)
        found_above_home(m, id);
    else if (is_specialised(c->place) && c->assessed < NEED_SPECIALISED &&
             uniform(m, DRAW_MOVE_ON_NEED, c->number, c->need_changes, 1) < m->rules->p.step_down)
        move_planned(m, id);
}

void on_need_reviewed(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->episode != NO_ENTITY)
        queue_count(m, c->episode, -1);
    c->assessed = c->need;
    if (c->episode != NO_ENTITY)
        queue_count(m, c->episode, 1);
    tell_with(m, id, STORY_NEED_REVIEWED, c->assessed);
    need_rates(m, id);
    breach_met(m, id);
    if (c->episode != NO_ENTITY)
        search_reassessed(m, c->episode);
    else if (is_foster(c->place))
        found_in_home(m, id);
    else if (course_in_unit(c) == UNIT_KIND_CARE && c->assessed == NEED_TREATMENT &&
             c->wanted_unit < 0)
        institution_request(m, id, UNIT_KIND_TREATMENT);
    else
        application_plan(m, id);
}

void on_reinforced(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->place != PLACE_ORDINARY || c->of_age)
        return; /* moved meanwhile */
    child_count(m, id, -1);
    c->place = PLACE_REINFORCED;
    c->capability = NEED_REINFORCED;
    tell(m, id, STORY_REINFORCED);
    child_count(m, id, 1);
    child_rates(m, id);
    breach_met(m, id);
}
