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

static inline moment moment_make(tick when, unsigned priority, unsigned type)
{
    return when >= TICK_NEVER / 2
               ? MOMENT_NEVER
               : (uint64_t)(when + TICK_NEVER / 2) << 16 | (uint64_t)priority << 8 | (uint64_t)type;
}

static inline tick moment_tick(moment m)
{
    return m == MOMENT_NEVER ? TICK_NEVER : (tick)(m >> 16) - TICK_NEVER / 2;
}

static inline unsigned moment_type(moment m)
{
    return (unsigned)(m & 0xff);
}

enum calendar_kind { CALENDAR_TREE, CALENDAR_HEAP };

/* The arrays belong to the caller, who may move them (copying a state) and bind them again. */
struct calendar {
    enum calendar_kind kind;
    uint32_t slots;   /* a power of two */
    moment *earliest; /* [slots] */
    uint64_t *number; /* [slots] permanent numbers */
    uint32_t *node;   /* tree: [slots] winners, root at 1; heap: [slots] slots in heap order */
    uint32_t *place;  /* heap: [slots] position of each slot in node */
};

/* Builds the order afresh from earliest and number. */
void calendar_build(struct calendar *calendar);

/* Restores the order after the moment (or number) of one slot has changed. */
void calendar_update_heap(struct calendar *calendar, uint32_t slot);

/* Whether slot a comes before slot b. */
static inline bool calendar_before(const struct calendar *c, uint32_t a, uint32_t b)
{
    return (c->earliest[a] < c->earliest[b]) |
           ((c->earliest[a] == c->earliest[b]) & (c->number[a] < c->number[b]));
}

static inline void calendar_update(struct calendar *c, uint32_t slot)
{
    if (c->kind == CALENDAR_HEAP) {
        calendar_update_heap(c, slot);
        return;
    }
    __extension__ typedef unsigned __int128 key;
    uint32_t winner = slot;
    key best = (key)c->earliest[slot] << 64 | c->number[slot];
    for (uint32_t child = slot + c->slots; child > 1; child /= 2) {
        if (c->node[child / 2] != slot && winner != slot)
            return; /* lost below before and now: nothing changes above */
        uint32_t sibling = child ^ 1;
        uint32_t other = sibling >= c->slots ? sibling - c->slots : c->node[sibling];
        key challenge = (key)c->earliest[other] << 64 | c->number[other];
        bool beaten = challenge < best;
        winner = beaten ? other : winner;
        best = beaten ? challenge : best;
        c->node[child / 2] = winner;
    }
}

/* The slot whose event comes first; its moment may be MOMENT_NEVER. */
static inline uint32_t calendar_first(const struct calendar *c)
{
    return c->kind == CALENDAR_HEAP ? c->node[0] : c->node[1];
}

#endif
