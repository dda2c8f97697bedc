/* Sharing a run out to ranks: rank 0 hands out numbers and hears what has become of them, the others ask.
 * Every rank writes what it has computed into a file of its own in the one journal. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_RANKS_H
#define PLASSFLYT_EXPERIMENT_MANY_RANKS_H

#include "experiment/many_run.h"

/* ---- rank 0, on a thread that does nothing else ---- */

/* Serves until all other ranks have left and the own threads are done. */
void ranks_serve(struct run *run);

/* ---- the other ranks ---- */

struct following;

/* A rank that follows rank 0; false if memory is short. */
bool ranks_follow(struct run *run);

/* The next number, as soon as there is one; -1: there are no more. Any thread. */
int32_t ranks_take(struct run *run);

/* A number has been put into the journal, with what is kept of it (NULL: it has failed); or could not be
 * run for want of memory. Any thread, one at a time. */
void ranks_tell_kept(struct run *run, int32_t number, const int64_t *values);
void ranks_give_back(int32_t number);

/* The last that is heard from this rank: its journal is closed. `file` is what it wrote. */
void ranks_leave(struct run *run, const char *file);

#endif
