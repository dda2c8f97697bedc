/* The state of a replication: order of events, entities, failures. */
#include "town.h"

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
    w.badge[a] = 77;
    assert_true(state_make_room(&w.state));
    assert_int_equal(entity_new(&w.state, CLASS_GUEST, 8), a);
    assert_int_equal(w.guest[a].walks, 0);
    assert_int_equal(w.badge[a], 0);
    assert_int_equal(state_run(&w.state, 200, 100), 0);
    state_close(&w.state);
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
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_same_instant),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_ends_itself),
        cmocka_unit_test(test_past),
        cmocka_unit_test(test_too_many_at_once),
        cmocka_unit_test(test_outgrown),
        cmocka_unit_test(test_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
