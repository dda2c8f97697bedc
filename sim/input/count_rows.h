/* Rows of a queue/1 file: which keys they have and what the keys may be. */
#ifndef PLASSFLYT_INPUT_COUNT_ROWS_H
#define PLASSFLYT_INPUT_COUNT_ROWS_H

#include "input/count.h"
#include "input/fields.h"

enum count_section { SECTION_CHILDREN, SECTION_WAITING, SECTION_HOMES, SECTION_TOTALS, N_SECTIONS };
extern const char *const section_name[N_SECTIONS];

enum row_key {
    ROW_OF, /* totals only: the section */
    ROW_PLACE,
    ROW_LIVES,
    ROW_KIND,
    ROW_OWNER,
    ROW_STATE,
    ROW_AREA,
    ROW_PLACED_IN,
    ROW_AGE,
    ROW_THERE,
    ROW_NEED,
    ROW_PATH,
    ROW_MOVED,
    ROW_FOR,
    ROW_STAGE,
    ROW_SIBLINGS,
    ROW_WAITED,
    ROW_PAST_WISH,
    ROW_PLACES,
    ROW_COUNT,
    N_ROW_KEYS
};

/* What a row waits for: a foster home, or an institution of a kind. */
enum { FOR_FOSTER_HOME, FOR_CARE, FOR_TREATMENT, N_FOR };

struct band {
    const char *name;
    struct span span;
};

enum bands_of { BANDS_AGE, BANDS_THERE, BANDS_WAITED, N_BANDS_OF };

struct bands {
    struct band *band; /* [n] */
    size_t n;
};

struct row {
    const struct yaml *node;
    const struct yaml *at[N_ROW_KEYS]; /* the value; NULL if the row does not have the key */
    int value[N_ROW_KEYS];             /* category, band, word, switch or number; NOT_TOLD */
};

/* Everything in a file. */
struct count_rows {
    const struct yaml *date, *areas, *source, *title;
    struct bands bands[N_BANDS_OF];
    struct row *row[N_SECTIONS];
    size_t n[N_SECTIONS];
};

/* Reads a file; false after messages. */
bool count_rows_read(struct reading *reading, const struct document *document,
                     struct count_rows *rows);

/* A key of the rows, for describing the format; texts live in the arena. */
struct count_key {
    const char *name, *sections, *required; /* sections: "children, waiting" */
    const char *values;                     /* a dimension, bands, words or a number */
    enum text description;
};
struct count_key count_key_of(struct arena *arena, enum row_key key);

/* Span of the band that a row tells under a key (ROW_AGE, ROW_THERE, ROW_WAITED). */
struct span row_span(const struct count_rows *rows, const struct row *row, enum row_key key);

#endif
