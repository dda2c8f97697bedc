#include "floor.h"

#include "random.h"

#include <stdlib.h>
#include <string.h>

/* ---- winner tree over slots: times beside, slots in the nodes, the root at 1 ----
 * Times are positive doubles, which have the order of their bits. */

struct tree {
    uint32_t slots; /* a power of two */
    uint64_t *time; /* [slots] */
    uint32_t *node; /* [slots] */
};

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double time_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* A tree whose slots all hold no event. */
static struct tree tree_open(uint32_t used)
{
    struct tree t = {.slots = 2};
    while (t.slots < used)
        t.slots *= 2;
    t.time = calloc(t.slots, sizeof *t.time);
    t.node = calloc(t.slots, sizeof *t.node);
    if (!t.time || !t.node)
        abort();
    for (uint32_t i = 0; i < t.slots; i++)
        t.time[i] = UINT64_MAX;
    return t;
}

static void tree_build(struct tree *t)
{
    for (uint32_t parent = t->slots - 1; parent >= 1; parent--) {
        uint32_t left = 2 * parent, right = left + 1;
        uint32_t a = left >= t->slots ? left - t->slots : t->node[left];
        uint32_t b = right >= t->slots ? right - t->slots : t->node[right];
        t->node[parent] = t->time[b] < t->time[a] ? b : a;
    }
}

static void tree_close(struct tree *t)
{
    free(t->time);
    free(t->node);
}

struct first {
    uint32_t slot;
    uint64_t time;
};

/* Gives a slot another time; returns what comes first then. */
static inline struct first tree_set(const struct tree *t, uint32_t slot, uint64_t time)
{
    uint64_t *restrict times = t->time;
    uint32_t *restrict node = t->node;
    struct first best = {slot, time};
    times[slot] = time;
    uint32_t other = slot ^ 1;
    for (uint32_t parent = (slot + t->slots) / 2;; parent /= 2) {
        uint64_t challenge = times[other];
        best.slot = challenge < best.time ? other : best.slot;
        best.time = challenge < best.time ? challenge : best.time;
        node[parent] = best.slot;
        if (parent == 1)
            return best;
        other = node[parent ^ 1];
    }
}

/* ---- hold model ---- */

struct floor_hold {
    struct tree tree;
    struct random random;
    struct first first;
};

struct floor_hold *floor_hold_open(uint32_t pending, uint64_t seed)
{
    struct floor_hold *h = calloc(1, sizeof *h);
    if (!h)
        abort();
    h->tree = tree_open(pending);
    h->random = random_start(seed);
    for (uint32_t i = 0; i < pending; i++)
        h->tree.time[i] = bits_of(random_exponential(&h->random));
    tree_build(&h->tree);
    h->first.slot = h->tree.node[1];
    h->first.time = h->tree.time[h->first.slot];
    return h;
}

void floor_hold_run(struct floor_hold *h, uint64_t events)
{
    struct tree tree = h->tree;
    struct random random = h->random;
    struct first first = h->first;
    for (uint64_t i = 0; i < events; i++)
        first =
            tree_set(&tree, first.slot, bits_of(time_of(first.time) + random_exponential(&random)));
    h->random = random;
    h->first = first;
}

double floor_hold_time(const struct floor_hold *h)
{
    return time_of(h->first.time);
}

void floor_hold_close(struct floor_hold *h)
{
    tree_close(&h->tree);
    free(h);
}

/* ---- queues ---- */

/* Arrival times of the customers in the system, or waiting, in a ring. */
enum { RING = 1 << 16 };

double floor_mm1(double arrival_rate, uint64_t customers, uint64_t seed)
{
    static double arrived[RING];
    struct random random = random_start(seed);
    const double gap = 1 / arrival_rate, never = INFINITY;
    double arrival = gap * random_exponential(&random), departure = never, sum = 0;
    uint64_t in = 0, out = 0;
    while (out < customers) {
        if (arrival < departure) {
            arrived[in++ % RING] = arrival;
            if (in - out == 1)
                departure = arrival + random_exponential(&random);
            arrival += gap * random_exponential(&random);
        } else {
            sum += departure - arrived[out++ % RING];
            departure = in > out ? departure + random_exponential(&random) : never;
        }
    }
    return sum / (double)customers;
}

double floor_mmc(uint32_t servers, double arrival_rate, uint64_t customers, uint64_t seed)
{
    static double arrived[RING]; /* of those who wait */
    struct random random = random_start(seed);
    const double gap = 1 / arrival_rate;
    struct tree tree = tree_open(servers + 1);      /* the last slot: arrivals */
    double *since = calloc(servers, sizeof *since); /* arrival of the customer being served */
    uint32_t *idle = calloc(servers, sizeof *idle), idles = servers;
    if (!since || !idle)
        abort();
    for (uint32_t i = 0; i < servers; i++)
        idle[i] = i;
    tree.time[servers] = bits_of(gap * random_exponential(&random));
    tree_build(&tree);
    struct first first = {tree.node[1], tree.time[tree.node[1]]};
    uint64_t in = 0, out = 0, served = 0;
    double sum = 0;
    while (served < customers) {
        double now = time_of(first.time);
        uint32_t server = first.slot;
        if (server == servers) {
            first = tree_set(&tree, servers, bits_of(now + gap * random_exponential(&random)));
            if (idles == 0) {
                arrived[in++ % RING] = now;
                continue;
            }
            server = idle[--idles];
            since[server] = now;
        } else {
            sum += now - since[server];
            served++;
            if (in == out) {
                idle[idles++] = server;
                first = tree_set(&tree, server, UINT64_MAX);
                continue;
            }
            since[server] = arrived[out++ % RING];
        }
        first = tree_set(&tree, server, bits_of(now + random_exponential(&random)));
    }
    free(since);
    free(idle);
    tree_close(&tree);
    return sum / (double)customers;
}
