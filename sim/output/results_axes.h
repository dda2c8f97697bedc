/* The axes of a results file: dimension scales in the root group and copies of their coordinates in
 * every group that uses them, so that a group opened alone has labelled axes. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_AXES_H
#define PLASSFLYT_OUTPUT_RESULTS_AXES_H

#include "output/netcdf.h"
#include "output/results.h"

enum results_axis {
    AXIS_SCENARIO,
    AXIS_REPLICATION,
    AXIS_MONTH,
    AXIS_YEAR,
    AXIS_WEEK,
    AXIS_BOUND,
    AXIS_CATEGORY, /* + enum dimension */
    N_RESULTS_AXES = AXIS_CATEGORY + N_DIMENSIONS
};

#define MAX_AXIS_COPIES 8

struct results_axes {
    const struct results_header *header;
    struct netcdf_axis axis[N_RESULTS_AXES];
    char name[N_RESULTS_AXES][48];
    hid_t replications[MAX_AXIS_COPIES]; /* the root's replication numbers and their copies */
    int n_replications;
};

/* Makes all axes in the root group. The replication axis is empty until results_axes_finish. */
void results_axes_make(struct results_axes *axes, struct netcdf *netcdf,
                       const struct results_header *header);

/* Copies the coordinates of the axes marked in used[] into a group. */
void results_axes_copy(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                       const bool used[N_RESULTS_AXES]);

/* Writes the numbers of the finished replications. */
void results_axes_finish(struct results_axes *axes, struct netcdf *netcdf, size_t n,
                         const int32_t *replications);

/* Attribute `coordinates` of a variable over the axes: the names of their labels. */
void results_axes_coordinates(const struct results_axes *axes, struct netcdf *netcdf,
                              hid_t variable, int rank, const enum results_axis *which);

/* flag_values and flag_meanings of a variable whose numbers are those of categories. */
void results_flags(struct netcdf *netcdf, hid_t variable, const struct dimension_row *row);

/* long_name, long_name_nb, long_name_nn */
void results_long_name(struct netcdf *netcdf, hid_t object, const char *const *label);

#endif
