/* One replication simulated again, and what is told of its children. */
#ifndef PLASSFLYT_COMMAND_REPLAY_H
#define PLASSFLYT_COMMAND_REPLAY_H

#include "analysis/results.h"
#include "command/command.h"
#include "input/arena.h"
#include "model/replication.h"
#include "observe/story_sums.h"

enum { MOST_TOLD = 2 }; /* scenarios side by side */

/* Which replication it is, and where its scenarios come from. */
struct retelling {
    const struct invocation *invocation;
    struct results *results; /* NULL: from scenario files */
    struct study *study;
    struct plan *plan;
    struct layout layout;
    struct replay_order order;
    uint32_t scenario[MOST_TOLD]; /* [order.scenarios] */
    struct arena *arena;
};

/* Finds out what is to be told: reads the scenario files, or the results file with all that it
 * keeps, and the options. False after messages. Close it in either case. */
bool retelling_open(struct retelling *r, const struct invocation *invocation);
void retelling_close(struct retelling *r);

/* Simulates it and lets the books [order.scenarios], which are open, be written. From a results
 * file the numbers must be those that stand in it. False after a message. */
bool retell(const struct retelling *r, struct story_book *book);

/* Name of the i-th scenario told of. */
const char *told_scenario(const struct retelling *r, size_t i);

/* "12. mars 2027" and "2027-03-12" of a tick, in the arena. */
const char *told_date(const struct retelling *r, tick when);
const char *told_iso_date(const struct retelling *r, tick when);

/* A text of texts.def with its arguments, in the arena. */
const char *told(const struct retelling *r, enum text text, const char *const *arguments,
                 int n_arguments);

/* A line's sentence, in the arena: "" for one that is only added up. */
const char *told_sentence(const struct retelling *r, const struct story_line *line);

/* Prints the story of one child, for people or as JSON. */
void story_print(const struct retelling *r, const struct story_book *book);
void story_print_json(const struct retelling *r, const struct story_book *book);

/* Tables of what the story adds up to. */
void story_print_sums(const struct retelling *r, const struct story_sums *sums);

/* Lists children worth looking at. False after a message. */
bool story_list(const struct retelling *r);

/* Number of any child that comes after policies begin; 0 after a message. */
uint64_t story_any_child(const struct retelling *r);

#endif
