/* Which replications are still to be run. Calls come from one thread at a
 * time. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_WORK_H
#define PLASSFLYT_EXPERIMENT_MANY_WORK_H

#include "experiment/many.h"

struct work;

/* All replications of the order, none of them there. NULL if memory is short. */
struct work *work_open(const struct many_order *order);
void work_close(struct work *work);

/* The lowest number that nobody has taken, for a rank (0: this process); -1 if there is none. */
int32_t work_take(struct work *work, int rank);

/* A rank runs no more: what it has taken and not finished may be taken by others. */
void work_rank_left(struct work *work, int rank);

/* Numbers that nobody has taken, and those that somebody has and that are not there yet. */
int32_t work_missing(const struct work *work);
int32_t work_taken(const struct work *work);

/* Gives one back that could not be run: another may take it. */
void work_give_back(struct work *work, int32_t number);

/* Replication `number` is there, or has failed. `found`: by an earlier run. */
void work_finished(struct work *work, int32_t number, bool found);
void work_failed(struct work *work, int32_t number, bool found);

/* Whether it belongs to the order: to its part, and below the limit. */
bool work_wants(const struct work *work, int32_t number);

/* From now on only replications below `limit` are wanted; one above that is being run may still arrive,
 * and counts for nothing. */
void work_cut(struct work *work, int32_t limit);

/* Replications from here on are not wanted: the order's number of them, unless cut. */
int32_t work_limit(const struct work *work);

/* Whether all that is wanted is there. */
bool work_is_done(const struct work *work);

/* How far it has come; seconds are left to the caller. */
struct progress work_progress(const struct work *work);

#endif
