/* for madvise NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _DEFAULT_SOURCE

#include "engine/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static uint32_t spare_of(const struct class_row *row)
{
    return row->spare > 0 ? row->spare : STATE_SPARE;
}

/* Live rows up to which a handler still finds its spare ones. */
static uint32_t enough_for(const struct pool *pool, const struct class_row *row)
{
    return pool->capacity - spare_of(row);
}

/* ---- the block: header, globals, then the arrays of each class and the calendar ---- */

enum { ALIGNMENT = 64 };

static size_t aligned(size_t bytes)
{
    return (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* Takes the next `bytes` of the block: its address when block is not NULL. */
static void *take(unsigned char *block, size_t *offset, size_t bytes)
{
    void *here = block ? block + *offset : NULL;
    *offset += aligned(bytes);
    return here;
}

/* Where the clocks of a class are, type by type. */
static void find_clocks(struct state *s, unsigned class)
{
    const struct class_row *row = &s->plan->class[class];
    for (unsigned i = 0; i < row->types; i++) {
        unsigned type = row->first_type + i;
        const struct event_row *event = &s->plan->event[type];
        s->clock[type] = (struct clock_row){s->clocks[class] + i, row->types,
                                            (uint16_t)(event->priority << 8 | type),
                                            (uint16_t) class, event->handler};
    }
}

/* Lays the arrays out for the header's capacities and points `s` at them; returns the block's size.
 * With block NULL it only measures. */
static size_t lay_out(struct state *s, const struct state_header *header, unsigned char *block)
{
    size_t offset = 0;
    s->header = take(block, &offset, sizeof *s->header);
    s->globals = take(block, &offset, s->plan->globals);
    uint32_t slot = 0;
    for (unsigned c = 0; c < s->plan->classes; c++) {
        const struct class_row *row = &s->plan->class[c];
        size_t capacity = header->pool[c].capacity;
        s->rows[c] = take(block, &offset, capacity * row->size);
        s->beside[c] = take(block, &offset, capacity * row->beside);
        s->clocks[c] = take(block, &offset, capacity * row->types * sizeof(moment));
        s->free_ids[c] = take(block, &offset, capacity * sizeof(uint32_t));
        s->alive[c] = take(block, &offset, capacity);
        s->first_slot[c] = slot;
        s->enough[c] = enough_for(&header->pool[c], row);
        slot += row->types > 0 ? header->pool[c].capacity : 0;
        find_clocks(s, c);
    }
    size_t slots = header->slots;
    s->calendar.kind = s->plan->calendar;
    s->calendar.slots = header->slots;
    s->calendar.earliest = take(block, &offset, slots * sizeof(moment));
    s->calendar.number = take(block, &offset, slots * sizeof(uint64_t));
    s->calendar.node = take(block, &offset, slots * sizeof(uint32_t));
    s->calendar.place =
        take(block, &offset, s->plan->calendar == CALENDAR_HEAP ? slots * sizeof(uint32_t) : 0);
    return offset;
}

static uint32_t slots_needed(const struct state_plan *plan, const struct state_header *header)
{
    uint32_t sum = 0, slots = 2;
    for (unsigned c = 0; c < plan->classes; c++)
        sum += plan->class[c].types > 0 ? header->pool[c].capacity : 0;
    while (slots < sum)
        slots *= 2;
    return slots;
}

/* Memory for a block, or NULL. An event touches rows all over it, so it asks for huge pages where
 * the system has them: fewer misses of the address translation. */
static unsigned char *new_block(size_t size)
{
    const size_t page = (size_t)1 << 21;
    size_t pages = (size + page - 1) & ~(page - 1); /* the last one too: the calendar ends there */
    unsigned char *block = aligned_alloc(page, pages);
#ifdef MADV_HUGEPAGE
    if (block && size >= page)
        madvise(block, pages, MADV_HUGEPAGE);
#endif
    return block;
}

static void announce_move(struct state *s)
{
    if (s->rebind)
        s->rebind(s->model);
}

/* ---- growing: a new block, everything copied array by array, the calendar built afresh ---- */

static void copy_arrays(struct state *to, const struct state *from)
{
    memcpy(to->header, from->header, sizeof *to->header);
    memcpy(to->globals, from->globals, from->plan->globals);
    for (unsigned c = 0; c < from->plan->classes; c++) {
        const struct class_row *row = &from->plan->class[c];
        size_t used = from->header->pool[c].used;
        memcpy(to->rows[c], from->rows[c], used * row->size);
        memcpy(to->beside[c], from->beside[c], used * row->beside);
        memcpy(to->clocks[c], from->clocks[c], used * row->types * sizeof(moment));
        memcpy(to->free_ids[c], from->free_ids[c],
               from->header->pool[c].free * sizeof *from->free_ids[c]);
        memcpy(to->alive[c], from->alive[c], used);
    }
}

/* Slots of rows not in use hold no event. */
static void clear_slots(struct state *s)
{
    for (uint32_t slot = 0; slot < s->calendar.slots; slot++) {
        s->calendar.earliest[slot] = slot_idle(slot);
        s->calendar.number[slot] = 0;
    }
}

static void copy_slots(struct state *to, const struct state *from)
{
    clear_slots(to);
    for (unsigned c = 0; c < from->plan->classes; c++) {
        uint32_t used = from->plan->class[c].types > 0 ? from->header->pool[c].used : 0;
        for (uint32_t id = 0; id < used; id++) {
            uint32_t slot = to->first_slot[c] + id, old = from->first_slot[c] + id;
            moment earliest = from->calendar.earliest[old];
            to->calendar.earliest[slot] = earliest < SLOT_IDLE ? earliest : slot_idle(slot);
            to->calendar.number[slot] = from->calendar.number[old];
        }
    }
    calendar_build(&to->calendar);
}

/* Moves the state into a block laid out for `wanted`. */
static bool move_block(struct state *s, const struct state_header *wanted)
{
    struct state moved = *s;
    size_t size = lay_out(&moved, wanted, NULL);
    unsigned char *block = new_block(size);
    if (!block)
        return false;
    lay_out(&moved, wanted, block);
    copy_arrays(&moved, s);
    *moved.header = *wanted;
    copy_slots(&moved, s);
    free(s->block);
    moved.block = block;
    moved.size = moved.room = size;
    *s = moved;
    announce_move(s);
    return true;
}

/* Worth the search for what comes next only where an entity fills many cache lines. */
static bool has_large_rows(const struct state_plan *plan)
{
    enum { LARGE = 192 };
    bool large = false;
    for (unsigned c = 0; c < plan->classes; c++)
        large |= plan->class[c].types > 0 && plan->class[c].size >= LARGE;
    return large;
}

bool state_open(struct state *s, const struct state_plan *plan, tick now, void (*rebind)(void *),
                void *model)
{
    *s = (struct state){.plan = plan, .current_slot = NO_ENTITY, .rebind = rebind, .model = model};
    s->fetches = has_large_rows(plan);
    struct state_header header = {.now = now};
    for (unsigned c = 0; c < plan->classes; c++)
        header.pool[c].capacity = plan->class[c].capacity < spare_of(&plan->class[c])
                                      ? spare_of(&plan->class[c])
                                      : plan->class[c].capacity;
    header.slots = slots_needed(plan, &header);
    s->size = s->room = lay_out(s, &header, NULL);
    s->block = new_block(s->size);
    if (!s->block)
        return false;
    memset(s->block, 0, s->size);
    lay_out(s, &header, s->block);
    *s->header = header;
    clear_slots(s);
    calendar_build(&s->calendar);
    announce_move(s);
    return true;
}

void state_close(struct state *s)
{
    free(s->block);
    s->block = NULL;
}

bool state_copy(struct state *to, const struct state *from)
{
    if (to->room < from->size) {
        unsigned char *block = new_block(from->size);
        if (!block)
            return false;
        free(to->block);
        to->block = block;
        to->room = from->size;
    }
    to->size = from->size;
    lay_out(to, from->header, to->block);
    copy_arrays(to, from);
    /* same layout: the calendar's arrays are copied as they are */
    size_t slots = from->calendar.slots;
    memcpy(to->calendar.earliest, from->calendar.earliest, slots * sizeof(moment));
    memcpy(to->calendar.number, from->calendar.number, slots * sizeof(uint64_t));
    memcpy(to->calendar.node, from->calendar.node, slots * sizeof(uint32_t));
    if (from->plan->calendar == CALENDAR_HEAP)
        memcpy(to->calendar.place, from->calendar.place, slots * sizeof(uint32_t));
    memcpy(to->failure, from->failure, sizeof to->failure);
    to->attention = from->attention;
    announce_move(to);
    return true;
}

bool state_make_room(struct state *s)
{
    struct state_header wanted = *s->header;
    bool enough = true;
    for (unsigned c = 0; c < s->plan->classes; c++) {
        struct pool *pool = &wanted.pool[c];
        if (pool->live <= s->enough[c])
            continue;
        enough = false;
        if (pool->live > s->plan->most_entities) {
            state_fail(s, "the number of %s (%u) has outgrown the model", s->plan->class[c].name,
                       (unsigned)pool->live);
            return false;
        }
        pool->capacity += pool->capacity / 4 + spare_of(&s->plan->class[c]);
    }
#ifdef PLASSFLYT_MOVE_ALWAYS
    enough = false; /* finds pointers held across events */
#endif
    if (enough) {
        s->attention &= ~(unsigned)ATTENTION_ROOM;
        return true;
    }
    wanted.slots = slots_needed(s->plan, &wanted);
    if (!move_block(s, &wanted)) {
        state_fail(s, "out of memory");
        return false;
    }
#ifndef PLASSFLYT_MOVE_ALWAYS
    s->attention &= ~(unsigned)ATTENTION_ROOM;
#endif
    return true;
}

/* ---- entities ---- */

static inline void forget_clocks(const struct state *s, unsigned class, uint32_t id)
{
    moment *clock = entity_clocks(s, class, id);
    for (unsigned i = 0; i < s->plan->class[class].types; i++)
        clock[i] = MOMENT_NEVER;
}

/* An id not in use, or NO_ENTITY. */
static inline uint32_t take_id(struct state *s, unsigned class)
{
    struct pool *pool = &s->header->pool[class];
    if (pool->live == pool->capacity)
        return NO_ENTITY;
    if (pool->live++ == s->enough[class])
        s->attention |= ATTENTION_ROOM;
    return pool->free > 0 ? s->free_ids[class][--pool->free] : pool->used++;
}

uint32_t entity_new(struct state *s, unsigned class, uint64_t number)
{
    const struct class_row *row = &s->plan->class[class];
    uint32_t id = take_id(s, class);
    if (id == NO_ENTITY) {
        state_fail(s, "too many new %s in one event", row->name);
        return 0;
    }
    memset((unsigned char *)s->rows[class] + (size_t)id * row->size, 0, row->size);
    if (row->beside > 0)
        memset((unsigned char *)s->beside[class] + (size_t)id * row->beside, 0, row->beside);
    s->alive[class][id] = 1;
    if (row->types == 0)
        return id; /* nothing ever happens to it */
    forget_clocks(s, class, id);
    uint32_t slot = s->first_slot[class] + id;
    s->calendar.earliest[slot] = slot_idle(slot);
    s->calendar.number[slot] = number;
    if (s->calendar.kind == CALENDAR_HEAP)
        calendar_update(&s->calendar, slot);
    return id;
}

void entity_renumber(struct state *s, unsigned class, uint32_t id, uint64_t number)
{
    uint32_t slot = s->first_slot[class] + id;
    s->calendar.number[slot] = number;
    calendar_update(&s->calendar, slot);
}

void entity_free(struct state *s, unsigned class, uint32_t id)
{
    struct pool *pool = &s->header->pool[class];
    s->alive[class][id] = 0;
    s->free_ids[class][pool->free++] = id;
    pool->live--;
    if (s->plan->class[class].types == 0)
        return;
    forget_clocks(s, class, id);
    uint32_t slot = s->first_slot[class] + id;
    if (slot != s->current_slot && s->calendar.earliest[slot] < SLOT_IDLE) {
        s->calendar.earliest[slot] = slot_idle(slot);
        calendar_update(&s->calendar, slot);
    }
}

static inline moment earlier(moment a, moment b)
{
    return b < a ? b : a;
}

/* In two chains of comparisons, so that the processor does both at once. */
static inline moment earliest_of(const moment *clock, uint32_t types, uint32_t slot)
{
    moment even = slot_idle(slot), odd = even;
    uint32_t i = 0;
    for (; i + 1 < types; i += 2) {
        even = earlier(even, clock[i]);
        odd = earlier(odd, clock[i + 1]);
    }
    if (i < types)
        even = earlier(even, clock[i]);
    return earlier(even, odd);
}

void clock_refresh(struct state *s, unsigned class, uint32_t id)
{
    uint32_t slot = s->first_slot[class] + id;
    s->calendar.earliest[slot] =
        earliest_of(entity_clocks(s, class, id), s->plan->class[class].types, slot);
    calendar_update(&s->calendar, slot);
}

/* ---- running ---- */

/* Between two events: sees to room and failures. False if the run cannot go on. */
static bool attend(struct state *s)
{
    s->current_slot = NO_ENTITY;
    return !(s->attention & ATTENTION_FAILED) && state_make_room(s);
}

/* Asks for what the handler of the next event will read, while this one is handled: the lines of its
 * entity, which else it would wait for one after the other. */
static inline void fetch_next(const struct state *s, uint32_t slot)
{
    enum { LINE = 64, CLOCKS_OF_LINE = LINE / sizeof(moment), ENTITY_LINES = 6, CLOCK_LINES = 4 };
    struct contender next = calendar_second(&s->calendar, slot);
    if (next.earliest >= SLOT_IDLE)
        return;
    const struct clock_row *row = &s->clock[moment_type(next.earliest)];
    size_t id = next.slot - s->first_slot[row->subject];
    size_t size = s->plan->class[row->subject].size;
    const unsigned char *entity = (const unsigned char *)s->rows[row->subject] + id * size;
    const moment *clocks = s->clocks[row->subject] + id * row->stride;
    /* always as many: a loop of which the processor cannot guess the end costs more than fetching
     * the first line again */
    for (size_t at = 0; at < ENTITY_LINES * LINE; at += LINE)
        __builtin_prefetch(entity + (at < size ? at : 0), 1);
    for (uint32_t i = 0; i < CLOCK_LINES * CLOCKS_OF_LINE; i += CLOCKS_OF_LINE)
        __builtin_prefetch(clocks + (i < row->stride ? i : 0), 1);
}

/* Handles the event that comes first; returns what comes first then. */
static inline struct contender handle(struct state *s, struct contender first)
{
    const struct clock_row *row = &s->clock[moment_type(first.earliest)];
    uint32_t id = first.slot - s->first_slot[row->subject], types = row->stride;
    moment *clocks = s->clocks[row->subject] + (size_t)id * types;
    tick when = moment_planned(first.earliest), before = s->header->now;
    if (s->fetches)
        fetch_next(s, first.slot);
    s->current_slot = first.slot;
    s->current = first.earliest;
    s->header->now = when;
    if (__builtin_expect(when < before, 0))
        state_fail(s, "an event was planned %lld ms in the past", (long long)(before - when));
    row->first[(size_t)id * types] = MOMENT_NEVER;
    row->handler(s->model, id);
    /* nothing has moved meanwhile */
    return calendar_replay(&s->calendar, first.slot, earliest_of(clocks, types, first.slot));
}

static struct contender first_of(const struct state *s)
{
    uint32_t slot = calendar_first(&s->calendar);
    return (struct contender){s->calendar.earliest[slot], slot};
}

uint64_t state_run(struct state *s, tick until, uint64_t limit)
{
    moment end = moment_make(until, 0, 0);
    end = end < SLOT_IDLE ? end : SLOT_IDLE;
    uint64_t handled = 0;
    s->attention |= ATTENTION_ROOM;
    struct contender first = first_of(s);
    while (first.earliest < end && handled < limit) {
        if (s->attention) {
            if (!attend(s))
                break;
            first = first_of(s); /* slots may have moved */
        }
        first = handle(s, first);
        handled++;
    }
    s->current_slot = NO_ENTITY;
    s->header->events += handled;
    if (!s->failure[0] && handled < limit)
        s->header->now = until;
    return handled;
}

/* Says which event was being handled. */
static void name_current_event(struct state *s)
{
    unsigned type = moment_type(s->current);
    size_t used = strlen(s->failure);
    snprintf(s->failure + used, sizeof s->failure - used, " (%s %llu, %s, day %lld)",
             s->plan->class[s->clock[type].subject].name,
             (unsigned long long)s->calendar.number[s->current_slot], s->plan->event[type].name,
             (long long)(s->header->now / TICKS_PER_DAY));
}

void state_fail(struct state *s, const char *format, ...)
{
    if (s->failure[0])
        return;
    s->attention |= ATTENTION_FAILED;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->failure, sizeof s->failure, format, arguments);
    va_end(arguments);
    if (s->current_slot != NO_ENTITY)
        name_current_event(s);
}
