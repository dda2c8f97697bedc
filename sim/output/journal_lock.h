/* Who writes a journal: one run at a time.
 *
 * The file `lock` in the journal's folder names host, process and when it started; it is touched every
 * few seconds. A lock is stale when its process no longer runs; of a process that cannot be seen from
 * here (another host, another container), when it has not been touched for two minutes.
 */
#ifndef PLASSFLYT_OUTPUT_JOURNAL_LOCK_H
#define PLASSFLYT_OUTPUT_JOURNAL_LOCK_H

#include <stdbool.h>

enum { LOCK_BEAT = 5, LOCK_STALE = 120 }; /* seconds */

struct lock_owner {
    char host[72], process[24];
};

enum lock_answer {
    LOCK_IS_OURS,
    LOCK_TAKEN_OVER, /* from an owner that is no more */
    LOCK_HELD,       /* by another run */
    LOCK_IMPOSSIBLE, /* errno says why */
};

/* Takes the lock of a folder, which is there. *owner: whose it is or was, if not ours from the start. */
enum lock_answer journal_lock(const char *folder, struct lock_owner *owner);

/* Shows that its owner lives. False if another has taken it meanwhile: that one thought us dead. */
bool journal_lock_beat(const char *folder);

/* Gives it back, if it is still ours. */
void journal_unlock(const char *folder);

#endif
