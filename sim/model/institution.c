#include "model/institution.h"

#include "model/arrival.h"
#include "model/child.h"
#include "model/duty.h"
#include "model/matching.h"
#include "model/search.h"
#include "model/stay.h"
#include "model/tell.h"

#include <limits.h>
#include <stddef.h>

/* A request for an institution is an absolute duty: it waits in the order in which it came, in the
 * own area first, then in its neighbours, then everywhere. A child whose planned stay is over but
 * who has nowhere to go on to stays, and so keeps the place from others. Where institutions are
 * flexible, care and treatment institutions take each other's children; the stay follows the course
 * of the kind asked for. */

/* ---- places ---- */

static int free_places(const struct model *m, int area, enum UNIT_KIND_category kind, int owner)
{
    const struct unit *u = &m->country->unit[area][kind][owner];
    int free = u->places - u->closed - u->occupied;
    return free > 0 ? free : 0;
}

static int free_in_area(const struct model *m, int area, enum UNIT_KIND_category kind)
{
    int free = 0;
    for (int o = 0; o < N_OWNER; o++)
        free += free_places(m, area, kind, o);
    return free;
}

/* The other kind of institution that may take children who ask for this one; -1: none. */
static int substitute(const struct model *m, enum UNIT_KIND_category kind)
{
    if (!(m->rules->p.flexible_institutions > 0) || kind == UNIT_KIND_ACUTE)
        return -1;
    return kind == UNIT_KIND_CARE ? UNIT_KIND_TREATMENT : UNIT_KIND_CARE;
}

/* Free places in an area for a child who asks for this kind. */
static int free_for(const struct model *m, int area, enum UNIT_KIND_category kind)
{
    int other = substitute(m, kind);
    int free = free_in_area(m, area, kind);
    return other < 0 ? free : free + free_in_area(m, area, (enum UNIT_KIND_category)other);
}

/* The area with most free places among those within reach, the own one first; -1 if none. */
static int area_with_place(const struct model *m, int own, enum UNIT_KIND_category kind,
                           enum reach reach)
{
    for (int r = REACH_OWN; r <= (int)reach; r++) {
        area_set set = areas_within(own, (enum reach)r, false);
        int best = -1, most = 0;
        for (int a = 0; a < N_AREA; a++) {
            int free = area_in(set, a) ? free_for(m, a, kind) : 0;
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

/* The owner whose free place it is, drawn in proportion to free places. */
static int drawn_owner(const struct model *m, const struct child *c, int area,
                       enum UNIT_KIND_category kind)
{
    double at =
        uniform(m, DRAW_INSTITUTION_UNIT, c->number, c->stays, 0) * free_in_area(m, area, kind);
    int owner = 0;
    while (owner < N_OWNER - 1 && at >= free_places(m, area, kind, owner))
        at -= free_places(m, area, kind, owner++);
    while (free_places(m, area, kind, owner) == 0)
        owner--;
    return owner;
}

void institution_occupied(struct model *m, int area, int kind, int owner, int change)
{
    struct unit *u = &m->country->unit[area][kind][owner];
    u->occupied += change;
    int empty = free_places(m, area, (enum UNIT_KIND_category)kind, owner);
    struct level *l = &m->country->empty_time[area][kind][owner];
    l->integral += l->count * (now(m) - l->since);
    l->since = now(m);
    l->count = empty < u->added ? empty : u->added;
}

/* Sets the places of a unit, of which there would be so many without a policy. */
static void set_places(struct model *m, int area, int kind, int owner, int places, int today)
{
    struct unit *u = &m->country->unit[area][kind][owner];
    observe_level(&m->observer, now(m), MEASURE_PLACES, CELL2(UNIT_KIND, kind, OWNER, owner),
                  places - u->places);
    u->places = places;
    u->added = places > today ? places - today : 0;
    institution_occupied(m, area, kind, owner, 0);
}

/* A sum and how much of it has been given out in whole numbers. */
struct carried {
    double sum;
    int given;
};

static int carry_on(struct carried *c, double more)
{
    c->sum += more;
    int upto = (int)(c->sum + 0.5), whole = upto - c->given;
    c->given = upto;
    return whole;
}

void institution_capacity(struct model *m)
{
    const struct parameters *p = &m->rules->p;
    int year = index_year(m->country->calendar_year);
    for (int a = 0; a < N_AREA; a++) {
        for (int k = 0; k < N_UNIT_KIND; k++) {
            /* rounding is carried on from owner to owner inside the area */
            struct carried places = {0}, today = {0};
            for (int o = 0; o < N_OWNER; o++) {
                double exact = p->institution_places[k][o] * p->institution_area[a] *
                               p->institution_index[k][year];
                set_places(m, a, k, o,
                           carry_on(&places, exact * p->institution_multiplier[k][o][a]),
                           carry_on(&today, exact));
            }
            institution_place_freed(m, a, (enum UNIT_KIND_category)k);
        }
    }
}

/* ---- the queue ---- */

static void count_queue(struct model *m, const struct child *c, int sign)
{
    observe_level(&m->observer, now(m), MEASURE_INSTITUTION_QUEUE,
                  CELL2(UNIT_KIND, c->wanted_unit, AREA, c->area), sign);
}

static struct list *queue_of(struct model *m, const struct child *c)
{
    return &m->country->institution_queue[c->wanted_unit][c->area];
}

void institution_cancel(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->wanted_unit < 0)
        return;
    count_queue(m, c, -1);
    tell_with(m, id, STORY_INSTITUTION_SETTLED, now(m) - c->institution_since);
    list_remove(queue_of(m, c), m->child, sizeof *c, offsetof(struct child, queue), id);
    c->wanted_unit = -1;
    child_clock(m, id, EVENT_INSTITUTION_WIDENS, TICK_NEVER);
    child_clock(m, id, EVENT_INSTITUTION_WITHDRAWN, TICK_NEVER);
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

void institution_waits_since(struct model *m, uint32_t id, enum UNIT_KIND_category kind, tick since)
{
    struct child *c = &m->child[id];
    c->wanted_unit = (int8_t)kind;
    c->institution_since = since;
    c->requests++;
    tell_with(m, id, STORY_INSTITUTION_ASKED, kind);
    list_append(queue_of(m, c), m->child, sizeof *c, offsetof(struct child, queue), id);
    count_queue(m, c, 1);
    child_rates(m, id);
    plan_widening_of(m, id);
    plan_withdrawal(m, id);
}

void institution_request(struct model *m, uint32_t id, enum UNIT_KIND_category kind)
{
    institution_waits_since(m, id, kind, now(m));
    institution_enter(m, id, kind, reach_after(m, 0), LEAVING_PLANNED);
}

void on_institution_widens(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    plan_widening_of(m, id);
    institution_enter(m, id, (enum UNIT_KIND_category)c->wanted_unit,
                      reach_after(m, now(m) - c->institution_since), LEAVING_PLANNED);
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

/* Of `best` and the children who ask for this kind and may have a place in the area, the one who
 * has waited longest; NO_ENTITY if there is none. */
static uint32_t next_in_queue(const struct model *m, int area, int kind, uint32_t best)
{
    for (int a = 0; a < N_AREA; a++) {
        uint32_t id = m->country->institution_queue[kind][a].first;
        if (id == NO_ENTITY)
            continue;
        enum reach reach = reach_after(m, now(m) - m->child[id].institution_since);
        if (area_in(areas_within(a, reach, false), area) && waits_longer(m, id, best))
            best = id;
    }
    return best;
}

/* ---- moving in ---- */

static void enter_unit(struct model *m, uint32_t id, int area, enum UNIT_KIND_category kind,
                       enum leaving why)
{
    struct child *c = &m->child[id];
    bool full = free_in_area(m, area, kind) == 0;
    enum UNIT_KIND_category lives = full ? (enum UNIT_KIND_category)substitute(m, kind) : kind;
    int owner = drawn_owner(m, c, area, lives);
    if (kind != UNIT_KIND_ACUTE) {
        institution_cancel(m, id);
        c->came_from_foster |= c->episode != NO_ENTITY;
        search_leaves(m, id, WAIT_END_INSTITUTION);
    }
    place_in_unit(m, id, area, lives, (enum OWNER_category)owner, kind, why);
}

bool institution_enter(struct model *m, uint32_t id, enum UNIT_KIND_category kind, enum reach reach,
                       enum leaving why)
{
    int area = area_with_place(m, m->child[id].area, kind, reach);
    if (area < 0)
        return false;
    enter_unit(m, id, area, kind, why);
    return true;
}

void institution_crowd(struct model *m, uint32_t id, enum leaving why)
{
    int best = m->child[id].area, fewest = INT_MAX;
    for (int a = 0; a < N_AREA; a++) {
        const struct unit *u = &m->country->unit[a][UNIT_KIND_ACUTE][OWNER_PUBLIC];
        int beyond = u->occupied - u->places;
        if (beyond < fewest) {
            fewest = beyond;
            best = a;
        }
    }
    place_in_unit(m, id, best, UNIT_KIND_ACUTE, OWNER_PUBLIC, UNIT_KIND_ACUTE, why);
}

void institution_place_freed(struct model *m, int area, enum UNIT_KIND_category kind)
{
    if (kind == UNIT_KIND_ACUTE)
        return; /* nobody waits for an acute place: it is given the same day or bought */
    int other = substitute(m, kind);
    while (free_in_area(m, area, kind) > 0) {
        uint32_t id = next_in_queue(m, area, (int)kind, NO_ENTITY);
        if (other >= 0)
            id = next_in_queue(m, area, other, id);
        if (id == NO_ENTITY)
            return;
        enter_unit(m, id, area, (enum UNIT_KIND_category)m->child[id].wanted_unit, LEAVING_PLANNED);
    }
}

static int month_number(const struct model *m)
{
    return m->country->calendar_year * 12 + m->country->calendar_month;
}

/* For as long as the child would have stayed: then the place would have been vacant anyway. */
static void close_place(struct model *m, struct unit *u)
{
    int months = (int)(m->rules->p.institution_days[UNIT_KIND_CARE] * 12 / 365.25 + 0.5);
    months = months < 1 ? 1 : months >= CLOSED_MONTHS ? CLOSED_MONTHS - 1 : months;
    u->closed++;
    u->reopening[(month_number(m) + months) % CLOSED_MONTHS]++;
}

static void reopens(struct model *m, int area, int kind)
{
    int reopened = 0;
    for (int o = 0; o < N_OWNER; o++) {
        struct unit *u = &m->country->unit[area][kind][o];
        uint16_t *now_open = &u->reopening[month_number(m) % CLOSED_MONTHS];
        reopened += *now_open;
        u->closed -= *now_open;
        *now_open = 0;
        institution_occupied(m, area, kind, o, 0);
    }
    if (reopened > 0)
        institution_place_freed(m, area, (enum UNIT_KIND_category)kind);
}

/* Of treatment places too: where institutions are flexible a child in care may live in one. */
void institution_reopens(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        for (int k = UNIT_KIND_CARE; k <= UNIT_KIND_TREATMENT; k++)
            reopens(m, a, k);
}

void institution_place_given_up(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    int kind = unit_kind_of(c->place), owner = (int)place_table[c->place].owner;
    if (course_in_unit(c) != UNIT_KIND_CARE ||
        uniform(m, DRAW_REFILL, c->number, c->stays, 0) < m->rules->p.refill)
        return;
    close_place(m, &m->country->unit[c->unit_area][kind][owner]);
    institution_occupied(m, c->unit_area, kind, owner, 0);
}

/* ---- the stay ---- */

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

void institution_stay_begins(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    c->onward = (int8_t)category_at(m->rules->p.institution_onward[course_of(c)], N_ONWARD,
                                    uniform(m, DRAW_ONWARD, c->number, c->stays, 0));
    plan_end(m, id, 0);
    application_plan(m, id);
}

/* Moves to another acute institution if there is one with a place; else the stay goes on, or, where
 * institutions take children beyond their places, in the least crowded one. */
static void acute_again(struct model *m, uint32_t id)
{
    if (institution_enter(m, id, UNIT_KIND_ACUTE, REACH_ALL, LEAVING_PLANNED))
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

/* A single purchase of an acute place is a place in an institution, bought from outside. */
static bool lives_in_institution(const struct child *c)
{
    return unit_kind_of(c->place) >= 0 || c->place == PLACE_OVERFLOW_ACUTE;
}

void institution_resident(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (!lives_in_institution(c))
        return;
    if (!c->stayed_institution) {
        c->stayed_institution = true;
        c->first_stay_acute = unit_kind_of(c->place) <= UNIT_KIND_ACUTE;
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
