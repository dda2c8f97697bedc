/* The journal of a run: its finished replications, on disk as soon as they are done, so that a run that
 * is killed goes on where it stopped. README.md says how it is laid out.
 *
 * A folder beside the results file, OUTPUT.journal/: `identity`, `lock` (journal_lock.h), and one file of records for each
 * process that has written, which only that process ever appends to.
 */
#ifndef PLASSFLYT_OUTPUT_JOURNAL_H
#define PLASSFLYT_OUTPUT_JOURNAL_H

#include "input/message.h"
#include "output/identity.h"
#include "output/record.h"

struct journal_order {
    const char *output; /* the results file */
    const struct identity *identity;
    int32_t replications; /* those with higher numbers are not wanted, but kept */
    bool fresh;           /* what is there is thrown away first */
    bool follows;         /* a process of a run whose first has opened it: only to write */
};

enum journal_answer {
    JOURNAL_IS_OPEN,
    JOURNAL_REFUSED,    /* it is of another run, or being written, or the path cannot be right */
    JOURNAL_IMPOSSIBLE, /* the machine does not let us, now */
};

struct journal;

/* Whether there is a journal beside a results file. */
bool journal_is_there(const char *output);

/* Opens the journal of a run and finds what is in it, or makes it. A journal of a run with another
 * identity is refused, and says what differs. Anything but JOURNAL_IS_OPEN comes with a message, and leaves all as it was.
 * Close with journal_close or journal_remove. */
enum journal_answer journal_open(struct journal **journal, const struct journal_order *order,
                                 struct messages *messages);

/* Forces to disk and closes. A journal without any record is removed. */
void journal_close(struct journal *journal);

/* Closes what a process that follows has opened. Gives the file that it wrote, to be freed; NULL if it
 * wrote none. */
char *journal_leave(struct journal *journal);

/* The first is told of a file that one that follows has written and closed, and when all have left looks
 * through all files anew. False with errno if one cannot be read. */
bool journal_expect(struct journal *journal, const char *file);
bool journal_look_again(struct journal *journal);

/* Closes and deletes the journal: all is in the results file. */
void journal_remove(struct journal *journal);

/* Deletes the journal beside a results file, whoever's it is; there may be none. */
void journal_forget(const char *output);

/* ---- writing: one thread at a time ---- */

/* Appends a record. False and a message if it cannot be written: then the file is as before. */
bool journal_add(struct journal *journal, const struct record *record, struct messages *messages);

/* Whether somebody has taken away what was written, folder and all: then nothing is kept there. */
bool journal_is_gone(const struct journal *journal);

/* To be called every LOCK_BEAT seconds, beside journal_add: forces to disk what has been appended, and
 * shows that the run lives. If that fails, the journal is gone, or another run has taken its lock, the next
 * journal_add fails. */
void journal_beat(struct journal *journal);

/* ---- reading: one thread at a time ---- */

/* The folder: for what is to go when the journal does. */
const char *journal_place(const struct journal *journal);

/* Whether a replication is there, and into *status what became of it. */
bool journal_has(const struct journal *journal, int32_t replication, enum record_status *status);

/* Records wanted that were found on opening; records that are not wanted; and places of the files
 * where a record is cut short or damaged. */
int32_t journal_found(const struct journal *journal);
size_t journal_beyond(const struct journal *journal);
size_t journal_damaged(const struct journal *journal);

/* How many numbers a finished replication has; 0 if that cannot be read. */
size_t journal_numbers(struct journal *journal, int32_t replication);

/* Numbers of a finished replication into values [n]: all of them, or those of one frame. False if they
 * cannot be read, are not as they were written, or are not n. */
bool journal_read(struct journal *journal, int32_t replication, int64_t *values, size_t n);
bool journal_read_frame(struct journal *journal, int32_t replication, size_t frame, int64_t *values,
                        size_t n);

/* One frame of each of these replications into values [replications][n]; by up to four threads. Returns
 * the place in `replication` of the first that cannot be read; `replications` if all could. */
size_t journal_read_frames(struct journal *journal, size_t replications, const int32_t *replication,
                           size_t frame, int64_t *const *values, size_t n);

/* How a replication failed. False as above. */
bool journal_read_failure(struct journal *journal, int32_t replication, int *scenario,
                          char reason[RECORD_REASON]);

/* Message that what was written can no longer be read. */
void journal_unreadable(const struct journal *journal, int32_t replication,
                        struct messages *messages);

#endif
