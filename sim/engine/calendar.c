#include "engine/calendar.h"

/* ---- winner tree ---- */

static void build_tree(struct calendar *c)
{
    for (uint32_t parent = c->slots - 1; parent >= 1; parent--) {
        uint32_t left = 2 * parent, right = left + 1;
        uint32_t a = left >= c->slots ? left - c->slots : c->node[left];
        uint32_t b = right >= c->slots ? right - c->slots : c->node[right];
        c->node[parent] = calendar_before(c, b, a) ? b : a;
    }
}

/* ---- binary heap: the second implementation, for checking the first ---- */

static void put(struct calendar *c, uint32_t position, uint32_t slot)
{
    c->node[position] = slot;
    c->place[slot] = position;
}

static void sift_up(struct calendar *c, uint32_t position)
{
    uint32_t slot = c->node[position];
    while (position > 0) {
        uint32_t parent = (position - 1) / 2;
        if (!calendar_before(c, slot, c->node[parent]))
            break;
        put(c, position, c->node[parent]);
        position = parent;
    }
    put(c, position, slot);
}

static void sift_down(struct calendar *c, uint32_t position)
{
    uint32_t slot = c->node[position];
    for (;;) {
        uint32_t child = 2 * position + 1;
        if (child >= c->slots)
            break;
        if (child + 1 < c->slots && calendar_before(c, c->node[child + 1], c->node[child]))
            child++;
        if (!calendar_before(c, c->node[child], slot))
            break;
        put(c, position, c->node[child]);
        position = child;
    }
    put(c, position, slot);
}

void calendar_update_heap(struct calendar *c, uint32_t slot)
{
    sift_up(c, c->place[slot]);
    sift_down(c, c->place[slot]);
}

static void build_heap(struct calendar *c)
{
    for (uint32_t slot = 0; slot < c->slots; slot++)
        put(c, slot, slot);
    for (uint32_t position = c->slots / 2; position-- > 0;)
        sift_down(c, position);
}

void calendar_build(struct calendar *c)
{
    if (c->kind == CALENDAR_HEAP)
        build_heap(c);
    else
        build_tree(c);
}
