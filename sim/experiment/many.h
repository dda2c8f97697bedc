/* Many replications: over threads, each into the journal as soon as it is done, and all in order into one
 * results file. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_H
#define PLASSFLYT_EXPERIMENT_MANY_H

#include "experiment/precision.h"
#include "input/draws.h"
#include "model/replication.h"
#include "output/results.h"

#include <stdatomic.h>

/* How far a run has come. */
struct progress {
    int32_t done, wanted; /* replications */
    int32_t found;        /* of those done, by an earlier run */
    int32_t failed;       /* of those done */
    double seconds;       /* since the first replication began; 0: none has */
    bool writing;         /* all are done, and the results file is being written */
    /* where precision is asked for: how far each figure has come; wanted is then a forecast */
    const struct precision_state *precision; /* [n] of the order's precision; else NULL */
};

struct many_order {
    const struct study *study;
    const struct draws
        *draws; /* worlds that the replications are shared out to; NULL: the study's own */
    uint32_t seed;
    int32_t replications; /* most that are run */
    int32_t children;     /* the first so many keep what becomes of each child */
    int part, parts;      /* part `part` of `parts` only (experiment/part.h); 0, 0: all */
    int threads;          /* 0: as many as OpenMP has */
    const char *output;   /* results file; the journal lies beside it */
    const char *command;  /* command line, for the results file */
    const struct input_file *study_file; /* what the run was told by, kept in /run; or NULL */
    const struct detail *detail;         /* what is stored of a replication; NULL: all */
    struct replication_options options;
    const struct precision *precision; /* stops as soon as it is reached; NULL: all are run */
    size_t n_figures;                  /* of a replication: the precision's n */
    /* Takes the figures from what is kept of a replication. One thread at a time. */
    void (*figures)(void *figures_context, const int64_t *values, double *figures);
    void *figures_context;
    struct precision_state *reached; /* [n_figures] takes how far each came; or NULL */
    bool ranks; /* all ranks (experiment/ranks.h) run the same order, and share it */
    bool fresh; /* compute anew though there is a journal or a results file */
    void (*report)(void *context,
                   const struct progress *progress); /* one thread at a time; or NULL */
    void (*tell)(void *context, const struct progress *progress); /* likewise, after many_ask */
    void *context;
    const atomic_int *stop; /* becomes true when the run shall stop; or NULL */
};

struct many_outcome {
    int32_t wanted;           /* replications asked for, of the part if it is one; with precision
                                     those that it took */
    bool precise;             /* all half-widths wanted are reached; false without precision */
    int32_t finished, failed; /* of these, in the results file */
    int32_t found;            /* of these, in the journal of an earlier run */
    bool already;             /* the results file was there and whole: nothing was computed */
    bool stopped;             /* as asked for, before all were done */
    bool resumable;           /* not done, and the same order goes on where it stopped */
    struct failure first_failure; /* if failed > 0; replication -1: it is not known here */
    struct effort effort;
    double seconds;
    char digest[DIGEST_LENGTH + 1];
};

/* Runs the replications of the order in all scenarios and writes the results in the order of their
 * numbers, so that the file depends neither on threads nor on how often the run was stopped. A failed
 * replication is left out and recorded. What an earlier run with the same order left in the journal is
 * not computed again. False and a message if the results file was not written; then it is as it was.
 * Messages may be there when it was, too: about what was found damaged. */
bool many_run(const struct many_order *order, struct many_outcome *outcome,
              struct messages *messages);

/* Runs one replication of an order and keeps nothing of it: what came of it is what came of it in the
 * whole run. */
enum many_one { MANY_ONE_DONE, MANY_ONE_FAILED, MANY_ONE_IMPOSSIBLE /* after a message */ };
enum many_one many_run_one(const struct many_order *order, int32_t number, struct failure *failure,
                           struct effort *effort, struct messages *messages);

/* Asks a run that is going on to tell how far it is, at once. A signal handler may call it. */
void many_ask(void);

/* Deletes what a run that came to no end has left beside its results file. */
void many_forget(const char *output);

#endif
