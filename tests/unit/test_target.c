/* Published figures go into a results file, come out again, and are held against its history. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/target.h"
#include "results_place.h"
#include "sample_study.h"

enum { REPLICATIONS = 9, MONTHS = 30, SEED = 5, AREAS = N_AREA };

static struct messages messages;
static struct sample *sample;
static struct results *results;

enum {
    QUEUE_2018,
    QUEUE_END,
    A_SHARE,
    TWO_TERMS,
    OLD,
    HIGHEST,
    CHANGE,
    KRONER,
    BY_SHARE,
    ADDED,
    ADDED_BY_NOBODY,
    TOLD_BY_NOBODY,
    AFTER_THE_END,
    IN_A_PART_OF_A_YEAR,
    N_SAMPLE_TARGETS
};

static struct target targets[N_SAMPLE_TARGETS] = {
    [QUEUE_2018] = {.when = "2018", .count = "queue queue_category=past_wish area!=oslo"},
    [QUEUE_END] = {.when = "2019-09-30", .count = "queue queue_category=past_wish"},
    [A_SHARE] = {.when = "2019", .count = "children place=kinship", .of = "children"},
    [TWO_TERMS] = {.when = "2018-2019", .count = "arrivals;reentries area=nord|vest"},
    [OLD] = {.when = "2014", .count = "queue queue_category=searched"},
    [HIGHEST] = {.when = "2019", .count = "queue queue_category=past_wish", .statistic = "maximum"},
    [CHANGE] = {.when = "2018-2019", .count = "children", .statistic = "yearly_change"},
    [KRONER] = {.when = "2018", .count = "costs payer=state", .times = 2},
    [BY_SHARE] = {.when = "2018", .count = "queue queue_category=past_wish", .share = 0.5},
    [ADDED] = {.when = "2019",
               .count = "costs payer=state",
               .of = "homes home_kind=specialised",
               .statistic = "added",
               .scenario = "bistandsplikt",
               .times = 20},
    [ADDED_BY_NOBODY] = {.when = "2019", .count = "queue", .statistic = "added", .scenario = "x"},
    [TOLD_BY_NOBODY] = {.when = "2018", .count = ""},
    [AFTER_THE_END] = {.when = "2020-07-31", .count = "queue"},
    [IN_A_PART_OF_A_YEAR] = {.when = "2020", .count = "queue"},
};

static void fill_in(void)
{
    for (int i = 0; i < N_SAMPLE_TARGETS; i++) {
        struct target *t = &targets[i];
        t->id = i == KRONER ? "Tæ" : "T";
        for (int l = 0; l < N_LANGUAGES; l++)
            t->title[l] = l == LANGUAGE_NB ? "Kø, målt" : "Queue";
        t->held_back = i == OLD;
        t->value = i == CHANGE ? (double)NAN : i;
        t->low = -1e300;
        t->high = 1e300;
        t->unit = "children";
        t->statistic = t->statistic ? t->statistic : "mean";
        t->of = t->of ? t->of : "";
        t->scenario = t->scenario ? t->scenario : "";
        t->times = t->times > 0 ? t->times : 1;
        t->kind = "found";
        t->use = "fit";
        t->source = "F-Q10";
    }
}

static int setup(void **state)
{
    char digest[DIGEST_LENGTH + 1];
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    fill_in();
    sample = sample_make(SEED, 2, MONTHS, REPLICATIONS);
    sample->study.targets = targets;
    sample->study.n_targets = N_SAMPLE_TARGETS;
    if (!sample_write(sample, place_file("a.h5"), NULL, 0, digest, &messages))
        return -1;
    results = results_open(place_file("a.h5"), &messages);
    return results ? 0 : -1;
}

static int teardown(void **state)
{
    results_free(results);
    sample_free(sample);
    messages_free(&messages);
    return place_remove(state);
}

static struct target_answer answer_to(int target)
{
    size_t n;
    struct target_answer *answers = target_answers(results, &n, &messages);
    assert_non_null(answers);
    assert_int_equal(n, N_SAMPLE_TARGETS);
    struct target_answer answer = answers[target];
    free(answers);
    return answer;
}

/* ---- the same numbers, added up here ---- */

/* Sum of a cell of a measure over periods, from the model's own integers. */
static double raw(enum measure m, bool end, size_t cell, int first, int last, int replication)
{
    double sum = 0;
    for (int p = first; p <= last; p++)
        sum += (double)sample_value(sample, m, end, (size_t)p * sample->layout.cells[m] + cell,
                                    replication, 0);
    return sum;
}

static double milliseconds(int first, int last)
{
    double sum = 0;
    for (int p = first; p <= last; p++)
        sum += (double)layout_period_ms(&sample->layout, MONTHLY, (size_t)p);
    return sum;
}

static void assert_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* ---- tests ---- */

static void what_is_read_is_what_was_written(void **state)
{
    (void)state;
    assert_int_equal(results->n_targets, N_SAMPLE_TARGETS);
    const struct results_target *t = &results->targets[KRONER];
    assert_string_equal(t->id, "Tæ");
    assert_string_equal(t->title[LANGUAGE_NB], "Kø, målt");
    assert_string_equal(t->count, "costs payer=state");
    assert_string_equal(t->note, "");
    assert_true(t->value == KRONER && t->times == 2 && !t->held_back);
    assert_true(isnan(results->targets[CHANGE].value) && results->targets[OLD].held_back);
}

static void a_level_is_its_mean_over_the_days(void **state)
{
    (void)state;
    double sum = 0, old = 0;
    for (int r = 0; r < REPLICATIONS; r++)
        for (size_t a = 0; a < AREAS; a++) {
            sum += a == AREA_OSLO ? 0
                                  : raw(MEASURE_QUEUE, false,
                                        CELL2(QUEUE, QUEUE_PAST_WISH, AREA, a), 0, 11, r);
            old += raw(MEASURE_QUEUE, false, CELL2(QUEUE, QUEUE_SEARCHED, AREA, a), 0, 11, r);
        }
    assert_near(answer_to(QUEUE_2018).mean, sum / milliseconds(0, 11) / REPLICATIONS);
    assert_near(answer_to(OLD).mean, old / milliseconds(0, 11) / REPLICATIONS);
    assert_true(answer_to(OLD).compared_with_first);
    assert_false(answer_to(QUEUE_2018).compared_with_first);
}

static void on_a_date_a_level_stands_as_at_the_end_of_the_month(void **state)
{
    (void)state;
    double sum = 0;
    for (int r = 0; r < REPLICATIONS; r++)
        for (size_t a = 0; a < AREAS; a++)
            sum += raw(MEASURE_QUEUE, true, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, a), 20, 20, r);
    assert_near(answer_to(QUEUE_END).mean, sum / REPLICATIONS);
}

static void a_share_is_taken_in_each_replication(void **state)
{
    (void)state;
    double sum = 0;
    for (int r = 0; r < REPLICATIONS; r++) {
        double kin = raw(MEASURE_CHILDREN, false, PLACE_KINSHIP, 12, 23, r), all = 0;
        for (size_t p = 0; p < N_PLACE; p++)
            all += raw(MEASURE_CHILDREN, false, p, 12, 23, r);
        sum += kin / all;
    }
    assert_near(answer_to(A_SHARE).mean, sum / REPLICATIONS);
}

static void what_happens_is_counted_a_year_and_terms_are_summed(void **state)
{
    (void)state;
    double sum = 0;
    for (int r = 0; r < REPLICATIONS; r++) {
        for (size_t c = 0; c < sample->layout.cells[MEASURE_ARRIVALS]; c++)
            sum += raw(MEASURE_ARRIVALS, false, c, 0, 1, r);
        sum += raw(MEASURE_REENTRIES, false, AREA_NORD, 0, 1, r) +
               raw(MEASURE_REENTRIES, false, AREA_VEST, 0, 1, r);
    }
    assert_near(answer_to(TWO_TERMS).mean, sum / 2 / REPLICATIONS);
}

static void the_highest_month_and_the_change_from_year_to_year(void **state)
{
    (void)state;
    double highest = 0, change = 0;
    for (int r = 0; r < REPLICATIONS; r++) {
        double most = -INFINITY, year[2] = {0, 0};
        for (int p = 12; p < 24; p++) {
            double month = 0;
            for (size_t a = 0; a < AREAS; a++)
                month += raw(MEASURE_QUEUE, false, CELL2(QUEUE, QUEUE_PAST_WISH, AREA, a), p, p, r);
            most = fmax(most, month / milliseconds(p, p));
        }
        highest += most;
        for (int y = 0; y < 2; y++)
            for (size_t p = 0; p < N_PLACE; p++)
                year[y] += raw(MEASURE_CHILDREN, false, p, 12 * y, 12 * y + 11, r) /
                           milliseconds(12 * y, 12 * y + 11);
        change += year[1] / year[0] - 1;
    }
    assert_near(answer_to(HIGHEST).mean, highest / REPLICATIONS);
    assert_near(answer_to(CHANGE).mean, change / REPLICATIONS);
}

static void money_is_told_in_kroner(void **state)
{
    (void)state;
    double sum = 0;
    for (int r = 0; r < REPLICATIONS; r++)
        for (size_t c = 0; c < N_COST; c++)
            sum += raw(MEASURE_COSTS, false, CELL2(COST, c, PAYER, PAYER_STATE), 0, 11, r);
    assert_near(answer_to(KRONER).mean, 2 * sum / 100 / REPLICATIONS);
}

/* Of scenario 1 in the year 2019. */
static double raw_change(enum measure m, size_t cell, int replication)
{
    double sum = 0;
    for (int p = 12; p < 24; p++) {
        size_t at = (size_t)p * sample->layout.cells[m] + cell;
        sum += (double)sample_value(sample, m, false, at, replication, 1) -
               (double)sample_value(sample, m, false, at, replication, 0);
    }
    return sum;
}

/* A replication's change of all costs in kroner, and of homes. */
static double cost_added(int r)
{
    double cost = 0;
    for (size_t c = 0; c < N_COST; c++)
        cost += raw_change(MEASURE_COSTS, CELL2(COST, c, PAYER, PAYER_STATE), r) / 100;
    return cost;
}

static double homes_added(int r)
{
    double homes = 0;
    for (size_t s = 0; s < N_HOME_STATE; s++)
        homes +=
            raw_change(MEASURE_HOMES, CELL2(HOME_KIND, HOME_KIND_SPECIALISED, HOME_STATE, s), r) /
            milliseconds(12, 23);
    return homes;
}

static void what_a_scenario_adds_is_a_ratio_of_mean_changes(void **state)
{
    (void)state;
    double cost = 0, homes = 0, squares = 0;
    for (int r = 0; r < REPLICATIONS; r++) {
        cost += cost_added(r) / REPLICATIONS;
        homes += homes_added(r) / REPLICATIONS;
    }
    for (int r = 0; r < REPLICATIONS; r++)
        squares += pow(cost_added(r) - cost / homes * homes_added(r), 2);
    double error = sqrt(squares / (REPLICATIONS - 1) / REPLICATIONS) / fabs(homes);
    struct target_answer answer = answer_to(ADDED);
    assert_near(answer.mean, 20 * cost / homes);
    assert_near(answer.estimate.error, 20 * error);
    assert_false(answer.no_scenario);
    assert_true(answer_to(ADDED_BY_NOBODY).no_scenario && !answer_to(ADDED_BY_NOBODY).known);
}

/* Moves the span of a target in the open file. */
static struct target_answer judged(int target, double low, double high)
{
    results->targets[target].low = low;
    results->targets[target].high = high;
    return answer_to(target);
}

static void the_mean_must_be_inside_or_enough_replications(void **state)
{
    (void)state;
    double mean = answer_to(QUEUE_2018).mean;
    assert_true(judged(QUEUE_2018, mean - 1, mean + 1).met);
    assert_near(judged(QUEUE_2018, mean - 1, mean + 3).distance, -0.5);
    assert_false(judged(QUEUE_2018, mean + 1, mean + 3).met);
    double low = answer_to(BY_SHARE).low;
    struct target_answer all = judged(BY_SHARE, -1e300, 1e300), few = judged(BY_SHARE, -1e300, low);
    assert_true(all.met && all.share == 1);
    assert_true(!few.met && few.share < 0.5);
}

static void what_the_history_cannot_say_is_not_judged(void **state)
{
    (void)state;
    assert_false(answer_to(TOLD_BY_NOBODY).known || answer_to(TOLD_BY_NOBODY).met);
    assert_false(answer_to(AFTER_THE_END).known);
    assert_false(answer_to(IN_A_PART_OF_A_YEAR).known);
}

static void a_wrong_selection_gives_a_message(void **state)
{
    (void)state;
    size_t n;
    const char *before = results->targets[A_SHARE].count;
    results->targets[A_SHARE].count = "children place=kinshp";
    assert_null(target_answers(results, &n, &messages));
    assert_int_equal(messages.count, 1);
    results->targets[A_SHARE].count = before;
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_read_is_what_was_written),
        TEST(a_level_is_its_mean_over_the_days),
        TEST(on_a_date_a_level_stands_as_at_the_end_of_the_month),
        TEST(a_share_is_taken_in_each_replication),
        TEST(what_happens_is_counted_a_year_and_terms_are_summed),
        TEST(the_highest_month_and_the_change_from_year_to_year),
        TEST(money_is_told_in_kroner),
        TEST(what_a_scenario_adds_is_a_ratio_of_mean_changes),
        TEST(the_mean_must_be_inside_or_enough_replications),
        TEST(what_the_history_cannot_say_is_not_judged),
        TEST(a_wrong_selection_gives_a_message),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
