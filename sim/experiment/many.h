/* Many replications: over threads, in order, into one results file. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_H
#define PLASSFLYT_EXPERIMENT_MANY_H

#include "input/draws.h"
#include "model/replication.h"
#include "output/results.h"

#include <signal.h>

/* How far a run has come. */
struct progress {
    int32_t done, wanted;
    double seconds; /* since the first replication began */
};

struct many_order {
    const struct study *study;
    const struct draws
        *draws; /* worlds that the replications are shared out to; NULL: the study's own */
    uint32_t seed;
    int32_t replications;
    int32_t children;    /* the first so many replications keep per-child outcomes */
    int threads;         /* 0: as many as OpenMP has */
    const char *output;  /* results file */
    const char *command; /* command line, for the results file */
    const struct input_file *study_file; /* what the run was told by, kept in /run; or NULL */
    const struct detail *detail;         /* what is stored of a replication; NULL: all */
    struct replication_options options;
    void (*report)(void *context,
                   const struct progress *progress); /* one thread at a time; or NULL */
    void *context;
    const volatile sig_atomic_t *stop; /* becomes true when the run shall stop; or NULL */
};

struct many_outcome {
    int32_t finished, failed;
    bool stopped;                 /* as asked for, before all were done: nothing is written */
    struct failure first_failure; /* if failed > 0 */
    struct effort effort;
    double seconds;
    char digest[DIGEST_LENGTH + 1];
};

/* Runs replications 0 … replications - 1 in all scenarios and writes the results in that order, so that
 * the file does not depend on threads. A failed replication is left out and recorded. False and a
 * message if nothing could be written; then the output is as it was. */
bool many_run(const struct many_order *order, struct many_outcome *outcome,
              struct messages *messages);

#endif
