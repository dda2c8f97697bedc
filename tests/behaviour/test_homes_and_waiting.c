/* What the number of homes does to those who wait, at its two ends: homes far beyond need, and no
 * family ever again. No stay in an emergency home is drawn for children who need a home afterwards,
 * so their long stays come and go with the queue for homes. */
#include "changes.h"

enum {
    REPLICATIONS = 4,
    POLICY = 36,
    END = 156,
    LATE = END - 24,
    YEAR = 12,
    YEARS = (END - POLICY) / YEAR
};

#define RECRUITING(times)                                                                          \
    "  - {parameter: enquiry_multiplier, from: 2027-01-01, value: " times "}\n"                    \
    "  - {parameter: course_places, from: 2027-01-01, times: 20}\n"                                \
    "  - {parameter: state_positions, from: 2027-01-01, times: 20}\n"

/* Sums over replications of the null alternative, plenty and want. */
struct ends {
    double beyond[3][N_EMERGENCY_STAY], stays[3]; /* child-time in emergency homes */
    double queue[3][YEARS], waiting[3][N_REASON], placed[3], placed_early[3], exits[3];
};

static void add(struct ends *e, const struct trials *t, size_t s)
{
    for (size_t part = 0; part < N_EMERGENCY_STAY; part++) {
        double time = sum_of(t, s, MEASURE_EMERGENCY_STAYS, LATE, END, part);
        e->beyond[s][part] += time;
        e->stays[s] += time;
    }
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t year = 0; year < YEARS; year++)
            e->queue[s][year] +=
                mean_of(t, s, MEASURE_QUEUE, POLICY + year * YEAR, POLICY + (year + 1) * YEAR,
                        CELL2(QUEUE, QUEUE_PAST_WISH, AREA, area)) /
                REPLICATIONS;
    for (size_t reason = 0; reason < N_REASON; reason++)
        e->waiting[s][reason] += sum_of(t, s, MEASURE_WAITING_TIME, LATE, END, reason);
    for (size_t place = PLACE_ORDINARY; place <= PLACE_SPECIALISED_COMMERCIAL; place++) {
        e->placed_early[s] += sum_of(t, s, MEASURE_PLACEMENTS, POLICY, POLICY + YEAR, place);
        e->placed[s] += sum_of(t, s, MEASURE_PLACEMENTS, END - YEAR, END, place);
    }
    for (size_t year = 3; year < periods_of(t, MEASURE_WAIT_ENDS); year++)
        for (size_t cell = 0; cell < t->layout.cells[MEASURE_WAIT_ENDS]; cell++)
            if (cell % N_WAIT_END == WAIT_END_KIN || cell % N_WAIT_END == WAIT_END_WITHDRAWN ||
                cell % N_WAIT_END == WAIT_END_RETURNED || cell % N_WAIT_END == WAIT_END_TURNED_18)
                e->exits[s] += (double)value_of(t, s, MEASURE_WAIT_ENDS, year, cell);
}

static struct ends *both_ends(void)
{
    static struct ends e;
    static bool there;
    if (there)
        return &e;
    there = true;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *paths[] = {policy_of(&f, "plenty", RECRUITING("8")),
                           policy_of(&f, "want", RECRUITING("0"))};
    /* a country where most pairs fit, so that homes are what is short */
    const char *world = world_of(&f, "homes_are_short", "tests/worlds/tenth.yaml",
                                 "  - {parameter: pair_acceptance, value: 0.15}\n"
                                 "  - {parameter: end_date, value: 2037-01-01}\n");
    trials_open_with(&t, paths, 2, world, 91, NULL);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        for (size_t s = 0; s < 3; s++)
            add(&e, &t, s);
    }
    trials_close(&t);
    files_close(&f);
    return &e;
}

enum { NOW, PLENTY, WANT };

static void long_emergency_stays_follow_the_queue_for_homes(void **state)
{
    (void)state;
    const struct ends *e = both_ends();
    double three[3], six[3];
    for (int s = 0; s < 3; s++) {
        six[s] = e->beyond[s][EMERGENCY_STAY_BEYOND] / e->stays[s];
        three[s] = six[s] + e->beyond[s][EMERGENCY_STAY_SIX_MONTHS] / e->stays[s];
        printf("# days beyond three months %.2f, beyond six %.2f\n", three[s], six[s]);
    }
    assert_true(three[PLENTY] < three[NOW] && three[NOW] < three[WANT]);
    assert_true(six[PLENTY] < six[NOW] && six[NOW] < six[WANT]);
    assert_true(six[WANT] > 1.5 * six[PLENTY]);
}

static double share_of(const struct ends *e, int s, size_t first, size_t last)
{
    double part = 0, all = 0;
    for (size_t reason = 0; reason < N_REASON; reason++) {
        all += e->waiting[s][reason];
        part += reason >= first && reason <= last ? e->waiting[s][reason] : 0;
    }
    return part / all;
}

/* Hardly anybody waits because there is no home; what is left is the time of the board, of the search
 * for kin and of meetings, and that not every home and child fit. */
static void with_homes_far_beyond_need_the_queue_falls_to_a_floor(void **state)
{
    (void)state;
    const struct ends *e = both_ends();
    double none[3];
    for (int s = 0; s < 3; s++) {
        none[s] = share_of(e, s, REASON_NO_CAPABLE_HOME, REASON_AGE);
        printf("# queue (ii) %.1f, share of waiting for want of a home %.2f\n",
               e->queue[s][YEARS - 1], none[s]);
    }
    assert_true(e->queue[PLENTY][YEARS - 1] > 0);
    assert_true(e->queue[PLENTY][YEARS - 1] < 0.5 * e->queue[NOW][YEARS - 1]);
    assert_true(none[PLENTY] < 0.05 && none[PLENTY] < none[NOW]);
    /* it has got there and stays */
    assert_true(e->queue[PLENTY][YEARS - 1] > 0.6 * e->queue[PLENTY][YEARS - 2]);
}

/* Nobody new: placements fall, the queue rises ever more slowly, and more leave it otherwise. */
static void without_recruitment_the_queue_rises_until_exits_balance(void **state)
{
    (void)state;
    const struct ends *e = both_ends();
    const double *queue = e->queue[WANT];
    for (int year = 0; year < YEARS; year++)
        printf("# queue (ii) in year %d: %.1f, now %.1f\n", year + 1, queue[year],
               e->queue[NOW][year]);
    printf("# placed %.0f a year, at the beginning %.0f; left the queue otherwise %.0f, now %.0f\n",
           e->placed[WANT] / REPLICATIONS, e->placed_early[WANT] / REPLICATIONS,
           e->exits[WANT] / REPLICATIONS, e->exits[NOW] / REPLICATIONS);
    assert_true(queue[YEARS - 1] > 1.2 * e->queue[NOW][YEARS - 1]);
    assert_true(e->placed[WANT] < 0.8 * e->placed_early[WANT] && e->placed[WANT] < e->placed[NOW]);
    assert_true(e->exits[WANT] > e->exits[NOW]);
    assert_true(queue[YEARS - 1] - queue[YEARS - 2] < queue[2] - queue[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_emergency_stays_follow_the_queue_for_homes),
        cmocka_unit_test(with_homes_far_beyond_need_the_queue_falls_to_a_floor),
        cmocka_unit_test(without_recruitment_the_queue_rises_until_exits_balance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
