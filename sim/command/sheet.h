/* Tables of text for people (aligned columns), spreadsheets (CSV) and machines (JSON). */
#ifndef PLASSFLYT_COMMAND_SHEET_H
#define PLASSFLYT_COMMAND_SHEET_H

#include "tables/texts.h"

#include <stdbool.h>
#include <stdio.h>

/* SHEET_CSV is the same in every language. SHEET_CSV_LOCAL is for spreadsheets in Norwegian:
 * semicolons, decimal comma, a byte order mark by which Excel sees that it is UTF-8, and headings
 * in the language. */
enum sheet_form { SHEET_TABLE, SHEET_CSV, SHEET_JSON, SHEET_CSV_LOCAL };

/* Where a column stands: some are for people only, some for machines only. */
enum column_place { EVERYWHERE, TABLE_ONLY, FILE_ONLY };

struct column {
    const char *key; /* heading in CSV and JSON: the same in every language */
    enum text label; /* heading in tables */
    bool number;     /* right-aligned; not quoted in JSON */
    enum column_place place;
};

struct sheet;

/* An empty sheet; columns [n] must stay as long as the sheet does. */
struct sheet *sheet_make(const struct column *columns, size_t n);

/* Adds the next cell, row by row; the text is copied. NULL is an empty cell (JSON: null). */
void sheet_add(struct sheet *sheet, const char *text);

/* Adds a number, written so that reading it gives the same one again. */
void sheet_add_number(struct sheet *sheet, double number);

/* Adds a number that may be unknown (NaN: an empty cell). An infinite one is text. */
void sheet_add_estimate(struct sheet *sheet, double number);

void sheet_print(const struct sheet *sheet, enum sheet_form form, enum language language,
                 FILE *out);

void sheet_free(struct sheet *sheet);

/* How one kind of CSV is written: for programs, and for spreadsheets in Norwegian. */
struct csv {
    char separator, decimal;
};
extern const struct csv csv_machine, csv_norwegian;

/* Writes one cell, in quotes where it must be; NULL is empty. Of a number the point becomes the
 * decimal mark. */
void csv_cell(const char *text, const struct csv *csv, bool number, FILE *out);

/* Writes a text as a JSON string, quotes included. */
void json_string(const char *text, FILE *out);

/* Shortest decimal text of a number that reads back as the same number, into out[32]; whole numbers
 * without an exponent. */
void exact_number(double number, char out[32]);

#endif
