#include "model/recruitment.h"

#include "model/arrival.h"
#include "model/chance.h"
#include "model/cost.h"
#include "model/home.h"
#include "model/numbering.h"
#include "model/suppliers.h"

#include <sleef.h>
#include <stddef.h>

/* Families enquire in numbered streams, as children arrive. After an information meeting some wait
 * for the next course in their area, which has so many places; after course and study some are
 * approved. A policy that wins more families for specialised care takes part of them from those who
 * would else have become ordinary foster homes (cannibalisation): those are the very same numbered
 * families. */

static enum OWNER_category owner_of(int channel)
{
    return channel == CHANNEL_NONPROFIT    ? OWNER_NONPROFIT
           : channel == CHANNEL_COMMERCIAL ? OWNER_COMMERCIAL
                                           : OWNER_PUBLIC;
}

/* What a channel's enquiries are multiplied by without a policy: municipalities and associations
 * have no recruiter of their own. */
static double without_policy(int channel)
{
    return is_local_channel(channel) ? 0 : 1;
}

/* ---- rates ---- */

double enquiries_a_year(const struct model *m, int channel, int area)
{
    const struct parameters *p = &m->rules->p;
    return p->enquiries[channel] * p->enquiry_area[channel][area] *
           p->enquiry_index[channel][index_year(m->country->calendar_year)];
}

/* Share of homes without a breakdown relative to the history's start, to the power of an
 * elasticity. */
static double word_of_mouth(const struct model *m)
{
    double elasticity = m->rules->p.word_of_mouth;
    const struct country *c = m->country;
    if (!(elasticity > 0) || !(c->satisfaction_start > 0) || !(c->satisfaction > 0))
        return 1;
    return Sleef_cinz_powd1_u10purec(c->satisfaction / c->satisfaction_start, elasticity);
}

/* Of policy and of the suppliers that there are, without word of mouth. */
static double policy_multiplier(const struct model *m, int channel, int area)
{
    const struct parameters *p = &m->rules->p;
    if (!is_specialised_channel(channel))
        return p->enquiry_multiplier[channel][area];
    return p->enquiry_multiplier[channel][area] * (1 + p->recruitment_response) *
           suppliers_capacity(m, (int)owner_of(channel), area);
}

double enquiry_multiplier(const struct model *m, int channel, int area)
{
    return policy_multiplier(m, channel, area) * word_of_mouth(m);
}

void satisfaction_of_month(struct model *m)
{
    struct country *c = m->country;
    int64_t breakdowns = 0, homes = 0;
    for (int i = 0; i < 12; i++)
        breakdowns += c->breakdowns_of_month[i];
    for (int k = 0; k < N_HOME_KIND; k++)
        homes += observed_level(&m->observer, MEASURE_HOMES,
                                CELL2(HOME_KIND, k, HOME_STATE, HOME_STATE_OCCUPIED));
    double share = homes > 0 ? 1 - (double)breakdowns / (double)homes : 1;
    c->satisfaction = share > 0 ? share : 0;
    c->breakdowns_of_month[(c->calendar_month + 1) % 12] = 0; /* the month that begins */
}

/* ---- an enquiry ---- */

/* Extra enquiries a year that policy wins for a channel in the area. */
static double won_a_year(const struct model *m, int channel, int area)
{
    double extra = policy_multiplier(m, channel, area) - without_policy(channel);
    return extra > 0 ? extra * enquiries_a_year(m, channel, area) : 0;
}

/* Share of the families that policy wins for a channel who would else have enquired with Bufetat or
 * Oslo about ordinary care; nothing for these two. */
static double taken_share(const struct model *m, int channel)
{
    const struct parameters *p = &m->rules->p;
    return is_specialised_channel(channel) ? p->cannibalisation
           : is_local_channel(channel)     ? p->recruiter_cannibalisation
                                           : 0;
}

static bool may_be_turned(const struct stream *s)
{
    return s->layer == 0 && (s->kind == CHANNEL_BUFETAT || s->kind == CHANNEL_OSLO);
}

/* The channel that policy turns a family to, or the family's own. Only a family that would have
 * enquired about ordinary care today, of the first layer, can be turned. */
static int turned_to(const struct model *m, const struct stream *s, uint64_t number)
{
    double ordinary = enquiries_a_year(m, s->kind, s->area);
    if (!may_be_turned(s) || !(ordinary > 0))
        return s->kind;
    double share[N_CHANNEL], any = 0;
    for (int to = CHANNEL_STATE_SPECIALISED; to < N_CHANNEL; to++)
        any += share[to] = taken_share(m, to) * won_a_year(m, to, s->area) / ordinary;
    double u = any > 0 ? uniform(m, DRAW_FAMILY_MOVED, number, 0, 0) : 1;
    for (int to = CHANNEL_STATE_SPECIALISED; to < N_CHANNEL; to++) {
        if (u < share[to])
            return to;
        u -= share[to];
    }
    return s->kind;
}

/* Does this potential enquiry happen? Of those that policy wins, only the part that is not taken
 * from others comes forward anew. */
static bool comes_forward(const struct model *m, const struct stream *s, uint64_t number)
{
    double beyond = enquiry_multiplier(m, s->kind, s->area) - s->layer;
    double today = without_policy(s->kind);
    if (s->layer >= today && policy_multiplier(m, s->kind, s->area) > today)
        beyond = (beyond < 1 ? beyond : 1) * (1 - taken_share(m, s->kind));
    return chance_says(m, DRAW_FAMILY_ADMITTED, number, 0, beyond);
}

enum { STEP_INFORMATION, STEP_WAITING, STEP_COURSE, STEP_STUDY };

static void begin_training(struct model *m, int channel, int area, uint64_t number)
{
    const struct parameters *p = &m->rules->p;
    bool specialised = is_specialised_channel(channel);
    uint32_t id =
        home_new(m, number, area, specialised ? HOME_KIND_SPECIALISED : HOME_KIND_ORDINARY,
                 owner_of(channel));
    struct home *h = &m->home[id];
    h->channel = (uint8_t)channel;
    h->passes_course = uniform(m, DRAW_COURSE, number, 0, 0) < p->course_passed;
    h->passes_study = uniform(m, DRAW_STUDY, number, 0, 0) < p->study_passed;
    h->step = STEP_INFORMATION;
    home_clock(m, id, EVENT_TRAINING_STEP, now(m) + m->rules->information);
}

void on_family_enquires(struct model *m, uint32_t id)
{
    const struct stream *s = &m->stream[id];
    uint64_t number = stream_number(m, s);
    if (comes_forward(m, s, number)) {
        int channel = turned_to(m, s, number);
        observe_add(&m->observer, MEASURE_ENQUIRIES, (size_t)channel, 1);
        if (uniform(m, DRAW_INFORMATION, number, 0, 0) < m->rules->p.information_passed)
            begin_training(m, channel, s->area, number);
    }
    stream_goes_on(m, id);
}

/* ---- course, study, approval ---- */

void courses_open(struct model *m)
{
    for (int a = 0; a < N_AREA; a++) {
        uint32_t id = entity_new(&m->state, CLASS_COURSE, (uint64_t)a);
        m->course[id].queue = (struct list){NO_ENTITY, NO_ENTITY};
        clock_set(&m->state, CLASS_COURSE, id, EVENT_COURSE_STARTS,
                  now(m) + m->rules->course_interval);
    }
}

void on_course_starts(struct model *m, uint32_t id)
{
    struct course *course = &m->course[id];
    int places = (int)m->rules->p.course_places[id];
    while (places-- > 0 && course->queue.first != NO_ENTITY) {
        uint32_t home = course->queue.first;
        list_remove(&course->queue, m->home, sizeof *m->home, offsetof(struct home, area_link),
                    home);
        course->waiting--;
        m->home[home].step = STEP_COURSE;
        home_clock(m, home, EVENT_TRAINING_STEP, now(m) + m->rules->course);
        cost_training(m, (int)id);
    }
    clock_set(&m->state, CLASS_COURSE, id, EVENT_COURSE_STARTS, now(m) + m->rules->course_interval);
}

static void wait_for_course(struct model *m, uint32_t id)
{
    struct course *course = &m->course[m->home[id].area];
    m->home[id].step = STEP_WAITING;
    list_append(&course->queue, m->home, sizeof *m->home, offsetof(struct home, area_link), id);
    course->waiting++;
}

/* During the fill some approvals are turned away, so that the queue stays where it was. */
static bool turned_away(const struct model *m, const struct home *h)
{
    return m->filling && h->kind == HOME_KIND_ORDINARY &&
           uniform(m, DRAW_FAMILY_ADMITTED, h->number, 1, 0) < m->country->fill_brake;
}

static void study_ends(struct model *m, uint32_t id)
{
    const struct home *h = &m->home[id];
    if (!h->passes_study || turned_away(m, h)) {
        home_close(m, id, HOME_LOSS_TRAINING);
        return;
    }
    observe_add(&m->observer, MEASURE_APPROVED, CELL2(AREA, h->area, CHANNEL, h->channel), 1);
    cost_reward(m, h->area, h->channel);
    home_approved(m, id);
}

void on_training_step(struct model *m, uint32_t id)
{
    struct home *h = &m->home[id];
    bool specialised = h->kind == HOME_KIND_SPECIALISED;
    switch (h->step) {
    case STEP_INFORMATION:
        wait_for_course(m, id);
        break;
    case STEP_COURSE:
        if (!h->passes_course) {
            home_close(m, id, HOME_LOSS_TRAINING);
            break;
        }
        h->step = STEP_STUDY;
        home_clock(m, id, EVENT_TRAINING_STEP,
                   now(m) + (specialised ? m->rules->study_specialised : m->rules->study));
        break;
    default:
        study_ends(m, id);
    }
}

/* ---- on the way already ---- */

static const double days_a_year = 365.25;

/* Days of each step for one who comes to the information meeting; those who do not pass the course see
 * no study. */
static void step_days(const struct model *m, bool specialised, double days[STEP_STUDY + 1])
{
    const struct parameters *p = &m->rules->p;
    const tick study = specialised ? m->rules->study_specialised : m->rules->study;
    const tick length[] = {m->rules->information, m->rules->course_interval / 2, m->rules->course,
                           study};
    for (int s = STEP_INFORMATION; s <= STEP_STUDY; s++)
        days[s] =
            (double)length[s] / (double)TICKS_PER_DAY * (s == STEP_STUDY ? p->course_passed : 1);
}

double training_years(const struct model *m, int channel)
{
    double days[STEP_STUDY + 1], sum = 0;
    step_days(m, is_specialised_channel(channel), days);
    for (int s = STEP_INFORMATION; s <= STEP_STUDY; s++)
        sum += days[s];
    return m->rules->p.information_passed * sum / days_a_year;
}

void training_goes_on(struct model *m, uint32_t id, double at, double left)
{
    struct home *h = &m->home[id];
    double days[STEP_STUDY + 1], sum = 0;
    step_days(m, h->kind == HOME_KIND_SPECIALISED, days);
    for (int s = STEP_INFORMATION; s <= STEP_STUDY; s++)
        sum += days[s];
    int step = STEP_INFORMATION;
    for (at *= sum; step < STEP_STUDY && at >= days[step]; step++)
        at -= days[step];
    h->passes_course =
        step == STEP_STUDY || uniform(m, DRAW_COURSE, h->number, 0, 0) < m->rules->p.course_passed;
    h->passes_study = uniform(m, DRAW_STUDY, h->number, 0, 0) < m->rules->p.study_passed;
    h->step = (uint8_t)step;
    if (step == STEP_WAITING) {
        wait_for_course(m, id);
        return;
    }
    double whole = step == STEP_STUDY ? days[step] / m->rules->p.course_passed : days[step];
    home_clock(m, id, EVENT_TRAINING_STEP, now(m) + ticks_of_days(whole * left));
}
