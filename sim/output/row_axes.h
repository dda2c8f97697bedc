/* Which datasets of a results file have rows that belong to replications.
 *
 * The replication axis is a row axis. Any other dimension is one too if a dataset NUMBERS_NAME over
 * it alone says which replication each row is of, in ascending order, as in /failures. All else
 * outside /run is the same in every part of a run.
 */
#ifndef PLASSFLYT_OUTPUT_ROW_AXES_H
#define PLASSFLYT_OUTPUT_ROW_AXES_H

#include "output/dataset_paths.h"

#define NUMBERS_NAME  "replication_number"
#define MOST_ROW_AXES 16

struct row_axis {
    char numbers[96]; /* path of the dataset with the number of the replication of each row */
    haddr_t scale;    /* address of the dimension's scale */
};

struct row_axes {
    size_t n;
    struct row_axis axis[MOST_ROW_AXES];
};

/* Finds the row axes among the datasets of a file. */
void row_axes_find(hid_t file, const struct dataset_paths *paths, struct row_axes *axes);

/* The row axis that a dataset has, and into *rank which of its axes that is; -1 if it has none. */
int row_axes_of(const struct row_axes *axes, hid_t dataset, int *rank);

/* Address of the dimension scale of a dataset's axis; HADDR_UNDEF if it has none. */
haddr_t scale_address(hid_t dataset, int axis);

/* Address of an object in its file. */
haddr_t object_address(hid_t object);

#endif
