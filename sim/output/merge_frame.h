/* The frame of the whole: groups, datasets, attributes and axes as in the first part, without
 * values, with room for the rows of all parts. */
#ifndef PLASSFLYT_OUTPUT_MERGE_FRAME_H
#define PLASSFLYT_OUTPUT_MERGE_FRAME_H

#include "output/merge_rows.h"
#include "output/netcdf.h"

struct frame_dataset {
    char *path;
    haddr_t address; /* in the first part */
    int rows;        /* number of the row axis; -1: the same in all parts */
    int along;       /* which of its axes that is */
    bool scale;      /* of an axis */
    bool bare;       /* the scale of a dimension without coordinates: no values */
};

struct merge_frame {
    struct netcdf *netcdf; /* of the whole */
    struct merge_inputs *inputs;
    hid_t first;   /* the first part */
    int32_t asked; /* replications of the whole */
    struct row_axes axes;
    struct merge_rows rows[MOST_ROW_AXES];
    struct frame_dataset *dataset; /* [n] */
    size_t n, room;
};

/* Builds the frame; netcdf->failed if that cannot be done. `first` must be the file of the first
 * part, and rows [axes.n] read. */
void merge_frame_build(struct merge_frame *frame);
void merge_frame_free(struct merge_frame *frame);

#endif
