#include "model/offer.h"

#include "model/area.h"
#include "model/budget.h"
#include "model/duty.h"
#include "model/home.h"
#include "model/index.h"
#include "model/institution.h"
#include "model/matching.h"
#include "model/municipality.h"
#include "model/pair.h"
#include "model/placement.h"
#include "model/procurement.h"
#include "model/search.h"
#include "model/staff.h"
#include "model/tell.h"
#include "model/waiting.h"

/* A home that suits on paper is reserved while the family thinks. If it says yes, meetings and the
 * municipality's approval follow; the home stays reserved and the child still waits. Some matches
 * fall through. A refused pair stays closed for the wait. */

static void reserve(struct model *m, uint32_t episode, uint32_t home, enum stage stage)
{
    struct episode *e = &m->episode[episode];
    struct home *h = &m->home[home];
    procurement_cancel(m, episode);
    e->home = home;
    e->stage = (uint8_t)stage;
    h->episode = episode;
    h->bidding = false;
    home_set_state(m, home, h->children > 0 ? HOME_STATE_OCCUPIED : HOME_STATE_RESERVED);
    budget_reserve(m, h, 1);
    vacancy_update(m, home);
    reason_changes(m, episode);
}

/* Where a home lies, seen from where the child comes from. */
static enum NEARNESS_category nearness(int area, int municipality, const struct home *h)
{
    return h->municipality == municipality ? NEARNESS_MUNICIPALITY
           : h->area == area               ? NEARNESS_AREA
                                           : NEARNESS_ELSEWHERE;
}

void offer_make(struct model *m, uint32_t episode, uint32_t home)
{
    const struct home *h = &m->home[home];
    const struct episode *e = &m->episode[episode];
    tell_members_with(m, episode, STORY_OFFERED, h->kind, nearness(e->area, e->municipality, h),
                      h->area);
    reserve(m, episode, home, STAGE_OFFER);
    m->episode[episode].offers++;
    if (staff_takes_up(m, episode, TASK_OFFER))
        offer_goes_on(m, episode);
    else
        reason_changes(m, episode);
}

static void meetings_begin(struct model *m, uint32_t episode)
{
    struct episode *e = &m->episode[episode];
    e->stage = STAGE_MEETINGS;
    tell_members(m, episode, STORY_SAYS_YES);
    if (staff_takes_up(m, episode, TASK_MEETINGS))
        offer_goes_on(m, episode);
    else
        reason_changes(m, episode);
}

void offer_goes_on(struct model *m, uint32_t episode)
{
    const struct episode *e = &m->episode[episode];
    if (e->task == TASK_OFFER) {
        episode_clock(m, episode, EVENT_ANSWERED, now(m) + m->rules->offer);
        return;
    }
    double length = (double)m->rules->meeting * municipality_time(m, e->area, e->municipality);
    episode_clock(m, episode, EVENT_MOVES_IN, now(m) + (tick)(length + 0.5));
}

void offer_agreed(struct model *m, uint32_t episode, uint32_t home)
{
    reserve(m, episode, home, STAGE_OFFER);
    m->episode[episode].offers++;
    meetings_begin(m, episode);
}

/* Takes the reservation off without looking for others. */
static uint32_t unreserve(struct model *m, uint32_t episode)
{
    struct episode *e = &m->episode[episode];
    uint32_t home = e->home;
    e->home = NO_ENTITY;
    episode_clock(m, episode, EVENT_ANSWERED, TICK_NEVER);
    episode_clock(m, episode, EVENT_MOVES_IN, TICK_NEVER);
    staff_drops(m, episode);
    if (home == NO_ENTITY)
        return NO_ENTITY;
    budget_reserve(m, &m->home[home], -1);
    m->home[home].episode = NO_ENTITY;
    return home;
}

void offer_cancel(struct model *m, uint32_t episode)
{
    uint32_t home = unreserve(m, episode);
    if (home == NO_ENTITY)
        return;
    tell_members(m, episode, STORY_OFFER_DROPPED);
    home_released(m, home);
}

/* The pair did not come together: both look on, the child first. */
static void both_look_on(struct model *m, uint32_t episode)
{
    uint32_t home = unreserve(m, episode);
    pair_refused(m, episode, home);
    struct episode *e = &m->episode[episode];
    e->stage = STAGE_OPEN;
    bool until_placed = e->claim == CLAIM_DUTY && m->rules->p.duty_sourcing > 0;
    if (e->procurements > 0 || until_placed)
        procurement_resumes(m, episode);
    if (e->rules_changed)
        episode_clock(m, episode, EVENT_REROUTED, now(m));
    if (e->assessed == e->claimed_need) {
        episode_picks(m, episode);
        reason_changes(m, episode);
        home_released(m, home);
        return;
    }
    /* need was found to be another while the family was thinking */
    home_released(m, home);
    if (m->episode[episode].stage == STAGE_OPEN)
        duty_routes(m, episode);
    if (m->state.alive[CLASS_EPISODE][episode])
        reason_changes(m, episode);
}

void on_answered(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    const struct child *first = &m->child[e->member[0]];
    double chance = pair_chance(m, e, &m->home[e->home]);
    double yes = chance / paper_chance(m->rules, chance);
    if (uniform(m, DRAW_ANSWER, first->number, first->waits, e->offers) < yes) {
        meetings_begin(m, id);
    } else {
        tell_members(m, id, STORY_SAYS_NO);
        both_look_on(m, id);
    }
}

void on_moves_in(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    const struct child *first = &m->child[e->member[0]];
    if (uniform(m, DRAW_FALLS_THROUGH, first->number, first->waits, e->offers) <
        m->rules->p.falls_through) {
        tell_members(m, id, STORY_FALLS_THROUGH);
        both_look_on(m, id);
        return;
    }
    offer_moves_in(m, id, unreserve(m, id), WAIT_END_MOVED_IN);
}

/* ---- the move ---- */

static void count_nearness(struct model *m, const struct child *c, const struct home *h)
{
    enum NEARNESS_category near = nearness(c->area, c->municipality, h);
    observe_add(&m->observer, MEASURE_NEARNESS, CELL2(AREA, c->area, NEARNESS, near), 1);
    int class = municipality_class_of(m, c->municipality, c->area);
    observe_add(&m->observer, MEASURE_NEARNESS_CLASS,
                CELL2(MUNICIPALITY_CLASS, class, NEARNESS, near), 1);
}

static void child_moves_in(struct model *m, uint32_t child, uint32_t home)
{
    const struct home *h = &m->home[home];
    int capability = home_capability(h, m->child[child].assessed);
    bool notice = clock_get(&m->state, CLASS_CHILD, child, EVENT_NOTICE_ENDS) != TICK_NEVER;
    count_nearness(m, &m->child[child], h);
    if (h->kind == HOME_KIND_SPECIALISED)
        institution_place_given_up(m, child);
    place_in_home(m, child, home, home_place(h, capability), capability,
                  notice ? LEAVING_BREAKDOWN : LEAVING_PLANNED);
}

/* A home below need while the request for a specialised one stays open? */
static bool is_interim(const struct model *m, const struct episode *e, const struct home *h)
{
    return e->claim == CLAIM_DUTY && m->rules->p.duty_vacancy_trigger > 0 &&
           h->kind != HOME_KIND_SPECIALISED && !h->found;
}

/* Those left behind, or the request that an interim home leaves open. Siblings who stay may need
 * less than the one who moved. */
static void others_wait_on(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    m->episode[id].stage = STAGE_OPEN;
    if (e->assessed != e->claimed_need) {
        duty_routes(m, id);
        if (!m->state.alive[CLASS_EPISODE][id])
            return;
    } else {
        waiting_list(m, id);
        match_anew(m, id);
    }
    reason_changes(m, id);
}

static void tell_siblings(const struct model *m, uint32_t id, int moving)
{
    int members = m->episode[id].members;
    if (moving < members)
        tell_members_with(m, id, STORY_SPLIT, moving, members);
    else if (members > 1)
        tell_members_with(m, id, STORY_TOGETHER, members);
}

void offer_moves_in(struct model *m, uint32_t id, uint32_t home, enum WAIT_END_category end)
{
    struct episode *e = &m->episode[id];
    const struct home *h = &m->home[home];
    uint32_t moving[GROUP_MOST];
    int room = h->places - h->children, n = e->members < room ? e->members : room;
    bool all = n == e->members, interim = all && is_interim(m, e, h);
    for (int i = 0; i < n; i++)
        moving[i] = e->member[i];
    observe_add(&m->observer, MEASURE_SIBLINGS_PLACED, (size_t)(n - 1), n);
    tell_siblings(m, id, n);
    if (interim)
        search_becomes_interim(m, id);
    for (int i = 0; i < n; i++) {
        if (!interim)
            search_drops(m, moving[i], end);
        child_moves_in(m, moving[i], home);
    }
    home_settled(m, home);
    if (interim || !all)
        others_wait_on(m, id); /* last: who waits on may leave this very home */
}
