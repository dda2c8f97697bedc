/* What has been put into a journal comes out as it was, or not at all, whatever becomes of its bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal_place.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

/* ---- tests ---- */

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    struct journal *journal = opened();
    put(journal, 5);
    put(journal, FAILED);
    assert_int_equal(expect_right(journal), 2); /* of what was just written, too */
    put(journal, 0);
    journal_close(journal);
    assert_int_equal(found_and_right(), 3);
    journal = opened(); /* a second process writes a file of its own */
    put(journal, 1);
    journal_close(journal);
    assert_int_equal(found_and_right(), 4);
    journal = opened();
    journal_remove(journal);
    assert_false(journal_is_there(output));
}

static void without_a_record_nothing_is_left(void **state)
{
    (void)state;
    journal_close(opened());
    assert_false(journal_is_there(output));
}

static void what_is_not_wanted_is_kept(void **state)
{
    (void)state;
    struct journal *journal;
    put_all();
    const struct journal_order order = {.output = output, .identity = &identity, .replications = 2};
    assert_int_equal(journal_open(&journal, &order, &messages), JOURNAL_IS_OPEN);
    assert_int_equal(journal_found(journal), 2);
    assert_int_equal(journal_beyond(journal), REPLICATIONS - 2);
    journal_close(journal);
    assert_int_equal(found_and_right(), REPLICATIONS);
}

static void another_run_is_refused(void **state)
{
    (void)state;
    struct journal *journal;
    struct identity other =
        made_up("program: Plassflyt 1\nseed: 2\nfile a.yaml: xxh3:0123456789abcdee\n");
    put_all();
    assert_int_equal(open_as(&other, false, &journal), JOURNAL_REFUSED);
    expect_message("seed (1 → 2), file a.yaml.");
    assert_int_equal(found_and_right(), REPLICATIONS);
    assert_int_equal(open_as(&other, true, &journal), JOURNAL_IS_OPEN);
    assert_int_equal(journal_found(journal), 0);
    journal_close(journal);
    assert_false(journal_is_there(output));
    identity_free(&other);
}

/* At every length that its file can have: what is whole is found. A second file has one record that is
 * always there: without any, closing would take the folder away. */
static void a_truncated_file_gives_what_is_whole(void **state)
{
    (void)state;
    size_t length;
    int32_t before = 1, steps = 0;
    struct journal *journal = opened();
    for (int32_t r = 1; r < REPLICATIONS; r++)
        put(journal, r);
    journal_close(journal);
    char *name = strdup(records());
    journal = opened();
    put(journal, 0);
    journal_close(journal);
    unsigned char *bytes = read_bytes(name, &length);
    for (size_t n = 0; n <= length; n++) {
        write_bytes(name, bytes, n);
        int32_t found = found_and_right();
        assert_true(found == before || found == before + 1);
        steps += found > before;
        before = found;
    }
    assert_int_equal(steps, REPLICATIONS - 1);
    free(bytes);
    free(name);
}

/* After a cut, new records are read beside what was cut off. */
static void it_goes_on_after_a_cut(void **state)
{
    (void)state;
    size_t length;
    put_all();
    char *name = strdup(records());
    unsigned char *bytes = read_bytes(name, &length);
    write_bytes(name, bytes, length - 5);
    struct journal *journal = opened();
    assert_int_equal(journal_found(journal), REPLICATIONS - 1);
    assert_int_equal(journal_damaged(journal), 1);
    put(journal, 0); /* it was the last one written */
    journal_close(journal);
    assert_int_equal(found_and_right(), REPLICATIONS);
    free(bytes);
    free(name);
}

static void flipped_bits_never_give_a_wrong_value(void **state)
{
    (void)state;
    size_t length;
    int lost = 0;
    put_all();
    char *name = strdup(records());
    unsigned char *bytes = read_bytes(name, &length);
    for (int flip = 0; flip < 1000; flip++) {
        size_t bit = (size_t)(next_chance() % (8 * length));
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        write_bytes(name, bytes, length);
        int32_t found = found_and_right();
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_true(found >= REPLICATIONS - 1); /* the others are still there */
        lost += found < REPLICATIONS;
    }
    assert_true(lost > 950); /* all but those in the heading and in gaps that mean nothing */
    write_bytes(name, bytes, length);
    assert_int_equal(found_and_right(), REPLICATIONS);
    free(bytes);
    free(name);
}

/* Damage that comes while the run goes on is seen when the record is read. */
static void damage_after_opening_is_seen(void **state)
{
    (void)state;
    size_t length;
    int64_t values[VALUES];
    put_all();
    char *name = strdup(records());
    struct journal *journal = opened();
    unsigned char *bytes = read_bytes(name, &length);
    bytes[length - 3] ^= 1; /* in the last record's last frame: replication 0 */
    write_bytes(name, bytes, length);
    assert_false(journal_read(journal, 0, values, VALUES));
    assert_true(journal_read_frame(journal, 0, 0, values, FRAME));
    write_bytes(name, bytes, length / 2);
    assert_false(journal_read(journal, 0, values, VALUES));
    journal_unreadable(journal, 0, &messages);
    expect_message("replication 0 can no longer be read");
    journal_close(journal);
    free(bytes);
    free(name);
}

static void a_damaged_description_is_told_and_mended(void **state)
{
    (void)state;
    size_t length;
    struct journal *journal;
    struct identity other = made_up("seed: 3\n");
    put_all();
    char *name = strdup(beside("identity"));
    unsigned char *bytes = read_bytes(name, &length);
    for (size_t n = 0; n < length; n += 7) {
        write_bytes(name, bytes, n);
        assert_int_equal(open_as(&other, false, &journal), JOURNAL_REFUSED);
        expect_message("description is damaged");
    }
    bytes[10] ^= 4;
    write_bytes(name, bytes, length);
    assert_int_equal(found_and_right(), REPLICATIONS); /* each record says whose it is */
    free(bytes);
    unsigned char *mended = read_bytes(name, &length);
    assert_non_null(strstr((char *)mended, "program: Plassflyt 1"));
    free(mended);
    free(name);
    identity_free(&other);
}

/* ---- a disk that is full ---- */

static void a_record_that_does_not_fit_leaves_the_others(void **state)
{
    (void)state;
    struct rlimit before, tight;
    struct stat status;
    int64_t values[VALUES];
    struct journal *journal = opened();
    put(journal, 0);
    put(journal, 1);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    tight = before;
    assert_int_equal(stat(records(), &status), 0);
    tight.rlim_cur = (rlim_t)status.st_size + 100;
    setrlimit(RLIMIT_FSIZE, &tight);
    struct record *record = record_open(identity.hash, FRAME, SCENARIOS);
    for (size_t i = 0; i < VALUES; i++)
        values[i] = value(2, i);
    assert_true(record_finished(record, 2, values, VALUES));
    assert_false(journal_add(journal, record, &messages));
    expect_message("cannot write the journal");
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(stat(records(), &status), 0);
    assert_int_equal(status.st_size, tight.rlim_cur - 100); /* nothing half-written */
    assert_true(journal_add(journal, record, &messages));
    assert_int_equal(expect_right(journal), 3);
    record_close(record);
    journal_close(journal);
    assert_int_equal(found_and_right(), 3);
}

/* Few numbers of each scenario, and after them more than a table of frames so short has rows for. */
static void much_may_follow_what_is_little(void **state)
{
    (void)state;
    enum { LITTLE = 2, MUCH = 3 * RECORD_MOST_FRAMES };
    struct journal *journal = opened();
    int64_t *values = calloc(MUCH, sizeof *values), *read = calloc(MUCH, sizeof *read);
    struct record *record = record_open(identity.hash, LITTLE, SCENARIOS);
    assert_true(values && read && record);
    for (size_t i = 0; i < MUCH; i++)
        values[i] = value(1, i);
    assert_true(record_finished(record, 1, values, MUCH));
    assert_true(journal_add(journal, record, &messages));
    journal_close(journal);
    journal = opened();
    assert_int_equal(journal_found(journal), 1);
    assert_int_equal(journal_numbers(journal, 1), MUCH);
    assert_true(journal_read(journal, 1, read, MUCH));
    assert_memory_equal(read, values, MUCH * sizeof *values);
    assert_true(journal_read_frame(journal, 1, SCENARIOS - 1, read, LITTLE));
    assert_memory_equal(read, values + LITTLE * (SCENARIOS - 1), LITTLE * sizeof *values);
    record_close(record);
    journal_close(journal);
    free(values);
    free(read);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_goes_in_comes_out),
        TEST(without_a_record_nothing_is_left),
        TEST(what_is_not_wanted_is_kept),
        TEST(another_run_is_refused),
        TEST(a_truncated_file_gives_what_is_whole),
        TEST(it_goes_on_after_a_cut),
        TEST(flipped_bits_never_give_a_wrong_value),
        TEST(damage_after_opening_is_seen),
        TEST(a_damaged_description_is_told_and_mended),
        TEST(a_record_that_does_not_fit_leaves_the_others),
        TEST(much_may_follow_what_is_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
