#include "model/placement.h"

#include "model/area.h"
#include "model/budget.h"
#include "model/child.h"
#include "model/duty.h"
#include "model/group.h"
#include "model/home.h"
#include "model/institution.h"
#include "model/outcome.h"
#include "model/stay.h"
#include "model/tell.h"
#include "model/unit.h"

/* Every child is in exactly one place. A move is counted by Statistics Norway's rule: the first
 * placement is none, a change of placement is one, the return home is none; a child who comes back
 * within a year goes on with its count, later it starts anew. */

static const tick chain_closes = TICKS_PER_YEAR;

enum PLACE_category place_of_unit(int group, int owner)
{
    if (group == TARGET_GROUP_COMBINED)
        return PLACE_COMBINED;
    return (enum PLACE_category)(PLACE_ACUTE_PUBLIC + (int)group_kind(group) * N_OWNER + owner);
}

int unit_kind_of(int place)
{
    if (place == PLACE_COMBINED)
        return N_UNIT_KIND;
    return place_table[place].kind == PLACE_KIND_INSTITUTION
               ? (place - PLACE_ACUTE_PUBLIC) / N_OWNER
               : -1;
}

int housing_of(int place)
{
    return place == PLACE_HOUSING             ? HOUSING_STAFFED
           : place == PLACE_HOUSING_NONPROFIT ? HOUSING_BY_NONPROFIT
           : place == PLACE_HOUSING_FOLLOWED  ? HOUSING_WITH_FOLLOW_UP
                                              : -1;
}

int course_in_unit(const struct child *c)
{
    return unit_kind_of(c->place) >= 0 || c->place == PLACE_SINGLE_CHILD ? c->course : -1;
}

bool is_below_need(const struct child *c)
{
    return is_foster(c->place) && !c->of_age && c->need > c->capability;
}

bool is_above_need(const struct child *c)
{
    return course_in_unit(c) == UNIT_KIND_CARE && c->home_suited && c->need <= NEED_SPECIALISED;
}

static enum MOVED_category moved_group(const struct child *c)
{
    return c->moved_by_breakdown ? MOVED_BREAKDOWN : c->moves > 0 ? MOVED_PLANNED : MOVED_NEVER;
}

static enum MOVES_MADE_category moves_made(const struct child *c)
{
    return c->moves < N_MOVES_MADE ? (enum MOVES_MADE_category)c->moves : N_MOVES_MADE - 1;
}

/* ---- counting ---- */

static void count_money(struct model *m, const struct child *c, int sign)
{
    level_change(&m->country->place_time[c->area][c->place], now(m), sign);
    if (c->municipality_pays)
        level_change(&m->country->alone_time[c->area], now(m), sign);
    if (c->home == NO_ENTITY || place_table[c->place].kind != PLACE_KIND_FOSTER)
        return;
    int premium = m->home[c->home].price_permille - 1000;
    if (premium != 0)
        level_change(&m->country->premium_time[c->area][c->place], now(m), (int64_t)sign * premium);
}

void child_count(struct model *m, uint32_t id, int sign)
{
    const struct child *c = &m->child[id];
    struct observer *o = &m->observer;
    tick t = now(m);
    observe_level(o, t, MEASURE_CHILDREN, c->place, sign);
    observe_level(o, t, MEASURE_CHILDREN_AREA, CELL3(AREA, c->area, PLACE, c->place, NEED, c->need),
                  sign);
    if (is_foster(c->place)) {
        observe_level(o, t, MEASURE_FOSTER_CHILDREN, c->of_age ? OF_AGE_YOUTH : OF_AGE_CHILD, sign);
        int class = municipality_class_of(m, c->municipality, c->area);
        observe_level(o, t, MEASURE_FOSTER_CLASS, (size_t) class, sign);
        if (!c->of_age) {
            observe_level(o, t, MEASURE_FOSTER_MOVED, moved_group(c), sign);
            observe_level(o, t, MEASURE_FOSTER_MOVES, moves_made(c), sign);
        }
    }
    if (is_below_need(c))
        observe_level(o, t, MEASURE_MISMATCH, CELL2(MISMATCH, MISMATCH_BELOW, AREA, c->area), sign);
    if (is_above_need(c))
        observe_level(o, t, MEASURE_MISMATCH, CELL2(MISMATCH, MISMATCH_ABOVE, AREA, c->area), sign);
    if (unit_kind_of(c->place) >= 0)
        observe_level(o, t, MEASURE_CHILDREN_GROUP,
                      CELL2(TARGET_GROUP, c->unit_group, AREA, c->unit_area), sign);
    if (c->place == PLACE_EMERGENCY)
        observe_level(o, t, MEASURE_EMERGENCY_STAYS, c->emergency_part, sign);
    for (int b = 0; b < N_BREACH; b++)
        if (c->breach >> b & 1)
            observe_level(o, t, MEASURE_BREACHES_OPEN, CELL2(BREACH, b, AREA, c->area), sign);
    outcome_place(m, id, sign);
    count_money(m, c, sign);
}

/* ---- leaving the old place ---- */

struct vacated {
    uint32_t home;
    int area, group; /* of a unit; group -1: none */
};

/* Takes the child out of what it lives in; the place itself is freed once the child has arrived. */
static struct vacated vacate(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    struct vacated left = {.home = c->home, .group = -1};
    if (unit_kind_of(c->place) >= 0) {
        left.area = c->unit_area;
        left.group = c->unit_group;
        unit_count(m, c, -1);
    }
    if (housing_of(c->place) >= 0)
        m->country->housed[c->area][housing_of(c->place)]--;
    if (left.home != NO_ENTITY)
        home_loses_child(m, left.home, id);
    budget_child_leaves(m, id);
    child_count(m, id, -1);
    c->home = NO_ENTITY;
    return left;
}

static void free_vacated(struct model *m, struct vacated left, bool mismatch, enum leaving why)
{
    if (left.home != NO_ENTITY)
        home_freed(m, left.home, why == LEAVING_BREAKDOWN, mismatch);
    if (left.group >= 0)
        institution_place_freed(m, left.area, left.group);
}

/* ---- arriving ---- */

/* By SSB's rule: not with its parents in a centre, and not as aftercare. */
static bool is_out_of_home(const struct child *c)
{
    return place_table[c->place].kind != PLACE_KIND_CENTRE && !c->of_age;
}

static void count_placement(struct model *m, uint32_t id, enum leaving why)
{
    struct child *c = &m->child[id];
    observe_add(&m->observer, MEASURE_PLACEMENTS, c->place, 1);
    outcome_stay(m, id);
    if (c->emergency_row > 0)
        observe_add(&m->observer, MEASURE_EMERGENCY_CHAINS, (size_t)c->emergency_row - 1, 1);
    if (!is_out_of_home(c))
        return;
    if (!c->placed_before) {
        c->placed_before = true;
        return;
    }
    c->moves++;
    if (why == LEAVING_BREAKDOWN)
        c->moved_by_breakdown = true;
    observe_add(&m->observer, MEASURE_MOVES, c->area, 1);
    outcome_counts(m, id, OUTCOME_MOVES);
    observe_add(&m->observer, MEASURE_MOVES_BY_NUMBER, moves_made(c), 1);
}

/* Where the place is: bought ones are sought in the child's own area. */
static int area_of_place(const struct model *m, const struct child *c)
{
    return c->home != NO_ENTITY          ? m->home[c->home].area
           : unit_kind_of(c->place) >= 0 ? c->unit_area
                                         : c->area;
}

static void tell_placement(const struct model *m, uint32_t id, bool first)
{
    const struct child *c = &m->child[id];
    enum story moved = first ? STORY_PLACED_FIRST : STORY_PLACED_MOVE;
    bool out = is_out_of_home(c);
    tell_with(m, id, out ? moved : STORY_PLACED_ELSE, c->place, area_of_place(m, c),
              first || !out ? 0 : c->moves);
    if (is_below_need(c))
        tell_with(m, id, STORY_BELOW_NEED, c->capability, c->need);
    if (is_above_need(c))
        tell(m, id, STORY_WANT_OF_HOME);
}

static bool is_emergency(int place)
{
    return place == PLACE_EMERGENCY || place == PLACE_OVERFLOW_EMERGENCY;
}

/* Stays in emergency homes in a row once the child has come to a place; so many or more at the end. */
static uint8_t emergency_row(const struct child *c, int place)
{
    if (!is_emergency(place))
        return 0;
    return c->emergency_row < N_EMERGENCY_ROW ? (uint8_t)(c->emergency_row + 1) : N_EMERGENCY_ROW;
}

/* The common part of every move to a new place. */
static struct vacated move_out(struct model *m, uint32_t id, enum PLACE_category place,
                               int capability)
{
    struct vacated left = vacate(m, id);
    struct child *c = &m->child[id];
    c->emergency_row = emergency_row(c, (int)place);
    c->place = (uint8_t)place;
    c->place_since = now(m);
    c->capability = (int8_t)capability;
    c->stays++;
    c->stay_year = STAY_YEAR_FIRST;
    c->emergency_part = EMERGENCY_STAY_THREE_MONTHS;
    c->municipality_pays = false;
    return left;
}

static void settle(struct model *m, uint32_t id, struct vacated left, bool mismatch,
                   enum leaving why)
{
    bool first = !m->child[id].placed_before;
    count_placement(m, id, why);
    tell_placement(m, id, first);
    child_count(m, id, 1);
    budget_child_enters(m, id);
    stay_begins(m, id);
    breach_met(m, id);
    free_vacated(m, left, mismatch, why);
}

static bool is_mismatch(const struct child *c)
{
    return c->need > c->capability;
}

void place_in_home(struct model *m, uint32_t id, uint32_t home, enum PLACE_category place,
                   int capability, enum leaving why)
{
    bool mismatch = is_mismatch(&m->child[id]);
    struct vacated left = move_out(m, id, place, capability);
    m->child[id].home = home;
    home_takes_child(m, home, id);
    settle(m, id, left, mismatch, why);
}

void place_in_unit(struct model *m, uint32_t id, struct unit_place unit, enum leaving why)
{
    bool mismatch = is_mismatch(&m->child[id]);
    enum PLACE_category place = place_of_unit((int)unit.group, (int)unit.owner);
    struct vacated left = move_out(m, id, place, N_NEED - 1);
    struct child *c = &m->child[id];
    c->unit_area = (uint8_t)unit.area;
    c->unit_group = (uint8_t)unit.group;
    c->unit_risky = unit.risky;
    c->course = (uint8_t)unit.course;
    unit_count(m, c, 1);
    settle(m, id, left, mismatch, why);
    institution_resident(m, id);
}

void place_in_overflow(struct model *m, uint32_t id, enum PLACE_category place, enum leaving why)
{
    bool mismatch = is_mismatch(&m->child[id]);
    struct vacated left = move_out(m, id, place, N_NEED - 1);
    settle(m, id, left, mismatch, why);
    institution_resident(m, id);
}

void place_alone(struct model *m, uint32_t id, enum UNIT_KIND_category course)
{
    bool mismatch = is_mismatch(&m->child[id]);
    struct vacated left = move_out(m, id, PLACE_SINGLE_CHILD, N_NEED - 1);
    m->child[id].course = (uint8_t)course;
    settle(m, id, left, mismatch, LEAVING_PLANNED);
    institution_resident(m, id);
}

void place_in_housing(struct model *m, uint32_t id, enum housing housing)
{
    static const uint8_t place[] = {PLACE_HOUSING, PLACE_HOUSING_NONPROFIT, PLACE_HOUSING_FOLLOWED};
    bool staffed = housing != HOUSING_WITH_FOLLOW_UP;
    bool mismatch = is_mismatch(&m->child[id]);
    struct vacated left = move_out(m, id, (enum PLACE_category)place[housing],
                                   staffed ? NEED_REINFORCED : NEED_ORDINARY);
    m->country->housed[m->child[id].area][housing]++;
    settle(m, id, left, mismatch, LEAVING_PLANNED);
}

void place_in_centre(struct model *m, uint32_t id, enum PLACE_category place)
{
    bool mismatch = is_mismatch(&m->child[id]);
    struct vacated left = move_out(m, id, place, N_NEED - 1);
    settle(m, id, left, mismatch, LEAVING_PLANNED);
}

/* ---- leaving care ---- */

void leave_care(struct model *m, uint32_t id, enum DEPARTURE_category how, enum leaving why)
{
    institution_cancel(m, id);
    bool mismatch = is_mismatch(&m->child[id]);
    /* arrivals count those who come back from shorter care already */
    bool from_foster = is_foster(m->child[id].place);
    if (m->child[id].episode != NO_ENTITY)
        state_fail(&m->state, "child %llu leaves care while it waits",
                   (unsigned long long)m->child[id].number);
    observe_add(&m->observer, MEASURE_DEPARTURES, CELL2(AREA, m->child[id].area, DEPARTURE, how),
                1);
    outcome_leaves(m, id, how);
    breach_ends(m, id);
    tell(m, id, STORY_LEFT_RETURNED + how);
    struct vacated left = move_out(m, id, PLACE_RETURNED, N_NEED - 1);
    child_count(m, id, 1);
    if (how != DEPARTURE_RETURNED || !from_foster || !may_come_back(m, id)) {
        child_count(m, id, -1);
        child_free(m, id);
    }
    free_vacated(m, left, mismatch, why);
}

/* A child who comes back: whether its count of moves goes on. */
void chain_continues(struct child *c, tick when)
{
    if (when - c->returned_at <= chain_closes)
        return;
    c->placed_before = false;
    c->moves = 0;
    c->moved_by_breakdown = false;
}
