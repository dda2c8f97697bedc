#include "model/matching.h"

#include "model/index.h"
#include "model/pair.h"
#include "model/search.h"
#include "model/widening.h"

/* Hard rules: enough free places (or siblings may be split), capability up to a tolerance that
 * grows with waiting, an area that waiting has opened. Within them a pair suits on paper or not;
 * among those that suit, points for fit, nearness and waiting decide. */

/* ---- what waiting has opened ---- */

/* May a child in the duty's queue be given an interim home below need? Only from home, and only
 * when six weeks have passed since the decision. */
static bool interim_allowed(const struct model *m, const struct episode *e, tick when)
{
    return !e->interim && !e->in_place && e->decided != TICK_NEVER &&
           when >= e->decided + m->rules->six_weeks && search_at_home(m, e);
}

#define ORDINARY     (1u << VACANCY_ORDINARY)
#define REINFORCIBLE (1u << VACANCY_REINFORCIBLE)
#define OPEN         (1u << VACANCY_OPEN)

/* Whatever the wait; one level short after so long; two levels short after longer. */
#define CLAIM_ROW(always, one, two)                                                                \
    {                                                                                              \
        {(always), (always) | (two)},                                                              \
        {                                                                                          \
            (always) | (one), (always) | (one) | (two)                                             \
        }                                                                                          \
    }

const uint8_t vacancies_of_claim[N_CLAIM][2][2] = {
    [CLAIM_ORDINARY] = CLAIM_ROW(ORDINARY | REINFORCIBLE | OPEN, 0, 0),
    [CLAIM_REINFORCED] = CLAIM_ROW(REINFORCIBLE | OPEN, ORDINARY, 0),
    [CLAIM_SHORT] = CLAIM_ROW(0, REINFORCIBLE, ORDINARY),
};

vacancy_set vacancies_of_duty(const struct model *m, const struct episode *e, tick when)
{
    return (m->rules->p.duty_vacancy_trigger > 0 ? VACANCIES_SPECIALISED : 0) |
           (interim_allowed(m, e, when) ? REINFORCIBLE : 0);
}

struct terms terms_at(const struct model *m, const struct episode *e, tick when)
{
    tick waited = when - e->requested;
    return (struct terms){.vacancies = vacancies_at(m, e, when),
                          .areas = areas_within(e->area, reach_after(m, waited), e->exchange),
                          .split = may_be_split(m, e, when)};
}

/* ---- the pair ---- */

double pair_chance(const struct model *m, const struct episode *e, const struct home *h)
{
    bool specialised = h->kind == HOME_KIND_SPECIALISED && e->assessed == NEED_SPECIALISED;
    return m->rules->chance[h->area == e->area][bands_apart(h->band, e->band)][specialised];
}

double paper_chance(const struct rules *rules, double chance)
{
    double paper = chance / rules->p.family_yes;
    return paper < 1 ? paper : 1;
}

/* How much of the threshold of suitability a pair uses up. */
static double uses(const struct model *m, const struct episode *e, int area, int band,
                   bool specialised_home)
{
    bool specialised = specialised_home && e->assessed == NEED_SPECIALISED;
    return m->rules->uses[area == e->area][bands_apart(band, e->band)][specialised];
}

/* ---- an episode looks at vacancies ---- */

/* What an episode looks at: all that it may have, or only what waiting has just opened. */
struct look {
    uint32_t id;
    struct terms may;    /* have now */
    struct terms before; /* could have and has looked at already; nothing for a new claim */
    int left;            /* so many more suitable ones are gathered */
    int members;         /* so many they were when it looked before; 0: as many as now */
};

/* Is this kind of vacancy in this area new to the episode? */
static bool is_new(const struct look *l, int vacancy, int area)
{
    bool may = (l->may.vacancies >> vacancy & 1) && area_in(l->may.areas, area);
    bool could = (l->before.vacancies >> vacancy & 1) && area_in(l->before.areas, area);
    return may && !could;
}

/* May less room do than when it looked before? */
static bool needs_less_room(const struct episode *e, const struct look *l)
{
    return l->members > 0 || (l->may.split && !l->before.split && e->members > 1);
}

static bool had_room_for_it(const struct episode *e, const struct home *h, const struct look *l)
{
    int together = l->members > 0 ? l->members : e->members;
    return h->places - h->children >= (l->before.split ? 1 : together);
}

/* Judges a whole list at once: only those that suit are walked to. */
static void judge_list(struct model *m, struct look *l, const struct list *list, uint32_t n,
                       double use)
{
    uint32_t home = list->first;
    while (n > 0 && l->left > 0) {
        uint32_t place = pairs_judge(m, l->id, n, use);
        if (place == 0)
            return;
        for (uint32_t i = 1; i < place; i++)
            home = m->home[home].area_link.next;
        m->country->looked_at += place;
        pair_keep(m, l->id, home);
        home = m->home[home].area_link.next;
        n -= place;
        l->left--;
    }
}

/* Was it judged before a policy closed its area, which waiting has now opened again? */
static bool judged_before_closing(const struct model *m, const struct episode *e,
                                  const struct home *h)
{
    tick closed = e->closed[h->area];
    bool opened_since = h->listed_vacancy == VACANCY_OPEN && h->opened >= closed;
    enum vacancy then = opened_since ? VACANCY_SPECIALISED : (enum vacancy)h->listed_vacancy;
    return h->vacant_since < closed && (vacancies_at(m, e, closed - 1) >> then & 1) &&
           has_room(e, h, may_be_split(m, e, closed - 1));
}

/* Judges those homes of a list that are looked at for the first time: the list is new, or they have
 * room now and had not before. */
static void judge_unseen(struct model *m, struct look *l, const struct list *list, bool new,
                         double use)
{
    const struct episode *e = &m->episode[l->id];
    for (uint32_t home = list->first; home != NO_ENTITY && l->left > 0;
         home = m->home[home].area_link.next) {
        const struct home *h = &m->home[home];
        bool before = new ? judged_before_closing(m, e, h) : had_room_for_it(e, h, l);
        if (!before && has_room(e, h, l->may.split))
            l->left -= pair_judge(m, l->id, home, use);
    }
}

static void look_at_list(struct model *m, struct look *l, int area, int vacancy, int band, int free)
{
    const struct episode *e = &m->episode[l->id];
    const struct list *list = &m->country->vacancy[area][vacancy][band][free];
    bool new = is_new(l, vacancy, area);
    double use = uses(m, e, area, band, vacancy >= VACANCY_SPECIALISED);
    if (!(use > 0) || list->first == NO_ENTITY)
        return;
    bool all_fit = e->members == 1 || l->may.split || (e->members == 2 && free == FREE_MORE);
    if (new &&all_fit && e->closed[area] == -TICK_NEVER)
        judge_list(m, l, list, m->country->vacancies[area][vacancy][band][free], use);
    else
        judge_unseen(m, l, list, new, use);
}

static void look_at_vacancies(struct model *m, struct look *l)
{
    int own = m->episode[l->id].area;
    bool less_room = needs_less_room(&m->episode[l->id], l);
    for (int away = 0; away < N_AREA; away++) {
        int area = (own + away) % N_AREA; /* the own area first */
        for (int v = 0; area_in(l->may.areas, area) && v < N_VACANCY; v++) {
            bool open = (l->may.vacancies >> v & 1) && (less_room || is_new(l, v, area));
            unsigned bits = open ? m->country->listed_bits[area][v] : 0;
            for (int i = 0; bits >> i; i++)
                if (bits >> i & 1)
                    look_at_list(m, l, area, v, i / N_FREE, i % N_FREE);
        }
    }
    m->country->searches++;
}

void match_anew(struct model *m, uint32_t id)
{
    pairs_forget_episode(m, id);
    struct look l = {
        .id = id, .may = terms_at(m, &m->episode[id], now(m)), .left = (int)m->rules->p.shortlist};
    struct episode *e = &m->episode[id];
    for (int a = 0; a < N_AREA; a++)
        e->reviewed[a] = e->closed[a] = -TICK_NEVER;
    e->listed_judged = -TICK_NEVER;
    look_at_vacancies(m, &l);
    episode_picks(m, id);
}

void on_widens(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    plan_widening(m, id);
    if (e->listed) {
        struct look l = {.id = id,
                         .may = terms_at(m, e, now(m)),
                         .before = terms_before(m, e),
                         .left = (int)m->rules->p.shortlist};
        look_at_vacancies(m, &l);
        episode_picks(m, id);
    }
    e->reach_changed = false;
}

void match_smaller_group(struct model *m, uint32_t id, int members)
{
    struct terms may = terms_at(m, &m->episode[id], now(m));
    struct look l = {.id = id,
                     .may = may,
                     .before = may,
                     .left = (int)m->rules->p.shortlist,
                     .members = members};
    look_at_vacancies(m, &l);
    episode_picks(m, id);
}

/* Judges the homes of a list that have come onto it after `since`, the newest first. */
static void judge_newer(struct model *m, uint32_t id, const struct list *list, tick since)
{
    const struct episode *e = &m->episode[id];
    uint32_t home = list->last;
    while (home != NO_ENTITY && m->home[home].vacant_since > since) {
        const struct home *h = &m->home[home];
        uint32_t before = h->area_link.previous;
        double use = uses(m, e, h->area, h->band, true);
        bool waits_for_position = h->state == HOME_STATE_LISTED && h->owner == OWNER_PUBLIC;
        if (use > 0 && !waits_for_position)
            pair_judge(m, id, home, use);
        home = before;
    }
}

void match_at_discretion(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    struct terms may = terms_at(m, e, now(m));
    m->country->searches++;
    for (int a = 0; a < N_AREA; a++) {
        if (!area_in(may.areas, a))
            continue;
        for (int v = VACANCY_SPECIALISED; v <= VACANCY_OPEN; v++)
            for (int i = 0; i < N_BANDS * N_FREE; i++)
                judge_newer(m, id, &m->country->vacancy[a][v][i / N_FREE][i % N_FREE],
                            e->reviewed[a]);
        e->reviewed[a] = now(m);
    }
    episode_picks_also(m, id, VACANCIES_SPECIALISED);
}

void match_listed_families(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    for (int away = 0; away < N_AREA; away++)
        judge_newer(m, id, &m->country->listed_in[(e->area + away) % N_AREA], e->listed_judged);
    e->listed_judged = now(m);
}

/* ---- a vacant home looks at waiting children ---- */

/* Some conditions of having a home are alike for a whole list of waiting children. */
struct list_terms {
    tick waited;   /* at least so long since the request */
    bool interim;  /* each must be allowed an interim home */
    bool moving;   /* none may ask from an institution, where it can stay */
    bool exchange; /* each must be allowed to cross between Oslo and Bufetat */
};

static tick later(tick a, tick b)
{
    return a > b ? a : b;
}

/* What children of a claim and area must fulfil to have a vacancy of this kind there; false: none
 * may. */
static bool terms_of_list(const struct model *m, int claim, int from, int vacancy, int area,
                          struct list_terms *terms)
{
    const struct rules *r = m->rules;
    bool by_vacancy = r->p.duty_vacancy_trigger > 0;
    bool duty = claim == CLAIM_DUTY && by_vacancy, specialised = vacancy >= VACANCY_SPECIALISED;
    bool shorter = claim == CLAIM_SHORT || (claim == CLAIM_DUTY && !by_vacancy);
    bool lower = claim == CLAIM_ORDINARY || claim == CLAIM_REINFORCED;
    bool open = lower && vacancy == VACANCY_OPEN;
    if (claim == CLAIM_INSTITUTION || (specialised && !duty && !open) ||
        (duty && vacancy == VACANCY_ORDINARY))
        return false;
    *terms = (struct list_terms){.interim = duty && vacancy == VACANCY_REINFORCIBLE,
                                 .moving = claim == CLAIM_DUTY && !by_vacancy};
    if (claim == CLAIM_REINFORCED && vacancy == VACANCY_ORDINARY)
        terms->waited = r->one_short;
    if (shorter)
        terms->waited = vacancy == VACANCY_ORDINARY ? r->two_short : r->one_short;
    if (area_in(areas_within(from, REACH_OWN, true), area))
        return true;
    bool neighbour = area_in(areas_within(from, REACH_NEIGHBOURS, true), area);
    bool sooner = neighbour && r->neighbour < r->all_areas;
    terms->waited = later(terms->waited, sooner ? r->neighbour : r->all_areas);
    terms->exchange = !area_in(areas_within(from, REACH_ALL, false), area);
    return true;
}

/* Conditions that each child of a list must be asked about. */
static bool each_may(const struct model *m, const struct episode *e, const struct home *h,
                     const struct list_terms *terms)
{
    return has_room(e, h, may_be_split(m, e, now(m))) && (!terms->exchange || e->exchange) &&
           (!terms->interim || interim_allowed(m, e, now(m))) && (!terms->moving || !e->in_place);
}

/* What a home that looks at waiting children keeps at hand. */
struct glance {
    uint32_t id;
    const struct home *home;
    int left; /* so many more suitable children are gathered */
    int had;  /* so many places were free when it looked before; 0: it has not */
    bool lower_only;
};

/* Was there room for it when the home looked before? */
static bool had_room(const struct model *m, const struct glance *g, const struct episode *e)
{
    return g->had >= (may_be_split(m, e, now(m)) ? 1 : e->members);
}

/* The waiting children of one list, groups of so many, the longest waiting first. */
static void judge_waiting(struct model *m, struct glance *g, uint32_t first, int members,
                          const struct list_terms *terms)
{
    const struct home *h = g->home;
    struct episode *rows = m->episode;
    /* alike for all of a list, but where the assessed need of one has changed since its claim */
    bool specialised = h->kind == HOME_KIND_SPECIALISED;
    double use = uses(m, &rows[first], h->area, h->band, specialised);
    bool ask = terms->exchange || terms->interim || terms->moving || g->had > 0 ||
               h->places - h->children < members;
    tick latest = now(m) - terms->waited;
    uint64_t looked_at = 0;
    int left = use > 0 || specialised ? g->left : 0;
    for (uint32_t at = first, next; at != NO_ENTITY && left > 0; at = next) {
        const struct episode *e = &rows[at];
        next = e->area_link.next;
        if (e->requested > latest)
            break;
        if (ask && (!each_may(m, e, h, terms) || had_room(m, g, e)))
            continue;
        looked_at++;
        left -= pair_uses(m, at, g->id, specialised ? uses(m, e, h->area, h->band, true) : use);
    }
    m->country->looked_at += looked_at;
    g->left = use > 0 || specialised ? left : g->left;
}

/* Lists of a claim in an area that may hold a child who waits long enough and may cross over. */
static unsigned lists_of(const struct model *m, int from, int claim, const struct list_terms *terms)
{
    const struct country *c = m->country;
    return terms->exchange ? c->exchange_bits[from][claim] : c->waiting_bits[from][claim];
}

static void look_at_claim(struct model *m, struct glance *g, int from, int claim)
{
    struct country *c = m->country;
    struct list_terms terms;
    if (c->waiting_bits[from][claim] == 0 ||
        !terms_of_list(m, claim, from, g->home->listed_vacancy, g->home->area, &terms))
        return;
    const tick *since = &c->waiting_since[from][claim][0][0], latest = now(m) - terms.waited;
    const struct list *list = &c->waiting[from][claim][0][0];
    for (unsigned bits = lists_of(m, from, claim, &terms); bits; bits &= bits - 1) {
        int i = __builtin_ctz(bits);
        if (since[i] <= latest)
            judge_waiting(m, g, list[i].first, i % GROUP_MOST + 1, &terms);
    }
}

/* The highest need that may have it first. */
static void look_at_area(struct model *m, struct glance *g, int from)
{
    for (int claim = N_CLAIM; claim-- > 0;)
        if (!(g->lower_only && claim == CLAIM_DUTY))
            look_at_claim(m, g, from, claim);
}

static void look_at_waiting(struct model *m, struct glance g)
{
    g.home = &m->home[g.id];
    g.left = (int)m->rules->p.shortlist;
    m->country->searches++;
    for (int away = 0; away < N_AREA; away++)
        look_at_area(m, &g, (g.home->area + away) % N_AREA);
}

void match_home(struct model *m, uint32_t id)
{
    look_at_waiting(m, (struct glance){.id = id});
    home_picks(m, id);
}

void match_home_to_lower_need(struct model *m, uint32_t id)
{
    look_at_waiting(m, (struct glance){.id = id, .lower_only = true});
    home_picks(m, id);
}

void match_home_with_more_room(struct model *m, uint32_t id, int had)
{
    look_at_waiting(m, (struct glance){.id = id, .had = had});
}
