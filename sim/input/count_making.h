/* Putting a count together, row by row. */
#ifndef PLASSFLYT_INPUT_COUNT_MAKING_H
#define PLASSFLYT_INPUT_COUNT_MAKING_H

#include "input/count_rows.h"
#include "tables/parameters.h"

struct making {
    struct reading *reading;
    struct count *count;
    const struct count_rows *rows;
    const struct parameters *world;
};

/* A message about a key of a row (or the row); false. */
bool count_refuses(const struct making *making, const struct row *row, enum row_key key,
                   enum text text, const char *const *arguments, int n);

/* Whether the area under a key is one of those counted; a message if not. */
bool count_area_counts(const struct making *making, const struct row *row, enum row_key key);

/* Name of a category. */
const char *count_category(enum dimension dimension, int category);

/* Adds what row number `number` of its section tells; false after messages. */
bool count_children_add(const struct making *making, int number);
bool count_waiting_add(const struct making *making, int number);

#endif
