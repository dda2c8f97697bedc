/* Who arrives when: Poisson streams by area, month and weekday, thinned or added to by a policy
 * (worlds/arrivals.yaml, policies/half.yaml and more.yaml), and how long they wait for what takes a
 * random time (worlds/wait_*.yaml). */
#include "theory.h"
#include "watch.h"

#include "engine/date.h"

static const double a_year = 1500; /* children */
static const double mean_group = 0.7 + 2 * 0.2 + 3 * 0.1;

/* ---- Poisson ---- */

/* Children expected in a month of the country, by season and the weekdays that it has. */
static double expected_in_month(int64_t first, int days)
{
    const double season = 1 + (1.6 + 0.8 + 0.5 - 3) / 12, week = (1.4 + 4 + 0.3 + 0.1) / 7;
    const double of_day[7] = {1.4, 1, 1, 1, 1, 0.3, 0.1}; /* from Monday */
    struct date date = date_of_days(first);
    double factor = date.month == 3 ? 1.6 : date.month == 7 ? 0.5 : date.month == 12 ? 0.8 : 1;
    double sum = 0;
    for (int day = 0; day < days; day++)
        sum += of_day[date_weekday(first + day)] / week;
    return a_year / 365.25 * factor / season * sum;
}

static void arrivals_by_month_follow_season_and_weekdays(void **state)
{
    (void)state;
    enum { N = 100, MONTHS = 24 };
    double total[MONTHS] = {0}, statistic = 0;
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/arrivals.yaml", 12);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        for (size_t month = 0; month < MONTHS; month++)
            total[month] += (double)value_of(&t, 0, MEASURE_PLACEMENTS, month, PLACE_KINSHIP);
    }
    int64_t day = t.layout.start_day;
    for (size_t month = 0; month < MONTHS; month++) {
        int days = (int)(layout_period_ms(&t.layout, MONTHLY, month) / TICKS_PER_DAY);
        double expected = N * expected_in_month(day, days);
        /* children come in groups: variance is E[size²] / E[size] times that of a Poisson number */
        const double clumping = (0.7 + 4 * 0.2 + 9 * 0.1) / mean_group;
        statistic += (total[month] - expected) * (total[month] - expected) / (expected * clumping);
        day += days;
    }
    trials_close(&t);
    expect_chi_square("arrivals by month", statistic, MONTHS);
}

static void arrivals_by_area_and_year_are_poisson(void **state)
{
    (void)state;
    enum { N = 200 };
    const double share[N_AREA] = {0.1, 0.1, 0.2, 0.2, 0.3, 0.1};
    double statistic = 0, year = 0;
    const double clumping = (0.7 + 4 * 0.2 + 9 * 0.1) / mean_group;
    struct trials t;
    trials_open(&t, "tests/analytic/worlds/arrivals.yaml", 13);
    int64_t day = t.layout.start_day;
    for (size_t month = 0; month < 12; month++) {
        int days = (int)(layout_period_ms(&t.layout, MONTHLY, month) / TICKS_PER_DAY);
        year += expected_in_month(day, days);
        day += days;
    }
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        for (size_t a = 0; a < N_AREA; a++) {
            double n =
                (double)value_of(&t, 0, MEASURE_ARRIVALS, 0, CELL2(AREA, a, PATH, PATH_CARE_ORDER));
            double off = n - year * share[a];
            statistic += off * off / (year * share[a] * clumping);
        }
    }
    trials_close(&t);
    expect_chi_square("arrivals by area", statistic, N * N_AREA);
}

/* ---- thinning and layers ---- */

enum { MOST = 10000 };

struct arrived {
    size_t n;
    struct child child[MOST];
};

static int by_number(const void *a, const void *b)
{
    const struct child *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Everyone who has arrived by the end under a scenario: in this world nobody leaves. */
static void collect(struct arrived *a, const char *const *paths, size_t n, uint32_t seed,
                    uint32_t replication, uint32_t scenario)
{
    struct watch w;
    watch_open(&w, paths, n, NULL, seed, replication);
    struct model *m = &w.model;
    assert_true(model_run(m, 0, w.plan->history_end));
    assert_true(model_run(m, scenario, w.plan->end));
    a->n = 0;
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_CHILD].used && a->n < MOST; id++)
        if (m->state.alive[CLASS_CHILD][id])
            a->child[a->n++] = m->child[id];
    assert_true(a->n > 0 && a->n < MOST);
    qsort(a->child, a->n, sizeof a->child[0], by_number);
    watch_close(&w);
}

static bool same_child(const struct child *a, const struct child *b)
{
    return a->birth == b->birth && a->area == b->area && a->municipality == b->municipality &&
           a->need == b->need && a->assessed == b->assessed && a->place_since == b->place_since &&
           a->home_suited == b->home_suited;
}

/* Every child of `few` is also one of `many`, and the very same. */
static void expect_within(const struct arrived *few, const struct arrived *many)
{
    for (size_t i = 0; i < few->n; i++) {
        const struct child *c = &few->child[i];
        const struct child *same =
            bsearch(c, many->child, many->n, sizeof many->child[0], by_number);
        if (!same || !same_child(c, same))
            fail_msg("child %llu is another or missing", (unsigned long long)c->number);
    }
}

/* Share of the groups that came under policy, from the policy date on. */
static double since_policy(const struct arrived *a, tick policy)
{
    double groups = 0;
    for (size_t i = 0; i < a->n; i++)
        groups += a->child[i].number % 10 == 0 && a->child[i].place_since >= policy;
    return groups;
}

static void multiplier_thins_or_adds_numbered_children(void **state)
{
    (void)state;
    enum { N = 60 };
    static struct arrived null, half, more;
    static const char *const paths[] = {"tests/analytic/policies/half.yaml",
                                        "tests/analytic/policies/more.yaml"};
    double fewer[N], rise[N];
    const tick policy = 31 * TICKS_PER_DAY;
    for (uint32_t r = 0; r < N; r++) {
        collect(&null, paths, 2, 14, r, 0);
        collect(&half, paths, 2, 14, r, 1);
        collect(&more, paths, 2, 14, r, 2);
        expect_within(&half, &null);
        expect_within(&null, &more);
        fewer[r] = since_policy(&half, policy) / since_policy(&null, policy);
        rise[r] = since_policy(&more, policy) / since_policy(&null, policy) - 1;
    }
    expect_mean("groups left by a multiplier of 0.5", fewer, N, 0.5, 0.02);
    /* the latent ones are independent of the null's, whose number is in the denominator: E[1/n] is
     * 1/E[n] times 1 + 1/E[n] to first order, n about 2 000 groups */
    expect_mean("groups added by one of 2.3", rise, N, 1.3 * (1 + 1 / 2000.0), 0.02);
}

static void groups_have_the_sizes_asked_for(void **state)
{
    (void)state;
    enum { N = 30 };
    static struct arrived all;
    static const char *const path = "tests/analytic/worlds/arrivals.yaml";
    double groups = 0, members[3] = {0};
    for (uint32_t r = 0; r < N; r++) {
        collect(&all, &path, 1, 15, r, 0);
        for (size_t i = 0; i < all.n; i++)
            members[all.child[i].number % 10]++;
    }
    groups = members[0];
    const double count[3] = {groups - members[1], members[1] - members[2], members[2]};
    const double share[3] = {0.7, 0.2, 0.1};
    double statistic = 0;
    for (int i = 0; i < 3; i++)
        statistic += pow(count[i] - groups * share[i], 2) / (groups * share[i]);
    expect_chi_square("sizes of groups", statistic, 2);
}

/* ---- waits ---- */

typedef double chance_by(double days); /* that a wait has ended */

static double lognormal_by(double days)
{
    const double sigma = 0.6, mean = 60;
    return gsl_cdf_lognormal_P(days, log(mean) - sigma * sigma / 2, sigma);
}

static double gamma_by(double days)
{
    return gsl_cdf_gamma_P(days, 3, 130.0 / 3);
}

/* Waits of the first year by completed weeks; weeks with few expected are taken together. */
static void expect_waits(const char *path, uint32_t seed, chance_by *ended)
{
    enum { N = 20 };
    double found[N_WEEKS] = {0}, all = 0, statistic = 0, bins = 0;
    struct trials t;
    trials_open(&t, path, seed);
    for (uint32_t r = 0; r < N; r++) {
        trials_run(&t, r);
        for (size_t week = 0; week < N_WEEKS; week++)
            found[week] += (double)value_of(&t, 0, MEASURE_WAIT_FROM_SEARCH, 0,
                                            week * N_WAIT_END + WAIT_END_KIN);
    }
    trials_close(&t);
    for (size_t week = 0; week < N_WEEKS; week++)
        all += found[week];
    double seen = 0, expected = 0;
    for (size_t week = 0; week < N_WEEKS; week++) {
        double by = week == N_WEEKS - 1 ? 1 : ended(7.0 * (double)(week + 1));
        seen += found[week];
        expected += all * (by - ended(7.0 * (double)week));
        bool last = week == N_WEEKS - 1 || all * (1 - by) < 25;
        if (expected < 25 && !last)
            continue;
        if (last) { /* and all that is longer */
            while (++week < N_WEEKS)
                seen += found[week];
            expected += all * (1 - by);
        }
        statistic += (seen - expected) * (seen - expected) / expected;
        bins++;
        seen = expected = 0;
    }
    assert_true(all > 90000 && bins > 20);
    expect_chi_square("weeks waited", statistic, bins - 1);
}

static void kin_search_takes_a_lognormal_time(void **state)
{
    (void)state;
    expect_waits("tests/analytic/worlds/wait_lognormal.yaml", 16, lognormal_by);
}

static void board_takes_a_gamma_time(void **state)
{
    (void)state;
    expect_waits("tests/analytic/worlds/wait_gamma.yaml", 17, gamma_by);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrivals_by_month_follow_season_and_weekdays),
        cmocka_unit_test(arrivals_by_area_and_year_are_poisson),
        cmocka_unit_test(multiplier_thins_or_adds_numbered_children),
        cmocka_unit_test(groups_have_the_sizes_asked_for),
        cmocka_unit_test(kin_search_takes_a_lognormal_time),
        cmocka_unit_test(board_takes_a_gamma_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
