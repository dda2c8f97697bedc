/* What the figures share: page, legend, scenarios' colours, series over time, published figures. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_PARTS_H
#define PLASSFLYT_ANALYSIS_FIGURE_PARTS_H

#include "analysis/canvas.h"
#include "analysis/figure.h"
#include "analysis/headline.h"
#include "analysis/indicator.h"
#include "analysis/provenance.h"
#include "analysis/statistics.h"

#define MARGIN 0.35 /* around everything */

/* A page being drawn. */
struct page {
    enum figure figure;
    const struct figure_order *order;
    struct look look;
    struct indicator_source *source;
    struct canvas canvas;
    struct drawing *drawing;
    double top, bottom; /* what is left for panels and legend */
    double pen_x;       /* where the legend goes on; 0: no line begun */
    double line_height; /* of the legend's line */
};

/* What a page says besides its panels. */
struct page_words {
    const char *title, *words;
    const char *numbers;   /* the main ones, for those who do not see the picture */
    const char *published; /* sources of published figures drawn (published_sources), "" for none */
    const char *interval;  /* INTERVAL_… of provenance.h */
    void (*legend)(struct page *page, const void *context);
    /* How high the panels must be at least, by page->look. */
    double (*body)(const struct page *page, const void *context);
    const void *context;
};

/* Begins a page that is as high as its words and panels, which `top` and `bottom` then bound. A
 * slide has its own height, and is drawn smaller until all is on it. */
void page_begin(struct page *page, const struct page_words *words);
void page_end(struct page *page);

/* A number's headline over the order's period; values [scenarios][replications]. */
struct headline page_headline(const struct page *page, enum text subject, const double *values);

/* Between the margins. */
double page_room(const struct page *page);

const char *page_text(const struct page *page, enum text text);

/* ---- legend ---- */

/* Entries from left to right in as many lines as needed, below `top`, which moves down. */
void legend_line(struct page *page, const struct pen *pen, const char *label);
void legend_upright(struct page *page, const struct pen *pen, const char *label);
void legend_box(struct page *page, struct fill fill, const char *label);
/* A line on a band of its tint. */
void legend_band(struct page *page, const struct pen *pen, int band, const char *label);
void legend_mark(struct page *page, int type, unsigned colour, const char *label);
void legend_words(struct page *page, const char *words);
void legend_end(struct page *page);

/* ---- scenarios ---- */

/* Line of a scenario. */
struct pen scenario_pen(const struct page *page, size_t scenario);
/* An entry for each: "0 Nullalternativet", "1 …", where numbers stand at the lines' ends. */
void legend_scenarios(struct page *page);
const char *scenario_name(const struct page *page, size_t scenario); /* as in files */
const char *scenario_title(const struct page *page, size_t scenario);

/* ---- bands where scenarios share a panel ---- */

/* The middle 95 % of replications. Bands would lie on each other, so that of two scenarios the
 * second's is drawn by its edges, and of more only the base's. */
void legend_bands(struct page *page);
/* Elements of a plot: the band of a scenario's block. */
void series_band(struct page *page, int block, size_t scenario);

/* ---- numbers at the ends of lines ---- */

/* What the numbers of the scenarios take to the right of a panel of a height. */
double line_ends_room(const struct page *page, double height);

/* Writes the number of each scenario where its line ends, value [scenarios], moved apart where they
 * would lie on each other. */
void line_ends(struct page *page, const struct panel *panel, const double *value);

/* ---- series over time ---- */

/* Bands of an indicator's months: out [scenarios][months]. */
bool series_bands(struct page *page, enum indicator indicator, struct bands *out);

/* "2027-01" of a month, into out[DATA_LABEL_SIZE]. */
const char *month_label(const struct results *results, size_t month, char *out);

/* Month as a calendar year and a part of it: its middle. */
double month_time(const struct results *results, size_t month);

/* Range of a panel over all months, and its years as tics, as many of them labelled as there is room
 * for. */
void panel_years(struct page *page, struct panel *panel);

/* Shade of history and line at the policy date. */
void panel_history(struct page *page);

/* Tics from 0 to `high`, grid across; sets the panel's range. */
void panel_amounts(struct page *page, struct panel *panel, double high);

/* Signed tics on the x axis of a panel whose range is set, and thin lines up. */
void panel_differences(struct page *page, const struct panel *panel);

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
struct published_data published_data(struct page *page, const char *panel, const char *panel_label,
                                     const char *series);
void published_plot(struct page *page, const struct published_data *data);

/* ---- the figures ---- */

bool figure_queue(struct page *page);
bool figure_waits(struct page *page);
bool figure_panels(struct page *page); /* every figure of figure_panels.h */
bool figure_reasons(struct page *page);
bool figure_changes(struct page *page);
bool figure_gains(struct page *page);
bool figure_uncertainty(struct page *page);
bool figure_targets(struct page *page);

#endif
