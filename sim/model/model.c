#include "model/model.h"

#include "model/arrival.h"
#include "model/budget.h"
#include "model/centre.h"
#include "model/check.h"
#include "model/cost.h"
#include "model/count_start.h"
#include "model/demand.h"
#include "model/duty.h"
#include "model/emergency.h"
#include "model/exits.h"
#include "model/fill.h"
#include "model/home.h"
#include "model/index.h"
#include "model/institution.h"
#include "model/institution_reason.h"
#include "model/local.h"
#include "model/mapping.h"
#include "model/matching.h"
#include "model/municipality.h"
#include "model/need.h"
#include "model/offer.h"
#include "model/outcome.h"
#include "model/positions.h"
#include "model/procurement.h"
#include "model/queue.h"
#include "model/recruitment.h"
#include "model/search.h"
#include "model/staff.h"
#include "model/stay.h"
#include "model/suppliers.h"
#include "model/team.h"
#include "model/unit.h"
#include "model/unmet.h"
#include "model/waiting.h"
#include "model/widening.h"

#include "engine/date.h"

#include <stdlib.h>

/* ---- dispatch: the tables of classes and events ---- */

static void on_day_ends(struct model *m, uint32_t id);
static void on_month_ends(struct model *m, uint32_t id);
static void on_rules_change(struct model *m, uint32_t id);

/* handle_<event>(void *model, id) calls on_<event>(struct model *, id) */
#define EVENT_CLASS_BEGIN(CLASS, name)
#define EVENT(CLASS, ID, handler, priority, description)                                           \
    static void handle_##handler(void *model, uint32_t id)                                         \
    {                                                                                              \
        struct model *m = model;                                                                   \
        on_##handler(m, id);                                                                       \
        if (m->check_each_event)                                                                   \
            check_state(m);                                                                        \
    }
#define EVENT_CLASS_END(CLASS)
#include "tables/events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END

static const struct event_row events[N_EVENTS] = {
#define EVENT_CLASS_BEGIN(CLASS, name)
#define EVENT(CLASS, ID, handler, priority, description)                                           \
    [EVENT_##ID] = {#handler, priority, handle_##handler},
#define EVENT_CLASS_END(CLASS)
#include "tables/events.def"
#undef EVENT_CLASS_BEGIN
#undef EVENT
#undef EVENT_CLASS_END
};

enum { SYSTEM_TYPES = EVENT_FILL_CONTROL - EVENT_DAY_ENDS + 1 };

static const struct class_row classes[N_CLASSES] = {
    [CLASS_SYSTEM] = {"systems", sizeof(struct nothing), EVENT_DAY_ENDS, SYSTEM_TYPES, 1,
                      STATE_SPARE, 0},
    [CLASS_STREAM] = {"streams", sizeof(struct stream), EVENT_CHILDREN_ARRIVE,
                      EVENT_FAMILY_ENQUIRES - EVENT_CHILDREN_ARRIVE + 1,
                      (N_PATH + N_CHANNEL) * N_AREA *N_LAYERS_OF_DEMAND + STATE_SPARE, STATE_SPARE,
                      0},
    [CLASS_COURSE] = {"courses", sizeof(struct course), EVENT_COURSE_STARTS, 1, N_AREA, STATE_SPARE,
                      0},
    [CLASS_CHILD] = {"children", sizeof(struct child), EVENT_STAY_ENDS,
                     EVENT_DEADLINE_PASSES - EVENT_STAY_ENDS + 1, 1 << 10, STATE_SPARE, 0},
    [CLASS_EPISODE] = {"episodes", sizeof(struct episode), EVENT_DECIDED,
                       EVENT_WORK_ENDS - EVENT_DECIDED + 1, 1 << 8, STATE_SPARE,
                       sizeof(struct foreseen)},
    [CLASS_FAMILY] = {"families with centres", sizeof(struct family), EVENT_CENTRE_STAY_ENDS,
                      EVENT_CENTRE_DUE - EVENT_CENTRE_STAY_ENDS + 1, 1 << 7, STATE_SPARE, 0},
    [CLASS_TREATED] = {"youths treated at home", sizeof(struct treated), EVENT_TREATMENT_ENDS, 1,
                       1 << 7, STATE_SPARE, 0},
    [CLASS_PAIR] = {"pairs", sizeof(struct pair), N_EVENTS, 0, 1 << 10, 1 << 10, 0},
    [CLASS_HOME] = {"homes", sizeof(struct home), EVENT_TRAINING_STEP,
                    EVENT_LOCAL_ENDS - EVENT_TRAINING_STEP + 1, 1 << 10, STATE_SPARE, sizeof(bool)},
    [CLASS_SUPPLIER] = {"suppliers", sizeof(struct supplier), EVENT_SUPPLIER_CLOSES,
                        EVENT_SUPPLIER_OPENS - EVENT_SUPPLIER_CLOSES + 1, 1 << 6, 1 << 8, 0},
};

#define MOST_ENTITIES (1u << 24)

static const struct state_plan plans[] = {
    {classes, N_CLASSES, events, sizeof(struct country), CALENDAR_TREE, MOST_ENTITIES},
    {classes, N_CLASSES, events, sizeof(struct country), CALENDAR_HEAP, MOST_ENTITIES},
};

static void bind(void *model)
{
    struct model *m = model;
    m->country = m->state.globals;
    m->child = m->state.rows[CLASS_CHILD];
    m->episode = m->state.rows[CLASS_EPISODE];
    m->foreseen = m->state.beside[CLASS_EPISODE];
    m->home = m->state.rows[CLASS_HOME];
    m->open_to_lower = m->state.beside[CLASS_HOME];
    m->stream = m->state.rows[CLASS_STREAM];
    m->course = m->state.rows[CLASS_COURSE];
    m->pair = m->state.rows[CLASS_PAIR];
    m->family = m->state.rows[CLASS_FAMILY];
    m->treated = m->state.rows[CLASS_TREATED];
    m->supplier = m->state.rows[CLASS_SUPPLIER];
}

/* ---- opening and copying ---- */

bool model_open(struct model *m, const struct plan *plan, const struct layout *layout,
                enum calendar_kind calendar)
{
    *m = (struct model){.plan = plan, .rules = &plan->scenario[0].rules[0]};
    if (!observer_open(&m->observer, layout))
        return false;
    m->recount = calloc(m->observer.levels, sizeof *m->recount);
    if (!m->recount || !state_open(&m->state, &plans[calendar], plan->fill_start, bind, m)) {
        observer_close(&m->observer);
        free(m->recount);
        return false;
    }
    return true;
}

void model_close(struct model *m)
{
    state_close(&m->state);
    observer_close(&m->observer);
    free(m->recount);
}

bool model_copy(struct model *to, const struct model *from)
{
    to->rules = from->rules;
    to->key = from->key;
    to->filling = from->filling;
    observer_copy(&to->observer, &from->observer);
    return state_copy(&to->state, &from->state);
}

/* ---- the calendar of months ---- */

static tick tick_of_date(const struct model *m, struct date date)
{
    return (date_days(date) - m->plan->start_day) * TICKS_PER_DAY;
}

/* Makes the month that begins now the running one. */
static void begin_month(struct model *m)
{
    struct country *c = m->country;
    struct date today = date_of_days(calendar_day(m, now(m)));
    bool new_year = c->calendar_year != today.year;
    c->calendar_month = today.month - 1;
    c->calendar_year = today.year;
    c->month_start = now(m);
    c->month_end = tick_of_date(m, date_add_months(today, 1));
    if (new_year) {
        budget_new_year(m, tick_of_date(m, (struct date){today.year + 1, 1, 1}));
        positions_new_year(m);
    }
    unit_month(m, new_year);
    municipality_load(m);
    positions_of_the_month(m);
    suppliers_of_the_month(m, new_year);
    demand_of_the_month(m);
    streams_start_month(m);
    team_slots_change(m);
    emergency_capacity(m);
    clock_set(&m->state, CLASS_SYSTEM, 0, EVENT_MONTH_ENDS, c->month_end);
}

/* Going through everything takes as long as two weeks of the model, so a replication does it every
 * fourth year, the next one in other years, and each at the end of history and of every policy. */
static bool is_checked_this_year(const struct model *m)
{
    return ((uint32_t)m->country->calendar_year + m->key.replication) % 4 == 0;
}

static void close_month(struct model *m)
{
    reasons_charge_all(m);
    institution_reasons_charge(m);
    cost_book_month(m);
    satisfaction_of_month(m);
    observer_end_month(&m->observer, now(m));
    check_month(m);
    if (m->country->calendar_month == CALENDAR_MONTH_DECEMBER && is_checked_this_year(m))
        check_state(m);
    else
        check_counts(m);
}

/* From here on what happens is reported. */
static void start_reporting(struct model *m)
{
    cost_forget(m);
    m->country->satisfaction_start = m->country->satisfaction;
    suppliers_start_history(m);
    observer_start(&m->observer, now(m));
    institution_new_year(m);
}

static void on_month_ends(struct model *m, uint32_t id)
{
    (void)id;
    close_month(m);
    if (m->observer.month < 0 && now(m) >= 0)
        start_reporting(m); /* the fill's last month has ended */
    else if (m->country->calendar_month == CALENDAR_MONTH_DECEMBER) {
        observer_end_year(&m->observer, now(m));
        institution_new_year(m);
    }
    outcomes_month(m);
    begin_month(m);
}

static void on_day_ends(struct model *m, uint32_t id)
{
    budget_of_the_day(m);
    duty_of_the_day(m);
    positions_of_the_day(m);
    institution_reasons_of_the_day(m);
    reasons_of_the_day(m);
    clock_set(&m->state, CLASS_SYSTEM, id, EVENT_DAY_ENDS, now(m) + TICKS_PER_DAY);
}

/* ---- rules over time ---- */

static void plan_rules_change(struct model *m)
{
    const struct timeline *t = &m->plan->scenario[m->country->scenario];
    uint32_t next = m->country->stretch + 1;
    clock_set(&m->state, CLASS_SYSTEM, 0, EVENT_RULES_CHANGE,
              next < t->stretches ? t->from[next] : TICK_NEVER);
}

/* Everything that depends on the rules is looked at again; where they say the same as before,
 * nothing changes at all. */
static void apply_rules(struct model *m, const struct rules *before)
{
    unit_rules_changed(m);
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id])
            child_rates(m, id);
    municipality_load(m);
    home_rules_changed(m);
    suppliers_rules_changed(m);
    unit_capacity(m);
    emergency_capacity(m);
    budget_reprice(m);
    streams_start_month(m);
    team_slots_change(m);
    aftercare_rules_changed(m, before);
    emergency_rules_changed(m, before);
    widening_rules_changed(m, before);
    staff_rules_changed(m);
    duty_rules_changed(m, before);
    centre_rules_changed(m, before);
    reasons_doubtful(m);
}

static void on_rules_change(struct model *m, uint32_t id)
{
    (void)id;
    const struct rules *before = m->rules;
    m->country->stretch++;
    m->rules = &m->plan->scenario[m->country->scenario].rules[m->country->stretch];
    apply_rules(m, before);
    plan_rules_change(m);
}

/* ---- phases ---- */

/* An empty country and its first month. */
static void start_country(struct model *m)
{
    struct country *c = m->country;
    index_open(m);
    for (int i = 0; i < N_AREA * N_MUNICIPALITY_CLASS; i++)
        c->case_load[i / N_MUNICIPALITY_CLASS][i % N_MUNICIPALITY_CLASS] = 1;
    c->budget_since = c->year_end = now(m);
    c->duty_start = m->rules->p.duty_deadline > 0 ? now(m) : TICK_NEVER;
    c->centre_duty_start = m->rules->p.centre_duty_deadline > 0 ? now(m) : TICK_NEVER;
    entity_new(&m->state, CLASS_SYSTEM, 0);
    streams_open(m);
    courses_open(m);
    positions_open(m);
    suppliers_open(m);
    begin_month(m);
    clock_set(&m->state, CLASS_SYSTEM, 0, EVENT_DAY_ENDS, now(m) + TICKS_PER_DAY);
}

void model_start_fill(struct model *m, uint32_t variant)
{
    /* fills have draws of their own: a replication number no study reaches */
    m->key = (struct draw_key){0, UINT32_MAX - variant};
    m->filling = true;
    start_country(m);
    fill_open(m);
}

void model_start_history(struct model *m, struct draw_key key)
{
    m->key = key;
    m->filling = false;
    m->country->fill_brake = 0;
    clock_set(&m->state, CLASS_SYSTEM, 0, EVENT_FILL_CONTROL, TICK_NEVER);
    if (m->plan->fill_start == 0) { /* else the last month of the fill ends at this very instant */
        streams_start_month(m);     /* under the replication's draws */
        start_reporting(m);
    }
}

void model_start_count(struct model *m, struct draw_key key)
{
    m->key = key;
    start_country(m);
    m->resuming = true;
    count_take_over(m);
    start_reporting(m);
    observer_note_start(&m->observer);
    check_state(m);
    count_goes_on(m);
    m->resuming = false;
}

static void choose_scenario(struct model *m, uint32_t scenario)
{
    const struct timeline *t = &m->plan->scenario[scenario];
    uint32_t stretch = 0;
    while (stretch + 1 < t->stretches && t->from[stretch + 1] < now(m))
        stretch++;
    m->country->scenario = scenario;
    m->country->stretch = stretch;
    m->rules = &t->rules[stretch];
    plan_rules_change(m);
}

#define EVENT_LIMIT UINT64_C(2000000000)

bool model_run(struct model *m, uint32_t scenario, tick until)
{
    choose_scenario(m, scenario);
    uint64_t limit = m->event_limit ? m->event_limit : EVENT_LIMIT;
    if (state_run(&m->state, until, limit) == limit)
        state_fail(&m->state, "more than %llu events", (unsigned long long)limit);
    return !m->state.failure[0];
}

void model_finish(struct model *m)
{
    waits_cut_off(m);
    close_month(m);
    observer_end_year(&m->observer, now(m));
    check_state(m);
}
