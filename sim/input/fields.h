/* Reading single values from a tree: maps with known keys, texts, numbers, dates, lists. */
#ifndef PLASSFLYT_INPUT_FIELDS_H
#define PLASSFLYT_INPUT_FIELDS_H

#include "input/reading.h"

/* A key that a map may have, and its value once read. */
struct field {
    const char *name;
    bool required;
    const struct yaml *value; /* NULL if the map does not have it */
};

/* Finds the fields of a map. Messages, and false, for a node that is no map, unknown keys, keys
 * without a value and required keys that are missing. */
bool fields_read(struct reading *reading, const struct yaml *map, struct field *fields, size_t n);

/* Whether an entry is the second half of a number with a decimal comma: `{a: 0,15}` is read as the
 * keys `a` and `15`. A message if it is. */
bool is_comma_trap(struct reading *reading, const struct yaml *entry);

/* A text, or NULL and a message; NULL for a node that is NULL. */
const char *read_text(struct reading *reading, const struct yaml *node);

/* A finite number; false and a message if it is none. */
bool read_number(struct reading *reading, const struct yaml *node, double *number);

/* A whole number from low to high; false and a message if it is none. */
bool read_whole_number(struct reading *reading, const struct yaml *node, int low, int high,
                       int *number);

/* A day that exists, written YYYY-MM-DD, as days since 1970-01-01; false and a message if not. */
bool read_date(struct reading *reading, const struct yaml *node, int64_t *days);

/* The same, and the day must be the first of a month. */
bool read_month_start(struct reading *reading, const struct yaml *node, int64_t *days);

/* yes/no (also true/false, on/off, ja/nei, 1/0) as 1 or 0; false and a message if it is neither. */
bool read_switch(struct reading *reading, const struct yaml *node, double *number);

/* The entries of a list, or the node itself where one thing may stand without a list. NULL node:
 * none. */
const struct yaml *list_first(const struct yaml *node);
const struct yaml *list_next(const struct yaml *list, const struct yaml *entry);

/* A title or description: a text for all languages, or a map {en, nb, nn}. Languages not given stay
 * as they are in out. */
void read_translated(struct reading *reading, const struct yaml *node,
                     const char *out[N_LANGUAGES]);

/* Codes of the languages, as in files: "en", "nb", "nn". */
extern const char *const language_code[N_LANGUAGES];

#endif
