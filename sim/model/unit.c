#include "model/unit.h"

#include "model/arrival.h"
#include "model/institution.h"
#include "model/placement.h"
#include "model/staffing.h"
#include "model/supply.h"

#include <limits.h>

/* ---- free places ---- */

static struct unit *unit_at(const struct model *m, int area, int group, int owner)
{
    return &m->country->unit[area][group][owner];
}

static int empty_places(const struct unit *u)
{
    int empty = u->places - u->closed - u->occupied;
    return empty > 0 ? empty : 0;
}

/* An owner's places for a group in an area lie in departments, and children are so spread over them
 * that the limit holds in each: that can be done as long as it holds for all together. */
static int room_for_risky(const struct model *m, const struct unit *u, int group)
{
    const struct parameters *p = &m->rules->p;
    if (group_is_for_risky(group))
        return INT_MAX;
    int departments = 0;
    while (departments * p->department_places < u->places)
        departments++;
    double most = departments * p->composition_limit - u->risky;
    return most > 0 ? (int)most : 0;
}

int unit_blocked(const struct model *m, const struct unit *u, int group)
{
    int empty = empty_places(u), room = room_for_risky(m, u, group);
    return empty > room ? empty - room : 0;
}

int unit_free(const struct model *m, int area, int group, int owner, struct seeker seeker)
{
    if (!group_admits(m, group, seeker.group))
        return 0;
    const struct unit *u = unit_at(m, area, group, owner);
    return seeker.risky ? empty_places(u) - unit_blocked(m, u, group) : empty_places(u);
}

int unit_free_in_group(const struct model *m, int area, int group, struct seeker seeker)
{
    int free = m->country->free_places[area][group][!seeker.risky];
    return free > 0 && group_admits(m, group, seeker.group) ? free : 0;
}

int unit_free_in_area(const struct model *m, int area, struct seeker seeker)
{
    int free = 0;
    for (int g = 0; g < N_TARGET_GROUP; g++)
        free += unit_free_in_group(m, area, g, seeker);
    return free;
}

struct open_areas unit_open_areas(const struct model *m, int own)
{
    struct open_areas open = {0};
    for (int g = 0; g < N_TARGET_GROUP; g++)
        for (int a = 0; a < N_AREA && group_admits(m, g, own); a++) {
            const int32_t *free = m->country->free_places[a][g];
            open.to_risky |= (unsigned)(free[false] > 0) << a;
            open.to_others |= (unsigned)(free[true] > 0) << a;
        }
    return open;
}

area_set unit_areas_with_any(const struct model *m)
{
    area_set areas = 0;
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            if (group_kind(g) != UNIT_KIND_ACUTE && m->country->free_places[a][g][true] > 0)
                areas |= 1u << a;
    return areas;
}

/* ---- counting ---- */

static void count_free(struct model *m, int area, int group)
{
    int32_t *free = m->country->free_places[area][group];
    free[false] = free[true] = 0;
    for (int o = 0; o < N_OWNER; o++) {
        const struct unit *u = unit_at(m, area, group, o);
        free[true] += empty_places(u);
        free[false] += empty_places(u) - u->blocked;
    }
}

/* Looks again at the places that stand empty in a unit: those a policy has added, those blocked.
 * Call after any change to the unit. */
static void count_empty(struct model *m, int area, int group, int owner)
{
    struct unit *u = unit_at(m, area, group, owner);
    int empty = empty_places(u), blocked = unit_blocked(m, u, group);
    if (blocked != u->blocked)
        observe_level(&m->observer, now(m), MEASURE_PLACES_BLOCKED,
                      CELL2(TARGET_GROUP, group, AREA, area), blocked - u->blocked);
    u->blocked = blocked;
    count_free(m, area, group);
    struct level *l = &m->country->empty_time[area][group][owner];
    level_change(l, now(m), (empty < u->added ? empty : u->added) - l->count);
}

void unit_rules_changed(struct model *m)
{
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            for (int o = 0; o < N_OWNER; o++)
                count_empty(m, a, g, o);
}

void unit_count(struct model *m, const struct child *c, int change)
{
    int owner = (int)place_table[c->place].owner;
    struct unit *u = unit_at(m, c->unit_area, c->unit_group, owner);
    u->occupied += change;
    u->risky += c->unit_risky ? change : 0;
    supply_use(m, c->unit_area, c->unit_group, change);
    count_empty(m, c->unit_area, c->unit_group, owner);
}

/* ---- capacity ---- */

/* Sets the places of a unit, of which a policy has added so many. */
static void set_places(struct model *m, int area, int group, int owner, int places, int added)
{
    struct unit *u = unit_at(m, area, group, owner);
    int more = places - u->places;
    if (group != TARGET_GROUP_COMBINED)
        observe_level(&m->observer, now(m), MEASURE_PLACES,
                      CELL2(UNIT_KIND, group_kind(group), OWNER, owner), more);
    observe_level(&m->observer, now(m), MEASURE_PLACES_GROUP,
                  CELL2(TARGET_GROUP, group, AREA, area), more);
    u->places = places;
    u->added = added;
    count_empty(m, area, group, owner);
}

/* A sum and how much of it has been given out in whole numbers. */
struct carried {
    double sum;
    int given;
};

static int carry_on(struct carried *c, double more)
{
    c->sum += more;
    int upto = (int)(c->sum + 0.5), whole = upto - c->given;
    c->given = upto;
    return whole;
}

/* The group's part of the places of its type. */
static double share_of_type(const struct parameters *p, int group)
{
    double all = 0;
    for (int g = 0; g < N_TARGET_GROUP; g++)
        all += group_kind(g) == group_kind(group) ? p->group_places[g] : 0;
    return all > 0 ? p->group_places[group] / all : 0;
}

/* Places of a type in an area, and by how many more or fewer each is than without a policy. */
struct places_of_type {
    int places[N_OWNER][N_TARGET_GROUP], more[N_OWNER][N_TARGET_GROUP];
    int net, grown; /* sums of more: of all, and of what has grown */
};

/* Rounding is carried on from owner to owner and group to group inside the area and type. */
static void count_places(const struct model *m, int area, int kind, struct places_of_type *t)
{
    const struct parameters *p = &m->rules->p;
    int year = index_year(m->country->calendar_year);
    struct carried places = {0}, today = {0};
    for (int o = 0; o < N_OWNER; o++) {
        double exact = p->institution_places[kind][o] * p->institution_area[area] *
                       p->institution_index[kind][year];
        double now_exact = exact * p->institution_multiplier[kind][o][area] * staffing_share(m);
        for (int g = 0; g < N_TARGET_GROUP; g++) {
            if (group_kind(g) != (enum UNIT_KIND_category)kind)
                continue;
            double share = share_of_type(p, g);
            int opened = o == OWNER_PUBLIC ? supply_opened(m, area, g) : 0;
            t->places[o][g] = carry_on(&places, now_exact * share) + opened;
            int more = t->more[o][g] = t->places[o][g] - carry_on(&today, exact * share);
            t->net += more;
            t->grown += more > 0 ? more : 0;
        }
    }
}

/* Where one owner's places grow as another's close only what is more in all has been added: the
 * empty ones among the rest are in the day price, as those were that closed. */
static void set_places_of_type(struct model *m, int area, int kind)
{
    struct places_of_type t = {0};
    count_places(m, area, kind, &t);
    struct carried added = {0};
    double part = t.net > 0 ? (double)t.net / t.grown : 0;
    for (int o = 0; o < N_OWNER; o++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            if (group_kind(g) == (enum UNIT_KIND_category)kind)
                set_places(m, area, g, o, t.places[o][g],
                           carry_on(&added, t.more[o][g] > 0 ? t.more[o][g] * part : 0));
}

void unit_capacity(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        for (int k = 0; k < N_UNIT_KIND; k++)
            set_places_of_type(m, a, k);
        int combined = (int)(m->rules->p.combined_places[a] + 0.5);
        set_places(m, a, TARGET_GROUP_COMBINED, OWNER_PUBLIC, combined, combined);
        for (int g = 0; g < N_TARGET_GROUP; g++)
            institution_place_freed(m, a, g);
    }
}

/* ---- places closed for a while ---- */

static int month_number(const struct model *m)
{
    return m->country->calendar_year * 12 + m->country->calendar_month;
}

/* For as long as the child would have stayed: then the place would have been vacant anyway. */
void unit_close_place(struct model *m, const struct child *c)
{
    int months = (int)(m->rules->p.institution_days[UNIT_KIND_CARE] * 12 / 365.25 + 0.5);
    months = months < 1 ? 1 : months >= CLOSED_MONTHS ? CLOSED_MONTHS - 1 : months;
    int owner = (int)place_table[c->place].owner;
    struct unit *u = unit_at(m, c->unit_area, c->unit_group, owner);
    u->closed++;
    u->reopening[(month_number(m) + months) % CLOSED_MONTHS]++;
    count_empty(m, c->unit_area, c->unit_group, owner);
}

static void reopens(struct model *m, int area, int group)
{
    int reopened = 0;
    for (int o = 0; o < N_OWNER; o++) {
        struct unit *u = unit_at(m, area, group, o);
        uint16_t *now_open = &u->reopening[month_number(m) % CLOSED_MONTHS];
        reopened += *now_open;
        u->closed -= *now_open;
        *now_open = 0;
        count_empty(m, area, group, o);
    }
    if (reopened > 0)
        institution_place_freed(m, area, group);
}

void unit_month(struct model *m, bool new_year)
{
    bool staff = staffing_of_month(m);
    supply_month(m);
    if (new_year || staff)
        unit_capacity(m);
    for (int a = 0; a < N_AREA; a++)
        for (int g = 0; g < N_TARGET_GROUP; g++)
            reopens(m, a, g);
}
