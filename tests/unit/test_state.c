/* The state of a replication: order of events, pools, copies, failures. */
#include "engine/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    struct stone *stone;
    unsigned bound; /* how often */
    /* what the handler of WALKS does besides being logged; may be NULL */
    void (*walks)(struct world *w, uint32_t id);
    char log[LOG_MOST][16]; /* the first events, as "letter number" */
    int logged;
};

static void bind(void *model)
{
    struct world *w = model;
    w->bound++;
    w->town = w->state.globals;
    w->guest = w->state.rows[CLASS_GUEST];
    w->stone = w->state.rows[CLASS_STONE];
}

static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint32_t below(struct world *w, uint32_t n)
{
    w->town->random += UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mix(w->town->random) % n);
}

static void note(struct world *w, char letter, uint64_t number)
{
    uint64_t event = (uint64_t)letter << 56 ^ number << 40 ^ (uint64_t)w->state.header->now;
    w->town->trace = mix(w->town->trace ^ event);
    if (w->logged < LOG_MOST)
        snprintf(w->log[w->logged++], sizeof w->log[0], "%c%llu", letter,
                 (unsigned long long)number);
}

static void on_walks(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 'w', w->guest[id].number);
    w->guest[id].walks++;
    if (w->walks)
        w->walks(w, id);
}

static void on_eats(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 'e', w->guest[id].number);
    w->guest[id].meals++;
}

static void on_sleeps(void *model, uint32_t id)
{
    struct world *w = model;
    note(w, 's', w->guest[id].number);
}

static void on_opens(void *model, uint32_t id)
{
    note(model, 'o', id);
}

static const struct class_row classes[CLASSES] = {
    [CLASS_GUEST] = {"guests", sizeof(struct guest), EVENT_WALKS, 3, 4, 4},
    [CLASS_STONE] = {"stones", sizeof(struct stone), EVENTS, 0, 2, 2},
    [CLASS_HOUSE] = {"houses", sizeof(uint64_t), EVENT_OPENS, 1, 2, 1},
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

static void open_world(struct world *w, enum calendar_kind kind)
{
    memset(w, 0, sizeof *w);
    assert_true(state_open(&w->state, &plans[kind], 0, bind, w));
    assert_true(w->bound > 0);
}

/* Between events. */
static uint32_t new_guest(struct world *w, uint64_t number)
{
    assert_true(state_make_room(&w->state));
    uint32_t id = entity_new(&w->state, CLASS_GUEST, number);
    w->guest[id].number = number;
    return id;
}

static void plan(struct world *w, uint32_t guest, unsigned type, tick when)
{
    clock_set(&w->state, CLASS_GUEST, guest, type, when);
}

static void assert_log(const struct world *w, const char *const *expected, int n)
{
    assert_int_equal(w->logged, n);
    for (int i = 0; i < n; i++)
        assert_string_equal(w->log[i], expected[i]);
}

#define ASSERT_LOG(w, ...)                                                                         \
    assert_log(w, (const char *const[]){__VA_ARGS__},                                              \
               (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)))

/* ---- order ---- */

/* On one instant priority, then type, then number decide; neither ids nor the order of planning. */
static void test_ties(void **state)
{
    (void)state;
    for (int kind = CALENDAR_TREE; kind <= CALENDAR_HEAP; kind++) {
        struct world w;
        open_world(&w, (enum calendar_kind)kind);
        uint32_t b = new_guest(&w, 30), a = new_guest(&w, 20), c = new_guest(&w, 10);
        uint32_t house = entity_new(&w.state, CLASS_HOUSE, 7);
        plan(&w, b, EVENT_WALKS, 50);
        plan(&w, c, EVENT_SLEEPS, 50);
        plan(&w, a, EVENT_WALKS, 50);
        plan(&w, a, EVENT_EATS, 50);
        plan(&w, c, EVENT_EATS, 51);
        plan(&w, b, EVENT_SLEEPS, 49);
        clock_set(&w.state, CLASS_HOUSE, house, EVENT_OPENS, 50);
        assert_int_equal(state_run(&w.state, 1000, 1000), 7);
        ASSERT_LOG(&w, "s30", "e20", "o0", "w20", "w30", "s10", "e10");
        state_close(&w.state);
    }
}

/* A clock planned anew or taken away leaves nothing behind; what it is planned for can be read. */
static void test_clocks(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    uint32_t a = new_guest(&w, 1);
    assert_int_equal(clock_get(&w.state, CLASS_GUEST, a, EVENT_WALKS), TICK_NEVER);
    plan(&w, a, EVENT_WALKS, 10);
    plan(&w, a, EVENT_EATS, 20);
    plan(&w, a, EVENT_WALKS, 30);
    assert_int_equal(clock_get(&w.state, CLASS_GUEST, a, EVENT_WALKS), 30);
    plan(&w, a, EVENT_SLEEPS, 25);
    plan(&w, a, EVENT_SLEEPS, TICK_NEVER);
    assert_int_equal(clock_get(&w.state, CLASS_GUEST, a, EVENT_SLEEPS), TICK_NEVER);
    assert_int_equal(state_run(&w.state, 30, 1000), 1); /* up to but not including */
    assert_int_equal(w.state.header->now, 30);
    ASSERT_LOG(&w, "e1");
    assert_int_equal(state_run(&w.state, 31, 1000), 1);
    ASSERT_LOG(&w, "e1", "w1");
    assert_int_equal(clock_get(&w.state, CLASS_GUEST, a, EVENT_WALKS), TICK_NEVER);
    assert_int_equal(state_run(&w.state, TICK_NEVER, 1000), 0);
    assert_int_equal(w.state.header->events, 2);
    state_close(&w.state);
}

static void walks_on(struct world *w, uint32_t id)
{
    plan(w, id, EVENT_WALKS, w->state.header->now + (w->guest[id].walks < 3 ? 0 : 7));
}

/* An event may plan itself again for the very same instant, where others that tie with it wait
 * their turn; the number of events handled is kept to. */
static void test_same_instant(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = walks_on;
    plan(&w, new_guest(&w, 2), EVENT_WALKS, 5);
    plan(&w, new_guest(&w, 1), EVENT_WALKS, 5);
    plan(&w, new_guest(&w, 3), EVENT_EATS, 5);
    assert_int_equal(state_run(&w.state, 6, 4), 4);
    assert_int_equal(w.state.header->now, 5);
    assert_int_equal(state_run(&w.state, 6, 100), 3);
    ASSERT_LOG(&w, "e3", "w1", "w1", "w1", "w2", "w2", "w2");
    state_close(&w.state);
}

static void eats_instead(struct world *w, uint32_t id)
{
    (void)id;
    plan(w, 0, EVENT_EATS, TICK_NEVER); /* what was to come next … */
    plan(w, 1, EVENT_EATS, w->state.header->now + 1);
    entity_free(&w->state, CLASS_GUEST, 2); /* … and another's */
    plan(w, 3, EVENT_SLEEPS, 90);
    plan(w, 3, EVENT_SLEEPS, 40);
}

/* A handler takes away, brings forward and ends what other entities were to do. */
static void test_others(void **state)
{
    (void)state;
    for (int kind = CALENDAR_TREE; kind <= CALENDAR_HEAP; kind++) {
        struct world w;
        open_world(&w, (enum calendar_kind)kind);
        w.walks = eats_instead;
        for (uint64_t number = 0; number < 5; number++)
            assert_int_equal(new_guest(&w, number), number);
        plan(&w, 4, EVENT_WALKS, 10);
        plan(&w, 0, EVENT_EATS, 11);
        plan(&w, 1, EVENT_EATS, 60);
        plan(&w, 2, EVENT_EATS, 12);
        plan(&w, 3, EVENT_EATS, 50);
        assert_int_equal(state_run(&w.state, 1000, 1000), 4);
        ASSERT_LOG(&w, "w4", "e1", "s3", "e3");
        state_close(&w.state);
    }
}

static void leaves(struct world *w, uint32_t id)
{
    plan(w, id, EVENT_SLEEPS, w->state.header->now + 1);
    entity_free(&w->state, CLASS_GUEST, id);
}

/* An entity that ends in its own event does nothing more, and whoever gets its id begins afresh. */
static void test_ends_itself(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = leaves;
    uint32_t a = new_guest(&w, 1);
    plan(&w, a, EVENT_WALKS, 1);
    plan(&w, a, EVENT_EATS, 2);
    assert_int_equal(state_run(&w.state, 100, 100), 1);
    assert_false(w.state.alive[CLASS_GUEST][a]);
    assert_int_equal(w.state.header->pool[CLASS_GUEST].live, 0);
    assert_int_equal(new_guest(&w, 8), a);
    assert_int_equal(w.guest[a].walks, 0);
    assert_int_equal(state_run(&w.state, 200, 100), 0);
    state_close(&w.state);
}

/* ---- random life: tree and heap, moved and copied, always the same ---- */

/* Everything an entity may do to itself and to others, with many ties. Up to four are born at once.
 */
static void lives(struct world *w, uint32_t id)
{
    tick t = w->state.header->now;
    uint32_t living = w->state.header->pool[CLASS_GUEST].live, born = below(w, 5);
    for (uint32_t i = 0; i < born && living < 1500; i++) {
        uint32_t child = entity_new(&w->state, CLASS_GUEST, 0);
        w->guest[child].number = ++w->town->born;
        entity_renumber(&w->state, CLASS_GUEST, child, w->town->born);
        plan(w, child, EVENT_WALKS, t + below(w, 40));
        plan(w, child, EVENT_EATS, t + below(w, 40));
    }
    uint32_t other = below(w, w->state.header->pool[CLASS_GUEST].used);
    if (w->state.alive[CLASS_GUEST][other]) {
        plan(w, other, EVENT_SLEEPS, t + below(w, 20));
        plan(w, other, EVENT_EATS, below(w, 3) ? t + below(w, 30) : TICK_NEVER);
        if (below(w, 4) == 0 && other != id && living > 20)
            entity_free(&w->state, CLASS_GUEST, other);
    }
    if (below(w, 16) == 0 && w->state.header->pool[CLASS_STONE].live < 2000)
        w->stone[entity_new(&w->state, CLASS_STONE, 0)].weight = (uint64_t)t;
    if (below(w, 3) || living < 20)
        plan(w, id, EVENT_WALKS, t + below(w, 50));
    else
        entity_free(&w->state, CLASS_GUEST, id);
}

static void open_life(struct world *w, enum calendar_kind kind)
{
    open_world(w, kind);
    w->walks = lives;
    for (int i = 0; i < 30; i++)
        plan(w, new_guest(w, ++w->town->born), EVENT_WALKS, (tick)below(w, 10));
}

/* Sums what there is, whatever lies in rows not in use. */
static uint64_t content(const struct world *w)
{
    uint64_t sum = mix(w->town->trace ^ w->state.header->events);
    for (uint32_t id = 0; id < w->state.header->pool[CLASS_GUEST].used; id++)
        if (w->state.alive[CLASS_GUEST][id])
            sum = mix(sum ^ w->guest[id].number ^ (uint64_t)w->guest[id].walks << 40 ^
                      (uint64_t)w->guest[id].meals << 50);
    for (uint32_t id = 0; id < w->state.header->pool[CLASS_STONE].used; id++)
        sum = mix(sum ^ w->stone[id].weight);
    return sum;
}

/* The slot of every entity holds the earliest of its clocks. */
static void check_slots(const struct world *w)
{
    const struct state *s = &w->state;
    for (uint32_t id = 0; id < s->header->pool[CLASS_GUEST].used; id++) {
        uint32_t slot = s->first_slot[CLASS_GUEST] + id;
        moment earliest = slot_idle(slot);
        for (unsigned type = EVENT_WALKS; type <= EVENT_SLEEPS; type++) {
            moment m = entity_clocks(s, CLASS_GUEST, id)[type - EVENT_WALKS];
            earliest = m < earliest ? m : earliest;
        }
        assert_true(s->calendar.earliest[slot] == earliest);
        if (s->alive[CLASS_GUEST][id])
            assert_true(s->calendar.number[slot] == w->guest[id].number);
    }
}

static void test_tree_and_heap(void **state)
{
    (void)state;
    struct world tree, heap;
    open_life(&tree, CALENDAR_TREE);
    open_life(&heap, CALENDAR_HEAP);
    for (tick until = 25; until <= 2500; until += 25) {
        uint64_t handled = state_run(&tree.state, until, 1000000);
        assert_int_equal(state_run(&heap.state, until, 1000000), handled);
        assert_true(content(&tree) == content(&heap));
        check_slots(&tree);
    }
    assert_true(tree.state.header->events > 20000);
    assert_string_equal(tree.state.failure, "");
    /* all pools have grown from two to four rows, while running */
    assert_true(tree.state.header->pool[CLASS_GUEST].used > 1000);
    assert_true(tree.state.header->pool[CLASS_STONE].used > 1000);
    assert_true(tree.bound > 10);
    state_close(&tree.state);
    state_close(&heap.state);
}

/* A copy goes on as the original would have, and neither notices the other. */
static void test_copy(void **state)
{
    (void)state;
    for (int kind = CALENDAR_TREE; kind <= CALENDAR_HEAP; kind++) {
        struct world first, copy, again;
        open_life(&first, (enum calendar_kind)kind);
        open_world(&copy, (enum calendar_kind)kind);
        open_life(&again, (enum calendar_kind)kind);
        copy.walks = lives;
        state_run(&first.state, 300, 1000000);
        unsigned bound = copy.bound;
        assert_true(state_copy(&copy.state, &first.state));
        assert_true(copy.bound > bound);
        uint64_t before = content(&first);
        assert_true(content(&copy) == before);
        state_run(&copy.state, 1500, 1000000);
        assert_true(content(&first) == before);
        uint64_t after = content(&copy);
        assert_true(after != before);
        state_run(&first.state, 1500, 1000000);
        assert_true(content(&first) == after);
        state_run(&again.state, 300, 1000000); /* and copied onto one that has grown further */
        assert_true(state_copy(&copy.state, &again.state));
        state_run(&copy.state, 1500, 1000000);
        assert_true(content(&copy) == after);
        state_close(&first.state);
        state_close(&copy.state);
        state_close(&again.state);
    }
}

/* Stopping and going on makes no difference, wherever it happens. */
static void test_in_pieces(void **state)
{
    (void)state;
    struct world whole, pieces;
    open_life(&whole, CALENDAR_TREE);
    open_life(&pieces, CALENDAR_TREE);
    state_run(&whole.state, 600, 1000000);
    while (pieces.state.header->now < 600) {
        state_run(&pieces.state, 600, 17);
        assert_string_equal(pieces.state.failure, "");
    }
    assert_true(content(&whole) == content(&pieces));
    state_close(&whole.state);
    state_close(&pieces.state);
}

/* ---- failures ---- */

static void looks_back(struct world *w, uint32_t id)
{
    plan(w, id, EVENT_EATS, w->state.header->now - 5);
}

static void test_past(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = looks_back;
    plan(&w, new_guest(&w, 77), EVENT_WALKS, 3 * TICKS_PER_DAY);
    plan(&w, new_guest(&w, 78), EVENT_WALKS, 9 * TICKS_PER_DAY);
    assert_int_equal(state_run(&w.state, TICK_NEVER, 100), 2);
    assert_string_equal(w.state.failure,
                        "an event was planned 5 ms in the past (guests 77, eats, day 2)");
    assert_int_equal(state_run(&w.state, TICK_NEVER, 100), 0); /* a failed state stands still */
    state_close(&w.state);
}

static void bears_many(struct world *w, uint32_t id)
{
    (void)id;
    for (int i = 0; i < 200; i++)
        entity_new(&w->state, CLASS_HOUSE, 1);
}

static void test_too_many_at_once(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = bears_many;
    plan(&w, new_guest(&w, 5), EVENT_WALKS, TICKS_PER_DAY);
    state_run(&w.state, TICK_NEVER, 100);
    assert_string_equal(w.state.failure,
                        "too many new houses in one event (guests 5, walks, day 1)");
    state_close(&w.state);
}

static void bears_for_ever(struct world *w, uint32_t id)
{
    for (int i = 0; i < 4; i++)
        entity_new(&w->state, CLASS_GUEST, 1);
    plan(w, id, EVENT_WALKS, w->state.header->now + 1);
}

static void test_outgrown(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = bears_for_ever;
    plan(&w, new_guest(&w, 5), EVENT_WALKS, 0);
    uint64_t handled = state_run(&w.state, TICK_NEVER, 1000000);
    assert_in_range(handled, 3000 / 4 - 1, 4000 / 4);
    char expected[80];
    snprintf(expected, sizeof expected, "the number of guests (%u) has outgrown the model",
             (unsigned)w.state.header->pool[CLASS_GUEST].live);
    assert_string_equal(w.state.failure, expected);
    state_close(&w.state);
}

static void fails_twice(struct world *w, uint32_t id)
{
    (void)id;
    state_fail(&w->state, "number %d is wrong", 4711);
    state_fail(&w->state, "this comes too late");
}

/* The first reason is kept, with the event in which it was found. */
static void test_reason(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, CALENDAR_TREE);
    w.walks = fails_twice;
    plan(&w, new_guest(&w, 6), EVENT_WALKS, TICKS_PER_DAY * 2 + 1);
    plan(&w, new_guest(&w, 7), EVENT_EATS, TICKS_PER_DAY * 3);
    assert_int_equal(state_run(&w.state, TICK_NEVER, 100), 1);
    assert_string_equal(w.state.failure, "number 4711 is wrong (guests 6, walks, day 2)");
    state_close(&w.state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ties),         cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_same_instant), cmocka_unit_test(test_others),
        cmocka_unit_test(test_ends_itself),  cmocka_unit_test(test_tree_and_heap),
        cmocka_unit_test(test_copy),         cmocka_unit_test(test_in_pieces),
        cmocka_unit_test(test_past),         cmocka_unit_test(test_too_many_at_once),
        cmocka_unit_test(test_outgrown),     cmocka_unit_test(test_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
