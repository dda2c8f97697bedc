/* How long children wait: the share still waiting, and the share that has moved into a foster home,
 * by weeks since the documented request. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>

static const char measure[] = "wait_from_request";
/* Two years: as long as every wait that is counted has been followed (period_wait_years). */
enum { MOST_WEEKS = 104, QUARTER = 13, LEGAL_WEEKS = 6 };
enum { WAITING, HOME, N_CURVES };
/* Drawn until no more than this share is waiting in every scenario. */
static const double nearly_none = 0.05, body_height = 6.6;

struct waits_figure {
    struct page *page;
    size_t points;                 /* weeks 0 … points − 1 */
    struct bands *bands[N_CURVES]; /* [scenarios][points] */
};

/* ---- numbers ---- */

/* Curves of one scenario, [replications][points] each. */
static bool read_scenario(struct waits_figure *figure, size_t scenario, double *values[N_CURVES])
{
    struct page *page = figure->page;
    size_t n = page->order->results->replications;
    for (size_t r = 0; r < n; r++) {
        struct wait_curves *curves =
            indicator_waits(page->source, measure, page->order->period, scenario, r);
        if (!curves)
            return false;
        for (size_t t = 0; t < figure->points; t++) {
            bool known = curves->waits > 0 && t <= curves->watched && t < curves->points;
            values[WAITING][r * figure->points + t] = known ? curves->waiting[t] : NAN;
            values[HOME][r * figure->points + t] = known ? curves->wished[t] : NAN;
        }
        wait_curves_free(curves);
    }
    return true;
}

static bool read_curves(struct waits_figure *figure)
{
    const struct results *results = figure->page->order->results;
    size_t n = results->replications * figure->points;
    double *values[N_CURVES] = {calloc(n + 1, sizeof **values), calloc(n + 1, sizeof **values)};
    double *sorted = calloc(results->replications + 1, sizeof *sorted);
    bool good = values[WAITING] && values[HOME] && sorted;
    for (size_t s = 0; good && s < results->scenarios; s++) {
        good = read_scenario(figure, s, values);
        for (int c = 0; good && c < N_CURVES; c++)
            estimate_bands(values[c], results->replications, figure->points,
                           figure->bands[c] + s * figure->points, sorted);
    }
    free(values[WAITING]);
    free(values[HOME]);
    free(sorted);
    return good;
}

/* Weeks worth drawing, in whole quarters of a year. */
static double weeks_shown(const struct waits_figure *figure)
{
    size_t last = 0;
    for (size_t s = 0; s < figure->page->order->results->scenarios; s++)
        for (size_t t = 0; t < figure->points; t++)
            if (figure->bands[WAITING][s * figure->points + t].median > nearly_none && t > last)
                last = t;
    double quarters = ceil((double)(last + 1) / QUARTER) * QUARTER;
    return fmin(fmax(quarters, 2 * QUARTER), (double)(figure->points - 1));
}

/* ---- panels ---- */

static void weeks_axis(struct page *page, struct panel *panel, double weeks)
{
    struct tic tics[16];
    size_t n = 0;
    for (int week = 0; week <= weeks && n < sizeof tics / sizeof tics[0]; week += QUARTER, n++) {
        tics[n].at = week;
        snprintf(tics[n].label, sizeof tics[n].label, "%d", week);
    }
    panel->x_low = 0;
    panel->x_high = weeks;
    canvas_tics(&page->canvas, 'x', tics, n, SIZE_TIC, false);
}

static void share_axis(struct page *page, struct panel *panel)
{
    struct tic tics[6];
    enum { N = sizeof tics / sizeof tics[0] };
    for (int i = 0; i < N; i++) {
        char percent[NUMBER_SIZE];
        tics[i].at = i / (N - 1.0);
        number_percent(percent, page->order->language, tics[i].at, 0);
        snprintf(tics[i].label, sizeof tics[i].label, "%.63s", percent);
    }
    panel->y_low = 0;
    panel->y_high = 1;
    canvas_tics(&page->canvas, 'y', tics, N, SIZE_TIC, true);
}

/* Time, median, low and high of a curve. */
static int curve_data(struct waits_figure *figure, int curve, size_t scenario)
{
    enum { COLUMNS = 4 };
    double *rows = calloc(figure->points * COLUMNS + 1, sizeof *rows);
    for (size_t t = 0; rows && t < figure->points; t++) {
        const struct bands *bands = &figure->bands[curve][scenario * figure->points + t];
        double *row = rows + t * COLUMNS;
        row[0] = (double)t;
        row[1] = bands->median;
        row[2] = bands->band[BAND_95].low;
        row[3] = bands->band[BAND_95].high;
    }
    int data = rows ? canvas_data(&figure->page->canvas, rows, figure->points, COLUMNS) : -1;
    free(rows);
    return data;
}

static bool plot(struct waits_figure *figure, int curve)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    int first = curve_data(figure, curve, 0);
    bool good = first >= 0;
    for (size_t s = 1; good && s < scenarios; s++)
        good = curve_data(figure, curve, s) >= 0;
    if (!good)
        return false;
    canvas_plot(&page->canvas);
    for (size_t s = 0; s < scenarios; s++)
        canvas_veil(&page->canvas, first + (int)s, 3, 4, scenario_pen(s).colour);
    for (size_t s = 0; s < scenarios; s++) {
        struct pen pen = scenario_pen(s);
        canvas_curve(&page->canvas, first + (int)s, 2, &pen);
    }
    canvas_plot_end(&page->canvas);
    return true;
}

static void mark_six_weeks(struct page *page, const struct panel *panel)
{
    static const struct pen pen = {0x333333, 0.8, "(2,2)"};
    double x = panel->left + panel->width * LEGAL_WEEKS / panel->x_high;
    canvas_upright(&page->canvas, LEGAL_WEEKS, &pen);
    canvas_text(&page->canvas, x, panel->bottom + panel->height + 0.15, SIZE_SOURCE,
                TEXT_STYLE_GREY | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_SIX_WEEKS));
}

static bool draw_panel(struct waits_figure *figure, int curve, double weeks)
{
    static const enum text heading[N_CURVES] = {
        [WAITING] = TEXT_FIGURE_STILL_WAITING, [HOME] = TEXT_FIGURE_GOT_HOME};
    struct page *page = figure->page;
    double cell = (PAGE_WIDTH - 2 * MARGIN) / N_CURVES, axis = 1.3, gap = 0.4;
    struct panel panel = {.left = MARGIN + cell * curve + axis,
                          .bottom = page->bottom + 1.0,
                          .width = cell - axis - gap,
                          .height = page->top - page->bottom - 1.0 - 0.7};
    double middle = panel.left + panel.width / 2;
    weeks_axis(page, &panel, weeks);
    share_axis(page, &panel);
    canvas_panel(&page->canvas, &panel);
    canvas_text(&page->canvas, panel.left, page->top - 0.1, SIZE_WORDS, TEXT_STYLE_BOLD,
                page_text(page, heading[curve]));
    canvas_text(&page->canvas, middle, panel.bottom - 0.75, SIZE_LEGEND, TEXT_STYLE_CENTRE,
                page_text(page, TEXT_FIGURE_WEEKS));
    if (curve == 0)
        canvas_text(&page->canvas, MARGIN + 0.1, panel.bottom + panel.height / 2, SIZE_LEGEND,
                    TEXT_STYLE_UPWARDS | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_SHARE));
    mark_six_weeks(page, &panel);
    return plot(figure, curve);
}

/* ---- the page ---- */

static void legend(struct page *page, const void *context)
{
    char percent[NUMBER_SIZE], label[256];
    (void)context;
    for (size_t s = 0; s < page->order->results->scenarios; s++) {
        struct pen pen = scenario_pen(s);
        legend_line(page, &pen, scenario_title(page, s));
    }
    number_percent(percent, page->order->language, 0.95, 0);
    text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND, ARGUMENTS(percent));
    legend_box(page, canvas_tint(0, CANVAS_VEIL), label);
    legend_end(page);
}

static bool draw(struct waits_figure *figure)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    struct period years = period_wait_years(results, page->order->period);
    char label[64], words[1024];
    snprintf(label, sizeof label, "%d–%d", results->year->number[years.first],
             results->year->number[years.end - 1]);
    if (years.end - years.first == 1)
        snprintf(label, sizeof label, "%d", results->year->number[years.first]);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_WAITS_WORDS,
                ARGUMENTS(label));
    page_begin(page, body_height,
               &(struct page_words){.title = page_text(page, TEXT_FIGURE_WAITS_TITLE),
                                    .words = words,
                                    .published = "",
                                    .legend = legend});
    double weeks = weeks_shown(figure);
    bool good = draw_panel(figure, WAITING, weeks) && draw_panel(figure, HOME, weeks);
    page_end(page);
    return good;
}

bool figure_waits(struct page *page)
{
    const struct results *results = page->order->results;
    struct period years = period_wait_years(results, page->order->period);
    if (years.first == years.end) {
        message_add(page->source->messages, results->path, 0, 0, NULL, TEXT_FIGURE_NO_WAITS,
                    NO_ARGUMENTS);
        return false;
    }
    const struct results_axis *week = results_axis(results, "week");
    struct waits_figure figure = {.page = page,
                                  .points = week && week->count < MOST_WEEKS + 1 ? week->count
                                                                                 : MOST_WEEKS + 1};
    size_t n = results->scenarios * figure.points + 1;
    for (int c = 0; c < N_CURVES; c++)
        figure.bands[c] = calloc(n, sizeof *figure.bands[c]);
    bool good =
        figure.bands[WAITING] && figure.bands[HOME] && read_curves(&figure) && draw(&figure);
    free(figure.bands[WAITING]);
    free(figure.bands[HOME]);
    return good;
}
