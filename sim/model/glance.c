#include "model/glance.h"

#include "model/local.h"
#include "model/matching.h"
#include "model/pair.h"

/* Waiting children stand in lists by area, claim, age band and size of the group (index.h). What
 * they must fulfil is worked out once for the lists of a claim in an area; how much of a child's
 * threshold is used up, once for all lists of a band. The best of those who suit gets the home. */

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
    unsigned larger; /* lists of groups for which it has not places enough */
    int had;         /* so many were free when it looked before; 0: it has not */
    int left;        /* so many more suitable children are gathered */
    bool specialised;
    enum audience audience;
    struct use use;
};

static bool is_meant(const struct glance *g, const struct episode *e)
{
    return g->audience < FOR_ITS_OWN || is_own_child(e, g->home) == (g->audience == FOR_ITS_OWN);
}

/* Was there room for it when the home looked before? */
static bool had_room(const struct model *m, const struct glance *g, const struct episode *e)
{
    return g->had >= (may_be_split(m, e, now(m)) ? 1 : e->members);
}

/* The waiting children of one list who have asked by `latest`, the longest waiting first. terms:
 * those of each of them, or NULL if there are none; use: of those of other need than specialised, and
 * of those. */
static void judge_waiting(struct model *m, struct glance *g, uint32_t first, tick latest,
                          const double use[2], const struct list_terms *terms)
{
    struct episode *rows = m->episode;
    uint64_t looked_at = 0;
    int left = g->left;
    for (uint32_t at = first, next; at != NO_ENTITY && left > 0; at = next) {
        const struct episode *e = &rows[at];
        next = e->area_link.next;
        if (e->requested > latest)
            break;
        if (terms && (!is_meant(g, e) || !each_may(m, e, g->home, terms) || had_room(m, g, e)))
            continue;
        looked_at++;
        left -= pair_uses(m, at, g->id, use[e->assessed == NEED_SPECIALISED]);
    }
    m->country->looked_at += looked_at;
    g->left = left;
}

/* Lists of groups that are larger than a home's room: bits as waiting_bits. */
static unsigned larger_than(int room)
{
    unsigned of_band = (1u << GROUP_MOST) - (1u << (room < GROUP_MOST ? room : GROUP_MOST)),
             all = 0;
    for (int band = 0; band < N_BANDS; band++)
        all |= of_band << band * GROUP_MOST;
    return all;
}

/* Lists of a claim in an area that may hold a child who may cross over, if it must, and a group that
 * has room or may be split. */
static unsigned lists_of(const struct model *m, const struct glance *g, int from, int claim,
                         bool exchange)
{
    const struct country *c = m->country;
    unsigned lists = exchange ? c->exchange_bits[from][claim] : c->waiting_bits[from][claim];
    return lists & (~g->larger | c->split_bits[from][claim]);
}

static void look_at_claim(struct model *m, struct glance *g, int from, int claim)
{
    const struct country *c = m->country;
    const struct home *h = g->home;
    struct list_terms terms;
    if (c->waiting_bits[from][claim] == 0 ||
        !terms_of_list(m, claim, from, h->listed_vacancy, h->area, &terms))
        return;
    const tick *since = &c->waiting_since[from][claim][0][0], latest = now(m) - terms.waited;
    const tick if_split = now(m) - later(terms.waited, m->rules->split);
    const struct list *list = &c->waiting[from][claim][0][0];
    bool same = from == h->area;
    bool ask =
        terms.exchange || terms.interim || terms.moving || g->had > 0 || g->audience >= FOR_ITS_OWN;
    unsigned bits = lists_of(m, g, from, claim, terms.exchange);
    for (; bits && g->left > 0; bits &= bits - 1) {
        int i = __builtin_ctz(bits);
        bool larger = g->larger >> i & 1;
        tick by = larger ? if_split : latest;
        if (since[i] > by)
            continue;
        const double *of_band = g->use.of_band[same][i / GROUP_MOST];
        const double use[] = {of_band[0], of_band[g->specialised]};
        if (use[0] > 0 || use[1] > 0)
            judge_waiting(m, g, list[i].first, by, use, ask || larger ? &terms : NULL);
    }
}

/* The highest need that may have it first. */
static void look_at_area(struct model *m, struct glance *g, int from)
{
    for (int claim = N_CLAIM; claim-- > 0;)
        if (!(g->audience == FOR_LOWER_NEED && claim == CLAIM_DUTY))
            look_at_claim(m, g, from, claim);
}

static void look_at_waiting(struct model *m, uint32_t id, enum audience audience, int had)
{
    const struct home *h = &m->home[id];
    struct glance g = {.id = id,
                       .home = h,
                       .larger = larger_than(h->places - h->children),
                       .had = had,
                       .left = (int)m->rules->p.shortlist,
                       .specialised = h->kind == HOME_KIND_SPECIALISED,
                       .audience = audience,
                       .use = uses_from(m->rules, h->band)};
    int own = h->area, areas = audience == FOR_ITS_OWN ? 1 : N_AREA;
    m->country->searches++;
    for (int away = 0; away < areas && g.left > 0; away++)
        look_at_area(m, &g, (own + away) % N_AREA);
}

void match_home_to(struct model *m, uint32_t id, enum audience audience)
{
    if (m->resuming)
        return;
    look_at_waiting(m, id, audience, 0);
    home_picks(m, id);
}

void match_home(struct model *m, uint32_t id)
{
    match_home_to(m, id, FOR_ALL);
}

void match_home_with_more_room(struct model *m, uint32_t id, int had)
{
    look_at_waiting(m, id, FOR_ALL, had);
}
