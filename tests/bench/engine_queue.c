#include "engine_queue.h"

#include "engine/draw.h"
#include "engine/state.h"

#include <stdlib.h>

enum { CLASS_SOURCE, CLASS_CUSTOMER, CLASSES };
enum { EVENT_ARRIVES, EVENT_SERVED, EVENTS };
enum { DRAW_GAP = 1, DRAW_SERVICE = 2 };

/* The unit of time, in days: short, so that millions of customers fit into simulated time. */
#define UNIT (1.0 / 24)

struct source {
    uint32_t none;
};

struct customer {
    tick arrived, service;
    uint32_t next; /* in the queue */
};

enum { AHEAD = 16 };

/* Inside the state. */
struct desk {
    uint64_t arrivals;
    /* drawn ahead, since the addresses are known */
    tick gap[AHEAD]; /* between arrivals */
    tick service[AHEAD];
    int64_t ticks_in_system;
    uint64_t served;
    uint32_t first, last; /* in the queue; NO_ENTITY if nobody waits */
    uint32_t idle;
};

struct queue {
    struct state state;
    struct desk *desk;
    struct customer *customer;
    struct draw_key key;
    double mean_gap;
};

static void bind(void *model)
{
    struct queue *q = model;
    q->desk = q->state.globals;
    q->customer = q->state.rows[CLASS_CUSTOMER];
}

static tick drawn_time(const struct queue *q, uint64_t number, uint8_t purpose, double mean)
{
    return ticks_of_days(mean * UNIT *
                         draw_exponential(q->key, (struct draw_address){number, 0, 0, purpose}));
}

static void start_service(struct queue *q, uint32_t id)
{
    clock_set(&q->state, CLASS_CUSTOMER, id, EVENT_SERVED,
              q->state.header->now + q->customer[id].service);
}

static void append(struct queue *q, uint32_t id)
{
    struct desk *d = q->desk;
    q->customer[id].next = NO_ENTITY;
    if (d->first == NO_ENTITY)
        d->first = id;
    else
        q->customer[d->last].next = id;
    d->last = id;
}

/* For the customers from this number on. */
static void draw_ahead(struct queue *q, uint64_t number)
{
    struct desk *d = q->desk;
    for (uint32_t i = 0; i < AHEAD; i++)
        d->gap[i] = drawn_time(q, number + i, DRAW_GAP, q->mean_gap);
    for (uint32_t i = 0; i < AHEAD; i++)
        d->service[i] = drawn_time(q, number + i, DRAW_SERVICE, 1);
}

static void plan_arrival(struct queue *q, uint32_t source)
{
    struct desk *d = q->desk;
    if (d->arrivals % AHEAD == 0)
        draw_ahead(q, d->arrivals);
    clock_set(&q->state, CLASS_SOURCE, source, EVENT_ARRIVES,
              q->state.header->now + d->gap[d->arrivals % AHEAD]);
}

static void on_arrives(void *model, uint32_t source)
{
    struct queue *q = model;
    struct desk *d = q->desk;
    uint64_t number = d->arrivals++;
    uint32_t id = entity_new(&q->state, CLASS_CUSTOMER, number);
    q->customer[id].arrived = q->state.header->now;
    q->customer[id].service = d->service[number % AHEAD];
    if (d->idle > 0) {
        d->idle--;
        start_service(q, id);
    } else {
        append(q, id);
    }
    plan_arrival(q, source);
}

static void on_served(void *model, uint32_t id)
{
    struct queue *q = model;
    struct desk *d = q->desk;
    d->ticks_in_system += q->state.header->now - q->customer[id].arrived;
    d->served++;
    entity_free(&q->state, CLASS_CUSTOMER, id);
    uint32_t next = d->first;
    if (next == NO_ENTITY) {
        d->idle++;
        return;
    }
    d->first = q->customer[next].next;
    start_service(q, next);
}

static const struct class_row classes[CLASSES] = {
    [CLASS_SOURCE] = {"sources", sizeof(struct source), EVENT_ARRIVES, 1, 1, 1, 0},
    [CLASS_CUSTOMER] = {"customers", sizeof(struct customer), EVENT_SERVED, 1, 64, 1, 0},
};

static const struct event_row events[EVENTS] = {
    [EVENT_ARRIVES] = {"arrives", 1, on_arrives},
    [EVENT_SERVED] = {"served", 0, on_served},
};

static const struct state_plan plan = {classes,       CLASSES, events, sizeof(struct desk),
                                       CALENDAR_TREE, 1u << 24};

double engine_queue(uint32_t servers, double arrival_rate, uint64_t customers, uint32_t seed)
{
    struct queue q = {.key = {seed, 0}, .mean_gap = 1 / arrival_rate};
    if (!state_open(&q.state, &plan, 0, bind, &q))
        abort();
    *q.desk = (struct desk){.first = NO_ENTITY, .last = NO_ENTITY, .idle = servers};
    uint32_t source = entity_new(&q.state, CLASS_SOURCE, 0);
    plan_arrival(&q, source);
    while (q.desk->served < customers)
        state_run(&q.state, TICK_NEVER, 2 * (customers - q.desk->served));
    double mean = (double)q.desk->ticks_in_system / (double)q.desk->served;
    state_close(&q.state);
    return mean / (double)TICKS_PER_DAY / UNIT;
}
