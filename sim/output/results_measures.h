/* The measures of a results file: one dataset each (a level has two), filled 32 replications of one
 * scenario at a time. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_MEASURES_H
#define PLASSFLYT_OUTPUT_RESULTS_MEASURES_H

#include "output/results_axes.h"

/* Replications stored as one piece. */
#define BLOCK_REPLICATIONS 32

struct results_measures;

/* Makes the groups and the datasets. NULL, and netcdf->failed, if that cannot be done. */
struct results_measures *results_measures_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header);
void results_measures_free(struct results_measures *measures);

/* Name of a measure with a value of one replication and scenario, values [layout->total], that
 * cannot be stored exactly; NULL if all can. */
const char *results_measures_too_large(const struct results_measures *measures,
                                       const int64_t *values);

/* Writes n replications of a scenario, values[i] [layout->total], as the piece that begins with row
 * number `first` of the file. n is what a piece holds, or less at the end. */
void results_measures_write(struct results_measures *measures, size_t scenario, size_t first,
                            size_t n, const int64_t *const *values);

/* Replications that a piece holds: BLOCK_REPLICATIONS, or all if they are fewer. */
size_t results_measures_piece(const struct results_measures *measures);

#endif
