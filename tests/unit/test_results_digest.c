/* The digest follows the content and nothing else; any number of replications can be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/results.h"
#include "output/results_child.h"
#include "results_place.h"
#include "sample_study.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

static const int32_t failed[] = {2, 4};
enum { REPLICATIONS = 6, MONTHS = 3, SEED = 11, N_FAILED = 2 };

static struct messages messages;
static char digest[DIGEST_LENGTH + 1];

static int setup(void **state)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    struct sample *sample = sample_make(SEED, 2, MONTHS, REPLICATIONS);
    bool good = sample_write(sample, place_file("a.h5"), failed, N_FAILED, digest, &messages);
    sample_free(sample);
    return good ? 0 : -1;
}

static int teardown(void **state)
{
    messages_free(&messages);
    return place_remove(state);
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
    (void)number;
    signals = signals + 1;
}

static void answer_late(const void *question, void *answer)
{
    const struct timespec moment = {0, 100000000};
    (void)question;
    nanosleep(&moment, NULL);
    *(int *)answer = 1;
}

/* A signal that comes while a file is read in a process of its own says nothing about the file. */
static void test_signal_while_asking(void **state)
{
    (void)state;
    int answer = 0;
    struct sigaction own = {.sa_handler = count_signal}, before;
    const struct itimerval soon = {.it_value = {.tv_usec = 20000}};
    sigaction(SIGALRM, &own, &before);
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_true(results_ask_child(place_file("a.h5"), answer_late, NULL, &answer, sizeof answer));
    sigaction(SIGALRM, &before, NULL);
    assert_int_equal(signals, 1);
    assert_int_equal(answer, 1);
}

static void test_digest(void **state)
{
    (void)state;
    char computed[DIGEST_LENGTH + 1], stored_digest[DIGEST_LENGTH + 1];
    assert_true(results_digest(place_file("a.h5"), computed, stored_digest, &messages));
    assert_string_equal(computed, digest);
    assert_string_equal(stored_digest, digest);
    assert_int_equal(strlen(digest), DIGEST_LENGTH);
    assert_memory_equal(digest, "xxh3:", 5);
}

/* The pieces in which a file is stored follow the replications asked for; the digest does not. */
static void test_digest_ignores_pieces(void **state)
{
    (void)state;
    struct sample *sample = sample_make(SEED, 2, MONTHS, 20);
    char same[DIGEST_LENGTH + 1];
    struct results_writer *writer = results_create(place_file("p.h5"), &sample->header, &messages);
    for (int32_t r = 0; r < REPLICATIONS; r++) {
        struct failure failure = {r, "bistandsplikt", "køen vokste over grensen"};
        if (r == failed[0] || r == failed[1])
            results_fail(writer, &failure);
        else
            assert_true(results_add(writer, r, sample_fill(sample, r), &messages));
    }
    assert_true(results_close(writer, same, &messages));
    assert_string_equal(same, digest);
    sample_free(sample);
}

/* The same content gives the same digest whatever was run and when; other content another. */
static void test_digest_follows_content(void **state)
{
    (void)state;
    struct sample *again = sample_make(SEED, 2, MONTHS, REPLICATIONS);
    char same[DIGEST_LENGTH + 1], other[DIGEST_LENGTH + 1];
    again->header.command = "another command";
    assert_true(sample_write(again, place_file("b.h5"), failed, N_FAILED, same, &messages));
    assert_string_equal(same, digest);
    assert_true(sample_write(again, place_file("b.h5"), failed, 1, other, &messages));
    assert_string_not_equal(other, digest);
    again->study.value.price_year += 1;
    assert_true(sample_write(again, place_file("b.h5"), failed, N_FAILED, other, &messages));
    assert_string_not_equal(other, digest);
    sample_free(again);
}

/* The folder in which the input files lie is not part of the results. */
static void test_digest_ignores_folders(void **state)
{
    (void)state;
    struct sample *moved = sample_make(SEED, 2, MONTHS, REPLICATIONS);
    char same[DIGEST_LENGTH + 1];
    moved->files[0].path = "elsewhere/work/evidence/arrivals.yaml";
    moved->files[1].path = "elsewhere/work/worlds/small.yaml";
    moved->files[2].path = "elsewhere/other/../work/duty.yaml";
    moved->changes[0].origin.file = moved->changes[1].origin.file = moved->files[2].path;
    moved->world_change.origin.file = moved->files[1].path;
    assert_true(sample_write(moved, place_file("c.h5"), failed, N_FAILED, same, &messages));
    assert_string_equal(same, digest);
    sample_free(moved);
}

/* Blocks that are exactly full, a block of one, and nothing at all. */
static void check_count(int32_t replications, const int32_t *failures, size_t n_failures)
{
    struct sample *small = sample_make(5, 1, 2, replications);
    char made[DIGEST_LENGTH + 1];
    assert_true(sample_write(small, place_file("d.h5"), failures, n_failures, made, &messages));
    struct results *read = results_open(place_file("d.h5"), &messages);
    assert_non_null(read);
    assert_int_equal(read->replications, (size_t)replications - n_failures);
    const struct results_measure *moves = results_measure(read, "moves", &messages);
    double *values = results_values(read, moves, &messages);
    assert_non_null(values);
    size_t size = moves->periods * moves->cells, last = read->replications - 1;
    for (size_t i = 0; read->replications && i < size; i++)
        assert_true(values[last * size + i] == (double)sample_value(small, MEASURE_MOVES, false, i,
                                                                    read->replication->number[last],
                                                                    0));
    free(values);
    results_free(read);
    sample_free(small);
}

static void test_blocks(void **state)
{
    (void)state;
    static const int32_t all[] = {0, 1};
    check_count(1, NULL, 0);
    check_count(64, NULL, 0);
    check_count(65, NULL, 0);
    check_count(2, all, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signal_while_asking),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_digest_ignores_pieces),
        cmocka_unit_test(test_digest_follows_content),
        cmocka_unit_test(test_digest_ignores_folders),
        cmocka_unit_test(test_blocks),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
