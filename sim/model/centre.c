#include "model/centre.h"

#include "model/area.h"
#include "model/child.h"
#include "model/emergency.h"
#include "model/matching.h"
#include "model/outcome.h"
#include "model/placement.h"
#include "model/search.h"
#include "model/tell.h"

/* A family waits until a place is offered or bought, or until the municipality gives up. Whether
 * Bufetat would offer a place is settled once for each family; a place that falls vacant is looked
 * at only when the request is next reviewed. After the stay, or when nothing came of it, some
 * children are placed in emergency care with a foster home to follow, the others stay with their
 * parents: the same draw, so that the same child is placed in both cases where a centre makes no
 * difference. */

static void family_clock(struct model *m, uint32_t id, enum event_type type, tick when)
{
    clock_set(&m->state, CLASS_FAMILY, id, (unsigned)type, when);
}

static bool waits(const struct family *f)
{
    return f->state <= FAMILY_BOUGHT_FOR;
}

void centre_count(struct model *m, uint32_t id, int sign)
{
    const struct family *f = &m->family[id];
    if (waits(f)) {
        observe_level(&m->observer, now(m), MEASURE_CENTRE_QUEUE, f->area, sign);
        outcome_time(m, f->child, OUTCOME_WAITED_CENTRE, sign);
    }
    for (int b = 0; b < N_CENTRE_BREACH; b++)
        if (f->breach >> b & 1)
            observe_level(&m->observer, now(m), MEASURE_CENTRE_BREACHES_OPEN,
                          CELL2(CENTRE_BREACH, b, AREA, f->area), sign);
}

/* ---- vacant places ---- */

static bool has_place(const struct model *m, int area)
{
    return (double)m->country->in_centres[area] + 0.5 <= m->rules->p.centre_places[area];
}

/* The nearest area with a vacant place among those that the wait has opened, or -1. */
static int area_with_place(const struct model *m, const struct family *f)
{
    enum reach widest = reach_after(m, now(m) - f->requested);
    for (int reach = REACH_OWN; reach <= (int)widest; reach++) {
        area_set set = areas_within(f->area, (enum reach)reach, false);
        for (int a = 0; a < N_AREA; a++)
            if (area_in(set, a) && has_place(m, a))
                return a;
    }
    return -1;
}

static bool offered(const struct model *m, const struct family *f)
{
    const struct parameters *p = &m->rules->p;
    return p->centre_duty_no_discretion > 0 ||
           uniform(m, DRAW_CENTRE_OFFERED, f->number, 0, 0) < p->centre_offer_chance[f->area];
}

/* ---- deadlines ---- */

static void plan_due(struct model *m, uint32_t id)
{
    const struct family *f = &m->family[id];
    tick legal = f->due[CENTRE_BREACH_LEGAL], shadow = f->due[CENTRE_BREACH_SHADOW];
    tick next = legal < shadow ? legal : shadow;
    family_clock(m, id, EVENT_CENTRE_DUE, next == TICK_NEVER ? next : not_before_now(m, next));
}

static void start_legal_deadline(struct model *m, struct family *f)
{
    tick start = m->country->centre_duty_start;
    if (start != TICK_NEVER)
        f->due[CENTRE_BREACH_LEGAL] = (f->requested > start ? f->requested : start) +
                                      ticks_of_days(m->rules->p.centre_deadline_days);
}

void on_centre_due(struct model *m, uint32_t id)
{
    struct family *f = &m->family[id];
    centre_count(m, id, -1);
    for (int b = 0; b < N_CENTRE_BREACH; b++) {
        if (f->due[b] > now(m))
            continue;
        f->due[b] = TICK_NEVER;
        f->breach |= (uint8_t)(1u << b);
        observe_add(&m->observer, MEASURE_CENTRE_BREACHES, CELL2(CENTRE_BREACH, b, AREA, f->area),
                    1);
        tell(m, f->child, STORY_CENTRE_BREACH_LEGAL + b);
    }
    centre_count(m, id, 1);
    plan_due(m, id);
}

/* ---- moving in and out ---- */

/* The family no longer waits: nothing that was planned for its wait will happen. */
static void stop_waiting(struct model *m, uint32_t id)
{
    struct family *f = &m->family[id];
    for (int b = 0; b < N_CENTRE_BREACH; b++)
        f->due[b] = TICK_NEVER;
    f->breach = 0;
    plan_due(m, id);
    family_clock(m, id, EVENT_CENTRE_REVIEWED, TICK_NEVER);
    family_clock(m, id, EVENT_CENTRE_GIVEN_UP, TICK_NEVER);
    family_clock(m, id, EVENT_CENTRE_BOUGHT, TICK_NEVER);
}

static void move_in(struct model *m, uint32_t id, enum family_state state)
{
    struct family *f = &m->family[id];
    centre_count(m, id, -1);
    stop_waiting(m, id);
    f->state = (uint8_t)state;
    centre_count(m, id, 1);
    place_in_centre(m, f->child, state == FAMILY_IN_BOUGHT ? PLACE_CENTRE_BOUGHT : PLACE_CENTRE);
    double u = uniform(m, DRAW_CENTRE_STAY, f->number, 0, 0);
    family_clock(m, id, EVENT_CENTRE_STAY_ENDS,
                 now(m) +
                     ticks_of_days(m->rules->p.centre_days * quantile_at(m->rules->approval, u)));
}

/* True if a place was vacant: the family has moved in. */
static bool takes_vacant_place(struct model *m, uint32_t id)
{
    struct family *f = &m->family[id];
    int area = area_with_place(m, f);
    if (area < 0)
        return false;
    if (f->state == FAMILY_BOUGHT_FOR)
        m->country->bought_centres--; /* the purchase is given up */
    m->country->in_centres[area]++;
    f->lives_in = (uint8_t)area;
    move_in(m, id, FAMILY_IN_CENTRE);
    return true;
}

/* Of those who may have it, the family that has waited longest takes a vacant place. */
static void vacancies_to_the_queue(struct model *m)
{
    if (!(m->rules->p.centre_duty_no_discretion > 0))
        return;
    for (bool moved = true; moved;) {
        moved = false;
        uint32_t used = m->state.header->pool[CLASS_FAMILY].used, first = NO_ENTITY;
        for (uint32_t id = 0; id < used; id++) {
            const struct family *f = &m->family[id];
            if (!m->state.alive[CLASS_FAMILY][id] || !waits(f) || area_with_place(m, f) < 0)
                continue;
            const struct family *b = first == NO_ENTITY ? f : &m->family[first];
            if (first == NO_ENTITY || f->requested < b->requested ||
                (f->requested == b->requested && f->number < b->number))
                first = id;
        }
        if (first != NO_ENTITY)
            moved = takes_vacant_place(m, first);
    }
}

/* Placed in emergency care, where the search for a foster home begins; counted among the acute
 * placements by coercive decision in the share of others that come to emergency homes. */
static void place_acutely(struct model *m, uint32_t child)
{
    const struct child *c = &m->child[child];
    if (uniform(m, DRAW_COERCIVE, c->number, c->stays, 0) < m->rules->p.coercive[PATH_ACUTE_HOME])
        observe_add(&m->observer, MEASURE_COERCIVE, PATH_CENTRE, 1);
    emergency_place(m, child, LEAVING_PLANNED);
    search_opens(m, &child, 1, SEARCH_AFTER_ACUTE);
}

/* The family leaves the model's centres: the child is placed or stays with its parents. */
static void conclude(struct model *m, uint32_t id, bool stayed, double placed_share)
{
    struct family f = m->family[id];
    bool placed = uniform(m, DRAW_CENTRE_ONWARD, f.number, 0, 0) < placed_share;
    int end = (stayed ? CENTRE_END_HOME : CENTRE_END_HOME_WITHOUT) + placed;
    observe_add(&m->observer, MEASURE_CENTRE_ENDS, CELL2(AREA, f.area, CENTRE_END, end), 1);
    centre_count(m, id, -1);
    if (f.state == FAMILY_IN_CENTRE)
        m->country->in_centres[f.lives_in]--;
    else if (f.state != FAMILY_WAITS)
        m->country->bought_centres--;
    entity_free(&m->state, CLASS_FAMILY, id);
    if (placed)
        place_acutely(m, f.child);
    else
        leave_care(m, f.child, stayed ? DEPARTURE_TOGETHER : DEPARTURE_WITHDRAWN, LEAVING_PLANNED);
    vacancies_to_the_queue(m);
}

void on_centre_stay_ends(struct model *m, uint32_t id)
{
    tell(m, m->family[id].child, STORY_CENTRE_STAY_OVER);
    conclude(m, id, true, m->rules->p.centre_onward);
}

void on_centre_given_up(struct model *m, uint32_t id)
{
    tell(m, m->family[id].child, STORY_CENTRE_GIVEN_UP);
    conclude(m, id, false, m->rules->p.centre_refused_onward);
}

/* ---- waiting ---- */

/* Must Bufetat buy, and is there anything to buy? */
static bool buys(const struct parameters *p)
{
    return p->centre_duty_sourcing > 0 && p->centre_market_places >= 1;
}

/* Under the duty to buy: begins, once Bufetat has looked among its own, if there is a place to buy.
 */
static void try_purchase(struct model *m, uint32_t id)
{
    struct family *f = &m->family[id];
    const struct parameters *p = &m->rules->p;
    bool searched = now(m) >= f->requested + m->rules->own_search;
    if (!buys(p) || f->state != FAMILY_WAITS || !searched ||
        (double)m->country->bought_centres + 1 > p->centre_market_places)
        return;
    m->country->bought_centres++;
    f->state = FAMILY_BOUGHT_FOR;
    tell(m, f->child, STORY_CENTRE_SOUGHT);
    double u = uniform(m, DRAW_CENTRE_PURCHASE, f->number, f->purchases++, 0);
    family_clock(
        m, id, EVENT_CENTRE_BOUGHT,
        now(m) + ticks_of_days(p->centre_purchase_days * quantile_at(m->rules->procurement, u)));
}

void on_centre_bought(struct model *m, uint32_t id)
{
    move_in(m, id, FAMILY_IN_BOUGHT);
}

/* A place that is to be bought is looked for as soon as Bufetat has looked among its own. */
static void plan_review(struct model *m, uint32_t id)
{
    const struct family *f = &m->family[id];
    tick next = now(m) + ticks_of_days(m->rules->p.centre_review_days);
    tick purchase = f->requested + m->rules->own_search;
    if (buys(&m->rules->p) && purchase > now(m) && purchase < next)
        next = purchase;
    family_clock(m, id, EVENT_CENTRE_REVIEWED, next);
}

static void look_for_place(struct model *m, uint32_t id)
{
    if (offered(m, &m->family[id]) && takes_vacant_place(m, id))
        return;
    try_purchase(m, id);
    plan_review(m, id);
}

void on_centre_reviewed(struct model *m, uint32_t id)
{
    look_for_place(m, id);
}

void centre_request(struct model *m, uint32_t child)
{
    uint64_t number = m->child[child].number;
    uint32_t id = entity_new(&m->state, CLASS_FAMILY, number);
    struct family *f = &m->family[id];
    const struct parameters *p = &m->rules->p;
    *f = (struct family){.number = number,
                         .child = child,
                         .requested = now(m),
                         .due = {TICK_NEVER, now(m) + ticks_of_days(p->centre_deadline_days)},
                         .area = m->child[child].area};
    start_legal_deadline(m, f);
    centre_count(m, id, 1);
    tell(m, child, STORY_CENTRE_ASKED);
    plan_due(m, id);
    if (p->centre_give_up > 0)
        family_clock(m, id, EVENT_CENTRE_GIVEN_UP,
                     now(m) + ticks_of_years(exponential(m, DRAW_CENTRE_GIVE_UP, number, 0, 0) /
                                             p->centre_give_up));
    look_for_place(m, id);
}

/* ---- a change of rules ---- */

/* A law that comes into force starts the clock of those who wait; one that is repealed stops it. */
static void legal_deadlines_change(struct model *m, bool in_force)
{
    m->country->centre_duty_start = in_force ? now(m) : TICK_NEVER;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_FAMILY].used; id++) {
        struct family *f = &m->family[id];
        if (!m->state.alive[CLASS_FAMILY][id] || !waits(f))
            continue;
        centre_count(m, id, -1);
        f->due[CENTRE_BREACH_LEGAL] = TICK_NEVER;
        f->breach &= (uint8_t) ~(1u << CENTRE_BREACH_LEGAL);
        start_legal_deadline(m, f);
        centre_count(m, id, 1);
        plan_due(m, id);
    }
}

/* Is there anything new for those who wait? */
static bool offers_differ(const struct parameters *a, const struct parameters *b)
{
    bool differ = (a->centre_duty_no_discretion > 0) != (b->centre_duty_no_discretion > 0) ||
                  buys(a) != buys(b) ||
                  (buys(b) && a->centre_market_places < b->centre_market_places);
    for (int area = 0; area < N_AREA; area++)
        differ |= a->centre_places[area] < b->centre_places[area] ||
                  a->centre_offer_chance[area] < b->centre_offer_chance[area];
    return differ;
}

void centre_rules_changed(struct model *m, const struct rules *before)
{
    const struct parameters *old = &before->p, *new = &m->rules->p;
    bool deadline = new->centre_duty_deadline > 0;
    if (deadline != (old->centre_duty_deadline > 0))
        legal_deadlines_change(m, deadline);
    if (!offers_differ(old, new))
        return;
    vacancies_to_the_queue(m);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_FAMILY].used; id++)
        if (m->state.alive[CLASS_FAMILY][id] && waits(&m->family[id]))
            family_clock(m, id, EVENT_CENTRE_REVIEWED, now(m));
}
