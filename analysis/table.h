/* Tables of an analysis as data, for whoever prints them: CSV, JSON, spreadsheets, report and page
 * show the same numbers because they are made from the same table.
 *
 * A table belongs to itself: texts are copied. Its title and columns come from answers.def.
 */
#ifndef PLASSFLYT_ANALYSIS_TABLE_H
#define PLASSFLYT_ANALYSIS_TABLE_H

#include "tables/answers.h"

#include <stddef.h>

enum cell_kind {
    CELL_EMPTY, /* not known, or not asked */
    CELL_TEXT,
    CELL_NUMBER, /* may be ±infinite, never NaN */
    CELL_MONTH   /* number: year × 12 + month − 1 */
};

struct cell {
    enum cell_kind kind;
    const char *text;  /* for programs: the same in every language, unless the column is a label */
    const char *words; /* for people; NULL: the text itself */
    double number;
    int decimals; /* that people are shown; −1: as many as there are */
};

struct table {
    enum answer answer;
    const enum field *fields; /* [n_fields] the columns */
    size_t n_fields;
    struct cell *cells; /* [n_cells] row by row */
    size_t n_cells;
    struct arena *arena; /* what it is made of */
};

/* An empty table; fields [n] must stay. To be freed with table_free. The program ends when there is
 * no memory left (input/arena.h). */
struct table *table_make(enum answer answer, const enum field *fields, size_t n);
void table_free(struct table *table);

size_t table_rows(const struct table *table);
const struct cell *table_cell(const struct table *table, size_t row, size_t column);

/* Number of a column; n_fields if the table has it not. */
size_t table_column(const struct table *table, enum field field);

/* The next cell, row by row. NULL and NaN are empty cells. */
void table_text(struct table *table, const char *text);
void table_words(struct table *table, const char *text, const char *words);
void table_number(struct table *table, double number, int decimals);
void table_whole(struct table *table, size_t number);
void table_month(struct table *table, int year, int month);
void table_empty(struct table *table, size_t n);

#endif
