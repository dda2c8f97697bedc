/* /children of a results file: what becomes of each child under every scenario, row by row. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_CHILDREN_H
#define PLASSFLYT_OUTPUT_RESULTS_CHILDREN_H

#include "output/results_axes.h"

struct results_children;

/* Makes the group without rows. NULL, and netcdf->failed, if that goes wrong. */
struct results_children *results_children_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header);

/* Adds the children of one replication: rows [n][child_row_width(scenarios)]. */
void results_children_add(struct results_children *children, int32_t replication,
                          const int64_t *rows, size_t n);

void results_children_free(struct results_children *children);

#endif
