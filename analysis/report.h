/* A report of one or two results files as Markdown for Pandoc: the question, the answer and what it
 * rests on, in the order of the six questions of Utredningsinstruksen. What it may say of a change is
 * decided by finding.h. */
#ifndef PLASSFLYT_ANALYSIS_REPORT_H
#define PLASSFLYT_ANALYSIS_REPORT_H

#include "analysis/child_comparison.h"
#include "analysis/comparison.h"
#include "analysis/figure.h"
#include "analysis/report_years.h"
#include "analysis/target.h"
#include "analysis/warning.h"

enum { REPORT_MOST_WORLDS = 2 };

/* A results file and what was worked out from it. */
struct report_world {
    const struct results *results;
    const struct comparison *comparison;
    const struct warnings *warnings;
    const struct target_answer *targets; /* [results->n_targets] */
    const struct report_years *years;
};

/* A figure that has been drawn. */
struct report_figure {
    enum figure figure;
    char file[128]; /* as the report names it, without its ending: "figurer/ko" */
    const struct drawing *drawing;
};

struct report_order {
    enum language language;
    struct report_world world[REPORT_MOST_WORLDS];
    size_t n_worlds;
    const struct child_comparison *children; /* of the first world; NULL where it keeps none */
    const struct report_figure *figures;     /* [n_figures] of the first world */
    size_t n_figures;
    const char *program; /* that makes the report: "Plassflyt 0.1.0" */
};

/* Writes the report to `out`; false and a message if there is no memory for it. */
bool report_compose(const struct report_order *order, FILE *out, struct messages *messages);

/* Where the report comes from, as provenance.h has it; to be freed, NULL if there is no memory. */
char *report_provenance(const struct report_order *order);

/* Writes the element of the page's head that carries it. */
void report_page_provenance(const char *provenance, FILE *out);

/* Writes what the page that explores the numbers is made from, as a JSON object: world by world the
 * numbers by indicator, area, scenario and year (each [mean, half of its interval, mean change, half
 * of its interval, enum finding]), and words in the language. */
void report_page_data(const struct report_order *order, FILE *out);

#endif
