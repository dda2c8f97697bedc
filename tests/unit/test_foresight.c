/* What check foresees of a run comes near to what the run takes, and a disk without room is refused
 * before anything is computed. */
#include "trials.h"

#include "command/foresight.h"
#include "experiment/run_cost.h"
#include "output/record.h"
#include "output/results.h"
#include "results_place.h"
#include "spoken.h"

#include <sys/stat.h>

static const char duty[] = "scenarios/bistandsplikt.yaml", tiny[] = "tests/worlds/tiny.yaml";

/* A whole country: what the figures in run_cost.c were measured on. */
static const char country[] = "tests/worlds/country.yaml";

static void expect_near(const char *what, double foreseen, double found)
{
    if (foreseen < 0.75 * found || foreseen > 1.25 * found)
        fail_msg("%s: %g is foreseen, %g it is", what, foreseen, found);
}

static struct run_cost cost_of(const struct trials *t, const struct detail *detail,
                               int32_t replications)
{
    struct run_cost cost;
    run_cost_foresee(
        &(struct run_cost_order){
            .study = t->study, .detail = detail, .replications = replications, .threads = 1},
        &cost);
    return cost;
}

/* Bytes of a replication in the journal, less the head. */
static double bytes_of_record(const struct layout *kept, const int64_t *values, size_t scenarios)
{
    size_t length = 0;
    struct record *record = record_open(1, kept->total, scenarios);
    assert_true(record && record_finished(record, 0, values, scenarios * kept->total));
    record_bytes(record, &length);
    record_close(record);
    return (double)length;
}

static double bytes_of_file(const struct trials *t, const struct detail *detail,
                            const struct layout *kept, const int64_t *values)
{
    struct messages messages;
    struct stat status;
    char digest[DIGEST_LENGTH + 1];
    messages_start(&messages, LANGUAGE_EN);
    const struct results_header header = {.study = t->study,
                                          .layout = kept,
                                          .detail = detail,
                                          .seed = t->seed,
                                          .replications = 1,
                                          .command = "plassflyt run"};
    struct results_writer *writer = results_create(place_file("one.h5"), &header, &messages);
    assert_true(writer && results_add(writer, 0, values, &messages));
    assert_true(results_close(writer, digest, &messages));
    assert_int_equal(stat(place_file("one.h5"), &status), 0);
    messages_free(&messages);
    return (double)status.st_size;
}

/* Within a quarter: events (which time is reckoned from), journal and file. */
static void a_run_takes_what_was_foreseen(void **state)
{
    (void)state;
    struct trials t;
    char reason[FAILURE_LENGTH];
    trials_open_with(&t, (const char *const[]){duty}, 1, country, 1, NULL);
    size_t scenarios = t.study->n_policies;
    assert_int_equal(replicate(t.replicator, t.seed, 0, t.values, &t.effort, reason), -1);
    for (int name = 0; name < N_DETAILS; name++) {
        struct detail detail;
        struct layout kept;
        detail_make(&detail, (enum detail_name)name);
        detail_layout(&detail, &t.layout, &kept);
        int64_t *values = calloc(scenarios * kept.total, sizeof *values);
        for (size_t s = 0; s < scenarios; s++)
            detail_keep(&detail, &t.layout, t.values + s * t.layout.total, &kept,
                        values + s * kept.total);
        struct run_cost one = cost_of(&t, &detail, 1), two = cost_of(&t, &detail, 2);
        expect_near("events", two.events - one.events, (double)t.effort.events);
        expect_near("journal", one.journal, bytes_of_record(&kept, values, scenarios));
        expect_near("file", one.file, bytes_of_file(&t, &detail, &kept, values));
        assert_true(one.core_seconds > one.events * 1e-7 && two.seconds > one.seconds);
        free(values);
    }
    trials_close(&t);
}

/* What becomes of each child, beside what is stored anyhow. */
static void children_take_what_is_foreseen(void **state)
{
    (void)state;
    struct trials t;
    struct detail detail;
    trials_open_with(&t, (const char *const[]){duty}, 1, country, 1, NULL);
    detail_make(&detail, DETAIL_STANDARD);
    replicator_keep_children(t.replicator, true);
    trials_run(&t, 0);
    size_t rows, length, frame = t.layout.total;
    const int64_t *children = replicator_children(t.replicator, &rows);
    struct record *record = record_open(1, frame, 0);
    size_t n = rows * child_row_width(t.study->n_policies);
    assert_true(record && record_finished(record, 0, children, n));
    record_bytes(record, &length);
    struct run_cost_order order = {
        .study = t.study, .detail = &detail, .replications = 3, .threads = 1};
    struct run_cost without, with;
    run_cost_foresee(&order, &without);
    order.children = 1;
    run_cost_foresee(&order, &with);
    expect_near("children in the journal", with.journal - without.journal, (double)length);
    assert_true(with.file > without.file && with.core_seconds > without.core_seconds);
    /* a row and what it is made from, at least */
    assert_true(with.thread_memory - without.thread_memory > (double)n * sizeof(int64_t));
    order.children = 100; /* there are no more than three */
    struct run_cost all;
    run_cost_foresee(&order, &all);
    expect_near("all", all.file - without.file, 3 * (with.file - without.file));
    record_close(record);
    trials_close(&t);
}

static void more_threads_take_less_time_and_more_memory(void **state)
{
    (void)state;
    struct study *study = trials_read((const char *const[]){duty}, 1, tiny);
    struct detail detail;
    struct run_cost one, four;
    detail_make(&detail, DETAIL_STANDARD);
    struct run_cost_order order = {
        .study = study, .detail = &detail, .replications = 1000, .threads = 1};
    run_cost_foresee(&order, &one);
    order.threads = 4;
    run_cost_foresee(&order, &four);
    assert_true(four.seconds < one.seconds && 4 * four.seconds > one.seconds);
    assert_true(four.thread_memory <= one.thread_memory && four.thread_memory > 1e6);
    assert_true(!(four.journal < one.journal || four.journal > one.journal));
    study_free(study);
}

static void check_tells_what_a_run_will_take(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("check", duty, "--world", tiny, "--replications", "1000", "--threads",
                           "2", "--detail", "large", "--output", place_file("a.h5"), "--lang",
                           "en"),
                     EXIT_DONE);
    assert_says(said, "1,000 replications × 2 scenarios, detail large, would take about:");
    assert_says(said, "with 2 threads");
    assert_says(said, "for each thread");
    assert_says(said, place);
    assert_int_equal(SPEAK("check", duty, "--world", tiny, "--replications", "7", "--json"),
                     EXIT_DONE);
    assert_says(said, "\"run\": {\"replications\": 7, \"scenarios\": 2, \"detail\": \"standard\"");
    assert_says(said, "\"core_seconds\": ");
    assert_int_equal(SPEAK("check", duty, "--detail", "larg", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "did you mean “large”");
}

static void a_disk_without_room_is_refused(void **state)
{
    (void)state;
    char *text = NULL;
    size_t n;
    FILE *err = open_memstream(&text, &n);
    const struct invocation invocation = {.language = LANGUAGE_EN, .out = err, .err = err};
    struct foresight foresight = {.output = place_file("none.h5"), .free = 2e6};
    foresight.cost.journal = 1e6;
    foresight.cost.file = 1e6;
    assert_true(foresight_has_room(&foresight, &invocation));
    foresight.cost.file = 3e6;
    assert_false(foresight_has_room(&foresight, &invocation));
    foresight.free = -1; /* a disk that does not say */
    assert_true(foresight_has_room(&foresight, &invocation));
    fclose(err);
    assert_says(text, "the run needs about 4.0 MB on the disk (1.0 MB journal, 3.0 MB results), "
                      "and 2.0 MB is free");
    free(text);
}

/* More than any disk has: nothing is begun. */
static void run_refuses_before_it_computes(void **state)
{
    (void)state;
    int before = place_count();
    assert_int_equal(SPEAK("run", duty, "--world", country, "--replications", "1000000", "--detail",
                           "full", "--output", place_file("huge.h5"), "--lang", "en"),
                     EXIT_BAD_INPUT);
    assert_says(complained, "the run needs about 2.1 TB on the disk");
    assert_int_equal(place_count(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_run_takes_what_was_foreseen, forget),
        cmocka_unit_test(children_take_what_is_foreseen),
        cmocka_unit_test(more_threads_take_less_time_and_more_memory),
        cmocka_unit_test_teardown(check_tells_what_a_run_will_take, forget),
        cmocka_unit_test(a_disk_without_room_is_refused),
        cmocka_unit_test_teardown(run_refuses_before_it_computes, forget),
    };
    return cmocka_run_group_tests(tests, place_make, place_remove);
}
