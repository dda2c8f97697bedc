/* Clocks of the wait and of the duty, recomputed from the state between events: what the model adds
 * up by its own events must be, to the millisecond, what the dates in its state say. */
#include "changes.h"
#include "watch.h"

#include "model/placement.h"

static const char tenth[] = "tests/worlds/tenth.yaml";

/* ---- the queue and its reasons ---- */

/* Child-time since the month began: by definition of the queue, and by what the stage says. */
struct waited {
    tick since;
    size_t month;
    int64_t queue[N_QUEUE], board, search, meetings, months_seen, searching_months;
};

static int64_t after(tick from, tick to, tick start)
{
    return to <= start ? 0 : to - (from > start ? from : start);
}

/* Adds the time between two events, in which nothing but time changed. */
static void add_time(struct waited *w, const struct model *m, tick from, tick to)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_EPISODE].used; id++) {
        const struct episode *e = &m->episode[id];
        if (!m->state.alive[CLASS_EPISODE][id] || !e->queued)
            continue;
        int64_t time = (to - from) * e->members;
        w->queue[QUEUE_SEARCHED] += time;
        w->queue[QUEUE_PAST_WISH] += e->members * after(from, to, e->wished);
        if (e->decided != TICK_NEVER)
            w->queue[QUEUE_PAST_SIX_WEEKS] +=
                e->members * after(from, to, e->decided + 42 * TICKS_PER_DAY);
        if (!e->decision_made)
            w->board += time;
        else if (!e->documentation_made)
            w->search += time;
        else if (e->stage != STAGE_OPEN)
            w->meetings += time;
    }
}

static int64_t reported(const struct model *m, enum measure measure, size_t month, size_t from,
                        size_t cells)
{
    const struct layout *l = m->observer.layout;
    int64_t sum = 0;
    for (size_t cell = from; cell < from + cells; cell++)
        sum += m->observer.value[l->first[measure] + month * l->cells[measure] + cell];
    return sum;
}

static void compare_month(struct waited *w, const struct model *m)
{
    for (size_t q = 0; q < N_QUEUE; q++)
        assert_int_equal(w->queue[q], reported(m, MEASURE_QUEUE, w->month, q * N_AREA, N_AREA));
    assert_int_equal(w->board, reported(m, MEASURE_WAITING_TIME, w->month, REASON_BOARD, 1));
    assert_int_equal(w->search, reported(m, MEASURE_WAITING_TIME, w->month, REASON_KIN_SEARCH, 1));
    assert_int_equal(w->meetings, reported(m, MEASURE_WAITING_TIME, w->month, REASON_MEETINGS, 1));
    assert_true(w->queue[QUEUE_PAST_SIX_WEEKS] > 0 && w->board > 0 && w->meetings > 0);
    *w = (struct waited){.month = w->month + 1,
                         .months_seen = w->months_seen + 1,
                         .searching_months = w->searching_months + (w->search > 0)};
}

/* Looks just before every event: the state between two is that after the first. */
static void queue_by_the_dates(struct watch *w, struct waited *waited, uint32_t scenario, tick end)
{
    struct model *m = &w->model;
    assert_true(model_run(m, scenario, now(m)));
    while (now(m) < end) {
        tick from = now(m);
        tick next = moment_tick(m->state.calendar.earliest[calendar_first(&m->state.calendar)]);
        add_time(waited, m, from, next < end ? next : end);
        int month = m->observer.month;
        assert_int_equal(state_run(&m->state, end, 1), next < end);
        if (m->observer.month != month && month >= 0)
            compare_month(waited, m);
        if (month < 0)
            *waited = (struct waited){0}; /* the history has just begun */
    }
    assert_string_equal(m->state.failure, "");
}

static void queues_and_reasons_are_what_the_dates_say(void **state)
{
    (void)state;
    static const char *const paths[] = {"scenarios/bistandsplikt.yaml"};
    struct watch w;
    struct waited waited = {0};
    watch_open(&w, paths, 1, tenth, 31, 0);
    queue_by_the_dates(&w, &waited, 0, w.plan->history_end);
    /* the policy date's own events follow under the policy; months go on */
    queue_by_the_dates(&w, &waited, 1, w.plan->history_end + TICKS_PER_YEAR);
    assert_true(waited.months_seen > 40 && waited.searching_months > 20);
    watch_close(&w);
}

/* ---- breaches: one child, one need, no reassessment, so that the dates tell all ---- */

/* Need and assessment never change; nobody has siblings; only homes can meet a request. */
#define SIMPLE_NEED(need)                                                                          \
    "  - {parameter: need_share, by: [need], value: {" need ": 1, others: 0}}\n"                   \
    "  - {parameter: need_age_factor, value: 1}\n"                                                 \
    "  - {parameter: under_assessed, value: 0}\n"                                                  \
    "  - {parameter: over_assessed, value: 0}\n"                                                   \
    "  - {parameter: need_rise, value: 0, unit: 1/year}\n"                                         \
    "  - {parameter: need_fall, value: 0, unit: 1/year}\n"                                         \
    "  - {parameter: ask_institution, value: 0}\n"                                                 \
    "  - {parameter: siblings, by: [siblings], value: {one: 1, others: 0}}\n"

/* When a child's request is, or will be, late; TICK_NEVER: nothing runs. By row of the child. */
struct request {
    uint64_t number;
    tick place_since, late;
};

struct breaches {
    enum BREACH_category kind;
    tick not_before; /* the clock starts at the request, or when the duty does */
    int64_t counted, time;
    struct request row[1 << 14];
};

/* Rows are used again; and what ran before anybody looked is taken over. */
static void take_row(const struct breaches *b, struct request *r, const struct child *c,
                     bool from_the_start)
{
    *r = (struct request){c->number, c->place_since, TICK_NEVER};
    if (from_the_start)
        r->late = c->breach >> b->kind & 1 ? -TICK_NEVER / 4 : c->deadline[b->kind];
}

/* Has the child, on moving, come to a place that meets the request? */
static bool is_met(const struct child *c)
{
    bool asks_on = c->episode != NO_ENTITY;
    bool kin =
        c->place == PLACE_KINSHIP; /* whatever it can give: others are no longer looked for */
    return kin || (is_foster(c->place) && c->capability >= c->assessed) ||
           (course_in_unit(c) > UNIT_KIND_ACUTE && !asks_on);
}

static void update_request(const struct breaches *b, const struct model *m, struct request *r,
                           const struct child *c)
{
    const struct episode *e = c->episode != NO_ENTITY ? &m->episode[c->episode] : NULL;
    bool moved = r->place_since != c->place_since;
    r->place_since = c->place_since;
    if ((moved && is_met(c)) || c->of_age || c->place == PLACE_RETURNED)
        r->late = TICK_NEVER;
    bool asks = e && e->stage >= STAGE_OPEN && (b->kind != BREACH_LEGAL || e->claim == CLAIM_DUTY);
    if (r->late == TICK_NEVER && asks)
        r->late =
            42 * TICKS_PER_DAY + (e->requested > b->not_before ? e->requested : b->not_before);
}

static void add_breaches(struct breaches *b, const struct model *m, tick from, tick to, bool start)
{
    uint32_t used = m->state.header->pool[CLASS_CHILD].used;
    assert_true(used < 1 << 14);
    for (uint32_t id = 0; id < used; id++) {
        struct request *r = &b->row[id];
        if (!m->state.alive[CLASS_CHILD][id]) {
            r->number = 0;
            continue;
        }
        if (r->number != m->child[id].number)
            take_row(b, r, &m->child[id], start);
        update_request(b, m, r, &m->child[id]);
        b->counted += r->late > from && r->late <= to;
        b->time += r->late == TICK_NEVER ? 0 : after(from, to, r->late);
    }
}

static void compare_breaches(const struct breaches *b, const struct model *m, size_t month)
{
    size_t first = (size_t)b->kind * N_AREA;
    assert_int_equal(b->counted, reported(m, MEASURE_BREACHES, month, first, N_AREA));
    assert_int_equal(b->time, reported(m, MEASURE_BREACHES_OPEN, month, first, N_AREA));
}

/* Follows the clock over months; returns how many breaches there were. */
static int64_t follow(struct watch *w, struct breaches *b, uint32_t scenario, tick end)
{
    struct model *m = &w->model;
    int64_t all = 0;
    assert_true(model_run(m, scenario, now(m)));
    while (now(m) < end) {
        tick from = now(m);
        tick next = moment_tick(m->state.calendar.earliest[calendar_first(&m->state.calendar)]);
        add_breaches(b, m, from, next < end ? next : end, from == 0);
        int month = m->observer.month;
        assert_int_equal(state_run(&m->state, end, 1), next < end);
        if (m->observer.month != month && month >= 0) {
            compare_breaches(b, m, (size_t)month);
            all += b->counted;
        }
        if (m->observer.month != month)
            b->counted = b->time = 0;
    }
    return all;
}

/* Follows a kind of breach through the history and two years under the duty. */
static void expect_clock(const char *world, enum BREACH_category kind)
{
    static const char *const policy = "scenarios/bistandsplikt.yaml";
    struct watch w;
    struct breaches *b = calloc(1, sizeof *b);
    assert_non_null(b);
    watch_open(&w, &policy, 1, world, 32, 0);
    b->kind = kind;
    b->not_before = kind == BREACH_LEGAL ? w.plan->history_end : -TICK_NEVER / 4;
    int64_t before = follow(&w, b, 0, w.plan->history_end);
    int64_t under = follow(&w, b, 1, w.plan->history_end + 2 * TICKS_PER_YEAR);
    printf("# %lld and %lld breaches\n", (long long)before, (long long)under);
    assert_true(under > 20 && (before > 20) == (kind != BREACH_LEGAL));
    watch_close(&w);
    free(b);
}

static void ordinary_breach_runs_from_request_plus_six_weeks(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_clock(world_of(&f, "ordinary", tenth, SIMPLE_NEED("ordinary")), BREACH_ORDINARY);
    files_close(&f);
}

/* Everyone needs a specialised home, applies for one and is found to be in the target group. */
#define ALL_SPECIALISED                                                                            \
    SIMPLE_NEED("specialised")                                                                     \
    "  - {parameter: apply_chance, value: 1}\n"                                                    \
    "  - {parameter: gate_passed, value: 1}\n"

static void shadow_breach_runs_with_and_without_the_duty(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_clock(world_of(&f, "specialised", tenth, ALL_SPECIALISED), BREACH_SHADOW);
    files_close(&f);
}

static void legal_breach_runs_from_the_first_day_of_the_duty(void **state)
{
    (void)state;
    struct files f;
    files_open(&f);
    expect_clock(world_of(&f, "specialised", tenth, ALL_SPECIALISED), BREACH_LEGAL);
    files_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queues_and_reasons_are_what_the_dates_say),
        cmocka_unit_test(ordinary_breach_runs_from_request_plus_six_weeks),
        cmocka_unit_test(shadow_breach_runs_with_and_without_the_duty),
        cmocka_unit_test(legal_breach_runs_from_the_first_day_of_the_duty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
