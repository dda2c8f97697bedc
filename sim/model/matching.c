#include "model/matching.h"

#include "model/area.h"
#include "model/budget.h"
#include "model/index.h"
#include "model/offer.h"
#include "model/search.h"

/* Hard rules: enough free places (or siblings may be split), capability up to a tolerance that
 * grows with waiting, an area that waiting has opened. Then points for fit, nearness and waiting. A
 * home that suits on paper is reserved and the family asked. */

/* ---- what waiting has opened ---- */

static enum reach reach_after(const struct model *m, tick waited)
{
    return waited >= m->rules->all_areas   ? REACH_ALL
           : waited >= m->rules->neighbour ? REACH_NEIGHBOURS
                                           : REACH_OWN;
}

/* May a child in the duty's queue be given an interim home below need? Only from home, and only when
 * six weeks have passed since the decision. */
static bool interim_allowed(const struct model *m, const struct episode *e, tick when)
{
    return !e->interim && !e->in_place && e->decided != TICK_NEVER &&
           when >= e->decided + m->rules->six_weeks && search_at_home(m, e);
}

static vacancy_set vacancies_at(const struct model *m, const struct episode *e, tick when)
{
    const vacancy_set ordinary = 1u << VACANCY_ORDINARY, reinforcible = 1u << VACANCY_REINFORCIBLE,
                      open = 1u << VACANCY_OPEN;
    tick waited = when - e->requested;
    bool one_short = waited >= m->rules->one_short, two_short = waited >= m->rules->two_short;
    switch (e->claim) {
    case CLAIM_ORDINARY:
        return ordinary | reinforcible | open;
    case CLAIM_REINFORCED:
        return reinforcible | open | (one_short ? ordinary : 0);
    case CLAIM_SHORT:
        return (one_short ? reinforcible : 0) | (two_short ? ordinary : 0);
    case CLAIM_DUTY:
        return (m->rules->p.duty_vacancy_trigger > 0 ? VACANCIES_SPECIALISED : 0) |
               (interim_allowed(m, e, when) ? reinforcible : 0);
    default:
        return 0;
    }
}

struct terms terms_at(const struct model *m, const struct episode *e, tick when)
{
    tick waited = when - e->requested;
    return (struct terms){.vacancies = vacancies_at(m, e, when),
                          .areas = areas_within(e->area, reach_after(m, waited), e->exchange),
                          .split = e->split && waited >= m->rules->split};
}

/* May lower need have an idle specialised home here? Not while a child waits for one in the duty's
 * queue of its area. */
static bool open_to_lower(const struct model *m, int area)
{
    return !(m->rules->p.duty_vacancy_trigger > 0) || m->country->duty_waiting[area] == 0;
}

void plan_widening(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    const struct rules *r = m->rules;
    tick next = TICK_NEVER;
    const tick moments[] = {e->requested + r->neighbour, e->requested + r->all_areas,
                            e->requested + r->one_short, e->requested + r->two_short,
                            e->requested + r->split,     e->decided + r->six_weeks};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        if (moments[i] > now(m) && moments[i] < next)
            next = moments[i];
    episode_clock(m, id, EVENT_WIDENS, next);
}

/* ---- the pair ---- */

static int capability_of(enum vacancy vacancy)
{
    return vacancy >= VACANCY_SPECIALISED    ? NEED_SPECIALISED
           : vacancy == VACANCY_REINFORCIBLE ? NEED_REINFORCED
                                             : NEED_ORDINARY;
}

static int bands_apart(int a, int b)
{
    return a > b ? a - b : b - a;
}

static double band_factor(const struct model *m, int apart)
{
    const struct parameters *p = &m->rules->p;
    return apart == 0 ? 1 : apart == 1 ? p->band_factor : p->two_band_factor;
}

double pair_chance(const struct model *m, const struct episode *e, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    bool specialised = h->kind == HOME_KIND_SPECIALISED && e->assessed == NEED_SPECIALISED;
    double chance = p->pair_acceptance * (h->area == e->area ? 1 : p->other_area_factor) *
                    band_factor(m, bands_apart(h->band, e->band)) *
                    (specialised ? p->specialised_factor : 1);
    return chance < 1 ? chance : 1;
}

double paper_chance(const struct model *m, double chance)
{
    double paper = chance / m->rules->p.family_yes;
    return paper < 1 ? paper : 1;
}

/* Points in thousandths for how well a kind of vacancy fits a kind of wait: all of them when
 * capability and band are right, half less per level short, a quarter less per level above and per
 * band apart. */
static int64_t fit_points(const struct model *m, const struct episode *e, enum vacancy vacancy,
                          int band)
{
    int capability = capability_of(vacancy), quarters = 4;
    int need = e->assessed;
    quarters -= capability < need ? 2 * (need - capability) : capability - need;
    quarters -= bands_apart(band, e->band);
    return quarters > 0 ? (int64_t)(m->rules->p.score_fit * 250) * quarters : 0;
}

static int64_t wait_points(const struct model *m, const struct episode *e)
{
    const tick month = TICKS_PER_YEAR / 12;
    return (int64_t)(m->rules->p.score_month * 1000) * (now(m) - e->requested) / month;
}

static int64_t near_points(const struct model *m, bool own_town, bool own_area)
{
    return (int64_t)(m->rules->p.score_municipality * 1000) * own_town +
           (int64_t)(m->rules->p.score_area * 1000) * own_area;
}

int64_t home_points(const struct model *m, const struct episode *e, const struct home *h)
{
    return fit_points(m, e, VACANCY_SPECIALISED, h->band) +
           near_points(m, h->municipality == e->municipality, h->area == e->area);
}

bool pair_suits(struct model *m, struct episode *e, struct home *h)
{
    m->country->looked_at++;
    if (pair_asked(m, e, h))
        return false;
    double chance = pair_chance(m, e, h);
    if (!(chance > 0))
        return false;
    const struct child *first = &m->child[e->member[0]];
    pair_remember(m, e, h);
    return uniform(m, DRAW_PAPER, first->number, first->waits, e->asked++) <
           paper_chance(m, chance);
}

/* ---- candidates, best first: a heap of the heads of the lists they stand in ---- */

struct candidate {
    int64_t points;
    tick since;
    uint64_t number;
    uint32_t id;
    uint8_t vacancy, band;
    bool town; /* stands in a municipality's list */
};

enum { CANDIDATES_MOST = 512 };

struct candidates {
    struct candidate heap[CANDIDATES_MOST];
    int n;
};

static bool better(const struct candidate *a, const struct candidate *b)
{
    if (a->points != b->points)
        return a->points > b->points;
    if (a->since != b->since)
        return a->since < b->since;
    return a->number < b->number;
}

static void sink(struct candidates *c, int at)
{
    struct candidate moving = c->heap[at];
    for (int child = 2 * at + 1; child < c->n; child = 2 * at + 1) {
        if (child + 1 < c->n && better(&c->heap[child + 1], &c->heap[child]))
            child++;
        if (!better(&c->heap[child], &moving))
            break;
        c->heap[at] = c->heap[child];
        at = child;
    }
    c->heap[at] = moving;
}

static void add_candidate(struct candidates *c, struct candidate candidate)
{
    if (c->n < CANDIDATES_MOST)
        c->heap[c->n++] = candidate;
}

static void order_candidates(struct candidates *c)
{
    for (int at = c->n / 2; at-- > 0;)
        sink(c, at);
}

/* Replaces the best by the next of its list, or drops it. */
static void advance(struct candidates *c, bool more, struct candidate next)
{
    c->heap[0] = more ? next : c->heap[--c->n];
    if (c->n > 0)
        sink(c, 0);
}

/* ---- an episode asks vacancies ---- */

/* What an episode looks for: all that it may have, or only what waiting has just opened. */
struct request {
    const struct episode *episode;
    struct terms may;    /* have now */
    struct terms before; /* could have and has asked already; nothing on a full search */
};

/* First home from `id` on that has room for the group and is not met in the municipality's list too. */
static uint32_t fitting_home(const struct model *m, const struct request *r, uint32_t id, bool town)
{
    const struct episode *e = r->episode;
    int needed = r->may.split ? 1 : e->members;
    for (; id != NO_ENTITY;
         id = town ? m->home[id].municipality_link.next : m->home[id].area_link.next) {
        const struct home *h = &m->home[id];
        bool twice = !town && h->municipality == e->municipality;
        if (!twice && h->places - h->children >= needed)
            return id;
    }
    return NO_ENTITY;
}

static struct candidate home_candidate(const struct model *m, const struct episode *e, uint32_t id,
                                       enum vacancy vacancy, int band, bool town)
{
    const struct home *h = &m->home[id];
    int64_t points = fit_points(m, e, vacancy, band) + near_points(m, town, h->area == e->area);
    return (struct candidate){points,           h->vacant_since, h->number, id,
                              (uint8_t)vacancy, (uint8_t)band,   town};
}

static void add_home_list(struct model *m, const struct request *r, struct candidates *c,
                          const struct list *list, enum vacancy vacancy, int band, bool town)
{
    uint32_t id = fitting_home(m, r, list->first, town);
    if (id != NO_ENTITY)
        add_candidate(c, home_candidate(m, r->episode, id, vacancy, band, town));
}

/* Is this kind of vacancy in this area new to the episode? */
static bool is_new(const struct request *r, int vacancy, int area)
{
    bool may = (r->may.vacancies >> vacancy & 1) && area_in(r->may.areas, area);
    bool could = (r->before.vacancies >> vacancy & 1) && area_in(r->before.areas, area);
    return may && (!could || r->may.split != r->before.split);
}

static void collect_homes(struct model *m, const struct request *r, struct candidates *c)
{
    const struct episode *e = r->episode;
    const struct country *k = m->country;
    c->n = 0;
    for (int v = 0; v < N_VACANCY; v++) {
        if (!(r->may.vacancies >> v & 1))
            continue;
        for (int band = 0; band < N_BANDS; band++) {
            if (!(band_factor(m, bands_apart(band, e->band)) > 0))
                continue;
            if (is_new(r, v, e->area))
                add_home_list(m, r, c, &k->town_vacancy[e->municipality][v][band],
                              (enum vacancy)v, band, true);
            for (int a = 0; a < N_AREA; a++)
                for (int f = 0; is_new(r, v, a) && f < N_FREE; f++)
                    add_home_list(m, r, c, &k->vacancy[a][v][band][f], (enum vacancy)v, band,
                                  false);
        }
    }
    order_candidates(c);
}

/* Kept for want of another child or of money? */
static bool home_withheld(const struct model *m, const struct episode *e, const struct home *h,
                          enum vacancy vacancy)
{
    if (e->assessed < NEED_SPECIALISED)
        return vacancy == VACANCY_OPEN && !open_to_lower(m, h->area);
    return vacancy >= VACANCY_SPECIALISED && !budget_open_for(m, e, h);
}

static void ask_homes(struct model *m, uint32_t id, const struct request *r)
{
    const struct episode *e = r->episode;
    struct candidates c;
    m->country->searches++;
    collect_homes(m, r, &c);
    while (c.n > 0) {
        struct candidate best = c.heap[0];
        struct home *h = &m->home[best.id];
        enum vacancy vacancy = (enum vacancy)best.vacancy;
        if (!home_withheld(m, e, h, vacancy) && pair_suits(m, &m->episode[id], h)) {
            offer_make(m, id, best.id);
            return;
        }
        uint32_t after = best.town ? h->municipality_link.next : h->area_link.next;
        uint32_t next = fitting_home(m, r, after, best.town);
        advance(&c, next != NO_ENTITY,
                next == NO_ENTITY ? best
                                  : home_candidate(m, e, next, vacancy, best.band, best.town));
    }
}

void match_episode_among(struct model *m, uint32_t id, vacancy_set among)
{
    const struct episode *e = &m->episode[id];
    struct request r = {.episode = e, .may = terms_at(m, e, now(m))};
    r.may.vacancies = among;
    if (among != 0 && e->stage == STAGE_OPEN)
        ask_homes(m, id, &r);
}

void match_episode(struct model *m, uint32_t id)
{
    match_episode_among(m, id, vacancies_at(m, &m->episode[id], now(m)));
}

/* Everything that the episode could have before has been asked, by it or by the home as it became
 * vacant; so only what has just opened needs to be looked at. */
void on_widens(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    plan_widening(m, id);
    if (e->stage != STAGE_OPEN)
        return;
    struct request r = {.episode = e,
                        .may = terms_at(m, e, now(m)),
                        .before = terms_at(m, e, now(m) - 1)};
    ask_homes(m, id, &r);
}

/* ---- a home asks waiting children ---- */

/* May the episode have this home by waiting time, area, room and the duty's rules? */
static bool may_have(const struct model *m, const struct episode *e, const struct home *h,
                     enum vacancy vacancy)
{
    struct terms may = terms_at(m, e, now(m));
    return (may.vacancies >> vacancy & 1) && area_in(may.areas, h->area) &&
           h->places - h->children >= (may.split ? 1 : e->members) &&
           !home_withheld(m, e, h, vacancy);
}

static struct candidate episode_candidate(const struct model *m, const struct home *h, uint32_t id,
                                          enum vacancy vacancy, bool town)
{
    const struct episode *e = &m->episode[id];
    bool first = e->claim == CLAIM_DUTY && vacancy >= VACANCY_SPECIALISED;
    /* a specialised home takes the duty's queue by its order, before all others */
    int64_t points = first ? INT64_MAX
                           : fit_points(m, e, vacancy, h->band) + wait_points(m, e) +
                                 near_points(m, town, h->area == e->area);
    return (struct candidate){points,           e->requested,   e->number, id,
                              (uint8_t)vacancy, e->listed_band, town};
}

/* First episode from `id` on that may have the home and is not met in the municipality's list too.
 */
static uint32_t fitting_episode(const struct model *m, const struct home *h, enum vacancy vacancy,
                                uint32_t id, bool town)
{
    for (; id != NO_ENTITY;
         id = town ? m->episode[id].municipality_link.next : m->episode[id].area_link.next) {
        const struct episode *e = &m->episode[id];
        bool twice = !town && e->municipality == h->municipality;
        if (!twice && may_have(m, e, h, vacancy))
            return id;
    }
    return NO_ENTITY;
}

static void add_episode_list(struct model *m, const struct home *h, enum vacancy vacancy,
                             struct candidates *c, const struct list *list, bool town)
{
    uint32_t id = fitting_episode(m, h, vacancy, list->first, town);
    if (id != NO_ENTITY)
        add_candidate(c, episode_candidate(m, h, id, vacancy, town));
}

static bool claim_may_have(int claim, enum vacancy vacancy)
{
    return vacancy == VACANCY_SPECIALISED ? claim == CLAIM_DUTY
           : vacancy == VACANCY_OPEN      ? claim != CLAIM_SHORT && claim != CLAIM_INSTITUTION
                                          : claim != CLAIM_INSTITUTION;
}

static void collect_episodes(struct model *m, const struct home *h, enum vacancy vacancy,
                             struct candidates *c)
{
    const struct country *k = m->country;
    c->n = 0;
    for (int claim = 0; claim < N_CLAIM; claim++) {
        if (!claim_may_have(claim, vacancy))
            continue;
        for (int band = 0; band < N_BANDS; band++) {
            if (!(band_factor(m, bands_apart(band, h->band)) > 0))
                continue;
            add_episode_list(m, h, vacancy, c, &k->town_waiting[h->municipality][claim][band],
                             true);
            for (int a = 0; a < N_AREA; a++)
                for (int n = 0; n < GROUP_MOST; n++)
                    add_episode_list(m, h, vacancy, c, &k->waiting[a][claim][band][n], false);
        }
    }
    order_candidates(c);
}

void match_home(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    struct candidates c;
    if (!h->listed)
        return;
    enum vacancy vacancy = (enum vacancy)h->listed_vacancy;
    m->country->searches++;
    collect_episodes(m, h, vacancy, &c);
    while (c.n > 0) {
        struct candidate best = c.heap[0];
        if (pair_suits(m, &m->episode[best.id], h)) {
            offer_make(m, best.id, id);
            return;
        }
        const struct episode *e = &m->episode[best.id];
        uint32_t after = best.town ? e->municipality_link.next : e->area_link.next;
        uint32_t next = fitting_episode(m, h, vacancy, after, best.town);
        advance(&c, next != NO_ENTITY,
                next == NO_ENTITY ? best : episode_candidate(m, h, next, vacancy, best.town));
    }
}
