/* A journal of made-up replications in a folder of its own. To be included after cmocka.h. */
#ifndef PLASSFLYT_TESTS_JOURNAL_PLACE_H
#define PLASSFLYT_TESTS_JOURNAL_PLACE_H

#include "output/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FRAME = 29, SCENARIOS = 3, VALUES = FRAME * SCENARIOS + 17, REPLICATIONS = 6, FAILED = 4 };

static char folder[64], output[128], path[512];
static struct identity identity;
static struct messages messages;
static const char reason[] = "child 12 leaves care while it waits";

/* ---- what goes in ---- */

/* Small numbers, zeros, and some that need all eight bytes. */
static inline int64_t value(int32_t replication, size_t i)
{
    uint64_t x = (uint64_t)(replication + 1) * 0x9e3779b97f4a7c15u + i * 0xbf58476d1ce4e5b9u;
    x ^= x >> 31;
    return i % 7 == 0 ? (int64_t)x : i % 3 == 0 ? 0 : (int64_t)(x % 1000) - 200;
}

static inline struct identity made_up(const char *text)
{
    struct identity own = {.text = strdup(text), .values = strlen(text)};
    for (const char *c = text; *c; c++)
        own.hash = own.hash * 31 + (unsigned char)*c;
    return own;
}

static inline int setup(void **state)
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

static inline int teardown(void **state)
{
    (void)state;
    journal_forget(output);
    identity_free(&identity);
    messages_free(&messages);
    return rmdir(folder);
}

static inline enum journal_answer open_as(const struct identity *who, bool fresh,
                                          struct journal **journal)
{
    const struct journal_order order = {
        .output = output, .identity = who, .replications = REPLICATIONS, .fresh = fresh};
    messages_free(&messages);
    messages_start(&messages, LANGUAGE_EN);
    return journal_open(journal, &order, &messages);
}

static inline struct journal *opened(void)
{
    struct journal *journal;
    assert_int_equal(open_as(&identity, false, &journal), JOURNAL_IS_OPEN);
    return journal;
}

static inline void put(struct journal *journal, int32_t replication)
{
    int64_t values[VALUES];
    struct record *record = record_open(identity.hash, FRAME, SCENARIOS);
    for (size_t i = 0; i < VALUES; i++)
        values[i] = value(replication, i);
    assert_true(replication == FAILED ? record_failed(record, replication, 2, reason)
                                      : record_finished(record, replication, values, VALUES));
    assert_true(journal_add(journal, record, &messages));
    record_close(record);
}

static inline void put_all(void)
{
    struct journal *journal = opened();
    for (int32_t r = REPLICATIONS; r-- > 0;)
        put(journal, r);
    journal_close(journal);
}

/* ---- what comes out ---- */

static inline void expect_values(struct journal *journal, int32_t replication)
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

static inline void expect_failure(struct journal *journal, int32_t replication)
{
    int scenario;
    char why[RECORD_REASON];
    assert_true(journal_read_failure(journal, replication, &scenario, why));
    assert_int_equal(scenario, 2);
    assert_string_equal(why, reason);
}

/* All that the journal says it has is right; gives how many that is. */
static inline int32_t expect_right(struct journal *journal)
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

static inline int32_t found_and_right(void)
{
    struct journal *journal = opened();
    int32_t n = expect_right(journal);
    journal_close(journal);
    return n;
}

/* ---- bytes ---- */

/* Path of the one file of records. */
static inline const char *records(void)
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

static inline const char *beside(const char *name)
{
    snprintf(path, sizeof path, "%s.journal/%s", output, name);
    return path;
}

static inline unsigned char *read_bytes(const char *name, size_t *n)
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
static inline void write_bytes(const char *name, const void *bytes, size_t n)
{
    int file = open(name, O_WRONLY | O_CREAT, 0666);
    assert_int_equal(write(file, bytes, n), n);
    assert_int_equal(ftruncate(file, (off_t)n), 0);
    close(file);
}

static inline bool is_there(const char *name)
{
    return access(name, F_OK) == 0;
}

static inline void expect_message(const char *part)
{
    assert_true(messages.count > 0);
    if (!strstr(messages.shown[0].text, part))
        fail_msg("\"%s\" does not say \"%s\"", messages.shown[0].text, part);
}

/* ---- chance ---- */

static uint64_t chance = 20261122;

static inline uint64_t next_chance(void)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    return chance ^= chance << 17;
}

#endif
