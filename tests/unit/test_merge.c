/* Parts of a run, merged, are the file of the undivided run; what does not belong together is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/results.h"
#include "experiment/part.h"
#include "output/merge.h"
#include "results_place.h"
#include "sample_study.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { MOST_FILES = 16, SEED = 21, MONTHS = 2, SCENARIOS = 2 };

static struct messages messages;
static const int32_t failing[] = {0, 33, 64};
enum { N_FAILING = 3 };

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    return 0;
}

static int teardown(void **state)
{
    messages_free(&messages);
    return place_remove(state);
}

static void forget_messages(void)
{
    messages_free(&messages);
    messages_start(&messages, LANGUAGE_EN);
}

static void assert_message(const char *part)
{
    assert_true(messages.count > 0);
    if (!strstr(messages.shown[0].text, part))
        fail_msg("\"%s\" does not say \"%s\"", messages.shown[0].text, part);
    forget_messages();
}

static void assert_no_message(void)
{
    if (messages.count > 0)
        fail_msg("%s", messages.shown[0].text);
}

/* ---- writing parts ---- */

/* A sample of which few measures are kept: of every layer, counts, levels, times and money. */
static struct sample *make_sample(size_t scenarios, int months, int32_t replications)
{
    static struct detail detail;
    static const enum measure chosen[] = {MEASURE_QUEUE, MEASURE_MOVES, MEASURE_WAITING_TIME,
                                          MEASURE_COSTS_AREA, MEASURE_WAIT_FROM_SEARCH};
    bool wanted[N_MEASURES] = {false};
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++)
        wanted[chosen[i]] = true;
    struct sample *sample = sample_make(SEED, scenarios, months, replications);
    struct layout full = sample->layout;
    detail_make(&detail, DETAIL_FULL);
    detail_only(&detail, wanted);
    detail_layout(&detail, &full, &sample->layout);
    sample->header.detail = &detail;
    return sample;
}

static bool fails(int32_t r, size_t n_failing)
{
    for (size_t i = 0; i < n_failing; i++)
        if (failing[i] == r)
            return true;
    return false;
}

/* What is written now says that another model computed it. */
static bool by_other_model;

static void change_model(char *identity)
{
    char *digit = strstr(identity, "\nmodel: ");
    assert_non_null(digit);
    digit[strlen("\nmodel: ")] ^= 1;
}

/* Writes part `part` of `parts` of a run, or all of it (0, 0), as `run` does. */
static void write_part(struct sample *sample, const char *name, int part, int parts,
                       size_t n_failing, char digest[DIGEST_LENGTH + 1])
{
    struct results_header *header = &sample->header;
    header->part = part;
    header->parts = parts;
    header->in_part = part_size(part, parts, header->draws, header->replications);
    struct identity identity;
    const struct identity_order order = {.study = header->study,
                                         .draws = header->draws,
                                         .seed = header->seed,
                                         .layout = header->layout,
                                         .replications = header->replications,
                                         .part = part,
                                         .parts = parts};
    assert_true(identity_make(&identity, &order));
    if (by_other_model)
        change_model(identity.text);
    header->identity = &identity;
    struct results_writer *writer = results_create(place_file(name), header, &messages);
    assert_non_null(writer);
    for (int32_t r = 0; r < header->replications; r++) {
        struct failure failure = {r, "bistandsplikt", "køen vokste over grensen"};
        if (!part_has(part, parts, header->draws, r))
            continue;
        if (fails(r, n_failing))
            results_fail(writer, &failure);
        else
            assert_true(results_add(writer, r, sample_fill(sample, r), &messages));
    }
    assert_true(results_close(writer, digest, &messages));
    header->identity = NULL;
    identity_free(&identity);
}

static const char *part_name(int part)
{
    static char name[MOST_FILES][16];
    snprintf(name[part], sizeof name[part], "p%d.h5", part);
    return name[part];
}

/* ---- merging ---- */

static char paths[MOST_FILES][sizeof place_path];

static const char *const *paths_of(const int *parts, size_t n)
{
    static const char *path[MOST_FILES];
    for (size_t i = 0; i < n; i++) {
        snprintf(paths[i], sizeof paths[i], "%s", place_file(part_name(parts[i])));
        path[i] = paths[i];
    }
    return path;
}

static bool merge(const int *parts, size_t n, size_t band, struct merge_outcome *outcome)
{
    char output[sizeof place_path];
    snprintf(output, sizeof output, "%s", place_file("all.h5"));
    struct merge_order order = {.paths = paths_of(parts, n),
                                .n = n,
                                .output = output,
                                .command = "plassflyt merge",
                                .band = band};
    return merge_parts(&order, outcome, &messages);
}

/* 1 … n in an order of its own for each key. */
static void shuffle(int *parts, int n, uint64_t key)
{
    for (int i = 0; i < n; i++)
        parts[i] = i + 1;
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(sample_number(key, (uint64_t)i) % (uint64_t)(i + 1)), swap = parts[i];
        parts[i] = parts[j];
        parts[j] = swap;
    }
}

static void write_parts(struct sample *sample, int n, size_t n_failing)
{
    char unused[DIGEST_LENGTH + 1];
    for (int k = 1; k <= n; k++)
        write_part(sample, part_name(k), k, n, n_failing, unused);
}

static double size_of(const char *name)
{
    struct stat status;
    assert_int_equal(stat(place_file(name), &status), 0);
    return (double)status.st_size;
}

static void assert_refused(const int *parts, size_t n, const char *words)
{
    struct merge_outcome outcome;
    assert_false(merge(parts, n, 0, &outcome));
    assert_message(words);
    assert_int_not_equal(access(place_file("all.h5"), F_OK), 0);
}

/* Merges parts 1 … n in an order of its own and looks whether that is the undivided run. */
static void check(const struct sample *sample, int n, size_t band, size_t n_failing,
                  const char *digest)
{
    int parts[MOST_FILES];
    struct merge_outcome outcome;
    char stored[DIGEST_LENGTH + 1], computed[DIGEST_LENGTH + 1];
    shuffle(parts, n, (uint64_t)n + band);
    bool merged = merge(parts, (size_t)n, band, &outcome);
    assert_no_message();
    assert_true(merged);
    assert_string_equal(outcome.digest, digest);
    assert_int_equal(outcome.wanted, sample->header.replications);
    assert_int_equal(outcome.failed, n_failing);
    assert_int_equal(outcome.finished, sample->header.replications - (int32_t)n_failing);
    assert_true(results_digest(place_file("all.h5"), computed, stored, &messages));
    assert_string_equal(computed, digest);
    assert_string_equal(stored, digest);
}

static void test_same_file(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct sample *sample = make_sample(SCENARIOS, MONTHS, 70);
    write_part(sample, "whole.h5", 0, 0, N_FAILING, digest);
    write_parts(sample, 3, N_FAILING);
    check(sample, 3, 1, N_FAILING, digest); /* a block at a time */
    check(sample, 3, 0, N_FAILING, digest);
    double whole = size_of("whole.h5"), merged = size_of("all.h5");
    assert_true(merged < 1.01 * whole + 4096); /* /run tells of the parts */
    unlink(place_file("all.h5"));
    sample_free(sample);
}

/* Parts without a replication are files all the same, so that none is missed. */
static void test_more_parts_than_replications(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct sample *sample = make_sample(SCENARIOS, MONTHS, 3);
    write_part(sample, "whole.h5", 0, 0, 1, digest);
    write_parts(sample, 5, 1); /* the first holds nothing but a failure */
    check(sample, 5, 0, 1, digest);
    unlink(place_file("all.h5"));
    assert_refused((const int[]){5, 1}, 2, "parts missing: 2–4 (there are 5 parts)");
    assert_refused((const int[]){4, 1, 3}, 3, "parts missing: 2, 5 (there are 5 parts)");
    sample_free(sample);
}

static void test_nothing_but_a_failure(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct sample *sample = make_sample(SCENARIOS, MONTHS, 1);
    write_part(sample, "whole.h5", 0, 0, 1, digest);
    write_parts(sample, 1, 1);
    check(sample, 1, 0, 1, digest);
    unlink(place_file("all.h5"));
    sample_free(sample);
}

/* ---- draws ---- */

enum { DRAWS = 20, EACH = 2 };

static bool make_draws(struct draws *draws, const struct sample *sample)
{
    static const char *names[DRAWS];
    struct parameters *values = calloc(DRAWS, sizeof *values);
    for (int d = 0; d < DRAWS; d++) {
        values[d] = sample->study.value;
        values[d].pair_acceptance += 0.001 * d;
        names[d] = "small";
    }
    bool made = draws_make(draws, values, names, DRAWS, EACH);
    free(values);
    return made;
}

static void test_draws(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct draws draws;
    struct sample *sample = make_sample(SCENARIOS, MONTHS, DRAWS * EACH);
    assert_true(make_draws(&draws, sample));
    sample->header.draws = &draws;
    write_part(sample, "whole.h5", 0, 0, 0, digest);
    write_parts(sample, 3, 0);
    check(sample, 3, 0, 0, digest);
    struct results *part = results_open(place_file(part_name(2)), &messages);
    assert_int_equal(part->replications, 14); /* of draws 1, 4 … 19 */
    assert_int_equal(part->replication->number[1], 3);
    assert_int_equal(part->draw[2], 4);
    assert_int_equal(part->part, 2);
    assert_int_equal(part->parts, 3);
    assert_int_equal(part->replications_of_whole, DRAWS * EACH);
    assert_int_equal(part->replications_asked, 14);
    assert_int_equal(strlen(part->run_digest), DIGEST_LENGTH);
    results_free(part);
    struct results *all = results_open(place_file("all.h5"), &messages);
    assert_int_equal(all->parts, 0);
    assert_null(all->run_digest);
    assert_int_equal(all->replications_asked, DRAWS * EACH);
    results_free(all);
    unlink(place_file("all.h5"));
    draws_free(&draws);
    sample_free(sample);
}

/* ---- what does not belong together ---- */

static void test_other_runs(void **state)
{
    (void)state;
    char digest[DIGEST_LENGTH + 1];
    struct sample *sample = make_sample(SCENARIOS, MONTHS, 2);
    write_parts(sample, 2, 0);
    assert_refused((const int[]){2, 1, 2}, 3, "part 2 is there already");
    write_part(sample, part_name(3), 2, 3, 0, digest);
    assert_refused((const int[]){1, 3}, 2, "number of parts (2 → 3)");
    sample->header.replications = 3;
    write_part(sample, part_name(3), 2, 2, 0, digest);
    assert_refused((const int[]){1, 3}, 2, "replications (2 → 3)");
    sample->header.replications = 2;
    sample->header.seed = 4;
    write_part(sample, part_name(3), 2, 2, 0, digest);
    assert_refused((const int[]){1, 3}, 2, "seed (21 → 4)");
    sample->header.seed = SEED;
    sample->study.value.price_year += 1;
    write_part(sample, part_name(3), 2, 2, 0, digest);
    assert_refused((const int[]){1, 3}, 2, ": values");
    sample->study.value.price_year -= 1;
    sample->study.n_policies = 1;
    write_part(sample, part_name(3), 2, 2, 0, digest);
    assert_refused((const int[]){1, 3}, 2, "scenario 1 bistandsplikt");
    sample->study.n_policies = SCENARIOS;
    by_other_model = true;
    write_part(sample, part_name(3), 2, 2, 0, digest);
    by_other_model = false;
    assert_refused((const int[]){1, 3}, 2, ": model (");
    write_part(sample, part_name(3), 0, 0, 0, digest);
    assert_refused((const int[]){1, 3}, 2, "is not a part of a run");
    sample_free(sample);
}

static void flip_byte(const char *name, double where)
{
    FILE *file = fopen(place_file(name), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)where, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, (long)where, SEEK_SET), 0);
    fputc(byte ^ 16, file);
    fclose(file);
}

static void test_damaged(void **state)
{
    (void)state;
    struct merge_outcome outcome;
    struct sample *sample = make_sample(1, MONTHS, 2);
    write_parts(sample, 2, 0);
    flip_byte(part_name(2), size_of(part_name(2)) / 2);
    assert_false(merge((const int[]){1, 2}, 2, 0, &outcome));
    assert_true(messages.count > 0);
    assert_string_equal(messages.shown[0].file, paths[1]);
    forget_messages();
    assert_int_equal(truncate(place_file(part_name(2)), 5000), 0);
    assert_refused((const int[]){1, 2}, 2, "cut short");
    unlink(place_file(part_name(2)));
    assert_refused((const int[]){1, 2}, 2, "cannot open");
    sample_free(sample);
}

/* ---- the output ---- */

static void test_output(void **state)
{
    (void)state;
    static atomic_int stop = 1;
    char output[sizeof place_path];
    struct sample *sample = make_sample(1, MONTHS, 1);
    write_parts(sample, 1, 0);
    int before = place_count();
    const char *const *path = paths_of((const int[]){1}, 1);
    snprintf(output, sizeof output, "%s", place_file("all.h5"));
    struct merge_order order = {.paths = path, .n = 1, .output = path[0], .stop = &stop};
    struct merge_outcome outcome;
    assert_false(merge_parts(&order, &outcome, &messages));
    assert_message("one of the parts");
    order.output = output;
    assert_false(merge_parts(&order, &outcome, &messages));
    assert_true(outcome.stopped && outcome.broken);
    assert_message("stopped");
    assert_int_equal(place_count(), before);
    sample_free(sample);
}

/* What stands where the whole is to go is replaced by the same whole only. */
static void test_another_run_is_there(void **state)
{
    (void)state;
    struct merge_outcome outcome;
    struct sample *sample = make_sample(1, MONTHS, 2);
    const int parts[] = {1, 2};
    char earlier[DIGEST_LENGTH + 1];
    write_parts(sample, 2, 0);
    assert_true(merge(parts, 2, 0, &outcome));
    assert_true(merge(parts, 2, 0, &outcome)); /* once more */
    snprintf(earlier, sizeof earlier, "%s", outcome.digest);
    sample->header.seed = SEED + 1;
    write_parts(sample, 2, 0);
    assert_false(merge(parts, 2, 0, &outcome));
    assert_message("results of another run; changed: seed (21 → 22)");
    char computed[DIGEST_LENGTH + 1], stored[DIGEST_LENGTH + 1];
    assert_true(results_digest(place_file("all.h5"), computed, stored, &messages));
    assert_string_equal(computed, earlier);
    sample_free(sample);
}

static void leave(const char *name, bool long_ago)
{
    FILE *file = fopen(place_file(name), "w");
    assert_non_null(file);
    fclose(file);
    const struct timespec then[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
    if (long_ago)
        assert_int_equal(utimensat(AT_FDCWD, place_file(name), then, 0), 0);
}

/* What a merge that was killed has left goes with the next; what somebody may be writing does not. */
static void test_left_over(void **state)
{
    (void)state;
    struct merge_outcome outcome;
    struct sample *sample = make_sample(1, MONTHS, 1);
    char running[64];
    snprintf(running, sizeof running, "all.h5.part-%ld-7", (long)getpid());
    leave("all.h5.part-99999999-0", true); /* beyond what Linux counts to */
    leave("all.h5.part-99999999-1", false);
    leave(running, true);
    leave("all.h5.part-mine", true);
    unlink(place_file("all.h5"));
    write_parts(sample, 1, 0);
    assert_true(merge((const int[]){1}, 1, 0, &outcome));
    assert_int_not_equal(access(place_file("all.h5.part-99999999-0"), F_OK), 0);
    assert_int_equal(access(place_file("all.h5.part-99999999-1"), F_OK), 0);
    assert_int_equal(access(place_file(running), F_OK), 0);
    assert_int_equal(access(place_file("all.h5.part-mine"), F_OK), 0);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_file),
        cmocka_unit_test(test_more_parts_than_replications),
        cmocka_unit_test(test_nothing_but_a_failure),
        cmocka_unit_test(test_draws),
        cmocka_unit_test(test_other_runs),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_output),
        cmocka_unit_test(test_another_run_is_there),
        cmocka_unit_test(test_left_over),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
