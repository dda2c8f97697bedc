#include "bench.h"
#include "model/model.h"
#include "model/replication.h"
#include "output/journal.h"
#include "output/results.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REPLICATIONS = 32, COPIES = 30, THREAD_ROUNDS = 7, THREAD_REPLICATIONS = 1 };

static const char *const policies[] = {"scenarios/nullalternativ.yaml",
                                       "scenarios/bistandsplikt.yaml"};
#define RESULTS "build/bench.h5"

static const double years_of_history = 9, years_of_future = 10;
static const double years_of_replication = 9 + 2 * 10;

/* What a country of some size needs to run. */
struct country_run {
    struct study *study;
    struct plan *plan;
    struct layout layout;
    struct fills *fills;
};

static void give_up(const char *why)
{
    fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

static struct study *read_policies(const char *world, size_t n)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct study *study = study_read(policies, n, world, &messages);
    if (!study) {
        messages_print(&messages, stderr, false);
        exit(1);
    }
    messages_free(&messages);
    return study;
}

static struct country_run country_open(const char *world, size_t n)
{
    struct country_run c = {.study = read_policies(world, n)};
    c.plan = plan_make(c.study);
    if (!c.plan)
        give_up("out of memory");
    plan_layout(c.plan, &c.layout);
    return c;
}

static void country_close(struct country_run *c)
{
    fills_free(c->fills);
    plan_free(c->plan);
    study_free(c->study);
}

/* ---- replications ---- */

struct replications {
    struct effort effort;
    double seconds;
    double ns[REPLICATIONS]; /* an event */
    int64_t *values;         /* [REPLICATIONS][scenarios][layout.total] */
};

static struct replicator *open_replicator(const struct country_run *c)
{
    struct replicator *r =
        replicator_open(c->plan, &c->layout, c->fills, &(struct replication_options){0});
    if (!r)
        give_up("out of memory");
    return r;
}

static int64_t *room_for_values(const struct country_run *c, size_t replications)
{
    int64_t *values = calloc(replications * c->study->n_policies * c->layout.total, sizeof *values);
    if (!values)
        give_up("out of memory");
    return values;
}

static void replicate_or_stop(struct replicator *r, uint32_t number, int64_t *values,
                              struct effort *effort)
{
    char reason[FAILURE_LENGTH];
    if (replicate(r, 1, number, values, effort, reason) >= 0)
        give_up(reason);
}

static struct replications run_replications(const struct country_run *c)
{
    struct replications run = {.values = room_for_values(c, REPLICATIONS)};
    struct replicator *r = open_replicator(c);
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        uint64_t before = run.effort.events;
        double start = cpu_seconds();
        replicate_or_stop(r, i, run.values + i * c->study->n_policies * c->layout.total,
                          &run.effort);
        double seconds = cpu_seconds() - start;
        run.seconds += seconds;
        run.ns[i] = seconds / (double)(run.effort.events - before) * 1e9;
    }
    replicator_close(r);
    return run;
}

/* Children in a place for a year, in one scenario's results. */
static double child_years(const struct country_run *c, const int64_t *values)
{
    int64_t sum = 0;
    for (int month = 0; month < c->layout.months; month++)
        for (int place = 0; place < N_PLACE; place++)
            if (place != PLACE_AT_HOME && place != PLACE_RETURNED)
                sum += values[c->layout.first[MEASURE_CHILDREN] + (size_t)month * N_PLACE +
                              (size_t)place];
    return (double)sum / (double)TICKS_PER_YEAR;
}

static void speed_rows(struct table *table, const struct country_run *c, struct replications *run)
{
    double events = (double)run->effort.events / REPLICATIONS;
    double ns = median(run->ns, REPLICATIONS);
    table_value(table, "an event", "ns", ns, BUDGET_MOST, 250);
    table_value(table, "a decade", "core-s", ns * events / years_of_replication * 10 * 1e-9,
                BUDGET_MOST, 0.1);
    table_value(table, "a simulated year", "events", events / years_of_replication, BUDGET_NONE, 0);
    double children = child_years(c, run->values) / (years_of_history + years_of_future);
    table_value(table, "a child in care for a year", "events",
                events / years_of_replication / children, BUDGET_NONE, 0);
    table_value(table, "candidates looked at in a search", "number",
                (double)run->effort.looked_at / (double)run->effort.searches, BUDGET_MOST, 50);
}

/* ---- copying the state ---- */

static void open_filled(struct model *m, const struct country_run *c)
{
    if (!model_open(m, c->plan, &c->layout, CALENDAR_TREE))
        give_up("out of memory");
    model_start_fill(m, 0);
    if (!model_run(m, 0, 0))
        give_up(m->state.failure);
}

static void copy_rows(struct table *table, const struct country_run *c,
                      const struct replications *run)
{
    struct model from, to;
    open_filled(&from, c);
    if (!model_open(&to, c->plan, &c->layout, CALENDAR_TREE))
        give_up("out of memory");
    double seconds[COPIES];
    for (int i = -1; i < COPIES; i++) {
        double start = cpu_seconds();
        if (!model_copy(&to, &from))
            give_up("out of memory");
        if (i >= 0) /* the first one allocates */
            seconds[i] = cpu_seconds() - start;
    }
    double scenario = run->seconds / REPLICATIONS * years_of_future / years_of_replication;
    double copy = median(seconds, COPIES);
    table_value(table, "size of the state", "MiB", (double)from.state.size / 1048576, BUDGET_NONE,
                0);
    table_value(table, "copy of the state and the results so far", "ms", copy * 1e3, BUDGET_NONE,
                0);
    table_value(table, "  of a scenario's time", "%", 100 * copy / scenario, BUDGET_MOST, 5);
    model_close(&from);
    model_close(&to);
}

/* ---- storing ---- */

/* As many are stored as a run of some minutes has, so that what a file takes once weighs as little as
 * there: the same replications again and again. */
enum { STORED = 8 * REPLICATIONS };

/* What is stored of the replications, as a run of the usual detail does it. */
struct storing {
    const struct country_run *country;
    struct detail detail;
    struct layout kept;
    struct identity identity;
    struct journal *journal;
    struct messages messages;
};

static void storing_fails(struct storing *s)
{
    messages_print(&s->messages, stderr, false);
    give_up("what was simulated cannot be stored");
}

static void open_storing(struct storing *s, const struct country_run *c)
{
    *s = (struct storing){.country = c};
    messages_start(&s->messages, LANGUAGE_EN);
    detail_make(&s->detail, DETAIL_STANDARD);
    detail_layout(&s->detail, &c->layout, &s->kept);
    const struct identity_order identity = {.study = c->study,
                                            .seed = 1,
                                            .detail = &s->detail,
                                            .layout = &s->kept,
                                            .replications = STORED};
    const struct journal_order order = {
        .output = RESULTS, .identity = &s->identity, .replications = STORED, .fresh = true};
    remove(RESULTS);
    if (!identity_make(&s->identity, &identity))
        give_up("out of memory");
    if (journal_open(&s->journal, &order, &s->messages) != JOURNAL_IS_OPEN)
        storing_fails(s);
}

/* Keeps, packs and writes all replications to the journal. */
static void write_journal(struct storing *s, const int64_t *values)
{
    size_t scenarios = s->country->study->n_policies, all = s->country->layout.total;
    struct record *record = record_open(s->identity.hash, s->kept.total, scenarios);
    int64_t *kept = calloc(scenarios * s->kept.total, sizeof *kept);
    for (int32_t r = 0; record && kept && r < STORED; r++) {
        const int64_t *of = values + (size_t)(r % REPLICATIONS) * scenarios * all;
        for (size_t i = 0; i < scenarios; i++)
            detail_keep(&s->detail, &s->country->layout, of + i * all, &s->kept,
                        kept + i * s->kept.total);
        if (!record_finished(record, r, kept, scenarios * s->kept.total) ||
            !journal_add(s->journal, record, &s->messages))
            storing_fails(s);
    }
    record_close(record);
    free(kept);
}

/* Adds replications of a scenario from the first on, as the journal has them. */
static bool add_scenario(struct storing *s, struct results_writer *writer, size_t scenario,
                         int32_t first, int64_t *room)
{
    int32_t number[REPLICATIONS];
    const int64_t *values[REPLICATIONS];
    for (int32_t i = 0; i < REPLICATIONS; i++) {
        int64_t *here = room + (size_t)i * s->kept.total;
        number[i] = first + i;
        values[i] = here;
        if (!journal_read_frame(s->journal, first + i, scenario, here, s->kept.total))
            return false;
    }
    const struct results_block block = {scenario, REPLICATIONS, number, values};
    return results_add_block(writer, &block, &s->messages);
}

/* By so many threads. */
static void write_results(struct storing *s, int threads)
{
    omp_set_num_threads(threads);
    const struct results_header header = {.study = s->country->study,
                                          .layout = &s->kept,
                                          .detail = &s->detail,
                                          .seed = 1,
                                          .replications = STORED,
                                          .command = "bench"};
    char digest[DIGEST_LENGTH + 1];
    int64_t *room = calloc(REPLICATIONS * s->kept.total, sizeof *room);
    struct results_writer *writer = results_create(RESULTS, &header, &s->messages);
    bool good = room && writer;
    size_t scenarios = s->country->study->n_policies;
    for (int32_t first = 0; first < STORED; first += REPLICATIONS)
        for (size_t i = 0; good && i < scenarios; i++)
            good = add_scenario(s, writer, i, first, room);
    if (!good || !results_close(writer, digest, &s->messages))
        storing_fails(s);
    free(room);
}

/* Journal and results file of the replications; the file alone; both of the time to run them, by one
 * thread. Gives the seconds on the wall that a replication takes to be stored by two threads, which
 * write to the journal side by side and pack the file together. */
static double storing_rows(struct table *table, const struct country_run *c,
                           const struct replications *run)
{
    struct storing s;
    double start = cpu_seconds();
    open_storing(&s, c);
    write_journal(&s, run->values);
    double journal = cpu_seconds();
    write_results(&s, 1);
    double end = cpu_seconds(), wall = wall_seconds();
    remove(RESULTS);
    write_results(&s, 2);
    double file = wall_seconds() - wall;
    journal_remove(s.journal);
    identity_free(&s.identity);
    messages_free(&s.messages);
    remove(RESULTS);
    table_value(table, "journal and results file, of the time to run them", "%",
                100 * (end - start) / STORED / (run->seconds / REPLICATIONS), BUDGET_MOST, 3);
    table_value(table, "  journal", "ms a replication", (journal - start) / STORED * 1e3,
                BUDGET_NONE, 0);
    table_value(table, "  results file", "ms a replication", (end - journal) / STORED * 1e3,
                BUDGET_NONE, 0);
    return (journal - start) / STORED / 2 + file / STORED;
}

/* ---- two threads against two processes ---- */

/* Each runs so many replications of its own; returns the time on the wall. */
static double two_processes(struct replicator *const r[2], int64_t *const values[2])
{
    double start = wall_seconds();
    pid_t child[2];
    for (uint32_t i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] < 0)
            give_up("no process can be started");
        if (child[i] == 0) {
            struct effort effort = {0};
            for (uint32_t k = 0; k < THREAD_REPLICATIONS; k++)
                replicate_or_stop(r[i], 2 * k + i, values[i], &effort);
            _exit(0);
        }
    }
    for (int i = 0; i < 2; i++) {
        int status;
        if (waitpid(child[i], &status, 0) < 0 || status != 0)
            give_up("a process did not finish");
    }
    return wall_seconds() - start;
}

static double two_threads(struct replicator *const r[2], int64_t *const values[2])
{
    double start = wall_seconds();
#pragma omp parallel num_threads(2)
    {
        uint32_t i = (uint32_t)omp_get_thread_num();
        struct effort effort = {0};
        for (uint32_t k = 0; k < THREAD_REPLICATIONS; k++)
            replicate_or_stop(r[i], 2 * k + i, values[i], &effort);
    }
    return wall_seconds() - start;
}

static double one_thread(struct replicator *const r[2], int64_t *const values[2])
{
    double start = wall_seconds();
    struct effort effort = {0};
    for (uint32_t k = 0; k < THREAD_REPLICATIONS; k++)
        replicate_or_stop(r[0], 2 * k, values[0], &effort);
    return wall_seconds() - start;
}

/* storing: seconds that a replication takes to be stored beside. */
static void thread_rows(struct table *table, const struct country_run *c, double storing)
{
    struct replicator *r[2] = {open_replicator(c), open_replicator(c)};
    int64_t *values[2] = {room_for_values(c, 1), room_for_values(c, 1)};
    double share[THREAD_ROUNDS], gain[THREAD_ROUNDS], wall[THREAD_ROUNDS];
    two_threads(r, values); /* warms up */
    for (int i = 0; i < THREAD_ROUNDS; i++) {
        double processes = two_processes(r, values);
        wall[i] = two_threads(r, values);
        share[i] = 100 * processes / wall[i];
        gain[i] = 2 * one_thread(r, values) / wall[i];
    }
    table_value(table, "two threads, of two processes' output", "%", median(share, THREAD_ROUNDS),
                BUDGET_LEAST, 97);
    table_value(table, "two threads, times one thread's output", "times",
                median(gain, THREAD_ROUNDS), BUDGET_NONE, 0);
    double one = median(wall, THREAD_ROUNDS) / (2 * THREAD_REPLICATIONS) + storing;
    double study = one * 1000 / 60;
    table_value(table, "1000 replications, 2 threads (reckoned)", "min", study, BUDGET_MOST, 5);
    for (int i = 0; i < 2; i++) {
        replicator_close(r[i]);
        free(values[i]);
    }
}

/* ---- size ---- */

struct at_size {
    double ns, candidates; /* an event, a search */
};

/* Fills a country and measures its next two years. */
static struct at_size run_at_size(const char *world)
{
    struct country_run c = country_open(world, 1);
    struct model m;
    open_filled(&m, &c);
    m.country->looked_at = m.country->searches = 0;
    model_start_history(&m, (struct draw_key){1, 0});
    uint64_t before = m.state.header->events;
    double start = cpu_seconds();
    if (!model_run(&m, 0, 2 * TICKS_PER_YEAR))
        give_up(m.state.failure);
    struct at_size size = {(cpu_seconds() - start) / (double)(m.state.header->events - before) *
                               1e9,
                           (double)m.country->looked_at / (double)m.country->searches};
    model_close(&m);
    country_close(&c);
    return size;
}

static void size_rows(struct table *table, const char *world, const char *name, double budget,
                      const struct at_size *present)
{
    struct at_size size = run_at_size(world);
    char text[64];
    snprintf(text, sizeof text, "an event, %s (floor: 1 time)", name);
    table_row(table,
              &(struct row){
                  text, "ns", {present->ns, size.ns, size.ns / present->ns}, BUDGET_RATIO, budget});
    snprintf(text, sizeof text, "candidates in a search, %s", name);
    table_value(table, text, "number", size.candidates, BUDGET_MOST, 50);
}

void model_rows(struct table *table, bool large)
{
    table_group("national model: null alternative and bistandsplikt, 9 + 10 years");
    struct country_run c = country_open(NULL, 2);
    char reason[FAILURE_LENGTH];
    c.fills = fills_make(c.plan, &c.layout, &(struct replication_options){0}, reason);
    if (!c.fills)
        give_up(reason);
    struct replications run = run_replications(&c);
    speed_rows(table, &c, &run);
    copy_rows(table, &c, &run);
    double storing = storing_rows(table, &c, &run);
    thread_rows(table, &c, storing);
    free(run.values);
    country_close(&c);
    table_group("population: two years after the fill");
    struct at_size present = run_at_size(NULL);
    size_rows(table, "tests/bench/worlds/tenfold.yaml", "10 times", 2, &present);
    if (large)
        size_rows(table, "tests/bench/worlds/hundredfold.yaml", "100 times", 3, &present);
}
