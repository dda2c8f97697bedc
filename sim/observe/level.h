/* A thing that there are so many of, and its integral over time. */
#ifndef PLASSFLYT_OBSERVE_LEVEL_H
#define PLASSFLYT_OBSERVE_LEVEL_H

#include "engine/tick.h"

#include <stdint.h>

/* The integral is things × ms. What is kept is the integral less count × now, which stays the same
 * while the count does, so that a change is two additions. It may leave the range of the number; the
 * integral, taken modulo 2^64, does not. */
struct level {
    uint64_t weight; /* integral - count × now, since the running period began */
    int64_t count;
};

static inline void level_change(struct level *level, tick now, int64_t change)
{
    level->weight -= (uint64_t)change * (uint64_t)now;
    level->count += change;
}

/* The integral of the period that ends now; the next begins. */
static inline int64_t level_take(struct level *level, tick now)
{
    uint64_t area = (uint64_t)level->count * (uint64_t)now, integral = level->weight + area;
    level->weight = 0 - area;
    return (int64_t)integral;
}

#endif
