/* Which way things go, and how surely it is seen.
 *
 * Each comparison runs a policy beside the null alternative with the same children and families,
 * and asks that the mean of the paired differences is below (or above) zero by more than a t
 * interval at 1 - FALSE_ALARM. That holds in the model as it is with much to spare; if the policy
 * did nothing, the chance that a comparison passes is FALSE_ALARM / 2. Seeds are fixed. */
#include "analytic/theory.h"
#include "changes.h"
#include "figures.h"

static const char tenth[] = "tests/worlds/tenth.yaml";

enum { N = 20 };

/* Runs the changes N times and compares a figure with the null alternative's. */
static void expect_direction(const char *what, const char *changes, const char *world, figure *of,
                             int direction)
{
    struct files f;
    struct trials t;
    double difference[N], level = 0;
    files_open(&f);
    const char *path = policy_of(&f, "changed", changes);
    trials_open_with(&t, &path, 1, world, 61, NULL);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        double null = of(&t, 0);
        difference[r] = of(&t, 1) - null;
        level += null / N;
    }
    trials_close(&t);
    files_close(&f);
    double mean = gsl_stats_mean(difference, 1, N), half = half_width(difference, N);
    printf("# %s: %.4g %+.3g ± %.2g\n", what, level, mean, half);
    if (!(direction * mean > half))
        fail_msg("%s goes from %.4g by %+.3g ± %.2g", what, level, mean, half);
}

/* ---- figures ---- */

static double treatment_queue(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_INSTITUTION_QUEUE,
                      CELL2(UNIT_KIND, UNIT_KIND_TREATMENT, AREA, 0));
}

static double below_need(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_MISMATCH, CELL2(MISMATCH, MISMATCH_BELOW, AREA, 0));
}

static double idle_homes(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_HOMES, POLICY, END,
                   CELL2(HOME_KIND, HOME_KIND_ORDINARY, HOME_STATE, HOME_STATE_IDLE));
}

static double breakdowns(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t kind = 0; kind < N_HOME_KIND; kind++)
        sum += sum_of(t, s, MEASURE_BREAKDOWNS, POLICY, END, kind);
    return sum;
}

static double youths(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_FOSTER_CHILDREN, POLICY, END, OF_AGE_YOUTH);
}

static double foster_children(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_FOSTER_CHILDREN, POLICY, END, OF_AGE_CHILD);
}

static double specialised_children(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t p = PLACE_SPECIALISED_STATE; p <= PLACE_SPECIALISED_COMMERCIAL; p++)
        sum += mean_of(t, s, MEASURE_CHILDREN, POLICY, END, p);
    return sum;
}

static double in_kinship(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_CHILDREN, POLICY, END, PLACE_KINSHIP);
}

static double emergency_beyond(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_EMERGENCY_STAYS, POLICY, END, EMERGENCY_STAY_BEYOND);
}

static double kroner_for_specialised(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t payer = 0; payer < N_PAYER; payer++)
        sum +=
            sum_of(t, s, MEASURE_COSTS, POLICY, END, CELL2(COST, COST_SPECIALISED, PAYER, payer));
    return sum / 100;
}

/* ---- directions ---- */

static void twice_the_families_shorten_the_queue(void **state)
{
    (void)state;
    const char *more = "  - {parameter: enquiry_multiplier, where: {channel: [bufetat, oslo]}, "
                       "from: 2027-01-01, value: 2}\n"
                       "  - {parameter: course_places, from: 2027-01-01, times: 6}\n";
    expect_direction("queue (ii) with twice the families", more, tenth, queue_ii, -1);
    expect_direction("idle homes with twice the families", more, tenth, idle_homes, 1);
    expect_direction("foster children with twice the families", more, tenth, foster_children, 1);
}

static void fewer_families_lengthen_it(void **state)
{
    (void)state;
    const char *fewer = "  - {parameter: enquiry_multiplier, where: {channel: [bufetat, oslo]}, "
                        "from: 2027-01-01, value: 0.3}\n";
    expect_direction("queue (ii) with a third of the families", fewer, tenth, queue_ii, 1);
}

static void more_children_lengthen_it(void **state)
{
    (void)state;
    expect_direction("queue (ii) with more children",
                     "  - {parameter: arrival_multiplier, from: 2027-01-01, value: 1.3}\n", tenth,
                     queue_ii, 1);
}

static void a_faster_board_shortens_the_search(void **state)
{
    (void)state;
    const char *faster = "  - {parameter: board_days, from: 2027-01-01, times: 0.3}\n";
    expect_direction("queue (i) with a faster board", faster, tenth, queue_i, -1);
    expect_direction("emergency stays beyond six months with a faster board", faster, tenth,
                     emergency_beyond, -1);
}

static void kin_take_children_off_the_queue(void **state)
{
    (void)state;
    const char *kin = "  - {parameter: kin_success, from: 2027-01-01, value: 0.7}\n";
    expect_direction("children with kin when more is found", kin, tenth, in_kinship, 1);
    expect_direction("queue (ii) when more kin is found", kin, tenth, queue_ii, -1);
}

static void more_treatment_places_shorten_their_queue(void **state)
{
    (void)state;
    expect_direction("queue for treatment with more places",
                     "  - {parameter: institution_multiplier, where: {unit_kind: treatment}, "
                     "from: 2027-01-01, value: 1.5}\n",
                     tenth, treatment_queue, -1);
}

static void support_prevents_breakdowns(void **state)
{
    (void)state;
    expect_direction("breakdowns with support",
                     "  - {parameter: support, from: 2027-01-01, value: 0.5}\n", tenth, breakdowns,
                     -1);
}

static void longer_aftercare_keeps_youths(void **state)
{
    (void)state;
    expect_direction("youths past 18 with aftercare for longer",
                     "  - {parameter: stay_on_years, from: 2027-01-01, times: 2}\n", tenth, youths,
                     1);
}

static void more_specialised_homes_take_more_children(void **state)
{
    (void)state;
    const char *more = "  - {parameter: enquiry_multiplier, where: {channel: [state_specialised, "
                       "nonprofit, commercial]}, from: 2027-01-01, value: 6}\n"
                       "  - {parameter: state_positions, from: 2027-01-01, times: 6}\n"
                       "  - {parameter: course_places, from: 2027-01-01, times: 6}\n"
                       "  - {parameter: specialised_budget, from: 2027-01-01, times: 6}\n";
    expect_direction("children in specialised homes with six times the families", more, tenth,
                     specialised_children, 1);
    expect_direction("children below need with six times the families", more, tenth, below_need,
                     -1);
    expect_direction("kroner for specialised homes with six times the families", more, tenth,
                     kroner_for_specialised, 1);
}

/* ---- the same children and families ---- */

/* Meeting the same children and families makes a small difference visible: the variance of the mean
 * waiting under both is at least five times that of the difference. The estimate varies by a
 * quarter (standard deviation) from seed to seed; it is far above that here. */
static void the_same_children_reduce_the_variance(void **state)
{
    (void)state;
    enum { MANY = 60, AT_LEAST = 5 };
    struct files f;
    struct trials t;
    double null[MANY], more[MANY], difference[MANY];
    files_open(&f);
    const char *path = policy_of(&f, "five_percent",
                                 "  - {parameter: enquiry_multiplier, where: {channel: [bufetat, "
                                 "oslo]}, from: 2027-01-01, value: 1.05}\n");
    trials_open_with(&t, &path, 1, tenth, 62, NULL);
    for (uint32_t r = 0; r < MANY; r++) {
        trials_run(&t, r);
        null[r] = queue_ii(&t, 0);
        more[r] = queue_ii(&t, 1);
        difference[r] = more[r] - null[r];
    }
    trials_close(&t);
    files_close(&f);
    double apart = gsl_stats_variance(null, 1, MANY) + gsl_stats_variance(more, 1, MANY);
    double reduction = apart / gsl_stats_variance(difference, 1, MANY);
    assert_true(isfinite(reduction));
    printf("# variance reduced by %.1f\n", reduction);
    assert_true(reduction >= AT_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_families_shorten_the_queue),
        cmocka_unit_test(fewer_families_lengthen_it),
        cmocka_unit_test(more_children_lengthen_it),
        cmocka_unit_test(a_faster_board_shortens_the_search),
        cmocka_unit_test(kin_take_children_off_the_queue),
        cmocka_unit_test(more_treatment_places_shorten_their_queue),
        cmocka_unit_test(support_prevents_breakdowns),
        cmocka_unit_test(longer_aftercare_keeps_youths),
        cmocka_unit_test(more_specialised_homes_take_more_children),
        cmocka_unit_test(the_same_children_reduce_the_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
