/* Joining the parts of a run into the file that an undivided run writes: the same datasets, bit for
 * bit, so the same digest. /run alone is written anew. Parts are read a band of replications at a
 * time, so together they may be larger than memory. */
#ifndef PLASSFLYT_OUTPUT_MERGE_H
#define PLASSFLYT_OUTPUT_MERGE_H

#include "output/results.h"

#include <stdatomic.h>

struct merge_order {
    const char *const *paths; /* [n] results files that hold one part each, in any order */
    size_t n;
    const char *output;
    const char *command;                                       /* command line, for /run */
    void (*report)(void *context, double done, double wanted); /* in replications; or NULL */
    void *context;
    size_t band;            /* bytes of rows to gather at a time; 0: 48 MiB */
    const atomic_int *stop; /* becomes true when merging shall stop; or NULL */
};

struct merge_outcome {
    int32_t wanted, finished, failed; /* replications */
    bool stopped;                     /* as asked for: nothing is written */
    bool broken; /* nothing is written for want of disk, memory or time: the parts are right */
    char digest[DIGEST_LENGTH + 1];
};

/* False and a message if a part is missing, there twice, damaged or of another run, if another run's
 * results are where the output is to go, or if nothing could be written; then the output is as it was. */
bool merge_parts(const struct merge_order *order, struct merge_outcome *outcome,
                 struct messages *messages);

#endif
