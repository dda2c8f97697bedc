/* What the files of `plassflyt report` share: the folder that a report is made in. */
#ifndef PLASSFLYT_COMMAND_REPORT_PARTS_H
#define PLASSFLYT_COMMAND_REPORT_PARTS_H

#include "analysis/report.h"
#include "command/command.h"

enum report_format { REPORT_HTML, REPORT_DOCX, REPORT_PDF, REPORT_XLSX, N_REPORT_FORMATS };
extern const char *const report_format_name[N_REPORT_FORMATS]; /* also the file's ending */

/* What the report is called in its folder, before the ending. */
#define REPORT_NAME    "rapport"
#define REPORT_FIGURES "figurer"

enum { REPORT_PATH = 4096 };

/* A report being made in a folder of its own beside the one it is for. */
struct report_making {
    const struct invocation *invocation;
    const char *folder;            /* it is for */
    char work[REPORT_PATH];        /* it is made in; "" if there is none yet */
    bool format[N_REPORT_FORMATS]; /* asked for; false too once it could not be made */
    struct report_order order;
    struct report_figure figures[N_FIGURES];
    struct drawing drawings[N_FIGURES];
    bool drawn[N_FIGURES]; /* of drawings: the others are empty */
    bool all_made;
};

/* ---- files (report_files.c) ---- */

/* Makes the folder to work in, after a look whether the report may stand where it is for: what
 * Plassflyt has not made, or somebody has edited since, is never replaced. False after a message. */
bool report_files_begin(struct report_making *making);

/* Puts all files in their places. False after a message. */
bool report_files_end(struct report_making *making);

/* Throws away what is left of the folder that was worked in. */
void report_files_drop(struct report_making *making);

/* "WORK/name" into out. */
const char *report_file(const struct report_making *making, const char *name,
                        char out[REPORT_PATH]);

/* Writes a file of the folder that is worked in; false after a message. */
bool report_file_write(const struct report_making *making, const char *name, const void *bytes,
                       size_t n);

/* ---- figures (report_figures.c) ---- */

/* Draws the figures that the first file can give; those that cannot be drawn are told and left out.
 */
void report_draw(struct report_making *making);
void report_figures_free(struct report_making *making);

/* ---- documents (report_documents.c) ---- */

/* Makes the formats asked for out of the Markdown by pandoc and weasyprint. A program that is
 * missing or fails is told, and its format left out. */
void report_documents(struct report_making *making);

/* ---- workbook (report_workbook.c) ---- */

/* Writes the workbook of the same files; left out, after a message, where it cannot be. */
void report_workbook(struct report_making *making);

#endif
