/* The calendar of future events: one slot an entity, holding its earliest event.
 *
 * Events are totally ordered by tick, priority, event type and the entity's permanent number;
 * neither slots nor the order of insertion matter. The order is one 128-bit key: the first three in
 * the upper half (the "moment"), the number in the lower.
 *
 * Two implementations give the same order: a branch-free winner tree (the default) and a binary
 * heap.
 */
#ifndef PLASSFLYT_ENGINE_CALENDAR_H
#define PLASSFLYT_ENGINE_CALENDAR_H

#include "engine/tick.h"

#include <stdbool.h>
#include <stdint.h>

/* tick (48 bits, offset so that it is positive), priority (8), event type (8). */
typedef uint64_t moment;

#define MOMENT_NEVER UINT64_MAX

/* tag: priority << 8 | type */
static inline moment moment_of(tick when, uint16_t tag)
{
    if (__builtin_expect(when >= TICK_NEVER / 2, 0))
        return MOMENT_NEVER;
    return ((uint64_t)when << 16) + ((uint64_t)(TICK_NEVER / 2) << 16 | tag);
}

static inline moment moment_make(tick when, unsigned priority, unsigned type)
{
    return moment_of(when, (uint16_t)(priority << 8 | type));
}

/* Of an event that is planned. */
static inline tick moment_planned(moment m)
{
    return (tick)(m >> 16) - TICK_NEVER / 2;
}

static inline tick moment_tick(moment m)
{
    return m == MOMENT_NEVER ? TICK_NEVER : moment_planned(m);
}

static inline unsigned moment_type(moment m)
{
    return (unsigned)(m & 0xff);
}

/* What a slot without an event holds instead of a moment: later than any moment, and different for
 * every slot, so that only events can tie. */
#define SLOT_IDLE (UINT64_C(1) << 63)

static inline moment slot_idle(uint32_t slot)
{
    return SLOT_IDLE | slot;
}

enum calendar_kind { CALENDAR_TREE, CALENDAR_HEAP };

/* The arrays belong to the caller, who may move them (copying a state) and bind them again. */
struct calendar {
    enum calendar_kind kind;
    uint32_t slots;   /* a power of two */
    moment *earliest; /* [slots] moments, or slot_idle */
    uint64_t *number; /* [slots] permanent numbers */
    uint32_t *node;   /* tree: [slots] winners, root at 1; heap: [slots] slots in heap order */
    uint32_t *place;  /* heap: [slots] position of each slot in node */
};

/* Builds the order afresh from earliest and number. */
void calendar_build(struct calendar *calendar);

void calendar_update_heap(struct calendar *calendar, uint32_t slot);

/* Whether slot a comes before slot b. */
static inline bool calendar_before(const struct calendar *c, uint32_t a, uint32_t b)
{
    return (c->earliest[a] < c->earliest[b]) |
           ((c->earliest[a] == c->earliest[b]) & (c->number[a] < c->number[b]));
}

/* The winner so far on the way from a slot to the root. */
struct contender {
    moment earliest;
    uint32_t slot;
};

/* Lets `other` challenge it. Written so that gcc makes it without jumps: only a tie, which is rare,
 * takes one, and then the permanent numbers decide. */
static inline struct contender calendar_play(const struct calendar *c, struct contender best,
                                             uint32_t other)
{
    moment challenge = c->earliest[other];
    if (__builtin_expect(challenge == best.earliest, 0))
        best.slot = c->number[other] < c->number[best.slot] ? other : best.slot;
    best.slot = challenge < best.earliest ? other : best.slot;
    best.earliest = challenge < best.earliest ? challenge : best.earliest;
    return best;
}

/* Restores the order after the moment (or number) of one slot has changed. */
static inline void calendar_update(struct calendar *c, uint32_t slot)
{
    if (c->kind == CALENDAR_HEAP) {
        calendar_update_heap(c, slot);
        return;
    }
    struct contender best = {c->earliest[slot], slot};
    uint32_t other = slot ^ 1;
    for (uint32_t parent = (slot + c->slots) / 2;; parent /= 2) {
        if (c->node[parent] != slot && best.slot != slot)
            return; /* lost below before and now: nothing changes above */
        best = calendar_play(c, best, other);
        c->node[parent] = best.slot;
        if (parent == 1)
            return;
        other = c->node[parent ^ 1];
    }
}

/* Gives the slot that came first, and so is on the whole way to the root, its next moment. Returns
 * what comes first now. */
static inline struct contender calendar_replay(struct calendar *c, uint32_t slot, moment earliest)
{
    c->earliest[slot] = earliest;
    if (c->kind == CALENDAR_HEAP) {
        calendar_update_heap(c, slot);
        return (struct contender){c->earliest[c->node[0]], c->node[0]};
    }
    struct contender best = {earliest, slot};
    uint32_t other = slot ^ 1;
    for (uint32_t parent = (slot + c->slots) / 2;; parent /= 2) {
        best = calendar_play(c, best, other);
        c->node[parent] = best.slot;
        if (parent == 1)
            return best;
        other = c->node[parent ^ 1];
    }
}

/* What comes first but for this slot, which does. Ties are not decided: it is for guessing ahead. The
 * heap guesses nothing. */
static inline struct contender calendar_second(const struct calendar *c, uint32_t slot)
{
    struct contender best = {c->earliest[slot ^ 1], slot ^ 1};
    if (c->kind == CALENDAR_HEAP)
        return (struct contender){SLOT_IDLE, slot};
    for (uint32_t parent = (slot + c->slots) / 2; parent > 1; parent /= 2) {
        uint32_t other = c->node[parent ^ 1];
        moment challenge = c->earliest[other];
        best.slot = challenge < best.earliest ? other : best.slot;
        best.earliest = challenge < best.earliest ? challenge : best.earliest;
    }
    return best;
}

/* The slot whose event comes first; idle if there is none at all. */
static inline uint32_t calendar_first(const struct calendar *c)
{
    return c->kind == CALENDAR_HEAP ? c->node[0] : c->node[1];
}

#endif
