#include "model/matching.h"

#include "model/index.h"
#include "model/local.h"
#include "model/pair.h"
#include "model/search.h"
#include "model/widening.h"

/* Hard rules: enough free places (or siblings may be split), capability up to a tolerance that
 * grows with waiting, an area that waiting has opened. Within them a pair suits on paper or not;
 * among those that suit, points for fit, nearness and waiting decide. */

/* ---- what waiting has opened ---- */

bool interim_allowed(const struct model *m, const struct episode *e, tick when)
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

/* ---- an episode looks at vacancies ---- */

/* What an episode looks at: all that it may have, or only what waiting has just opened. */
struct look {
    uint32_t id;
    struct terms may;    /* have now */
    struct terms before; /* could have and has looked at already; nothing for a new claim */
    struct use use;
    int left;      /* so many more suitable ones are gathered */
    int members;   /* so many they were when it looked before; 0: as many as now */
    bool of_rules; /* the rules have changed just now, and homes may have come and looked since */
};

static struct look look_for(const struct model *m, uint32_t id, struct terms before)
{
    const struct episode *e = &m->episode[id];
    return (struct look){.id = id,
                         .may = terms_at(m, e, now(m)),
                         .before = before,
                         .use = uses_from(m->rules, e->band),
                         .left = (int)m->rules->p.shortlist};
}

static bool may_have(const struct look *l, int vacancy, int area)
{
    return (l->may.vacancies >> vacancy & 1) && area_in(l->may.areas, area);
}

/* Is this kind of vacancy in this area, which the episode may have, new to it? */
static bool is_new(const struct look *l, int vacancy, int area)
{
    return !((l->before.vacancies >> vacancy & 1) && area_in(l->before.areas, area));
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
    if (pairs_unsuited(&m->episode[l->id], n, use))
        return;
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
        before |= l->of_rules && h->vacant_since == now(m);
        if (!before && has_room(e, h, l->may.split))
            l->left -= pair_judge(m, l->id, home, use);
    }
}

/* Vacancies of one kind in an area; `new`: the episode has not looked at them before. */
static void look_at_kind(struct model *m, struct look *l, int area, int vacancy, bool new)
{
    const struct country *c = m->country;
    const struct episode *e = &m->episode[l->id];
    const struct list *list = &c->vacancy[area][vacancy][0][0];
    const uint32_t *n = &c->vacancies[area][vacancy][0][0];
    bool any_fits = e->members == 1 || l->may.split, never_closed = e->closed[area] == -TICK_NEVER;
    bool specialised = vacancy >= VACANCY_SPECIALISED && e->assessed == NEED_SPECIALISED;
    bool same = area == e->area;
    for (unsigned bits = c->listed_bits[area][vacancy]; bits && l->left > 0; bits &= bits - 1) {
        int i = __builtin_ctz(bits);
        double use = l->use.of_band[same][i / N_FREE][specialised];
        if (!(use > 0) || (!any_fits && i % N_FREE == FREE_ONE))
            continue;
        bool all_fit = any_fits || e->members == 2;
        if (new &&all_fit && never_closed && !l->of_rules)
            judge_list(m, l, &list[i], n[i], use);
        else
            judge_unseen(m, l, &list[i], new, use);
    }
}

/* Homes that its own municipality, or an association in its area, keeps ready. */
static void look_at_kept(struct model *m, struct look *l, bool less_room)
{
    const struct episode *e = &m->episode[l->id];
    for (uint32_t home = m->country->kept_in[e->area].first; home != NO_ENTITY && l->left > 0;
         home = m->home[home].area_link.next) {
        const struct home *h = &m->home[home];
        if (!may_have(l, h->listed_vacancy, h->area))
            continue;
        bool new = is_new(l, h->listed_vacancy, h->area);
        bool before = !new && (!less_room || had_room_for_it(e, h, l));
        if (!before && is_own_child(e, h) && has_room(e, h, l->may.split))
            l->left -= pair_judge(m, l->id, home, l->use.of_band[h->area == e->area][h->band][0]);
    }
}

static void look_at_vacancies(struct model *m, struct look *l)
{
    int own = m->episode[l->id].area;
    bool less_room = needs_less_room(&m->episode[l->id], l);
    for (int away = 0; away < N_AREA; away++) {
        int area = (own + away) % N_AREA; /* the own area first */
        if (!area_in(l->may.areas, area))
            continue;
        for (unsigned kinds = l->may.vacancies; kinds; kinds &= kinds - 1) {
            int v = __builtin_ctz(kinds);
            bool new = is_new(l, v, area);
            if (new || less_room)
                look_at_kind(m, l, area, v, new);
        }
    }
    look_at_kept(m, l, less_room);
    m->country->searches++;
}

void match_anew(struct model *m, uint32_t id)
{
    pairs_forget_episode(m, id);
    struct episode *e = &m->episode[id];
    for (int a = 0; a < N_AREA; a++) {
        e->reviewed[a] = m->resuming ? now(m) : -TICK_NEVER;
        e->closed[a] = -TICK_NEVER;
    }
    e->listed_judged = m->resuming ? now(m) : -TICK_NEVER;
    if (m->resuming)
        return;
    struct look l = look_for(m, id, (struct terms){0});
    look_at_vacancies(m, &l);
    episode_picks(m, id);
}

/* Is there more among what it may have than before? Some moments of widening mean nothing to some. */
static bool opens(struct terms before, struct terms may)
{
    return (may.vacancies & ~before.vacancies) || (may.areas & ~before.areas) ||
           may.split != before.split;
}

void on_widens(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    plan_widening(m, id);
    if (e->listed) {
        struct terms before = terms_before(m, e), may = terms_at(m, e, now(m));
        if (opens(before, may) || e->reach_changed) {
            struct look l = look_for(m, id, before);
            l.of_rules = e->reach_changed;
            look_at_vacancies(m, &l);
        }
        episode_picks(m, id);
    }
    e->reach_changed = false;
}

void match_smaller_group(struct model *m, uint32_t id, int members)
{
    struct look l = look_for(m, id, terms_at(m, &m->episode[id], now(m)));
    l.members = members;
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
        bool specialised = e->assessed == NEED_SPECIALISED;
        double use = m->rules->uses[h->area == e->area][bands_apart(h->band, e->band)][specialised];
        bool waits_for_position = h->state == HOME_STATE_LISTED && h->owner == OWNER_PUBLIC;
        if (use > 0 && !waits_for_position)
            pair_judge(m, id, home, use);
        home = before;
    }
}

void match_at_discretion(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    if (m->resuming)
        return;
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
