/* Numbers of a dataset that is stored in packed pieces, read past HDF5's filters, which take twice the
 * time (packing.h). */
#ifndef PLASSFLYT_OUTPUT_PIECES_H
#define PLASSFLYT_OUTPUT_PIECES_H

#include "output/packing.h"

#include <hdf5.h>

enum { PIECES_MOST_AXES = 8 };

/* How a dataset is stored, if it is in pieces of some rows of axis 1 of one row of axis 0. */
struct pieces {
    hsize_t rows; /* 0: it is stored otherwise */
    bool packed;  /* as packing.h packs: shuffled and deflated, nothing else */
};

/* Of a dataset of `rank` axes, 2 to PIECES_MOST_AXES, that are size[] long. */
struct pieces pieces_of(hid_t dataset, int rank, const hsize_t *size);

/* Fetches the packed bytes of the piece that begins at first[rank], to be unpacked; *length is how many.
 * Below 0 if HDF5 fails, and 0 if there is no such piece, or no room. */
int piece_fetch(hid_t dataset, const hsize_t *first, struct packing *packing, size_t *length);

#endif
