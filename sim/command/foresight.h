/* What a run that is asked for will take, told before it begins; and whether the disk has room. */
#ifndef PLASSFLYT_COMMAND_FORESIGHT_H
#define PLASSFLYT_COMMAND_FORESIGHT_H

#include "command/run_worlds.h"
#include "experiment/run_cost.h"

struct foresight {
    struct detail detail;
    long replications;
    bool at_most; /* precision may want fewer */
    size_t scenarios;
    int threads;
    const char *output;
    struct run_cost cost;
    double free;      /* bytes free where the output is to lie; negative: not known */
    char folder[512]; /* that is there already, in which it is to lie */
};

/* Foresees the run that is asked for, with the options --detail, --measures, --output and --threads.
 * False after a message about an option. */
bool foresight_make(struct foresight *foresight, const struct asked *asked,
                    const struct run_worlds *worlds, long replications);

/* Tells people, or machines (an object of JSON). */
void foresight_print(const struct foresight *foresight, const struct invocation *invocation);
void foresight_json(const struct foresight *foresight, FILE *out);

/* Whether journal and file have room on the disk, what lies there of an earlier journal counted as
 * free; else false after a message. */
bool foresight_has_room(const struct foresight *foresight, const struct invocation *invocation);

/* The same of a run that is about to begin; true where its results file is there already. */
bool foresight_lets_run(const struct asked *asked, const struct run_worlds *worlds,
                        long replications);

#endif
