/* Matching children who wait and homes that are vacant.
 *
 * One side looks at the other: a child whose wait begins or widens at the vacancies, a home that
 * becomes vacant at the waiting children. Pairs that suit on paper are kept (pair.h); the best of
 * them by score gets the offer. No redraw, no look-ahead, no swap.
 */
#ifndef PLASSFLYT_MODEL_MATCHING_H
#define PLASSFLYT_MODEL_MATCHING_H

#include "model/area.h"
#include "model/model.h"

/* Bit set of enum vacancy. */
typedef unsigned vacancy_set;

#define VACANCIES_SPECIALISED (1u << VACANCY_SPECIALISED | 1u << VACANCY_OPEN)

/* What an episode may have at a moment, by its claim and how long it has waited (without offers at
 * discretion): kinds of vacancies, areas, and whether siblings may be placed apart. */
struct terms {
    vacancy_set vacancies;
    area_set areas;
    bool split;
};

/* How far a wait of this length has widened the search. */
static inline enum reach reach_after(const struct model *m, tick waited)
{
    enum reach beside = waited >= m->rules->neighbour ? REACH_NEIGHBOURS : REACH_OWN;
    return waited >= m->rules->all_areas ? REACH_ALL : beside;
}

/* The parts of the terms. By claim and whether need one and two levels above the home is accepted.
 */
extern const uint8_t vacancies_of_claim[N_CLAIM][2][2];
vacancy_set vacancies_of_duty(const struct model *m, const struct episode *e, tick when);

static inline vacancy_set vacancies_at(const struct model *m, const struct episode *e, tick when)
{
    bool duty = e->claim == CLAIM_DUTY;
    if (duty && (m->rules->p.duty_vacancy_trigger > 0 || e->in_place))
        return vacancies_of_duty(m, e, when);
    tick waited = when - e->requested;
    return vacancies_of_claim[duty ? CLAIM_SHORT : e->claim][waited >= m->rules->one_short]
                             [waited >= m->rules->two_short];
}

static inline bool may_be_split(const struct model *m, const struct episode *e, tick when)
{
    return e->split && when - e->requested >= m->rules->split;
}

/* May a child in the duty's queue be given an interim home below need? Only from home, and only
 * when six weeks have passed since the decision. */
bool interim_allowed(const struct model *m, const struct episode *e, tick when);

/* For all of a group, or for one if siblings may be split. */
static inline bool has_room(const struct episode *e, const struct home *h, bool split)
{
    return h->places - h->children >= (split ? 1 : e->members);
}

struct terms terms_at(const struct model *m, const struct episode *e, tick when);

/* An open episode whose claim is new looks at all it may have. While a count is taken over nobody
 * looks at anybody: those who wait and those who stand ready have been there together before, and
 * have not been found to suit. */
void match_anew(struct model *m, uint32_t episode);

/* A sibling has left a waiting group of so many: smaller homes will do. */
void match_smaller_group(struct model *m, uint32_t episode, int members);

/* Bufetat looks, at its discretion, at vacant specialised homes for an open episode. */
void match_at_discretion(struct model *m, uint32_t episode);

/* Suppliers look at their listed families for an episode that is procured for. */
void match_listed_families(struct model *m, uint32_t episode);

/* The best suitable pair gets the offer, if both are free (choosing.c). `also`: kinds of vacancies
 * offered at discretion. */
void episode_picks(struct model *m, uint32_t episode);
void episode_picks_also(struct model *m, uint32_t episode, vacancy_set also);
void home_picks(struct model *m, uint32_t home);

/* Chance that a pair suits on paper and the family says yes. */
double pair_chance(const struct model *m, const struct episode *e, const struct home *h);

/* The same on paper only. */
double paper_chance(const struct rules *rules, double pair_chance);

void on_widens(struct model *m, uint32_t id);

#endif
