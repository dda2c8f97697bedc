#include "model/budget.h"
#include "model/matching.h"
#include "model/offer.h"
#include "model/pair.h"

/* Among those that suit on paper and are free, points for fit, nearness and waiting decide: a child
 * takes the home with most points, then the one longest vacant; a home takes the child with most
 * points, those for waiting included, then the one longest waiting. */

static int64_t wait_points(const struct model *m, const struct episode *e)
{
    const tick month = TICKS_PER_YEAR / 12;
    return (int64_t)(m->rules->p.score_month * 1000) * (now(m) - e->requested) / month;
}

/* Kept for want of money, or for a child in the duty's queue of the home's area? */
static bool home_withheld(const struct model *m, const struct episode *e, const struct home *h)
{
    if (h->kind != HOME_KIND_SPECIALISED)
        return false;
    if (!budget_open_for(m, e, h))
        return true;
    return e->assessed < NEED_SPECIALISED && m->rules->p.duty_vacancy_trigger > 0 &&
           m->country->duty_waiting[h->area] > 0;
}

/* Under notice a child still lives in the home that it is to leave. */
static bool lives_there(const struct model *m, const struct episode *e, const struct home *h)
{
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].home == (uint32_t)(h - m->home))
            return true;
    return false;
}

/* May the two come together now? `also`: kinds of vacancies offered at discretion. */
static bool may_match(const struct model *m, const struct episode *e, const struct home *h,
                      vacancy_set also)
{
    if (e->stage != STAGE_OPEN || h->episode != NO_ENTITY || !(h->listed || h->kept))
        return false;
    struct terms may = terms_at(m, e, now(m));
    bool kind = (may.vacancies | also) >> h->listed_vacancy & 1;
    return kind && area_in(may.areas, h->area) && has_room(e, h, may.split) &&
           !lives_there(m, e, h) && !home_withheld(m, e, h);
}

void episode_picks_also(struct model *m, uint32_t id, vacancy_set also)
{
    const struct episode *e = &m->episode[id];
    const struct home *best = NULL;
    uint32_t chosen = NO_ENTITY;
    int64_t most = 0;
    for (uint32_t p = e->pairs.first; p != NO_ENTITY; p = m->pair[p].episode_link.next) {
        const struct home *h = &m->home[m->pair[p].home];
        if (m->pair[p].refused || !may_match(m, e, h, also))
            continue;
        int64_t points = pair_points(m, e, h);
        bool better = !best || points > most ||
                      (points == most &&
                       (h->vacant_since < best->vacant_since ||
                        (h->vacant_since == best->vacant_since && h->number < best->number)));
        if (better) {
            best = h;
            chosen = m->pair[p].home;
            most = points;
        }
    }
    if (chosen != NO_ENTITY)
        offer_make(m, id, chosen);
}

void episode_picks(struct model *m, uint32_t id)
{
    if (m->episode[id].stage == STAGE_OPEN)
        episode_picks_also(m, id, 0);
}

/* A specialised home takes the duty's queue by its order, before all others. */
static int64_t points_for_home(const struct model *m, const struct episode *e, const struct home *h)
{
    if (e->claim == CLAIM_DUTY && h->kind == HOME_KIND_SPECIALISED)
        return INT64_MAX;
    return pair_points(m, e, h) + wait_points(m, e);
}

void home_picks(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    const struct episode *best = NULL;
    uint32_t chosen = NO_ENTITY;
    int64_t most = 0;
    for (uint32_t p = h->pairs.first; p != NO_ENTITY; p = m->pair[p].home_link.next) {
        const struct episode *e = &m->episode[m->pair[p].episode];
        if (m->pair[p].refused || !may_match(m, e, h, 0))
            continue;
        int64_t points = points_for_home(m, e, h);
        bool better =
            !best || points > most ||
            (points == most && (e->requested < best->requested ||
                                (e->requested == best->requested && e->number < best->number)));
        if (better) {
            best = e;
            chosen = m->pair[p].episode;
            most = points;
        }
    }
    if (chosen != NO_ENTITY)
        offer_make(m, chosen, id);
}
