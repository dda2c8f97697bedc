/* Ranks: processes that share a run, on one machine or many. A program built without MPI is the only
 * rank there is (ranks_alone.c); with it (make MPI=1) there are as many as mpirun starts (ranks_mpi.c).
 *
 * Calls come from one thread at a time; on rank 0 always from the thread that called ranks_begin.
 */
#ifndef PLASSFLYT_EXPERIMENT_RANKS_H
#define PLASSFLYT_EXPERIMENT_RANKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RANKS_HOST = 72, RANKS_MOST_BYTES = 1 << 16 /* of a message */ };

/* First and last in main. Whoever does not meet the others in a run meets them in ranks_end. */
void ranks_begin(int *argc, char ***argv);
void ranks_end(void);

int ranks_count(void);
int ranks_own(void); /* 0 … ranks_count() - 1 */

/* How many threads a rank should have where nobody has said: `most`, shared among the ranks of this
 * machine if none of them is bound to processors of its own. */
int ranks_threads(int most);

/* All ranks meet, once: true if they all came with the same key, which is not 0. Else *other is one that
 * did not come with rank 0's, and host its name. */
bool ranks_meet(uint64_t key, int *other, char host[RANKS_HOST]);

/* All ranks learn what rank 0 says. */
bool ranks_agree(bool said);

/* A message of at most RANKS_MOST_BYTES; kind is a number of one's own, from 0 on. */
void ranks_send(int rank, int kind, const void *bytes, size_t n);

/* Takes the next message that has come, if there is one. */
struct ranks_message {
    int rank, kind;
    size_t n;
    unsigned char *bytes; /* [RANKS_MOST_BYTES] room for it */
};
bool ranks_receive(struct ranks_message *message);

/* Name of this rank's machine. */
void ranks_host(char host[RANKS_HOST]);

#endif
