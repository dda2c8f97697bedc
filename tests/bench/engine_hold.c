#include "engine_hold.h"

#include "engine/draw.h"
#include "engine/state.h"
#include "random.h"

#include <stdlib.h>

/* An entity. */
struct holder {
    double next; /* drawn ahead */
    uint32_t number, strikes;
};

struct engine_hold {
    struct state state;
    struct holder *holder;
    struct random random;
    struct draw_key key;
    struct class_row class;
    struct state_plan plan;
};

static void bind(void *model)
{
    struct engine_hold *h = model;
    h->holder = h->state.rows[0];
}

static double addressed(const struct engine_hold *h, struct holder *holder)
{
    return draw_exponential(h->key, (struct draw_address){holder->number, holder->strikes++, 0, 1});
}

/* Mean 1 is a day. */
static void plan_next(struct engine_hold *h, uint32_t id, double days)
{
    clock_set(&h->state, 0, id, 0, h->state.header->now + ticks_of_days(days));
}

static void strike_floor(void *model, uint32_t id)
{
    struct engine_hold *h = model;
    plan_next(h, id, random_exponential(&h->random));
}

static void strike_addressed(void *model, uint32_t id)
{
    struct engine_hold *h = model;
    plan_next(h, id, addressed(h, &h->holder[id]));
}

static void strike_ahead(void *model, uint32_t id)
{
    struct engine_hold *h = model;
    struct holder *holder = &h->holder[id];
    plan_next(h, id, holder->next);
    holder->next = addressed(h, holder);
}

static const struct event_row events[][1] = {
    [HOLD_FLOOR] = {{"strikes", 1, strike_floor}},
    [HOLD_ADDRESSED] = {{"strikes", 1, strike_addressed}},
    [HOLD_AHEAD] = {{"strikes", 1, strike_ahead}},
};

struct engine_hold *engine_hold_open(uint32_t pending, enum hold_draws draws,
                                     enum calendar_kind calendar, uint64_t seed)
{
    struct engine_hold *h = calloc(1, sizeof *h);
    if (!h)
        abort();
    h->random = random_start(seed);
    h->key = (struct draw_key){(uint32_t)seed, 0};
    h->class =
        (struct class_row){"holders", sizeof(struct holder), 0, 1, pending + STATE_SPARE, 0, 0};
    h->plan = (struct state_plan){&h->class, 1, events[draws], 0, calendar, UINT32_MAX};
    if (!state_open(&h->state, &h->plan, 0, bind, h))
        abort();
    for (uint32_t i = 0; i < pending; i++) {
        uint32_t id = entity_new(&h->state, 0, i);
        struct holder *holder = &h->holder[id];
        holder->number = i;
        plan_next(h, id,
                  draws == HOLD_FLOOR ? random_exponential(&h->random) : addressed(h, holder));
        if (draws == HOLD_AHEAD)
            holder->next = addressed(h, holder);
    }
    return h;
}

void engine_hold_run(struct engine_hold *h, uint64_t events_wanted)
{
    if (state_run(&h->state, TICK_NEVER, events_wanted) != events_wanted)
        abort();
}

double engine_hold_time(const struct engine_hold *h)
{
    return (double)h->state.header->now / (double)TICKS_PER_DAY;
}

void engine_hold_close(struct engine_hold *h)
{
    state_close(&h->state);
    free(h);
}
