#include "model/count_start.h"
#include "model/duty.h"
#include "model/exits.h"
#include "model/institution.h"
#include "model/offer.h"
#include "model/pair.h"
#include "model/placement.h"
#include "model/queue.h"
#include "model/search.h"
#include "model/stay.h"
#include "model/waiting.h"

#include <stdlib.h>

/* Waits of the count. Each counts from the last thing that the file knows to have happened: the report,
 * the decision or the request. What came before is drawn as for anybody; what is still to come is what
 * is left to one for whom it has not come yet. */

/* What is drawn about a wait, as index of COUNTED_WAIT. */
enum question { Q_WAITED, Q_WISH, Q_FOUND_BY, Q_REVIEW, Q_MEETINGS };

struct past_wait {
    struct model *m;
    uint32_t id; /* of the episode */
    const struct counted_wait *told;
    uint64_t number; /* of the first child */
    uint32_t wait;
    tick waited;
};

static double drawn(const struct past_wait *w, enum draw_purpose purpose, uint32_t index)
{
    return uniform(w->m, purpose, w->number, w->wait, index);
}

static double question(const struct past_wait *w, enum question q)
{
    return uniform(w->m, DRAW_COUNTED_WAIT, w->number, 0, (uint32_t)q);
}

/* ---- how long decision, search and approval take ---- */

static double board_mean(const struct past_wait *w)
{
    return w->m->rules->p.board_days[w->m->episode[w->id].path];
}

static tick board_time(const struct past_wait *w)
{
    if (w->m->episode[w->id].again)
        return 0; /* decided already */
    return ticks_of_days(board_mean(w) *
                         quantile_at(w->m->rules->board, drawn(w, DRAW_BOARD_TIME, 0)));
}

static double days_of(tick length)
{
    return (double)length / (double)TICKS_PER_DAY;
}

/* A time of this mean and shape that is longer than what has gone by. */
static tick longer_than(const struct quantile *shape, double mean, tick gone, double u)
{
    if (!(mean > 0))
        return gone;
    tick length = ticks_of_days(mean * quantile_above(shape, days_of(gone) / mean, u));
    return length > gone ? length : gone;
}

static tick kin_time(const struct past_wait *w)
{
    if (w->m->episode[w->id].again)
        return 0;
    return ticks_of_days(w->m->rules->p.kin_search_days *
                         quantile_at(w->m->rules->kin_search, drawn(w, DRAW_KIN_SEARCH_TIME, 0)));
}

static double kin_chance(const struct past_wait *w)
{
    const struct episode *e = &w->m->episode[w->id];
    const struct parameters *p = &w->m->rules->p;
    return e->again ? p->kin_success_again : p->kin_success[e->path];
}

static void plan(const struct past_wait *w, enum event_type event, tick when)
{
    episode_clock(w->m, w->id, event, not_before_now(w->m, when));
}

/* ---- the three stages ---- */

static void found_home(const struct past_wait *w, enum HOME_KIND_category kind, tick ready)
{
    struct episode *e = &w->m->episode[w->id];
    e->stage = STAGE_FOUND;
    e->found_kind = (uint8_t)kind;
    e->found_ready = ready;
}

/* Reported; the decision is still to come. */
static void is_searched(const struct past_wait *w)
{
    struct model *m = w->m;
    struct episode *e = &m->episode[w->id];
    e->searched = now(m) - w->waited;
    tick kin = kin_time(w), board = board_time(w);
    bool documented = kin <= w->waited;
    if (documented || e->path != PATH_VOLUNTARY)
        board =
            longer_than(m->rules->board, board_mean(w), w->waited, drawn(w, DRAW_BOARD_TIME, 0));
    e->voluntary_ready = board <= w->waited;
    if (!e->voluntary_ready)
        plan(w, EVENT_DECIDED, e->searched + board);
    if (!documented) {
        plan(w, EVENT_DOCUMENTED, e->searched + kin);
        return;
    }
    e->documentation_made = true;
    double approval = m->rules->p.kin_approval_days *
                      quantile_at(m->rules->approval, drawn(w, DRAW_FOUND_APPROVAL, 0));
    if (drawn(w, DRAW_KIN_SUCCESS, 0) < kin_chance(w))
        found_home(w, HOME_KIND_KINSHIP, e->searched + kin + ticks_of_days(approval));
}

/* Decided; no request, so kin are still searched or the home that has been found is being approved. */
static void is_decided(const struct past_wait *w)
{
    struct model *m = w->m;
    struct episode *e = &m->episode[w->id];
    const struct parameters *p = &m->rules->p;
    tick board = board_time(w), kin = kin_time(w);
    e->decided = now(m) - w->waited;
    e->searched = e->decided - board;
    e->decision_made = true;
    if (kin > board + w->waited) {
        plan(w, EVENT_DOCUMENTED, e->searched + kin);
        return;
    }
    e->documentation_made = true;
    double by_kin = kin_chance(w), by_others = (1 - by_kin) * p->municipal_found[e->path];
    bool kin_home = question(w, Q_FOUND_BY) * (by_kin + by_others) <= by_kin;
    tick begun = kin_home ? e->searched + kin : e->decided;
    double u = drawn(w, DRAW_FOUND_APPROVAL, 0);
    double mean = kin_home ? p->kin_approval_days : p->municipal_found_days;
    e->requested = kin_home ? TICK_NEVER : e->decided;
    found_home(w, kin_home ? HOME_KIND_KINSHIP : HOME_KIND_ORDINARY,
               begun + longer_than(m->rules->approval, mean, now(m) - begun, u));
    plan(w, EVENT_FOUND_HOME_READY, e->found_ready);
}

/* Days from the request to a wished date that has (or has not) passed. */
static tick wish_after(const struct past_wait *w)
{
    double u = question(w, Q_WISH), most = 2 * w->m->rules->p.wish_lag_days;
    double gone = days_of(w->waited);
    double low = 0, high = most;
    if (w->told->past_wish == 1)
        high = gone < most ? gone : most;
    if (w->told->past_wish == 0) {
        low = gone;
        high = gone < most ? most : gone + most;
    }
    return ticks_of_days(low + u * (high - low));
}

static void is_requested(const struct past_wait *w)
{
    struct model *m = w->m;
    struct episode *e = &m->episode[w->id];
    tick board = board_time(w), kin = kin_time(w);
    tick before = board > kin ? board : kin;
    e->requested = now(m) - w->waited;
    e->searched = e->requested - before;
    e->decided = e->path == PATH_VOLUNTARY ? e->requested : e->searched + board;
    e->decision_made = e->documentation_made = true;
    e->wished = e->requested + wish_after(w);
    e->past_wish = w->told->past_wish == 1 || (w->told->past_wish != 0 && e->wished <= now(m));
    if (!e->past_wish)
        episode_clock(m, w->id, EVENT_WISH_PASSES,
                      e->wished > now(m) ? e->wished : now(m) + TICKS_PER_DAY);
}

/* When the children will move in; the home is found when the search goes on. */
static void is_matched(const struct past_wait *w)
{
    is_requested(w);
    double left = question(w, Q_MEETINGS);
    w->m->episode[w->id].found_ready = now(w->m) + 1 + (tick)((double)w->m->rules->meeting * left);
}

/* ---- clocks that run from the decision and the request ---- */

static void clocks_run(const struct past_wait *w)
{
    struct model *m = w->m;
    struct episode *e = &m->episode[w->id];
    if (!e->decision_made)
        return;
    tick six_weeks = e->decided + m->rules->six_weeks, lapse = m->rules->decision_lapse;
    e->past_six_weeks = six_weeks <= now(m);
    if (!e->past_six_weeks)
        episode_clock(m, w->id, EVENT_SIX_WEEKS_PASS, six_weeks);
    if (e->path == PATH_VOLUNTARY || !search_at_home(m, e) || lapse <= 0)
        return;
    e->renewals = (uint16_t)((now(m) - e->decided) / lapse); /* extended so often */
    episode_clock(m, w->id, EVENT_LAPSES, e->decided + (e->renewals + 1) * lapse);
}

/* Breaches of before the count are open, and were counted then. */
static void breaches_are_open(const struct past_wait *w)
{
    struct model *m = w->m;
    const struct episode *e = &m->episode[w->id];
    if (e->requested == TICK_NEVER || e->stage == STAGE_FOUND)
        return;
    for (int i = 0; i < e->members; i++) {
        struct child *c = &m->child[e->member[i]];
        bool specialised = c->assessed == NEED_SPECIALISED;
        tick length = specialised ? m->rules->duty_deadline : m->rules->ordinary_deadline;
        enum BREACH_category kind = specialised ? BREACH_SHADOW : BREACH_ORDINARY;
        if (e->requested + length > now(m))
            continue;
        child_count(m, e->member[i], -1);
        c->breach |= (uint8_t)(1u << kind);
        child_count(m, e->member[i], 1);
    }
}

/* A child in a foster home that has broken down is under notice for as long as that lasts; later it is
 * a planned move that is waited for. */
static void notice_runs(const struct past_wait *w)
{
    struct model *m = w->m;
    const struct episode *e = &m->episode[w->id];
    tick ends = now(m) - w->waited + m->rules->notice;
    for (int i = 0; i < e->members; i++) {
        if (!is_foster(m->child[e->member[i]].place) || ends <= now(m))
            continue;
        child_clock(m, e->member[i], EVENT_NOTICE_ENDS, ends);
        child_rates(m, e->member[i]);
    }
}

static enum search_kind kind_of(const struct child *c)
{
    if (c->place == PLACE_AT_HOME)
        return SEARCH_PLANNED;
    return c->place == PLACE_EMERGENCY || c->place == PLACE_OVERFLOW_EMERGENCY ? SEARCH_AFTER_ACUTE
                                                                               : SEARCH_AGAIN;
}

static void forget_plans(struct model *m, uint32_t id)
{
    static const enum event_type planned[] = {EVENT_DECIDED, EVENT_DOCUMENTED,
                                              EVENT_SIX_WEEKS_PASS};
    for (size_t i = 0; i < sizeof planned / sizeof *planned; i++)
        episode_clock(m, id, planned[i], TICK_NEVER);
    m->episode[id].decision_made = false;
    m->episode[id].decided = TICK_NEVER;
}

void counted_wait_begins(struct model *m, const uint32_t *children, int n,
                         const struct counted_wait *told)
{
    static void (*const been[N_COUNTED_STAGE])(const struct past_wait *) = {
        [COUNTED_SEARCHED] = is_searched,
        [COUNTED_DECIDED] = is_decided,
        [COUNTED_REQUESTED] = is_requested,
        [COUNTED_MATCHED] = is_matched,
    };
    uint32_t id = search_opens(m, children, n, kind_of(&m->child[children[0]]));
    struct past_wait w = {m, id, told, m->child[children[0]].number, m->child[children[0]].waits,
                          0};
    double weeks = drawn_within(m, DRAW_COUNTED_WAIT, w.number, Q_WAITED, told->weeks);
    w.waited = ticks_of_days(weeks * 7);
    queue_count(m, id, -1);
    forget_plans(m, id);
    been[told->stage](&w);
    clocks_run(&w);
    queue_count(m, id, 1);
    exit_rates(m, id);
    breaches_are_open(&w);
    notice_runs(&w);
    m->episode[id].reason_since = now(m);
    reason_changes(m, id);
}

/* ---- the search goes on ---- */

/* Vacancies in which a home for this need may have been found, best first. */
static const enum vacancy suits_need[NEED_SPECIALISED + 1][N_VACANCY] = {
    [NEED_ORDINARY] = {VACANCY_ORDINARY, VACANCY_REINFORCIBLE, VACANCY_OPEN, VACANCY_SPECIALISED},
    [NEED_REINFORCED] = {VACANCY_REINFORCIBLE, VACANCY_OPEN, VACANCY_ORDINARY, VACANCY_SPECIALISED},
    [NEED_SPECIALISED] = {VACANCY_SPECIALISED, VACANCY_OPEN, VACANCY_REINFORCIBLE,
                          VACANCY_ORDINARY},
};

/* The first empty home of a kind in an area that holds the children, of their own age band if there
 * is one; NO_ENTITY if none. */
static uint32_t vacant_home(const struct model *m, const struct episode *e, int area,
                            enum vacancy kind)
{
    for (int apart = 0; apart < N_BANDS; apart++)
        for (int i = 0; i < N_BANDS * N_FREE; i++) {
            uint32_t id = m->country->vacancy[area][kind][i / N_FREE][i % N_FREE].first;
            for (; bands_apart(i / N_FREE, e->band) == apart && id != NO_ENTITY;
                 id = m->home[id].area_link.next)
                if (m->home[id].episode == NO_ENTITY && m->home[id].children == 0 &&
                    m->home[id].places >= e->members)
                    return id;
        }
    return NO_ENTITY;
}

/* A home for children who have been promised one: in their own area if there is any. */
static uint32_t promised_home(const struct model *m, const struct episode *e)
{
    int need = e->assessed < NEED_SPECIALISED ? e->assessed : NEED_SPECIALISED;
    for (int away = 0; away < N_AREA; away++)
        for (int v = 0; v < N_VACANCY; v++) {
            uint32_t id = vacant_home(m, e, (e->area + away) % N_AREA, suits_need[need][v]);
            if (id != NO_ENTITY)
                return id;
        }
    return NO_ENTITY;
}

static void promise_holds(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    tick moves_in = e->found_ready;
    uint32_t home = moves_in > now(m) && e->stage == STAGE_OPEN ? promised_home(m, e) : NO_ENTITY;
    if (home == NO_ENTITY)
        return;
    offer_agreed(m, id, home);
    episode_clock(m, id, EVENT_MOVES_IN, moves_in);
}

static void search_goes_on(struct model *m, uint32_t id)
{
    struct episode *e = &m->episode[id];
    e->stage = STAGE_OPEN;
    duty_routes(m, id);
    if (!m->state.alive[CLASS_EPISODE][id])
        return;
    uint64_t number = m->child[m->episode[id].member[0]].number;
    double part = uniform(m, DRAW_COUNTED_WAIT, number, 0, Q_REVIEW);
    if (clock_get(&m->state, CLASS_EPISODE, id, EVENT_OFFER_REVIEWED) != TICK_NEVER)
        episode_clock(m, id, EVENT_OFFER_REVIEWED,
                      now(m) + (tick)((double)m->rules->offer_review * part));
    promise_holds(m, id);
    reason_changes(m, id);
}

void counted_searches_go_on(struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_EPISODE].used;
    for (uint32_t id = 0; id < used && !m->state.failure[0]; id++) {
        const struct episode *e = &m->episode[id];
        bool requested = m->state.alive[CLASS_EPISODE][id] && e->stage == STAGE_BOARD &&
                         e->requested != TICK_NEVER;
        if (!requested)
            continue;
        search_goes_on(m, id);
        state_make_room(&m->state);
    }
}

/* ---- institutions ---- */

struct in_line {
    uint32_t child;
    int unit;
    tick waited;
    uint64_t number;
};

/* Who has waited longest first. */
static int by_wait(const void *a, const void *b)
{
    const struct in_line *x = a, *y = b;
    if (x->waited != y->waited)
        return x->waited > y->waited ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

void counted_institution_waits(struct model *m, const uint32_t *child)
{
    const struct count *count = m->plan->study->count;
    struct in_line *line = calloc((size_t)count->n_children + 1, sizeof *line);
    size_t n = 0;
    if (!line) {
        state_fail(&m->state, "out of memory");
        return;
    }
    for (int i = 0; i < count->n_children; i++) {
        int wait = count->children[i].wait;
        if (wait == NOT_TOLD || count->waits[wait].unit == NOT_TOLD)
            continue;
        uint64_t number = m->child[child[i]].number;
        double weeks =
            drawn_within(m, DRAW_COUNTED_WAIT, number, Q_WAITED, count->waits[wait].weeks);
        line[n++] =
            (struct in_line){child[i], count->waits[wait].unit, ticks_of_days(weeks * 7), number};
    }
    qsort(line, n, sizeof *line, by_wait);
    for (size_t i = 0; i < n; i++)
        institution_waits_since(m, line[i].child, (enum UNIT_KIND_category)line[i].unit,
                                now(m) - line[i].waited);
    free(line);
}
