/* Families won by a policy: who of them would have enquired with Bufetat or Oslo anyway, and where
 * homes recruited locally stand ready. What two scenarios share is the same numbered families, so
 * most of it is exact. */
#include "analytic/theory.h"
#include "run.h"

enum { SEED = 91, REPLICATIONS = 2, N = 16, POLICY_YEAR = 3, YEARS = 8 };

/* Multipliers above 2, so that a second layer of new families comes forward. */
#define SPECIALISED                                                                                \
    CHANGE_IN("enquiry_multiplier", "channel: [state_specialised, nonprofit, commercial]",         \
              "value: 2.5")
#define LOCAL CHANGE_IN("enquiry_multiplier", "channel: [municipal, association]", "value: 2.5")
#define NONE_KEPT                                                                                  \
    IN_WORLD("local_days", "value: 0, unit: days")                                                 \
    IN_WORLD("association_days", "value: 0, unit: days")

/* Suppliers that close would change how many enquire with them. */
#define NO_FIRMS IN_WORLD("suppliers", "value: 0, unit: 1")

static const struct kind {
    const char *changes, *share; /* what is won, and the share of it that is taken from others */
    int from, to;                /* its channels */
    double extra;                /* what is won, relative to `enquiries` */
} kinds[] = {
    {SPECIALISED, "cannibalisation", CHANNEL_STATE_SPECIALISED, CHANNEL_COMMERCIAL, 1.5},
    {LOCAL, "recruiter_cannibalisation", CHANNEL_MUNICIPAL, CHANNEL_ASSOCIATION, 2.5},
};

static int64_t enquiries_of(const struct trials *t, size_t s, int from, int to)
{
    int64_t sum = 0;
    for (size_t year = POLICY_YEAR; year < YEARS; year++)
        for (int c = from; c <= to; c++)
            sum += value_of(t, s, MEASURE_ENQUIRIES, year, (size_t)c);
    return sum;
}

static void begin_kind(struct run *r, const struct kind *k, const char *share)
{
    char special[256];
    snprintf(special, sizeof special,
             NO_FIRMS "  - {parameter: %s, value: %s, unit: probability}\n", k->share, share);
    run_begin(r, k->changes, special, SEED);
}

/* All taken: every family is one that enquires in the null alternative too. None taken: those who
 * enquire with Bufetat and Oslo are the same. */
static void families_are_moved_or_new(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int taken = 0; taken < 2; taken++) {
            struct run r;
            begin_kind(&r, &kinds[k], taken ? "1" : "0");
            const struct trials *t = &r.trials;
            for (uint32_t i = 0; i < REPLICATIONS; i++) {
                trials_run(&r.trials, i);
                int to = taken ? N_CHANNEL - 1 : CHANNEL_OSLO;
                assert_int_equal(enquiries_of(t, 0, 0, to), enquiries_of(t, 1, 0, to));
                assert_true(enquiries_of(t, 1, kinds[k].from, kinds[k].to) >
                            enquiries_of(t, 0, kinds[k].from, kinds[k].to));
            }
            run_end(&r);
        }
}

/* Whatever the share, a policy wins as many families as it says, and takes that share of them. */
static void policy_wins_as_many_as_it_says(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct run r;
        begin_kind(&r, &kinds[k], "0.4");
        const struct trials *t = &r.trials;
        double won[N], taken[N];
        for (uint32_t i = 0; i < N; i++) {
            trials_run(&r.trials, i);
            double expected = 0;
            for (int c = kinds[k].from; c <= kinds[k].to; c++)
                expected += t->study->value.enquiries[c] * kinds[k].extra *
                            t->study->value.enquiry_index[c][INDEX_YEAR_2026] *
                            (YEARS - POLICY_YEAR);
            won[i] = (double)(enquiries_of(t, 1, kinds[k].from, kinds[k].to) -
                              enquiries_of(t, 0, kinds[k].from, kinds[k].to)) /
                     expected;
            taken[i] = (double)(enquiries_of(t, 0, 0, CHANNEL_OSLO) -
                                enquiries_of(t, 1, 0, CHANNEL_OSLO)) /
                       expected;
        }
        run_end(&r);
        expect_mean("won of what the policy says", won, N, 1, 0.1);
        expect_mean("taken from Bufetat and Oslo", taken, N, 0.4, 0.15);
    }
}

/* The same families with another recruiter, whose homes are kept for nobody: only who recruited
 * them has another name. */
static void other_recruiter_of_the_same_families_changes_nothing_else(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, LOCAL, NONE_KEPT IN_WORLD("recruiter_cannibalisation", "value: 1"), SEED);
    const struct trials *t = &r.trials;
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        trials_run(&r.trials, i);
        for (int m = 0; m < N_MEASURES; m++) {
            const struct layout *l = &t->layout;
            size_t length = l->cells[m] * periods_of(t, (enum measure)m) * sizeof *t->values;
            bool same =
                memcmp(t->values + l->first[m], t->values + l->total + l->first[m], length) == 0;
            if (same == (m == MEASURE_ENQUIRIES || m == MEASURE_APPROVED))
                fail_msg("%s %s", measure_table[m].name, same ? "is the same" : "differs");
        }
    }
    run_end(&r);
}

static double in_own_municipality(const struct trials *t, size_t s)
{
    double own = 0, all = 0;
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t near = 0; near < N_NEARNESS; near++) {
            double n = sum_of(t, s, MEASURE_NEARNESS, POLICY_YEAR, YEARS,
                              CELL2(AREA, area, NEARNESS, near));
            all += n;
            own += near == NEARNESS_MUNICIPALITY ? n : 0;
        }
    return own / all;
}

#define KEPT_LONG                                                                                  \
    CHANGE_IN("local_days", "municipality_class: [small, medium, large]", "value: 3650")

#define MANY CHANGE_IN("enquiry_multiplier", "channel: [municipal, association]", "value: 7.5")

#define GROUPS(size, share)                                                                        \
    IN_WORLD("siblings", "where: {path: [acute_home, care_order, voluntary], siblings: " size      \
                         "}, value: " share)

/* A home that is kept for its municipality takes more of its children, and others wait for it. */
static void kept_homes_take_children_of_their_own_municipality(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    files_open(&f);
    const char *paths[] = {policy_of(&f, "kept", MANY KEPT_LONG), policy_of(&f, "shared", MANY)};
    const char *world = world_of(&f, "none_kept", tenth, NONE_KEPT);
    trials_open_with(&t, paths, 2, world, 92, NULL);
    double nearer[N];
    for (uint32_t i = 0; i < N; i++) {
        trials_run(&t, i);
        nearer[i] = in_own_municipality(&t, 1) - in_own_municipality(&t, 2);
    }
    trials_close(&t);
    files_close(&f);
    expect_beyond_zero("share placed in the own municipality", nearer, N, 1);
}

/* Groups of siblings and homes kept for them: one that waiting has opened in two ways, by what it can
 * and by its room, is judged once. Each event of the years before the history is followed by a check
 * that no pair is kept twice. */
static void groups_judge_a_kept_home_once(void **state)
{
    (void)state;
    struct files f;
    struct trials t;
    const struct replication_options each_event = {.check_each_event = true};
    files_open(&f);
    const char *path = policy_of(&f, "as_today", MANY);
    const char *world = world_of(
        &f, "groups", tenth,
        IN_WORLD("enquiry_multiplier", "where: {channel: [municipal, association]}, value: 4")
            IN_WORLD("local_days", "value: 600, unit: days")
                IN_WORLD("association_days", "value: 600, unit: days")
                    IN_WORLD("split_after_days", "value: 20, unit: days")
                        IN_WORLD("pair_acceptance", "value: 0.2") GROUPS("one", "0.1")
                            GROUPS("two", "0.5") GROUPS("three", "0.4")
                                IN_WORLD("fill_variants", "value: 1"));
    trials_open_with(&t, &path, 1, world, 1, &each_event);
    trials_close(&t);
    files_close(&f);
}

/* The reward is paid for the recruiter's approved homes, to the øre, and does nothing else. */
static void reward_is_paid_for_each_approved_home(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r, CHANGE_IN("recruitment_reward", "channel: bufetat", "value: 50000, unit: NOK"),
              IN_WORLD("price_growth", "value: 0"), SEED);
    const struct trials *t = &r.trials;
    trials_run(&r.trials, 0);
    int64_t paid = 0, approved = 0;
    for (size_t area = 0; area < N_AREA; area++)
        for (size_t year = POLICY_YEAR; year < YEARS; year++) {
            size_t cell = CELL3(AREA, area, COST, COST_RECRUITMENT, PAYER, PAYER_STATE);
            paid += value_of(t, 1, MEASURE_COSTS_AREA, year, cell) -
                    value_of(t, 0, MEASURE_COSTS_AREA, year, cell);
            approved +=
                value_of(t, 1, MEASURE_APPROVED, year, CELL2(AREA, area, CHANNEL, CHANNEL_BUFETAT));
        }
    assert_true(approved > 0);
    assert_int_equal(paid, approved * 5000000);
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_are_moved_or_new),
        cmocka_unit_test(policy_wins_as_many_as_it_says),
        cmocka_unit_test(other_recruiter_of_the_same_families_changes_nothing_else),
        cmocka_unit_test(kept_homes_take_children_of_their_own_municipality),
        cmocka_unit_test(groups_judge_a_kept_home_once),
        cmocka_unit_test(reward_is_paid_for_each_approved_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
