/* Two runs never write one journal; one that is no more is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal_place.h"
#include "output/journal_lock.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

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

/* A run that stood still so long that another took its place finds out, and leaves it to that one. */
static void a_lock_that_was_taken_over_is_missed(void **state)
{
    (void)state;
    static const char other[] = "host: far.away\nprocess: 1\nstarted: 5\nplace: x y\n";
    struct journal *journal = opened();
    put(journal, 0);
    journal_beat(journal);
    put(journal, 1);
    write_lock(other, 10);
    struct stat before, after;
    assert_int_equal(stat(beside("lock"), &before), 0);
    journal_beat(journal);
    struct record *record = record_open(identity.hash, FRAME, SCENARIOS);
    assert_true(record && record_failed(record, 2, 0, "why"));
    assert_false(journal_add(journal, record, &messages));
    expect_message("cannot write the journal");
    record_close(record);
    journal_close(journal);
    assert_int_equal(stat(beside("lock"), &after), 0); /* neither touched nor taken away */
    assert_int_equal(after.st_mtime, before.st_mtime);
    unlink(beside("lock"));
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
        TEST(two_runs_are_told_apart),
        TEST(another_hosts_lock_is_judged_by_its_age),
        TEST(a_lock_that_was_taken_over_is_missed),
        TEST(any_bytes_may_be_a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
