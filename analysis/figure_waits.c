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
static const double nearly_none = 0.05, above_panel = 0.5, below_panel = 1.0;
static const double axis_room = 1.3, gap = 0.3;

struct waits_figure {
    struct page *page;
    size_t points;                 /* weeks 0 … points − 1 */
    struct bands *bands[N_CURVES]; /* [scenarios][points] */
    double *values;                /* [scenarios][replications] of the headline */
    double weeks;                  /* drawn */
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

/* ---- layout ---- */

static size_t across_of(const struct page *page)
{
    return page->look.size == LOOK_COLUMN ? 1 : N_CURVES;
}

static double cell_width(const struct page *page)
{
    return page_room(page) / (double)across_of(page);
}

/* A panel's heading above it; how high it is. */
static double heading(struct page *page, int curve, double x, double y, bool draw)
{
    static const enum text words[N_CURVES] = {
        [WAITING] = TEXT_FIGURE_STILL_WAITING, [HOME] = TEXT_FIGURE_GOT_HOME};
    return canvas_paragraph(draw ? &page->canvas : NULL, x, y, cell_width(page) - axis_room,
                            page->look.words, TEXT_STYLE_BOLD, page_text(page, words[curve]));
}

static double around_panels(const struct page *page)
{
    struct page unseen = *page;
    double rows = (double)(N_CURVES / across_of(page));
    double high = fmax(heading(&unseen, WAITING, 0, 0, false), heading(&unseen, HOME, 0, 0, false));
    return rows * (high + above_panel + below_panel);
}

static double body(const struct page *page, const void *context)
{
    static const double panel[N_LOOK_SIZES] = {
        [LOOK_PAGE] = 5.2, [LOOK_COLUMN] = 4.2, [LOOK_SLIDE] = 4.5};
    (void)context;
    return around_panels(page) + panel[page->look.size] * (double)(N_CURVES / across_of(page));
}

/* ---- panels ---- */

static void weeks_axis(struct page *page, struct panel *panel, double weeks)
{
    struct tic tics[16];
    size_t n = 0;
    double label = 2 * canvas_text_width("104", page->look.tic, 0);
    int step = QUARTER * (int)fmax(1, ceil(label * weeks / QUARTER / panel->width));
    for (int week = 0; week <= weeks && n < sizeof tics / sizeof tics[0]; week += step, n++) {
        tics[n].at = week;
        snprintf(tics[n].label, sizeof tics[n].label, "%d", week);
    }
    panel->x_low = 0;
    panel->x_high = weeks;
    canvas_tics(&page->canvas, 'x', tics, n, page->look.tic, false);
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
    canvas_tics(&page->canvas, 'y', tics, N, page->look.tic, true);
}

static int put_data(struct waits_figure *figure, int curve, size_t scenario)
{
    static const struct {
        const char *name;
        enum text text;
    } panel[N_CURVES] = {[WAITING] = {"still_waiting", TEXT_FIGURE_STILL_WAITING},
                         [HOME] = {"moved_in", TEXT_FIGURE_GOT_HOME}};
    struct page *page = figure->page;
    struct figure_data *data = page->canvas.data;
    int block = figure_data_block(data, panel[curve].name, page_text(page, panel[curve].text),
                                  scenario_name(page, scenario), scenario_title(page, scenario));
    for (size_t t = 0; t < figure->points; t++) {
        const struct bands *b = &figure->bands[curve][scenario * figure->points + t];
        char label[DATA_LABEL_SIZE];
        const double number[] = {(double)t, b->median, b->band[BAND_95].low, b->band[BAND_95].high};
        snprintf(label, sizeof label, "%zu", t);
        figure_data_row(data, label, number, sizeof number / sizeof number[0]);
    }
    return block;
}

/* The numbers of scenarios where the lines leave the panel. */
static void name_lines(struct waits_figure *figure, int curve, const struct panel *panel)
{
    size_t scenarios = figure->page->order->results->scenarios, last = (size_t)figure->weeks;
    double *end = calloc(scenarios, sizeof *end);
    for (size_t s = 0; end && s < scenarios; s++)
        end[s] = figure->bands[curve][s * figure->points + last].median;
    if (end)
        line_ends(figure->page, panel, end);
    free(end);
}

static void plot(struct waits_figure *figure, int curve)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    int first = put_data(figure, curve, 0);
    for (size_t s = 1; s < scenarios; s++)
        put_data(figure, curve, s);
    canvas_plot(&page->canvas);
    for (size_t s = 0; s < scenarios && (s == 0 || scenarios == 2); s++)
        series_band(page, first + (int)s, s);
    for (size_t s = scenarios; s-- > 0;) {
        struct pen pen = scenario_pen(page, s);
        canvas_curve(&page->canvas, first + (int)s, DATA_VALUE, &pen);
    }
    canvas_plot_end(&page->canvas);
}

static void mark_six_weeks(struct page *page, const struct panel *panel)
{
    static const struct pen pen = {0x333333, 0.8, "(2,2)"};
    double x = panel->left + panel->width * LEGAL_WEEKS / panel->x_high;
    canvas_upright(&page->canvas, LEGAL_WEEKS, &pen);
    canvas_text(&page->canvas, x, panel->bottom + panel->height + 0.15, page->look.source,
                TEXT_STYLE_GREY | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_SIX_WEEKS));
}

static void draw_panel(struct waits_figure *figure, int curve)
{
    struct page *page = figure->page;
    int across = (int)across_of(page), rows = N_CURVES / across;
    double row = (page->top - page->bottom) / rows, top = page->top - row * (curve / across);
    double height = (page->top - page->bottom - around_panels(page)) / rows;
    struct panel panel = {.left = MARGIN + cell_width(page) * (curve % across) + axis_room,
                          .bottom = top - row + below_panel,
                          .width =
                              cell_width(page) - axis_room - line_ends_room(page, height) - gap,
                          .height = height};
    weeks_axis(page, &panel, figure->weeks);
    share_axis(page, &panel);
    canvas_panel(&page->canvas, &panel);
    heading(page, curve, panel.left, top - canvas_line_height(page->look.words) / 2, true);
    canvas_text(&page->canvas, panel.left + panel.width / 2, panel.bottom - 0.75, page->look.legend,
                TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_WEEKS));
    if (curve % across == 0)
        canvas_text(&page->canvas, MARGIN + 0.1, panel.bottom + panel.height / 2, page->look.legend,
                    TEXT_STYLE_UPWARDS | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_SHARE));
    mark_six_weeks(page, &panel);
    name_lines(figure, curve, &panel);
    plot(figure, curve);
}

/* ---- the page ---- */

static void legend(struct page *page, const void *context)
{
    (void)context;
    legend_scenarios(page);
    legend_bands(page);
    legend_end(page);
}

static void words_of(const struct page *page, char *out, size_t size)
{
    const struct results *results = page->order->results;
    struct period years = period_wait_years(results, page->order->period);
    char label[64];
    snprintf(label, sizeof label, "%d–%d", results->year->number[years.first],
             results->year->number[years.end - 1]);
    if (years.end - years.first == 1)
        snprintf(label, sizeof label, "%d", results->year->number[years.first]);
    text_format(out, size, page->order->language, TEXT_FIGURE_WAITS_WORDS, ARGUMENTS(label));
}

static void draw(struct waits_figure *figure)
{
    struct page *page = figure->page;
    char words[1024], title[HEADLINE_SIZE];
    const struct headline headline = page_headline(page, TEXT_FIGURE_WAITS_SUBJECT, figure->values);
    char *numbers = headline_numbers(&headline);
    headline_title(&headline, title);
    words_of(page, words, sizeof words);
    figure->weeks = weeks_shown(figure);
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers ? numbers : "",
                                          .published = "",
                                          .interval = INTERVAL_QUANTILES "; " INTERVAL_CHANGE,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    draw_panel(figure, WAITING);
    draw_panel(figure, HOME);
    page_end(page);
    free(numbers);
}

/* The median wait of each replication. */
static bool read_medians(struct waits_figure *figure)
{
    struct page *page = figure->page;
    struct indicator_item item;
    return indicator_items(page->source, INDICATOR_wait_from_request_p50, &item, 1) == 1 &&
           indicator_values(page->source, &item, page->order->period, figure->values);
}

bool figure_waits(struct page *page)
{
    const struct results *results = page->order->results;
    const struct results_axis *week = results_axis(results, "week");
    struct waits_figure figure = {
        .page = page,
        .points = week && week->count < MOST_WEEKS + 1 ? week->count : MOST_WEEKS + 1,
        .values = calloc(results->scenarios * results->replications + 1, sizeof *figure.values)};
    size_t n = results->scenarios * figure.points + 1;
    for (int c = 0; c < N_CURVES; c++)
        figure.bands[c] = calloc(n, sizeof *figure.bands[c]);
    bool good = figure.values && figure.bands[WAITING] && figure.bands[HOME] &&
                read_curves(&figure) && read_medians(&figure);
    if (good)
        draw(&figure);
    free(figure.bands[WAITING]);
    free(figure.bands[HOME]);
    free(figure.values);
    return good;
}
