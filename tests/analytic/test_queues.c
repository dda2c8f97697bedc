/* Queues for places against Erlang's formulas: worlds/erlang_*.yaml are the real model with all but
 * one queue left out. Each replication runs six years; the first is not counted, since all starts
 * empty and a queue forgets its start within weeks. */
#include "theory.h"
#include "watch.h"

enum { PLACES_C = 10, PLACES_B = 8, WARM = 12, MONTHS = 72, WARM_YEARS = 1, YEARS = 6 };

static const size_t treatment_queue = CELL2(UNIT_KIND, UNIT_KIND_TREATMENT, AREA, AREA_NORD);

/* ---- M/M/c ---- */

static void queue_of_mmc_is_erlang_c(void **state)
{
    (void)state;
    enum { N = 150 };
    const double load = 7000 * 0.36525 / 365.25;
    double waiting[N], placed[N], taken[N];
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/erlang_c.yaml", 1);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        waiting[r] = mean_of(&t, 0, MEASURE_INSTITUTION_QUEUE, WARM, MONTHS, treatment_queue);
        placed[r] = mean_of(&t, 0, MEASURE_CHILDREN, WARM, MONTHS, PLACE_TREATMENT_PUBLIC);
        taken[r] = 0;
        for (size_t month = WARM; month < MONTHS; month++)
            taken[r] += at_end_of(&t, 0, MEASURE_CHILDREN, month, PLACE_TREATMENT_PUBLIC) ==
                        (int64_t)PLACES_C;
        taken[r] /= MONTHS - WARM;
    }
    trials_close(&t);
    expect_mean("mean number waiting", waiting, N, waiting_in_mmc(load, PLACES_C), 0.05);
    expect_mean("mean number placed", placed, N, load, 0.005);
    expect_mean("all places taken at a month's end", taken, N, erlang_c(load, PLACES_C), 0.1);
}

/* What became of each child of a replication, row by row of the state. */
struct waits {
    uint64_t number[256]; /* child last seen in this row */
    bool waiting[256];
    double arrived, waited, long_waits, time;
    double long_wait; /* ms */
};

/* Nobody still waiting came before the child that has just been placed. */
static void expect_first_in_line(const struct model *m, tick since)
{
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used; id++)
        if (m->state.alive[CLASS_CHILD][id] && m->child[id].wanted_unit >= 0 &&
            m->child[id].institution_since < since)
            fail_msg("child %llu is passed by", (unsigned long long)m->child[id].number);
}

static void look_at_waits(struct model *m, void *context)
{
    struct waits *w = context;
    uint32_t used = m->state.header->pool[CLASS_CHILD].used;
    assert_true(used <= 256);
    for (uint32_t id = 0; id < used; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id])
            continue;
        if (w->number[id] != c->number) {
            w->number[id] = c->number;
            w->waiting[id] = c->wanted_unit >= 0;
            w->arrived++;
        } else if (w->waiting[id] && c->wanted_unit < 0) {
            double waited = (double)(now(m) - c->institution_since);
            expect_first_in_line(m, c->institution_since);
            w->waiting[id] = false;
            w->waited++;
            w->time += waited;
            w->long_waits += waited > w->long_wait;
        }
    }
}

static void waits_in_mmc_are_first_come_first_served(void **state)
{
    (void)state;
    enum { N = 60 };
    const char *path = "tests/analytic/worlds/erlang_c.yaml";
    const double load = 7000 * 0.36525 / 365.25, served = PLACES_C / 0.001 - 7000; /* a year */
    double chance[N], mean[N], tail[N];
    for (uint32_t r = 0; r < N; r++) {
        struct watch w;
        struct waits seen = {.long_wait = MS_PER_YEAR / served};
        watch_open(&w, &path, 1, NULL, 2, r);
        watch_until(&w, 0, TICKS_PER_YEAR / 12, look_at_waits, &seen);
        seen.arrived = seen.waited = seen.time = seen.long_waits = 0;
        watch_until(&w, 0, 2 * TICKS_PER_YEAR, look_at_waits, &seen);
        watch_close(&w);
        chance[r] = seen.waited / seen.arrived;
        mean[r] = seen.time / seen.arrived / MS_PER_YEAR;
        tail[r] = seen.long_waits / seen.waited;
    }
    expect_mean("chance to wait", chance, N, erlang_c(load, PLACES_C), 0.05);
    expect_mean("mean wait, years", mean, N, waiting_in_mmc(load, PLACES_C) / 7000, 0.08);
    /* served in turn, those who wait do so for an exponential time; in any other order they do not */
    expect_mean("waits longer than their mean", tail, N, exp(-1), 0.08);
}

/* ---- M/M/c with abandonment ---- */

static void queue_with_abandonment_is_erlang_a(void **state)
{
    (void)state;
    enum { N = 100 };
    const double load = 1100 * 3.6525 / 365.25, patience = 50 / 100.0;
    double waiting[N], gives_up[N];
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/erlang_a.yaml", 3);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        waiting[r] = mean_of(&t, 0, MEASURE_INSTITUTION_QUEUE, WARM, MONTHS, treatment_queue);
        double left = sum_of(&t, 0, MEASURE_DEPARTURES, WARM_YEARS, YEARS,
                             CELL2(AREA, AREA_NORD, DEPARTURE, DEPARTURE_WITHDRAWN));
        gives_up[r] = left / sum_of(&t, 0, MEASURE_ARRIVALS, WARM_YEARS, YEARS,
                                    CELL2(AREA, AREA_NORD, PATH, PATH_TREATMENT));
    }
    trials_close(&t);
    struct erlang_a theory = erlang_a(load, PLACES_C, patience);
    expect_mean("mean number waiting", waiting, N, theory.waiting, 0.05);
    expect_mean("share that gives up", gives_up, N, theory.gives_up, 0.05);
}

/* ---- loss ---- */

/* Shares of acute arrivals that find all places taken. */
static void expect_erlang_b(const char *path, enum PATH_category way, uint32_t seed)
{
    enum { N = 100 };
    const double load = 600 * 3.6525 / 365.25;
    double lost[N];
    struct trials t;
    trials_open(&t, path, seed);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        lost[r] =
            sum_of(&t, 0, MEASURE_BREACHES, WARM, MONTHS,
                   CELL2(BREACH, BREACH_ACUTE, AREA, AREA_NORD)) /
            sum_of(&t, 0, MEASURE_ARRIVALS, WARM_YEARS, YEARS, CELL2(AREA, AREA_NORD, PATH, way));
    }
    trials_close(&t);
    expect_mean("share that finds all places taken", lost, N, erlang_b(load, PLACES_B), 0.05);
}

static void emergency_homes_lose_as_erlang_b(void **state)
{
    (void)state;
    expect_erlang_b("tests/analytic/worlds/erlang_b.yaml", PATH_ACUTE_HOME, 4);
}

static void acute_institution_loses_as_erlang_b_whatever_the_stays(void **state)
{
    (void)state;
    expect_erlang_b("tests/analytic/worlds/erlang_b_gamma.yaml", PATH_ACUTE_INSTITUTION, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_of_mmc_is_erlang_c),
        cmocka_unit_test(waits_in_mmc_are_first_come_first_served),
        cmocka_unit_test(queue_with_abandonment_is_erlang_a),
        cmocka_unit_test(emergency_homes_lose_as_erlang_b),
        cmocka_unit_test(acute_institution_loses_as_erlang_b_whatever_the_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
