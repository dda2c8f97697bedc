/* Every number of a replication is the same computed from what the model left and read back from the
 * results file, to the last bit. */
#include "trials.h"

#include "analysis/indicator.h"
#include "command/raw_results.h"
#include "output/results.h"

#include <math.h>
#include <unistd.h>

enum { REPLICATIONS = 3, MOST_ITEMS = 64, MOST_SCENARIOS = 8 };

static const char *const paths[] = {"scenarios/nullalternativ.yaml",
                                    "scenarios/bistandsplikt.yaml"};
static const char tiny[] = "tests/worlds/tiny.yaml";

struct fixture {
    char path[64];
    struct trials trials;
    struct raw_results *raw;
    struct detail detail;
    struct layout kept;
    size_t length;   /* of one replication */
    int64_t *values; /* [REPLICATIONS][length], as kept */
    struct results *results;
    struct messages messages;
};

static void run_and_write(struct fixture *f)
{
    char digest[DIGEST_LENGTH + 1];
    size_t scenarios = f->trials.study->n_policies;
    struct results_header header = {.study = f->trials.study,
                                    .layout = &f->kept,
                                    .detail = &f->detail,
                                    .seed = f->trials.seed,
                                    .replications = REPLICATIONS};
    struct results_writer *writer = results_create(f->path, &header, &f->messages);
    assert_non_null(writer);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        int64_t *kept = f->values + r * f->length;
        trials_run(&f->trials, r);
        for (size_t s = 0; s < scenarios; s++)
            detail_keep(&f->detail, &f->trials.layout,
                        f->trials.values + s * f->trials.layout.total, &f->kept,
                        kept + s * f->kept.total);
        assert_true(results_add(writer, (int32_t)r, kept, &f->messages));
    }
    assert_true(results_close(writer, digest, &f->messages));
}

static void begin(struct fixture *f, enum detail_name detail)
{
    memset(f, 0, sizeof *f);
    messages_start(&f->messages, LANGUAGE_EN);
    trials_open_with(&f->trials, paths, 2, tiny, 5, NULL);
    detail_make(&f->detail, detail);
    detail_layout(&f->detail, &f->trials.layout, &f->kept);
    f->length = f->trials.study->n_policies * f->kept.total;
    f->values = calloc(REPLICATIONS * f->length, sizeof *f->values);
    assert_non_null(f->values);
    snprintf(f->path, sizeof f->path, "/tmp/plassflyt-raw-%ld.h5", (long)getpid());
    run_and_write(f);
    f->results = results_open(f->path, &f->messages);
    f->raw = raw_results_open(f->trials.study, &f->kept);
    assert_true(f->results && f->raw);
}

static void end(struct fixture *f)
{
    raw_results_close(f->raw);
    results_free(f->results);
    trials_close(&f->trials);
    messages_free(&f->messages);
    unlink(f->path);
    free(f->values);
}

/* Bits, so that what is not known must be so in both. */
static void expect_same(const struct indicator_item *item, double raw, double read)
{
    if (!(isnan(raw) && isnan(read)) && memcmp(&raw, &read, sizeof raw) != 0)
        fail_msg("%s %s: %.17g is %.17g in the file", indicator_table[item->indicator].name,
                 item->name, raw, read);
}

static size_t compare_item(struct fixture *f, const struct indicator_item *item, double *read)
{
    size_t scenarios = f->results->scenarios;
    struct indicator_item own;
    double raw[MOST_SCENARIOS];
    assert_true(raw_results_item(f->raw, item->indicator, item->category < 0 ? "" : item->name,
                                 &own, &f->messages));
    size_t known = 0;
    for (size_t r = 0; r < REPLICATIONS; r++) {
        assert_true(raw_results_values(f->raw, &own, f->values + r * f->length, raw, &f->messages));
        for (size_t s = 0; s < scenarios; s++) {
            expect_same(item, raw[s], read[s * REPLICATIONS + r]);
            known += !isnan(raw[s]) && raw[s] != 0;
        }
    }
    return known;
}

/* How many numbers there are that are neither nought nor unknown. */
static size_t compare_indicator(struct fixture *f, enum indicator indicator)
{
    struct indicator_source source = {.results = f->results, .messages = &f->messages};
    struct indicator_item items[MOST_ITEMS];
    double *read = calloc(f->results->scenarios * REPLICATIONS, sizeof *read);
    size_t known = 0, n = indicator_items(&source, indicator, items, MOST_ITEMS);
    assert_true(read && n > 0 && n <= MOST_ITEMS);
    for (size_t k = 0; k < n; k++) {
        assert_true(indicator_values(&source, &items[k], period_default(f->results), read));
        known += compare_item(f, &items[k], read);
    }
    indicator_source_free(&source);
    free(read);
    return known;
}

static void compare_all(enum detail_name detail, size_t least)
{
    struct fixture f;
    size_t known = 0;
    begin(&f, detail);
    for (int i = 0; i < N_INDICATORS; i++) {
        bool kept = indicator_is_kept(f.results, (enum indicator)i);
        assert_int_equal(raw_results_has(f.raw, (enum indicator)i), kept);
        known += kept ? compare_indicator(&f, (enum indicator)i) : 0;
    }
    assert_true(known > least);
    end(&f);
}

static void all_that_is_stored_in_full(void **state)
{
    (void)state;
    compare_all(DETAIL_FULL, 300);
}

static void all_that_is_stored_usually(void **state)
{
    (void)state;
    compare_all(DETAIL_STANDARD, 300);
}

static void all_that_is_stored_of_large_studies(void **state)
{
    (void)state;
    compare_all(DETAIL_LARGE, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_is_stored_in_full),
        cmocka_unit_test(all_that_is_stored_usually),
        cmocka_unit_test(all_that_is_stored_of_large_studies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
