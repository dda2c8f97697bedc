#include "model/search.h"

#include "model/duty.h"
#include "model/exits.h"
#include "model/home.h"
#include "model/housing.h"
#include "model/index.h"
#include "model/institution.h"
#include "model/mapping.h"
#include "model/matching.h"
#include "model/municipality.h"
#include "model/need.h"
#include "model/offer.h"
#include "model/pair.h"
#include "model/placement.h"
#include "model/procurement.h"
#include "model/queue.h"
#include "model/stay.h"
#include "model/tell.h"
#include "model/waiting.h"

/* The municipality reports that a foster home will be needed. It searches kin and network while the
 * board (or, for voluntary care, the municipality itself) decides. When the decision is there and
 * the search documented, the request goes out: by then a kin home may have been found, or the
 * municipality may have found a home for this very child; else the search for a home among others
 * begins. While waiting a case may be withdrawn, kin may be found after all, or the need may pass.
 */

/* ---- who is in it ---- */

static uint64_t number_of(const struct model *m, const struct episode *e)
{
    return m->child[e->member[0]].number;
}

static uint32_t wait_of(const struct model *m, const struct episode *e)
{
    return m->child[e->member[0]].waits;
}

bool search_at_home(const struct model *m, const struct episode *e)
{
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].place == PLACE_AT_HOME)
            return true;
    return false;
}

static int highest_assessed(const struct model *m, const struct episode *e)
{
    int highest = 0;
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].assessed > highest)
            highest = m->child[e->member[i]].assessed;
    return highest;
}

/* ---- opening ---- */

static void search_requests(struct model *m, uint32_t id);

static void draw_thresholds(struct model *m, struct episode *e)
{
    uint64_t n = number_of(m, e);
    uint32_t w = wait_of(m, e);
    const struct parameters *p = &m->rules->p;
    e->withdrawal = e->kin = e->return_home = hazard_new(now(m));
    e->exchange = uniform(m, DRAW_OSLO_EXCHANGE, n, w, 0) < p->oslo_exchange;
    e->split = uniform(m, DRAW_SPLIT, n, w, 0) < p->split_allowed;
}

/* The way in whose decision times and chances apply. */
static enum PATH_category path_of(const struct child *c, enum search_kind kind)
{
    bool foster_path = c->path == PATH_CARE_ORDER || c->path == PATH_VOLUNTARY;
    return kind == SEARCH_PLANNED && foster_path ? (enum PATH_category)c->path : PATH_ACUTE_HOME;
}

static void plan_decision(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    double u = uniform(m, DRAW_BOARD_TIME, number_of(m, e), wait_of(m, e), e->renewals);
    double days = m->rules->p.board_days[e->path] * quantile_at(m->rules->board, u);
    if (e->path == PATH_VOLUNTARY) /* the municipality decides itself */
        days *= municipality_time(m, e->area, e->municipality);
    episode_clock(m, id, EVENT_DECIDED, now(m) + ticks_of_days(days));
}

static void plan_documentation(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    double u = uniform(m, DRAW_KIN_SEARCH_TIME, number_of(m, e), wait_of(m, e), 0);
    /* kin and network were searched when the child first came */
    double days = e->again ? 0 : m->rules->p.kin_search_days * quantile_at(m->rules->kin_search, u);
    days = days * municipality_time(m, e->area, e->municipality) + mapping_days(m, e);
    episode_clock(m, id, EVENT_DOCUMENTED, now(m) + ticks_of_days(days));
}

static struct episode *make_episode(struct model *m, uint32_t id, const uint32_t *children, int n)
{
    struct episode *e = &m->episode[id];
    const struct child *first = &m->child[children[0]];
    e->number = first->number;
    e->members = (uint8_t)n;
    for (int i = 0; i < n; i++) {
        e->member[i] = children[i];
        m->child[children[i]].episode = id;
        m->child[children[i]].waits++;
    }
    e->wait = first->waits;
    e->area = first->area;
    e->municipality = first->municipality;
    e->home = NO_ENTITY;
    for (int b = 0; b < BIDS_MOST; b++)
        e->bid[b] = NO_ENTITY;
    e->searched = e->reason_since = now(m);
    e->decided = e->requested = e->wished = TICK_NEVER;
    e->assessed = (uint8_t)highest_assessed(m, e);
    e->stage = STAGE_BOARD;
    return e;
}

uint32_t search_opens(struct model *m, const uint32_t *children, int n, enum search_kind kind)
{
    uint32_t id = entity_new(&m->state, CLASS_EPISODE, m->child[children[0]].number);
    struct episode *e = make_episode(m, id, children, n);
    e->path = (uint8_t)path_of(&m->child[children[0]], kind);
    e->queued = kind != SEARCH_APPLICATION;
    e->in_place = kind == SEARCH_APPLICATION;
    e->again = kind == SEARCH_AGAIN;
    tell_members(m, id, STORY_SEARCH_PLANNED + kind);
    draw_thresholds(m, e);
    pairs_begin(m, id);
    queue_count(m, id, 1);
    for (int i = 0; i < n; i++)
        child_rates(m, children[i]);
    exit_rates(m, id);
    if (kind == SEARCH_APPLICATION) {
        e->decision_made = e->documentation_made = true;
        e->decided = now(m);
        search_requests(m, id);
        return id;
    }
    if (kind == SEARCH_AGAIN) {
        e->decision_made = true;
        e->decided = now(m);
        episode_clock(m, id, EVENT_SIX_WEEKS_PASS, now(m) + m->rules->six_weeks);
    } else {
        plan_decision(m, id);
        family_move_plan(m, id);
    }
    plan_documentation(m, id);
    reason_changes(m, id);
    return id;
}

void search_again(struct model *m, uint32_t child)
{
    if (m->child[child].episode == NO_ENTITY)
        search_opens(m, &child, 1, SEARCH_AGAIN);
}

/* ---- decision, documentation, request ---- */

/* Approval of a kin home or of one found by the municipality: when the children can move in. */
static void plan_found_home(struct model *m, uint32_t id, double mean_days, uint32_t find)
{
    struct episode *e = &m->episode[id];
    double u = uniform(m, DRAW_FOUND_APPROVAL, number_of(m, e), wait_of(m, e), find);
    e->stage = STAGE_FOUND;
    double days = mean_days * quantile_at(m->rules->approval, u);
    e->found_ready = now(m) + ticks_of_days(days * municipality_time(m, e->area, e->municipality));
    exit_rates(m, id);
}

static void move_in_when_ready(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (e->decision_made)
        episode_clock(m, id, EVENT_FOUND_HOME_READY, not_before_now(m, e->found_ready));
}

static void found_by_kin(struct model *m, uint32_t id, uint32_t find)
{
    m->episode[id].found_kind = HOME_KIND_KINSHIP;
    plan_found_home(m, id, m->rules->p.kin_approval_days, find);
    move_in_when_ready(m, id);
}

static void found_by_municipality(struct model *m, uint32_t id)
{
    m->episode[id].found_kind = HOME_KIND_ORDINARY;
    tell_members(m, id, STORY_MUNICIPALITY_FINDS);
    plan_found_home(m, id, m->rules->p.municipal_found_days, 1);
    move_in_when_ready(m, id);
}

static void plan_wished_date(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    double u = uniform(m, DRAW_WISH_LAG, number_of(m, e), wait_of(m, e), 0);
    e->wished = now(m) + ticks_of_days(2 * u * m->rules->p.wish_lag_days);
    episode_clock(m, id, EVENT_WISH_PASSES, e->wished);
}

static bool municipality_finds(const struct model *m, const struct episode *e)
{
    return uniform(m, DRAW_MUNICIPAL_FOUND, number_of(m, e), wait_of(m, e), 0) <
           m->rules->p.municipal_found[e->path];
}

/* Decision made and search documented: the request goes out. */
static void search_requests(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->requested = now(m);
    requests_count(m, e);
    if (e->queued && e->members == 1 && housing_takes(m, e->member[0]))
        return;
    if (e->queued && municipality_finds(m, e)) {
        found_by_municipality(m, id); /* never stands in the state's queue past the wished date */
        reason_changes(m, id);
        return;
    }
    if (e->queued)
        plan_wished_date(m, id);
    e->stage = STAGE_OPEN;
    exit_rates(m, id);
    duty_routes(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        reason_changes(m, id);
}

/* After a new decision the search goes on where it stood. */
static void search_resumes(struct model *m, uint32_t id)
{
    m->episode[id].stage = STAGE_OPEN;
    duty_routes(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        procurement_resumes(m, id);
}

static void both_made(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (!e->decision_made || !e->documentation_made)
        return;
    if (e->stage == STAGE_FOUND)
        move_in_when_ready(m, id);
    else if (e->requested == TICK_NEVER)
        search_requests(m, id);
    else
        search_resumes(m, id);
}

static void plan_lapse(struct model *m, uint32_t id)
{
    bool by_board = m->episode[id].path != PATH_VOLUNTARY; /* others do not lapse */
    if (by_board && search_at_home(m, &m->episode[id]))
        episode_clock(m, id, EVENT_LAPSES, now(m) + m->rules->decision_lapse);
}

static void decide(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->decision_made = true;
    e->decided = now(m);
    tell_members(m, id, STORY_DECIDED_BOARD + (e->path == PATH_VOLUNTARY));
    episode_clock(m, id, EVENT_SIX_WEEKS_PASS, now(m) + m->rules->six_weeks);
    plan_lapse(m, id);
}

void on_decided(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (e->path == PATH_VOLUNTARY && !e->documentation_made) {
        e->voluntary_ready = true; /* the municipality decides when its search is documented */
        return;
    }
    if (exit_rejected(m, id))
        return;
    decide(m, id);
    both_made(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        reason_changes(m, id);
}

void on_documented(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->documentation_made = true;
    mapping_ends(m, id);
    if (e->voluntary_ready)
        decide(m, id);
    const struct parameters *p = &m->rules->p;
    double chance = e->again ? p->kin_success_again : p->kin_success[e->path];
    bool kin = uniform(m, DRAW_KIN_SUCCESS, number_of(m, e), wait_of(m, e), 0) < chance;
    tell_members(m, id, kin ? STORY_KIN_FOUND : STORY_NO_KIN);
    if (kin)
        found_by_kin(m, id, 0);
    else
        both_made(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        reason_changes(m, id);
}

void on_found_home_ready(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    enum HOME_KIND_category kind = (enum HOME_KIND_category)e->found_kind;
    uint32_t home = home_found(m, e->member[0], kind);
    if (m->home[home].places < e->members)
        m->home[home].places = e->members;
    offer_moves_in(m, id, home, kind == HOME_KIND_KINSHIP ? WAIT_END_KIN : WAIT_END_MUNICIPAL);
}

/* ---- leaving ---- */

static void release(struct model *m, uint32_t id)
{
    waiting_unlist(m, id);
    pairs_forget_episode(m, id);
    offer_cancel(m, id);
    procurement_cancel(m, id);
}

static void remove_member(struct model *m, struct episode *e, uint32_t child)
{
    int kept = 0;
    for (int i = 0; i < e->members; i++)
        if (e->member[i] != child)
            e->member[kept++] = e->member[i];
    e->members = (uint8_t)kept;
    m->child[child].episode = NO_ENTITY;
}

void search_drops(struct model *m, uint32_t child, enum WAIT_END_category end)
{
    uint32_t id = m->child[child].episode;
    if (id == NO_ENTITY)
        return;
    if (m->episode[id].members == 1) {
        search_ends(m, id, end);
        return;
    }
    struct episode *e = &m->episode[id];
    reason_charge(m, id);
    queue_count(m, id, -1);
    bool listed = e->listed;
    waiting_unlist(m, id);
    wait_ended(m, e, child, end);
    remove_member(m, e, child);
    e->number = m->child[e->member[0]].number;
    entity_renumber(&m->state, CLASS_EPISODE, id, e->number);
    e->assessed = (uint8_t)highest_assessed(m, e);
    queue_count(m, id, 1);
    if (listed)
        waiting_list(m, id);
    child_rates(m, child);
}

void search_leaves(struct model *m, uint32_t child, enum WAIT_END_category end)
{
    uint32_t id = m->child[child].episode;
    int members = id == NO_ENTITY ? 0 : m->episode[id].members;
    search_drops(m, child, end);
    if (members <= 1 || !m->episode[id].listed)
        return;
    if (m->episode[id].stage == STAGE_OPEN &&
        m->episode[id].assessed != m->episode[id].claimed_need)
        duty_routes(m, id);
    else
        match_smaller_group(m, id, members);
}

void search_ends(struct model *m, uint32_t id, enum WAIT_END_category end)
{
    struct episode *e = &m->episode[id];
    reason_charge(m, id);
    queue_count(m, id, -1);
    release(m, id);
    pairs_end_episode(m, id);
    uint32_t member[GROUP_MOST];
    int n = e->members;
    for (int i = 0; i < n; i++) {
        member[i] = e->member[i];
        wait_ended(m, e, member[i], end);
        m->child[member[i]].episode = NO_ENTITY;
        if (end != WAIT_END_INSTITUTION)
            institution_cancel(m, member[i]);
    }
    entity_free(&m->state, CLASS_EPISODE, id);
    for (int i = 0; i < n; i++)
        child_rates(m, member[i]);
}

/* Nobody waits past a wished date for a home that has been found. */
static void wish_is_met(struct model *m, uint32_t id)
{
    queue_count(m, id, -1);
    m->episode[id].past_wish = false;
    m->episode[id].wished = TICK_NEVER;
    queue_count(m, id, 1);
    episode_clock(m, id, EVENT_WISH_PASSES, TICK_NEVER);
}

/* A kin home turns up: others are no longer looked for; it has to be approved. */
void on_kin_found(struct model *m, uint32_t id)
{
    release(m, id);
    wish_is_met(m, id);
    for (int i = 0; i < m->episode[id].members; i++)
        institution_cancel(m, m->episode[id].member[i]);
    tell_members(m, id, STORY_KIN_FOUND);
    found_by_kin(m, id, 2);
    reason_changes(m, id);
}

/* ---- lapse: only a child still at home; the deadline is mostly extended ---- */

static void new_petition(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    observe_add(&m->observer, MEASURE_LAPSES, e->area, e->members);
    reason_charge(m, id);
    queue_count(m, id, -1);
    e->past_six_weeks = false;
    queue_count(m, id, 1);
    release(m, id);
    e->stage = STAGE_BOARD;
    e->decision_made = false;
    e->decided = TICK_NEVER;
    episode_clock(m, id, EVENT_SIX_WEEKS_PASS, TICK_NEVER);
    e->voluntary_ready = false;
    plan_decision(m, id);
    reason_changes(m, id);
}

void on_lapses(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (!search_at_home(m, e))
        return;
    double u = uniform(m, DRAW_EXTENSION, number_of(m, e), wait_of(m, e), e->renewals++);
    bool searching = e->stage == STAGE_OPEN || e->stage == STAGE_BOARD;
    bool lapses = searching && u >= m->rules->p.extension_granted;
    tell_members(m, id, lapses ? STORY_LAPSED : STORY_EXTENDED);
    if (lapses)
        new_petition(m, id);
    else
        episode_clock(m, id, EVENT_LAPSES, now(m) + m->rules->decision_lapse);
}

/* ---- other changes while waiting ---- */

void search_reassessed(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    queue_count(m, id, -1);
    e->assessed = (uint8_t)highest_assessed(m, e);
    e->assessments++;
    queue_count(m, id, 1);
    if (e->requested != TICK_NEVER)
        deadlines_start(m, id);
    if (e->stage == STAGE_OPEN)
        duty_routes(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        reason_changes(m, id);
}

void search_becomes_interim(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    reason_charge(m, id);
    queue_count(m, id, -1);
    for (int i = 0; i < e->members; i++)
        wait_ended(m, e, e->member[i], WAIT_END_MOVED_IN);
    e->queued = false;
    e->interim = true;
    tell_members(m, id, STORY_INTERIM);
    queue_count(m, id, 1);
    exit_rates(m, id);
    episode_clock(m, id, EVENT_WISH_PASSES, TICK_NEVER);
    episode_clock(m, id, EVENT_SIX_WEEKS_PASS, TICK_NEVER);
    episode_clock(m, id, EVENT_LAPSES, TICK_NEVER);
}
