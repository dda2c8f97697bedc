/* The parts of a results file that are written once: parameters, scenarios, failures, the run. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_PARTS_H
#define PLASSFLYT_OUTPUT_RESULTS_PARTS_H

#include "output/input_names.h"
#include "output/results_axes.h"

#include <time.h>

/* /parameters: every value of the world with where it comes from; the sources; the world's changes.
 */
void results_write_parameters(struct netcdf *netcdf, struct results_axes *axes,
                              const struct study *study, const struct input_names *names);

/* /scenarios: names and titles, every change, the input files word for word. */
void results_write_scenarios(struct netcdf *netcdf, struct results_axes *axes,
                             const struct study *study, const struct input_names *names);

/* /published: figures that others have published, beside which the model's may be drawn. */
void results_write_published(struct netcdf *netcdf, const struct study *study);

/* /targets: figures that the history is held against, and those that calibration may not see. */
void results_write_targets(struct netcdf *netcdf, const struct study *study);

/* /failures: which replications broke, in which scenario and why. */
void results_write_failures(struct netcdf *netcdf, const char *command, size_t n,
                            const struct failure *failures);

/* /draws: the worlds that replications were run in, and which of them each finished one was. To be
 * written before the replication axis is finished. */
void results_write_draws(struct netcdf *netcdf, struct results_axes *axes,
                         const struct draws *draws, size_t n, const int32_t *replications);

/* /run: where, when and by what it was made, and which run it is. Outside the digest. */
void results_write_run(struct netcdf *netcdf, const struct results_header *header, time_t started);

/* Writes every change (of `changes`, belonging to scenario number `scenario`, -1 the world) as one
 * row a cell into the group GROUP_CHANGES of `parent`. */
struct change_list {
    int32_t scenario;
    const struct change *changes;
    size_t n;
};
void results_write_changes(struct netcdf *netcdf, hid_t parent, const struct change_list *lists,
                           size_t n_lists, const struct input_names *names);

/* A table: columns of equal length over a dimension of their own. */
struct table_column {
    const char *name;
    enum netcdf_type type;
    const void *values; /* int32_t, double or const char *; a text that is NULL is stored as "" */
};
void results_write_table(struct netcdf *netcdf, hid_t group, const char *dimension, size_t rows,
                         const struct table_column *columns, size_t n_columns);

#endif
