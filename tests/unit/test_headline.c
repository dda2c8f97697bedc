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

/* Far from zero; across it; touching it (the half width of −1, 0, 1 is t times 1 / √3); nowhere
 * different; one replication. */
static void test_two_scenarios(void **state)
{
    (void)state;
    const double half = 4.302652729911275 / sqrt(3);
    assert_title(2, 3, (const double[]){100, 110, 120, 90, 99, 108},
                 "Queue: −11.0 with “A” against “Null”, 2020–2022");
    assert_title(2, 3, (const double[]){100, 110, 120, 90, 130, 115},
                 "Queue: “A” is not distinguishable from “Null”, 2020–2022");
    assert_title(2, 3, (const double[]){0, 0, 0, half - 1.000001, half, half + 1.000001},
                 "Queue: “A” is not distinguishable from “Null”, 2020–2022");
    assert_title(2, 3, (const double[]){0, 0, 0, half - 0.999, half, half + 0.999},
                 "Queue: +2.484 with “A” against “Null”, 2020–2022");
    assert_title(2, 3, (const double[]){100, 110, 120, 100, 110, 120},
                 "Queue: “A” is the same as “Null” in every replication, 2020–2022");
    assert_title(2, 1, (const double[]){100, 90}, "Queue: too little to conclude from");
}

/* Of several, only what holds for all together is counted: B alone would be higher (3.0 ± 2.48), but
 * among four it is not. */
static void test_many_scenarios(void **state)
{
    (void)state;
    static const double values[] = {100, 110, 120, 200,  210, 220.1, 102, 113,
                                    124, 50,  60,  70.1, 100, 110,   120};
    assert_title(2, 3, (const double[]){100, 110, 120, 102, 113, 124},
                 "Queue: +3.0 with “A” against “Null”, 2020–2022");
    assert_title(
        5, 3, values,
        "Queue, against “Null”, 2020–2022: higher in 1, lower in 1, no difference shown in 2 "
        "of 4 scenarios");
}

/* The text alternative tells every scenario's change with its interval and what it allows to say. */
static void test_numbers(void **state)
{
    (void)state;
    static const double values[] = {100, 110, 120, 90, 99, 108, 90, 130, 115};
    struct case_of c;
    set_case(&c, 3, 3, values);
    char *numbers = headline_numbers(&c.headline);
    assert_non_null(numbers);
    assert_says(numbers, "Null: 110 (95% interval 85–135).");
    assert_says(numbers, "A: lower, −11.0 (−13.5 to −8.5).");
    assert_says(numbers, "B: not distinguishable from zero, +2 (");
    free(numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_scenario),
        cmocka_unit_test(test_two_scenarios),
        cmocka_unit_test(test_many_scenarios),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, setup, known_close);
}
