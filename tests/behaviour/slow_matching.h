/* Matching once more, the slow way: what a critic would write from section 4.5 of the model's
 * description, looking at every child and every home each time. It uses the dates and facts in the
 * state and the parameters in force, and none of the model's lists, sums or decisions. */
#ifndef PLASSFLYT_TESTS_SLOW_MATCHING_H
#define PLASSFLYT_TESTS_SLOW_MATCHING_H

#include "model/model.h"

#include <math.h>
#include <stdlib.h>

/* ---- hard rules ---- */

static inline tick days(double n)
{
    return (tick)(n * (double)TICKS_PER_DAY + 0.5);
}

static inline bool slow_neighbours(int a, int b)
{
    static const int pair[][2] = {{AREA_NORD, AREA_MIDT}, {AREA_MIDT, AREA_VEST},
                                  {AREA_MIDT, AREA_OST},  {AREA_VEST, AREA_SOR},
                                  {AREA_SOR, AREA_OST},   {AREA_OST, AREA_OSLO}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if ((pair[i][0] == a && pair[i][1] == b) || (pair[i][0] == b && pair[i][1] == a))
            return true;
    return false;
}

/* Own area; neighbours after so long; all after longer; Oslo and the others only by purchase. */
static inline bool slow_area(const struct model *m, const struct episode *e, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    tick waited = now(m) - e->requested;
    if (h->area == e->area)
        return true;
    if ((h->area == AREA_OSLO || e->area == AREA_OSLO) && !e->exchange)
        return false;
    return waited >= days(p->all_areas_after_days) ||
           (waited >= days(p->neighbour_after_days) && slow_neighbours(e->area, h->area));
}

static inline enum vacancy slow_kind(const struct home *h)
{
    if (h->kind == HOME_KIND_SPECIALISED)
        return h->open_to_others ? VACANCY_OPEN : VACANCY_SPECIALISED;
    return h->reinforcible ? VACANCY_REINFORCIBLE : VACANCY_ORDINARY;
}

static inline bool slow_at_home(const struct model *m, const struct episode *e)
{
    bool any = false;
    for (int i = 0; i < e->members; i++)
        any |= m->child[e->member[i]].place == PLACE_AT_HOME;
    return any;
}

/* Below need for the time being: from home only, once, six weeks after the decision. */
static inline bool slow_interim(const struct model *m, const struct episode *e)
{
    return !e->interim && !e->in_place && slow_at_home(m, e) && e->decided != TICK_NEVER &&
           now(m) - e->decided >= days(42);
}

/* Is a home of this kind capable enough, with the tolerance that waiting has brought? */
static inline bool slow_capable(const struct model *m, const struct episode *e,
                                const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    tick waited = now(m) - e->requested;
    bool one = waited >= days(p->one_short_after_days),
         two = waited >= days(p->two_short_after_days);
    bool trigger = p->duty_vacancy_trigger > 0;
    enum vacancy kind = slow_kind(h);
    switch (e->claim) {
    case CLAIM_ORDINARY:
        return kind != VACANCY_SPECIALISED;
    case CLAIM_REINFORCED:
        return kind == VACANCY_REINFORCIBLE || kind == VACANCY_OPEN ||
               (kind == VACANCY_ORDINARY && one);
    case CLAIM_DUTY:
        if (trigger)
            return h->kind == HOME_KIND_SPECIALISED ||
                   (kind == VACANCY_REINFORCIBLE && slow_interim(m, e));
        if (e->in_place)
            return false;
        __attribute__((fallthrough));
    case CLAIM_SHORT:
        return (kind == VACANCY_REINFORCIBLE && one) || (kind == VACANCY_ORDINARY && two);
    default:
        return false;
    }
}

/* Room for all siblings, or for some where the group may be split. */
static inline bool slow_room(const struct model *m, const struct episode *e, const struct home *h)
{
    int room = h->places - h->children;
    bool split = e->split && now(m) - e->requested >= days(m->rules->p.split_after_days);
    return room >= e->members || (split && room >= 1);
}

static inline bool slow_rules(const struct model *m, const struct episode *e, const struct home *h)
{
    return slow_capable(m, e, h) && slow_area(m, e, h) && slow_room(m, e, h);
}

/* ---- suitable on paper ---- */

/* How much of the threshold of suitability a pair uses up. */
static inline double slow_use(const struct model *m, const struct episode *e, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    int apart = abs((int)h->band - (int)e->band);
    double chance = p->pair_acceptance;
    chance *= h->area == e->area ? 1 : p->other_area_factor;
    chance *= apart == 0 ? 1 : apart == 1 ? p->band_factor : p->two_band_factor;
    if (h->kind == HOME_KIND_SPECIALISED && e->assessed == NEED_SPECIALISED)
        chance *= p->specialised_factor;
    double paper = fmin(fmin(chance, 1) / p->family_yes, 1 - 0x1p-40);
    return -log1p(-paper);
}

/* The n-th threshold of a wait, from the address of its draw. */
static inline double slow_threshold(const struct model *m, const struct episode *e, uint32_t n)
{
    uint64_t child = m->child[e->member[0]].number;
    return draw_exponential(m->key, (struct draw_address){child, e->wait, n, DRAW_PAPER});
}

/* ---- choice ---- */

/* Thousandths of points of a home for a child. */
static inline int64_t slow_points(const struct model *m, const struct episode *e,
                                  const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    int capability = h->kind == HOME_KIND_SPECIALISED ? 2 : h->reinforcible ? 1 : 0;
    int need = e->assessed, apart = abs((int)h->band - (int)e->band);
    /* half less per level short, a quarter less per level above and per band apart */
    double fit = 1 - 0.25 * apart -
                 (capability < need ? 0.5 * (need - capability) : 0.25 * (capability - need));
    double points = p->score_fit * fmax(fit, 0);
    points += h->municipality == e->municipality ? p->score_municipality : 0;
    points += h->area == e->area ? p->score_area : 0;
    return llround(points * 1000);
}

/* Is a home kept from this child: for a child of the duty's queue in its area? */
static inline bool slow_kept(const struct model *m, const struct episode *e, const struct home *h)
{
    if (h->kind != HOME_KIND_SPECIALISED || e->assessed >= NEED_SPECIALISED ||
        !(m->rules->p.duty_vacancy_trigger > 0))
        return false;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        const struct episode *other = &m->episode[id];
        if (m->state.alive[CLASS_EPISODE][id] && other->claim == CLAIM_DUTY &&
            other->stage >= STAGE_OPEN && other->area == h->area)
            return true;
    }
    return false;
}

/* The home that a child is to leave under notice is not its next. */
static inline bool slow_lives_there(const struct model *m, const struct episode *e,
                                    const struct home *h)
{
    for (int i = 0; i < e->members; i++)
        if (m->child[e->member[i]].home == (uint32_t)(h - m->home))
            return true;
    return false;
}

#endif
