#include "model/waiting.h"

#include "model/budget.h"
#include "model/institution_reason.h"
#include "model/matching.h"
#include "model/staff.h"
#include "model/tell.h"

#include <string.h>

/* The order is that of kinds.def: decision, documentation, institution, target group, offer,
 * budget, staff, meetings, procurement, and then what the vacancies lack: capability anywhere, the area,
 * room for the siblings, the age; if a home fits in all that, it has declined or was found unfit.
 */

void reason_charge(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    tick waited = (now(m) - e->reason_since) * e->members;
    e->reason_since = now(m);
    if (!e->queued || waited == 0)
        return;
    tell_members_with(m, id, STORY_WAITED, e->reason, waited / e->members);
    observe_add(&m->observer, MEASURE_WAITING_TIME, e->reason, waited);
    observe_add(&m->observer, MEASURE_WAITING_TIME_AREA, CELL2(AREA, e->area, REASON, e->reason),
                waited);
}

/* ---- what the vacancies lack ---- */

/* Which vacancies there are: bit band * N_FREE + free for each. */
typedef unsigned vacancy_bits;

/* Which vacancies there are in an area for every set of kinds, as eight bits each. */
struct by_kinds {
    uint8_t bits[N_VACANCY_SETS];
};

static struct by_kinds vacant_in_area(const struct country *c, int area)
{
    struct by_kinds sum = {{0}};
    for (int v = 0; v < N_VACANCY; v++)
        for (int kinds = 0; kinds < 1 << v; kinds++)
            sum.bits[kinds | 1 << v] = sum.bits[kinds] | c->vacant_bits[area][v];
    return sum;
}

/* Of all areas alike, with a mask: a loop over those in the set is three times as long, for its end
 * cannot be foretold. */
static struct by_kinds vacant_in(const struct by_kinds area[N_AREA], area_set areas)
{
    struct by_kinds sum = {{0}};
    for (int a = 0; a < N_AREA; a++) {
        const uint8_t mask = area_in(areas, a) ? 0xff : 0;
        for (int kinds = 0; kinds < N_VACANCY_SETS; kinds++)
            sum.bits[kinds] |= area[a].bits[kinds] & mask;
    }
    return sum;
}

/* As of the day's beginning, for every reach of every area and every set of kinds of vacancies. */
static void sum_vacancies(struct model *m)
{
    struct country *c = m->country;
    struct by_kinds area[N_AREA];
    for (int a = 0; a < N_AREA; a++)
        area[a] = vacant_in_area(c, a);
    for (int a = 0; a < N_AREA; a++)
        for (int reach = 0; reach < N_REACH; reach++)
            for (int exchange = 0; exchange < 2; exchange++) {
                struct by_kinds sum = vacant_in(area, areas_within(a, (enum reach)reach, exchange));
                memcpy(c->vacant_within[a][reach][exchange], &sum, sizeof sum);
            }
}

/* Both numbers of free places in one band; more than one free place in any band. */
#define BAND_BITS(band) (3u << (band)*N_FREE)
#define ROOM_BITS       (0xffu / 3 << FREE_MORE)

static vacancy_bits with_room(const struct episode *e, bool split, vacancy_bits bits)
{
    return e->members == 1 || split ? bits : bits & ROOM_BITS;
}

/* The child's own band and those beside it. */
static vacancy_bits for_age(const struct episode *e, vacancy_bits bits)
{
    return bits &
           (BAND_BITS(e->band) | BAND_BITS(e->band) << N_FREE | BAND_BITS(e->band) >> N_FREE);
}

static enum REASON_category no_vacancy_near(const struct model *m, vacancy_set kinds, int area)
{
    return m->country->vacant_within[area][REACH_ALL][true][kinds] == 0 ? REASON_NO_CAPABLE_HOME
                                                                        : REASON_NONE_IN_AREA;
}

/* Kinds of vacancies that count for it now. */
static vacancy_set kinds_for(const struct model *m, const struct episode *e)
{
    return vacancies_at(m, e, now(m)) | (e->claim >= CLAIM_SHORT ? VACANCIES_SPECIALISED : 0);
}

/* The vacancies in its reach now. */
static const uint8_t *vacancies_near(const struct model *m, const struct episode *e,
                                     vacancy_set kinds)
{
    enum reach reach = reach_after(m, now(m) - e->requested);
    return &m->country->vacant_within[e->area][reach][e->exchange][kinds];
}

static enum REASON_category vacancy_reason(const struct model *m, const struct episode *e)
{
    vacancy_set kinds = kinds_for(m, e);
    vacancy_bits near = *vacancies_near(m, e, kinds);
    if (near == 0)
        return no_vacancy_near(m, kinds, e->area);
    vacancy_bits room = with_room(e, may_be_split(m, e, now(m)), near);
    enum REASON_category fits = for_age(e, room) == 0 ? REASON_AGE : REASON_DECLINED;
    return room == 0 ? REASON_SIBLINGS : fits;
}

/* ---- the order ---- */

static bool not_offered(const struct model *m, uint32_t id, const struct episode *e)
{
    bool by_vacancy = e->claim == CLAIM_DUTY && m->rules->p.duty_vacancy_trigger > 0;
    return e->claim >= CLAIM_SHORT && !by_vacancy &&
           clock_get(&m->state, CLASS_EPISODE, id, EVENT_OFFER_REVIEWED) == TICK_NEVER;
}

static enum REASON_category open_reason(const struct model *m, uint32_t id, const struct episode *e)
{
    if (e->claim == CLAIM_INSTITUTION)
        return institution_reason(m, &m->child[e->member[0]]);
    if (e->gate_refused)
        return REASON_NOT_TARGET_GROUP;
    bool specialised = e->claim >= CLAIM_SHORT;
    if (not_offered(m, id, e) && !e->tendering && !waits_for_staff(e))
        return REASON_NOT_OFFERED;
    if (specialised && !budget_open(m, e->claim == CLAIM_DUTY))
        return REASON_BUDGET;
    if (waits_for_staff(e))
        return REASON_STAFF;
    return e->tendering ? REASON_TENDER : vacancy_reason(m, e);
}

static enum REASON_category reason_of(const struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    if (!e->decision_made)
        return REASON_BOARD;
    if (!e->documentation_made)
        return REASON_KIN_SEARCH;
    if (e->stage == STAGE_OPEN)
        return open_reason(m, id, e);
    return waits_for_staff(e) ? REASON_STAFF : REASON_MEETINGS;
}

/* ---- how long a reason lasts ---- */

/* When waiting next makes more acceptable to a request that is not the duty's. */
static tick next_widening(const struct model *m, const struct episode *e)
{
    const struct rules *r = m->rules;
    const tick after[] = {r->neighbour, r->all_areas, r->one_short, r->two_short, r->split};
    tick next = TICK_NEVER;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (e->requested + after[i] > now(m) && e->requested + after[i] < next)
            next = e->requested + after[i];
    return next;
}

static bool looks_for_home(const struct episode *e)
{
    return e->stage == STAGE_OPEN && e->queued;
}

/* No vacancies: of no kind at all, which there never are. */
static const struct foreseen for_good = {.until = TICK_NEVER};

/* For whom nothing but vacancies is lacking. */
static struct foreseen foresee_vacancies(const struct model *m, const struct episode *e)
{
    const uint8_t *all = &m->country->vacant_within[0][0][0][0];
    const uint8_t *near = vacancies_near(m, e, kinds_for(m, e));
    if (*near == 0)
        return (struct foreseen){.until = now(m)}; /* what there is elsewhere counts too */
    return (struct foreseen){next_widening(m, e), (uint16_t)(near - all), *near};
}

/* How long the reason of a child outside the duty's queue holds: what is known of vacancies, money
 * and waiting spares looking at it every day. Anything else that changes it says so by
 * reason_changes or reason_doubtful. */
static struct foreseen foresee(const struct model *m, const struct episode *e)
{
    const struct foreseen today = {.until = now(m)};
    if (!looks_for_home(e))
        return for_good;
    if (e->claim > CLAIM_SHORT || waits_for_staff(e))
        return today;
    if (e->reason == REASON_NOT_TARGET_GROUP || e->reason == REASON_NOT_OFFERED)
        return for_good;
    if (e->claim == CLAIM_SHORT && budget_open(m, false) != m->country->budget_seen_open)
        return today;
    bool fixed = e->reason == REASON_BUDGET || e->reason == REASON_TENDER;
    return fixed ? for_good : foresee_vacancies(m, e);
}

void reason_changes(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    enum REASON_category reason = reason_of(m, id);
    if (reason != e->reason) {
        reason_charge(m, id); /* what has gone by is charged when it changes */
        e->reason = (uint8_t)reason;
    }
    m->foreseen[id] = foresee(m, e);
}

void reason_doubtful(struct model *m, uint32_t id)
{
    if (looks_for_home(&m->episode[id]))
        m->foreseen[id].until = now(m);
}

void reasons_doubtful(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++)
        reason_doubtful(m, id);
}

/* A reason that may have become another since it was foreseen. Who looks for no home is left alone
 * until it is said to: by waiting_list, reason_changes or a new entity in the row. */
static void look_at_reason(struct model *m, uint32_t id)
{
    if (m->state.alive[CLASS_EPISODE][id] && looks_for_home(&m->episode[id]))
        reason_changes(m, id);
    else
        m->foreseen[id] = for_good;
}

/* Nobody's reason has become another than was foreseen. */
static void check_foreseen(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        const struct episode *e = &m->episode[id];
        if (m->state.alive[CLASS_EPISODE][id] && looks_for_home(e) && reason_of(m, id) != e->reason)
            state_fail(&m->state, "the reason for waiting of episode %llu has changed unseen",
                       (unsigned long long)e->number);
    }
}

/* Some days of every year, another day each year; every day where every event is checked. */
static bool is_checked_today(const struct model *m)
{
    return m->check_each_event || now(m) / TICKS_PER_DAY % 97 == 0;
}

/* The first from `id` on whose reason may have become another; `used` if none has. */
static uint32_t next_doubtful(const struct model *m, uint32_t id, uint32_t used)
{
    const uint8_t *vacant = &m->country->vacant_within[0][0][0][0];
    const struct foreseen *rows = m->foreseen;
    const tick today = now(m);
    while (id < used && rows[id].until > today && vacant[rows[id].vacancies] == rows[id].bits)
        id++;
    return id;
}

void reasons_of_the_day(struct model *m)
{
    const uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    const bool open = budget_open(m, false);
    sum_vacancies(m);
    if (open != m->country->budget_seen_open)
        reasons_doubtful(m);
    m->country->budget_seen_open = open;
    for (uint32_t id = next_doubtful(m, 0, used); id < used; id = next_doubtful(m, id + 1, used))
        look_at_reason(m, id);
    if (is_checked_today(m))
        check_foreseen(m);
}

void reasons_charge_all(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    for (uint32_t id = 0; id < used; id++)
        if (m->state.alive[CLASS_EPISODE][id])
            reason_charge(m, id);
}
