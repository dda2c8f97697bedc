#include "model/duty.h"

#include "model/budget.h"
#include "model/child.h"
#include "model/index.h"
#include "model/institution.h"
#include "model/matching.h"
#include "model/placement.h"
#include "model/procurement.h"
#include "model/queue.h"
#include "model/search.h"
#include "model/tell.h"
#include "model/waiting.h"
#include "model/widening.h"

/* ---- decisions ---- */

static double drawn(const struct model *m, const struct episode *e, enum draw_purpose purpose,
                    uint32_t index)
{
    const struct child *first = &m->child[e->member[0]];
    return uniform(m, purpose, first->number, first->waits, index);
}

static enum ASK_AGE_category ask_age(const struct model *m, const struct child *c)
{
    int age = child_age(c, now(m));
    return age < 8    ? ASK_AGE_UNDER_8
           : age < 12 ? ASK_AGE_8_11
           : age < 15 ? ASK_AGE_12_14
                      : ASK_AGE_15_17;
}

static double institution_chance(const struct model *m, const struct episode *e)
{
    /* siblings who wait together are not sent to an institution; those of a count who ask for one
     * are counted so */
    return e->members == 1 && !e->in_place && !m->resuming
               ? m->rules->ask_demand *
                     m->rules->p.ask_institution[ask_age(m, &m->child[e->member[0]])]
               : 0;
}

static bool asks_institution(const struct model *m, const struct episode *e)
{
    return drawn(m, e, DRAW_ASKS_INSTITUTION, e->assessments) < institution_chance(m, e);
}

/* True need of the child whose assessed need decides the request. */
static int deciding_need(const struct model *m, const struct episode *e)
{
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].assessed == e->assessed)
            return m->child[e->member[i]].need;
    return e->assessed;
}

static bool any_part(const struct parameters *p)
{
    return p->duty_deadline > 0 || p->duty_no_discretion > 0 || p->duty_vacancy_trigger > 0 ||
           p->duty_sourcing > 0 || p->duty_soft_budget > 0;
}

static bool passes_gate(const struct model *m, const struct episode *e)
{
    return drawn(m, e, DRAW_GATE, 0) < m->rules->p.gate_passed[deciding_need(m, e)];
}

static bool applies_directly(const struct model *m, const struct episode *e)
{
    return m->rules->p.duty_direct_application > 0 &&
           drawn(m, e, DRAW_APPLIES, 0) <
               m->rules->apply_demand * m->rules->p.apply_chance[deciding_need(m, e)];
}

/* Will Bufetat offer this child a vacant specialised home? Settled once per wait. */
static bool offered(const struct model *m, const struct episode *e)
{
    bool always = e->claim == CLAIM_DUTY && m->rules->p.duty_no_discretion > 0;
    return always || drawn(m, e, DRAW_OFFERED, 0) < m->rules->p.offer_chance[e->area];
}

/* ---- routing of a request for specialised care ---- */

/* Asks for a care institution too; true if a place was free and the episode has ended. */
static bool enters_institution(struct model *m, uint32_t id)
{
    uint32_t child = m->episode[id].member[0];
    if (m->child[child].wanted_unit < 0)
        institution_request(m, child, UNIT_KIND_CARE);
    return m->child[child].episode != id;
}

/* Decided anew, and now no institution is asked for. While a count is taken over nothing is decided. */
static void takes_back_request(struct model *m, const struct episode *e)
{
    uint32_t child = e->member[0];
    if (e->routed && e->members == 1 && !m->resuming &&
        m->child[child].wanted_unit == UNIT_KIND_CARE)
        institution_cancel(m, child);
}

/* Sets the claim; true if the municipality asks for an institution (too). */
static bool claim_specialised(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    const struct parameters *p = &m->rules->p;
    bool applied = applies_directly(m, e), passed = applied && passes_gate(m, e);
    e->gate_refused = applied && !passed;
    reason_doubtful(m, id);
    if (passed) {
        e->claim = CLAIM_DUTY;
        return drawn(m, e, DRAW_STILL_INSTITUTION, e->assessments) <
               p->still_asks_institution * institution_chance(m, e);
    }
    if (!asks_institution(m, e)) {
        e->claim = CLAIM_SHORT;
        return false;
    }
    bool considered = !(p->duty_direct_application > 0) && any_part(p) && passes_gate(m, e);
    e->claim = considered ? CLAIM_DUTY : CLAIM_INSTITUTION;
    return true;
}

static void start_legal_deadline(struct model *m, const struct episode *e)
{
    if (e->claim != CLAIM_DUTY || m->country->duty_start == TICK_NEVER)
        return;
    tick from = e->requested > m->country->duty_start ? e->requested : m->country->duty_start;
    for (int i = 0; i < e->members; i++) {
        struct child *c = &m->child[e->member[i]];
        bool open = c->breach >> BREACH_LEGAL & 1;
        if (c->assessed != NEED_SPECIALISED || c->deadline[BREACH_LEGAL] != TICK_NEVER || open)
            continue;
        c->deadline[BREACH_LEGAL] = from + m->rules->duty_deadline;
        tell_with(m, e->member[i], STORY_CLOCK_LEGAL, c->deadline[BREACH_LEGAL]);
    }
}

static void plan_review(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    bool by_vacancy = e->claim == CLAIM_DUTY && m->rules->p.duty_vacancy_trigger > 0;
    bool reviewed = e->claim >= CLAIM_SHORT && !by_vacancy && offered(m, e);
    episode_clock(m, id, EVENT_OFFER_REVIEWED,
                  reviewed ? now(m) + m->rules->offer_review : TICK_NEVER);
    if (reviewed && e->stage == STAGE_OPEN && budget_open(m, e->claim == CLAIM_DUTY))
        match_at_discretion(m, id);
}

static void plan_sourcing(struct model *m, uint32_t id, bool first_time)
{
    struct episode *e = &m->episode[id];
    if (e->claim == CLAIM_DUTY && m->rules->p.duty_sourcing > 0) {
        e->sourcing = true;
        if (!e->tendering)
            procurement_plan(m, id, m->rules->own_search);
    } else if (first_time && drawn(m, e, DRAW_SOURCED, 0) < m->rules->p.source_chance) {
        e->sourcing = true;
        procurement_plan(m, id, 0);
    }
}

/* What is asked for, unless it is what was asked for before. */
static void tell_claim(const struct model *m, uint32_t id, uint8_t before)
{
    const struct episode *e = &m->episode[id];
    if (e->gate_refused)
        tell_members(m, id, STORY_GATE_REFUSED);
    if (!e->routed || e->claim != before)
        tell_members(m, id, STORY_ASKS_SHORT + e->claim - CLAIM_SHORT);
}

static void route_specialised(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    bool first_time = !e->routed;
    if (!(e->routed && e->claim == CLAIM_DUTY)) {
        uint8_t before = e->claim;
        queue_count(m, id, -1);
        bool institution_too = claim_specialised(m, id);
        queue_count(m, id, 1);
        tell_claim(m, id, before);
        if (institution_too && enters_institution(m, id))
            return;
        if (!institution_too)
            takes_back_request(m, e);
    }
    e->routed = true;
    start_legal_deadline(m, e);
    for (int i = 0; i < e->members; i++)
        child_clock(m, e->member[i], EVENT_DEADLINE_PASSES,
                    not_before_now(m, next_deadline(&m->child[e->member[i]])));
    waiting_list(m, id);
    plan_widening(m, id);
    match_anew(m, id);
    plan_review(m, id);
    if (e->stage == STAGE_OPEN)
        plan_sourcing(m, id, first_time);
}

static void route_ordinary(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    queue_count(m, id, -1);
    e->claim = e->assessed == NEED_ORDINARY ? CLAIM_ORDINARY : CLAIM_REINFORCED;
    queue_count(m, id, 1);
    if (e->routed) {
        procurement_cancel(m, id);
        institution_cancel(m, e->member[0]);
        episode_clock(m, id, EVENT_OFFER_REVIEWED, TICK_NEVER);
    }
    e->routed = e->sourcing = false;
    waiting_list(m, id);
    plan_widening(m, id);
    match_anew(m, id);
}

/* Children who need treatment ask for an institution and leave the queue for foster homes. */
static void send_to_treatment(struct model *m, uint32_t id)
{
    uint32_t member[GROUP_MOST];
    int n = m->episode[id].members;
    for (int i = 0; i < n; i++)
        member[i] = m->episode[id].member[i];
    for (int i = 0; i < n; i++) {
        if (m->child[member[i]].assessed != NEED_TREATMENT)
            continue;
        search_drops(m, member[i], WAIT_END_INSTITUTION);
        if (m->child[member[i]].wanted_unit == UNIT_KIND_TREATMENT)
            continue; /* keeps its place in that queue */
        institution_cancel(m, member[i]);
        institution_request(m, member[i], UNIT_KIND_TREATMENT);
    }
}

void duty_routes(struct model *m, uint32_t id)
{
    if (m->episode[id].assessed == NEED_TREATMENT) {
        send_to_treatment(m, id);
        if (!m->state.alive[CLASS_EPISODE][id])
            return;
    }
    m->episode[id].claimed_need = m->episode[id].assessed;
    deadlines_start(m, id);
    if (m->episode[id].assessed == NEED_SPECIALISED)
        route_specialised(m, id);
    else
        route_ordinary(m, id);
}

void on_offer_reviewed(struct model *m, uint32_t id)
{
    episode_clock(m, id, EVENT_OFFER_REVIEWED, now(m) + m->rules->offer_review);
    const struct episode *e = &m->episode[id];
    if (e->stage == STAGE_OPEN && budget_open(m, e->claim == CLAIM_DUTY))
        match_at_discretion(m, id);
}

/* ---- deadlines and breaches ---- */

tick next_deadline(const struct child *c)
{
    tick next = TICK_NEVER;
    for (int b = 0; b < N_BREACH; b++)
        next = c->deadline[b] < next ? c->deadline[b] : next;
    return next;
}

/* Found to need less: no specialised home is owed any more. */
static void specialised_breach_ends(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    const unsigned both = 1u << BREACH_LEGAL | 1u << BREACH_SHADOW;
    c->deadline[BREACH_LEGAL] = c->deadline[BREACH_SHADOW] = TICK_NEVER;
    if (!(c->breach & both))
        return;
    tell(m, id, c->breach >> BREACH_LEGAL & 1 ? STORY_BREACH_OVER : STORY_SHADOW_OVER);
    child_count(m, id, -1);
    c->breach &= (uint8_t)~both;
    child_count(m, id, 1);
}

void deadlines_start(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    for (int i = 0; i < e->members; i++) {
        struct child *c = &m->child[e->member[i]];
        bool specialised = c->assessed == NEED_SPECIALISED;
        enum BREACH_category kind = specialised ? BREACH_SHADOW : BREACH_ORDINARY;
        tick length = specialised ? m->rules->duty_deadline : m->rules->ordinary_deadline;
        if (!specialised)
            specialised_breach_ends(m, e->member[i]);
        if (c->deadline[kind] == TICK_NEVER && !(c->breach >> kind & 1)) {
            c->deadline[kind] = e->requested + length;
            tell_with(m, e->member[i], STORY_CLOCK_LEGAL + kind, c->deadline[kind]);
        }
        child_clock(m, e->member[i], EVENT_DEADLINE_PASSES, not_before_now(m, next_deadline(c)));
    }
}

void on_deadline_passes(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    for (int b = 0; b < N_BREACH; b++) {
        if (c->deadline[b] > now(m))
            continue;
        c->deadline[b] = TICK_NEVER;
        c->breach |= (uint8_t)(1u << b);
        observe_add(&m->observer, MEASURE_BREACHES, CELL2(BREACH, b, AREA, c->area), 1);
        tell(m, id, STORY_BREACH_LEGAL + b);
    }
    child_count(m, id, 1);
    child_clock(m, id, EVENT_DEADLINE_PASSES, next_deadline(c));
}

void breach_ends(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    for (int b = 0; b < N_BREACH; b++)
        c->deadline[b] = TICK_NEVER;
    child_clock(m, id, EVENT_DEADLINE_PASSES, TICK_NEVER);
    if (c->breach == 0)
        return;
    tell(m, id, c->breach == 1u << BREACH_SHADOW ? STORY_SHADOW_OVER : STORY_BREACH_OVER);
    child_count(m, id, -1);
    c->breach = 0;
    child_count(m, id, 1);
}

void breach_met(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    bool waits = c->episode != NO_ENTITY && m->episode[c->episode].queued;
    /* with kin, others are no longer looked for, whatever the home can give */
    bool home = is_foster(c->place) && !waits &&
                (c->capability >= c->assessed || c->place == PLACE_KINSHIP);
    bool unit = course_in_unit(c) > UNIT_KIND_ACUTE;
    bool asks_on = c->episode != NO_ENTITY;    /* from an institution, for a specialised home */
    bool waits_for_unit = c->wanted_unit >= 0; /* then that breach goes on, wherever it lives */
    if (!waits_for_unit && (home || (unit && !asks_on)))
        breach_ends(m, id);
}

static void pick_in_area(struct model *m, int area)
{
    for (int i = 0; i < N_BANDS * N_FREE; i++) {
        uint32_t id = m->country->vacancy[area][VACANCY_OPEN][i / N_FREE][i % N_FREE].first;
        while (id != NO_ENTITY) {
            uint32_t next = m->home[id].area_link.next;
            home_picks(m, id);
            id = next;
        }
    }
}

void duty_of_the_day(struct model *m)
{
    unsigned cleared = m->country->duty_cleared;
    m->country->duty_cleared = 0;
    for (int a = 0; a < N_AREA; a++)
        if ((cleared >> a & 1) &&
            (m->country->duty_waiting[a] == 0 || !(m->rules->p.duty_vacancy_trigger > 0)))
            pick_in_area(m, a);
}

/* ---- children in care institutions ---- */

void application_plan(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    bool may = p->duty_direct_application > 0 && course_in_unit(c) == UNIT_KIND_CARE &&
               c->home_suited && c->assessed == NEED_SPECIALISED && c->episode == NO_ENTITY;
    bool planned = clock_get(&m->state, CLASS_CHILD, id, EVENT_APPLICATION_TAKEN_UP) != TICK_NEVER;
    if (!may || planned || !(p->institution_review_rate > 0))
        return;
    double years =
        exponential(m, DRAW_APPLICATION, c->number, c->stays, 0) / p->institution_review_rate;
    child_clock(m, id, EVENT_APPLICATION_TAKEN_UP, now(m) + ticks_of_years(years));
}

void on_application_taken_up(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    if (c->episode != NO_ENTITY || c->assessed != NEED_SPECIALISED)
        return;
    uint32_t wait = (uint32_t)c->waits + 1; /* the one it would open */
    if (uniform(m, DRAW_APPLIES, c->number, wait, 0) <
            m->rules->apply_demand * p->apply_chance[c->need] &&
        uniform(m, DRAW_GATE, c->number, wait, 0) < p->gate_passed[c->need])
        search_opens(m, &id, 1, SEARCH_APPLICATION);
}

/* ---- a change of rules ---- */

static bool parts_differ(const struct parameters *a, const struct parameters *b)
{
    return (a->duty_direct_application > 0) != (b->duty_direct_application > 0) ||
           (a->duty_no_discretion > 0) != (b->duty_no_discretion > 0) ||
           (a->duty_vacancy_trigger > 0) != (b->duty_vacancy_trigger > 0) ||
           (a->duty_sourcing > 0) != (b->duty_sourcing > 0) ||
           (a->duty_deadline > 0) != (b->duty_deadline > 0) ||
           (a->duty_soft_budget > 0) != (b->duty_soft_budget > 0);
}

static void reroute_waiting(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    for (uint32_t id = 0; id < used; id++) {
        struct episode *e = &m->episode[id];
        bool concerned =
            m->state.alive[CLASS_EPISODE][id] && e->routed && e->assessed == NEED_SPECIALISED;
        if (concerned && e->stage == STAGE_OPEN)
            episode_clock(m, id, EVENT_REROUTED, now(m));
        else if (concerned && e->home != NO_ENTITY)
            e->rules_changed = true;
    }
}

/* Is the request neither in the duty's queue nor brought into it by the new rules? What is in it is
 * looked at anew in any case: other parts of the duty may have changed. */
static bool stays_outside_duty(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    uint8_t before = e->claim;
    claim_specialised(m, id);
    bool outside = e->claim != CLAIM_DUTY && before != CLAIM_DUTY;
    e->claim = before;
    return outside;
}

/* Decided anew under the new rules. A request that they do not concern goes on as if nothing had
 * happened: its pairs are not judged again, and its reason is looked at when the day ends. */
void on_rerouted(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->rules_changed = e->stage != STAGE_OPEN; /* another home has been reserved */
    if (e->rules_changed || e->assessed != NEED_SPECIALISED || stays_outside_duty(m, id))
        return;
    tell_members(m, id, STORY_RULES_CHANGED);
    queue_count(m, id, -1);
    e->claim = CLAIM_SHORT;
    queue_count(m, id, 1);
    duty_routes(m, id);
    if (m->state.alive[CLASS_EPISODE][id])
        reason_changes(m, id);
}

static void plan_applications(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_CHILD].used;
    for (uint32_t id = 0; id < used; id++)
        if (m->state.alive[CLASS_CHILD][id])
            application_plan(m, id);
}

/* The law is repealed: no legal deadline runs any more, and nothing is a breach of it. */
static void legal_deadlines_end(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_CHILD].used;
    for (uint32_t id = 0; id < used; id++) {
        struct child *c = &m->child[id];
        bool open = c->breach >> BREACH_LEGAL & 1;
        if (!m->state.alive[CLASS_CHILD][id] || (!open && c->deadline[BREACH_LEGAL] == TICK_NEVER))
            continue;
        if (open)
            tell(m, id, STORY_BREACH_OVER);
        child_count(m, id, -1);
        c->deadline[BREACH_LEGAL] = TICK_NEVER;
        c->breach &= (uint8_t) ~(1u << BREACH_LEGAL);
        child_count(m, id, 1);
        child_clock(m, id, EVENT_DEADLINE_PASSES, next_deadline(c));
    }
}

void duty_rules_changed(struct model *m, const struct rules *before)
{
    const struct parameters *old = &before->p, *new = &m->rules->p;
    if (!parts_differ(old, new))
        return;
    bool deadline = new->duty_deadline > 0;
    if (deadline != (old->duty_deadline > 0))
        m->country->duty_start = deadline ? now(m) : TICK_NEVER;
    if (!deadline)
        legal_deadlines_end(m);
    if (old->duty_vacancy_trigger > 0 && !(new->duty_vacancy_trigger > 0))
        m->country->duty_cleared = (1u << N_AREA) - 1; /* nothing is kept for the queue any more */
    reroute_waiting(m);
    if (new->duty_direct_application > 0 && !(old->duty_direct_application > 0))
        plan_applications(m);
}
