#include "model/waiting.h"

#include "model/budget.h"
#include "model/matching.h"

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
    observe_add(&m->observer, MEASURE_WAITING_TIME, e->reason, waited);
    observe_add(&m->observer, MEASURE_WAITING_TIME_AREA, CELL2(AREA, e->area, REASON, e->reason),
                waited);
}

/* ---- what the vacancies lack ---- */

/* Which vacancies there are: bit band * N_FREE + free for each. */
typedef unsigned vacancy_bits;

static int highest_kind(unsigned kinds)
{
    int v = N_VACANCY - 1;
    while (!(kinds >> v & 1))
        v--;
    return v;
}

/* As of the day's beginning, for every reach of every area and every set of kinds of vacancies. */
static void sum_vacancies(struct model *m)
{
    struct country *c = m->country;
    for (int a = 0; a < N_AREA; a++)
        for (int reach = 0; reach < N_REACH; reach++)
            for (int exchange = 0; exchange < 2; exchange++) {
                area_set areas = areas_within(a, (enum reach)reach, exchange);
                uint8_t *within = c->vacant_within[a][reach][exchange];
                for (int kinds = 1; kinds < N_VACANCY_SETS; kinds++) {
                    int v = highest_kind((unsigned)kinds);
                    within[kinds] = within[kinds - (1 << v)];
                    for (int b = 0; b < N_AREA; b++)
                        within[kinds] |= area_in(areas, b) ? c->vacant_bits[b][v] : 0;
                }
            }
}

static vacancy_bits with_room(const struct episode *e, bool split, vacancy_bits bits)
{
    if (e->members == 1 || split)
        return bits;
    vacancy_bits room = 0;
    for (int band = 0; band < N_BANDS; band++)
        room |= 1u << (band * N_FREE + FREE_MORE);
    return bits & room;
}

static vacancy_bits for_age(const struct episode *e, vacancy_bits bits)
{
    vacancy_bits age = 0;
    for (int band = 0; band < N_BANDS; band++)
        if (band >= e->band - 1 && band <= e->band + 1)
            age |= 3u << (band * N_FREE);
    return bits & age;
}

static enum REASON_category vacancy_reason(const struct model *m, const struct episode *e)
{
    struct terms may = terms_at(m, e, now(m));
    vacancy_set kinds = may.vacancies | (e->claim >= CLAIM_SHORT ? VACANCIES_SPECIALISED : 0);
    enum reach reach = reach_after(m, now(m) - e->requested);
    vacancy_bits near = m->country->vacant_within[e->area][reach][e->exchange][kinds];
    if (near == 0)
        return m->country->vacant_within[e->area][REACH_ALL][true][kinds] == 0
                   ? REASON_NO_CAPABLE_HOME
                   : REASON_NONE_IN_AREA;
    vacancy_bits room = with_room(e, may.split, near);
    if (room == 0)
        return REASON_SIBLINGS;
    return for_age(e, room) == 0 ? REASON_AGE : REASON_DECLINED;
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
        return REASON_INSTITUTION_FULL;
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
