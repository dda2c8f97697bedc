/* Each lever of the documents (L1–L27) acts through its own mechanism, and in the direction that
 * the mechanism says.
 *
 * All policies run beside one null alternative with the same children and families. A direction
 * holds if the mean of the paired differences is beyond zero by more than a t interval at
 * 1 - FALSE_ALARM; if a policy did nothing, the chance that its comparison passes is FALSE_ALARM
 * / 2. The changes are much larger than those of the shipped policies, so that a tenth of the
 * country shows them in seconds. Seeds are fixed. */
#include "analytic/theory.h"
#include "figures.h"
#include "run.h"

enum { N = 16 };

/* ---- figures ---- */

static double duty_queue(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_SPECIALISED_REQUESTS, 0);
}

static double institution_queue(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_INSTITUTION_QUEUE, CELL2(UNIT_KIND, UNIT_KIND_CARE, AREA, 0)) +
           over_areas(t, s, MEASURE_INSTITUTION_QUEUE,
                      CELL2(UNIT_KIND, UNIT_KIND_TREATMENT, AREA, 0));
}

static double at_places(const struct trials *t, size_t s, size_t from, size_t to)
{
    double sum = 0;
    for (size_t place = from; place <= to; place++)
        sum += mean_of(t, s, MEASURE_CHILDREN, POLICY, END, place);
    return sum;
}

static double in_kinship(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_KINSHIP, PLACE_KINSHIP);
}

static double in_specialised(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_SPECIALISED_STATE, PLACE_SPECIALISED_COMMERCIAL);
}

static double in_care_and_treatment(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_CARE_PUBLIC, PLACE_TREATMENT_COMMERCIAL);
}

static double in_nonprofit_institutions(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_CARE_NONPROFIT, PLACE_CARE_NONPROFIT) +
           at_places(t, s, PLACE_TREATMENT_NONPROFIT, PLACE_TREATMENT_NONPROFIT);
}

static double in_housing(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_HOUSING, PLACE_HOUSING) +
           at_places(t, s, PLACE_HOUSING_NONPROFIT, PLACE_HOUSING_NONPROFIT);
}

static double in_centres(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_CENTRE, PLACE_CENTRE_BOUGHT);
}

static double awaiting_centres(const struct trials *t, size_t s)
{
    return over_areas(t, s, MEASURE_CENTRE_QUEUE, 0);
}

static double in_nonprofit_housing(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_HOUSING_NONPROFIT, PLACE_HOUSING_NONPROFIT);
}

static double in_followed_housing(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_HOUSING_FOLLOWED, PLACE_HOUSING_FOLLOWED);
}

static double alone(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_SINGLE_CHILD, PLACE_SINGLE_CHILD);
}

static double in_combined(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_COMBINED, PLACE_COMBINED);
}

static double in_bought_acute_places(const struct trials *t, size_t s)
{
    return at_places(t, s, PLACE_OVERFLOW_ACUTE, PLACE_OVERFLOW_ACUTE);
}

static double youths(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_FOSTER_CHILDREN, POLICY, END, OF_AGE_YOUTH);
}

static double breakdowns_in(const struct trials *t, size_t s, enum HOME_KIND_category kind)
{
    return sum_of(t, s, MEASURE_BREAKDOWNS, POLICY, END, kind);
}

static double kinship_breakdowns(const struct trials *t, size_t s)
{
    return breakdowns_in(t, s, HOME_KIND_KINSHIP);
}

static double specialised_breakdowns(const struct trials *t, size_t s)
{
    return breakdowns_in(t, s, HOME_KIND_SPECIALISED);
}

static double ordinary_homes_lost(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t why = HOME_LOSS_AFTER_STAY; why <= HOME_LOSS_IDLE; why++)
        sum += sum_of(t, s, MEASURE_HOMES_LOST, FIRST_YEAR, LAST_YEAR,
                      CELL2(HOME_KIND, HOME_KIND_ORDINARY, HOME_LOSS, why));
    return sum;
}

static double listed_families(const struct trials *t, size_t s)
{
    return mean_of(t, s, MEASURE_HOMES, POLICY, END,
                   CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_STATE, HOME_STATE_LISTED));
}

static double days_of_procurement(const struct trials *t, size_t s)
{
    return sum_of(t, s, MEASURE_WAITING_TIME, POLICY, END, REASON_TENDER);
}

static double requests_above_ordinary(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t need = NEED_REINFORCED; need <= NEED_SPECIALISED; need++)
            sum += sum_of(t, s, MEASURE_REQUESTS, FIRST_YEAR, LAST_YEAR,
                          CELL2(AREA, area, NEED, need));
    return sum;
}

static double mapped(const struct trials *t, size_t s)
{
    return yearly_over_areas(t, s, MEASURE_MAPPED, 1, 0);
}

static double to_other_areas(const struct trials *t, size_t s)
{
    return yearly_over_areas(t, s, MEASURE_NEARNESS, N_NEARNESS, NEARNESS_ELSEWHERE);
}

static double acute_arrivals(const struct trials *t, size_t s)
{
    double sum = 0;
    for (size_t place = PLACE_ACUTE_PUBLIC; place <= PLACE_ACUTE_COMMERCIAL; place++)
        sum += sum_of(t, s, MEASURE_PLACEMENTS, POLICY, END, place);
    return sum + sum_of(t, s, MEASURE_PLACEMENTS, POLICY, END, PLACE_OVERFLOW_ACUTE);
}

static double kroner(const struct trials *t, size_t s, enum COST_category cost,
                     enum PAYER_category payer)
{
    return sum_of(t, s, MEASURE_COSTS, POLICY, END, CELL2(COST, cost, PAYER, payer)) / 100;
}

static double kroner_for_teams(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_HOME_TREATMENT, PAYER_STATE);
}

/* The first year without teams brings also those whose treatment would not have helped. */
static double arrivals_treated(const struct trials *t, size_t s)
{
    static const enum PATH_category path[] = {PATH_ACUTE_INSTITUTION, PATH_TREATMENT, PATH_CARE};
    double sum = 0;
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t i = 0; i < 3; i++)
            sum += sum_of(t, s, MEASURE_ARRIVALS, FIRST_YEAR + 1, LAST_YEAR,
                          CELL2(AREA, area, PATH, path[i]));
    return sum;
}

static double kroner_for_housing(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_HOUSING, PAYER_MUNICIPALITY);
}

static double kroner_for_positions(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_MUNICIPAL_WORK, PAYER_STATE);
}

static double kroner_for_readiness(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_READINESS, PAYER_STATE);
}

static double municipal_kroner_for_emergency(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_EMERGENCY, PAYER_MUNICIPALITY);
}

static double kroner_for_institutions(const struct trials *t, size_t s)
{
    return kroner(t, s, COST_INSTITUTION, PAYER_STATE);
}

/* ---- the levers ---- */

enum { FIGURES_MOST = 3 };

static const struct lever {
    const char *name, *changes;
    struct {
        const char *what;
        figure *of;
        int direction;
    } expect[FIGURES_MOST];
} levers[] = {
    {"L1_duty",
     PART("direct_application") PART("deadline") PART("no_discretion") PART("vacancy_trigger")
         PART("sourcing") PART("soft_budget"),
     {{"requests for specialised homes", duty_queue, 1},
      {"days of procurement", days_of_procurement, 1}}},
    {"L2_framework",
     CHANGE("framework", "value: 1") CHANGE("call_off_days", "value: 2"),
     {{"days of procurement", days_of_procurement, -1}}},
    {"L3_direct_application",
     PART("direct_application"),
     {{"requests for specialised homes", duty_queue, 1}}},
    {"L4_definition",
     CHANGE_IN("support", "home_kind: specialised", "value: 0"),
     {{"breakdowns in specialised homes", specialised_breakdowns, -1}}},
    {"L5_centres",
     CHANGE("centre_duty_no_discretion", "value: 1") CHANGE("centre_duty_sourcing", "value: 1")
         CHANGE("centre_market_places", "value: 10, unit: places"),
     {{"children in centres", in_centres, 1},
      {"children waiting for a centre", awaiting_centres, -1}}},
    {"L6_places",
     CHANGE("institution_multiplier", "value: 1.6"),
     {{"children waiting for an institution", institution_queue, -1},
      {"readiness", kroner_for_readiness, 1}}},
    {"L6_target",
     CHANGE("target_utilisation", "value: 0.4") CHANGE("plan_step", "value: 0.5"),
     {{"children waiting for an institution", institution_queue, -1},
      {"readiness", kroner_for_readiness, 1}}},
    {"L6_readiness",
     CHANGE("framework", "value: 1") CHANGE("availability_paid", "value: 1"),
     {{"listed families", listed_families, 1}, {"readiness", kroner_for_readiness, 1}}},
    {"L7_flexible",
     CHANGE_IN("institution_pool",
               "target_group: [care_younger, care_older, low_risk, high_risk, drugs]", "value: 3")
         CHANGE("flexible_institutions", "value: 1"),
     {{"children waiting for an institution", institution_queue, -1}}},
    {"L8_housing",
     CHANGE("housing_places", "value: 5, unit: places") CHANGE("housing_suits", "value: 1"),
     {{"queue (ii)", queue_ii, -1}, {"children in municipal housing", in_housing, 1}}},
    {"L8_nonprofit",
     CHANGE("housing_places", "value: 5, unit: places") CHANGE("housing_nonprofit", "value: 1"),
     {{"children in non-profit housing", in_nonprofit_housing, 1}}},
    {"L8_follow_up",
     CHANGE("followed_housing_places", "times: 3") CHANGE("housing_aftercare", "value: 1")
         CHANGE("housing_from_institution", "value: 1"),
     {{"youths in housing with follow-up", in_followed_housing, 1},
      {"municipal kroner for housing", kroner_for_housing, 1}}},
    {"L9_terms",
     CHANGE_IN("enquiry_multiplier", "channel: [bufetat, oslo]", "value: 1.1")
         CHANGE_IN("leave_after_stay", "home_kind: ordinary", "times: 0.4")
             CHANGE_IN("leave_after_breakdown", "home_kind: ordinary", "times: 0.4")
                 CHANGE_IN("idle_leave", "home_kind: ordinary", "times: 0.2"),
     {{"ordinary homes lost", ordinary_homes_lost, -1}, {"queue (ii)", queue_ii, -1}}},
    {"L10_most_too_low",
     CHANGE("under_assessed", "value: 0.9"),
     {{"requests above ordinary need", requests_above_ordinary, -1}}},
    {"L10_none_too_high",
     CHANGE("over_assessed", "value: 0"),
     {{"requests above ordinary need", requests_above_ordinary, -1}}},
    {"L10_mapping", CHANGE("mapping_share", "value: 1"), {{"children mapped", mapped, 1}}},
    {"L23_slower",
     CHANGE("mapping_share", "value: 1") CHANGE("mapping_days", "value: 200, unit: days")
         CHANGE("mapping_accuracy", "value: 0"),
     {{"queue (i)", queue_i, 1}}},
    {"L10_health_teams",
     CHANGE("health_teams", "value: 1"),
     {{"acute placements", acute_arrivals, -1}}},
    {"L11_owners",
     CHANGE_IN("institution_multiplier", "owner: commercial", "value: 0")
         CHANGE_IN("institution_multiplier", "owner: nonprofit", "value: 2.4"),
     {{"children in non-profit institutions", in_nonprofit_institutions, 1}}},
    {"L12_co_pay",
     CHANGE("co_pay", "times: 2") CHANGE("co_pay_elasticity", "value: -2"),
     {{"institution children", in_care_and_treatment, -1}}},
    {"L13_time_limit",
     CHANGE("emergency_paid_days", "value: 0") CHANGE("municipal_effort", "value: 10"),
     {{"municipal kroner for emergency homes", municipal_kroner_for_emergency, 1},
      {"children with kin", in_kinship, 1}}},
    {"L14_municipal", CHANGE("municipal_found", "value: 0.8"), {{"queue (ii)", queue_ii, -1}}},
    {"L14_recruiters",
     CHANGE_IN("enquiry_multiplier", "channel: [municipal, association]", "value: 4")
         CHANGE("course_places", "times: 2"),
     {{"queue (ii)", queue_ii, -1}}},
    {"L15_kin",
     CHANGE("kin_success", "times: 2"),
     {{"children with kin", in_kinship, 1}, {"queue (ii)", queue_ii, -1}}},
    {"L16_no_single",
     CHANGE("single_purchases", "value: 0"),
     {{"bought acute places", in_bought_acute_places, -1},
      {"children in single-child units", alone, -1}}},
    {"L16_more_single",
     CHANGE("single_child_chance", "value: 1") CHANGE("single_child_after_days", "value: 0")
         CHANGE("single_child_days", "value: 14"),
     {{"children waiting for an institution", institution_queue, -1},
      {"children in single-child units", alone, 1}}},
    {"L17_home_based",
     CHANGE("home_treatment_slots", "times: 4"),
     {{"acute placements", acute_arrivals, -1},
      {"institution children", in_care_and_treatment, -1},
      {"kroner for teams", kroner_for_teams, 1}}},
    {"L17_none",
     CHANGE("home_treatment_slots", "value: 0, unit: places"),
     {{"arrivals by the ways treated", arrivals_treated, 1},
      {"kroner for teams", kroner_for_teams, -1}}},
    {"L19_aftercare",
     CHANGE("aftercare_age", "value: 25") CHANGE("stay_on_years", "times: 1.4"),
     {{"youths past 18", youths, 1}}},
    {"L20_positions",
     CHANGE("kin_search_days", "times: 0.3") CHANGE("meeting_days", "times: 0.3")
         CHANGE("kin_approval_days", "times: 0.3"),
     {{"queue (i)", queue_i, -1}}},
    {"L20_case_load",
     CHANGE("municipal_positions", "value: 4"),
     {{"queue (i)", queue_i, -1}, {"kroner for positions", kroner_for_positions, 1}}},
    {"L21_drugs",
     CHANGE_IN("arrival_multiplier", "path: treatment", "value: 0.3")
         CHANGE_IN("institution_multiplier", "unit_kind: treatment", "value: 0.3"),
     {{"institution children", in_care_and_treatment, -1}}},
    {"L22_own_region",
     CHANGE("neighbour_after_days", "value: 365") CHANGE("all_areas_after_days", "value: 1095"),
     {{"placements in other areas", to_other_areas, -1}}},
    {"L24_combined",
     CHANGE("combined_places", "value: 5, unit: places"),
     {{"children waiting for an institution", institution_queue, -1},
      {"children in combined institutions", in_combined, 1}}},
    {"L26_prices",
     CHANGE_IN("price_multiplier",
               "place: [acute_commercial, care_commercial, treatment_commercial]", "value: 0.6"),
     {{"state kroner for institutions", kroner_for_institutions, -1}}},
    {"L27_kin_support",
     CHANGE_IN("support", "home_kind: kinship", "value: 0.3"),
     {{"breakdowns with kin", kinship_breakdowns, -1}, {"children with kin", in_kinship, 1}}},
    {"S3_recruitment",
     CHANGE_IN("enquiry_multiplier", "channel: [state_specialised, nonprofit, commercial]",
               "value: 3") CHANGE("state_positions", "times: 3")
         CHANGE("specialised_budget", "times: 3") CHANGE("course_places", "times: 2"),
     {{"children in specialised homes", in_specialised, 1}}},
    {"S6_ordinary",
     CHANGE_IN("enquiry_multiplier", "channel: [bufetat, oslo]", "value: 2")
         CHANGE("course_places", "times: 2"),
     {{"queue (ii)", queue_ii, -1}}},
};

enum { N_LEVERS = sizeof levers / sizeof *levers };

struct seen {
    double level, difference[N];
};

static int failed;

/* Says whether a figure went the way it should; all of them are told before the test fails. */
static void judge(const struct lever *lever, int i, const struct seen *seen)
{
    double mean = gsl_stats_mean(seen->difference, 1, N), half = half_width(seen->difference, N);
    bool as_expected = lever->expect[i].direction * mean > half;
    printf("# %s%s: %s %.4g %+.3g ± %.2g\n", as_expected ? "" : "NOT ", lever->name,
           lever->expect[i].what, seen->level / N, mean, half);
    failed += !as_expected;
}

static void each_lever_goes_its_way(void **state)
{
    (void)state;
    static struct seen seen[N_LEVERS][FIGURES_MOST];
    static struct files files[N_LEVERS];
    const char *paths[N_LEVERS];
    struct trials t;
    for (size_t l = 0; l < N_LEVERS; l++) {
        files_open(&files[l]);
        paths[l] = policy_of(&files[l], levers[l].name, levers[l].changes);
    }
    trials_open_with(&t, paths, N_LEVERS, tenth, 71, NULL);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        for (size_t l = 0; l < N_LEVERS; l++)
            for (int i = 0; i < FIGURES_MOST && levers[l].expect[i].of; i++) {
                double null = levers[l].expect[i].of(&t, 0);
                seen[l][i].level += null;
                seen[l][i].difference[r] = levers[l].expect[i].of(&t, l + 1) - null;
            }
    }
    trials_close(&t);
    for (size_t l = 0; l < N_LEVERS; l++) {
        files_close(&files[l]);
        for (int i = 0; i < FIGURES_MOST && levers[l].expect[i].of; i++)
            judge(&levers[l], i, &seen[l][i]);
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lever_goes_its_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
