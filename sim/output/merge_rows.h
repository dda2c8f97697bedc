/* In what order the rows of the parts stand in the whole: by number of the replication. */
#ifndef PLASSFLYT_OUTPUT_MERGE_ROWS_H
#define PLASSFLYT_OUTPUT_MERGE_ROWS_H

#include "output/merge_inputs.h"

/* Rows that follow each other both in a part and in the whole. */
struct stretch {
    int32_t number;   /* of the replication they begin with */
    size_t part;      /* which of the inputs */
    hsize_t first, n; /* rows of the part */
};

struct merge_rows {
    struct stretch *stretch; /* [n_stretches] in the order of the whole */
    size_t n_stretches, room;
    hsize_t total;
    size_t fullest; /* the input with most rows: how large pieces are is its */
};

/* Reads the numbers of a row axis from all parts. False and a message if they cannot be read, or if
 * two parts hold the same replication. To be freed either way. */
bool merge_rows_read(struct merge_rows *rows, struct merge_inputs *inputs, const char *numbers);
void merge_rows_free(struct merge_rows *rows);

#endif
