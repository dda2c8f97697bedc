/* Other programs, started without a shell. */
#ifndef PLASSFLYT_COMMAND_PROGRAM_H
#define PLASSFLYT_COMMAND_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum program_end { PROGRAM_DONE, PROGRAM_MISSING, PROGRAM_FAILED };

enum { PROGRAM_SAID = 1024 };

/* A program that runs. */
struct program {
    const char *name;
    pid_t child; /* 0: it could not be started */
    bool missing;
    FILE *err; /* what it complains of */
};

/* Starts argv[0], found by PATH, with nothing to read and its output thrown away. */
struct program program_start(const char *const *argv);

/* Waits for it. Where it failed, `said` is the last line that it complained with, else "". */
enum program_end program_wait(struct program *program, char said[PROGRAM_SAID]);

#endif
