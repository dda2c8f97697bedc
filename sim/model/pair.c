#include "model/pair.h"

#include <stddef.h>

#define EPISODE_LINK offsetof(struct pair, episode_link)
#define HOME_LINK    offsetof(struct pair, home_link)

static double new_threshold(struct model *m, struct episode *e)
{
    const struct child *first = &m->child[e->member[0]];
    return exponential(m, DRAW_PAPER, first->number, e->wait, e->suited++);
}

void pairs_begin(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->pairs = (struct list){NO_ENTITY, NO_ENTITY};
    e->unsuited_left = new_threshold(m, e);
}

static uint32_t pair_new(struct model *m, uint32_t episode, uint32_t home)
{
    uint32_t id = entity_new(&m->state, CLASS_PAIR, 0);
    m->pair[id] = (struct pair){.episode = episode, .home = home};
    list_append(&m->episode[episode].pairs, m->pair, sizeof *m->pair, EPISODE_LINK, id);
    list_append(&m->home[home].pairs, m->pair, sizeof *m->pair, HOME_LINK, id);
    return id;
}

/* One that was refused before stays refused, and one that is kept is not kept again: a family judged
 * while it stood on the list may be judged anew as a vacant home that waiting opens to the child. */
void pair_keep(struct model *m, uint32_t episode, uint32_t home)
{
    if (pair_find(m, episode, home) == NO_ENTITY)
        pair_new(m, episode, home);
}

void pair_suits(struct model *m, uint32_t episode, uint32_t home)
{
    m->episode[episode].unsuited_left = new_threshold(m, &m->episode[episode]);
    pair_keep(m, episode, home);
}

uint32_t pairs_judge(struct model *m, uint32_t episode, uint32_t n, double uses)
{
    struct episode *e = &m->episode[episode];
    if (pairs_unsuited(e, n, uses))
        return 0;
    uint32_t place = (uint32_t)(e->unsuited_left / uses) + 1;
    e->unsuited_left = new_threshold(m, e);
    return place < n ? place : n;
}

struct use uses_from(const struct rules *r, int band)
{
    struct use use;
    for (int same = 0; same < 2; same++)
        for (int other = 0; other < N_BANDS; other++)
            for (int specialised = 0; specialised < 2; specialised++)
                use.of_band[same][other][specialised] =
                    r->uses[same][bands_apart(band, other)][specialised];
    return use;
}

static void pair_forget(struct model *m, uint32_t id)
{
    const struct pair *p = &m->pair[id];
    list_remove(&m->episode[p->episode].pairs, m->pair, sizeof *p, EPISODE_LINK, id);
    list_remove(&m->home[p->home].pairs, m->pair, sizeof *p, HOME_LINK, id);
    entity_free(&m->state, CLASS_PAIR, id);
}

void pair_refused(struct model *m, uint32_t episode, uint32_t home)
{
    uint32_t id = pair_find(m, episode, home);
    m->pair[id == NO_ENTITY ? pair_new(m, episode, home) : id].refused = true;
}

static void forget_of_episode(struct model *m, uint32_t episode, bool refused_too)
{
    for (uint32_t id = m->episode[episode].pairs.first, next; id != NO_ENTITY; id = next) {
        next = m->pair[id].episode_link.next;
        if (refused_too || !m->pair[id].refused)
            pair_forget(m, id);
    }
}

static void forget_of_home(struct model *m, uint32_t home, bool refused_too)
{
    for (uint32_t id = m->home[home].pairs.first, next; id != NO_ENTITY; id = next) {
        next = m->pair[id].home_link.next;
        if (refused_too || !m->pair[id].refused)
            pair_forget(m, id);
    }
}

void pairs_forget_episode(struct model *m, uint32_t episode)
{
    forget_of_episode(m, episode, false);
}

void pairs_forget_home(struct model *m, uint32_t home)
{
    forget_of_home(m, home, false);
}

void pairs_end_episode(struct model *m, uint32_t episode)
{
    forget_of_episode(m, episode, true);
}

void pairs_end_home(struct model *m, uint32_t home)
{
    forget_of_home(m, home, true);
}

uint32_t pair_find(const struct model *m, uint32_t episode, uint32_t home)
{
    uint32_t id = m->episode[episode].pairs.first;
    while (id != NO_ENTITY && m->pair[id].home != home)
        id = m->pair[id].episode_link.next;
    return id;
}

/* ---- points ---- */

/* Points for fit: all of them when capability and band are right, half less per level short, a
 * quarter less per level above and per band apart. */
static int64_t fit_points(const struct model *m, int need, int capability, int bands)
{
    int quarters = 4 - bands;
    quarters -= capability < need ? 2 * (need - capability) : capability - need;
    return quarters > 0 ? (int64_t)(m->rules->p.score_fit * 250) * quarters : 0;
}

int64_t pair_points(const struct model *m, const struct episode *e, const struct home *h)
{
    const struct parameters *p = &m->rules->p;
    int capability = h->kind == HOME_KIND_SPECIALISED ? NEED_SPECIALISED
                     : h->reinforcible                ? NEED_REINFORCED
                                                      : NEED_ORDINARY;
    return fit_points(m, e->assessed, capability, bands_apart(h->band, e->band)) +
           (int64_t)(p->score_municipality * 1000) * (h->municipality == e->municipality) +
           (int64_t)(p->score_area * 1000) * (h->area == e->area);
}
