#include "model/waiting.h"

#include "model/budget.h"
#include "model/institution.h"
#include "model/matching.h"
#include "model/tell.h"

#include <string.h>

/* The order is that of kinds.def: decision, documentation, institution, target group, offer,
 * budget, meetings, procurement, and then what the vacancies lack: capability anywhere, the area,
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

static void add_area(uint8_t *restrict within, const struct by_kinds *restrict area)
{
    for (int kinds = 0; kinds < N_VACANCY_SETS; kinds++)
        within[kinds] |= area->bits[kinds];
}

/* As of the day's beginning, for every reach of every area and every set of kinds of vacancies. */
static void sum_vacancies(struct model *m)
{
    struct country *c = m->country;
    struct by_kinds area[N_AREA];
    for (int a = 0; a < N_AREA; a++)
        area[a] = vacant_in_area(c, a);
    memset(c->vacant_within, 0, sizeof c->vacant_within);
    for (int a = 0; a < N_AREA; a++)
        for (int reach = 0; reach < N_REACH; reach++)
            for (int exchange = 0; exchange < 2; exchange++) {
                area_set areas = areas_within(a, (enum reach)reach, exchange);
                for (int b = 0; b < N_AREA; b++)
                    if (area_in(areas, b))
                        add_area(c->vacant_within[a][reach][exchange], &area[b]);
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

static enum REASON_category vacancy_reason(const struct model *m, const struct episode *e)
{
    vacancy_set kinds =
        vacancies_at(m, e, now(m)) | (e->claim >= CLAIM_SHORT ? VACANCIES_SPECIALISED : 0);
    enum reach reach = reach_after(m, now(m) - e->requested);
    vacancy_bits near = m->country->vacant_within[e->area][reach][e->exchange][kinds];
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
    if (not_offered(m, id, e) && !e->tendering)
        return REASON_NOT_OFFERED;
    if (specialised && !budget_open(m, e->claim == CLAIM_DUTY))
        return REASON_BUDGET;
    return e->tendering ? REASON_TENDER : vacancy_reason(m, e);
}

static enum REASON_category reason_of(const struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    if (!e->decision_made)
        return REASON_BOARD;
    if (!e->documentation_made)
        return REASON_KIN_SEARCH;
    return e->stage == STAGE_OPEN ? open_reason(m, id, e) : REASON_MEETINGS;
}

void reason_changes(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    enum REASON_category reason = reason_of(m, id);
    if (reason == e->reason)
        return; /* what has gone by is charged when it changes */
    reason_charge(m, id);
    e->reason = (uint8_t)reason;
}

void reasons_of_the_day(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    sum_vacancies(m);
    for (uint32_t id = 0; id < used; id++) {
        const struct episode *e = &m->episode[id];
        if (m->state.alive[CLASS_EPISODE][id] && e->stage == STAGE_OPEN && e->queued)
            reason_changes(m, id);
    }
}

void reasons_charge_all(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    for (uint32_t id = 0; id < used; id++)
        if (m->state.alive[CLASS_EPISODE][id])
            reason_charge(m, id);
}
