/* What a part of a run says of itself, in root attributes of its results file. */
#ifndef PLASSFLYT_OUTPUT_PART_MARKS_H
#define PLASSFLYT_OUTPUT_PART_MARKS_H

#include "output/netcdf.h"
#include "output/results.h"

struct part_marks {
    int32_t part, parts;         /* number `part` of `parts`, from 1 */
    int32_t whole;               /* replications asked for in the whole run */
    char run[DIGEST_LENGTH + 1]; /* digest of what all parts of the run share */
};

void part_marks_write(struct netcdf *netcdf, const struct part_marks *marks);

/* False if the file is no part. */
bool part_marks_read(hid_t file, struct part_marks *marks);

#endif
