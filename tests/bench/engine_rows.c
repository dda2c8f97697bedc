#include "bench.h"
#include "engine_hold.h"
#include "engine_queue.h"
#include "floor.h"

#include <math.h>
#include <stdlib.h>

/* ---- hold model: ns an event ---- */

enum { HOLD_ROUNDS = 15 };
static const uint64_t hold_events = 1000000;

static double floor_holds(void *context, uint32_t round)
{
    (void)round;
    double start = cpu_seconds();
    floor_hold_run(context, hold_events);
    return (cpu_seconds() - start) / (double)hold_events * 1e9;
}

static double engine_holds(void *context, uint32_t round)
{
    (void)round;
    double start = cpu_seconds();
    engine_hold_run(context, hold_events);
    return (cpu_seconds() - start) / (double)hold_events * 1e9;
}

static struct measured compare_hold(uint32_t pending, enum hold_draws draws)
{
    struct floor_hold *floor = floor_hold_open(pending, 1);
    struct engine_hold *ours = engine_hold_open(pending, draws, CALENDAR_TREE, 1);
    struct measured outcome = measure((struct contestant){floor_holds, floor},
                                      (struct contestant){engine_holds, ours}, HOLD_ROUNDS);
    floor_hold_close(floor);
    engine_hold_close(ours);
    return outcome;
}

/* The heap against the tree, both on the engine. */
static struct measured compare_calendars(uint32_t pending)
{
    struct engine_hold *tree = engine_hold_open(pending, HOLD_FLOOR, CALENDAR_TREE, 1);
    struct engine_hold *heap = engine_hold_open(pending, HOLD_FLOOR, CALENDAR_HEAP, 1);
    struct measured outcome = measure((struct contestant){engine_holds, tree},
                                      (struct contestant){engine_holds, heap}, HOLD_ROUNDS / 2);
    engine_hold_close(tree);
    engine_hold_close(heap);
    return outcome;
}

static void hold_rows(struct table *table)
{
    table_group("hold model, floor's generator");
    for (uint32_t pending = 100; pending <= 100000; pending *= 10) {
        char name[40];
        snprintf(name, sizeof name, "%u pending", (unsigned)pending);
        table_row(table, &(struct row){name, "ns/event", compare_hold(pending, HOLD_FLOOR),
                                       BUDGET_RATIO, 1.3});
    }
    table_row(table, &(struct row){"10000 pending, heap (floor: our tree)", "ns/event",
                                   compare_calendars(10000), BUDGET_NONE, 0});
    table_group("hold model, 10000 pending, addressed unit exponentials");
    table_row(table, &(struct row){"drawn when needed", "ns/event",
                                   compare_hold(10000, HOLD_ADDRESSED), BUDGET_RATIO, 2.2});
    table_row(table, &(struct row){"drawn at the event before", "ns/event",
                                   compare_hold(10000, HOLD_AHEAD), BUDGET_RATIO, 2.2});
}

/* ---- queues: ns a customer ---- */

enum { QUEUE_ROUNDS = 9, SIMPY_ROUNDS = 3 };
static const double load = 0.9;
static const uint64_t customers = 500000, simpy_customers = 50000;

struct queue_trial {
    uint32_t servers;
    double sum, sum_of_squares; /* of the rounds' mean time in system */
    uint32_t rounds;
    const char *python;
};

static void note_mean(struct queue_trial *t, double mean)
{
    t->sum += mean;
    t->sum_of_squares += mean * mean;
    t->rounds++;
}

static double floor_queues(void *context, uint32_t round)
{
    struct queue_trial *t = context;
    double start = cpu_seconds();
    note_mean(t, t->servers == 1 ? floor_mm1(load, customers, round)
                                 : floor_mmc(t->servers, load * t->servers, customers, round));
    return (cpu_seconds() - start) / (double)customers * 1e9;
}

static double engine_queues(void *context, uint32_t round)
{
    struct queue_trial *t = context;
    double start = cpu_seconds();
    note_mean(t, engine_queue(t->servers, load * t->servers, customers, round));
    return (cpu_seconds() - start) / (double)customers * 1e9;
}

/* The script prints the time of its run loop and the mean time in system. */
static double simpy_queues(void *context, uint32_t round)
{
    struct queue_trial *t = context;
    char command[256];
    snprintf(command, sizeof command, "'%s' tests/bench/simpy_queue.py %u %g %llu %u", t->python,
             (unsigned)t->servers, load * t->servers, (unsigned long long)simpy_customers,
             (unsigned)round);
    FILE *script = popen(command, "r");
    double seconds = NAN, mean = NAN;
    if (script && fscanf(script, "%lf %lf", &seconds, &mean) == 2)
        note_mean(t, mean);
    if (script)
        pclose(script);
    return seconds / (double)simpy_customers * 1e9;
}

/* Mean time in system of M/M/c, service rate 1 (Erlang C). */
static double theory(uint32_t servers)
{
    double offered = load * servers, blocked = 1;
    for (uint32_t i = 1; i <= servers; i++)
        blocked = offered * blocked / (i + offered * blocked);
    double waits = blocked / (1 - load * (1 - blocked));
    return 1 + waits / (servers - offered);
}

static void print_mean(const char *who, const struct queue_trial *t)
{
    double n = t->rounds, mean = t->sum / n;
    double variance = (t->sum_of_squares - n * mean * mean) / (n - 1);
    printf("    mean time in system, %s: %.3f, standard error %.3f\n", who, mean,
           sqrt(variance / n));
}

static void queue_rows_of(struct table *table, uint32_t servers, double budget, const char *python)
{
    struct queue_trial floor = {.servers = servers}, ours = floor, simpy = floor, again = floor;
    simpy.python = python;
    char name[40];
    snprintf(name, sizeof name, "M/M/%u", (unsigned)servers);
    table_row(table, &(struct row){name, "ns/customer",
                                   measure((struct contestant){floor_queues, &floor},
                                           (struct contestant){engine_queues, &ours}, QUEUE_ROUNDS),
                                   BUDGET_RATIO, budget});
    snprintf(name, sizeof name, "M/M/%u in SimPy (floor: ours)", (unsigned)servers);
    struct measured slow = measure((struct contestant){engine_queues, &again},
                                   (struct contestant){simpy_queues, &simpy}, SIMPY_ROUNDS);
    if (isnan(slow.ours))
        printf("    no SimPy: make setup-bench\n");
    else
        table_row(table, &(struct row){name, "ns/customer", slow, BUDGET_NONE, 0});
    printf("    mean time in system, theory: %.3f\n", theory(servers));
    print_mean("floor", &floor);
    print_mean("ours", &ours);
    if (!isnan(slow.ours))
        print_mean("SimPy", &simpy);
}

void engine_rows(struct table *table, const char *python)
{
    hold_rows(table);
    table_group("queues, first come first served, load 0.9, addressed draws");
    queue_rows_of(table, 1, 3, python);
    queue_rows_of(table, 50, 2.5, python);
}
