#include "model/check.h"

#include "model/centre.h"
#include "model/check_parts.h"
#include "model/home.h"
#include "model/index.h"
#include "model/pair.h"
#include "model/placement.h"
#include "model/positions.h"
#include "model/queue.h"
#include "model/recruitment.h"
#include "model/search.h"
#include "model/staff.h"
#include "model/suppliers.h"
#include "model/team.h"

#include <string.h>

/* ---- references ---- */

static bool home_has(const struct home *h, uint32_t child)
{
    for (int i = 0; i < h->children; i++)
        if (h->child[i] == child)
            return true;
    return false;
}

/* What the children are found to be in all. */
struct children_found {
    uint32_t in_homes, housed[N_AREA][N_HOUSING];
    struct residents residents;
};

/* What rows of tables are found by must be in range before anything is counted. */
static bool check_child_kinds(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    bool good = c->area < N_AREA && c->place < N_PLACE && c->unit_area < N_AREA &&
                c->unit_group < N_TARGET_GROUP;
    CHECK(m, good, "child %llu is nowhere", (unsigned long long)c->number);
    return good;
}

static void check_child(struct model *m, uint32_t id, struct children_found *found)
{
    const struct child *c = &m->child[id];
    unsigned long long n = (unsigned long long)c->number;
    bool in_home = is_foster(c->place) || c->place == PLACE_EMERGENCY;
    CHECK(m, in_home == (c->home != NO_ENTITY), "child %llu is lost between homes", n);
    if (c->home != NO_ENTITY)
        CHECK(m, m->state.alive[CLASS_HOME][c->home] && home_has(&m->home[c->home], id),
              "child %llu lives in a home that does not know it", n);
    found->in_homes += c->home != NO_ENTITY;
    if (c->episode != NO_ENTITY)
        CHECK(m, m->state.alive[CLASS_EPISODE][c->episode],
              "child %llu waits in an episode that has ended", n);
    bool emergency = c->place == PLACE_EMERGENCY || c->place == PLACE_OVERFLOW_EMERGENCY;
    CHECK(m, emergency == (c->emergency_row > 0), "child %llu counts emergency stays elsewhere", n);
    if (housing_of(c->place) >= 0)
        found->housed[c->area][housing_of(c->place)]++;
    residents_add(&found->residents, c);
}

static void check_children(struct model *m, const struct children_found *found)
{
    for (int a = 0; a < N_AREA; a++)
        for (int h = 0; h < N_HOUSING; h++)
            CHECK(m, found->housed[a][h] == m->country->housed[a][h],
                  "housing %d.%d counts %u children but has %u", a, h, m->country->housed[a][h],
                  found->housed[a][h]);
    CHECK(m,
          m->country->arrived - m->country->left ==
              (int64_t)m->state.header->pool[CLASS_CHILD].live,
          "children in less children out are not those inside");
    check_residents(m, &found->residents);
}

/* Each family with a centre has a child where it says, and nobody else lives in one. */
static void check_centres(struct model *m)
{
    uint32_t living[N_AREA] = {0}, bought = 0;
    int64_t inside = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_FAMILY].used; id++) {
        if (!m->state.alive[CLASS_FAMILY][id])
            continue;
        const struct family *f = &m->family[id];
        static const uint8_t place[] = {PLACE_AT_HOME, PLACE_AT_HOME, PLACE_CENTRE,
                                        PLACE_CENTRE_BOUGHT};
        CHECK(m,
              m->state.alive[CLASS_CHILD][f->child] && m->child[f->child].number == f->number &&
                  m->child[f->child].place == place[f->state],
              "the child of family %llu is not where it should be", (unsigned long long)f->number);
        living[f->lives_in] += f->state == FAMILY_IN_CENTRE;
        bought += f->state == FAMILY_BOUGHT_FOR || f->state == FAMILY_IN_BOUGHT;
        inside += f->state >= FAMILY_IN_CENTRE;
    }
    for (int a = 0; a < N_AREA; a++)
        CHECK(m, living[a] == m->country->in_centres[a],
              "centres in area %d count %u families but have %u", a, m->country->in_centres[a],
              living[a]);
    CHECK(m, bought == m->country->bought_centres, "bought places in centres are miscounted");
    CHECK(m,
          inside == observed_level(&m->observer, MEASURE_CHILDREN, PLACE_CENTRE) +
                        observed_level(&m->observer, MEASURE_CHILDREN, PLACE_CENTRE_BOUGHT),
          "children in centres are not those of the families there");
}

static void check_episode(struct model *m, uint32_t id)
{
    const struct episode *e = &m->episode[id];
    unsigned long long n = (unsigned long long)e->number;
    for (int i = 0; i < e->members; i++)
        CHECK(m, m->child[e->member[i]].episode == id, "a child of episode %llu is elsewhere", n);
    CHECK(m, e->members > 0, "episode %llu is about nobody", n);
    bool reserved = e->stage == STAGE_OFFER || e->stage == STAGE_MEETINGS;
    CHECK(m, reserved == (e->home != NO_ENTITY), "episode %llu and its reserved home differ", n);
    if (reserved)
        CHECK(m, m->home[e->home].episode == id, "episode %llu's home is another's", n);
    CHECK(m, e->listed == (e->stage >= STAGE_OPEN), "episode %llu is looked for wrongly", n);
}

/* Each suitable pair is there once, in the lists of both. */
static void check_pairs(struct model *m, uint32_t id)
{
    for (uint32_t p = m->episode[id].pairs.first; p != NO_ENTITY; p = m->pair[p].episode_link.next)
        CHECK(m,
              m->pair[p].episode == id && m->state.alive[CLASS_HOME][m->pair[p].home] &&
                  pair_find(m, id, m->pair[p].home) == p,
              "a suitable pair of episode %llu is kept twice",
              (unsigned long long)m->episode[id].number);
}

/* What the homes hold in all. */
struct held {
    uint32_t children, kept, positions[N_AREA];
};

static void check_home(struct model *m, uint32_t id, struct held *held)
{
    const struct home *h = &m->home[id];
    unsigned long long n = (unsigned long long)h->number;
    held->children += h->children;
    held->kept += h->kept;
    held->positions[h->area] += h->positioned;
    CHECK(m, h->children <= h->places, "home %llu has more children than places", n);
    CHECK(m,
          h->episode == NO_ENTITY || h->state == HOME_STATE_RESERVED ||
              h->state == HOME_STATE_OCCUPIED || h->bidding,
          "home %llu is reserved but does not know it", n);
    CHECK(m, (h->children > 0) == (h->state == HOME_STATE_OCCUPIED),
          "home %llu does not know whether it has a child", n);
    bool open = vacancy_places(h) > 0;
    if (h->kind != HOME_KIND_EMERGENCY)
        CHECK(m, h->episode != NO_ENTITY ? h->listed <= open : h->listed == open,
              "home %llu is listed wrongly", n);
}

/* ---- positions and staff ---- */

/* Each state home in a position holds one, and no more are given away than there are while the
 * rules give as many as before. */
static void check_positions(struct model *m, const uint32_t held[N_AREA])
{
    for (int a = 0; a < N_AREA; a++) {
        CHECK(m, held[a] == m->country->state_homes[a], "area %d counts %u state homes but has %u",
              a, m->country->state_homes[a], held[a]);
        CHECK(m,
              observed_level(&m->observer, MEASURE_POSITIONS, (size_t)a) ==
                  (int64_t)positions_of(m, a),
              "positions in area %d are miscounted", a);
    }
}

/* Work waits only where it is in its line, nobody is at work beyond the count, and none waits while
 * somebody is free. */
static void check_staff(struct model *m)
{
    const struct country *c = m->country;
    uint32_t busy[N_AREA] = {0}, waits[N_AREA] = {0};
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        const struct episode *e = &m->episode[id];
        busy[e->area] += m->state.alive[CLASS_EPISODE][id] && e->work == WORK_RUNS;
        waits[e->area] += m->state.alive[CLASS_EPISODE][id] && e->work == WORK_WAITS;
    }
    for (int a = 0; a < N_AREA; a++) {
        uint32_t in_line = 0;
        for (int rank = 0; rank < N_WORK_RANK; rank++)
            for (uint32_t id = c->work[a][rank].first; id != NO_ENTITY;
                 id = m->episode[id].work_link.next)
                in_line += m->episode[id].work == WORK_WAITS;
        CHECK(m, busy[a] == c->staff_busy[a] && waits[a] == in_line,
              "staff in area %d: %u at work and %u in line, but %u and %u", a, c->staff_busy[a],
              in_line, busy[a], waits[a]);
        CHECK(m, in_line == 0 || c->staff_busy[a] + 1 > m->rules->p.placement_staff[a],
              "work waits in area %d although somebody is free", a);
    }
}

/* ---- levels: everything counted anew must give what is kept ---- */

/* What one walk through all there is finds. */
struct found {
    struct children_found children;
    struct held held;
    uint32_t listed; /* episodes */
};

/* Checks each child, home and episode and counts it anew in the same walk: memory is what takes the
 * time. */
static void walk(struct model *m, struct found *found)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && check_child_kinds(m, id)) {
            check_child(m, id, &found->children);
            child_count(m, id, 1);
        }
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++)
        if (m->state.alive[CLASS_HOME][id]) {
            check_home(m, id, &found->held);
            home_count(m, id, 1);
        }
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++)
        if (m->state.alive[CLASS_EPISODE][id]) {
            check_episode(m, id);
            check_pairs(m, id);
            found->listed += m->episode[id].listed;
            queue_count(m, id, 1);
            staff_count(m, id, 1);
        }
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_FAMILY].used; id++)
        if (m->state.alive[CLASS_FAMILY][id])
            centre_count(m, id, 1);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_TREATED].used; id++)
        if (m->state.alive[CLASS_TREATED][id])
            team_count(m, id, 1);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++)
        supplier_count(m, id, 1);
}

static bool counted_by_entities(int measure)
{
    return measure != MEASURE_PLACES && measure != MEASURE_PLACES_GROUP &&
           measure != MEASURE_PLACES_BLOCKED && measure != MEASURE_INSTITUTION_QUEUE &&
           measure != MEASURE_INSTITUTION_QUEUE_GROUP && measure != MEASURE_POSITIONS;
}

static void compare_levels(struct model *m, const struct level *kept)
{
    for (int i = 0; i < N_MEASURES; i++) {
        if (measure_table[i].type != LEVEL || !counted_by_entities(i))
            continue;
        for (size_t cell = 0; cell < m->observer.layout->cells[i]; cell++) {
            size_t at = m->observer.first_level[i] + cell;
            if (kept[at].count == m->recount[at].count)
                continue;
            char name[96];
            shape_cell_name(&measure_table[i].shape, cell, name, sizeof name);
            state_fail(&m->state, "%s[%s] is kept as %lld but is %lld", measure_table[i].name, name,
                       (long long)kept[at].count, (long long)m->recount[at].count);
        }
    }
}

/* What money is paid for, of which there is a count beside the measures. */
struct paid_for {
    struct level place[N_AREA][N_PLACE], premium[N_AREA][N_PLACE], ready[N_AREA][N_OWNER],
        alone[N_AREA];
};

static void read_paid_for(const struct country *c, struct paid_for *paid)
{
    memcpy(paid->place, c->place_time, sizeof paid->place);
    memcpy(paid->premium, c->premium_time, sizeof paid->premium);
    memcpy(paid->ready, c->ready_time, sizeof paid->ready);
    memcpy(paid->alone, c->alone_time, sizeof paid->alone);
}

static void write_paid_for(struct country *c, const struct paid_for *paid)
{
    memcpy(c->place_time, paid->place, sizeof paid->place);
    memcpy(c->premium_time, paid->premium, sizeof paid->premium);
    memcpy(c->ready_time, paid->ready, sizeof paid->ready);
    memcpy(c->alone_time, paid->alone, sizeof paid->alone);
}

static void compare_paid_for(struct model *m, const struct paid_for *kept,
                             const struct paid_for *counted)
{
    const struct level *a = &kept->place[0][0], *b = &counted->place[0][0];
    for (size_t i = 0; i < sizeof *kept / sizeof *a; i++)
        CHECK(m, a[i].count == b[i].count, "what is paid for (%zu) is kept as %lld but is %lld", i,
              (long long)a[i].count, (long long)b[i].count);
}

static void forget_firms(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        struct supplier *s = &m->supplier[id];
        s->held.count = s->contracted.count = s->paid.count = 0;
    }
}

/* What each supplier holds and is paid for, from its homes. */
static void compare_firms(struct model *m, const struct supplier *kept)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_SUPPLIER].used; id++) {
        const struct supplier *s = &m->supplier[id], *k = &kept[id];
        CHECK(m,
              k->held.count == s->held.count && k->contracted.count == s->contracted.count &&
                  k->paid.count == s->paid.count,
              "supplier %u keeps %lld homes, %lld of them in use, but they are %lld and %lld", id,
              (long long)k->held.count, (long long)k->contracted.count, (long long)s->held.count,
              (long long)s->contracted.count);
        CHECK(m, s->open || s->held.count == 0, "supplier %u has closed but has homes", id);
    }
}

/* Walks with empty books in the place of those kept, and compares. */
static void walk_and_compare(struct model *m, struct found *found)
{
    static _Thread_local struct paid_for kept_paid, counted;
    struct country *c = m->country;
    int64_t spent = c->budget_spent, daily = c->budget_daily;
    tick since = c->budget_since;
    static _Thread_local struct supplier firm[N_OWNER * SUPPLIERS_OF_OWNER];
    size_t firms = m->state.header->pool[CLASS_SUPPLIER].used * sizeof *firm;
    struct level *kept = m->observer.level;
    struct child_book *children = m->observer.children;
    read_paid_for(m->country, &kept_paid);
    memset(&counted, 0, sizeof counted);
    write_paid_for(m->country, &counted);
    memcpy(firm, m->supplier, firms);
    forget_firms(m);
    memset(m->recount, 0, m->observer.levels * sizeof *m->recount);
    m->observer.level = m->recount;
    m->observer.children = NULL;
    walk(m, found);
    m->observer.level = kept;
    m->observer.children = children;
    read_paid_for(m->country, &counted);
    write_paid_for(m->country, &kept_paid);
    c->budget_spent = spent;
    c->budget_daily = daily;
    c->budget_since = since;
    compare_firms(m, firm);
    memcpy(m->supplier, firm, firms);
    compare_levels(m, kept);
    compare_paid_for(m, &kept_paid, &counted);
}

static int64_t sum_level(const struct model *m, enum measure i, size_t from, size_t to)
{
    int64_t sum = 0;
    for (size_t cell = from; cell < to; cell++)
        sum += observed_level(&m->observer, i, cell);
    return sum;
}

void check_counts(struct model *m)
{
    int64_t inside = (int64_t)m->state.header->pool[CLASS_CHILD].live;
    int64_t in_units = 0;
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            for (int o = 0; o < N_OWNER; o++)
                in_units += m->country->unit[a][g][o].occupied;
    CHECK(m, m->country->arrived - m->country->left == inside,
          "children in less children out are not those inside");
    CHECK(m, sum_level(m, MEASURE_CHILDREN, 0, N_PLACE) == inside,
          "children by place are not those inside");
    CHECK(m, sum_level(m, MEASURE_CHILDREN_AREA, 0, (size_t)N_AREA * N_PLACE * N_NEED) == inside,
          "children by area, place and need are not those inside");
    CHECK(m,
          sum_level(m, MEASURE_CHILDREN, PLACE_ACUTE_PUBLIC, PLACE_TREATMENT_COMMERCIAL + 1) +
                  observed_level(&m->observer, MEASURE_CHILDREN, PLACE_COMBINED) ==
              in_units,
          "children in institutions are not those the units count");
    CHECK(m,
          sum_level(m, MEASURE_HOMES, 0, (size_t)N_HOME_KIND * N_HOME_STATE) ==
              (int64_t)m->state.header->pool[CLASS_HOME].live,
          "homes by state are not those there are");
    const size_t groups = (size_t)N_TARGET_GROUP * N_AREA, kinds = (size_t)N_UNIT_KIND * N_AREA;
    CHECK(m, sum_level(m, MEASURE_CHILDREN_GROUP, 0, groups) == in_units,
          "children by target group are not those in institutions");
    CHECK(m,
          sum_level(m, MEASURE_INSTITUTION_QUEUE_GROUP, 0, groups) ==
              sum_level(m, MEASURE_INSTITUTION_QUEUE, 0, kinds),
          "those waiting by target group are not those waiting by kind");
    CHECK(m,
          sum_level(m, MEASURE_PLACES_GROUP, 0,
                    CELL2(TARGET_GROUP, TARGET_GROUP_COMBINED, AREA, 0)) ==
              sum_level(m, MEASURE_PLACES, 0, (size_t)N_UNIT_KIND * N_OWNER),
          "places by target group are not those by kind");
}

void check_state(struct model *m)
{
    struct found found = {0};
    walk_and_compare(m, &found);
    check_children(m, &found.children);
    /* each child in a home is known there; so if homes hold as many, they hold no others */
    CHECK(m, found.held.children == found.children.in_homes,
          "homes have %u children, but %u live in homes", found.held.children,
          found.children.in_homes);
    check_centres(m);
    check_index(m, found.held.kept, found.listed);
    check_positions(m, found.held.positions);
    check_staff(m);
    check_units(m);
}

/* ---- sums ---- */

static int64_t sum_period(const struct model *m, enum measure i, int period, size_t from, size_t to)
{
    const struct layout *l = m->observer.layout;
    const int64_t *v = m->observer.value + l->first[i] + (size_t)period * l->cells[i];
    int64_t sum = 0;
    for (size_t cell = from; cell < to; cell++)
        sum += v[cell];
    return sum;
}

void check_month(struct model *m)
{
    const struct observer *o = &m->observer;
    if (o->month < 1)
        return;
    int last = o->month - 1; /* just closed */
    int64_t reasons = sum_period(m, MEASURE_WAITING_TIME, last, 0, N_REASON);
    int64_t queue = sum_period(m, MEASURE_QUEUE, last, 0, N_AREA); /* definition (i) comes first */
    CHECK(m, reasons == queue, "waiting reasons sum to %lld ms, waiting to %lld",
          (long long)reasons, (long long)queue);
    int64_t unit_reasons = sum_period(m, MEASURE_INSTITUTION_WAITING, last, 0, N_REASON);
    int64_t unit_queue =
        sum_period(m, MEASURE_INSTITUTION_QUEUE, last, 0, (size_t)N_UNIT_KIND * N_AREA);
    CHECK(m, unit_reasons == unit_queue,
          "reasons for waiting for an institution sum to %lld ms, waiting to %lld",
          (long long)unit_reasons, (long long)unit_queue);
}
