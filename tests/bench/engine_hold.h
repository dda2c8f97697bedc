/* The hold model on the engine: one entity a pending event. */
#ifndef PLASSFLYT_BENCH_ENGINE_HOLD_H
#define PLASSFLYT_BENCH_ENGINE_HOLD_H

#include "engine/calendar.h"

#include <stdint.h>

/* Where the time to the entity's next event comes from. */
enum hold_draws {
    HOLD_FLOOR,     /* the floor's generator */
    HOLD_ADDRESSED, /* a unit exponential addressed by (entity, how many before), drawn when needed
                     */
    HOLD_AHEAD      /* … drawn at the event before: its address is known by then */
};

struct engine_hold;

struct engine_hold *engine_hold_open(uint32_t pending, enum hold_draws draws,
                                     enum calendar_kind calendar, uint64_t seed);
void engine_hold_run(struct engine_hold *hold, uint64_t events);
/* Simulated time reached, in mean times between two events of an entity. */
double engine_hold_time(const struct engine_hold *hold);
void engine_hold_close(struct engine_hold *hold);

#endif
