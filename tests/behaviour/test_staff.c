/* Placement staff: enough of them is as if there were none to wait for; too few, and the duty takes
 * time from children of ordinary need. Directions are told as in test_levers.c. */
#include "analytic/theory.h"
#include "figures.h"
#include "run.h"

enum { SEED = 99, N = 16, YEARS = 8, POLICY_YEAR = 3 };

/* One at work in each area, whom meetings and tenders occupy for long. */
#define FEW                                                                                        \
    IN_WORLD("placement_staff", "value: 1, unit: 1")                                               \
    IN_WORLD("meeting_work_days", "value: 12, unit: days")                                         \
    IN_WORLD("tender_work_days", "value: 40, unit: days")

static double for_staff(const struct trials *t, size_t s)
{
    return sum_of(t, s, MEASURE_WAITING_TIME, POLICY, END, REASON_STAFF);
}

static void enough_staff_is_never_waited_for(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("placement_staff", "times: 50"), NULL, SEED);
    for (uint32_t i = 0; i < 2; i++) {
        trials_run(&r.trials, i);
        size_t length = r.trials.layout.total;
        assert_memory_equal(r.trials.values, r.trials.values + length,
                            length * sizeof *r.trials.values);
        assert_true(for_staff(&r.trials, 0) == 0);
        assert_true(mean_of(&r.trials, 0, MEASURE_STAFF_BUSY, POLICY, END, AREA_OST) > 0);
    }
    run_end(&r);
}

/* Offers that were out already are answered; kin and homes found for one child go on. */
static void without_staff_nobody_is_offered_a_home(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE("placement_staff", "value: 0, unit: 1"), NULL, SEED);
    trials_run(&r.trials, 0);
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t need = 0; need < N_NEED; need++)
            for (size_t year = POLICY_YEAR + 1; year < YEARS; year++)
                assert_int_equal(
                    value_of(&r.trials, 1, MEASURE_WAIT_ENDS, year,
                             CELL3(AREA, area, NEED, need, WAIT_END, WAIT_END_MOVED_IN)),
                    0);
    assert_true(for_staff(&r.trials, 1) > 0);
    run_end(&r);
}

static void more_staff_shorten_the_wait_for_them(void **state)
{
    (void)state;
    struct run r;
    double waited[N], queue[N];
    run_begin(&r, CHANGE("placement_staff", "value: 4, unit: 1"), FEW, SEED);
    for (uint32_t i = 0; i < N; i++) {
        trials_run(&r.trials, i);
        waited[i] = for_staff(&r.trials, 1) - for_staff(&r.trials, 0);
        queue[i] = queue_i(&r.trials, 1) - queue_i(&r.trials, 0);
    }
    run_end(&r);
    expect_beyond_zero("waiting for staff", waited, N, -1);
    expect_beyond_zero("queue (i)", queue, N, -1);
}

static double lower_need(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_QUEUE_NEED, POLICY, END, NEED_ORDINARY) +
           mean_of(t, s, MEASURE_QUEUE_NEED, POLICY, END, NEED_REINFORCED);
}

/* What the duty must procure is work too, owed as any other: where hands are few, it takes time
 * from children who do not ask for specialised homes. */
static void duty_crowds_out_others_by_work(void **state)
{
    (void)state;
    const char *duty = PART("direct_application") PART("vacancy_trigger") PART("sourcing");
    struct run few, many;
    double waited[N], others[N];
    run_begin(&few, duty, FEW, SEED);
    run_begin(&many, duty,
              FEW IN_WORLD("placement_staff", "where: {area: [nord, midt, vest, sor, ost, "
                                              "oslo]}, value: 100, unit: 1"),
              SEED);
    for (uint32_t i = 0; i < N; i++) {
        trials_run(&few.trials, i);
        trials_run(&many.trials, i);
        waited[i] = for_staff(&few.trials, 1) - for_staff(&few.trials, 0);
        others[i] = (lower_need(&few.trials, 1) - lower_need(&few.trials, 0)) -
                    (lower_need(&many.trials, 1) - lower_need(&many.trials, 0));
    }
    run_end(&few);
    run_end(&many);
    expect_beyond_zero("waiting for staff under the duty", waited, N, 1);
    expect_beyond_zero("children of lower need waiting, beyond where staff are many", others, N, 1);
}

static void invariants_hold_where_work_waits(void **state)
{
    (void)state;
    const struct replication_options each = {.check_each_event = true};
    const char *policies[] = {"scenarios/bistandsplikt_rammeavtale.yaml"};
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world = world_of(&f, "few", "tests/worlds/tiny.yaml",
                                 IN_WORLD("placement_staff", "value: 1, unit: 1")
                                     IN_WORLD("meeting_work_days", "value: 60, unit: days"));
    trials_open_with(&t, policies, 1, world, 99, &each);
    trials_run(&t, 0);
    assert_true(sum_of(&t, 1, MEASURE_WAITING_TIME, 0, periods_of(&t, MEASURE_WAITING_TIME),
                       REASON_STAFF) > 0);
    trials_close(&t);
    files_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_staff_is_never_waited_for),
        cmocka_unit_test(without_staff_nobody_is_offered_a_home),
        cmocka_unit_test(more_staff_shorten_the_wait_for_them),
        cmocka_unit_test(duty_crowds_out_others_by_work),
        cmocka_unit_test(invariants_hold_where_work_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
