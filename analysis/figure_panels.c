/* Small panels over time: a panel for each thing, a line a scenario. */
#include "analysis/figure_panels.h"

#include "analysis/figure_parts.h"
#include "analysis/number.h"
#include "output/results_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double above_panel = 0.12, below_panel = 0.6, axis_room = 1.05;
enum { MOST_PANELS = 24 };

struct small_panel {
    char name[96], label[256];
    const char *published; /* "" none */
    struct panel_values values;
    struct bands *bands; /* [scenarios][values.n] */
    double highest;
};

struct panels_figure {
    struct page *page;
    const struct panels_row *row;
    struct small_panel panel[MOST_PANELS]; /* [n] */
    size_t n, main;                        /* the panel of the main number */
};

/* ---- numbers ---- */

static bool read_bands(struct panels_figure *figure, struct small_panel *panel)
{
    const struct results *results = figure->page->order->results;
    size_t n = panel->values.n, replications = results->replications;
    double *sorted = calloc(replications + 1, sizeof *sorted);
    panel->bands = calloc(results->scenarios * n + 1, sizeof *panel->bands);
    bool good = sorted && panel->bands;
    panel->highest = published_highest(results, panel->published);
    for (size_t s = 0; good && s < results->scenarios; s++) {
        struct bands *own = panel->bands + s * n;
        estimate_bands(panel->values.value + s * replications * n, replications, n, own, sorted);
        for (size_t i = 0; i < n; i++) /* NaN where a share has no whole in some replication */
            panel->highest = fmax(panel->highest, own[i].band[BAND_95].high);
    }
    free(sorted);
    return good;
}

/* The next panel, of a row and, where the row has a panel for each category, of one. */
static bool read_panel(struct panels_figure *figure, const struct panel_row *row,
                       const char *category, const char *category_label)
{
    struct page *page = figure->page;
    struct small_panel *panel = &figure->panel[figure->n++];
    struct panel_what what = row->what;
    const char *name = row->name, *label = category_label;
    char selection[256];
    if (row->indicator != NO_INDICATOR) {
        const struct indicator_row *indicator = &indicator_table[row->indicator];
        what.cells = (struct panel_cells){indicator->measure, indicator->selection};
        name = indicator->name;
        label = indicator->label[page->order->language];
    } else if (!category) {
        label = page_text(page, row->heading);
    } else {
        snprintf(selection, sizeof selection, "%s %s=%s", what.cells.selection, figure->row->each,
                 category);
        what.cells.selection = selection;
    }
    snprintf(panel->name, sizeof panel->name, "%s%s%s", name, category ? "_" : "",
             category ? category : "");
    snprintf(panel->label, sizeof panel->label, "%s", label);
    panel->published = row->published ? row->published : "";
    return panel_values_make(page->source, &what, &panel->values) && read_bands(figure, panel);
}

static bool read_categories(struct panels_figure *figure)
{
    struct page *page = figure->page;
    const struct panel_row *row = figure->row->panel;
    const struct results *results = page->order->results;
    const struct results_axis *axis = results_axis(results, figure->row->each);
    if (!axis || !axis->category) {
        results_file_message(results->path, page->source->messages, TEXT_RESULTS_NO_CELLS,
                             row->what.cells.measure, figure->row->each, NULL);
        return false;
    }
    bool good = true;
    for (size_t i = 0; good && i < axis->count && figure->n < MOST_PANELS; i++)
        good = read_panel(figure, row, axis->category[i].name,
                          axis->category[i].label[page->order->language]);
    return good;
}

static bool read_panels(struct panels_figure *figure)
{
    bool good = true;
    if (figure->row->each)
        return read_categories(figure);
    for (size_t i = 0; good && i < figure->row->n; i++) {
        if (i == figure->row->main)
            figure->main = figure->n;
        if (panel_is_kept(figure->page->order->results, &figure->row->panel[i]))
            good = read_panel(figure, &figure->row->panel[i], NULL, NULL);
    }
    return good;
}

/* ---- layout ---- */

static size_t across_of(const struct page *page, const struct panels_figure *figure)
{
    size_t n = figure->n;
    switch (page->look.size) {
    case LOOK_COLUMN:
        return n <= 3 ? 1 : 2;
    case LOOK_SLIDE:
        return n <= 3 ? n : n <= 6 ? 3 : 4;
    default:
        return figure->row->across;
    }
}

static size_t rows_of(const struct page *page, const struct panels_figure *figure)
{
    size_t across = across_of(page, figure);
    return (figure->n + across - 1) / across;
}

static double cell_width(const struct page *page, const struct panels_figure *figure)
{
    return page_room(page) / (double)across_of(page, figure);
}

static double heading(struct page *page, const struct panels_figure *figure, size_t panel, double x,
                      double y, bool draw)
{
    return canvas_paragraph(draw ? &page->canvas : NULL, x, y, cell_width(page, figure) - axis_room,
                            page->look.legend, TEXT_STYLE_BOLD, figure->panel[panel].label);
}

static double heading_height(const struct page *page, const struct panels_figure *figure,
                             size_t row)
{
    struct page unseen = *page;
    size_t across = across_of(page, figure);
    double highest = 0;
    for (size_t i = row * across; i < (row + 1) * across && i < figure->n; i++)
        highest = fmax(highest, heading(&unseen, figure, i, 0, 0, false));
    return highest;
}

static double around_panels(const struct page *page, const struct panels_figure *figure)
{
    double sum = 0;
    for (size_t row = 0; row < rows_of(page, figure); row++)
        sum += heading_height(page, figure, row) + above_panel + below_panel;
    return sum;
}

static double body(const struct page *page, const void *context)
{
    const struct panels_figure *figure = context;
    static const double least[N_LOOK_SIZES] = {
        [LOOK_PAGE] = 2.7, [LOOK_COLUMN] = 2.1, [LOOK_SLIDE] = 2.0};
    double few = rows_of(page, figure) == 1 ? 1.5 : 1;
    return around_panels(page, figure) +
           few * least[page->look.size] * (double)rows_of(page, figure);
}

/* ---- legend ---- */

static bool has_published(const struct page *page, const struct panels_figure *figure)
{
    for (size_t i = 0; i < figure->n; i++)
        if (published_highest(page->order->results, figure->panel[i].published) > 0)
            return true;
    return false;
}

static void legend(struct page *page, const void *context)
{
    legend_scenarios(page);
    legend_bands(page);
    if (has_published(page, context))
        legend_mark(page, mark_type(MARK_ALL_AREAS), look_published(&page->look),
                    page_text(page, TEXT_FIGURE_PUBLISHED_MARK));
    legend_box(page, (struct fill){LOOK_HISTORY, LOOK_SOLID}, page_text(page, TEXT_FIGURE_HISTORY));
    legend_end(page);
}

/* ---- panels ---- */

/* Where a point is on the axis of time, and what it is called. */
static double point_time(const struct page *page, const struct panel_values *values, size_t point,
                         char *label)
{
    const struct results *results = page->order->results;
    size_t at = values->points.first + point;
    if (!values->yearly) {
        month_label(results, at, label);
        return month_time(results, at);
    }
    snprintf(label, DATA_LABEL_SIZE, "%d", results->year->number[at]);
    return results->year->number[at] + 0.5;
}

static int put_data(struct page *page, const struct small_panel *panel, size_t scenario)
{
    struct figure_data *data = page->canvas.data;
    const struct panel_values *values = &panel->values;
    int block = figure_data_block(data, panel->name, panel->label, scenario_name(page, scenario),
                                  scenario_title(page, scenario));
    for (size_t i = 0; i < values->n; i++) {
        const struct bands *b = &panel->bands[scenario * values->n + i];
        char label[DATA_LABEL_SIZE];
        const double number[] = {point_time(page, values, i, label), b->median,
                                 b->band[BAND_95].low, b->band[BAND_95].high};
        figure_data_row(data, label, number, sizeof number / sizeof number[0]);
    }
    return block;
}

static void plot(struct page *page, const struct small_panel *panel)
{
    size_t scenarios = page->order->results->scenarios;
    int first = put_data(page, panel, 0);
    for (size_t s = 1; s < scenarios; s++)
        put_data(page, panel, s);
    struct published_data published =
        published_data(page, panel->name, panel->label, panel->published);
    canvas_plot(&page->canvas);
    for (size_t s = 0; s < scenarios && (s == 0 || scenarios == 2); s++)
        series_band(page, first + (int)s, s);
    for (size_t s = scenarios; s-- > 0;) {
        struct pen pen = scenario_pen(page, s);
        pen.width *= 0.75;
        canvas_curve(&page->canvas, first + (int)s, DATA_VALUE, &pen);
    }
    published_plot(page, &published);
    canvas_plot_end(&page->canvas);
}

/* The number of each scenario where its line ends. */
static void name_lines(struct page *page, const struct panel *frame,
                       const struct small_panel *panel)
{
    size_t scenarios = page->order->results->scenarios, n = panel->values.n;
    double *end = calloc(scenarios, sizeof *end);
    for (size_t s = 0; end && s < scenarios; s++)
        end[s] = n > 0 ? panel->bands[s * n + n - 1].median : NAN;
    if (end)
        line_ends(page, frame, end);
    free(end);
}

static void draw_panel(struct page *page, const struct panels_figure *figure, size_t number,
                       double top, double height)
{
    size_t across = across_of(page, figure);
    const struct small_panel *panel = &figure->panel[number];
    double cell = cell_width(page, figure);
    double left = MARGIN + cell * (double)(number % across) + axis_room;
    double above = heading_height(page, figure, number / across) + above_panel;
    struct panel frame = {.left = left,
                          .bottom = top - above - height,
                          .width = cell - axis_room - line_ends_room(page, height) - 0.1,
                          .height = height};
    panel_years(page, &frame);
    panel_amounts(page, &frame, panel->highest * 1.04);
    canvas_panel(&page->canvas, &frame);
    heading(page, figure, number, left, top - canvas_line_height(page->look.legend) / 2, true);
    name_lines(page, &frame, panel);
    panel_history(page);
    plot(page, panel);
}

static void draw_panels(struct page *page, const struct panels_figure *figure)
{
    size_t across = across_of(page, figure);
    double top = page->top;
    double height =
        (page->top - page->bottom - around_panels(page, figure)) / (double)rows_of(page, figure);
    for (size_t i = 0; i < figure->n; i++) {
        draw_panel(page, figure, i, top, height);
        if ((i + 1) % across == 0)
            top -= heading_height(page, figure, i / across) + above_panel + height + below_panel;
    }
}

/* The mean over the period of the main panel; where there is a panel for each category, of all. */
static bool main_values(const struct panels_figure *figure, double *values)
{
    const struct results *results = figure->page->order->results;
    const struct panels_row *row = figure->row;
    size_t n = results->scenarios * results->replications;
    panel_values_mean(results, &figure->panel[figure->main].values, figure->page->order->period,
                      values);
    double *one = calloc(n + 1, sizeof *one);
    for (size_t i = 0; one && row->each && i < figure->n; i++) {
        if (i == figure->main)
            continue;
        panel_values_mean(results, &figure->panel[i].values, figure->page->order->period, one);
        for (size_t r = 0; r < n; r++)
            values[r] += one[r];
    }
    free(one);
    return one != NULL;
}

/* What the figure shows, with whose money it is told in. */
static void figure_words(const struct panels_figure *figure, char words[1024])
{
    const struct page *page = figure->page;
    enum language language = page->order->language;
    const struct results_parameter *price = results_parameter(page->order->results, "price_year");
    char year[32] = "", prices[128];
    if (price)
        snprintf(year, sizeof year, "%.0f", price->value[0]);
    text_format(prices, sizeof prices, language,
                price ? TEXT_FIGURE_PRICES : TEXT_FIGURE_PRICES_UNKNOWN, ARGUMENTS(year));
    text_format(words, 1024, language, figure->row->words, ARGUMENTS(prices));
}

static void draw(struct panels_figure *figure, const double *values)
{
    struct page *page = figure->page;
    char words[1024], sources[PUBLISHED_SOURCES_SIZE], title[HEADLINE_SIZE];
    const char *series[MOST_PANELS + 1] = {NULL};
    const struct headline headline = page_headline(page, figure->row->subject, values);
    char *numbers = headline_numbers(&headline);
    for (size_t i = 0; i < figure->n; i++)
        series[i] = figure->panel[i].published;
    headline_title(&headline, title);
    figure_words(figure, words);
    published_sources(page->order->results, series, page->order->language, sources);
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers ? numbers : "",
                                          .published = sources,
                                          .interval = INTERVAL_QUANTILES "; " INTERVAL_CHANGE,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    draw_panels(page, figure);
    page_end(page);
    free(numbers);
}

bool figure_panels(struct page *page)
{
    const struct results *results = page->order->results;
    struct panels_figure figure = {.page = page, .row = panels_row(page->figure)};
    double *values = calloc(results->scenarios * results->replications + 1, sizeof *values);
    bool good = values && read_panels(&figure) && main_values(&figure, values);
    if (good)
        draw(&figure, values);
    for (size_t i = 0; i < MOST_PANELS; i++) {
        panel_values_free(&figure.panel[i].values);
        free(figure.panel[i].bands);
    }
    free(values);
    return good;
}
