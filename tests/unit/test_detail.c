/* What is kept of a replication: sums are those of all, roundings as small as they say, and the file
 * says what it keeps. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/indicator.h"
#include "engine/date.h"
#include "observe/detail.h"
#include "results_place.h"
#include "sample_study.h"

enum { MONTHS = 40, REPLICATIONS = 34, SCENARIOS = 2, SEED = 5 };

static struct messages messages;
static struct sample *sample;

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    sample = sample_make(SEED, SCENARIOS, MONTHS, REPLICATIONS);
    sample->layout.policy_day = date_days((struct date){2019, 7, 1});
    return 0;
}

static int teardown(void **state)
{
    sample_free(sample);
    messages_free(&messages);
    return place_remove(state);
}

/* ---- what is kept, told slowly ---- */

/* Categories of a cell in a shape, by dimension; -1 where the shape lacks it. */
static void categories(const struct shape *shape, size_t cell, int category[N_DIMENSIONS])
{
    for (int d = 0; d < N_DIMENSIONS; d++)
        category[d] = -1;
    for (int i = shape->dimensions; i-- > 0;) {
        int count = dimension_table[shape->dimension[i]].count;
        category[shape->dimension[i]] = (int)(cell % (size_t)count);
        cell /= (size_t)count;
    }
}

/* Whether a cell of all that is measured goes into a cell of what is kept. */
static bool goes_into(const struct shape *full, size_t cell, const struct shape *kept, size_t into)
{
    int a[N_DIMENSIONS], b[N_DIMENSIONS];
    categories(full, cell, a);
    categories(kept, into, b);
    for (int d = 0; d < N_DIMENSIONS; d++)
        if (b[d] >= 0 && a[d] != b[d])
            return false;
    return true;
}

static int year_of(const struct layout *layout, enum layer layer, int period)
{
    int year = date_of_days(layout->start_day).year;
    return year + (layer == MONTHLY ? period / 12 : period); /* the sample starts in January */
}

/* Sum of all in a year, or a month of it, and in a cell of what is kept. */
static int64_t slow_sum(const struct layout *kept, int m, int period, size_t cell,
                        const int64_t *values)
{
    const struct layout *full = &sample->layout;
    const struct shape *shape = &measure_table[m].shape;
    size_t inner = shape_cells(shape), kept_inner = shape_cells(&kept->shape[m]);
    int skipped = kept->layer[m] == MONTHLY ? full->months - kept->months : 0;
    int64_t sum = 0;
    for (int p = 0; p < (int)layout_periods(full, full->layer[m]); p++) {
        bool same = kept->layer[m] == MONTHLY
                        ? p == period + skipped
                        : year_of(full, full->layer[m], p) == year_of(kept, YEARLY, period);
        for (size_t c = 0; same && c < full->cells[m]; c++)
            if (c / inner == cell / kept_inner &&
                goes_into(shape, c % inner, &kept->shape[m], cell % kept_inner))
                sum += values[full->first[m] + (size_t)p * full->cells[m] + c];
    }
    return sum;
}

static int64_t step_of(const struct detail *detail, const struct layout *kept, int m, int period)
{
    double step = detail_step(detail, measure_table[m].type);
    if (measure_table[m].type == LEVEL)
        step *= (double)layout_period_ms(kept, kept->layer[m], (size_t)period);
    return (int64_t)step;
}

static void expect_kept(const struct detail *detail, const struct layout *kept, int m,
                        const int64_t *values, const int64_t *out)
{
    size_t periods = layout_periods(kept, kept->layer[m]);
    for (size_t p = 0; p < periods; p++)
        for (size_t c = 0; c < kept->cells[m]; c += 1 + kept->cells[m] / 40) {
            int64_t found = out[kept->first[m] + p * kept->cells[m] + c];
            int64_t sum = slow_sum(kept, m, (int)p, c, values);
            int64_t step = step_of(detail, kept, m, (int)p);
            int64_t off = found > sum ? found - sum : sum - found;
            if (2 * off > step || (step && found % step))
                fail_msg("%s: %lld is kept of %lld", measure_table[m].name, (long long)found,
                         (long long)sum);
        }
}

static void details_keep_the_sums_of_all(void **state)
{
    (void)state;
    const int64_t *values = sample_fill(sample, 3);
    for (int name = 0; name < N_DETAILS; name++) {
        struct detail detail;
        struct layout kept;
        detail_make(&detail, (enum detail_name)name);
        detail_layout(&detail, &sample->layout, &kept);
        int64_t *out = calloc(kept.total, sizeof *out);
        detail_keep(&detail, &sample->layout, values, &kept, out);
        for (int m = 0; m < N_MEASURES; m++)
            if (kept.is_kept[m])
                expect_kept(&detail, &kept, m, values, out);
            else
                assert_int_equal(kept.cells[m], 0);
        free(out);
    }
}

static void full_keeps_all_as_it_is(void **state)
{
    (void)state;
    struct detail detail;
    struct layout kept;
    const int64_t *values = sample_fill(sample, 3);
    detail_make(&detail, DETAIL_FULL);
    detail_layout(&detail, &sample->layout, &kept);
    assert_int_equal(kept.total, sample->layout.total);
    int64_t *out = calloc(kept.total, sizeof *out);
    detail_keep(&detail, &sample->layout, values, &kept, out);
    assert_memory_equal(out, values, kept.total * sizeof *out);
    free(out);
}

/* The last month's end is the year's, and ends are not rounded. */
static void ends_of_a_year_are_those_of_its_last_month(void **state)
{
    (void)state;
    struct detail detail;
    struct layout kept;
    const struct layout *full = &sample->layout;
    const int64_t *values = sample_fill(sample, 7);
    detail_make(&detail, DETAIL_FULL);
    detail.kept[MEASURE_QUEUE] = (struct kept){BY_YEAR, true, 1};
    detail_layout(&detail, full, &kept);
    int64_t *out = calloc(kept.total, sizeof *out);
    detail_keep(&detail, full, values, &kept, out);
    for (size_t q = 0; q < N_QUEUE; q++) {
        int64_t sum = 0;
        for (size_t a = 0; a < N_AREA; a++)
            sum += values[full->end_first[MEASURE_QUEUE] + (23 * N_QUEUE + q) * N_AREA + a];
        assert_int_equal(out[kept.end_first[MEASURE_QUEUE] + N_QUEUE + q], sum);
    }
    free(out);
}

static void measures_named_are_kept_and_no_others(void **state)
{
    (void)state;
    bool wanted[N_MEASURES] = {false};
    struct detail detail;
    struct layout kept;
    wanted[MEASURE_QUEUE] = wanted[MEASURE_STAFF_BUSY] = true;
    detail_make(&detail, DETAIL_LARGE);
    assert_int_equal(detail.kept[MEASURE_STAFF_BUSY].periods, NOTHING);
    detail_only(&detail, wanted);
    detail_layout(&detail, &sample->layout, &kept);
    for (int m = 0; m < N_MEASURES; m++)
        assert_int_equal(kept.is_kept[m], wanted[m]);
    assert_int_equal(kept.layer[MEASURE_QUEUE], YEARLY);
    assert_int_equal(kept.layer[MEASURE_STAFF_BUSY], MONTHLY);
    assert_int_equal(kept.start_day, date_days((struct date){2019, 1, 1}));
    assert_int_equal(kept.years, 3);
    assert_int_equal(kept.months, MONTHS - 12);
}

/* A row of details.def that names a dimension the measure lacks, or asks of it what it has not,
 * would do nothing. */
static void rows_ask_for_what_there_is(void **state)
{
    (void)state;
    for (int name = 0; name < N_DETAILS; name++)
        for (int m = 0; m < N_MEASURES; m++) {
            const struct measure_row *row = &measure_table[m];
            struct kept_row keeps = detail_keeps((enum detail_name)name, (enum measure)m);
            struct detail detail;
            detail_make(&detail, (enum detail_name)name);
            assert_int_equal(detail.kept[m].summed >= 0, keeps.summed >= 0);
            if (keeps.periods == BY_YEAR)
                assert_int_equal(row->layer, MONTHLY);
            if (keeps.ends && name != DETAIL_FULL)
                assert_int_equal(row->type, LEVEL);
        }
}

/* ---- files ---- */

/* Keeps and writes all replications, in blocks of one scenario, or as they come. */
static bool write_file(const char *name, enum detail_name detail_name, bool blocks,
                       char digest[DIGEST_LENGTH + 1])
{
    struct detail detail;
    struct layout kept;
    detail_make(&detail, detail_name);
    detail_layout(&detail, &sample->layout, &kept);
    struct results_header header = sample->header;
    header.layout = &kept;
    header.detail = &detail;
    int64_t *all = calloc((size_t)REPLICATIONS * SCENARIOS * kept.total, sizeof *all);
    int32_t numbers[REPLICATIONS];
    struct results_writer *writer = results_create(place_file(name), &header, &messages);
    bool good = writer != NULL;
    for (int r = 0; r < REPLICATIONS; r++) {
        const int64_t *values = sample_fill(sample, r);
        int64_t *out = all + (size_t)r * SCENARIOS * kept.total;
        numbers[r] = r;
        for (size_t s = 0; s < SCENARIOS; s++)
            detail_keep(&detail, &sample->layout, values + s * sample->layout.total, &kept,
                        out + s * kept.total);
        good = good && (blocks || results_add(writer, r, out, &messages));
    }
    for (size_t r = 0; blocks && good && r < REPLICATIONS; r += results_block_length(writer)) {
        const int64_t *values[REPLICATIONS];
        size_t left = REPLICATIONS - r, most = results_block_length(writer);
        struct results_block block = {0, left < most ? left : most, numbers + r, values};
        for (; block.scenario < SCENARIOS; block.scenario++) {
            for (size_t i = 0; i < block.n; i++)
                values[i] = all + ((r + i) * SCENARIOS + block.scenario) * kept.total;
            good = good && results_add_block(writer, &block, &messages);
        }
    }
    free(all);
    return good && results_close(writer, digest, &messages);
}

static void blocks_and_replications_give_one_file(void **state)
{
    (void)state;
    char one[DIGEST_LENGTH + 1], other[DIGEST_LENGTH + 1], computed[DIGEST_LENGTH + 1];
    assert_true(write_file("large.h5", DETAIL_LARGE, true, one));
    assert_true(write_file("other.h5", DETAIL_LARGE, false, other));
    assert_string_equal(one, other);
    assert_true(results_digest(place_file("large.h5"), computed, other, &messages));
    assert_string_equal(one, computed);
}

/* A file of a detail, written when first asked for. */
static struct results *open_file(enum detail_name detail)
{
    char name[32], digest[DIGEST_LENGTH + 1];
    snprintf(name, sizeof name, "%s.h5", detail_word[detail]);
    if (access(place_file(name), F_OK) != 0)
        assert_true(write_file(name, detail, true, digest));
    struct results *results = results_open(place_file(name), &messages);
    assert_non_null(results);
    assert_string_equal(results->detail, detail_word[detail]);
    return results;
}

static void a_file_says_what_it_keeps(void **state)
{
    (void)state;
    struct results *results = open_file(DETAIL_LARGE);
    const struct results_measure *queue = results_measure(results, "queue", &messages);
    assert_non_null(queue);
    assert_string_equal(queue->group, "yearly");
    assert_int_equal(queue->periods, 3);
    const struct results_measure *mismatch = results_measure(results, "mismatch", &messages);
    assert_int_equal(mismatch->rank, 4);
    assert_string_equal(mismatch->axis[3]->name, "mismatch_category");
    assert_null(results_measure(results, "queue_end", &messages));
    assert_null(results_measure(results, "homes", &messages));
    assert_int_equal(period_year(results, 0), 2019);
    assert_true(indicator_is_kept(results, INDICATOR_queue_past_wish_without_oslo));
    assert_false(indicator_is_kept(results, INDICATOR_idle_ordinary));
    results_free(results);
}

/* Whether a file keeps the terms "MEASURE SELECTION;…" of a target. */
static void expect_terms(const struct results *results, const struct target *target,
                         const char *terms)
{
    bool on_a_day = strlen(target->when) == strlen("2020-12-31");
    while (*terms) {
        char name[512], one[512];
        snprintf(one, sizeof one, "%.*s", (int)strcspn(terms, ";"), terms);
        size_t length = strcspn(one, " ");
        snprintf(name, sizeof name, "%.*s%s", (int)length, one, on_a_day ? "_end" : "");
        if (!indicator_keeps_cells(results, name, one[length] ? one + length + 1 : ""))
            fail_msg("%s: %s is not kept", target->id, one);
        terms += strlen(one) + (terms[strlen(one)] == ';');
    }
}

/* What the shipped files ask for is told by a file of the usual detail. */
static void standard_tells_every_indicator_and_target(void **state)
{
    (void)state;
    const char *paths[] = {"scenarios/nullalternativ.yaml"};
    struct study *study = study_read(paths, 1, NULL, &messages);
    struct results *results = open_file(DETAIL_STANDARD);
    assert_non_null(study);
    for (int i = 0; i < N_INDICATORS; i++)
        if (!indicator_is_kept(results, (enum indicator)i))
            fail_msg("%s is not kept", indicator_table[i].name);
    assert_true(study->n_targets > 10);
    for (size_t i = 0; i < study->n_targets; i++) {
        expect_terms(results, &study->targets[i], study->targets[i].count);
        expect_terms(results, &study->targets[i], study->targets[i].of);
    }
    results_free(results);
    study_free(study);
}

/* Of every indicator, the numbers of a file that keeps less against those of one that keeps all. */
static void expect_same_numbers(const struct results *all, const struct results *less)
{
    size_t n = all->scenarios * all->replications;
    double *x = calloc(2 * n, sizeof *x), *y = x + n;
    struct period ours = {12, 36}, theirs = {12 - (all->months - less->months), 0};
    theirs.end = theirs.first + 24;
    for (int i = 0; i < N_INDICATORS; i++) {
        struct indicator_source from_all = {.results = all, .messages = &messages};
        struct indicator_source from_less = {.results = less, .messages = &messages};
        struct indicator_item item;
        if (!indicator_is_kept(less, (enum indicator)i) ||
            indicator_table[i].statistic == STATISTIC_PRESENT_VALUE)
            continue;
        assert_true(indicator_items(&from_all, (enum indicator)i, &item, 1) > 0);
        assert_true(indicator_values(&from_all, &item, ours, x));
        assert_true(indicator_values(&from_less, &item, theirs, y));
        for (size_t k = 0; k < n; k++)
            if (isnan(x[k]) != isnan(y[k]) || fabs(x[k] - y[k]) > 1e-4 * (1 + fabs(x[k])))
                fail_msg("%s: %g instead of %g", indicator_table[i].name, y[k], x[k]);
        indicator_source_free(&from_all);
        indicator_source_free(&from_less);
    }
    free(x);
}

static void less_detail_gives_the_same_numbers(void **state)
{
    (void)state;
    struct results *all = open_file(DETAIL_FULL);
    for (int name = DETAIL_STANDARD; name < N_DETAILS; name++) {
        struct results *less = open_file((enum detail_name)name);
        expect_same_numbers(all, less);
        results_free(less);
    }
    results_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(details_keep_the_sums_of_all),
        cmocka_unit_test(full_keeps_all_as_it_is),
        cmocka_unit_test(ends_of_a_year_are_those_of_its_last_month),
        cmocka_unit_test(measures_named_are_kept_and_no_others),
        cmocka_unit_test(rows_ask_for_what_there_is),
        cmocka_unit_test(blocks_and_replications_give_one_file),
        cmocka_unit_test(a_file_says_what_it_keeps),
        cmocka_unit_test(standard_tells_every_indicator_and_target),
        cmocka_unit_test(less_detail_gives_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
