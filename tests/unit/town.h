/* A town to try the engine on: guests who walk, eat and sleep, houses that open, and stones. */
#ifndef PLASSFLYT_TESTS_TOWN_H
#define PLASSFLYT_TESTS_TOWN_H

/* What cmocka.h needs before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/state.h"

#include <stdio.h>
#include <string.h>

/* Two classes with clocks and one to which nothing happens. Priorities are not in the order of
 * types. */
enum { CLASS_GUEST, CLASS_STONE, CLASS_HOUSE, CLASSES };
enum { EVENT_WALKS, EVENT_EATS, EVENT_SLEEPS, EVENT_OPENS, EVENTS };

struct guest {
    uint64_t number;
    uint32_t walks, meals;
};

struct stone {
    uint64_t weight;
};

/* Inside the state. */
struct town {
    uint64_t trace; /* of every event so far, in order */
    uint64_t random;
    uint64_t born;
};

enum { LOG_MOST = 64 };

struct world {
    struct state state;
    struct town *town;
    struct guest *guest;
    uint64_t *badge; /* beside each guest: its number once more */
    struct stone *stone;
    unsigned bound; /* how often */
    /* what the handler of WALKS does besides being logged; may be NULL */
    void (*walks)(struct world *w, uint32_t id);
    char log[LOG_MOST][16]; /* the first events, as "letter number" */
    int logged;
};

static inline void bind(void *model)
{
    struct world *w = model;
    w->bound++;
    w->town = w->state.globals;
    w->guest = w->state.rows[CLASS_GUEST];
    w->badge = w->state.beside[CLASS_GUEST];
    w->stone = w->state.rows[CLASS_STONE];
}

static inline uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline uint32_t below(struct world *w, uint32_t n)
{
    w->town->random += UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mix(w->town->random) % n);
}

static inline void note(struct world *w, char letter, uint64_t number)
{
    uint64_t event = (uint64_t)letter << 56 ^ number << 40 ^ (uint64_t)w->state.header->now;
    w->town->trace = mix(w->town->trace ^ event);
    if (w->logged < LOG_MOST)
        snprintf(w->log[w->logged++], sizeof w->log[0], "%c%llu", letter,
                 (unsigned long long)number);
}

static inline void on_walks(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 'w', w->guest[id].number);
    w->guest[id].walks++;
    if (w->walks)
        w->walks(w, id);
}

static inline void on_eats(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 'e', w->guest[id].number);
    w->guest[id].meals++;
}

static inline void on_sleeps(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 's', w->guest[id].number);
}

static inline void on_opens(void *model, uint32_t id)
{
    note(model, 'o', id);
}

static const struct class_row classes[CLASSES] = {
    [CLASS_GUEST] = {"guests", sizeof(struct guest), EVENT_WALKS, 3, 4, 4, sizeof(uint64_t)},
    [CLASS_STONE] = {"stones", sizeof(struct stone), EVENTS, 0, 2, 2, 0},
    [CLASS_HOUSE] = {"houses", sizeof(uint64_t), EVENT_OPENS, 1, 2, 1, 0},
};

static const struct event_row events[EVENTS] = {
    [EVENT_WALKS] = {"walks", 5, on_walks},
    [EVENT_EATS] = {"eats", 2, on_eats},
    [EVENT_SLEEPS] = {"sleeps", 5, on_sleeps},
    [EVENT_OPENS] = {"opens", 3, on_opens},
};

static const struct state_plan plans[] = {
    [CALENDAR_TREE] = {classes, CLASSES, events, sizeof(struct town), CALENDAR_TREE, 3000},
    [CALENDAR_HEAP] = {classes, CLASSES, events, sizeof(struct town), CALENDAR_HEAP, 3000},
};

static inline void open_world(struct world *w, enum calendar_kind kind)
{
    memset(w, 0, sizeof *w);
    assert_true(state_open(&w->state, &plans[kind], 0, bind, w));
    assert_true(w->bound > 0);
}

/* Between events. */
static inline uint32_t new_guest(struct world *w, uint64_t number)
{
    assert_true(state_make_room(&w->state));
    uint32_t id = entity_new(&w->state, CLASS_GUEST, number);
    w->guest[id].number = w->badge[id] = number;
    return id;
}

static inline void plan(struct world *w, uint32_t guest, unsigned type, tick when)
{
    clock_set(&w->state, CLASS_GUEST, guest, type, when);
}

#endif
