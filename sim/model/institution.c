#include "model/institution.h"

#include "model/arrival.h"
#include "model/child.h"
#include "model/duty.h"
#include "model/group.h"
#include "model/housing.h"
#include "model/institution_reason.h"
#include "model/matching.h"
#include "model/outcome.h"
#include "model/search.h"
#include "model/stay.h"
#include "model/tell.h"
#include "model/unit.h"
#include "model/unmet.h"

#include <limits.h>
#include <stddef.h>

/* A request for an institution is an absolute duty: it waits in the order in which it came, in the
 * own area first, then in its neighbours, then everywhere, for a place that is for the child's own
 * target group or shared with it. A child whose planned stay is over but who has nowhere to go on
 * to stays, and so keeps the place from others. */

/* ---- places within reach ---- */

/* The area with most free places among those within reach, the own one first; -1 if none. */
static int area_with_place(const struct model *m, struct seeker seeker, enum reach reach)
{
    for (int r = REACH_OWN; r <= (int)reach; r++) {
        area_set set = areas_within(seeker.area, (enum reach)r, false);
        int best = -1, most = 0;
        for (int a = 0; a < N_AREA; a++) {
            int free = area_in(set, a) ? unit_free_in_area(m, a, seeker) : 0;
            if (free > most) {
                most = free;
                best = a;
            }
        }
        if (best >= 0)
            return best;
    }
    return -1;
}

/* The target group of the free place that is taken: the seeker's own, else one that shares. */
static int group_with_place(const struct model *m, int area, struct seeker seeker)
{
    if (unit_free_in_group(m, area, seeker.group, seeker) > 0)
        return seeker.group;
    int group = 0;
    while (unit_free_in_group(m, area, group, seeker) == 0)
        group++;
    return group;
}

/* The owner whose free place it is, drawn in proportion to free places. */
static int drawn_owner(const struct model *m, const struct child *c, int area, int group,
                       struct seeker seeker)
{
    int free[N_OWNER], sum = 0, only = 0;
    for (int owner = 0; owner < N_OWNER; owner++) {
        free[owner] = unit_free(m, area, group, owner, seeker);
        sum += free[owner];
        only = free[owner] > 0 ? owner : only;
    }
    if (free[only] == sum)
        return only; /* nothing to draw */
    double at = uniform(m, DRAW_INSTITUTION_UNIT, c->number, c->stays, 0) * sum;
    int owner = 0;
    while (owner < N_OWNER - 1 && at >= free[owner])
        at -= free[owner++];
    while (free[owner] == 0)
        owner--;
    return owner;
}

/* ---- moving in ---- */

/* Into a free place of the area that the seeker may have. */
static void enter_unit(struct model *m, uint32_t id, int area, struct seeker seeker,
                       enum leaving why)
{
    struct child *c = &m->child[id];
    int group = group_with_place(m, area, seeker);
    int owner = drawn_owner(m, c, area, group, seeker);
    enum UNIT_KIND_category course = group_kind(seeker.group);
    if (course != UNIT_KIND_ACUTE) {
        institution_cancel(m, id);
        c->came_from_foster |= c->episode != NO_ENTITY;
        search_leaves(m, id, WAIT_END_INSTITUTION);
    }
    place_in_unit(m, id,
                  (struct unit_place){area, (enum TARGET_GROUP_category)group,
                                      (enum OWNER_category)owner, course, seeker.risky},
                  why);
}

static bool enter_within(struct model *m, uint32_t id, struct seeker seeker, enum reach reach,
                         enum leaving why)
{
    int area = area_with_place(m, seeker, reach);
    if (area < 0)
        return false;
    enter_unit(m, id, area, seeker, why);
    return true;
}

bool institution_enter_acute(struct model *m, uint32_t id, enum leaving why)
{
    struct seeker seeker = seeker_of_acute(m, &m->child[id]);
    return enter_within(m, id, seeker, REACH_ALL, why);
}

void institution_crowd(struct model *m, uint32_t id, enum leaving why)
{
    struct seeker seeker = seeker_of_acute(m, &m->child[id]);
    int best = seeker.area, fewest = INT_MAX;
    for (int a = 0; a < N_AREA; a++) {
        const struct unit *u = &m->country->unit[a][seeker.group][OWNER_PUBLIC];
        int beyond = u->occupied - u->places;
        if (beyond < fewest) {
            fewest = beyond;
            best = a;
        }
    }
    place_in_unit(m, id,
                  (struct unit_place){best, (enum TARGET_GROUP_category)seeker.group, OWNER_PUBLIC,
                                      UNIT_KIND_ACUTE, seeker.risky},
                  why);
}

/* ---- how long a stay lasts ---- */

/* Children bought a place for follow the course of an acute institution. */
static int course_of(const struct child *c)
{
    int kind = course_in_unit(c);
    return kind < 0 ? UNIT_KIND_ACUTE : kind;
}

static void plan_end(struct model *m, uint32_t id, uint32_t extension)
{
    const struct child *c = &m->child[id];
    int kind = course_of(c);
    double u = uniform(m, DRAW_INSTITUTION_STAY, c->number, c->stays, extension);
    tick length =
        ticks_of_days(m->rules->p.institution_days[kind] * quantile_at(m->rules->stay[kind], u));
    tick longest = m->rules->stay_longest[kind];
    child_clock(m, id, EVENT_STAY_ENDS, now(m) + (length < longest ? length : longest));
}

static bool adapts_to(const struct model *m, const struct child *c)
{
    return c->place == PLACE_SINGLE_CHILD ||
           (course_in_unit(c) > UNIT_KIND_ACUTE &&
            (m->rules->p.flexible_institutions > 0 ||
             group_admits(m, c->unit_group, (int)group_of(m, c, UNIT_KIND_TREATMENT))));
}

/* Fixes how long the stay lasts and where to after it; `renewal`: 0 for a stay that begins. */
static void plan_stay(struct model *m, uint32_t id, uint32_t renewal)
{
    struct child *c = &m->child[id];
    c->onward = (int8_t)category_at(m->rules->p.institution_onward[course_of(c)], N_ONWARD,
                                    uniform(m, DRAW_ONWARD, c->number, c->stays, renewal));
    plan_end(m, id, renewal);
}

/* The institution adapts to a child who is found to need treatment: if its stay was over it begins
 * anew there. */
static void stays_for_treatment(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (!c->stay_over)
        return;
    child_count(m, id, -1);
    c->stay_over = false;
    c->course = UNIT_KIND_TREATMENT;
    child_count(m, id, 1);
    c->requests++;
    plan_stay(m, id, 1 + (uint32_t)c->requests);
    child_rates(m, id);
}

/* ---- the queue ---- */

static void count_queue(struct model *m, uint32_t id, int sign)
{
    const struct child *c = &m->child[id];
    observe_level(&m->observer, now(m), MEASURE_INSTITUTION_QUEUE,
                  CELL2(UNIT_KIND, c->wanted_unit, AREA, c->area), sign);
    observe_level(&m->observer, now(m), MEASURE_INSTITUTION_QUEUE_GROUP,
                  CELL2(TARGET_GROUP, c->group, AREA, c->area), sign);
    outcome_time(m, id, OUTCOME_WAITED_INSTITUTION, sign);
}

static struct list *queue_of(struct model *m, const struct child *c)
{
    return &m->country->institution_queue[c->group][c->area];
}

/* ---- asking and leaving the queue ---- */

void institution_cancel(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->wanted_unit < 0)
        return;
    institution_reason_charge(m, c);
    count_queue(m, id, -1);
    tell_with(m, id, STORY_INSTITUTION_SETTLED, now(m) - c->institution_since);
    list_remove(queue_of(m, c), m->child, sizeof *c, offsetof(struct child, queue), id);
    c->wanted_unit = -1;
    child_clock(m, id, EVENT_INSTITUTION_WIDENS, TICK_NEVER);
    child_clock(m, id, EVENT_INSTITUTION_WITHDRAWN, TICK_NEVER);
    unmet_ends(m, id);
    child_rates(m, id);
}

static void plan_widening_of(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    tick waited = now(m) - c->institution_since, next = TICK_NEVER;
    if (waited < m->rules->neighbour)
        next = c->institution_since + m->rules->neighbour;
    else if (waited < m->rules->all_areas)
        next = c->institution_since + m->rules->all_areas;
    child_clock(m, id, EVENT_INSTITUTION_WIDENS, next);
}

static void plan_withdrawal(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->place != PLACE_AT_HOME || c->episode != NO_ENTITY)
        return;
    c->leave_institution = hazard_new(now(m));
    risk_at(m, &c->leave_institution, m->rules->p.withdraw_rate, DRAW_INSTITUTION_WITHDRAWAL,
            c->number, c->requests, 0);
    child_clock(m, id, EVENT_INSTITUTION_WITHDRAWN, hazard_strikes(&c->leave_institution));
}

static void asks(struct model *m, uint32_t id, enum UNIT_KIND_category kind, tick since)
{
    struct child *c = &m->child[id];
    c->wanted_unit = (int8_t)kind;
    c->group = (uint8_t)group_of(m, c, kind);
    c->institution_since = since;
    c->unit_reason_since = now(m); /* what went by before a count was not simulated */
    c->requests++;
    tell_with(m, id, STORY_INSTITUTION_ASKED, kind);
    list_append(queue_of(m, c), m->child, sizeof *c, offsetof(struct child, queue), id);
    count_queue(m, id, 1);
    child_rates(m, id);
    plan_widening_of(m, id);
    plan_withdrawal(m, id);
}

static void waits_unmet(struct model *m, uint32_t id, tick since)
{
    m->child[id].unit_reason = (uint8_t)institution_reason(m, &m->child[id]);
    unmet_since(m, id, since);
}

void institution_waits_since(struct model *m, uint32_t id, enum UNIT_KIND_category kind, tick since)
{
    asks(m, id, kind, since);
    waits_unmet(m, id, since);
}

void institution_request(struct model *m, uint32_t id, enum UNIT_KIND_category kind)
{
    const struct child *c = &m->child[id];
    if (kind == UNIT_KIND_TREATMENT && adapts_to(m, c)) {
        stays_for_treatment(m, id);
        return;
    }
    asks(m, id, kind, now(m));
    if (!enter_within(m, id, seeker_in_queue(m, c), reach_after(m, 0), LEAVING_PLANNED))
        waits_unmet(m, id, now(m));
}

void on_institution_widens(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    plan_widening_of(m, id);
    enter_within(m, id, seeker_in_queue(m, c), reach_after(m, now(m) - c->institution_since),
                 LEAVING_PLANNED);
}

void on_institution_withdrawn(struct model *m, uint32_t id)
{
    leave_care(m, id, DEPARTURE_WITHDRAWN, LEAVING_PLANNED);
}

static bool waits_longer(const struct model *m, uint32_t id, uint32_t than)
{
    const struct child *c = &m->child[id];
    if (than == NO_ENTITY)
        return true;
    const struct child *b = &m->child[than];
    return c->institution_since < b->institution_since ||
           (c->institution_since == b->institution_since && c->number < b->number);
}

/* The first in one queue who may have a place for this group in the area, where some are free that
 * the queue's own group may have; NO_ENTITY if there is none. What a child is like is asked only where not all may have one. Those
 * behind a child whose search does not reach the area have waited for a shorter time, and theirs
 * does not either. */
static uint32_t first_in_queue(const struct model *m, int own, int from, int area, int group)
{
    bool for_all = m->country->free_places[area][group][false] > 0;
    uint32_t id = m->country->institution_queue[own][from].first;
    for (; id != NO_ENTITY; id = m->child[id].queue.next) {
        const struct child *c = &m->child[id];
        enum reach reach = reach_after(m, now(m) - c->institution_since);
        if (!area_in(areas_within(from, reach, false), area))
            return NO_ENTITY;
        if (for_all || !is_risky(m, c))
            return id;
    }
    return NO_ENTITY;
}

/* Of all who may have a place for this group in the area, the one who has waited longest. */
static uint32_t next_in_queue(const struct model *m, int area, int group)
{
    uint32_t best = NO_ENTITY;
    struct seeker anybody = {.area = (uint8_t)area, .group = (uint8_t)group};
    if (unit_free_in_group(m, area, group, anybody) == 0)
        return best;
    for (int own = 0; own < N_TARGET_GROUP; own++)
        for (int from = 0; group_admits(m, group, own) && from < N_AREA; from++) {
            uint32_t id = first_in_queue(m, own, from, area, group);
            if (id != NO_ENTITY && waits_longer(m, id, best))
                best = id;
        }
    return best;
}

void institution_place_freed(struct model *m, int area, int group)
{
    if (group_kind(group) == UNIT_KIND_ACUTE)
        return; /* nobody waits for an acute place: it is given the same day or bought */
    for (uint32_t id = next_in_queue(m, area, group); id != NO_ENTITY;
         id = next_in_queue(m, area, group))
        enter_unit(m, id, area, seeker_in_queue(m, &m->child[id]), LEAVING_PLANNED);
}

void institution_place_given_up(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    if (unit_kind_of(c->place) >= 0 && c->course == UNIT_KIND_CARE &&
        uniform(m, DRAW_REFILL, c->number, c->stays, 0) >= m->rules->p.refill)
        unit_close_place(m, c);
}

/* ---- the stay ---- */

void institution_stay_begins(struct model *m, uint32_t id)
{
    plan_stay(m, id, 0);
    application_plan(m, id);
}

/* Moves to another acute institution if there is one with a place; else the stay goes on, or, where
 * institutions take children beyond their places, in the least crowded one. */
static void acute_again(struct model *m, uint32_t id)
{
    if (institution_enter_acute(m, id, LEAVING_PLANNED))
        return;
    if (m->rules->p.single_purchases > 0)
        plan_end(m, id, 1);
    else
        institution_crowd(m, id, LEAVING_PLANNED);
}

static void stays_over(struct model *m, uint32_t id)
{
    m->child[id].stay_over = true;
    tell(m, id, STORY_STAY_OVER);
    child_rates(m, id);
}

/* A child who was to go home keeps no place in an institution for the sake of an application for a
 * specialised home that nobody has been found for. */
static bool goes_home_instead(const struct model *m, const struct child *c)
{
    return c->episode != NO_ENTITY && m->episode[c->episode].in_place &&
           m->episode[c->episode].stage == STAGE_OPEN && c->onward == ONWARD_HOME &&
           !c->came_from_foster;
}

void institution_stay_ends(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (goes_home_instead(m, c)) {
        search_leaves(m, id, WAIT_END_RETURNED);
        leave_care(m, id, DEPARTURE_RETURNED, LEAVING_PLANNED);
        return;
    }
    if (c->episode != NO_ENTITY || c->wanted_unit >= 0) {
        stays_over(m, id); /* until the place waited for is there */
        return;
    }
    int onward = c->onward == ONWARD_HOME && c->came_from_foster ? ONWARD_FOSTER : c->onward;
    bool out = onward == ONWARD_HOME || onward == ONWARD_FOSTER;
    if (out && unit_kind_of(c->place) > UNIT_KIND_ACUTE && housing_after_institution(m, id))
        return;
    switch (onward) {
    case ONWARD_HOME:
        leave_care(m, id, DEPARTURE_RETURNED, LEAVING_PLANNED);
        break;
    case ONWARD_ACUTE:
        acute_again(m, id);
        break;
    case ONWARD_INSTITUTION:
        stays_over(m, id);
        institution_request(m, id,
                            c->assessed == NEED_TREATMENT ? UNIT_KIND_TREATMENT : UNIT_KIND_CARE);
        break;
    default:
        stays_over(m, id);
        search_again(m, id);
    }
}

void institution_stay_goes_on(struct model *m, uint32_t id, bool waits)
{
    struct child *c = &m->child[id];
    int kind = course_of(c);
    double mean = m->rules->p.institution_days[kind];
    double stayed = (double)(now(m) - c->place_since) / (double)TICKS_PER_DAY;
    double u = uniform(m, DRAW_INSTITUTION_STAY, c->number, c->stays, 0);
    tick longest = m->rules->stay_longest[kind];
    if (waits) {
        child_clock(m, id, EVENT_STAY_ENDS, TICK_NEVER);
        stays_over(m, id);
    } else if (mean > 0 && ticks_of_days(stayed) < longest) {
        tick length = ticks_of_days(mean * quantile_above(m->rules->stay[kind], stayed / mean, u));
        child_clock(m, id, EVENT_STAY_ENDS, c->place_since + (length < longest ? length : longest));
    } /* else it is being prolonged: as one that begins now */
}

/* ---- who has lived in an institution this year ---- */

/* A place bought in want of one in an institution is one, bought from outside. */
static bool lives_in_institution(const struct child *c)
{
    return course_in_unit(c) >= 0 || c->place == PLACE_OVERFLOW_ACUTE;
}

void institution_resident(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (!lives_in_institution(c))
        return;
    if (!c->stayed_institution) {
        c->stayed_institution = true;
        c->first_stay_acute = course_in_unit(c) <= UNIT_KIND_ACUTE;
    }
    if (m->observer.year < 0 || c->resident_year == m->observer.year)
        return;
    c->resident_year = (int16_t)m->observer.year;
    observe_add(&m->observer, MEASURE_FIRST_STAY,
                c->first_stay_acute ? FIRST_STAY_ACUTE : FIRST_STAY_OTHER, 1);
}

void institution_new_year(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id])
            institution_resident(m, id);
}
