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
    int64_t *values; /* [REPLICATIONS][scenarios][total] */
    struct results *results;
    struct messages messages;
};

static void write_results(struct fixture *f, size_t length)
{
    char digest[DIGEST_LENGTH + 1];
    struct results_header header = {.study = f->trials.study,
                                    .layout = &f->trials.layout,
                                    .seed = f->trials.seed,
                                    .replications = REPLICATIONS};
    struct results_writer *writer = results_create(f->path, &header, &f->messages);
    assert_non_null(writer);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        trials_run(&f->trials, r);
        memcpy(f->values + r * length, f->trials.values, length * sizeof *f->values);
        assert_true(results_add(writer, (int32_t)r, f->trials.values, &f->messages));
    }
    assert_true(results_close(writer, digest, &f->messages));
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    *state = f;
    messages_start(&f->messages, LANGUAGE_EN);
    trials_open_with(&f->trials, paths, 2, tiny, 5, NULL);
    size_t length = f->trials.study->n_policies * f->trials.layout.total;
    f->values = calloc(REPLICATIONS * length, sizeof *f->values);
    assert_non_null(f->values);
    snprintf(f->path, sizeof f->path, "/tmp/plassflyt-raw-%ld.h5", (long)getpid());
    write_results(f, length);
    f->results = results_open(f->path, &f->messages);
    f->raw = raw_results_open(f->trials.study, &f->trials.layout);
    assert_true(f->results && f->raw);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    raw_results_close(f->raw);
    results_free(f->results);
    trials_close(&f->trials);
    messages_free(&f->messages);
    unlink(f->path);
    free(f->values);
    free(f);
    return 0;
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
    size_t scenarios = f->results->scenarios, length = scenarios * f->trials.layout.total;
    struct indicator_item own;
    double raw[MOST_SCENARIOS];
    assert_true(raw_results_item(f->raw, item->indicator, item->category < 0 ? "" : item->name,
                                 &own, &f->messages));
    size_t known = 0;
    for (size_t r = 0; r < REPLICATIONS; r++) {
        assert_true(raw_results_values(f->raw, &own, f->values + r * length, raw, &f->messages));
        for (size_t s = 0; s < scenarios; s++) {
            expect_same(item, raw[s], read[s * REPLICATIONS + r]);
            known += !isnan(raw[s]) && raw[s] != 0;
        }
    }
    return known;
}

static void every_indicator_is_the_same_from_the_file(void **state)
{
    struct fixture *f = *state;
    struct indicator_source source = {.results = f->results, .messages = &f->messages};
    double *read = calloc(f->results->scenarios * REPLICATIONS, sizeof *read);
    assert_non_null(read);
    size_t known = 0;
    for (int i = 0; i < N_INDICATORS; i++) {
        struct indicator_item items[MOST_ITEMS];
        size_t n = indicator_items(&source, (enum indicator)i, items, MOST_ITEMS);
        assert_true(n > 0 && n <= MOST_ITEMS);
        for (size_t k = 0; k < n; k++) {
            assert_true(indicator_values(&source, &items[k], period_default(f->results), read));
            known += compare_item(f, &items[k], read);
        }
    }
    assert_true(known > 300); /* not all are zero or unknown */
    indicator_source_free(&source);
    free(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_indicator_is_the_same_from_the_file, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
