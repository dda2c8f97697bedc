/* Queues for foster homes against theory: worlds/foster_erlang_a.yaml and worlds/priority.yaml are the
 * real model, search, matching, offers, moves and all, told by its parameters that every home suits
 * every child and that nothing takes time. Forty years a replication; the first two are not counted. */
#include "theory.h"

enum { HOMES = 10, WARM = 24, MONTHS = 480, WARM_YEARS = 2, YEARS = 40 };

static const double stays_end = 20; /* a year */

static void queue_for_homes_with_withdrawals_is_erlang_a(void **state)
{
    (void)state;
    enum { N = 80 };
    const double arrivals = 220, withdrawals = 10;
    double waiting[N], placed[N], withdrawn[N];
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/foster_erlang_a.yaml", 6);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        waiting[r] = mean_of(&t, 0, MEASURE_QUEUE, WARM, MONTHS,
                             CELL2(QUEUE, QUEUE_SEARCHED, AREA, AREA_NORD));
        placed[r] = mean_of(&t, 0, MEASURE_CHILDREN, WARM, MONTHS, PLACE_ORDINARY);
        withdrawn[r] = sum_of(&t, 0, MEASURE_DEPARTURES, WARM_YEARS, YEARS,
                              CELL2(AREA, AREA_NORD, DEPARTURE, DEPARTURE_WITHDRAWN)) /
                       sum_of(&t, 0, MEASURE_ARRIVALS, WARM_YEARS, YEARS,
                              CELL2(AREA, AREA_NORD, PATH, PATH_CARE_ORDER));
    }
    trials_close(&t);
    double load = arrivals / stays_end;
    struct erlang_a theory = erlang_a(load, HOMES, withdrawals / stays_end);
    expect_mean("mean number waiting", waiting, N, theory.waiting, 0.05);
    expect_mean("mean number in homes", placed, N, load * (1 - theory.gives_up), 0.01);
    expect_mean("share of cases withdrawn", withdrawn, N, theory.gives_up, 0.05);
}

/* Cobham (1954): with one rate of service for all, those of class k wait on average
 * W0 / ((1 - load of classes before k) (1 - load up to k)), W0 = C / (cμ). */
static void duty_goes_before_lower_need_as_in_a_priority_queue(void **state)
{
    (void)state;
    enum { N = 80 };
    const double each = 70; /* arrivals of each class a year */
    double first[N], second[N], placed[N];
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/priority.yaml", 7);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        assert_int_equal(
            at_end_of(&t, 0, MEASURE_HOMES, WARM - 1,
                      CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_STATE, HOME_STATE_OCCUPIED)) +
                at_end_of(&t, 0, MEASURE_HOMES, WARM - 1,
                          CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_STATE, HOME_STATE_IDLE)),
            HOMES);
        first[r] = mean_of(&t, 0, MEASURE_QUEUE_NEED, WARM, MONTHS, NEED_SPECIALISED);
        second[r] = mean_of(&t, 0, MEASURE_QUEUE_NEED, WARM, MONTHS, NEED_ORDINARY);
        placed[r] = mean_of(&t, 0, MEASURE_CHILDREN, WARM, MONTHS, PLACE_SPECIALISED_STATE);
    }
    trials_close(&t);
    double load = 2 * each / stays_end, part = load / 2 / HOMES;
    double base = erlang_c(load, HOMES) / (HOMES * stays_end);
    expect_mean("requests under the duty waiting", first, N, each * base / (1 - part), 0.08);
    expect_mean("children of lower need waiting", second, N,
                each * base / (1 - part) / (1 - 2 * part), 0.15);
    expect_mean("children in specialised homes", placed, N, load, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queue_for_homes_with_withdrawals_is_erlang_a),
        cmocka_unit_test(duty_goes_before_lower_need_as_in_a_priority_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
