/* What the steps of many_run share: many.c orders them, many_threads.c computes, many_file.c writes. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_RUN_H
#define PLASSFLYT_EXPERIMENT_MANY_RUN_H

#include "experiment/draw_worlds.h"
#include "experiment/many_precise.h"
#include "experiment/many_work.h"
#include "output/journal.h"

struct following;

struct run {
    const struct many_order *order;
    struct plan *plan;
    struct layout layout; /* of what a replication gives … */
    struct layout kept;   /* … and of what is kept of it */
    struct identity identity;
    struct journal *journal;
    struct work *work;
    struct precise *precise;         /* if precision is asked for */
    double *figures;                 /* room for those of one replication */
    struct fills *fills;             /* of the study's own world, if there are no draws */
    struct draw_worlds *draw_worlds; /* if there are */
    struct many_outcome *outcome;
    struct messages *messages;
    int threads;
    bool shared;                 /* among ranks */
    bool agreed, served;         /* on rank 0: whether to compute; and that is over */
    struct following *following; /* on the other ranks */
    _Atomic int busy;            /* own threads that compute */
    double started;              /* 0: no replication has */
    _Atomic bool writing;
    _Atomic bool broken; /* the journal cannot be written: stop */
};

/* Adds up what running cost. */
void effort_add(struct effort *sum, const struct effort *one);

/* Numbers that are kept of a replication, beside those of its children. */
size_t run_values(const struct run *run);

/* Numbers of one child's row, which come after those if its replication keeps children. */
size_t run_child_numbers(const struct run *run);

/* Sleeps for so many thousandths of a second. */
void run_rest(long thousandths);

/* Whether the run has been asked to stop. */
bool run_stops(const struct run *run);

/* Adds a message about the run, once it is broken no further. One thread at a time. */
void run_breaks(struct run *run, enum text text, const char *argument);

/* What precision looks at, of what is kept of a replication: into figures [order->n_figures], which stay
 * as they are where no precision is asked for. One thread at a time. */
void run_figures(const struct run *run, const int64_t *values, double *figures);

/* Replication `number` is there with its figures, or has failed (figures NULL). One thread at a time. */
void run_counts(struct run *run, int32_t number, const double *figures, bool found);

/* Replication `number` is there with what is kept of it, or has failed (values NULL). One thread at a
 * time. */
void run_arrives(struct run *run, int32_t number, const int64_t *values, bool found);

/* How far the run is. One thread at a time. */
struct progress run_progress(const struct run *run);

/* Tells how far the run has come. One thread at a time. */
void run_report(const struct run *run);

/* Runs what the work lacks into the journal, on all threads. False with a message, or when asked to stop. */
bool run_threads(struct run *run);

/* Writes the results file from the journal. False with a message. */
bool run_write_file(struct run *run);

#endif
