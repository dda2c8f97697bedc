#include "model/index.h"

#include "model/child.h"

#include <stddef.h>
#include <stdlib.h>

/* ---- lists ---- */

static struct link *link_at(void *rows, size_t size, size_t offset, uint32_t id)
{
    return (struct link *)(void *)((unsigned char *)rows + (size_t)id * size + offset);
}

void list_append(struct list *list, void *rows, size_t size, size_t offset, uint32_t id)
{
    struct link *link = link_at(rows, size, offset, id);
    link->previous = list->last;
    link->next = NO_ENTITY;
    if (list->last == NO_ENTITY)
        list->first = id;
    else
        link_at(rows, size, offset, list->last)->next = id;
    list->last = id;
}

void list_remove(struct list *list, void *rows, size_t size, size_t offset, uint32_t id)
{
    const struct link *link = link_at(rows, size, offset, id);
    if (link->previous == NO_ENTITY)
        list->first = link->next;
    else
        link_at(rows, size, offset, link->previous)->next = link->next;
    if (link->next == NO_ENTITY)
        list->last = link->previous;
    else
        link_at(rows, size, offset, link->next)->previous = link->previous;
}

static void empty_lists(struct list *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list[i] = (struct list){NO_ENTITY, NO_ENTITY};
}

#define EMPTY(lists) empty_lists((struct list *)(lists), sizeof(lists) / sizeof(struct list))

void index_open(struct model *m)
{
    EMPTY(m->country->institution_queue);
    EMPTY(m->country->vacancy);
    EMPTY(m->country->town_vacancy);
    EMPTY(m->country->waiting);
    EMPTY(m->country->town_waiting);
    EMPTY(m->country->emergency);
    EMPTY(m->country->listed_in);
}

/* ---- vacancies ---- */

int vacancy_places(const struct home *h)
{
    bool rested = !h->rests && h->episode == NO_ENTITY && !h->stops;
    bool open =
        h->state == HOME_STATE_IDLE || (h->state == HOME_STATE_OCCUPIED && h->shares && !h->found);
    bool foster = h->kind == HOME_KIND_ORDINARY || h->kind == HOME_KIND_SPECIALISED;
    return rested && open && foster ? h->places - h->children : 0;
}

static enum vacancy vacancy_of(const struct home *h)
{
    if (h->kind == HOME_KIND_SPECIALISED)
        return h->open_to_others ? VACANCY_OPEN : VACANCY_SPECIALISED;
    return h->reinforcible ? VACANCY_REINFORCIBLE : VACANCY_ORDINARY;
}

static void enlist(struct model *m, uint32_t id, int sign)
{
    struct home *h = &m->home[id];
    struct country *c = m->country;
    struct list *area = &c->vacancy[h->area][h->listed_vacancy][h->band][h->listed_free];
    struct list *town = &c->town_vacancy[h->municipality][h->listed_vacancy][h->band];
    if (sign > 0) {
        list_append(area, m->home, sizeof *h, offsetof(struct home, area_link), id);
        list_append(town, m->home, sizeof *h, offsetof(struct home, municipality_link), id);
    } else {
        list_remove(area, m->home, sizeof *h, offsetof(struct home, area_link), id);
        list_remove(town, m->home, sizeof *h, offsetof(struct home, municipality_link), id);
    }
    uint32_t *count = &c->vacant[h->area][h->listed_vacancy][h->band][h->listed_free];
    *count += (uint32_t)sign;
    if (*count == (sign > 0 ? 1u : 0u))
        c->vacancies_version++;
    h->listed = sign > 0;
}

bool vacancy_refresh(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    int free = vacancy_places(h);
    enum vacancy vacancy = vacancy_of(h);
    uint8_t free_class = free > 1 ? FREE_MORE : FREE_ONE;
    if (h->listed && free > 0 && h->listed_vacancy == vacancy && h->listed_free == free_class)
        return true;
    if (h->listed)
        enlist(m, id, -1);
    if (free == 0)
        return false;
    h->vacant_since = now(m);
    h->listed_vacancy = (uint8_t)vacancy;
    h->listed_free = free_class;
    enlist(m, id, 1);
    return true;
}

/* ---- waiting episodes ---- */

static bool waits_longer(const struct episode *a, const struct episode *b)
{
    return a->requested < b->requested || (a->requested == b->requested && a->number < b->number);
}

/* Inserts by waiting time; most come in at the end. */
static void insert_waiting(struct model *m, struct list *list, size_t offset, uint32_t id)
{
    struct episode *rows = m->episode;
    uint32_t before = list->last;
    while (before != NO_ENTITY && waits_longer(&rows[id], &rows[before]))
        before = link_at(rows, sizeof *rows, offset, before)->previous;
    struct link *link = link_at(rows, sizeof *rows, offset, id);
    uint32_t after =
        before == NO_ENTITY ? list->first : link_at(rows, sizeof *rows, offset, before)->next;
    *link = (struct link){before, after};
    if (before == NO_ENTITY)
        list->first = id;
    else
        link_at(rows, sizeof *rows, offset, before)->next = id;
    if (after == NO_ENTITY)
        list->last = id;
    else
        link_at(rows, sizeof *rows, offset, after)->previous = id;
}

void waiting_unlist(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    struct country *c = m->country;
    if (!e->listed)
        return;
    e->listed = false;
    list_remove(&c->waiting[e->area][e->listed_claim][e->listed_band][e->listed_members - 1],
                m->episode, sizeof *e, offsetof(struct episode, area_link), id);
    list_remove(&c->town_waiting[e->municipality][e->listed_claim][e->listed_band], m->episode,
                sizeof *e, offsetof(struct episode, municipality_link), id);
    if (e->listed_claim == CLAIM_DUTY)
        c->duty_waiting[e->area]--;
}

void waiting_list(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    struct country *c = m->country;
    waiting_unlist(m, id);
    e->listed = true;
    e->band = (uint8_t)child_band(&m->child[e->member[0]], now(m));
    e->listed_claim = e->claim;
    e->listed_band = e->band;
    e->listed_members = e->members;
    insert_waiting(m, &c->waiting[e->area][e->claim][e->band][e->members - 1],
                   offsetof(struct episode, area_link), id);
    insert_waiting(m, &c->town_waiting[e->municipality][e->claim][e->band],
                   offsetof(struct episode, municipality_link), id);
    if (e->claim == CLAIM_DUTY)
        c->duty_waiting[e->area]++;
}

/* ---- remembered pairs: open addressing with linear probing ---- */

static uint64_t pair_key(const struct episode *e, const struct home *h)
{
    return (uint64_t)e->serial << 32 | h->serial;
}

static size_t pair_slot(const uint64_t *table, size_t capacity, uint64_t key)
{
    /* Fibonacci hashing: the upper half of the product depends on all of the key */
    size_t slot = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (capacity - 1);
    while (table[slot] != 0 && table[slot] != key)
        slot = (slot + 1) & (capacity - 1);
    return slot;
}

bool pair_asked(const struct model *m, const struct episode *e, const struct home *h)
{
    /* Most pairs need not be looked up: the home was never asked since this wait's request, or the wait
     * asked nobody since the home was first asked. */
    if (h->last_asked < e->requested || e->last_asked < h->first_asked)
        return false;
    size_t capacity = m->state.header->table_capacity[TABLE_ASKED];
    return m->asked[pair_slot(m->asked, capacity, pair_key(e, h))] != 0;
}

void pair_remember(struct model *m, struct episode *e, struct home *h)
{
    e->last_asked = h->last_asked = now(m);
    if (h->first_asked == TICK_NEVER)
        h->first_asked = now(m);
    size_t capacity = m->state.header->table_capacity[TABLE_ASKED];
    if (m->country->asked + 1 >= capacity) {
        state_fail(&m->state, "too many pairs asked in one day");
        return;
    }
    uint64_t key = pair_key(e, h);
    uint64_t *slot = &m->asked[pair_slot(m->asked, capacity, key)];
    m->country->asked += *slot == 0;
    *slot = key;
}

static int compare_serials(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Rewrites the table with the pairs of waits that still go on. */
static bool forget_ended(struct model *m)
{
    const struct pool *pool = &m->state.header->pool[CLASS_EPISODE];
    size_t capacity = m->state.header->table_capacity[TABLE_ASKED], waits = 0, kept = 0;
    uint32_t *serial = malloc((pool->live + 1) * sizeof *serial);
    uint64_t *keep = malloc(capacity * sizeof *keep);
    if (serial && keep) {
        for (uint32_t id = 0; id < pool->used; id++)
            if (m->state.alive[CLASS_EPISODE][id])
                serial[waits++] = m->episode[id].serial;
        qsort(serial, waits, sizeof *serial, compare_serials);
        for (size_t i = 0; i < capacity; i++) {
            uint32_t of = (uint32_t)(m->asked[i] >> 32);
            if (m->asked[i] && bsearch(&of, serial, waits, sizeof of, compare_serials))
                keep[kept++] = m->asked[i];
            m->asked[i] = 0;
        }
        for (size_t i = 0; i < kept; i++)
            m->asked[pair_slot(m->asked, capacity, keep[i])] = keep[i];
        m->country->asked = (uint32_t)kept;
    }
    bool done = serial && keep;
    free(serial);
    free(keep);
    return done;
}

/* Doubles the table and finds every pair its place again. */
static bool grow_pairs(struct model *m)
{
    size_t before = m->state.header->table_capacity[TABLE_ASKED];
    uint64_t *old = malloc(before * sizeof *old);
    if (!old)
        return false;
    for (size_t i = 0; i < before; i++)
        old[i] = m->asked[i];
    bool grown = state_grow_table(&m->state, TABLE_ASKED, before * 2);
    for (size_t i = 0; grown && i < before * 2; i++)
        m->asked[i] = 0;
    for (size_t i = 0; grown && i < before; i++)
        if (old[i])
            m->asked[pair_slot(m->asked, before * 2, old[i])] = old[i];
    free(old);
    return grown;
}

void pairs_tidy(struct model *m)
{
    size_t capacity = m->state.header->table_capacity[TABLE_ASKED];
    if (m->country->asked < capacity / 2)
        return;
    bool done = forget_ended(m);
    if (done && m->country->asked >= capacity / 4)
        done = grow_pairs(m);
    if (!done)
        state_fail(&m->state, "out of memory");
}

/* ---- emergency homes ---- */

void emergency_listed(struct model *m, uint32_t id, bool listed)
{
    struct home *h = &m->home[id];
    size_t offset = offsetof(struct home, area_link);
    int free = h->places - h->children;
    if (h->listed)
        list_remove(&m->country->emergency[h->area][h->listed_free], m->home, sizeof *h, offset,
                    id);
    h->listed = listed && free > 0;
    h->listed_free = (uint8_t)free;
    if (h->listed)
        list_append(&m->country->emergency[h->area][free], m->home, sizeof *h, offset, id);
}
