/* The state of one replication: pools of entities with their clocks, in one block of memory.
 *
 * Nothing in the block is a pointer, so copying it is the snapshot, the checkpoint and the branch.
 * Entities are rows of pools, one pool a class, and refer to each other by 32-bit ids. Each entity
 * has one clock per event type of its class; clock_set is the only way to plan an event. Pools grow
 * between events only: a handler may create so many entities of a class as its row says and hold
 * pointers meanwhile, but never across events.
 *
 * The engine knows nothing of what the entities are.
 */
#ifndef PLASSFLYT_ENGINE_STATE_H
#define PLASSFLYT_ENGINE_STATE_H

#include "engine/calendar.h"

#include <stddef.h>

#define STATE_CLASSES 12
#define STATE_TYPES   256 /* event types have eight bits of a moment */
#define STATE_SPARE   64
#define NO_ENTITY     UINT32_MAX

/* A class of entities. */
struct class_row {
    const char *name;
    size_t size;         /* bytes of a row */
    unsigned first_type; /* its event types are first_type … first_type + types - 1 */
    unsigned types;    /* 0: nothing ever happens to them, and they need no place in the calendar */
    uint32_t capacity; /* to begin with */
    uint32_t spare;    /* rows one handler may create; 0: STATE_SPARE */
    size_t beside; /* bytes of a second row, for what is read of all entities one after another */
};

/* An event type. */
struct event_row {
    const char *name;
    unsigned priority;                         /* 0–255: the smaller first on one instant */
    void (*handler)(void *model, uint32_t id); /* changes the state */
};

struct state_plan {
    const struct class_row *class; /* [classes] */
    unsigned classes;
    const struct event_row *event; /* by type */
    size_t globals;                /* bytes of the model's own struct inside the state */
    enum calendar_kind calendar;
    uint32_t most_entities; /* of one class, before "the model has outgrown …" */
};

/* What the state keeps about a pool. */
struct pool {
    uint32_t capacity;
    uint32_t used; /* rows ever used: ids below this */
    uint32_t free; /* number of ids on the free stack */
    uint32_t live;
};

/* Inside the block, so that it is copied too. */
struct state_header {
    tick now;
    uint64_t events;
    struct pool pool[STATE_CLASSES];
    uint32_t slots;
};

/* Where the clocks of an event type are. */
struct clock_row {
    moment *first;    /* of entity 0 */
    uint32_t stride;  /* from entity to entity */
    uint16_t tag;     /* priority and type, as in a moment */
    uint16_t subject; /* class */
    void (*handler)(void *model, uint32_t id);
};

/* Why the run cannot simply go on with the next event. */
enum { ATTENTION_ROOM = 1, ATTENTION_FAILED = 2 };

/* A bound state: pointers into the block, made anew after growing and copying. */
struct state {
    const struct state_plan *plan;
    unsigned char *block;
    size_t size, room; /* bytes used and allocated */
    struct state_header *header;
    void *globals;
    void *rows[STATE_CLASSES];
    void *beside[STATE_CLASSES];       /* second rows */
    moment *clocks[STATE_CLASSES];     /* [capacity][types] */
    uint32_t *free_ids[STATE_CLASSES]; /* [capacity] stack */
    uint8_t *alive[STATE_CLASSES];     /* [capacity] */
    uint32_t first_slot[STATE_CLASSES];
    uint32_t enough[STATE_CLASSES]; /* as many live rows leave room for what a handler may create */
    struct calendar calendar;
    unsigned attention;    /* ATTENTION_ROOM: some pool may have too few free rows for a handler */
    bool fetches;          /* asks for the next event's entity beforehand */
    uint32_t current_slot; /* whose event is being handled, or NO_ENTITY */
    moment current;        /* … which event */
    void (*rebind)(void *model); /* called after the block has moved; may be NULL */
    void *model;
    struct clock_row clock[STATE_TYPES];
    char failure[256]; /* empty while all is well */
};

/* Makes an empty state at tick `now`. False if memory is short. */
bool state_open(struct state *state, const struct state_plan *plan, tick now,
                void (*rebind)(void *), void *model);
void state_close(struct state *state);

/* Makes `to` (opened with the same plan) an exact copy of `from`. False if memory is short. */
bool state_copy(struct state *to, const struct state *from);

/* Creates an entity: its rows zeroed, no event planned. Always succeeds inside a handler for so many
 * entities of a class as its row says; between events call state_make_room first. */
uint32_t entity_new(struct state *state, unsigned class, uint64_t number);

/* Ends an entity; its id may be used again. */
void entity_free(struct state *state, unsigned class, uint32_t id);

/* Gives the entity another permanent number. */
void entity_renumber(struct state *state, unsigned class, uint32_t id, uint64_t number);

/* Sees that every pool has its spare rows, growing it if not. False, and the state failed,
 * if a pool would outgrow the plan or memory is short. Between events only. */
bool state_make_room(struct state *state);

/* Handles events up to but not including tick `until`, at most `limit` of them.
 * Stops early when state->failure is set. Returns the number handled. */
uint64_t state_run(struct state *state, tick until, uint64_t limit);

/* Marks the replication as failed; the first reason is kept. */
void state_fail(struct state *state, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline moment *entity_clocks(const struct state *s, unsigned class, uint32_t id)
{
    return s->clocks[class] + (size_t)id * s->plan->class[class].types;
}

/* When the entity's event of this type is planned, or TICK_NEVER. */
static inline tick clock_get(const struct state *s, unsigned class, uint32_t id, unsigned type)
{
    (void)class;
    return moment_tick(s->clock[type].first[(size_t)id * s->clock[type].stride]);
}

/* Puts the entity in order after one of its clocks was put off. */
void clock_refresh(struct state *state, unsigned class, uint32_t id);

/* Plans the entity's event of this type, replacing any earlier plan; TICK_NEVER takes it away. */
static inline void clock_set(struct state *s, unsigned class, uint32_t id, unsigned type, tick when)
{
    const struct clock_row *row = &s->clock[type];
    moment *clock = &row->first[(size_t)id * row->stride];
    moment planned = moment_of(when, row->tag);
    moment before = *clock;
    *clock = planned;
    uint32_t slot = s->first_slot[class] + id;
    if (slot == s->current_slot || planned == before)
        return; /* the current one is put in order when its handler has returned */
    if (planned < s->calendar.earliest[slot]) {
        s->calendar.earliest[slot] = planned;
        calendar_update(&s->calendar, slot);
    } else if (before == s->calendar.earliest[slot]) {
        clock_refresh(s, class, id);
    }
}

#endif
