/* What the sections of a report share: Markdown, tables, cells. */
#ifndef PLASSFLYT_ANALYSIS_REPORT_PARTS_H
#define PLASSFLYT_ANALYSIS_REPORT_PARTS_H

#include "analysis/number.h"
#include "analysis/report.h"

#include <stdio.h>

enum { REPORT_MOST_COLUMNS = 16 };

/* A report being written. */
struct report {
    const struct report_order *order;
    FILE *out;
    enum language language;
    const struct results *results;       /* of the first world */
    const struct comparison *comparison; /* the same */
    int tables, figures;                 /* numbered so far */
    size_t columns;                      /* of the table being written */
    size_t column;                       /* its cells so far */
    size_t texts;                        /* its columns from the left that hold text */
    const int *widths;
    char **cell; /* [room] of the table so far, as Markdown, row by row from the headings */
    size_t room;
    FILE *page; /* what is written to, while `out` takes a cell's text */
    char *cell_text;
    size_t cell_length;
    bool short_of_memory;
};

/* ---- words ---- */

/* A text as Markdown that shows it as it is. */
void report_plain(struct report *report, const char *text);

/* The same of a text that quotes code between backticks. */
void report_prose(struct report *report, const char *text);

/* A text of report_texts.def with its plain arguments; nothing around it. */
void report_say(struct report *report, enum text text, const char *const *arguments,
                int n_arguments);

/* The same as a paragraph. */
void report_paragraph(struct report *report, enum text text, const char *const *arguments,
                      int n_arguments);

/* A heading of level 2 or 3; id may be NULL. */
void report_heading(struct report *report, int level, const char *id, enum text text);

/* A text in the language, whatever stands in it taken as it is. */
const char *report_word(const struct report *report, enum text text);

/* Title of a scenario of the first world. */
const char *report_scenario(const struct report *report, size_t scenario);

/* Title of a world: of the file, without the program's name. */
const char *report_world_title(const struct results *results, enum language language);

/* "95 %", "99,95 %" */
char *report_confidence(const struct report *report, double confidence, char out[NUMBER_SIZE]);

/* "2032–2036" of the comparison. */
const char *report_period(const struct report *report, char out[PERIOD_LABEL_SIZE]);

/* "1 January 2027": from when scenarios may differ. */
const char *report_policy_date(const struct report *report, char out[64]);

/* ---- tables ---- */

/* Begins a table of n columns with widths relative to each other, the first `texts` of them text and
 * the others numbers; the cells that come first are the headings. */
void report_table(struct report *report, size_t n, const int *widths, size_t texts);
void report_cell(struct report *report, const char *text);
void report_cell_text(struct report *report, enum text text);
/* A name as it stands in files. */
void report_cell_code(struct report *report, const char *name);
/* A text in English whatever the language of the report. */
void report_cell_english(struct report *report, const char *text);
/* A word of a language: "en", "nb" or "nn". */
void report_cell_in(struct report *report, const char *code, const char *text);
/* Ends it with its caption, which gets the next number. */
void report_table_end(struct report *report, const char *caption);
/* The same of a table that only a page has: without a number. */
void report_table_end_aside(struct report *report, const char *caption);

/* What hides on a page until asked for, and is left out of print: begins with its heading. */
void report_fold(struct report *report, const char *summary);
void report_fold_end(struct report *report);

/* A figure of the order with caption, alternative text and, on a page, its numbers; nothing if it was
 * not drawn. */
void report_figure(struct report *report, enum figure figure);

/* ---- numbers in cells ---- */

/* A cell of a number and what stands below it in brackets. */
void report_cell_number(struct report *report, const char *number, const char *rest);

/* "117 (110–124)" */
void report_cell_level(struct report *report, const struct estimate *level);

/* "+5 (1–9)", "−1 (−3 til 2) ≈ 0" */
void report_cell_change(struct report *report, const struct paired *change);

/* "95 %-intervall 1–9" of a sentence; mirrored: of a change told without its sign. */
char *report_interval(const struct report *report, struct interval interval, int decimals,
                      double confidence, bool mirrored, char out[2 * NUMBER_SIZE]);

/* Whether so many replications (or draws) are too few for any sentence on differences; their words
 * into out. */
bool report_is_silent(const struct report *report, char out[REPLICATIONS_SIZE]);

/* The note that explains the marks of changes. */
void report_marks(struct report *report);

/* One row a scenario of some numbers (comparison rows), level in the first and change in others. */
void report_scenario_table(struct report *report, const enum text *heading,
                           const enum indicator *indicator, size_t n, const char *caption);

/* Rows of a block: level in the first scenario and change in the others, split where there are many
 * scenarios. */
void report_block_tables(struct report *report, enum indicator_block block);

/* Where the changes from `at` to before `end`, which differ in their cell alone, apply: "specialised home
 * of the state (north, south); reinforced home". */
void report_where(const struct report *report, const struct results_parameter *parameter, size_t at,
                  size_t end, char *words, size_t size);

/* ---- sections ---- */

void report_answer(struct report *report);
void report_statements(struct report *report, size_t scenario, bool brief);
void report_problem(struct report *report);
void report_measures(struct report *report);
void report_effects(struct report *report);
void report_affected(struct report *report);
void report_children(struct report *report);
void report_money(struct report *report);
void report_worlds(struct report *report);
void report_worlds_sum(struct report *report);

/* With two worlds: which one numbers are of; and, before sentences on changes, that brackets tell where
 * the other says otherwise of the direction. */
void report_of_world(struct report *report, bool changes);

/* What the other world says of a change, if it says otherwise of the direction. */
void report_other_world(struct report *report, size_t scenario, enum indicator indicator);

/* Says that the file does not keep what a part is of, if it keeps neither the block nor the figure. */
void report_not_kept(struct report *report, enum indicator_block block, enum figure figure);

void report_uncertainty(struct report *report);
void report_doubts(struct report *report);
void report_explorer(struct report *report);
void report_targets(struct report *report);
void report_appendix_numbers(struct report *report);
void report_register(struct report *report);
void report_again(struct report *report);
void report_terms(struct report *report);

/* The row of an indicator; NULL if the file does not keep it. */
const struct comparison_row *report_row(const struct report *report, enum indicator indicator);

/* Parameters in the order in which a reader should doubt them: assumed, fitted, derived, given,
 * found; among equals those with the widest range first. Numbers of results->parameters, to be
 * freed; NULL if there is no memory. */
size_t *report_rank(const struct results *results);

/* How wide a parameter's range is for its value; −1 where it has none. */
double report_width(const struct results_parameter *parameter);

/* Label of a unit in the language; "" of a plain number. */
const char *report_unit(const struct report *report, const char *unit);

/* Label, value (or lowest to highest), range, status and source as cells. */
void report_parameter_cells(struct report *report, const struct results_parameter *parameter);

#endif
