/* What a run will cost, foreseen without running anything: time, memory and disk. */
#ifndef PLASSFLYT_EXPERIMENT_RUN_COST_H
#define PLASSFLYT_EXPERIMENT_RUN_COST_H

#include "input/draws.h"
#include "input/scenario.h"
#include "observe/detail.h"

/* Of which run. */
struct run_cost_order {
    const struct study *study;
    const struct draws *draws;   /* NULL: only the study's own world */
    const struct detail *detail; /* what is stored */
    int32_t replications;
    int32_t children; /* so many of them keep what becomes of each child */
    int threads;
};

struct run_cost {
    double events;        /* of all replications, fills included */
    double core_seconds;  /* on one core like that of tests/bench/README.md, results written */
    double seconds;       /* with the threads of the order, each on a core of its own */
    double thread_memory; /* bytes that each thread adds … */
    double shared_memory; /* … to these */
    double journal,
        file; /* bytes on disk; the journal is deleted when the file is in place, and the
                            * temporary file is the file before it gets its name */
};

/* Foresees; never fails. Reckoned from what the national world was measured to take (run_cost.c has
 * the figures): a world with other proportions may take half as much or twice. */
void run_cost_foresee(const struct run_cost_order *order, struct run_cost *cost);

#endif
