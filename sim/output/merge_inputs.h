/* The parts that are merged: opened, checked and in order. */
#ifndef PLASSFLYT_OUTPUT_MERGE_INPUTS_H
#define PLASSFLYT_OUTPUT_MERGE_INPUTS_H

#include "output/merge.h"
#include "output/part_marks.h"
#include "output/row_axes.h"

struct merge_input {
    const char *path;
    struct part_marks marks;
    char digest[DIGEST_LENGTH + 1];
    double bytes;  /* of the file */
    hid_t file;    /* -1 when closed */
    uint64_t used; /* when last */
};

struct merge_inputs {
    const struct merge_order *order;
    struct merge_input *input; /* [n], by number of the part */
    size_t n, open;
    uint64_t uses;
    double done, work; /* bytes, for the report */
    struct messages *messages;
};

/* Looks whether together they are all parts of one run, and then, which takes longer, whether each is
 * as it was written. False and a message if not. To be closed either way. */
bool merge_inputs_open(struct merge_inputs *inputs, const struct merge_order *order,
                       struct messages *messages);
void merge_inputs_close(struct merge_inputs *inputs);

/* Part i, open. Stays so until some dozens of others have been asked for; -1 and a message if it
 * cannot be opened. */
hid_t merge_inputs_file(struct merge_inputs *inputs, size_t i);

/* The lines (identity.h) of the run that all parts are of, without which part each is; to be freed. NULL
 * if the parts have none, or it cannot be read. */
char *merge_inputs_identity(const struct merge_inputs *inputs);

/* Says that so many bytes of work have been done. */
void merge_inputs_report(struct merge_inputs *inputs, double bytes);

bool merge_inputs_stopped(const struct merge_inputs *inputs);

#endif
