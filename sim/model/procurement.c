#include "model/procurement.h"

#include "model/budget.h"
#include "model/cost.h"
#include "model/home.h"
#include "model/matching.h"
#include "model/offer.h"
#include "model/pair.h"
#include "model/search.h"
#include "model/staff.h"
#include "model/tell.h"
#include "model/waiting.h"

/* Suppliers keep families on a list, mostly unpaid. In a mini-tender families that suit are
 * offered; until the award each may withdraw. Nobody left, or nobody offered: the procurement has
 * failed and is started again. A call-off under a framework agreement is the same with another
 * clock, fewer reasons to withdraw and an agreed price. */

static void count(struct model *m, enum PROCUREMENT_category what)
{
    observe_add(&m->observer, MEASURE_PROCUREMENTS, what, 1);
}

double listed_rate(const struct model *m, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    bool framework = p->framework > 0;
    if (h->bidding)
        return p->tender_withdraw * (framework ? p->framework_withdraw : 1);
    return framework && h->paid ? p->listed_leave_paid : p->listed_leave;
}

/* ---- bids ---- */

static int bids_of(const struct episode *e)
{
    int n = 0;
    for (int b = 0; b < BIDS_MOST; b++)
        n += e->bid[b] != NO_ENTITY;
    return n;
}

static void add_bid(struct model *m, uint32_t episode, uint32_t home)
{
    struct episode *e = &m->episode[episode];
    for (int b = 0; b < BIDS_MOST; b++) {
        if (e->bid[b] == NO_ENTITY) {
            e->bid[b] = home;
            break;
        }
    }
    m->home[home].episode = episode;
    m->home[home].bidding = true;
    listed_refresh(m, home);
}

static void free_bid(struct model *m, uint32_t home)
{
    m->home[home].episode = NO_ENTITY;
    m->home[home].bidding = false;
    listed_refresh(m, home);
}

void bid_withdrawn(struct model *m, uint32_t home)
{
    struct home *h = &m->home[home];
    if (!h->bidding)
        return;
    struct episode *e = &m->episode[h->episode];
    for (int b = 0; b < BIDS_MOST; b++)
        if (e->bid[b] == home)
            e->bid[b] = NO_ENTITY;
    h->episode = NO_ENTITY;
    h->bidding = false;
}

static bool can_be_offered(const struct episode *e, const struct home *h, bool split)
{
    return h->state == HOME_STATE_LISTED && h->episode == NO_ENTITY && h->owner != OWNER_PUBLIC &&
           h->places >= (split ? 1 : e->members);
}

/* The best families on the list that suit are offered. */
static void collect_bids(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    bool split = terms_at(m, e, now(m)).split;
    match_listed_families(m, id);
    while (bids_of(e) < (int)m->rules->p.bids) {
        uint32_t best = NO_ENTITY;
        for (uint32_t p = e->pairs.first; p != NO_ENTITY; p = m->pair[p].episode_link.next) {
            uint32_t home = m->pair[p].home;
            if (!m->pair[p].refused && can_be_offered(e, &m->home[home], split) &&
                (best == NO_ENTITY ||
                 pair_points(m, e, &m->home[home]) > pair_points(m, e, &m->home[best])))
                best = home;
        }
        if (best == NO_ENTITY)
            return;
        add_bid(m, id, best);
    }
}

/* ---- the course of a procurement ---- */

void procurement_plan(struct model *m, uint32_t id, tick delay)
{
    episode_clock(m, id, EVENT_PROCUREMENT_STARTS, now(m) + delay);
}

static tick drawn_time(const struct model *m, const struct episode *e, enum draw_purpose purpose,
                       double mean_days)
{
    const struct child *first = &m->child[e->member[0]];
    double u = uniform(m, purpose, first->number, first->waits, e->procurements);
    return ticks_of_days(mean_days * quantile_at(m->rules->procurement, u));
}

static void fails(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    count(m, PROCUREMENT_FAILED);
    tell_members(m, id, STORY_TENDER_FAILED);
    e->tendering = false;
    staff_drops(m, id);
    procurement_plan(m, id, m->rules->tender_restart);
    reason_changes(m, id);
}

/* Is it wanted, and is there money for it? */
static bool may_start(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    if (e->stage != STAGE_OPEN || !e->sourcing)
        return false;
    bool open = budget_open(m, e->claim == CLAIM_DUTY);
    if (!open)
        procurement_plan(m, id, m->rules->tender_restart);
    return open;
}

void on_procurement_starts(struct model *m, uint32_t id)
{
    enum task task = m->rules->p.framework > 0 ? TASK_CALL_OFF : TASK_TENDER;
    if (waits_for_staff(&m->episode[id]) || !may_start(m, id))
        return;
    if (staff_takes_up(m, id, task))
        procurement_goes_on(m, id);
    else
        reason_changes(m, id);
}

void procurement_goes_on(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    const struct parameters *p = &m->rules->p;
    if (!may_start(m, id)) {
        staff_drops(m, id);
        return;
    }
    e->tendering = true;
    e->called_off = e->task == TASK_CALL_OFF;
    e->procurements++;
    count(m, PROCUREMENT_STARTED);
    tell_members(m, id, e->called_off ? STORY_CALLED_OFF : STORY_TENDER_STARTED);
    cost_procurement(m, e);
    collect_bids(m, id);
    double award = e->called_off ? p->call_off_days : p->tender_award_days;
    episode_clock(m, id, EVENT_AWARDED, now(m) + drawn_time(m, e, DRAW_PROCUREMENT_TIME, award));
    double offers = e->called_off ? award : p->tender_offer_days;
    episode_clock(m, id, EVENT_OFFERS_DUE, now(m) + drawn_time(m, e, DRAW_OFFER_TIME, offers));
    reason_changes(m, id);
}

/* Families who have come onto the list meanwhile may be offered too; without any it ends here. */
void on_offers_due(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (!e->tendering)
        return;
    collect_bids(m, id);
    if (bids_of(e) > 0)
        return;
    episode_clock(m, id, EVENT_AWARDED, TICK_NEVER);
    e->found_nobody = true;
    fails(m, id);
}

static uint32_t best_bid(const struct model *m, const struct episode *e)
{
    uint32_t best = NO_ENTITY;
    for (int b = 0; b < BIDS_MOST; b++) {
        uint32_t home = e->bid[b];
        if (home == NO_ENTITY)
            continue;
        if (best == NO_ENTITY ||
            pair_points(m, e, &m->home[home]) > pair_points(m, e, &m->home[best]))
            best = home;
    }
    return best;
}

static int specialised_waiting(const struct model *m)
{
    int n = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++)
        n += m->state.alive[CLASS_EPISODE][id] && m->episode[id].routed;
    return n;
}

/* The price rises with waiting requests per listed family: what is above one, or, asked for again
 * because nobody was found, with all of it. An agreement fixes the price. */
static int agreed_price(const struct model *m, const struct episode *e)
{
    const struct parameters *p = &m->rules->p;
    if (e->called_off)
        return (int)(1000 * p->framework_price + 0.5);
    uint32_t listed = m->country->listed_families;
    double waiting = (double)specialised_waiting(m) / (double)(listed > 0 ? listed : 1);
    double pressure = e->found_nobody ? waiting : waiting - 1;
    double factor = 1 + p->scarcity_price * (pressure > 0 ? pressure : 0);
    const double most = 2; /* no supplier gets more than twice the price */
    return (int)(1000 * (factor < most ? factor : most) + 0.5);
}

void on_awarded(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    uint32_t home = best_bid(m, e);
    if (!e->tendering)
        return;
    episode_clock(m, id, EVENT_OFFERS_DUE, TICK_NEVER);
    if (home == NO_ENTITY || !budget_open_for(m, e, &m->home[home])) {
        bool sourcing = e->sourcing;
        procurement_cancel(m, id);
        e->sourcing = sourcing;
        e->found_nobody |= home == NO_ENTITY;
        fails(m, id);
        return;
    }
    count(m, PROCUREMENT_AWARDED);
    tell_members(m, id, STORY_TENDER_AWARDED);
    int price = agreed_price(m, e);
    bid_withdrawn(m, home);
    home_contracts(m, home, price);
    offer_agreed(m, id, home);
}

void procurement_cancel(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    for (int b = 0; b < BIDS_MOST; b++) {
        uint32_t home = e->bid[b];
        e->bid[b] = NO_ENTITY;
        if (home != NO_ENTITY)
            free_bid(m, home);
    }
    e->tendering = false;
    reason_doubtful(m, id);
    staff_drops(m, id);
    episode_clock(m, id, EVENT_PROCUREMENT_STARTS, TICK_NEVER);
    episode_clock(m, id, EVENT_OFFERS_DUE, TICK_NEVER);
    episode_clock(m, id, EVENT_AWARDED, TICK_NEVER);
}

void procurement_resumes(struct model *m, uint32_t id)
{
    if (m->episode[id].sourcing && !m->episode[id].tendering)
        procurement_plan(m, id, m->rules->tender_restart);
}
