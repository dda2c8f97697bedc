/* The queue over time: a panel a scenario, side by side on one scale. */
#include "analysis/figure_parts.h"

#include "analysis/comparison.h"
#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char series[] = "queue";
static const double confidence = 0.95, row_height = 7.6;

static const enum indicator beside[] = {INDICATOR_days_below_need, INDICATOR_days_above_need,
                                        INDICATOR_cost_total};
enum { N_BESIDE = sizeof beside / sizeof beside[0] };
enum { COLUMNS = 9 }; /* of a data block: time, median, three bands, the base's median */
static const double part_of_band[N_BANDS] = {0.62, 0.38, 0.18};

struct queue_figure {
    struct page *page;
    struct bands *bands;    /* [scenarios][months] */
    struct paired *change;  /* [scenarios] */
    struct estimate *level; /* [scenarios] */
    /* what must never be left out beside the queue: [N_BESIDE][scenarios] */
    struct paired *beside_change;
    struct estimate *beside_level;
    double highest;
    size_t across, down;
};

/* ---- numbers ---- */

static bool estimate_one(struct page *page, enum indicator indicator, struct estimate *level,
                         struct paired *change)
{
    const struct results *results = page->order->results;
    size_t n = results->replications;
    struct indicator_item item;
    double *values = calloc(results->scenarios * n + 1, sizeof *values);
    bool good = values && indicator_items(page->source, indicator, &item, 1) == 1 &&
                indicator_values(page->source, &item, page->order->period, values);
    for (size_t s = 0; good && s < results->scenarios; s++) {
        level[s] = estimate_drawn(values + s * n, results->draw, n, confidence);
        change[s] = estimate_drawn_difference(values + s * n, values, results->draw, n, confidence);
    }
    free(values);
    return good;
}

static bool estimate(struct queue_figure *figure)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    bool good = estimate_one(page, INDICATOR_queue_past_wish, figure->level, figure->change);
    for (size_t i = 0; good && i < N_BESIDE; i++)
        good = estimate_one(page, beside[i], figure->beside_level + i * scenarios,
                            figure->beside_change + i * scenarios);
    return good;
}

static void find_highest(struct queue_figure *figure)
{
    const struct results *results = figure->page->order->results;
    figure->highest = published_highest(results, series);
    for (size_t i = 0; i < results->scenarios * results->months; i++)
        figure->highest = fmax(figure->highest, figure->bands[i].band[BAND_95].high);
}

/* ---- legend ---- */

static void legend_bands(struct page *page)
{
    static const double share[N_BANDS] = {0.5, 0.8, 0.95};
    const struct pen median = {0x000000, 1.6, "1"};
    char percent[NUMBER_SIZE], label[256];
    legend_line(page, &median, page_text(page, TEXT_FIGURE_MEDIAN));
    for (int b = 0; b < N_BANDS; b++) {
        number_percent(percent, page->order->language, share[b], 0);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND,
                    ARGUMENTS(percent));
        legend_box(page, canvas_tint(0, part_of_band[b]), b < N_BANDS - 1 ? percent : label);
    }
}

static const char *areas_words(const struct page *page, const char *areas)
{
    static const struct {
        const char *name;
        enum text text;
    } words[] = {{"all", TEXT_FIGURE_AREAS_ALL},
                 {"without_oslo", TEXT_FIGURE_AREAS_WITHOUT_OSLO},
                 {"unknown", TEXT_FIGURE_AREAS_UNKNOWN}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].name, areas) == 0)
            return page_text(page, words[i].text);
    return areas;
}

/* An entry for every mark that is drawn. */
static void legend_published(struct page *page)
{
    const struct results *results = page->order->results;
    bool told[N_MARKS] = {false};
    if (published_highest(results, series) > 0) {
        legend_end(page);
        legend_words(page, page_text(page, TEXT_FIGURE_PUBLISHED_WORD));
    }
    for (size_t i = 0; i < results->n_published; i++) {
        const struct results_published *published = &results->published[i];
        enum mark mark = published_mark(published);
        char label[256];
        if (told[mark] || !published_is_shown(results, published, series))
            continue;
        told[mark] = true;
        text_format(label, sizeof label, page->order->language,
                    mark == MARK_DEFINED ? TEXT_FIGURE_DEFINED : TEXT_FIGURE_UNDEFINED,
                    ARGUMENTS(areas_words(page, published->areas)));
        legend_mark(page, mark_type(mark), COLOUR_PUBLISHED, label);
    }
}

static void legend(struct page *page, const void *context)
{
    const struct pen base = {0x000000, 1.0, "(5,3)"};
    const struct results *results = page->order->results;
    char label[256];
    (void)context;
    legend_bands(page);
    if (results->scenarios > 1) {
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BASE_MEDIAN,
                    ARGUMENTS(results->scenario->category[0].label[page->order->language]));
        legend_line(page, &base, label);
    }
    legend_published(page);
    legend_end(page);
}

/* ---- panels ---- */

/* What may be said of a scenario against the base, or of the base itself. */
static enum text sentence_of(const struct queue_figure *figure, size_t scenario)
{
    bool known = !isnan(figure->level[0].interval.low);
    if (scenario == 0)
        return known ? TEXT_FIGURE_MEAN : TEXT_FIGURE_MEAN_ALONE;
    switch (finding_of(&figure->change[scenario])) {
    case FINDING_UNKNOWN:
        return TEXT_FIGURE_CHANGE_ALONE;
    case FINDING_HIGHER:
    case FINDING_LOWER:
        return TEXT_FIGURE_CHANGE;
    case FINDING_SAME:
        return TEXT_FIGURE_SAME;
    default:
        return TEXT_FIGURE_NO_CHANGE;
    }
}

static void finding_words_of(const struct queue_figure *figure, size_t scenario, char *out,
                             size_t size)
{
    const struct page *page = figure->page;
    enum language language = page->order->language;
    char period[PERIOD_LABEL_SIZE], number[NUMBER_SIZE], range[NUMBER_SIZE];
    const struct estimate *shown =
        scenario ? &figure->change[scenario].difference : &figure->level[0];
    int decimals = finding_decimals(shown->interval);
    if (scenario)
        number_signed(number, language, shown->mean, decimals);
    else
        number_plain(number, language, shown->mean, decimals);
    number_range(range, language, shown->interval.low, shown->interval.high, decimals);
    period_label(period, page->order->results, page->order->period);
    text_format(out, size, language, sentence_of(figure, scenario),
                ARGUMENTS(number, scenario_title(page, 0), period, range));
}

/* Place against need, and money: the queue is never told alone. */
static void beside_words(const struct queue_figure *figure, size_t scenario, char *out, size_t size)
{
    const struct page *page = figure->page;
    enum language language = page->order->language;
    size_t scenarios = page->order->results->scenarios;
    char number[N_BESIDE][NUMBER_SIZE];
    for (size_t i = 0; i < N_BESIDE; i++) {
        const struct paired *change = &figure->beside_change[i * scenarios + scenario];
        enum finding finding = finding_of(change);
        if (scenario == 0)
            number_plain(number[i], language, figure->beside_level[i * scenarios].mean, 0);
        else if (finding == FINDING_NOT_DISTINGUISHABLE || finding == FINDING_SAME)
            strcpy(number[i], finding == FINDING_SAME ? "0" : "≈ 0");
        else
            number_signed(number[i], language, change->difference.mean, 0);
    }
    text_format(out, size, language, TEXT_FIGURE_BESIDE,
                ARGUMENTS(number[0], number[1], number[2]));
}

static int scenario_data(struct queue_figure *figure, size_t scenario)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    size_t n = results->months;
    double *rows = calloc(n * COLUMNS + 1, sizeof *rows);
    for (size_t m = 0; rows && m < n; m++) {
        const struct bands *bands = &figure->bands[scenario * n + m];
        double *row = rows + m * COLUMNS;
        row[0] = month_time(results, m);
        row[1] = bands->median;
        for (int b = 0; b < N_BANDS; b++) {
            row[2 + 2 * b] = bands->band[b].low;
            row[3 + 2 * b] = bands->band[b].high;
        }
        row[COLUMNS - 1] = figure->bands[m].median;
    }
    int data = rows ? canvas_data(&page->canvas, rows, n, COLUMNS) : -1;
    free(rows);
    return data;
}

static bool plot(struct queue_figure *figure, size_t scenario)
{
    static const struct pen base = {0x000000, 1.0, "(5,3)"};
    struct page *page = figure->page;
    struct pen pen = scenario_pen(scenario);
    int data = scenario_data(figure, scenario);
    if (data < 0)
        return false;
    struct published_data published = published_data(page, series);
    canvas_plot(&page->canvas);
    for (int b = N_BANDS; b-- > 0;)
        canvas_band(&page->canvas, data, 3 + 2 * b, 4 + 2 * b,
                    canvas_tint(pen.colour, part_of_band[b]));
    pen.dash = "1";
    pen.width = 1.6;
    canvas_curve(&page->canvas, data, 2, &pen);
    if (scenario > 0)
        canvas_curve(&page->canvas, data, COLUMNS, &base);
    published_plot(page, &published);
    canvas_plot_end(&page->canvas);
    return true;
}

/* A scenario's title and what it changes, above its panel; how high they are. */
static double heading(struct queue_figure *figure, size_t scenario, double x, double y,
                      double width, bool draw)
{
    struct canvas *canvas = draw ? &figure->page->canvas : NULL;
    char words[512], more[512];
    finding_words_of(figure, scenario, words, sizeof words);
    beside_words(figure, scenario, more, sizeof more);
    double used = canvas_paragraph(canvas, x, y, width, SIZE_WORDS, TEXT_STYLE_BOLD,
                                   scenario_title(figure->page, scenario));
    used += canvas_paragraph(canvas, x, y - used, width, SIZE_LEGEND, TEXT_STYLE_PLAIN, words);
    return used + canvas_paragraph(canvas, x, y - used, width, SIZE_SOURCE, TEXT_STYLE_PLAIN, more);
}

/* The highest heading of a row of panels. */
static double heading_height(struct queue_figure *figure, size_t row, double width)
{
    double highest = 0;
    for (size_t s = row * figure->across;
         s < (row + 1) * figure->across && s < figure->page->order->results->scenarios; s++)
        highest = fmax(highest, heading(figure, s, 0, 0, width, false));
    return highest;
}

static void write_in_panel(struct page *page, const struct panel *panel)
{
    const struct results *results = page->order->results;
    double policy = month_time(results, period_projection(results)) - 0.5 / 12;
    double x =
        panel->left + panel->width * (policy - panel->x_low) / (panel->x_high - panel->x_low);
    double y = panel->bottom + panel->height - 0.2;
    const char *history = page_text(page, TEXT_FIGURE_HISTORY);
    if (policy <= panel->x_low || policy >= panel->x_high)
        return;
    if (x - panel->left > canvas_text_width(history, SIZE_SOURCE, 0) + 0.2)
        canvas_text(&page->canvas, x - 0.1, y, SIZE_SOURCE, TEXT_STYLE_GREY | TEXT_STYLE_RIGHT,
                    history);
    canvas_text(&page->canvas, x + 0.1, y, SIZE_SOURCE, TEXT_STYLE_GREY,
                page_text(page, TEXT_FIGURE_PROJECTION));
}

static bool draw_panel(struct queue_figure *figure, size_t scenario, double row_top, double row)
{
    struct page *page = figure->page;
    double axis = 1.0, gap = 0.35, below = 0.75;
    double cell = (PAGE_WIDTH - 2 * MARGIN) / (double)figure->across;
    double left = MARGIN + cell * (double)(scenario % figure->across) + axis;
    double width = cell - axis - gap;
    double above = heading_height(figure, scenario / figure->across, width);
    struct panel panel = {.left = left,
                          .bottom = row_top - row + below,
                          .width = width,
                          .height = row - below - above - 0.1};
    heading(figure, scenario, left, row_top - canvas_line_height(SIZE_WORDS) / 2, width, true);
    panel_years(page, &panel, figure->across == 3 ? 4 : 7);
    panel_amounts(page, &panel, figure->highest * 1.06, 6);
    canvas_panel(&page->canvas, &panel);
    write_in_panel(page, &panel);
    if (scenario % figure->across == 0)
        canvas_text(&page->canvas, MARGIN + 0.1, panel.bottom + panel.height / 2, SIZE_LEGEND,
                    TEXT_STYLE_UPWARDS | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_CHILDREN));
    panel_history(page);
    return plot(figure, scenario);
}

static bool draw(struct queue_figure *figure)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    const char *const all[] = {series, NULL};
    char sources[PUBLISHED_SOURCES_SIZE];
    bool good = true;
    figure->across = results->scenarios == 1 ? 1 : results->scenarios <= 4 ? 2 : 3;
    figure->down = (results->scenarios + figure->across - 1) / figure->across;
    published_sources(results, all, page->order->language, sources);
    page_begin(page, row_height * (double)figure->down,
               &(struct page_words){.title = page_text(page, TEXT_FIGURE_QUEUE_TITLE),
                                    .words = page_text(page, TEXT_FIGURE_QUEUE_WORDS),
                                    .published = sources,
                                    .legend = legend});
    double row = (page->top - page->bottom) / (double)figure->down;
    for (size_t s = 0; good && s < results->scenarios; s++)
        good = draw_panel(figure, s, page->top - row * (double)(s / figure->across), row);
    page_end(page);
    return good;
}

bool figure_queue(struct page *page)
{
    const struct results *results = page->order->results;
    struct queue_figure figure = {
        .page = page,
        .bands = calloc(results->scenarios * results->months + 1, sizeof *figure.bands),
        .change = calloc(results->scenarios, sizeof *figure.change),
        .level = calloc(results->scenarios, sizeof *figure.level),
        .beside_change = calloc(N_BESIDE * results->scenarios, sizeof *figure.beside_change),
        .beside_level = calloc(N_BESIDE * results->scenarios, sizeof *figure.beside_level)};
    bool good = figure.bands && figure.change && figure.level && figure.beside_change &&
                figure.beside_level &&
                series_bands(page, INDICATOR_queue_past_wish, figure.bands) && estimate(&figure);
    if (good) {
        find_highest(&figure);
        good = draw(&figure);
    }
    free(figure.bands);
    free(figure.change);
    free(figure.level);
    free(figure.beside_change);
    free(figure.beside_level);
    return good;
}
