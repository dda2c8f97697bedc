/* What the figures share: page, legend, scenarios' colours, series over time, published figures. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_PARTS_H
#define PLASSFLYT_ANALYSIS_FIGURE_PARTS_H

#include "analysis/canvas.h"
#include "analysis/figure.h"
#include "analysis/indicator.h"
#include "analysis/statistics.h"

#define MARGIN           0.35 /* around everything */
#define PAGE_WIDTH       16.0 /* between the margins of a Word document on A4 */
#define SIZE_TITLE       11.0
#define SIZE_WORDS       8.0
#define SIZE_LEGEND      7.5
#define SIZE_TIC         7.0
#define SIZE_SOURCE      6.0
#define COLOUR_HISTORY   0xf2f2f2u
#define COLOUR_PUBLISHED 0xd55e00u /* Okabe and Ito's vermillion: no scenario has it */

/* A page being drawn. */
struct page {
    const struct figure_order *order;
    struct indicator_source *source;
    struct canvas canvas;
    struct drawing *drawing;
    double top, bottom; /* what is left for panels and legend */
    double pen_x;       /* where the legend goes on; 0: no line begun */
};

/* What a page says besides its panels. */
struct page_words {
    const char *title, *words;
    const char *published; /* sources of published figures drawn (published_sources), "" for none */
    void (*legend)(struct page *page, const void *context);
    const void *context;
};

/* Begins a page that is as high as its words and `body` for the panels, which `top` and `bottom`
 * then bound. */
void page_begin(struct page *page, double body, const struct page_words *words);
void page_end(struct page *page);

const char *page_text(const struct page *page, enum text text);

/* ---- legend ---- */

/* Entries from left to right in as many lines as needed, below `top`, which moves down. */
void legend_line(struct page *page, const struct pen *pen, const char *label);
void legend_box(struct page *page, unsigned colour, const char *label);
void legend_mark(struct page *page, int type, unsigned colour, const char *label);
void legend_words(struct page *page, const char *words);
void legend_end(struct page *page);

/* ---- scenarios ---- */

/* Line of a scenario: colours of Okabe and Ito, told apart in grey by their dashes. */
struct pen scenario_pen(size_t scenario);
/* Fill of its bars, where no published figures are drawn. */
unsigned scenario_fill(size_t scenario);
const char *scenario_title(const struct page *page, size_t scenario);

/* ---- series over time ---- */

/* Bands of an indicator's months: out [scenarios][months]. */
bool series_bands(struct page *page, enum indicator indicator, struct bands *out);

/* Month as a calendar year and a part of it: its middle. */
double month_time(const struct results *results, size_t month);

/* Range of a panel over all months, and its years as tics, at most `most` of them labelled. */
void panel_years(struct page *page, struct panel *panel, int most);

/* Shade of history and line at the policy date. */
void panel_history(struct page *page);

/* Tics from 0 to `high`, grid across; sets the panel's range. */
void panel_amounts(struct page *page, struct panel *panel, double high, int most);

/* ---- published figures ---- */

/* How a published figure may be read. */
enum mark { MARK_DEFINED, MARK_OTHER_AREAS, MARK_UNKNOWN_AREAS, MARK_ALL_AREAS, N_MARKS };

/* Whether a figure belongs to a series (names "a|b") and to the months simulated. */
bool published_is_shown(const struct results *results, const struct results_published *published,
                        const char *series);

enum mark published_mark(const struct results_published *published);
int mark_type(enum mark mark); /* gnuplot's point type */

/* The day or the middle of the period as a calendar year and a part of it. */
double published_time(const struct results_published *published);

/* Highest shown, 0 if none is. */
double published_highest(const struct results *results, const char *series);

/* Who published the figures of some series (NULL ends): "Bufdir (F-S3, F-S4); …". */
#define PUBLISHED_SOURCES_SIZE 2048
void published_sources(const struct results *results, const char *const *series,
                       enum language language, char out[PUBLISHED_SOURCES_SIZE]);

/* Data blocks of the marks (−1 where none), to be made before the plot; then their elements. */
struct published_data {
    int points[N_MARKS], spans;
};
struct published_data published_data(struct page *page, const char *series);
void published_plot(struct page *page, const struct published_data *data);

/* ---- the figures ---- */

bool figure_queue(struct page *page);
bool figure_waits(struct page *page);
bool figure_places(struct page *page);
bool figure_reasons(struct page *page);
bool figure_targets(struct page *page);

#endif
