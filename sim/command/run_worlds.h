/* The study that `run` is told of, and the worlds that it is run in. */
#ifndef PLASSFLYT_COMMAND_RUN_WORLDS_H
#define PLASSFLYT_COMMAND_RUN_WORLDS_H

#include "command/command.h"
#include "input/draws.h"

struct run_worlds {
    struct study study;  /* of the scenarios, in the first world, with the files of all worlds */
    struct draws draws;  /* draws.n = 0: only that world */
    struct study *read;  /* what the study points to */
    struct study **fits; /* [n_fits] the worlds of --fits alone */
    char **paths;        /* [n_fits] */
    size_t n_fits;
    struct input_file *files;
};

/* Reads the scenarios, --fits and --draws. *replications becomes two a draw where it is 0. False
 * after a message. Free with run_worlds_free either way. */
bool run_worlds_make(struct run_worlds *worlds, const struct invocation *invocation, uint32_t seed,
                     long *replications);
void run_worlds_free(struct run_worlds *worlds);

#endif
