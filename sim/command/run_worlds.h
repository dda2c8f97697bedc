/* The study that `run` is told of, and the worlds that it is run in. */
#ifndef PLASSFLYT_COMMAND_RUN_WORLDS_H
#define PLASSFLYT_COMMAND_RUN_WORLDS_H

#include "command/asked.h"
#include "input/draws.h"

/* How much is run. */
struct run_size {
    long replications; /* 0: nothing said, and run_worlds_make has not been asked */
    uint32_t seed;
};

/* Reads --replications and --seed; false after a message. */
bool run_size_read(const struct invocation *invocation, struct run_size *size);

struct run_worlds {
    struct study study;  /* of the scenarios, in the first world, with the files of all worlds */
    struct draws draws;  /* draws.n = 0: only that world */
    struct study *read;  /* what the study points to */
    struct study **fits; /* [n_fits] the worlds of --fits alone */
    char **paths;        /* [n_fits] */
    size_t n_fits;
    struct input_file *files;
};

/* Reads the scenarios, and the worlds and draws that are asked for. Where *replications is 0 it
 * becomes two a draw (or as many as the study file says), or 200 without draws. False after a message. Free with
 * run_worlds_free either way. */
bool run_worlds_make(struct run_worlds *worlds, const struct asked *asked, uint32_t seed,
                     long *replications);
void run_worlds_free(struct run_worlds *worlds);

#endif
