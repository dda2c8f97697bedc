/* What the files of the workbook share. */
#ifndef PLASSFLYT_ANALYSIS_WORKBOOK_PARTS_H
#define PLASSFLYT_ANALYSIS_WORKBOOK_PARTS_H

#include "analysis/workbook.h"

#include <xlsxwriter.h>

enum { BOOK_DECIMALS = 4 }; /* number formats with 0 … 3 decimals */

/* A workbook being written. */
struct book {
    const struct workbook_order *order;
    lxw_workbook *workbook;
    lxw_format *heading, *title, *wrapped, *month, *number[BOOK_DECIMALS],
        *change[BOOK_DECIMALS];     /* change: with its sign */
    struct table *table[N_ANSWERS]; /* NULL: not in this workbook */
    lxw_worksheet *notes, *charts, *sheet[N_ANSWERS];
};

/* Writes a text of any length into a cell, cut where Excel takes no more. */
void book_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
               lxw_format *format);

/* A text of texts.def. */
const char *book_say(const struct book *book, enum text text);

/* Fills the sheet that is read first, and the one with charts. */
void book_write_notes(const struct book *book);
void book_write_charts(const struct book *book);

#endif
