#include "model/arrival.h"

#include "model/centre.h"
#include "model/chance.h"
#include "model/child.h"
#include "model/demand.h"
#include "model/emergency.h"
#include "model/housing.h"
#include "model/institution.h"
#include "model/numbering.h"
#include "model/recruitment.h"
#include "model/search.h"
#include "model/team.h"
#include "model/tell.h"

#include "engine/date.h"

/* Potential arrivals come in numbered streams, one for each way in, area and layer, Poisson within
 * each month. The first layer is today's arrivals; a policy that changes demand leaves some of them
 * out or lets further layers come forward, by a number that each arrival carries. So child 4711 is
 * the same child in every scenario, and nothing that a policy does changes who would have come. */

void streams_open(struct model *m)
{
    for (int enquiry = 0; enquiry < 2; enquiry++)
        for (int kind = 0; kind < (enquiry ? (int)N_CHANNEL : (int)N_PATH); kind++)
            for (int area = 0; area < N_AREA; area++)
                for (int layer = 0; layer < N_LAYERS_OF_DEMAND; layer++) {
                    uint64_t number = arrival_number(area, kind, layer, enquiry, 0, 0, 0);
                    uint32_t id = entity_new(&m->state, CLASS_STREAM, number);
                    m->stream[id] = (struct stream){.enquiry = (uint8_t)enquiry,
                                                    .kind = (uint8_t)kind,
                                                    .area = (uint8_t)area,
                                                    .layer = (uint8_t)layer};
                }
}

/* ---- rates ---- */

double children_a_year(const struct model *m, enum PATH_category path, int area)
{
    const struct parameters *p = &m->rules->p;
    return p->arrivals[path] * p->arrival_index[path][index_year(m->country->calendar_year)] *
           p->area_share[area] * p->area_rate[area];
}

static double groups_a_year(const struct model *m, const struct stream *s)
{
    const struct rules *r = m->rules;
    double children = children_a_year(m, (enum PATH_category)s->kind, s->area) *
                      r->season[s->kind][m->country->calendar_month];
    return children / r->group_size[s->kind] * r->weekday_peak[s->kind];
}

/* What policy makes of today's arrivals, those included whom today's teams avert; who asks for an
 * institution heeds its co-pay. */
static double arrivals_multiplied(const struct model *m, const struct stream *s)
{
    bool asks = s->kind == PATH_TREATMENT || s->kind == PATH_CARE;
    return m->rules->p.arrival_multiplier[s->kind][s->area] * (asks ? m->rules->ask_demand : 1) *
           team_potential(m, (enum PATH_category)s->kind, s->area) *
           demand_induced(m, (enum PATH_category)s->kind);
}

/* Mean days between potential arrivals this month; 0 if the layer does not come forward. */
static double gap_of(const struct model *m, const struct stream *s)
{
    double multiplier = s->enquiry ? enquiry_multiplier(m, s->kind, s->area) : s->multiplier;
    double a_year = s->enquiry ? enquiries_a_year(m, s->kind, s->area) : groups_a_year(m, s);
    return multiplier > s->layer && a_year > 0 ? 365.25 / a_year : 0;
}

uint64_t stream_number(const struct model *m, const struct stream *s)
{
    uint64_t number = arrival_number(s->area, s->kind, s->layer, m->country->calendar_year,
                                     m->country->calendar_month + 1, s->ordinal, 0);
    return s->enquiry ? home_number(PREFIX_FAMILY, number) : number;
}

/* Does this potential arrival happen: by weekday, and by its layer under the multiplier? */
static bool happens(const struct model *m, const struct stream *s, tick when)
{
    const struct rules *r = m->rules;
    uint64_t number = stream_number(m, s);
    double part = r->weekday[s->kind][date_weekday(calendar_day(m, when))];
    if (part < 1 && uniform(m, DRAW_ARRIVAL_WEEKDAY, number, 0, 0) >= part)
        return false;
    double beyond = s->multiplier - s->layer;
    return chance_says(m, DRAW_ARRIVAL_ADMITTED, number, 0, beyond);
}

/* When the stream's next potential arrival or enquiry after `from` comes. */
static tick next_potential(const struct model *m, const struct stream *s, tick from)
{
    if (!(s->gap_days > 0))
        return TICK_NEVER;
    double gap = exponential(m, DRAW_ARRIVAL_GAP, stream_number(m, s), 0, 0) * s->gap_days;
    return from + ticks_of_days(gap);
}

/* Plans the next arrival that happens, which is known in advance since rates change with the month
 * only; or the next enquiry, which is then looked at when it comes. */
static void plan_next(struct model *m, uint32_t id, tick from)
{
    struct stream *s = &m->stream[id];
    enum event_type event = s->enquiry ? EVENT_FAMILY_ENQUIRES : EVENT_CHILDREN_ARRIVE;
    tick end = m->country->month_end, next = next_potential(m, s, from);
    while (!s->enquiry && next < end && !happens(m, s, next)) {
        s->ordinal++;
        next = next_potential(m, s, next);
    }
    clock_set(&m->state, CLASS_STREAM, id, event, next < end ? next : TICK_NEVER);
}

void streams_start_month(struct model *m)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_STREAM].used; id++) {
        struct stream *s = &m->stream[id];
        s->ordinal = 0;
        s->multiplier = s->enquiry ? 0 : arrivals_multiplied(m, s);
        s->gap_days = gap_of(m, s);
        plan_next(m, id, m->country->month_start);
    }
}

void stream_goes_on(struct model *m, uint32_t id)
{
    m->stream[id].ordinal++;
    plan_next(m, id, now(m));
}

/* ---- an arriving group ---- */

static void introduce(const struct model *m, uint32_t id, int group)
{
    const struct child *c = &m->child[id];
    tell_with(m, id, STORY_ARRIVES, c->path, c->area, c->municipality);
    tell_with(m, id, STORY_IS, c->birth, c->need, c->assessed);
    tell_with(m, id, STORY_SIBLINGS, group - 1);
}

static int make_group(struct model *m, enum PATH_category path, int area, uint64_t number,
                      uint32_t member[GROUP_MOST])
{
    int n = 1 + category_at(m->rules->p.siblings[path], N_SIBLINGS,
                            uniform(m, DRAW_GROUP_SIZE, number, 0, 0));
    for (int i = 0; i < n; i++)
        member[i] = child_new(m, path, area, number, i);
    for (int i = 0; i < n; i++)
        for (int j = 0, k = 0; j < n; j++)
            if (j != i)
                m->child[member[i]].sibling[k++] = member[j];
    for (int i = 0; i < n; i++)
        introduce(m, member[i], n);
    return n;
}

static void arrive(struct model *m, enum PATH_category path, const uint32_t *member, int n)
{
    switch (path) {
    case PATH_ACUTE_HOME:
        emergency_arrival(m, member, n);
        break;
    case PATH_CARE_ORDER:
    case PATH_VOLUNTARY:
        search_opens(m, member, n, SEARCH_PLANNED);
        break;
    case PATH_CENTRE:
        for (int i = 0; i < n; i++)
            centre_request(m, member[i]);
        break;
    case PATH_ACUTE_INSTITUTION:
        for (int i = 0; i < n; i++)
            acute_place(m, member[i], LEAVING_PLANNED);
        break;
    default:
        for (int i = 0; i < n; i++)
            if (path == PATH_TREATMENT || !housing_takes(m, member[i]))
                institution_request(m, member[i],
                                    path == PATH_CARE ? UNIT_KIND_CARE : UNIT_KIND_TREATMENT);
    }
}

void children_come(struct model *m, enum PATH_category path, int area, uint64_t number)
{
    uint32_t member[GROUP_MOST];
    int n = make_group(m, path, area, number, member);
    arrive(m, path, member, n);
}

void on_children_arrive(struct model *m, uint32_t id)
{
    const struct stream *s = &m->stream[id];
    uint64_t number = stream_number(m, s);
    enum PATH_category path = (enum PATH_category)s->kind;
    if (!team_takes(m, path, s->area, number))
        children_come(m, path, s->area, number);
    stream_goes_on(m, id);
}
