/* Printing the tables of an analysis as CSV and JSON. */
#ifndef PLASSFLYT_COMMAND_TABLE_PRINT_H
#define PLASSFLYT_COMMAND_TABLE_PRINT_H

#include "analysis/table.h"
#include "command/sheet.h"

/* form: SHEET_CSV, SHEET_CSV_LOCAL or SHEET_JSON (an array of objects). */
void table_print(const struct table *table, enum sheet_form form, enum language language,
                 FILE *out);

/* The line of headings alone, of the first n columns, with no newline. */
void table_print_headings(const struct table *table, size_t n, enum sheet_form form,
                          enum language language, FILE *out);

#endif
