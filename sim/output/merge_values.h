/* The values of the whole, taken from the parts row by row. */
#ifndef PLASSFLYT_OUTPUT_MERGE_VALUES_H
#define PLASSFLYT_OUTPUT_MERGE_VALUES_H

#include "output/merge_frame.h"

/* Fills every dataset of the frame. False if merging was stopped or a part could not be read (with
 * a message), or with frame->netcdf->failed. */
bool merge_values(struct merge_frame *frame, struct merge_inputs *inputs);

#endif
