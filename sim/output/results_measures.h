/* The measures of a results file: one dataset each (a level has two), filled 32 replications at a
 * time. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_MEASURES_H
#define PLASSFLYT_OUTPUT_RESULTS_MEASURES_H

#include "output/results_axes.h"

/* Replications kept in memory and stored as one piece. */
#define BLOCK_REPLICATIONS 32

struct results_measures;

/* Makes the groups and the datasets. NULL, and netcdf->failed, if that cannot be done. */
struct results_measures *results_measures_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header);
void results_measures_free(struct results_measures *measures);

/* Takes a replication's values [scenarios][layout->total]. Returns the name of a measure with a
 * value that cannot be stored exactly, else NULL. Writes to the file when the block is full. */
const char *results_measures_add(struct results_measures *measures, const int64_t *values);

/* Writes the last, unfilled block. */
void results_measures_finish(struct results_measures *measures);

#endif
