#include "model/count_start.h"

#include "model/budget.h"
#include "model/child.h"
#include "model/group.h"
#include "model/home.h"
#include "model/institution.h"
#include "model/numbering.h"
#include "model/placement.h"
#include "model/recruitment.h"
#include "model/stay.h"
#include "model/team.h"

#include <stdlib.h>
#include <string.h>

/* The file's rows say how many; here they become children with birthdays, siblings and places.
 * Children who share place, area, time there and wait may be siblings: those of them in one home are. What has gone by of a stay or a wait is drawn
 * inside its band, and what is left of it is what is left to one who has come so far. */

/* What is drawn about a child, as index of COUNTED_CHILD. */
enum question { Q_GROUP, Q_THERE, Q_AGE, Q_PATH };

static const double majority = 18, months_a_year = 12;

/* A youth's number is looked for among so many, ten apart. */
enum { TRIES = 64 };

struct taking_over {
    struct model *m;
    const struct count *count;
    uint32_t *child;  /* [n_children] ids, in the count's order */
    uint64_t *number; /* [n_children] permanent numbers, but of youths */
    uint32_t home;    /* the next home's */
};

/* ---- what is left open about a child ---- */

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static enum PATH_category drawn_path(const struct model *m, const struct counted_child *c,
                                     uint64_t number)
{
    const double *a = m->rules->p.arrivals;
    double u = uniform(m, DRAW_COUNTED_CHILD, number, 0, Q_PATH);
    int unit = unit_kind_of(c->place);
    if (c->path != NOT_TOLD)
        return (enum PATH_category)c->path;
    if (unit == UNIT_KIND_TREATMENT)
        return PATH_TREATMENT;
    if (unit >= 0 || c->place == PLACE_OVERFLOW_ACUTE)
        return PATH_ACUTE_INSTITUTION;
    if (place_table[c->place].kind == PLACE_KIND_EMERGENCY || c->place == PLACE_OVERFLOW_EMERGENCY)
        return PATH_ACUTE_HOME;
    double acute = c->place == PLACE_AT_HOME ? 0 : a[PATH_ACUTE_HOME] * m->rules->p.onward_need;
    double at = u * (acute + a[PATH_CARE_ORDER] + a[PATH_VOLUNTARY]);
    return at < acute                        ? PATH_ACUTE_HOME
           : at < acute + a[PATH_CARE_ORDER] ? PATH_CARE_ORDER
                                             : PATH_VOLUNTARY;
}

/* The highest need that a child there has unless the file says otherwise. */
static int highest_need(const struct counted_child *c, const struct counted_wait *w)
{
    if (c->place == PLACE_KINSHIP || c->place == PLACE_ORDINARY)
        return NEED_REINFORCED;
    return w && w->unit == NOT_TOLD ? NEED_SPECIALISED : NEED_TREATMENT;
}

/* The only need for which there is such a place; -1: several. */
static int need_of_place(const struct counted_child *c, const struct counted_wait *w)
{
    bool treated = unit_kind_of(c->place) == UNIT_KIND_TREATMENT;
    if (treated || (w && w->unit == UNIT_KIND_TREATMENT))
        return NEED_TREATMENT;
    if (is_specialised(c->place))
        return NEED_SPECIALISED;
    return c->place == PLACE_REINFORCED ? NEED_REINFORCED : -1;
}

static void draw_needs(const struct model *m, const struct counted_child *c,
                       struct child_facts *facts)
{
    const struct count *count = m->plan->study->count;
    const struct counted_wait *w = c->wait == NOT_TOLD ? NULL : &count->waits[c->wait];
    int only = need_of_place(c, w), highest = highest_need(c, w);
    if (c->need != NOT_TOLD) {
        /* what a child is waiting for tells how its need is assessed */
        facts->need = facts->assessed = c->need;
        if (!w)
            facts->assessed = child_drawn_assessment(m, facts);
        return;
    }
    facts->need = only >= 0 ? only : child_drawn_need(m, facts);
    facts->need = facts->need > highest ? highest : facts->need;
    facts->assessed = child_drawn_assessment(m, facts);
    facts->assessed = facts->assessed > highest ? highest : facts->assessed;
}

/* The years that a youth will stay past 18 are drawn by its number; one that would have left by now is
 * not the one who is there. */
static bool would_have_left(const struct model *m, uint64_t number, double age)
{
    double years = m->rules->p.stay_on_years * exponential(m, DRAW_STAY_ON_TIME, number, 0, 0);
    return age >= majority && age - majority >= years;
}

/* ---- a child ---- */

struct drawn_child {
    struct child_facts facts;
    double months; /* in the place */
};

static struct drawn_child draw_child(const struct taking_over *t, const struct counted_child *c,
                                     uint64_t number, double months)
{
    const struct model *m = t->m;
    double least_age = most(c->age.low, months / months_a_year);
    struct drawn_child drawn = {.months = months, .facts.number = number};
    struct span age = {least(least_age, c->age.high), c->age.high};
    drawn.facts.age = drawn_within(m, DRAW_COUNTED_CHILD, number, Q_AGE, age);
    drawn.facts.area = c->area;
    drawn.facts.municipality = municipality_of(m, number - number % 10, c->area);
    drawn.facts.path = drawn_path(m, c, number);
    draw_needs(m, c, &drawn.facts);
    return drawn;
}

/* Months in the place, shared by siblings. */
static double draw_months(const struct taking_over *t, const struct counted_child *c,
                          uint64_t group)
{
    struct span months = {c->months.low, least(c->months.high, c->age.high * months_a_year)};
    return drawn_within(t->m, DRAW_COUNTED_CHILD, group, Q_THERE, months);
}

static int moves_of(const struct counted_child *c, const struct child *made)
{
    if (c->moved != NOT_TOLD)
        return c->moved != MOVED_NEVER;
    /* who came to a foster home by way of emergency care has moved once */
    return is_foster(c->place) && made->path == PATH_ACUTE_HOME;
}

static int room_in(const struct model *m, int area, int group, int owner)
{
    const struct unit *u = &m->country->unit[area][group][owner];
    return u->places - u->closed - u->occupied;
}

/* The target group in whose place the child lives: its own when it came, while there is room in the
 * area; else the one of the same type with most room. */
static enum TARGET_GROUP_category group_lived_in(const struct model *m, uint32_t id,
                                                 const struct counted_child *c, double months)
{
    enum UNIT_KIND_category kind = (enum UNIT_KIND_category)unit_kind_of(c->place);
    int owner = (int)place_table[c->place].owner;
    struct child then = m->child[id];
    then.birth += ticks_of_years(months / months_a_year);
    int own = (int)group_of(m, &then, kind), best = own, most_room = 0;
    for (int g = 0; g < N_TARGET_GROUP && room_in(m, c->placed_in, own, owner) <= 0; g++) {
        int room = group_kind(g) == kind ? room_in(m, c->placed_in, g, owner) : 0;
        best = room > most_room ? g : best;
        most_room = room > most_room ? room : most_room;
    }
    return (enum TARGET_GROUP_category)best;
}

static void place_child(struct taking_over *t, uint32_t id, const struct counted_child *c,
                        double months, uint32_t home)
{
    struct model *m = t->m;
    int unit = unit_kind_of(c->place);
    if (home != NO_ENTITY) {
        int capability = c->place == PLACE_KINSHIP
                             ? home_capability(&m->home[home], m->child[id].assessed)
                         : c->place == PLACE_ORDINARY   ? NEED_ORDINARY
                         : c->place == PLACE_REINFORCED ? NEED_REINFORCED
                         : c->place == PLACE_EMERGENCY  ? N_NEED - 1
                                                        : NEED_SPECIALISED;
        place_in_home(m, id, home, (enum PLACE_category)c->place, capability, LEAVING_PLANNED);
    } else if (c->place == PLACE_COMBINED) {
        place_in_unit(m, id,
                      (struct unit_place){c->placed_in, TARGET_GROUP_COMBINED, OWNER_PUBLIC,
                                          UNIT_KIND_CARE, is_risky(m, &m->child[id])},
                      LEAVING_PLANNED);
    } else if (c->place == PLACE_SINGLE_CHILD) {
        place_alone(m, id, UNIT_KIND_CARE);
    } else if (unit >= 0) {
        place_in_unit(m, id,
                      (struct unit_place){c->placed_in, group_lived_in(m, id, c, months),
                                          place_table[c->place].owner,
                                          (enum UNIT_KIND_category)unit,
                                          is_risky(m, &m->child[id])},
                      LEAVING_PLANNED);
    } else if (housing_of(c->place) >= 0) {
        place_in_housing(m, id, (enum housing)housing_of(c->place));
    } else if (c->place != PLACE_AT_HOME) {
        place_in_overflow(m, id, (enum PLACE_category)c->place, LEAVING_PLANNED);
        if (c->place == PLACE_OVERFLOW_ACUTE)
            institution_stay_begins(m, id);
    }
}

/* Makes a child of the count. */
static void add_child(struct taking_over *t, int i, uint32_t home)
{
    struct model *m = t->m;
    const struct counted_child *c = &t->count->children[i];
    double months = draw_months(t, c, t->number[i] - t->number[i] % 10);
    struct drawn_child drawn = draw_child(t, c, t->number[i], months);
    for (uint64_t k = 1; k < TRIES && would_have_left(m, drawn.facts.number, drawn.facts.age); k++)
        drawn = draw_child(t, c, t->number[i] + k * 10, months);
    uint32_t id = t->child[i] = child_counted(m, &drawn.facts);
    place_child(t, id, c, drawn.months, home);
    if (c->place == PLACE_AT_HOME)
        return;
    struct past_stay past = {ticks_of_years(drawn.months / months_a_year),
                             moves_of(c, &m->child[id]), c->moved == MOVED_BREAKDOWN,
                             c->wait != NOT_TOLD};
    stay_goes_on(m, id, &past);
}

/* ---- sibling groups ---- */

/* Children alone in an institution have come alone. */
static bool comes_with_siblings(const struct counted_child *c, const struct counted_wait *w)
{
    bool foster = !w || w->unit == NOT_TOLD;
    return home_kind_of_place(c->place) >= 0 || (c->place == PLACE_AT_HOME && foster);
}

static int size_of_group(const struct taking_over *t, const struct counted_child *c, uint64_t group)
{
    const struct counted_wait *w = c->wait == NOT_TOLD ? NULL : &t->count->waits[c->wait];
    if (w && w->siblings != NOT_TOLD)
        return w->siblings;
    if (!comes_with_siblings(c, w))
        return 1;
    double u = uniform(t->m, DRAW_COUNTED_CHILD, group, 0, Q_GROUP);
    return 1 + category_at(t->m->rules->p.siblings[PATH_CARE_ORDER], N_SIBLINGS, u);
}

/* Gives all children their numbers, those of siblings beside each other. */
static void number_children(struct taking_over *t)
{
    const struct counted_child *c = t->count->children;
    uint64_t serial = 0;
    for (int i = 0; i < t->count->n_children; serial += TRIES) {
        uint64_t group = counted_number(serial, 0);
        int n = 0, size = size_of_group(t, &c[i], group);
        do
            t->number[i + n] = group + (uint64_t)n;
        while (++n < size && i + n < t->count->n_children && c[i + n].kin == c[i].kin);
        i += n;
    }
}

/* Siblings of child i who follow it in the count, itself among them. */
static int siblings_from(const struct taking_over *t, int i)
{
    int n = 1;
    while (i + n < t->count->n_children && t->number[i + n] / 10 == t->number[i] / 10)
        n++;
    return n;
}

static void link_siblings(struct taking_over *t)
{
    for (int i = 0, n; i < t->count->n_children; i += n) {
        n = siblings_from(t, i);
        for (int a = 0; a < n; a++)
            for (int b = 0, k = 0; b < n; b++)
                if (b != a)
                    t->m->child[t->child[i + a]].sibling[k++] = t->child[i + b];
    }
}

/* ---- households ---- */

/* Children of a kind of home, area and owner, and how they share homes. */
struct household {
    int kind, area, owner;
    int *child; /* [n] numbers in the count */
    int n;
};

static bool lives_so(const struct counted_child *c, const struct household *h)
{
    return home_kind_of_place(c->place) == h->kind && c->placed_in == h->area &&
           (int)place_table[c->place].owner == h->owner;
}

/* What is drawn about the homes of a household, as index of COUNTED_HOME by its first home. */
enum { Q_SHARE = 100, Q_FREE = 1000000 };

/* One more in a home drawn among those with fewer than `most`. */
static void add_one(const struct taking_over *t, int *size, int homes, int most, uint32_t question)
{
    uint64_t who = home_number(PREFIX_COUNTED, t->home);
    int i = (int)(uniform(t->m, DRAW_COUNTED_HOME, who, 0, question) * homes);
    while (size[i] >= most)
        i = (i + 1) % homes;
    size[i]++;
}

/* Sizes of the homes told: one child each, and the others here and there. */
static void share_out(const struct taking_over *t, const struct household *h, int homes, int *size)
{
    int most = h->kind == HOME_KIND_EMERGENCY && h->n <= 2 * homes ? 2 : GROUP_MOST;
    for (int i = 0; i < homes; i++)
        size[i] = 1;
    for (int extra = 0; extra < h->n - homes; extra++)
        add_one(t, size, homes, most, Q_SHARE + (uint32_t)extra);
}

/* Places of these homes: those of the children, and the free ones that are told. */
static void add_free_places(const struct taking_over *t, const struct household *h, int homes,
                            const int *size, int *places)
{
    const struct counted_occupied *o = &t->count->occupied[h->kind][h->area][h->owner];
    memcpy(places, size, (size_t)homes * sizeof *places);
    for (int free = 0; o->places_told && free < o->places - h->n; free++)
        add_one(t, places, homes, GROUP_MOST, Q_FREE + (uint32_t)free);
}

static void fill_home(struct taking_over *t, const struct household *h, int from, int size,
                      int places)
{
    struct model *m = t->m;
    state_make_room(&m->state);
    int place = t->count->children[h->child[from]].place;
    bool strangers = false;
    for (int i = 0; i < size; i++) {
        int next = h->child[from + i];
        if (t->count->children[next].place == PLACE_REINFORCED)
            place = PLACE_REINFORCED;
        strangers |= t->number[next] / 10 != t->number[h->child[from]] / 10;
    }
    uint32_t home = counted_home(m, t->home++, (enum PLACE_category)place, h->area, places);
    m->home[home].shares |= strangers || places > size;
    for (int i = 0; i < size; i++)
        add_child(t, h->child[from + i], home);
    if (h->kind == HOME_KIND_EMERGENCY)
        return;
    tick since = m->child[t->child[h->child[from]]].place_since;
    counted_home_served(m, home, (double)(now(m) - since) / (double)TICKS_PER_YEAR);
    home_settled(m, home);
}

/* Siblings who live in the household one after the other, from its child number `from`. */
static int together(const struct taking_over *t, const struct household *h, int from)
{
    int n = 1, most = siblings_from(t, h->child[from]);
    while (n < most && from + n < h->n && h->child[from + n] == h->child[from] + n)
        n++;
    return n;
}

static void add_household(struct taking_over *t, const struct household *h)
{
    int told = t->count->occupied[h->kind][h->area][h->owner].homes;
    int *size = calloc(2 * (size_t)told + 1, sizeof *size), *places = size ? size + told : NULL;
    if (!size) {
        state_fail(&t->m->state, "out of memory");
        return;
    }
    if (told > 0) {
        share_out(t, h, told, size);
        add_free_places(t, h, told, size, places);
    }
    for (int from = 0, i = 0; from < h->n && !t->m->state.failure[0]; i++) {
        int live = told > 0 ? size[i] : together(t, h, from);
        fill_home(t, h, from, live, told > 0 ? places[i] : live);
        from += live;
    }
    free(size);
}

static void add_households(struct taking_over *t, int *scratch)
{
    for (int k = 0; k < N_HOME_KIND; k++)
        for (int a = 0; a < N_AREA; a++)
            for (int o = 0; o < N_OWNER; o++) {
                struct household h = {k, a, o, scratch, 0};
                for (int i = 0; i < t->count->n_children; i++)
                    if (lives_so(&t->count->children[i], &h))
                        scratch[h.n++] = i;
                add_household(t, &h);
            }
}

/* ---- children who live in no family of the model ---- */

static void add_others(struct taking_over *t)
{
    for (int i = 0; i < t->count->n_children && !t->m->state.failure[0]; i++) {
        if (home_kind_of_place(t->count->children[i].place) >= 0)
            continue;
        state_make_room(&t->m->state);
        add_child(t, i, NO_ENTITY);
    }
}

/* ---- who waits ---- */

/* Siblings wait together. */
static void add_waits(struct taking_over *t)
{
    const struct counted_child *c = t->count->children;
    for (int i = 0, n; i < t->count->n_children && !t->m->state.failure[0]; i += n) {
        n = siblings_from(t, i);
        if (c[i].wait == NOT_TOLD || t->count->waits[c[i].wait].unit != NOT_TOLD)
            continue;
        state_make_room(&t->m->state);
        counted_wait_begins(t->m, &t->child[i], n, &t->count->waits[c[i].wait]);
    }
}

/* ---- what has gone by and is not told ---- */

/* Breakdowns of the last year, as many as there would be now in a year. */
static void suppose_breakdowns(struct model *m)
{
    double a_year = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && is_foster(m->child[id].place))
            a_year += m->child[id].breakdown.rate;
    for (int i = 0; i < (int)months_a_year; i++)
        m->country->breakdowns_of_month[i] = (int32_t)(a_year / months_a_year + 0.5);
    satisfaction_of_month(m);
}

/* The year's budget up to now, as if all had been placed all the time. */
static void suppose_spending(struct model *m)
{
    struct country *c = m->country;
    double left = (double)(c->year_end - now(m)) / (double)TICKS_PER_YEAR;
    double gone = left < 1 ? 1 - left : 0;
    c->budget_spent = (int64_t)((double)c->budget_daily * gone * 365.25);
    for (int duty = 0; duty < 2; duty++)
        c->budget_was_open[duty] = budget_open(m, duty);
}

/* ---- the whole ---- */

void count_take_over(struct model *m)
{
    const struct count *count = m->plan->study->count;
    size_t n = (size_t)count->n_children;
    int *scratch = calloc(n + 1, sizeof *scratch);
    struct taking_over t = {.m = m,
                            .count = count,
                            .child = calloc(n + 1, sizeof *t.child),
                            .number = calloc(n + 1, sizeof *t.number)};
    bool room = scratch && t.child && t.number;
    if (room) {
        number_children(&t);
        add_households(&t, scratch);
        add_others(&t);
        counted_emergency_homes(m);
        counted_empty_homes(m, t.home);
    } else {
        state_fail(&m->state, "out of memory");
    }
    if (room && !m->state.failure[0]) {
        link_siblings(&t);
        add_waits(&t);
        counted_institution_waits(m, t.child);
        teams_are_full(m, counted_number((uint64_t)count->n_children * TRIES, 0),
                       (uint64_t)TRIES * 10);
        suppose_breakdowns(m);
        suppose_spending(m);
        state_make_room(&m->state);
    }
    free(scratch);
    free(t.child);
    free(t.number);
}

void count_goes_on(struct model *m)
{
    counted_searches_go_on(m);
    for (int a = 0; a < N_AREA && !m->state.failure[0]; a++)
        for (int group = 0; group < N_TARGET_GROUP; group++)
            institution_place_freed(m, a, group);
}
