/* Which pairs an event makes a child or a home judge, found by comparing what was there before and
 * after it; and which of them suit, from the addresses of the draws. */
#ifndef PLASSFLYT_TESTS_SLOW_JUDGING_H
#define PLASSFLYT_TESTS_SLOW_JUDGING_H

#include "slow_matching.h"

#include <string.h>

/* ---- what was there before the event ---- */

struct seen_episode {
    bool alive, listed, interim;
    uint64_t number;
    tick searched, reviewed;
    uint32_t wait, home;
    uint16_t assessments;
    uint8_t stage, claim, claimed_need, members;
};

struct seen_home {
    bool alive, listed, open;
    uint64_t number;
    tick vacant_since;
    uint8_t state, room;
};

enum { EPISODES = 2048, HOMES = 2048 };

/* What the slow one knows. A pair is judged once while the home is vacant and the claim the same. */
struct slow {
    struct seen_episode e[EPISODES];
    struct seen_home h[HOMES];
    tick judged[EPISODES][HOMES];       /* when the home had become vacant; TICK_NEVER: not yet */
    bool suitable[EPISODES][HOMES];     /* the model's pairs before the event */
    bool expected[EPISODES][HOMES];     /* … that the event must add */
    double left[EPISODES];              /* of the running threshold */
    uint32_t drawn[EPISODES];           /* thresholds */
    uint64_t refused[EPISODES][HOMES];  /* number of the home that has said no in this wait */
    bool unsure[EPISODES];              /* the order in which pairs were judged is not known */
    uint32_t vacancy[HOMES], vacancies; /* homes that can be judged now */
    unsigned type, class;               /* of the event */
    uint32_t subject, child_episode;    /* … and, of a child, its episode before */
    long long judgements, suiting, by_child, by_home, instants, unsure_events;
};

static inline uint32_t used(const struct model *m, unsigned class)
{
    return m->state.header->pool[class].used;
}

static inline bool is_alive(const struct model *m, unsigned class, uint32_t id)
{
    return m->state.alive[class][id];
}

static inline bool waits(const struct model *m, uint32_t id)
{
    return is_alive(m, CLASS_EPISODE, id) && m->episode[id].stage >= STAGE_OPEN;
}

static inline bool is_vacant(const struct model *m, uint32_t id)
{
    return is_alive(m, CLASS_HOME, id) && m->home[id].kind != HOME_KIND_EMERGENCY &&
           m->home[id].listed;
}

static inline void find_vacancies(struct slow *s, const struct model *m)
{
    s->vacancies = 0;
    for (uint32_t id = 0; id < used(m, CLASS_HOME); id++)
        if (is_vacant(m, id) ||
            (is_alive(m, CLASS_HOME, id) && m->home[id].state == HOME_STATE_LISTED))
            s->vacancy[s->vacancies++] = id;
}

/* ---- what the event has begun ---- */

static inline bool has_begun(const struct slow *s, const struct model *m, uint32_t id)
{
    const struct seen_episode *before = &s->e[id];
    const struct episode *e = &m->episode[id];
    return !before->alive || before->searched != e->searched || before->wait != e->wait;
}

/* A claim that is decided anew looks at everything anew. */
static inline bool claims_anew(const struct slow *s, const struct model *m, uint32_t id)
{
    const struct seen_episode *before = &s->e[id];
    const struct episode *e = &m->episode[id];
    if (!waits(m, id))
        return false;
    bool rerouted = s->class == CLASS_EPISODE && s->type == EVENT_REROUTED && s->subject == id &&
                    before->stage == STAGE_OPEN &&
                    (before->claim == CLAIM_DUTY || e->claim == CLAIM_DUTY);
    bool moved = s->type == EVENT_MOVES_IN && s->subject == id && s->class == CLASS_EPISODE &&
                 (before->members != e->members || before->interim != e->interim);
    return has_begun(s, m, id) || !before->listed || rerouted || moved ||
           before->claimed_need != e->claimed_need ||
           (before->stage == STAGE_OPEN && before->assessments != e->assessments);
}

static inline bool enters(const struct slow *s, const struct model *m, uint32_t id)
{
    const struct seen_home *before = &s->h[id];
    return is_vacant(m, id) &&
           (!before->alive || before->number != m->home[id].number || !before->listed ||
            before->vacant_since != m->home[id].vacant_since);
}

static inline bool goes_onto_list(const struct slow *s, const struct model *m, uint32_t id)
{
    const struct seen_home *before = &s->h[id];
    return is_alive(m, CLASS_HOME, id) && m->home[id].state == HOME_STATE_LISTED &&
           (!before->alive || before->number != m->home[id].number ||
            before->state != HOME_STATE_LISTED || before->vacant_since != m->home[id].vacant_since);
}

/* ---- judging ---- */

/* Judges a pair on paper; true if it suits. */
static inline bool judge(struct slow *s, const struct model *m, uint32_t episode, uint32_t home)
{
    const struct episode *e = &m->episode[episode];
    double use = slow_use(m, e, &m->home[home]);
    s->judged[episode][home] = m->home[home].vacant_since;
    s->judgements++;
    if (!(use > 0))
        return false;
    s->left[episode] -= use;
    s->unsure[episode] |= fabs(s->left[episode]) < 1e-9;
    if (s->left[episode] > 0)
        return false;
    s->expected[episode][home] = true;
    s->left[episode] = slow_threshold(m, e, s->drawn[episode]++);
    s->suiting++;
    return true;
}

/* A place in the order in which one side goes through the other. */
struct turn {
    int64_t key[6];
    uint32_t id;
};

static inline int by_turn(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    for (size_t i = 0; i < sizeof x->key / sizeof *x->key; i++)
        if (x->key[i] != y->key[i])
            return x->key[i] < y->key[i] ? -1 : 1;
    return 0;
}

static inline int areas_on(int from, int to)
{
    return (to - from + N_AREA) % N_AREA;
}

enum look { AT_VACANCIES, AT_DISCRETION, AT_LISTED };

/* Would a child look at this home now, for the first time? And when, among the others? */
static inline bool looks_at(const struct slow *s, const struct model *m, uint32_t id, uint32_t home,
                            enum look how, struct turn *turn)
{
    const struct episode *e = &m->episode[id];
    const struct home *h = &m->home[home];
    bool specialised = how != AT_VACANCIES;
    bool there = how == AT_LISTED ? is_alive(m, CLASS_HOME, home) &&
                                        h->state == HOME_STATE_LISTED && h->owner != OWNER_PUBLIC
                                  : is_vacant(m, home);
    if (!there || s->judged[id][home] == h->vacant_since ||
        (specialised && h->kind != HOME_KIND_SPECIALISED) ||
        (how == AT_VACANCIES && !slow_rules(m, e, h)) ||
        (how == AT_DISCRETION && !slow_area(m, e, h)))
        return false;
    int place = h->band * N_FREE + (h->places - h->children > 1);
    int area = how == AT_DISCRETION ? h->area : areas_on(e->area, h->area);
    *turn = (struct turn){{area, slow_kind(h), place, h->vacant_since}, home};
    if (how == AT_DISCRETION)
        turn->key[3] = -h->vacant_since; /* the newest first */
    if (how == AT_LISTED)
        *turn = (struct turn){{area, -h->vacant_since}, home};
    return true;
}

/* A child goes through the homes until enough of them suit. */
static inline void child_looks(struct slow *s, const struct model *m, uint32_t id, enum look how)
{
    static struct turn turn[HOMES];
    size_t n = 0;
    double enough = how == AT_VACANCIES ? m->rules->p.shortlist : HOMES;
    for (uint32_t v = 0; v < s->vacancies; v++)
        n += looks_at(s, m, id, s->vacancy[v], how, &turn[n]);
    qsort(turn, n, sizeof *turn, by_turn);
    for (size_t i = 0; i < n; i++) {
        s->unsure[id] |= i > 0 && by_turn(&turn[i - 1], &turn[i]) == 0;
        if (enough > 0)
            enough -= judge(s, m, id, turn[i].id);
        else
            s->judged[id][turn[i].id] = m->home[turn[i].id].vacant_since; /* passed over */
    }
}

/* A home goes through the children. */
static inline void home_looks(struct slow *s, const struct model *m, uint32_t home)
{
    static struct turn turn[EPISODES];
    const struct home *h = &m->home[home];
    size_t n = 0;
    double enough = m->rules->p.shortlist;
    for (uint32_t id = 0; id < used(m, CLASS_EPISODE); id++) {
        const struct episode *e = &m->episode[id];
        if (!waits(m, id) || s->judged[id][home] == h->vacant_since || !slow_rules(m, e, h))
            continue;
        turn[n++] = (struct turn){{areas_on(h->area, e->area), -e->claim, e->band, e->members,
                                   e->requested, (int64_t)e->number},
                                  id};
    }
    qsort(turn, n, sizeof *turn, by_turn);
    for (size_t i = 0; i < n; i++) {
        if (enough > 0)
            enough -= judge(s, m, turn[i].id, home);
        else
            s->judged[turn[i].id][home] = h->vacant_since;
    }
}

static inline void forget_row(struct slow *s, uint32_t id)
{
    for (uint32_t home = 0; home < HOMES; home++)
        s->judged[id][home] = TICK_NEVER;
}

static inline void forget_column(struct slow *s, uint32_t home)
{
    for (uint32_t id = 0; id < EPISODES; id++)
        s->judged[id][home] = TICK_NEVER;
}

/* Everything that the event must have judged. Several lookers at once: their order is not known. */
static inline void judge_all(struct slow *s, const struct model *m)
{
    int homes = 0;
    find_vacancies(s, m);
    for (uint32_t v = 0; v < s->vacancies; v++) {
        uint32_t home = s->vacancy[v];
        if (enters(s, m, home) || goes_onto_list(s, m, home))
            forget_column(s, home);
        homes += enters(s, m, home);
    }
    for (uint32_t id = 0; id < used(m, CLASS_EPISODE); id++) {
        const struct episode *e = &m->episode[id];
        if (is_alive(m, CLASS_EPISODE, id) && has_begun(s, m, id)) {
            s->drawn[id] = 0;
            s->left[id] = slow_threshold(m, e, s->drawn[id]++);
        }
        s->unsure[id] = false;
        if (claims_anew(s, m, id)) {
            forget_row(s, id);
            s->unsure[id] = homes > 0;
        } else {
            s->unsure[id] = homes > 1;
        }
        /* under rules that have just changed all will be judged anew before it matters */
        s->unsure[id] |=
            e->rules_changed || (is_alive(m, CLASS_EPISODE, id) &&
                                 clock_get(&m->state, CLASS_EPISODE, id, EVENT_REROUTED) == now(m));
    }
    for (uint32_t v = 0; v < s->vacancies; v++) {
        uint32_t home = s->vacancy[v];
        const struct home *h = &m->home[home];
        bool opened = is_vacant(m, home) && h->open_to_others && !s->h[home].open;
        /* a child has left it while the next is on its way */
        bool grown = is_vacant(m, home) && h->places - h->children > s->h[home].room;
        if (enters(s, m, home) || opened || grown)
            home_looks(s, m, home);
    }
    for (uint32_t id = 0; id < used(m, CLASS_EPISODE); id++) {
        const struct episode *e = &m->episode[id];
        bool subject = s->class == CLASS_EPISODE && s->subject == id;
        if (!waits(m, id))
            continue;
        bool smaller = s->e[id].listed && s->e[id].members > e->members;
        if (claims_anew(s, m, id) || smaller || (subject && s->type == EVENT_WIDENS))
            child_looks(s, m, id, AT_VACANCIES);
        if (e->reviewed[e->area] == now(m) &&
            (s->e[id].reviewed != now(m) || claims_anew(s, m, id)))
            child_looks(s, m, id, AT_DISCRETION);
        bool bids = s->type == EVENT_PROCUREMENT_STARTS || s->type == EVENT_OFFERS_DUE;
        if (e->listed_judged == now(m) && subject && bids)
            child_looks(s, m, id, AT_LISTED);
    }
}

#endif
