/* What levers cannot do: where what they act through is missing, or says that there is no effect,
 * nothing changes but what must; and where they take something away altogether, it is gone. All of
 * it is exact. That every lever at its present value changes nothing is in identity/test_scenarios.
 */
#include "limits.h"

#include <dirent.h>

static const char tiny[] = "tests/worlds/tiny.yaml";

/* ---- without what they act through ---- */

/* Every care and treatment group shares its places, and need found to be another moves nobody. */
#define SHARED                                                                                     \
    CHANGE(                                                                                        \
        "institution_pool",                                                                        \
        "where: {target_group: [care_younger, care_older, low_risk, high_risk, drugs]}, value: 3") \
    CHANGE("flexible_institutions", "value: 1")

/* With room everywhere and need that does not change, nor begins to hold drug use as a child grows, nobody needs the other groups' places. */
static void flexibility_where_nothing_is_full_does_nothing(void **state)
{
    (void)state;
    const char *flexible = SHARED;
    expect_effect(flexible,
                  IN_WORLD("institution_places", "times: 40") IN_WORLD("drug_problem", "value: 0")
                      IN_WORLD("need_fall", "value: 0, unit: 1/year")
                          IN_WORLD("need_rise", "value: 0, unit: 1/year"),
                  false);
    expect_that_it_matters(flexible);
}

#define DEARER                                                                                     \
    CHANGE("co_pay", "where: {place: [acute_public, acute_nonprofit, acute_commercial, "           \
                     "care_public, care_nonprofit, care_commercial, treatment_public, "            \
                     "treatment_nonprofit, treatment_commercial]}, times: 1.3")
#define HEEDED CHANGE("co_pay_elasticity", "value: -1")

/* Municipalities that do not heed the co-pay only pay it. */
static void co_pay_that_nobody_heeds_moves_only_the_bill(void **state)
{
    (void)state;
    expect_effect(DEARER, NULL, true);
    expect_effect(HEEDED, NULL, false);
    expect_that_it_matters(DEARER HEEDED);
}

#define PLACES CHANGE("housing_places", "value: 2, unit: places")
#define SUITS  CHANGE("housing_suits", "value: 1")

static void housing_that_suits_nobody_or_has_no_place_does_nothing(void **state)
{
    (void)state;
    expect_effect(SUITS, NULL, false);
    expect_effect(PLACES CHANGE("housing_suits", "value: 0"), NULL, false);
    expect_effect(PLACES, IN_WORLD("housing_min_age", "value: 18, unit: years"), false);
    expect_that_it_matters(PLACES SUITS);
}

#define LIMIT  CHANGE("emergency_paid_days", "value: 100")
#define EFFORT CHANGE("municipal_effort", "value: 5")

static void time_limit_without_effort_moves_only_the_bill(void **state)
{
    (void)state;
    expect_effect(LIMIT, NULL, true);
    expect_effect(EFFORT, NULL, false);
    expect_that_it_matters(LIMIT EFFORT);
}

/* What the municipality pays more is what the state pays less. */
static void time_limit_shares_the_same_bill_otherwise(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *path = policy_of(&f, "limit", CHANGE("emergency_paid_days", "value: 0"));
    trials_open_with(&t, &path, 1, tenth, 81, NULL);
    trials_run(&t, 0);
    for (size_t month = 0; month < END; month++) {
        int64_t kroner[2][N_PAYER];
        for (size_t s = 0; s < 2; s++)
            for (size_t payer = 0; payer < N_PAYER; payer++)
                kroner[s][payer] = value_of(&t, s, MEASURE_COSTS, month,
                                            CELL2(COST, COST_EMERGENCY, PAYER, payer));
        assert_int_equal(kroner[0][PAYER_STATE] + kroner[0][PAYER_MUNICIPALITY],
                         kroner[1][PAYER_STATE] + kroner[1][PAYER_MUNICIPALITY]);
        assert_true((kroner[1][PAYER_STATE] == 0) == (month >= POLICY));
    }
    trials_close(&t);
    files_close(&f);
}

static void no_single_purchases_where_there_is_room_does_nothing(void **state)
{
    (void)state;
    const char *none = CHANGE("single_purchases", "value: 0");
    expect_effect(none, IN_WORLD("institution_places", "times: 40"), false);
    expect_that_it_matters(none);
}

static void other_prices_of_institutions_change_only_costs(void **state)
{
    (void)state;
    expect_effect(CHANGE("price_multiplier", "where: {place: [care_public, treatment_commercial]}, "
                                             "value: 1.4"),
                  NULL, true);
}

/* A call-off that takes as long as a tender, as much work and costs as much differs only in that
 * contracted homes are paid while they stand ready, where no supplier closes for want of pay. */
static void framework_as_slow_as_a_tender_only_pays_for_readiness(void **state)
{
    (void)state;
    const char *framework = CHANGE("framework", "value: 1");
    expect_effect(framework,
                  IN_WORLD("tender_award_days", "value: 30, unit: days")
                      IN_WORLD("tender_offer_days", "value: 30, unit: days")
                          IN_WORLD("call_off_days", "value: 30, unit: days")
                              IN_WORLD("scarcity_price", "value: 0")
                                  IN_WORLD("tender_cost", "value: 15000, unit: NOK")
                                      IN_WORLD("call_off_cost", "value: 15000, unit: NOK")
                                          IN_WORLD("tender_work_days", "value: 2, unit: days")
                                              IN_WORLD("supplier_exit_idle", "value: 0"),
                  true);
    expect_that_it_matters(framework);
}

/* Where nobody applies, a duty with framework agreements is the agreements alone. */
static void duty_and_agreements_differ_only_through_the_duty(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world = world_of(&f, "no_applicants", tenth, IN_WORLD("apply_chance", "value: 0"));
    const char *both = files_write(&f, "policy", "both", "scenarios/rammeavtale.yaml",
                                   PART("direct_application") PART("deadline") PART("no_discretion")
                                       PART("vacancy_trigger") PART("sourcing"));
    const char *paths[] = {"scenarios/rammeavtale.yaml", both};
    trials_open_with(&t, paths, 2, world, 81, NULL);
    trials_run(&t, 0);
    size_t length = t.layout.total;
    assert_memory_equal(t.values + length, t.values + 2 * length, length * sizeof *t.values);
    assert_memory_not_equal(t.values, t.values + length, length * sizeof *t.values);
    trials_close(&t);
    files_close(&f);
}

/* ---- taken away altogether ---- */

static void without_single_purchases_no_acute_place_is_bought(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f, CHANGE("single_purchases", "value: 0"));
    assert_true(sum_of(&t, 1, MEASURE_PLACEMENTS, POLICY, END, PLACE_OVERFLOW_ACUTE) == 0);
    assert_true(sum_of(&t, 0, MEASURE_PLACEMENTS, POLICY, END, PLACE_OVERFLOW_ACUTE) > 0);
    trials_close(&t);
    files_close(&f);
}

/* Youths who stay on leave the day aftercare ends, those who live there already included. */
static void without_aftercare_nobody_stays_past_18(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f, CHANGE("aftercare_age", "value: 18"));
    for (size_t month = POLICY; month < END; month++) {
        assert_int_equal(at_end_of(&t, 1, MEASURE_FOSTER_CHILDREN, month, OF_AGE_YOUTH), 0);
        assert_true(at_end_of(&t, 0, MEASURE_FOSTER_CHILDREN, month, OF_AGE_YOUTH) > 0);
    }
    trials_close(&t);
    files_close(&f);
}

static int64_t placed_elsewhere(const struct trials *t, size_t s, size_t year)
{
    int64_t sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        sum +=
            value_of(t, s, MEASURE_NEARNESS, year, CELL2(AREA, area, NEARNESS, NEARNESS_ELSEWHERE));
    return sum;
}

/* Bought homes may lie anywhere, so nothing is bought in this world. Homes promised before the policy date
 * are still moved into in its first year. */
static void own_area_only_places_nobody_elsewhere(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world =
        world_of(&f, "nothing_bought", tenth, IN_WORLD("source_chance", "value: 0"));
    const char *path = policy_of(&f, "changed",
                                 CHANGE("neighbour_after_days", "value: 36500")
                                     CHANGE("all_areas_after_days", "value: 36500"));
    trials_open_with(&t, &path, 1, world, 82, NULL);
    trials_run(&t, 0);
    for (size_t year = FIRST_YEAR + 1; year < LAST_YEAR; year++) {
        assert_int_equal(placed_elsewhere(&t, 1, year), 0);
        assert_true(placed_elsewhere(&t, 0, year) > 0);
    }
    trials_close(&t);
    files_close(&f);
}

/* Children who already wait look elsewhere the day that the rules let them, not when they would
 * have been let by the old ones: nobody is placed elsewhere before, many soon after. */
static void wider_search_reaches_those_who_wait_already(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *world = world_of(&f, "own_area", tenth,
                                 IN_WORLD("neighbour_after_days", "value: 36500, unit: days")
                                     IN_WORLD("all_areas_after_days", "value: 36500, unit: days")
                                         IN_WORLD("source_chance", "value: 0"));
    const char *path = policy_of(&f, "wide",
                                 CHANGE("neighbour_after_days", "value: 0")
                                     CHANGE("all_areas_after_days", "value: 0"));
    trials_open_with(&t, &path, 1, world, 83, NULL);
    int64_t moved_in[2] = {0};
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&t, r);
        for (size_t year = 0; year < FIRST_YEAR; year++)
            assert_int_equal(placed_elsewhere(&t, 1, year), 0);
        assert_int_equal(placed_elsewhere(&t, 0, FIRST_YEAR), 0);
        assert_true(placed_elsewhere(&t, 1, FIRST_YEAR) > 0);
        for (size_t s = 0; s < 2; s++) /* answer and meetings take 33 days */
            moved_in[s] += value_of(&t, s, MEASURE_PLACEMENTS, POLICY + 1, PLACE_ORDINARY) +
                           value_of(&t, s, MEASURE_PLACEMENTS, POLICY + 1, PLACE_REINFORCED);
    }
    printf("# %d moved in in the second month, without the change %d\n", (int)moved_in[1],
           (int)moved_in[0]);
    assert_true(moved_in[1] > 3 * moved_in[0]);
    trials_close(&t);
    files_close(&f);
}

static void phased_out_owners_have_no_places(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f,
            CHANGE("institution_multiplier", "where: {owner: commercial}, ramp: 12, value: 0"));
    for (size_t kind = 0; kind < N_UNIT_KIND; kind++) {
        size_t cell = CELL2(UNIT_KIND, kind, OWNER, OWNER_COMMERCIAL);
        assert_int_equal(at_end_of(&t, 1, MEASURE_PLACES, POLICY + 12, cell), 0);
    }
    assert_int_equal(at_end_of(&t, 1, MEASURE_CHILDREN, END - 1, PLACE_CARE_COMMERCIAL), 0);
    assert_true(at_end_of(&t, 1, MEASURE_CHILDREN, POLICY - 1, PLACE_CARE_COMMERCIAL) > 0);
    trials_close(&t);
    files_close(&f);
}

static void housing_never_holds_more_than_its_places(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f, PLACES SUITS);
    int64_t most = 0;
    for (size_t month = 0; month < END; month++) {
        int64_t housed = at_end_of(&t, 1, MEASURE_CHILDREN, month, PLACE_HOUSING);
        most = housed > most ? housed : most;
        assert_true(month >= POLICY || housed == 0);
    }
    assert_int_equal(most, 2 * N_AREA);
    trials_close(&t);
    files_close(&f);
}

static void nobody_passes_a_gate_that_is_shut(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    run_one(&t, &f, PART("direct_application") CHANGE("gate_passed", "value: 0"));
    for (size_t month = 0; month < END; month++)
        for (size_t area = 0; area < N_AREA; area++)
            assert_int_equal(value_of(&t, 1, MEASURE_SPECIALISED_REQUESTS, month, area), 0);
    trials_close(&t);
    files_close(&f);
}

/* ---- the shipped policies ---- */

enum { SHIPPED_MOST = 64 };

static int is_yaml(const struct dirent *entry)
{
    return strstr(entry->d_name, ".yaml") != NULL;
}

/* Each of them does something, from the policy date on and not before; in a world so small that
 * every invariant is checked after every event. */
static void shipped_policies_act_from_the_policy_date_on(void **state)
{
    (void)state;
    struct dirent **entries;
    int n = scandir("scenarios", &entries, is_yaml, alphasort);
    assert_true(n > 0 && n <= SHIPPED_MOST);
    static char path[SHIPPED_MOST][300];
    const char *paths[SHIPPED_MOST];
    for (int i = 0; i < n; i++) {
        snprintf(path[i], sizeof path[i], "scenarios/%s", entries[i]->d_name);
        paths[i] = path[i];
        free(entries[i]);
    }
    free(entries);
    struct trials t;
    const struct replication_options each = {.check_each_event = true};
    trials_open_with(&t, paths, (size_t)n, tiny, 84, &each);
    enum { BEFORE = 12 }; /* months of history in the tiny country */
    bool acts[SHIPPED_MOST] = {false};
    size_t acting = 0;
    /* some concern few children, so few that a country as small as this may go without for years */
    for (uint32_t r = 0; r < 8 && acting + 1 < t.study->n_policies; r++) {
        trials_run(&t, r);
        for (size_t s = 1; s < t.study->n_policies; s++)
            for (int i = 0; i < N_MEASURES; i++) {
                enum measure m = (enum measure)i;
                for (size_t p = 0; measure_table[m].layer == MONTHLY && p < periods_of(&t, m); p++)
                    if (differs_in(&t, s, m, p)) {
                        assert_true(p >= BEFORE);
                        acting += !acts[s];
                        acts[s] = true;
                    }
            }
    }
    for (size_t s = 1; s < t.study->n_policies; s++)
        if (!acts[s])
            fail_msg("%s does nothing", t.study->policies[s].name);
    trials_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flexibility_where_nothing_is_full_does_nothing),
        cmocka_unit_test(co_pay_that_nobody_heeds_moves_only_the_bill),
        cmocka_unit_test(housing_that_suits_nobody_or_has_no_place_does_nothing),
        cmocka_unit_test(time_limit_without_effort_moves_only_the_bill),
        cmocka_unit_test(time_limit_shares_the_same_bill_otherwise),
        cmocka_unit_test(no_single_purchases_where_there_is_room_does_nothing),
        cmocka_unit_test(other_prices_of_institutions_change_only_costs),
        cmocka_unit_test(framework_as_slow_as_a_tender_only_pays_for_readiness),
        cmocka_unit_test(duty_and_agreements_differ_only_through_the_duty),
        cmocka_unit_test(without_single_purchases_no_acute_place_is_bought),
        cmocka_unit_test(without_aftercare_nobody_stays_past_18),
        cmocka_unit_test(own_area_only_places_nobody_elsewhere),
        cmocka_unit_test(wider_search_reaches_those_who_wait_already),
        cmocka_unit_test(phased_out_owners_have_no_places),
        cmocka_unit_test(housing_never_holds_more_than_its_places),
        cmocka_unit_test(nobody_passes_a_gate_that_is_shut),
        cmocka_unit_test(shipped_policies_act_from_the_policy_date_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
