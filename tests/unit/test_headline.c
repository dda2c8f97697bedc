/* Titles of figures say no more than their intervals allow. */
#include "analysis/headline.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "opened_results.h"
#include "spoken.h"

enum { MOST_SCENARIOS = 5 };

static int setup(void **state)
{
    return known_open(state, 3);
}

/* A headline on made-up numbers of some of five scenarios and three replications. */
struct case_of {
    struct results results;
    struct results_axis scenario;
    struct results_category category[MOST_SCENARIOS];
    struct headline headline;
};

static void set_case(struct case_of *c, size_t scenarios, size_t replications, const double *values)
{
    static const char *const names[MOST_SCENARIOS] = {"Null", "A", "B", "C", "D"};
    c->results = *results;
    c->results.scenarios = scenarios;
    c->results.replications = replications;
    for (size_t s = 0; s < scenarios; s++)
        c->category[s] = (struct results_category){"name", {names[s], names[s], names[s]}};
    c->scenario = (struct results_axis){.name = "scenario", .category = c->category};
    c->results.scenario = &c->scenario;
    c->headline = (struct headline){.results = &c->results,
                                    .language = LANGUAGE_EN,
                                    .period = {24, 60},
                                    .subject = "Queue",
                                    .values = values};
}

static void assert_title(size_t scenarios, size_t replications, const double *values,
                         const char *wanted)
{
    struct case_of c;
    char title[HEADLINE_SIZE];
    set_case(&c, scenarios, replications, values);
    headline_title(&c.headline, title);
    assert_string_equal(title, wanted);
}

static void test_one_scenario(void **state)
{
    (void)state;
    assert_title(1, 3, (const double[]){100, 110, 120}, "Queue: 110 on average in 2020–2022");
}

/* As many replications as a sentence on a difference needs. */
enum { ENOUGH = REPLICATIONS_LEAST };

/* Numbers of a scenario whose change from nought has this mean, and is by turns so much less and so
 * much more. */
static void set_change(double *values, size_t scenario, double mean, double apart)
{
    for (size_t r = 0; r < ENOUGH; r++)
        values[scenario * ENOUGH + r] = mean + (r % 2 ? apart : -apart);
}

static void assert_title_of_change(double mean, double apart, const char *wanted)
{
    double values[2 * ENOUGH] = {0};
    set_change(values, 1, mean, apart);
    assert_title(2, ENOUGH, values, wanted);
}

/* Far from zero; across it; touching it (with ten the half width of −1, 1, … is t / 3); hardly above
 * it; nowhere different. */
static void test_two_scenarios(void **state)
{
    (void)state;
    const double half = 2.262157162854099 / 3;
    assert_title_of_change(-11, 2, "Queue: −11.0 with “A” against “Null”, 2020–2022");
    assert_title_of_change(1, 10, "Queue: “A” is not distinguishable from “Null”, 2020–2022");
    assert_title_of_change(half, 1.000001,
                           "Queue: “A” is not distinguishable from “Null”, 2020–2022");
    assert_title_of_change(half, 0.999, "Queue: +0.754 with “A” against “Null”, 2020–2022");
    assert_title_of_change(0, 0,
                           "Queue: “A” is the same as “Null” in every replication, 2020–2022");
}

/* A change far from zero in three replications is not told; that there is none in any is a fact. */
static void test_too_few(void **state)
{
    (void)state;
    static const char few[] = "Queue: 3 replications, too few to say anything of differences";
    assert_title(2, 3, (const double[]){100, 110, 120, 90, 99, 108}, few);
    assert_title(3, 3, (const double[]){100, 110, 120, 90, 99, 108, 100, 110, 120}, few);
    assert_title(2, 3, (const double[]){100, 110, 120, 100, 110, 120},
                 "Queue: “A” is the same as “Null” in every replication, 2020–2022");
    assert_title(2, 1, (const double[]){100, 90}, "Queue: too little to conclude from");
}

/* Of several, only what holds for all together is counted: B alone would be higher (0.85 ± 0.75), but
 * among four it is not (0.85 ± 1.04). */
static void test_many_scenarios(void **state)
{
    (void)state;
    double values[5 * ENOUGH] = {0};
    set_change(values, 1, 100, 1);
    set_change(values, 2, 0.85, 1);
    set_change(values, 3, -50, 1);
    assert_title_of_change(0.85, 1, "Queue: +0.85 with “A” against “Null”, 2020–2022");
    assert_title(
        5, ENOUGH, values,
        "Queue, against “Null”, 2020–2022: higher in 1, lower in 1, no difference shown in 2 "
        "of 4 scenarios");
}

/* The text alternative tells every scenario's change with its interval and what it allows to say. */
static void test_numbers(void **state)
{
    (void)state;
    double values[3 * ENOUGH] = {0};
    set_change(values, 0, 0, 30);
    set_change(values, 1, -11, 32);
    set_change(values, 2, 1, 20);
    struct case_of c;
    set_case(&c, 3, ENOUGH, values);
    char *numbers = headline_numbers(&c.headline);
    assert_non_null(numbers);
    assert_says(numbers, "Null: 0 (95% interval −23 to 23).");
    assert_says(numbers, "A: lower, −11.0 (−12.5 to −9.5).");
    assert_says(numbers, "B: not distinguishable from zero, +1.0 (−6.5 to 8.5).");
    free(numbers);
    set_case(&c, 2, 3, (const double[]){100, 110, 120, 90, 99, 108});
    numbers = headline_numbers(&c.headline);
    assert_non_null(numbers);
    assert_says(numbers, "A: too few replications to say, −11.0 (−13.5 to −8.5).");
    free(numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_scenario), cmocka_unit_test(test_two_scenarios),
        cmocka_unit_test(test_too_few),      cmocka_unit_test(test_many_scenarios),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
