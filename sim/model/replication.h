/* One replication: a pure function from (plan, seed, number) to results. All that the rooms outside
 * the model know of it. */
#ifndef PLASSFLYT_MODEL_REPLICATION_H
#define PLASSFLYT_MODEL_REPLICATION_H

#include "engine/calendar.h"
#include "model/rules.h"
#include "observe/child_rows.h"
#include "observe/detail.h"
#include "observe/story.h"

#include <stdbool.h>

#define FAILURE_LENGTH 256

/* The initial states of a plan's world: made once, then only read, shared by all threads. They
 * belong to the world and are the same for every seed. */
struct fills;

/* How a replication is to be run; zero is the default. */
struct replication_options {
    enum calendar_kind calendar;
    bool check_each_event; /* slow */
    uint64_t event_limit; /* a replication fails whose history, or one of its scenarios, has so many
                            * events; 0: that of the model, 2 · 10^9 */
};

/* Lays out the results of a study: from the history's start to the end. */
void study_layout(const struct study *study, struct layout *layout);

/* The same of a plan. */
void plan_layout(const struct plan *plan, struct layout *layout);

/* Initial states that are made when the first replication needs them. NULL if memory is short. */
struct fills *fills_on_demand(const struct plan *plan, const struct layout *layout,
                              const struct replication_options *options);

/* Makes all initial states, in parallel where OpenMP has threads. NULL and a reason on failure. */
struct fills *fills_make(const struct plan *plan, const struct layout *layout,
                         const struct replication_options *options, char reason[FAILURE_LENGTH]);
void fills_free(struct fills *fills);

/* A place to run replications in, one a thread. */
struct replicator;

struct replicator *replicator_open(const struct plan *plan, const struct layout *layout,
                                   struct fills *fills, const struct replication_options *options);
void replicator_close(struct replicator *replicator);

/* Turns it to another world of the same layout. */
void replicator_turn(struct replicator *replicator, const struct plan *plan, struct fills *fills);

/* Has replicate give only what a detail keeps, in the layout `kept` (detail_layout); both must stay.
 * So one scenario's results lie in memory, and what is kept of the others. */
void replicator_keep(struct replicator *replicator, const struct detail *detail,
                     const struct layout *kept);

/* What running cost. */
struct effort {
    uint64_t events;
    uint64_t looked_at, searches; /* candidates looked at in matching, and searches for them */
    size_t bytes;                 /* of the state */
};

/* Runs replication `number` of `seed` in all scenarios: the history once, then each from the policy
 * date on. values [scenarios][total of the layout given] is overwritten. On failure returns the index of the
 * scenario that failed, with the reason; -1 if all went well. */
int replicate(struct replicator *replicator, uint32_t seed, uint32_t number, int64_t *values,
              struct effort *effort, char reason[FAILURE_LENGTH]);

/* Has the next replications keep what becomes of each child, or no longer. With or without, their
 * values are the same. */
void replicator_keep_children(struct replicator *replicator, bool keep);

/* The children of the replication run last: [*rows][child_row_width(scenarios)] (child_rows.h), until
 * the next one is run. No rows if they were not kept. */
const int64_t *replicator_children(const struct replicator *replicator, size_t *rows);

/* Whether it failed only because memory was short: then it may do better another time. */
bool replication_lacked_memory(const char *reason);
void replication_lacks_memory(char reason[FAILURE_LENGTH]);

/* Which replication is to be told of again, and in which scenarios of the plan. */
struct replay_order {
    uint32_t seed, number;
    const uint32_t *scenario; /* [scenarios] */
    size_t scenarios;
};

/* Runs one replication as replicate does, from the fill on, in the scenarios ordered only, and has
 * what happens told. book [scenarios] are open; the first says which child and which lines, and
 * each in the end holds fill, history and its own scenario. values [scenarios][layout->total] are
 * those that replicate gives. False and a reason on failure. */
bool replay(const struct plan *plan, const struct layout *layout, const struct replay_order *order,
            struct story_book *book, int64_t *values, char reason[FAILURE_LENGTH]);

#endif
