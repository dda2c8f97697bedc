/* The digest of a results file: XXH3-128 over its datasets, whatever the order, the compression and
 * the machine in which they were written.
 *
 * For every dataset outside /run, in byte order of their paths: path, NUL, type ("int32", "float64"
 * or "text"), NUL, number of axes and their lengths (uint64 each), then the values in C order:
 * integers and doubles as they are in IEEE form, a text as its length in bytes (uint64) and its
 * bytes. All numbers little-endian. Attributes are not covered.
 */
#ifndef PLASSFLYT_OUTPUT_DIGEST_H
#define PLASSFLYT_OUTPUT_DIGEST_H

#include "output/results.h"

#include <hdf5.h>

/* Digest of an open file; path is for messages. False and a message if a dataset cannot be read or
 * is of another type. */
bool digest_of_file(hid_t file, const char *path, char digest[DIGEST_LENGTH + 1],
                    struct messages *messages);

/* Digest of what all parts of a run of `whole` replications share: the datasets, but of those with
 * rows of replications (row_axes.h) only what a row looks like; seed, replications and program
 * version. As digest_of_file otherwise. */
bool digest_of_run(hid_t file, const char *path, int32_t whole, char digest[DIGEST_LENGTH + 1],
                   struct messages *messages);

#endif
