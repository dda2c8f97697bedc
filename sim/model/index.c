#include "model/index.h"

#include "model/child.h"
#include "model/pair.h"
#include "model/waiting.h"

#include <stddef.h>

/* ---- lists ---- */

static struct link *link_at(void *rows, size_t size, size_t offset, uint32_t id)
{
    return (struct link *)(void *)((unsigned char *)rows + (size_t)id * size + offset);
}

void list_insert(struct list *list, void *rows, size_t size, size_t offset, uint32_t id,
                 uint32_t before)
{
    bool first = before == NO_ENTITY;
    uint32_t after = first ? list->first : link_at(rows, size, offset, before)->next;
    *link_at(rows, size, offset, id) = (struct link){before, after};
    *(first ? &list->first : &link_at(rows, size, offset, before)->next) = id;
    *(after == NO_ENTITY ? &list->last : &link_at(rows, size, offset, after)->previous) = id;
}

void list_append(struct list *list, void *rows, size_t size, size_t offset, uint32_t id)
{
    list_insert(list, rows, size, offset, id, list->last);
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
    EMPTY(m->country->waiting);
    EMPTY(m->country->emergency);
    EMPTY(m->country->listed_in);
    EMPTY(m->country->kept_in);
    EMPTY(m->country->work);
}

/* ---- vacancies ---- */

int vacancy_places(const struct home *h)
{
    bool open = h->state == HOME_STATE_IDLE || h->state == HOME_STATE_RESERVED ||
                (h->state == HOME_STATE_OCCUPIED && h->shares && !h->found);
    bool foster = h->kind == HOME_KIND_ORDINARY || h->kind == HOME_KIND_SPECIALISED;
    return open && foster && !h->rests && !h->stops && !h->orphaned && !h->kept
               ? h->places - h->children
               : 0;
}

static enum vacancy vacancy_of(const struct home *h)
{
    if (h->kind == HOME_KIND_SPECIALISED)
        return h->open_to_others ? VACANCY_OPEN : VACANCY_SPECIALISED;
    return h->reinforcible ? VACANCY_REINFORCIBLE : VACANCY_ORDINARY;
}

static int free_class(int places)
{
    return places > 1 ? FREE_MORE : FREE_ONE;
}

/* Sets or clears a bit by whether a count is positive. */
static void set_bit(uint8_t *bits, int bit, uint32_t count)
{
    *bits = (uint8_t)((*bits & ~(1u << bit)) | (unsigned)(count > 0) << bit);
}

static int bit_of(const struct home *h)
{
    return h->band * N_FREE + h->listed_free;
}

/* Counts a vacancy that is not reserved in (+1) or out (-1). */
static void count_vacant(struct model *m, struct home *h, int sign)
{
    struct country *c = m->country;
    uint32_t *count = &c->vacant[h->area][h->listed_vacancy][h->band][h->listed_free];
    h->vacant = sign > 0;
    *count += (uint32_t)sign;
    set_bit(&c->vacant_bits[h->area][h->listed_vacancy], bit_of(h), *count);
}

/* Puts the home into a list by when it became vacant; most come in at the end. */
static void insert_vacancy(struct model *m, struct list *list, uint32_t id)
{
    struct home *rows = m->home;
    uint32_t before = list->last;
    while (before != NO_ENTITY && rows[before].vacant_since > rows[id].vacant_since)
        before = rows[before].area_link.previous;
    list_insert(list, rows, sizeof *rows, offsetof(struct home, area_link), id, before);
}

static void enlist(struct model *m, uint32_t id, int sign)
{
    struct home *h = &m->home[id];
    struct country *c = m->country;
    struct list *list = &c->vacancy[h->area][h->listed_vacancy][h->band][h->listed_free];
    uint32_t *count = &c->vacancies[h->area][h->listed_vacancy][h->band][h->listed_free];
    *count += (uint32_t)sign;
    set_bit(&c->listed_bits[h->area][h->listed_vacancy], bit_of(h), *count);
    if (sign > 0)
        insert_vacancy(m, list, id);
    else
        list_remove(list, m->home, sizeof *h, offsetof(struct home, area_link), id);
    h->listed = sign > 0;
    m->open_to_lower[id] = sign > 0 && h->listed_vacancy == VACANCY_OPEN;
}

void vacancy_update(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    if (!h->listed)
        return;
    bool vacant = h->episode == NO_ENTITY;
    int free = free_class(h->places - h->children);
    if (h->vacant)
        count_vacant(m, h, -1);
    if (h->listed_vacancy != vacancy_of(h) || h->listed_free != free) {
        enlist(m, id, -1);
        h->listed_vacancy = (uint8_t)vacancy_of(h);
        h->listed_free = (uint8_t)free;
        enlist(m, id, 1);
    }
    if (vacant)
        count_vacant(m, h, 1);
}

bool vacancy_enter(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    if (h->listed || vacancy_places(h) == 0 || h->episode != NO_ENTITY)
        return false;
    pairs_forget_home(m, id); /* judged while it was listed with a supplier */
    vacancy_show(m, id);
    return true;
}

void vacancy_keep(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    h->kept = true;
    h->vacant_since = now(m);
    h->listed_vacancy = (uint8_t)vacancy_of(h);
    list_append(&m->country->kept_in[h->area], m->home, sizeof *h, offsetof(struct home, area_link),
                id);
}

void vacancy_unkeep(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    h->kept = false;
    list_remove(&m->country->kept_in[h->area], m->home, sizeof *h, offsetof(struct home, area_link),
                id);
}

void vacancy_show(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    int free = vacancy_places(h);
    h->vacant_since = now(m);
    h->listed_vacancy = (uint8_t)vacancy_of(h);
    h->listed_free = (uint8_t)free_class(free);
    enlist(m, id, 1);
    vacancy_update(m, id);
}

void vacancy_leave(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    pairs_forget_home(m, id);
    if (h->kept)
        vacancy_unkeep(m, id);
    if (!h->listed || h->kind == HOME_KIND_EMERGENCY)
        return;
    if (h->vacant)
        count_vacant(m, h, -1);
    enlist(m, id, -1);
}

/* ---- waiting episodes ---- */

static bool waits_longer(const struct episode *a, const struct episode *b)
{
    return a->requested < b->requested || (a->requested == b->requested && a->number < b->number);
}

static void set_bit_of_list(uint16_t *bits, int list, bool set)
{
    *bits = (uint16_t)((*bits & ~(1u << list)) | (unsigned)set << list);
}

/* Brings what is known of the episode's list up to date; sign: it has come in (+1) or gone out. */
static void list_changed(struct model *m, const struct episode *e, int sign)
{
    struct country *c = m->country;
    int a = e->area, claim = e->listed_claim, band = e->listed_band, size = e->listed_members - 1;
    int bit = band * GROUP_MOST + size;
    uint32_t first = c->waiting[a][claim][band][size].first;
    uint32_t *exchange = &c->may_exchange[a][claim][band][size];
    uint32_t *split = &c->may_split[a][claim][band][size];
    *exchange += e->exchange ? (uint32_t)sign : 0;
    *split += e->split ? (uint32_t)sign : 0;
    set_bit_of_list(&c->exchange_bits[a][claim], bit, *exchange > 0);
    set_bit_of_list(&c->split_bits[a][claim], bit, *split > 0);
    set_bit_of_list(&c->waiting_bits[a][claim], bit, first != NO_ENTITY);
    if (first != NO_ENTITY)
        c->waiting_since[a][claim][band][size] = m->episode[first].requested;
}

/* Inserts by waiting time; most come in at the end. */
static void insert_waiting(struct model *m, struct list *list, uint32_t id)
{
    struct episode *rows = m->episode;
    uint32_t before = list->last;
    while (before != NO_ENTITY && waits_longer(&rows[id], &rows[before]))
        before = rows[before].area_link.previous;
    list_insert(list, rows, sizeof *rows, offsetof(struct episode, area_link), id, before);
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
    list_changed(m, e, -1);
    if (e->listed_claim == CLAIM_DUTY && --c->duty_waiting[e->area] == 0)
        c->duty_cleared |= 1u << e->area;
}

void waiting_list(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    waiting_unlist(m, id);
    e->listed = true;
    reason_doubtful(m, id); /* its age or number may be another */
    e->band = (uint8_t)child_band(&m->child[e->member[0]], now(m));
    e->listed_claim = e->claim;
    e->listed_band = e->band;
    e->listed_members = e->members;
    insert_waiting(m, &m->country->waiting[e->area][e->claim][e->band][e->members - 1], id);
    list_changed(m, e, 1);
    if (e->claim == CLAIM_DUTY)
        m->country->duty_waiting[e->area]++;
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
