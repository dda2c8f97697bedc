/* Random life in a state: by tree or heap, moved, copied or stopped on the way, it is always the
 * same. */
#include "town.h"

/* Everything an entity may do to itself and to others, with many ties. Up to four are born at once.
 */
static void lives(struct world *w, uint32_t id)
{
    tick t = w->state.header->now;
    uint32_t living = w->state.header->pool[CLASS_GUEST].live, born = below(w, 5);
    for (uint32_t i = 0; i < born && living < 1500; i++) {
        uint32_t child = entity_new(&w->state, CLASS_GUEST, 0);
        w->guest[child].number = w->badge[child] = ++w->town->born;
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
            sum = mix(sum ^ w->guest[id].number ^ w->badge[id] << 20 ^
                      (uint64_t)w->guest[id].walks << 40 ^ (uint64_t)w->guest[id].meals << 50);
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
            assert_true(s->calendar.number[slot] == w->guest[id].number &&
                        w->badge[id] == w->guest[id].number);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_and_heap),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
