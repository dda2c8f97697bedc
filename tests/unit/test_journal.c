/* What has been put into a journal comes out as it was, or not at all, whatever becomes of its bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/journal.h"
#include "output/journal_lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FRAME = 29, SCENARIOS = 3, VALUES = FRAME * SCENARIOS + 17, REPLICATIONS = 6, FAILED = 4 };

static char folder[64], output[128], path[512];
static struct identity identity;
static struct messages messages;
static const char reason[] = "child 12 leaves care while it waits";

/* ---- what goes in ---- */

/* Small numbers, zeros, and some that need all eight bytes. */
static int64_t value(int32_t replication, size_t i)
{
    uint64_t x = (uint64_t)(replication + 1) * 0x9e3779b97f4a7c15u + i * 0xbf58476d1ce4e5b9u;
    x ^= x >> 31;
    return i % 7 == 0 ? (int64_t)x : i % 3 == 0 ? 0 : (int64_t)(x % 1000) - 200;
}

static struct identity made_up(const char *text)
{
    struct identity own = {strdup(text), strlen(text), 0};
    for (const char *c = text; *c; c++)
        own.hash = own.hash * 31 + (unsigned char)*c;
    return own;
}

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/plassflyt-journal-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(output, sizeof output, "%s/x.h5", folder);
    identity = made_up("program: Plassflyt 1\nseed: 1\nfile a.yaml: xxh3:0123456789abcdef\n");
    messages_start(&messages, LANGUAGE_EN);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    journal_forget(output);
    identity_free(&identity);
    messages_free(&messages);
    return rmdir(folder);
}

static enum journal_answer open_as(const struct identity *who, bool fresh, struct journal **journal)
{
    const struct journal_order order = {
        .output = output, .identity = who, .replications = REPLICATIONS, .fresh = fresh};
    messages_free(&messages);
    messages_start(&messages, LANGUAGE_EN);
    return journal_open(journal, &order, &messages);
}

static struct journal *opened(void)
{
    struct journal *journal;
    assert_int_equal(open_as(&identity, false, &journal), JOURNAL_IS_OPEN);
    return journal;
}

static void put(struct journal *journal, int32_t replication)
{
    int64_t values[VALUES];
    struct record *record = record_open(identity.hash, FRAME);
    for (size_t i = 0; i < VALUES; i++)
        values[i] = value(replication, i);
    assert_true(replication == FAILED ? record_failed(record, replication, 2, reason)
                                      : record_finished(record, replication, values, VALUES));
    assert_true(journal_add(journal, record, &messages));
    record_close(record);
}

static void put_all(void)
{
    struct journal *journal = opened();
    for (int32_t r = REPLICATIONS; r-- > 0;)
        put(journal, r);
    journal_close(journal);
}

/* ---- what comes out ---- */

static void expect_values(struct journal *journal, int32_t replication)
{
    int64_t values[VALUES];
    assert_true(journal_read(journal, replication, values, VALUES));
    for (size_t i = 0; i < VALUES; i++)
        assert_true(values[i] == value(replication, i));
    assert_true(journal_read_frame(journal, replication, 1, values, FRAME));
    for (size_t i = 0; i < FRAME; i++)
        assert_true(values[i] == value(replication, FRAME + i));
    assert_false(journal_read_frame(journal, replication, 1, values, FRAME + 1));
    assert_false(journal_read_frame(journal, replication, 4, values, FRAME));
    assert_false(journal_read(journal, replication, values, VALUES - 1));
}

static void expect_failure(struct journal *journal, int32_t replication)
{
    int scenario;
    char why[RECORD_REASON];
    assert_true(journal_read_failure(journal, replication, &scenario, why));
    assert_int_equal(scenario, 2);
    assert_string_equal(why, reason);
}

/* All that the journal says it has is right; gives how many that is. */
static int32_t expect_right(struct journal *journal)
{
    int32_t n = 0;
    enum record_status status;
    for (int32_t r = 0; r < REPLICATIONS; r++) {
        if (!journal_has(journal, r, &status))
            continue;
        n++;
        assert_int_equal(status, r == FAILED ? RECORD_FAILED : RECORD_FINISHED);
        if (status == RECORD_FAILED)
            expect_failure(journal, r);
        else
            expect_values(journal, r);
    }
    assert_int_equal(n, journal_found(journal));
    return n;
}

static int32_t found_and_right(void)
{
    struct journal *journal = opened();
    int32_t n = expect_right(journal);
    journal_close(journal);
    return n;
}

/* ---- bytes ---- */

/* Path of the one file of records. */
static const char *records(void)
{
    char inside[160];
    snprintf(inside, sizeof inside, "%s.journal", output);
    DIR *list = opendir(inside);
    for (struct dirent *entry; (entry = readdir(list));)
        if (strncmp(entry->d_name, "records-", 8) == 0)
            snprintf(path, sizeof path, "%s/%s", inside, entry->d_name);
    closedir(list);
    return path;
}

static const char *beside(const char *name)
{
    snprintf(path, sizeof path, "%s.journal/%s", output, name);
    return path;
}

static unsigned char *read_bytes(const char *name, size_t *n)
{
    struct stat status;
    assert_int_equal(stat(name, &status), 0);
    *n = (size_t)status.st_size;
    unsigned char *bytes = malloc(*n + 1);
    FILE *file = fopen(name, "rb");
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

/* Not by emptying the file first: ext4 takes that for a file replaced, and waits for the disk. */
static void write_bytes(const char *name, const void *bytes, size_t n)
{
    int file = open(name, O_WRONLY | O_CREAT, 0666);
    assert_int_equal(write(file, bytes, n), n);
    assert_int_equal(ftruncate(file, (off_t)n), 0);
    close(file);
}

static bool is_there(const char *name)
{
    return access(name, F_OK) == 0;
}

static void expect_message(const char *part)
{
    assert_true(messages.count > 0);
    if (!strstr(messages.shown[0].text, part))
        fail_msg("\"%s\" does not say \"%s\"", messages.shown[0].text, part);
}

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

static uint64_t chance = 20261122;

static uint64_t next_chance(void)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    return chance ^= chance << 17;
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
    struct record *record = record_open(identity.hash, FRAME);
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

/* ---- the lock ---- */

/* A child that holds the journal until it is killed. */
static pid_t holder(void)
{
    int ends[2];
    char ready;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct journal *journal;
        bool good = open_as(&identity, false, &journal) == JOURNAL_IS_OPEN;
        put(journal, 3);
        ready = good ? 'y' : 'n';
        if (write(ends[1], &ready, 1) == 1)
            pause();
        _exit(0);
    }
    assert_int_equal(read(ends[0], &ready, 1), 1);
    assert_int_equal(ready, 'y');
    close(ends[0]);
    close(ends[1]);
    return child;
}

static void two_runs_are_told_apart(void **state)
{
    (void)state;
    struct journal *journal;
    char process[32];
    pid_t child = holder();
    assert_int_equal(open_as(&identity, false, &journal), JOURNAL_REFUSED);
    snprintf(process, sizeof process, "process %ld on ", (long)child);
    expect_message(process);
    assert_int_equal(open_as(&identity, true, &journal), JOURNAL_REFUSED); /* --fresh or not */
    kill(child, SIGKILL);
    while (open_as(&identity, false, &journal) == JOURNAL_REFUSED) /* nobody has waited for it */
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    expect_message("no longer runs");
    assert_int_equal(expect_right(journal), 1);
    journal_close(journal);
    waitpid(child, NULL, 0);
    journal = opened();
    assert_int_equal(messages.count, 0);
    journal_close(journal);
}

static void write_lock(const char *text, time_t age)
{
    write_bytes(beside("lock"), text, strlen(text));
    struct timespec times[2] = {{time(NULL) - age, 0}, {time(NULL) - age, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void another_hosts_lock_is_judged_by_its_age(void **state)
{
    (void)state;
    static const char other[] = "host: far.away\nprocess: 1\nstarted: 5\nplace: x y\n";
    struct journal *journal;
    put_all();
    write_lock(other, LOCK_STALE - 20);
    assert_int_equal(open_as(&identity, false, &journal), JOURNAL_REFUSED);
    expect_message("process 1 on far.away");
    write_lock(other, LOCK_STALE + 20);
    assert_int_equal(open_as(&identity, false, &journal), JOURNAL_IS_OPEN);
    expect_message("far.away");
    assert_true(is_there(beside("lock")));
    journal_close(journal);
    assert_false(is_there(beside("lock")));
}

static void any_bytes_may_be_a_lock(void **state)
{
    (void)state;
    char text[300];
    put_all();
    for (int trial = 0; trial < 200; trial++) {
        size_t n = (size_t)(next_chance() % (sizeof text - 1));
        for (size_t i = 0; i < n; i++)
            text[i] = (char)(1 + next_chance() % 255);
        text[n] = '\0';
        write_lock(text, LOCK_STALE + 60);
        assert_int_equal(found_and_right(), REPLICATIONS);
    }
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
        TEST(two_runs_are_told_apart),
        TEST(another_hosts_lock_is_judged_by_its_age),
        TEST(any_bytes_may_be_a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
