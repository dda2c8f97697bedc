#include "model/home.h"

#include "model/area.h"
#include "model/budget.h"
#include "model/chance.h"
#include "model/emergency.h"
#include "model/glance.h"
#include "model/index.h"
#include "model/local.h"
#include "model/matching.h"
#include "model/numbering.h"
#include "model/pair.h"
#include "model/positions.h"
#include "model/procurement.h"
#include "model/suppliers.h"

#include <stddef.h>

/* After a child has left as planned some families stop, the others rest and take another; after a
 * breakdown more of them stop. Idle homes give up or pause. A supplier's family without a contract
 * stands on a list, mostly unpaid, and gives up sooner. Kin homes are for one child and its
 * siblings. */

/* ---- counting ---- */

/* Thousandths of the price that are paid although no child lives there: state homes in a position,
 * and under a framework agreement contracted and paid listed families. */
static int ready_pay(const struct model *m, const struct home *h)
{
    bool framework = m->rules->p.framework > 0;
    bool contracted =
        h->contracted && (h->state == HOME_STATE_IDLE || h->state == HOME_STATE_RESTING);
    bool listed = h->state == HOME_STATE_LISTED && h->paid;
    bool paid = h->kind == HOME_KIND_SPECIALISED && h->children == 0 &&
                (h->positioned || (framework && (contracted || listed)));
    return paid ? (int)(1000 * m->rules->p.availability_rate + 0.5) : 0;
}

static void count_ready(struct model *m, const struct home *h, int64_t change)
{
    level_change(&m->country->ready_time[h->area][h->owner], now(m), change);
    budget_readiness(m, h->owner, change);
}

void home_count(struct model *m, uint32_t id, int sign)
{
    const struct home *h = &m->home[id];
    struct observer *o = &m->observer;
    tick t = now(m);
    observe_level(o, t, MEASURE_HOMES, CELL2(HOME_KIND, h->kind, HOME_STATE, h->state), sign);
    observe_level(o, t, MEASURE_HOMES_AREA,
                  CELL3(AREA, h->area, HOME_KIND, h->kind, HOME_STATE, h->state), sign);
    if (h->kind == HOME_KIND_SPECIALISED)
        observe_level(o, t, MEASURE_SPECIALISED_HOMES, CELL2(OWNER, h->owner, HOME_STATE, h->state),
                      sign);
    if (h->ready_permille > 0)
        count_ready(m, h, (int64_t)sign * h->ready_permille);
    suppliers_count_home(m, h, sign);
}

/* After a change, which decides what is paid from now on. */
void home_count_in(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    h->ready_permille = (uint16_t)ready_pay(m, h);
    h->income_permille = (uint16_t)supplier_income(m, h);
    home_count(m, id, 1);
}

/* ---- risks of giving up ---- */

static void idle_refresh(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    bool idle = h->state == HOME_STATE_IDLE && h->kind != HOME_KIND_EMERGENCY;
    const struct parameters *p = &m->rules->p;
    if (risk_at(m, &h->idle_leave, idle ? p->idle_leave[h->kind] : 0, DRAW_IDLE_LEAVE, h->number,
                h->stays, 0))
        home_clock(m, id, EVENT_IDLE_LEAVES, hazard_strikes(&h->idle_leave));
    if (risk_at(m, &h->pause, idle ? p->pause_rate : 0, DRAW_PAUSE, h->number, h->stays, h->pauses))
        home_clock(m, id, EVENT_PAUSES, hazard_strikes(&h->pause));
    bool kept = idle && h->kind == HOME_KIND_SPECIALISED && !h->open_to_others;
    home_clock(m, id, EVENT_OPENS_TO_OTHERS,
               kept ? not_before_now(m, h->idle_since + m->rules->reserve) : TICK_NEVER);
}

void listed_refresh(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    double rate = h->state == HOME_STATE_LISTED ? listed_rate(m, h) : 0;
    if (risk_at(m, &h->listed_leave, rate, DRAW_LISTED_LEAVE, h->number, h->stays, 0))
        home_clock(m, id, EVENT_LISTED_LEAVES, hazard_strikes(&h->listed_leave));
}

static void listing_changes(struct model *m, uint32_t id, bool listed)
{
    struct home *h = &m->home[id];
    struct list *list = &m->country->listed_in[h->area];
    size_t offset = offsetof(struct home, area_link);
    if (listed) {
        h->vacant_since = now(m);
        list_append(list, m->home, sizeof *h, offset, id);
    } else {
        list_remove(list, m->home, sizeof *h, offset, id);
    }
    m->country->listed_families += listed ? 1u : ~0u;
}

void home_set_state(struct model *m, uint32_t id, enum HOME_STATE_category state)
{
    struct home *h = &m->home[id];
    bool was_listed = h->state == HOME_STATE_LISTED, is_listed = state == HOME_STATE_LISTED;
    home_count(m, id, -1);
    h->state = (uint8_t)state;
    h->contracted = h->owner != OWNER_PUBLIC && h->contract_end > now(m);
    home_count_in(m, id);
    if (was_listed != is_listed)
        listing_changes(m, id, is_listed);
    idle_refresh(m, id);
    listed_refresh(m, id);
}

/* ---- a new family ---- */

static void draw_family(struct model *m, struct home *h)
{
    const struct parameters *p = &m->rules->p;
    uint64_t n = h->number;
    h->municipality = (uint16_t)municipality_of(m, n, h->area);
    h->reinforcible = uniform(m, DRAW_HOME_POTENTIAL, n, 0, 0) < p->potential_reinforced;
    h->places = (uint8_t)(1 + category_at(p->home_places, N_SIBLINGS,
                                          uniform(m, DRAW_HOME_PLACES, n, 0, 0)));
    h->shares = uniform(m, DRAW_HOME_SHARES, n, 0, 0) < p->shares_with_others;
    h->band = (uint8_t)category_at(p->home_band, N_AGE_BAND, uniform(m, DRAW_HOME_BAND, n, 0, 0));
    h->paid = chance_says(m, DRAW_LISTED_PAID, n, 0, p->availability_paid);
}

/* When the parents, approved so many years ago, will stop for age. */
static tick stop_age(const struct model *m, const struct home *h, double served)
{
    const struct parameters *p = &m->rules->p;
    double age = p->parent_age_low + (p->parent_age_high - p->parent_age_low) *
                                         uniform(m, DRAW_PARENT_AGE, h->number, 0, 0);
    age += served;
    double years = p->parent_stop_age > age ? p->parent_stop_age - age : 0;
    years += p->parent_stop_years * exponential(m, DRAW_PARENT_STOP, h->number, 0, 0);
    return now(m) + ticks_of_years(years);
}

void home_has_served(struct model *m, uint32_t id, double years)
{
    home_clock(m, id, EVENT_STOPS_FOR_AGE, stop_age(m, &m->home[id], years));
}

/* Thresholds last from one child to the next; being reserved or paused does not use them up. */
static void new_thresholds(struct model *m, struct home *h)
{
    h->idle_leave = h->pause = h->listed_leave = hazard_new(now(m));
}

uint32_t home_new(struct model *m, uint64_t number, int area, enum HOME_KIND_category kind,
                  enum OWNER_category owner)
{
    uint32_t id = entity_new(&m->state, CLASS_HOME, number);
    struct home *h = &m->home[id];
    h->number = number;
    h->area = (uint8_t)area;
    h->kind = (uint8_t)kind;
    h->owner = (uint8_t)owner;
    h->episode = h->supplier = NO_ENTITY;
    h->price_permille = 1000;
    h->pairs = (struct list){NO_ENTITY, NO_ENTITY};
    h->contract_end = h->idle_since = h->vacant_since = now(m);
    h->state = HOME_STATE_TRAINING;
    draw_family(m, h);
    new_thresholds(m, h);
    home_count_in(m, id);
    return id;
}

void home_becomes_idle(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    suppliers_adopt(m, id);
    bool supplier = h->kind == HOME_KIND_SPECIALISED && h->owner != OWNER_PUBLIC;
    bool listed = (supplier && h->contract_end <= now(m)) ||
                  (h->kind == HOME_KIND_SPECIALISED && h->owner == OWNER_PUBLIC && !h->positioned);
    h->idle_since = now(m);
    h->open_to_others = false;
    home_set_state(m, id, listed ? HOME_STATE_LISTED : HOME_STATE_IDLE);
    if (!local_keeps(m, id))
        home_settled(m, id);
}

void home_approved(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    home_clock(m, id, EVENT_STOPS_FOR_AGE, stop_age(m, h, 0));
    home_becomes_idle(m, id);
    if (h->kind == HOME_KIND_SPECIALISED && h->owner == OWNER_PUBLIC)
        positions_fill(m, h->area);
}

uint32_t home_found(struct model *m, uint32_t child, enum HOME_KIND_category kind)
{
    const struct child *c = &m->child[child];
    uint32_t id = home_new(m, found_home_number(c->number, c->waits), c->area, kind, OWNER_PUBLIC);
    struct home *h = &m->home[id];
    h->found = true;
    h->municipality = c->municipality;
    home_clock(m, id, EVENT_STOPS_FOR_AGE, stop_age(m, h, 0));
    return id;
}

void home_close(struct model *m, uint32_t id, enum HOME_LOSS_category why)
{
    struct home *h = &m->home[id];
    int area = h->area;
    bool position = h->positioned;
    observe_add(&m->observer, MEASURE_HOMES_LOST, CELL2(HOME_KIND, h->kind, HOME_LOSS, why), 1);
    if (h->state == HOME_STATE_LISTED)
        listing_changes(m, id, false);
    vacancy_leave(m, id);
    pairs_end_home(m, id);
    home_count(m, id, -1);
    entity_free(&m->state, CLASS_HOME, id);
    if (position) {
        m->country->state_homes[area]--;
        positions_fill(m, area);
    }
}

/* ---- what it can ---- */

int home_capability(const struct home *h, int assessed)
{
    if (h->kind == HOME_KIND_SPECIALISED)
        return NEED_SPECIALISED;
    return h->reinforcible && assessed > NEED_ORDINARY ? NEED_REINFORCED : NEED_ORDINARY;
}

enum PLACE_category home_place(const struct home *h, int capability)
{
    if (h->kind == HOME_KIND_KINSHIP)
        return PLACE_KINSHIP;
    if (h->kind == HOME_KIND_SPECIALISED)
        return (enum PLACE_category)(PLACE_SPECIALISED_STATE + h->owner);
    return capability >= NEED_REINFORCED ? PLACE_REINFORCED : PLACE_ORDINARY;
}

/* ---- children come and go ---- */

void home_takes_child(struct model *m, uint32_t id, uint32_t child)
{
    struct home *h = &m->home[id];
    if (h->kind != HOME_KIND_EMERGENCY)
        vacancy_leave(m, id);
    home_count(m, id, -1);
    h->child[h->children++] = child;
    home_count_in(m, id);
    if (h->state != HOME_STATE_OCCUPIED)
        home_set_state(m, id, HOME_STATE_OCCUPIED);
    if (h->kind == HOME_KIND_EMERGENCY)
        emergency_listed(m, id, true);
}

void home_loses_child(struct model *m, uint32_t id, uint32_t child)
{
    struct home *h = &m->home[id];
    int kept = 0;
    for (int i = 0; i < h->children; i++)
        if (h->child[i] != child)
            h->child[kept++] = h->child[i];
    home_count(m, id, -1);
    h->children = (uint8_t)kept;
    home_count_in(m, id);
}

static bool leaves_after(struct model *m, struct home *h)
{
    const struct parameters *p = &m->rules->p;
    double u = uniform(m, DRAW_HOME_LEAVES, h->number, h->stays, 0);
    if (h->found && h->kind == HOME_KIND_ORDINARY) {
        h->found = false;
        return uniform(m, DRAW_MUNICIPAL_JOINS, h->number, 0, 0) >= p->municipal_joins;
    }
    double chance = h->failed_child ? p->leave_after_breakdown[h->kind] *
                                          (h->failed_mismatch ? p->leave_mismatch : 1)
                                    : p->leave_after_stay[h->kind];
    return u < chance;
}

static void rest(struct model *m, uint32_t id, tick length)
{
    m->home[id].rests = true;
    home_clock(m, id, EVENT_RESTED, now(m) + length);
    vacancy_leave(m, id);
}

/* Why a home that only waits to be empty stops. */
static enum HOME_LOSS_category ending(const struct home *h)
{
    return h->orphaned ? HOME_LOSS_SUPPLIER : HOME_LOSS_AGE;
}

/* The last child has left. */
static void emptied(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    bool failed = h->failed_child;
    if (h->stops || h->orphaned || leaves_after(m, h)) {
        home_close(m, id,
                   h->stops || h->orphaned ? ending(h)
                   : failed                ? HOME_LOSS_AFTER_BREAKDOWN
                                           : HOME_LOSS_AFTER_STAY);
        return;
    }
    h->stays++;
    h->failed_child = h->failed_mismatch = false;
    home_set_state(m, id, HOME_STATE_RESTING);
    rest(m, id, failed ? m->rules->rest_after_breakdown : m->rules->rest);
}

/* The last child has left while another is on its way: should that come to nothing, there is room for
 * larger groups than before. */
static void next_on_its_way(struct model *m, uint32_t id)
{
    home_set_state(m, id, HOME_STATE_RESERVED);
    if (!m->home[id].listed)
        return;
    vacancy_update(m, id);
    match_home_with_more_room(m, id, m->home[id].places - 1);
}

void home_freed(struct model *m, uint32_t id, bool breakdown, bool mismatch)
{
    struct home *h = &m->home[id];
    if (h->kind == HOME_KIND_EMERGENCY) {
        emergency_home_freed(m, id);
        return;
    }
    h->failed_child |= breakdown;
    h->failed_mismatch |= h->failed_child && mismatch;
    if (h->children == 0 && h->episode != NO_ENTITY)
        next_on_its_way(m, id);
    else if (h->children == 0)
        emptied(m, id);
    else
        rest(m, id, breakdown ? m->rules->rest_after_breakdown : m->rules->rest);
}

void home_settled(struct model *m, uint32_t id)
{
    if (!m->home[id].kept && vacancy_enter(m, id))
        match_home(m, id);
}

void home_released(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    if (h->children == 0 && (h->stops || h->orphaned)) {
        home_close(m, id, ending(h));
        return;
    }
    if (h->children == 0)
        home_set_state(m, id, HOME_STATE_IDLE);
    if (h->kept) {
        local_released(m, id);
    } else if (h->listed) {
        vacancy_update(m, id);
        home_picks(m, id);
    } else {
        home_settled(m, id);
    }
}

void home_contracts(struct model *m, uint32_t id, int price_permille)
{
    pairs_forget_home(m, id); /* it is no longer listed for others */
    m->home[id].contract_end = now(m) + m->rules->contract;
    m->home[id].price_permille = (uint16_t)price_permille;
}

/* ---- events ---- */

void on_rested(struct model *m, uint32_t id)
{
    m->home[id].rests = false;
    if (m->home[id].state == HOME_STATE_RESTING) {
        new_thresholds(m, &m->home[id]);
        home_becomes_idle(m, id);
    } else {
        home_settled(m, id);
    }
}

void on_idle_leaves(struct model *m, uint32_t id)
{
    home_close(m, id, HOME_LOSS_IDLE);
}

void on_pauses(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    double years =
        m->rules->p.pause_years * exponential(m, DRAW_PAUSE_TIME, h->number, h->stays, h->pauses);
    h->pauses++;
    h->rests = false; /* a rest after an earlier child may still run; the pause is the longer one */
    home_clock(m, id, EVENT_RESTED, TICK_NEVER);
    home_set_state(m, id, HOME_STATE_RESTING);
    home_clock(m, id, EVENT_PAUSE_ENDS, now(m) + ticks_of_years(years));
    vacancy_leave(m, id);
}

void on_pause_ends(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    h->pause = hazard_new(now(m));
    home_becomes_idle(m, id);
}

void on_stops_for_age(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    h->stops = true;
    if (h->state == HOME_STATE_LISTED)
        bid_withdrawn(m, id);
    if (h->children == 0 && h->episode == NO_ENTITY)
        home_close(m, id, HOME_LOSS_AGE);
    else
        vacancy_leave(m, id);
}

void on_listed_leaves(struct model *m, uint32_t id)
{
    bool bidding = m->home[id].bidding;
    bid_withdrawn(m, id);
    home_close(m, id, bidding ? HOME_LOSS_TENDER : HOME_LOSS_LISTED);
}

void on_opens_to_others(struct model *m, uint32_t id)
{
    m->home[id].open_to_others = true;
    m->home[id].opened = now(m);
    vacancy_update(m, id);
    if (m->home[id].listed)
        match_home_to(m, id, FOR_LOWER_NEED);
}

/* ---- a change of rules ---- */

void home_rules_changed(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++) {
        if (!m->state.alive[CLASS_HOME][id])
            continue;
        struct home *h = &m->home[id];
        h->paid = chance_says(m, DRAW_LISTED_PAID, h->number, 0, m->rules->p.availability_paid);
        home_count(m, id, -1);
        home_count_in(m, id);
        idle_refresh(m, id);
        listed_refresh(m, id);
    }
    local_rules_changed(m);
    positions_of_the_month(m);
}
