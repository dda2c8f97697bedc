/* /run of a merged file: how it came about, and how its parts did. */
#ifndef PLASSFLYT_OUTPUT_MERGE_RUN_H
#define PLASSFLYT_OUTPUT_MERGE_RUN_H

#include "output/merge_inputs.h"

#include <time.h>

/* False and a message if a part cannot be opened; else netcdf->failed says whether it was written.
 */
bool merge_run_write(struct netcdf *netcdf, struct merge_inputs *inputs, time_t started);

#endif
