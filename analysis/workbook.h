/* A comparison as a workbook for Excel and LibreOffice: notes, charts, and every table on a sheet of
 * its own with one row of headings, filters and number formats. By libxlsxwriter; built without it
 * (make REPORT=0) there is none. */
#ifndef PLASSFLYT_ANALYSIS_WORKBOOK_H
#define PLASSFLYT_ANALYSIS_WORKBOOK_H

#include "analysis/table_comparison.h"
#include "analysis/warning.h"

#include <stdbool.h>

struct workbook_order {
    const struct worlds *worlds;
    const struct ranked_world *ranking; /* [n_rankings] */
    size_t n_rankings;
    const struct warnings *warnings; /* [worlds->n] */
    enum language language;
};

/* Writes the file, which is not whole before this is done: put it in place afterwards. The same
 * order gives the same bytes, created when the results were. False and a message otherwise. */
bool workbook_write(const char *path, const struct workbook_order *order,
                    struct messages *messages);

/* Whether a file is a workbook as Plassflyt wrote it: nobody has saved it since. */
bool workbook_is_own(const char *path);

/* The line of provenance.h that a workbook or a Word document carries, to be freed; NULL if there is
 * none. */
char *workbook_provenance(const char *path);

#endif
