#include "model/stay.h"

#include "model/child.h"
#include "model/duty.h"
#include "model/emergency.h"
#include "model/home.h"
#include "model/housing.h"
#include "model/institution.h"
#include "model/municipality.h"
#include "model/need.h"
#include "model/outcome.h"
#include "model/placement.h"
#include "model/search.h"
#include "model/staffing.h"
#include "model/tell.h"

/* A foster child meets competing risks: breakdown, planned return, adoption, 18 years. The
 * breakdown hazard depends on the year of stay, age, how far need exceeds the home's capability,
 * earlier moves, support and the child's own frailty. Some breakdowns end the stay at once, others
 * give notice. */

static const int moves_counted = 5;

/* ---- rates ---- */

static double breakdown_rate(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    if (!is_foster(c->place) || c->of_age)
        return 0;
    int kind = m->home[c->home].kind;
    int gap = c->need > c->capability ? c->need - c->capability : 0;
    int moves = c->moves < moves_counted ? c->moves : moves_counted;
    return p->breakdown[kind][c->stay_year] * p->breakdown_age[child_band(c, now(m))] *
           m->rules->gap_factor[gap] * (1 + p->breakdown_moves * moves) * p->support[kind] *
           municipality_breakdown(m, c) * c->frailty;
}

/* Has the home given notice? A stay breaks down once. */
static bool notice_given(const struct model *m, uint32_t id)
{
    return clock_get(&m->state, CLASS_CHILD, id, EVENT_NOTICE_ENDS) != TICK_NEVER;
}

static void stay_rates(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    bool foster = is_foster(c->place) && !c->of_age;
    int unit = unit_kind_of(c->place);
    double breakdown =
        unit >= 0 && c->wanted_unit < 0 ? staffing_breakdown(m, c) : breakdown_rate(m, c);
    if (c->stay_over && unit == UNIT_KIND_ACUTE)
        breakdown = p->acute_waiting_move;
    if (housing_of(c->place) >= 0)
        breakdown = c->of_age ? 0 : p->housing_breakdown;
    if (notice_given(m, id))
        breakdown = 0;
    enum draw_purpose purpose = unit >= 0 ? DRAW_INSTITUTION_BREAKDOWN : DRAW_BREAKDOWN;
    uint32_t stay = c->stays;
    if (risk_at(m, &c->breakdown, breakdown, purpose, c->number, stay, 0))
        child_clock(m, id, EVENT_BREAKS_DOWN, hazard_strikes(&c->breakdown));
    if (risk_at(m, &c->return_home, foster ? p->return_home[c->stay_year] : 0, DRAW_RETURN_HOME,
                c->number, stay, 0))
        child_clock(m, id, EVENT_RETURNS_HOME, hazard_strikes(&c->return_home));
    if (risk_at(m, &c->adoption, foster ? p->adoption : 0, DRAW_ADOPTION, c->number, stay, 0))
        child_clock(m, id, EVENT_IS_ADOPTED, hazard_strikes(&c->adoption));
}

void child_rates(struct model *m, uint32_t id)
{
    stay_rates(m, id);
    need_rates(m, id);
}

/* ---- birthdays and anniversaries ---- */

static const double majority = 18, teens = 13, school_age = 6;

/* The next moment at which age or length of stay changes a rate: those of breakdown and return only
 * in a foster home, that of falling need in an institution too. */
static tick next_change(const struct model *m, const struct child *c)
{
    tick next = TICK_NEVER, t = now(m);
    bool foster = is_foster(c->place), unit = course_in_unit(c) >= 0;
    double treatment = c->need == NEED_SPECIALISED ? m->rules->p.treatment_age : majority;
    const tick moments[] = {child_birthday(c, treatment),
                            child_birthday(c, foster ? school_age : majority),
                            child_birthday(c, foster ? teens : majority),
                            child_birthday(c, majority),
                            foster || unit ? c->place_since + TICKS_PER_YEAR : TICK_NEVER,
                            foster ? c->place_since + 3 * TICKS_PER_YEAR : TICK_NEVER};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        if (moments[i] > t && moments[i] < next)
            next = moments[i];
    return next;
}

void plan_ageing(struct model *m, uint32_t id)
{
    const struct child *c = &m->child[id];
    bool settled = c->of_age || c->place == PLACE_RETURNED;
    child_clock(m, id, EVENT_AGES, settled ? TICK_NEVER : next_change(m, c));
}

/* When a youth who stays on leaves under the rules in force. */
static tick aftercare_ends(const struct model *m, const struct child *c)
{
    const struct parameters *p = &m->rules->p;
    tick longest = child_birthday(c, p->aftercare_age);
    tick drawn =
        child_birthday(c, majority) +
        ticks_of_years(p->stay_on_years * exponential(m, DRAW_STAY_ON_TIME, c->number, 0, 0));
    return not_before_now(m, drawn < longest ? drawn : longest);
}

static void stays_on(struct model *m, uint32_t id, enum story told)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    c->of_age = true;
    child_count(m, id, 1);
    breach_ends(m, id);
    child_rates(m, id);
    child_clock(m, id, EVENT_REINFORCED, TICK_NEVER);
    child_clock(m, id, EVENT_NOTICE_ENDS, TICK_NEVER);
    tell(m, id, told);
    if (told == STORY_HOUSED_ON)
        housing_for_aftercare(m, id);
    child_clock(m, id, EVENT_STAY_ENDS, aftercare_ends(m, c));
}

/* Youths who stay on already have part in longer aftercare too. */
void aftercare_rules_changed(struct model *m, const struct rules *before)
{
    bool same = before->p.aftercare_age == m->rules->p.aftercare_age &&
                before->p.stay_on_years == m->rules->p.stay_on_years;
    for (uint32_t id = 0; !same && id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && m->child[id].of_age)
            child_clock(m, id, EVENT_STAY_ENDS, aftercare_ends(m, &m->child[id]));
}

static void turns_18(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    search_leaves(m, id, WAIT_END_TURNED_18);
    institution_cancel(m, id);
    bool stays =
        is_foster(c->place) && uniform(m, DRAW_STAY_ON, c->number, 0, 0) < m->rules->p.stay_on;
    if (stays)
        stays_on(m, id, STORY_STAYS_ON);
    else if (housing_wanted_for_aftercare(m, id))
        stays_on(m, id, STORY_HOUSED_ON);
    else
        leave_care(m, id, DEPARTURE_TURNED_18, LEAVING_PLANNED);
}

static enum STAY_YEAR_category stay_year_after(tick stayed)
{
    return stayed >= 3 * TICKS_PER_YEAR ? STAY_YEAR_LATER
           : stayed >= TICKS_PER_YEAR   ? STAY_YEAR_SECOND_THIRD
                                        : STAY_YEAR_FIRST;
}

void on_ages(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (now(m) >= child_birthday(c, majority)) {
        turns_18(m, id);
        return;
    }
    c->stay_year = (uint8_t)stay_year_after(now(m) - c->place_since);
    child_rates(m, id);
    plan_ageing(m, id);
}

/* ---- the beginning of a stay ---- */

static const enum event_type of_the_stay[] = {
    EVENT_STAY_ENDS,         EVENT_BREAKS_DOWN, EVENT_RETURNS_HOME,
    EVENT_IS_ADOPTED,        EVENT_NOTICE_ENDS, EVENT_EMERGENCY_NOTICE,
    EVENT_EMERGENCY_PART,    EVENT_REINFORCED,  EVENT_APPLICATION_TAKEN_UP,
    EVENT_MUNICIPALITY_PAYS,
};

/* Nothing that was planned for the stay will happen. */
static void clear_stay(struct model *m, uint32_t id)
{
    for (size_t i = 0; i < sizeof of_the_stay / sizeof *of_the_stay; i++)
        child_clock(m, id, of_the_stay[i], TICK_NEVER);
}

void stay_begins(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    clear_stay(m, id);
    bool unit = course_in_unit(c) >= 0;
    c->stay_over = false;
    c->breakdown = c->return_home = c->adoption = hazard_new(now(m));
    child_rates(m, id);
    plan_ageing(m, id);
    if (c->place == PLACE_EMERGENCY)
        emergency_stay_begins(m, id);
    if (unit)
        institution_stay_begins(m, id);
}

/* Breakdowns that an average child would have met in such a stay. */
static double met_so_far(const struct model *m, const struct child *c, tick length)
{
    static const double ends[] = {1, 3, 1000}; /* years, by STAY_YEAR */
    double years = (double)length / (double)TICKS_PER_YEAR, from = 0, met = 0;
    struct child average = *c;
    average.frailty = 1;
    for (int y = 0; y < N_STAY_YEAR && years > from; y++) {
        double end = years < ends[y] ? years : ends[y];
        average.stay_year = (uint8_t)y;
        average.birth = c->birth + ticks_of_years(years - (from + end) / 2); /* as old as then */
        met += (end - from) * breakdown_rate(m, &average);
        from = end;
    }
    return met;
}

/* Who has stayed so long without a breakdown is less frail than others: after a gamma frailty of mean 1
 * comes one of the same shape and a smaller mean. */
static void stayed_on_is_less_frail(struct model *m, struct child *c, tick length)
{
    double variance = m->rules->p.frailty_variance;
    if (is_foster(c->place) && !c->of_age && variance > 0)
        c->frailty /= 1 + variance * met_so_far(m, c, length);
}

void stay_goes_on(struct model *m, uint32_t id, const struct past_stay *past)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    c->place_since = now(m) - past->length;
    c->stay_year = (uint8_t)stay_year_after(past->length);
    c->moves = (uint16_t)past->moves;
    c->moved_by_breakdown = past->broke_down;
    stayed_on_is_less_frail(m, c, past->length);
    child_count(m, id, 1);
    if (now(m) >= child_birthday(c, majority))
        stays_on(m, id, STORY_STAYS_ON);
    child_rates(m, id);
    plan_ageing(m, id);
    if (c->place == PLACE_EMERGENCY || c->place == PLACE_OVERFLOW_EMERGENCY)
        emergency_stay_goes_on(m, id, past->waits);
    else if (course_in_unit(c) >= 0 || c->place == PLACE_OVERFLOW_ACUTE)
        institution_stay_goes_on(m, id, past->waits);
}

/* ---- breakdown ---- */

/* Where a child goes the day its stay breaks down. */
static void move_at_once(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    const struct parameters *p = &m->rules->p;
    int to = category_at(p->after_breakdown, N_AFTER_BREAKDOWN,
                         uniform(m, DRAW_AFTER_BREAKDOWN, c->number, c->stays, 0));
    bool young = child_age(c, now(m)) < (int)p->acute_min_age;
    if (to == AFTER_BREAKDOWN_ACUTE && young)
        to = AFTER_BREAKDOWN_EMERGENCY;
    if (to == AFTER_BREAKDOWN_HOME) {
        search_leaves(m, id, WAIT_END_RETURNED);
        leave_care(m, id, DEPARTURE_RETURNED, LEAVING_BREAKDOWN);
    } else if (to == AFTER_BREAKDOWN_KIN) {
        search_leaves(m, id, WAIT_END_KIN);
        uint32_t home = home_found(m, id, HOME_KIND_KINSHIP);
        place_in_home(m, id, home, PLACE_KINSHIP, home_capability(&m->home[home], c->assessed),
                      LEAVING_BREAKDOWN);
    } else if (to == AFTER_BREAKDOWN_ACUTE) {
        acute_place(m, id, LEAVING_BREAKDOWN);
    } else {
        emergency_place(m, id, LEAVING_BREAKDOWN);
        search_again(m, id);
    }
}

void on_breaks_down(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (unit_kind_of(c->place) >= 0 || housing_of(c->place) >= 0) {
        bool waits_in_acute = c->stay_over && unit_kind_of(c->place) == UNIT_KIND_ACUTE;
        if (housing_of(c->place) < 0) /* that it moves is told anyhow */
            tell(m, id, waits_in_acute ? STORY_MOVED_ON : STORY_BREAKS_INSTITUTION);
        acute_place(m, id, LEAVING_BREAKDOWN);
        return;
    }
    observe_add(&m->observer, MEASURE_BREAKDOWNS, m->home[c->home].kind, 1);
    outcome_counts(m, id, OUTCOME_BREAKDOWNS);
    m->country->breakdowns_of_month[m->country->calendar_month]++;
    m->home[c->home].failed_child = true;
    if (uniform(m, DRAW_AT_ONCE, c->number, c->stays, 0) < m->rules->p.breakdown_at_once) {
        tell(m, id, STORY_BREAKS_AT_ONCE);
        move_at_once(m, id);
        return;
    }
    tell_with(m, id, STORY_BREAKS_WITH_NOTICE, now(m) + m->rules->notice);
    child_clock(m, id, EVENT_NOTICE_ENDS, now(m) + m->rules->notice);
    child_rates(m, id);
    if (c->episode == NO_ENTITY)
        search_again(m, id);
}

static bool home_is_near(const struct model *m, const struct child *c)
{
    if (c->episode == NO_ENTITY)
        return false;
    int stage = m->episode[c->episode].stage;
    return stage == STAGE_MEETINGS || stage == STAGE_FOUND;
}

/* The notice is over and no new home has been found: emergency care, where the search goes on. A
 * family keeps the child while meetings with its next home, or that home's approval, are under
 * way. */
void on_notice_ends(struct model *m, uint32_t id)
{
    if (home_is_near(m, &m->child[id])) {
        child_clock(m, id, EVENT_NOTICE_ENDS, now(m) + 7 * TICKS_PER_DAY);
        return;
    }
    tell(m, id, STORY_NOTICE_ENDS);
    emergency_place(m, id, LEAVING_BREAKDOWN);
}

void move_planned(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->assessed == NEED_TREATMENT) {
        if (c->wanted_unit < 0)
            institution_request(m, id, UNIT_KIND_TREATMENT);
    } else if (c->episode == NO_ENTITY) {
        search_again(m, id);
    }
}

/* ---- planned ends ---- */

void on_returns_home(struct model *m, uint32_t id)
{
    search_leaves(m, id, WAIT_END_RETURNED);
    leave_care(m, id, DEPARTURE_RETURNED, LEAVING_PLANNED);
}

void on_is_adopted(struct model *m, uint32_t id)
{
    search_leaves(m, id, WAIT_END_RETURNED);
    leave_care(m, id, DEPARTURE_ADOPTED, LEAVING_PLANNED);
}

void on_stay_ends(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    if (c->of_age)
        leave_care(m, id, DEPARTURE_AFTERCARE, LEAVING_PLANNED);
    else if (c->place == PLACE_EMERGENCY || c->place == PLACE_OVERFLOW_EMERGENCY)
        leave_care(m, id, DEPARTURE_RETURNED, LEAVING_PLANNED);
    else
        institution_stay_ends(m, id);
}

/* ---- coming back ---- */

bool may_come_back(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    const double *rate = m->rules->p.reentry;
    double left = exponential(m, DRAW_REENTRY, c->number, c->stays, 0), years = 0;
    static const double length[] = {1, 2}; /* the first, the second and third year */
    for (int i = 0; i < 2; i++) {
        if (left < rate[i] * length[i]) {
            tick when = now(m) + ticks_of_years(years + left / rate[i]);
            if (when >= child_birthday(c, majority))
                return false;
            c->returned_at = now(m);
            c->came_from_foster = false; /* lives at home, and may go home from a later stay */
            clear_stay(m, id);
            child_rates(m, id);
            child_clock(m, id, EVENT_AGES, TICK_NEVER);
            child_clock(m, id, EVENT_SEARCH_REPORTED, TICK_NEVER);
            child_clock(m, id, EVENT_REENTERS, when);
            return true;
        }
        left -= rate[i] * length[i];
        years += length[i];
    }
    return false;
}

void on_reenters(struct model *m, uint32_t id)
{
    struct child *c = &m->child[id];
    child_count(m, id, -1);
    chain_continues(c, now(m));
    child_count(m, id, 1);
    observe_add(&m->observer, MEASURE_REENTRIES, c->area, 1);
    outcome_enters(m, id, CHILD_ENTRY_CAME_BACK);
    tell(m, id, STORY_COMES_BACK);
    bool young = child_age(c, now(m)) < (int)m->rules->p.acute_min_age;
    enum PATH_category path = young ? PATH_ACUTE_HOME : PATH_ACUTE_INSTITUTION;
    if (uniform(m, DRAW_COERCIVE, c->number, c->stays, 0) < m->rules->p.coercive[path])
        observe_add(&m->observer, MEASURE_COERCIVE, path, 1);
    if (young)
        emergency_arrival(m, &id, 1);
    else
        acute_place(m, id, LEAVING_PLANNED);
}
