/* The datasets of a results file. */
#ifndef PLASSFLYT_OUTPUT_DATASET_PATHS_H
#define PLASSFLYT_OUTPUT_DATASET_PATHS_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

struct dataset_paths {
    char **path; /* [n] "monthly/queue", in byte order */
    size_t n, room;
};

/* Finds all datasets but those of /run, which two equal runs do not share. False if HDF5 or memory
 * fails. To be freed either way. */
bool dataset_paths_find(hid_t file, struct dataset_paths *paths);
void dataset_paths_free(struct dataset_paths *paths);

#endif
