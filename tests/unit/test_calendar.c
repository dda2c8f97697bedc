/* The calendar: both implementations against a plain search of all slots. */
#include "engine/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define MOST_SLOTS 1024

struct setting {
    struct calendar calendar;
    moment earliest[MOST_SLOTS];
    uint64_t number[MOST_SLOTS];
    uint32_t node[MOST_SLOTS], place[MOST_SLOTS];
};

static void open_setting(struct setting *s, enum calendar_kind kind, uint32_t slots)
{
    s->calendar = (struct calendar){kind, slots, s->earliest, s->number, s->node, s->place};
    for (uint32_t slot = 0; slot < slots; slot++) {
        s->earliest[slot] = slot_idle(slot);
        s->number[slot] = 0;
    }
    calendar_build(&s->calendar);
}

/* SplitMix64: random operations, the same in every run. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(next_random(state) % n);
}

/* The slot that comes first, by looking at all of them. */
static uint32_t first_of_all(const struct setting *s)
{
    uint32_t first = 0;
    for (uint32_t slot = 1; slot < s->calendar.slots; slot++) {
        bool earlier = s->earliest[slot] < s->earliest[first];
        bool tied = s->earliest[slot] == s->earliest[first];
        if (earlier || (tied && s->number[slot] < s->number[first]))
            first = slot;
    }
    return first;
}

/* Few different ticks, priorities and types, so that many events tie and numbers decide. */
static moment random_moment(uint64_t *state)
{
    return moment_make((tick)below(state, 8) - 4, below(state, 2), below(state, 2));
}

/* Numbers differ, and do not have the order of slots. */
static uint64_t number_for(uint32_t slot, uint32_t slots, uint32_t shift)
{
    return (uint64_t)(slot * 7 + shift) % slots + 1;
}

/* An entity is born, is planned anew, or loses its event. */
static void change(struct setting *s, uint64_t *state)
{
    uint32_t slot = below(state, s->calendar.slots);
    bool away = below(state, 3) == 0;
    s->earliest[slot] = away ? slot_idle(slot) : random_moment(state);
    calendar_update(&s->calendar, slot);
}

static void random_operations(enum calendar_kind kind, uint32_t slots)
{
    static struct setting s;
    uint64_t state = slots;
    open_setting(&s, kind, slots);
    for (uint32_t slot = 0; slot < slots; slot++) {
        s.number[slot] = number_for(slot, slots, 3);
        calendar_update(&s.calendar, slot);
    }
    for (int i = 0; i < 4000; i++) {
        change(&s, &state);
        uint32_t first = first_of_all(&s);
        assert_int_equal(calendar_first(&s.calendar), first);
        if (s.earliest[first] >= SLOT_IDLE || below(&state, 2) == 0)
            continue;
        /* what comes first is planned anew, as when events are handled */
        struct contender next =
            calendar_replay(&s.calendar, first, s.earliest[first] + below(&state, 1 << 18));
        first = first_of_all(&s);
        assert_int_equal(next.slot, first);
        assert_int_equal(next.earliest, s.earliest[first]);
        assert_int_equal(calendar_first(&s.calendar), first);
    }
}

static void test_tree(void **state)
{
    (void)state;
    for (uint32_t slots = 2; slots <= MOST_SLOTS; slots *= 2)
        random_operations(CALENDAR_TREE, slots);
}

static void test_heap(void **state)
{
    (void)state;
    for (uint32_t slots = 2; slots <= MOST_SLOTS; slots *= 2)
        random_operations(CALENDAR_HEAP, slots);
}

/* A number given to a slot with a planned event moves it among those it ties with. */
static void test_renumbered(void **state)
{
    (void)state;
    for (int kind = CALENDAR_TREE; kind <= CALENDAR_HEAP; kind++) {
        static struct setting s;
        open_setting(&s, (enum calendar_kind)kind, 8);
        for (uint32_t slot = 0; slot < 8; slot++) {
            s.earliest[slot] = moment_make(5, 0, 0);
            s.number[slot] = slot + 10;
            calendar_update(&s.calendar, slot);
        }
        assert_int_equal(calendar_first(&s.calendar), 0);
        s.number[6] = 1;
        calendar_update(&s.calendar, 6);
        assert_int_equal(calendar_first(&s.calendar), 6);
        s.number[6] = 99;
        calendar_update(&s.calendar, 6);
        assert_int_equal(calendar_first(&s.calendar), 0);
    }
}

/* All events taken out one by one come in one order: tree, heap and building afresh agree. */
static void test_drained(void **state)
{
    (void)state;
    static struct setting tree, heap;
    uint64_t random = 42;
    open_setting(&tree, CALENDAR_TREE, MOST_SLOTS);
    for (uint32_t slot = 0; slot < MOST_SLOTS; slot++) {
        tree.earliest[slot] = random_moment(&random);
        tree.number[slot] = number_for(slot, MOST_SLOTS, 11);
    }
    heap = tree;
    heap.calendar = (struct calendar){CALENDAR_HEAP, MOST_SLOTS, heap.earliest,
                                      heap.number,   heap.node,  heap.place};
    calendar_build(&tree.calendar);
    calendar_build(&heap.calendar);
    for (uint32_t i = 0; i < MOST_SLOTS; i++) {
        uint32_t first = first_of_all(&tree);
        assert_int_equal(calendar_first(&tree.calendar), first);
        assert_int_equal(calendar_first(&heap.calendar), first);
        calendar_replay(&tree.calendar, first, slot_idle(first));
        calendar_replay(&heap.calendar, first, slot_idle(first));
    }
    assert_true(tree.earliest[calendar_first(&tree.calendar)] >= SLOT_IDLE);
}

/* The order within one moment: tick, then priority, then type; any tick is before never. */
static void test_moments(void **state)
{
    (void)state;
    assert_true(moment_make(-1, 255, 255) < moment_make(0, 0, 0));
    assert_true(moment_make(7, 1, 255) < moment_make(7, 2, 0));
    assert_true(moment_make(7, 2, 3) < moment_make(7, 2, 4));
    assert_true(moment_make(TICK_NEVER / 2 - 1, 255, 255) < SLOT_IDLE);
    assert_int_equal(moment_make(TICK_NEVER, 1, 1), MOMENT_NEVER);
    assert_int_equal(moment_tick(MOMENT_NEVER), TICK_NEVER);
    const tick ticks[] = {-TICK_NEVER / 2, -86400001, -1, 0, 1, TICK_NEVER / 2 - 1};
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        assert_int_equal(moment_tick(moment_make(ticks[i], 3, 17)), ticks[i]);
        assert_int_equal(moment_type(moment_make(ticks[i], 3, 17)), 17);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments), cmocka_unit_test(test_tree),
        cmocka_unit_test(test_heap),    cmocka_unit_test(test_renumbered),
        cmocka_unit_test(test_drained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
