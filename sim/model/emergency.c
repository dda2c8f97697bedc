#include "model/emergency.h"

#include "model/area.h"
#include "model/child.h"
#include "model/exits.h"
#include "model/home.h"
#include "model/index.h"
#include "model/institution.h"
#include "model/numbering.h"
#include "model/search.h"
#include "model/tell.h"

/* A child in acute need gets a place the same day: an emergency home in the area, else one
 * elsewhere, else (from twelve) an acute institution, else a place bought for it alone, and a
 * breach is counted. The stay lasts until the child returns home or the onward placement is there:
 * nothing here sets its length. */

/* Three and six months, as in the published shares of emergency days. */
static const tick three_months = (tick)(365.25 / 4 * 86400000.0);
static const tick six_months = (tick)(365.25 / 2 * 86400000.0);

/* ---- finding a home ---- */

static uint32_t vacant_in(const struct model *m, int area, int places)
{
    for (int free = places; free <= GROUP_MOST; free++)
        if (m->country->emergency[area][free].first != NO_ENTITY)
            return m->country->emergency[area][free].first;
    return NO_ENTITY;
}

/* An emergency home with at least `places` free, the nearest area first; not `except`. */
static uint32_t find_home(const struct model *m, int area, int places)
{
    for (int reach = REACH_OWN; reach <= REACH_ALL; reach++) {
        area_set set = areas_within(area, (enum reach)reach, false);
        for (int a = 0; a < N_AREA; a++) {
            uint32_t home = area_in(set, a) ? vacant_in(m, a, places) : NO_ENTITY;
            if (home != NO_ENTITY)
                return home;
        }
    }
    return NO_ENTITY;
}

static void breach_acute(struct model *m, uint32_t id)
{
    observe_add(&m->observer, MEASURE_BREACHES,
                CELL2(BREACH, BREACH_ACUTE, AREA, m->child[id].area), 1);
    tell(m, id, STORY_BREACH_ACUTE);
}

void emergency_place(struct model *m, uint32_t id, enum leaving why)
{
    const struct child *c = &m->child[id];
    uint32_t home = find_home(m, c->area, 1);
    if (home != NO_ENTITY) {
        place_in_home(m, id, home, PLACE_EMERGENCY, N_NEED - 1, why);
        return;
    }
    bool old_enough = child_age(c, now(m)) >= (int)m->rules->p.acute_min_age;
    if (old_enough && institution_enter_acute(m, id, why))
        return;
    breach_acute(m, id);
    place_in_overflow(m, id, PLACE_OVERFLOW_EMERGENCY, why);
}

void acute_place(struct model *m, uint32_t id, enum leaving why)
{
    if (institution_enter_acute(m, id, why))
        return;
    breach_acute(m, id);
    if (!(m->rules->p.single_purchases > 0)) {
        institution_crowd(m, id, why);
        return;
    }
    place_in_overflow(m, id, PLACE_OVERFLOW_ACUTE, why);
    institution_stay_begins(m, id);
}

/* ---- an acutely arriving group ---- */

/* One clock for all of the group that are in emergency care; a child in an acute institution for
 * want of an emergency home follows the institution's course. */
static void plan_for_group(struct model *m, const uint32_t *children, int n, enum event_type event,
                           tick when)
{
    for (int i = 0; i < n; i++)
        if (unit_kind_of(m->child[children[i]].place) < 0)
            child_clock(m, children[i], event, when);
}

void emergency_arrival(struct model *m, const uint32_t *children, int n)
{
    const struct child *first = &m->child[children[0]];
    uint64_t number = first->number;
    uint32_t stay = first->stays;
    int area = first->area;
    uint32_t together = n > 1 ? find_home(m, area, n) : NO_ENTITY;
    for (int i = 0; i < n; i++) {
        if (together != NO_ENTITY)
            place_in_home(m, children[i], together, PLACE_EMERGENCY, N_NEED - 1, LEAVING_PLANNED);
        else
            emergency_place(m, children[i], LEAVING_PLANNED);
    }
    const struct parameters *p = &m->rules->p;
    if (uniform(m, DRAW_ONWARD_NEED, number, stay, 0) < p->onward_need) {
        plan_for_group(m, children, n, EVENT_SEARCH_REPORTED, now(m) + m->rules->search_report);
        return;
    }
    double days = p->emergency_return_days * exponential(m, DRAW_EMERGENCY_RETURN, number, stay, 0);
    plan_for_group(m, children, n, EVENT_STAY_ENDS, now(m) + ticks_of_days(days));
}

/* ---- the stay ---- */

/* When the state stops paying for the home the child lives in. */
static void plan_payer(struct model *m, uint32_t id)
{
    tick ends = m->child[id].place_since + ticks_of_days(m->rules->p.emergency_paid_days);
    child_clock(m, id, EVENT_MUNICIPALITY_PAYS,
                ends < m->plan->end ? not_before_now(m, ends) : TICK_NEVER);
}

static void set_payer(struct model *m, uint32_t id, bool municipality)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    c->municipality_pays = municipality;
    child_count(m, id, 1);
    if (c->episode != NO_ENTITY)
        exit_rates(m, c->episode);
}

void on_municipality_pays(struct model *m, uint32_t id)
{
    set_payer(m, id, true);
}

/* Who has stayed long already is paid for by the new rules from now on. */
void emergency_rules_changed(struct model *m, const struct rules *before)
{
    bool same = before->p.emergency_paid_days == m->rules->p.emergency_paid_days &&
                before->p.municipal_effort == m->rules->p.municipal_effort;
    for (uint32_t id = 0; !same && id < m->state.header->pool[CLASS_CHILD].used; id++) {
        if (!m->state.alive[CLASS_CHILD][id] || m->child[id].place != PLACE_EMERGENCY)
            continue;
        set_payer(m, id, false);
        plan_payer(m, id);
    }
}

void emergency_stay_begins(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    child_clock(m, id, EVENT_EMERGENCY_PART, now(m) + three_months);
    plan_payer(m, id);
    double rate = m->rules->p.emergency_notice_rate;
    if (rate > 0)
        child_clock(m, id, EVENT_EMERGENCY_NOTICE,
                    now(m) + m->rules->emergency_notice_after +
                        ticks_of_years(
                            exponential(m, DRAW_EMERGENCY_NOTICE, c->number, c->stays, 0) / rate));
}

static void plan_notice_after(struct model *m, uint32_t id, tick stayed)
{
    const struct child *c = &m->child[id];
    double rate = m->rules->p.emergency_notice_rate;
    if (!(rate > 0))
        return;
    tick spared = m->rules->emergency_notice_after - stayed;
    double years = exponential(m, DRAW_EMERGENCY_NOTICE, c->number, c->stays, 0) / rate;
    child_clock(m, id, EVENT_EMERGENCY_NOTICE,
                now(m) + (spared > 0 ? spared : 0) + ticks_of_years(years));
}

static void plan_part_after(struct model *m, uint32_t id, tick stayed)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    c->emergency_part = stayed >= six_months     ? EMERGENCY_STAY_BEYOND
                        : stayed >= three_months ? EMERGENCY_STAY_SIX_MONTHS
                                                 : EMERGENCY_STAY_THREE_MONTHS;
    child_count(m, id, 1);
    tick next = stayed >= three_months ? six_months : three_months;
    child_clock(m, id, EVENT_EMERGENCY_PART,
                stayed >= six_months ? TICK_NEVER : c->place_since + next);
}

/* Before the day of the report it may be either: those who will return have been leaving since they
 * came. After it only those who return are there without a search. */
static bool will_need_home(const struct model *m, const struct child *c, tick stayed)
{
    const struct parameters *p = &m->rules->p;
    if (stayed >= m->rules->search_report)
        return false;
    double away = p->onward_need, mean = p->emergency_return_days;
    double days = (double)stayed / (double)TICKS_PER_DAY;
    double back = (1 - away) * (days < mean ? 1 - days / mean : 0);
    double u = uniform(m, DRAW_ONWARD_NEED, c->number, c->stays, 0);
    return u * (away + back) < away;
}

void emergency_stay_goes_on(struct model *m, uint32_t id, bool waits)
{
    const struct child *c = &m->child[id];
    tick stayed = now(m) - c->place_since;
    if (c->place == PLACE_EMERGENCY) {
        plan_part_after(m, id, stayed);
        plan_notice_after(m, id, stayed);
        plan_payer(m, id);
    }
    if (waits)
        return;
    double days = m->rules->p.emergency_return_days *
                  exponential(m, DRAW_EMERGENCY_RETURN, c->number, c->stays, 0);
    if (will_need_home(m, c, stayed))
        child_clock(m, id, EVENT_SEARCH_REPORTED, c->place_since + m->rules->search_report);
    else
        child_clock(m, id, EVENT_STAY_ENDS, now(m) + ticks_of_days(days));
}

void on_emergency_part(struct model *m, uint32_t id)
{
    child_count(m, id, -1);
    m->child[id].emergency_part++;
    child_count(m, id, 1);
    if (m->child[id].emergency_part == EMERGENCY_STAY_SIX_MONTHS)
        child_clock(m, id, EVENT_EMERGENCY_PART, m->child[id].place_since + six_months);
}

/* The home will not go on: another emergency home, and the wait goes on there. */
void on_emergency_notice(struct model *m, uint32_t id)
{
    tick returns = clock_get(&m->state, CLASS_CHILD, id, EVENT_STAY_ENDS);
    bool alone = m->child[id].municipality_pays;
    tell(m, id, STORY_EMERGENCY_NOTICE);
    emergency_place(m, id, LEAVING_PLANNED);
    if (alone && m->child[id].episode != NO_ENTITY)
        exit_rates(m, m->child[id].episode);
    if (returns != TICK_NEVER && unit_kind_of(m->child[id].place) < 0)
        child_clock(m, id, EVENT_STAY_ENDS, returns);
}

/* ---- how many homes there are ---- */

void emergency_home_opens(struct model *m, uint32_t id, int places)
{
    struct home *h = &m->home[id];
    bool two = uniform(m, DRAW_HOME_PLACES, h->number, 0, 0) < m->rules->p.emergency_second_place;
    int drawn = two ? 2 : 1;
    h->places = (uint8_t)(drawn > places ? drawn : places);
    h->shares = true;
    home_set_state(m, id, HOME_STATE_IDLE);
    m->country->emergency_homes[h->area]++;
    emergency_listed(m, id, true);
}

static void open_home(struct model *m, int area)
{
    struct country *c = m->country;
    uint64_t serial = (uint64_t)area * 1000000 + c->next_emergency++;
    uint32_t id =
        home_new(m, home_number(PREFIX_EMERGENCY, serial), area, HOME_KIND_EMERGENCY, OWNER_PUBLIC);
    emergency_home_opens(m, id, 1);
}

static uint32_t homes_wanted(const struct model *m, int area)
{
    return (uint32_t)(m->rules->p.emergency_homes[area] + 0.5);
}

static void close_home(struct model *m, uint32_t id)
{
    emergency_listed(m, id, false);
    m->country->emergency_homes[m->home[id].area]--;
    home_close(m, id, HOME_LOSS_CLOSED);
}

void emergency_home_freed(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    if (h->children == 0 && m->country->emergency_homes[h->area] > homes_wanted(m, h->area)) {
        close_home(m, id);
        return;
    }
    if (h->children == 0)
        home_set_state(m, id, HOME_STATE_IDLE);
    emergency_listed(m, id, true);
}

/* A home to close: an empty one if there is any. */
static uint32_t home_to_close(const struct model *m, int area)
{
    for (int free = GROUP_MOST; free >= 1; free--)
        for (uint32_t id = m->country->emergency[area][free].first; id != NO_ENTITY;
             id = m->home[id].area_link.next)
            if (m->home[id].children == 0)
                return id;
    return NO_ENTITY;
}

/* One event may open or close only so many (engine/state.h); the rest follows next month. */
enum { AT_A_TIME = STATE_SPARE / 2 / N_AREA };

void emergency_capacity(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        uint32_t wanted = homes_wanted(m, a);
        for (int i = 0; i < AT_A_TIME && m->country->emergency_homes[a] < wanted; i++)
            open_home(m, a);
        for (int i = 0; i < AT_A_TIME && m->country->emergency_homes[a] > wanted; i++) {
            uint32_t id = home_to_close(m, a);
            if (id == NO_ENTITY)
                break;
            close_home(m, id);
        }
    }
}

/* The first of the siblings whose day has come reports for all who are in emergency care too. */
void on_search_reported(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    if (c->episode != NO_ENTITY)
        return;
    uint32_t member[GROUP_MOST] = {id};
    int n = 1;
    for (int i = 0; i < GROUP_MOST - 1; i++) {
        uint32_t sibling = c->sibling[i];
        if (sibling == NO_ENTITY || !child_is(m, sibling, c->number))
            continue;
        const struct child *s = &m->child[sibling];
        bool same_day = clock_get(&m->state, CLASS_CHILD, sibling, EVENT_SEARCH_REPORTED) == now(m);
        if (same_day && s->episode == NO_ENTITY)
            member[n++] = sibling;
    }
    search_opens(m, member, n, SEARCH_AFTER_ACUTE);
}
