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

/* Which vacancies there are of tolerated kinds: bit band * N_FREE + free for each. */
typedef unsigned vacancy_bits;

static vacancy_bits vacant_in(const struct model *m, vacancy_set kinds, area_set areas)
{
    vacancy_bits bits = 0;
    for (int a = 0; a < N_AREA; a++) {
        if (!area_in(areas, a))
            continue;
        for (int v = 0; v < N_VACANCY; v++)
            if (kinds >> v & 1)
                bits |= m->country->vacant_bits[a][v];
    }
    return bits;
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
    vacancy_set kinds = may.vacancies;
    if (e->claim >= CLAIM_SHORT)
        kinds |= VACANCIES_SPECIALISED;
    area_set everywhere = (1u << N_AREA) - 1;
    if (vacant_in(m, kinds, everywhere) == 0)
        return REASON_NO_CAPABLE_HOME;
    vacancy_bits near = vacant_in(m, kinds, may.areas);
    if (near == 0)
        return REASON_NONE_IN_AREA;
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

/* Version, as of the day's beginning, of the vacancies that the reason depends on: of all areas if it is
 * that there are none. */
static uint32_t version_seen(const struct model *m, const struct episode *e)
{
    bool everywhere = e->reason == REASON_NO_CAPABLE_HOME || e->reason == REASON_NONE_IN_AREA;
    enum reach reach = everywhere ? REACH_ALL : reach_after(m, now(m) - e->requested);
    return m->country->version_within[e->area][reach][everywhere || e->exchange];
}

static void sum_versions(struct model *m)
{
    struct country *c = m->country;
    for (int a = 0; a < N_AREA; a++)
        for (int reach = 0; reach < N_REACH; reach++)
            for (int exchange = 0; exchange < 2; exchange++) {
                area_set set = areas_within(a, (enum reach)reach, exchange);
                uint32_t sum = set; /* an area more is another version too */
                for (int b = 0; b < N_AREA; b++)
                    sum += area_in(set, b) ? c->vacancies_version[b] << N_AREA : 0;
                c->version_within[a][reach][exchange] = sum;
            }
}

void reason_changes(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    reason_charge(m, id);
    e->reason = (uint8_t)reason_of(m, id);
    e->evaluated = version_seen(m, e);
}

void reasons_of_the_day(struct model *m)
{
    sum_versions(m);
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    for (uint32_t id = 0; id < used; id++) {
        const struct episode *e = &m->episode[id];
        if (m->state.alive[CLASS_EPISODE][id] && e->stage == STAGE_OPEN && e->queued &&
            e->evaluated != version_seen(m, e))
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
