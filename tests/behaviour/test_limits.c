/* Limits: what happens when something is taken away altogether. All of it is exact. */
#include "changes.h"

static const char tenth[] = "tests/worlds/tenth.yaml";

enum { POLICY = 36, END = 96, YEARS = 8 };

static double placed(const struct trials *t, size_t s, size_t from, size_t place, size_t end_place)
{
    double sum = 0;
    for (; place < end_place; place++)
        sum += sum_of(t, s, MEASURE_PLACEMENTS, from, END, place);
    return sum;
}

static double all_of(const struct trials *t, size_t s, enum measure m, size_t from)
{
    double sum = 0;
    for (size_t cell = 0; cell < t->layout.cells[m]; cell++)
        sum += sum_of(t, s, m, from, periods_of(t, m), cell);
    return sum;
}

/* Runs one replication of a policy of these changes in a world; the caller looks and closes. */
static void run_changed(struct trials *t, struct files *f, const char *world, const char *changes)
{
    const char *path = policy_of(f, "changed", changes);
    trials_open_with(t, &path, 1, world, 51, NULL);
    trials_run(t, 0);
}

static void without_applicants_nobody_is_placed_with_strangers(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world = world_of(&f, "no_applicants", tenth,
                                 "  - {parameter: enquiries, value: 0, unit: families/year}\n"
                                 "  - {parameter: fill_homes, value: 0, unit: homes}\n"
                                 "  - {parameter: fill_queue, value: 100000, unit: children}\n"
                                 "  - {parameter: municipal_found, value: 0}\n");
    trials_open(&t, world, 51);
    trials_run(&t, 0);
    assert_true(placed(&t, 0, 0, PLACE_ORDINARY, PLACE_SPECIALISED_COMMERCIAL + 1) == 0);
    assert_true(placed(&t, 0, 0, PLACE_KINSHIP, PLACE_KINSHIP + 1) > 0);
    assert_true(placed(&t, 0, 0, PLACE_EMERGENCY, PLACE_EMERGENCY + 1) > 0);
    trials_close(&t);
    files_close(&f);
}

static void without_arrivals_the_system_empties(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world =
        world_of(&f, "long", tenth, "  - {parameter: end_date, value: 2052-01-01}\n");
    run_changed(&t, &f, world, "  - {parameter: arrival_multiplier, from: 2027-01-01, value: 0}\n");
    size_t last_year = periods_of(&t, MEASURE_ARRIVALS) - 1,
           last = periods_of(&t, MEASURE_QUEUE) - 1;
    /* youths treated at home when it began may still come, for a few years */
    const size_t treated_come = 4;
    assert_true(all_of(&t, 1, MEASURE_ARRIVALS, 3 + treated_come) == 0);
    assert_true(all_of(&t, 0, MEASURE_ARRIVALS, 3) > 0);
    for (size_t cell = 0; cell < N_PLACE; cell++)
        assert_int_equal(at_end_of(&t, 1, MEASURE_CHILDREN, last, cell), 0);
    for (size_t cell = 0; cell < t.layout.cells[MEASURE_QUEUE]; cell++)
        assert_int_equal(at_end_of(&t, 1, MEASURE_QUEUE, last, cell), 0);
    assert_true(at_end_of(&t, 1, MEASURE_CHILDREN, POLICY - 1, PLACE_KINSHIP) > 0);
    for (size_t cell = 0; cell < N_AREA; cell++)
        assert_int_equal(value_of(&t, 1, MEASURE_REENTRIES, last_year, cell), 0);
    trials_close(&t);
    files_close(&f);
}

static void with_support_without_end_no_stay_breaks_down(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    run_changed(&t, &f, tenth, "  - {parameter: support, from: 2027-01-01, value: 0}\n");
    assert_true(all_of(&t, 1, MEASURE_BREAKDOWNS, POLICY) == 0);
    assert_true(all_of(&t, 0, MEASURE_BREAKDOWNS, POLICY) > 0);
    trials_close(&t);
    files_close(&f);
}

static double acute_breaches(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum += sum_of(t, s, MEASURE_BREACHES, POLICY + 12, END,
                      CELL2(BREACH, BREACH_ACUTE, AREA, area));
    return sum;
}

/* With twenty times the acute places nobody is refused; without any, everybody is. */
static void acute_places_decide_acute_breaches(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    run_changed(
        &t, &f, tenth,
        "  - {parameter: emergency_homes, from: 2027-01-01, times: 20}\n"
        "  - {parameter: institution_multiplier, where: {unit_kind: acute}, from: 2027-01-01, "
        "value: 10}\n");
    assert_true(acute_breaches(&t, 1) == 0);
    trials_close(&t);
    files_close(&f);
    files_open(&f);
    /* a home with two places may take the next child before the last has left, and so stay */
    const char *world =
        world_of(&f, "one_place", tenth, "  - {parameter: emergency_second_place, value: 0}\n");
    run_changed(
        &t, &f, world,
        "  - {parameter: emergency_homes, from: 2027-01-01, value: 0, unit: homes}\n"
        "  - {parameter: institution_multiplier, where: {unit_kind: acute}, from: 2027-01-01, "
        "value: 0}\n");
    double refused = acute_breaches(&t, 1), moved_in = 0;
    for (size_t place = 0; place < N_PLACE; place++)
        if (place == PLACE_EMERGENCY ||
            (place >= PLACE_ACUTE_PUBLIC && place <= PLACE_ACUTE_COMMERCIAL))
            moved_in += sum_of(&t, 1, MEASURE_PLACEMENTS, POLICY + 12, END, place);
    double bought = sum_of(&t, 1, MEASURE_PLACEMENTS, POLICY + 12, END, PLACE_OVERFLOW_EMERGENCY) +
                    sum_of(&t, 1, MEASURE_PLACEMENTS, POLICY + 12, END, PLACE_OVERFLOW_ACUTE);
    printf("# %.0f refused, %.0f bought for, %.0f in places left\n", refused, bought, moved_in);
    assert_true(refused > 100 && refused == bought);
    assert_true(moved_in == 0);
    trials_close(&t);
    files_close(&f);
}

static void without_offers_nobody_gets_a_specialised_home_today(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    run_changed(&t, &f, tenth,
                "  - {parameter: offer_chance, from: 2027-01-01, value: 0}\n"
                "  - {parameter: source_chance, from: 2027-01-01, value: 0}\n"
                "  - {parameter: reserve_days, from: 2027-01-01, value: 36500, unit: days}\n");
    const size_t first = PLACE_SPECIALISED_STATE, end = PLACE_SPECIALISED_COMMERCIAL + 1;
    assert_true(placed(&t, 1, POLICY, first, end) < placed(&t, 0, POLICY, first, end));
    /* what was promised, or open to others, before the policy date is kept for some months */
    assert_true(placed(&t, 1, POLICY + 24, first, end) == 0);
    assert_true(placed(&t, 0, POLICY + 24, first, end) > 0);
    trials_close(&t);
    files_close(&f);
}

static void without_money_nothing_is_bought(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *paths[] = {files_write(
        &f, "policy", "poor", "scenarios/bistandsplikt_uendret_budsjett.yaml",
        "  - {parameter: specialised_budget, from: 2027-01-01, value: 0, unit: NOK/year}\n")};
    trials_open_with(&t, paths, 1, tenth, 51, NULL);
    trials_run(&t, 0);
    for (size_t year = 4; year < YEARS; year++)
        assert_int_equal(value_of(&t, 1, MEASURE_PROCUREMENTS, year, PROCUREMENT_AWARDED), 0);
    assert_true(all_of(&t, 0, MEASURE_PROCUREMENTS, 4) > 0);
    trials_close(&t);
    files_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_applicants_nobody_is_placed_with_strangers),
        cmocka_unit_test(without_arrivals_the_system_empties),
        cmocka_unit_test(with_support_without_end_no_stay_breaks_down),
        cmocka_unit_test(acute_places_decide_acute_breaches),
        cmocka_unit_test(without_offers_nobody_gets_a_specialised_home_today),
        cmocka_unit_test(without_money_nothing_is_bought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
