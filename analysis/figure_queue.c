/* The queue over time: a panel a scenario, side by side on one scale. */
#include "analysis/figure_parts.h"

#include "analysis/finding.h"
#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char series[] = "queue", panel_name[] = "queue_past_wish";
static const double confidence = 0.95;
static const double axis_room = 1.0, gap = 0.35, below_panel = 0.75, above_panel = 0.1;
/* More panels than this have shorter headings. */
enum { FEW = 4 };

static const enum indicator beside[] = {INDICATOR_days_below_need, INDICATOR_days_above_need,
                                        INDICATOR_cost_total};
enum { N_BESIDE = sizeof beside / sizeof beside[0] };

struct queue_figure {
    struct page *page;
    struct bands *bands;    /* [scenarios][months] */
    struct paired *change;  /* [scenarios] */
    struct estimate *level; /* [scenarios] */
    /* what must never be left out beside the queue: [N_BESIDE][scenarios] */
    struct paired *beside_change;
    struct estimate *beside_level;
    double *values; /* [scenarios][replications] of the queue, over the period */
    int *block;     /* [scenarios] of the data */
    double highest;
};

/* ---- numbers ---- */

/* Means over the period and their changes; the replications' own into values [scenarios][n]. */
static bool estimate_one(struct page *page, enum indicator indicator, double *values,
                         struct estimate *level, struct paired *change)
{
    const struct results *results = page->order->results;
    size_t n = results->replications;
    struct indicator_item item;
    bool good = indicator_items(page->source, indicator, &item, 1) == 1 &&
                indicator_values(page->source, &item, page->order->period, values);
    for (size_t s = 0; good && s < results->scenarios; s++) {
        level[s] = estimate_drawn(values + s * n, results->draw, n, confidence);
        change[s] = estimate_drawn_difference(values + s * n, values, results->draw, n, confidence);
    }
    return good;
}

static bool estimate(struct queue_figure *figure)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    double *values = calloc(scenarios * page->order->results->replications + 1, sizeof *values);
    bool good = values && estimate_one(page, INDICATOR_queue_past_wish, figure->values,
                                       figure->level, figure->change);
    for (size_t i = 0; good && i < N_BESIDE; i++)
        good = estimate_one(page, beside[i], values, figure->beside_level + i * scenarios,
                            figure->beside_change + i * scenarios);
    free(values);
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

static void legend_all_bands(struct page *page)
{
    static const double share[N_BANDS] = {0.5, 0.8, 0.95};
    const struct pen median = {LOOK_TEXT, 1.6, "1"};
    char percent[NUMBER_SIZE], label[256];
    legend_line(page, &median, page_text(page, TEXT_FIGURE_MEDIAN));
    for (int b = 0; b < N_BANDS; b++) {
        number_percent(percent, page->order->language, share[b], 0);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND,
                    ARGUMENTS(percent));
        legend_band(page, &median, b, b < N_BANDS - 1 ? percent : label);
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
        legend_mark(page, mark_type(mark), look_published(&page->look), label);
    }
}

static void legend(struct page *page, const void *context)
{
    const struct pen base = {0x000000, 1.0, "(5,3)"};
    const struct results *results = page->order->results;
    char label[256];
    (void)context;
    legend_all_bands(page);
    if (results->scenarios > 1) {
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BASE_MEDIAN,
                    ARGUMENTS(results->scenario->category[0].label[page->order->language]));
        legend_line(page, &base, label);
    }
    legend_published(page);
    legend_end(page);
}

/* ---- panels ---- */

/* ---- headings ---- */

static bool is_brief(const struct page *page)
{
    return page->order->results->scenarios > FEW;
}

/* What may be said of a scenario against the base, or of the base itself. */
static enum text sentence_of(const struct queue_figure *figure, size_t scenario)
{
    bool known = !isnan(figure->level[0].interval.low), brief = is_brief(figure->page);
    enum finding finding = finding_of(&figure->change[scenario]);
    if (brief && !known)
        return TEXT_FIGURE_BRIEF_ALONE;
    if (brief)
        return scenario > 0 && (finding == FINDING_SAME || finding == FINDING_NOT_DISTINGUISHABLE)
                   ? TEXT_FIGURE_BRIEF_NO_CHANGE
                   : TEXT_FIGURE_BRIEF_MEAN;
    if (scenario == 0)
        return known ? TEXT_FIGURE_MEAN : TEXT_FIGURE_MEAN_ALONE;
    switch (finding) {
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

/* A scenario's title and what it changes, above its panel; how high they are. Where there are many
 * scenarios there is no room for what is beside the queue: the words send the reader to `endring`. */
static double heading(const struct queue_figure *figure, size_t scenario, double x, double y,
                      double width, bool draw)
{
    struct page *page = figure->page;
    struct canvas *canvas = draw ? &page->canvas : NULL;
    const struct look *look = &page->look;
    char words[512], more[512];
    finding_words_of(figure, scenario, words, sizeof words);
    beside_words(figure, scenario, more, sizeof more);
    double used = canvas_paragraph(canvas, x, y, width, look->words, TEXT_STYLE_BOLD,
                                   scenario_title(page, scenario));
    used += canvas_paragraph(canvas, x, y - used, width, look->legend, TEXT_STYLE_PLAIN, words);
    if (is_brief(page))
        return used;
    return used +
           canvas_paragraph(canvas, x, y - used, width, look->source, TEXT_STYLE_PLAIN, more);
}

/* ---- layout ---- */

static size_t across_of(const struct page *page)
{
    size_t n = page->order->results->scenarios;
    switch (page->look.size) {
    case LOOK_COLUMN:
        return n <= FEW ? 1 : 2;
    case LOOK_SLIDE:
        return n <= FEW ? n : 4;
    default:
        return n == 1 ? 1 : n <= FEW ? 2 : 3;
    }
}

static double cell_width(const struct page *page)
{
    return page_room(page) / (double)across_of(page);
}

/* The highest heading of a row of panels. */
static double heading_height(const struct queue_figure *figure, size_t row)
{
    const struct page *page = figure->page;
    size_t across = across_of(page);
    double width = cell_width(page) - axis_room - gap, highest = 0;
    for (size_t s = row * across; s < (row + 1) * across && s < page->order->results->scenarios;
         s++)
        highest = fmax(highest, heading(figure, s, 0, 0, width, false));
    return highest;
}

static size_t rows_of(const struct page *page)
{
    size_t across = across_of(page);
    return (page->order->results->scenarios + across - 1) / across;
}

/* What all rows have besides their panels. */
static double around_panels(const struct queue_figure *figure)
{
    double sum = 0;
    for (size_t row = 0; row < rows_of(figure->page); row++)
        sum += heading_height(figure, row) + below_panel + above_panel;
    return sum;
}

static double body(const struct page *page, const void *context)
{
    double panel = page->look.size == LOOK_PAGE ? 4.8 : 3.6;
    if (is_brief(page))
        panel = page->look.size == LOOK_PAGE ? 2.9 : 2.0;
    return around_panels(context) + panel * (double)rows_of(page);
}

/* ---- panels ---- */

static void put_data(struct queue_figure *figure, size_t scenario)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    struct figure_data *data = page->canvas.data;
    figure->block[scenario] = figure_data_block(
        data, panel_name, indicator_table[INDICATOR_queue_past_wish].label[page->order->language],
        scenario_name(page, scenario), scenario_title(page, scenario));
    for (size_t m = 0; m < results->months; m++) {
        const struct bands *b = &figure->bands[scenario * results->months + m];
        char label[DATA_LABEL_SIZE];
        const double number[N_DATA_NUMBERS] = {
            [DATA_POSITION] = month_time(results, m), [DATA_VALUE] = b->median,
            [DATA_LOW] = b->band[BAND_95].low,        [DATA_HIGH] = b->band[BAND_95].high,
            [DATA_LOW_80] = b->band[BAND_80].low,     [DATA_HIGH_80] = b->band[BAND_80].high,
            [DATA_LOW_50] = b->band[BAND_50].low,     [DATA_HIGH_50] = b->band[BAND_50].high};
        figure_data_row(data, month_label(results, m, label), number, N_DATA_NUMBERS);
    }
}

static void plot(struct queue_figure *figure, size_t scenario, const struct published_data *points)
{
    static const struct pen base = {LOOK_TEXT, 1.0, "(5,3)"};
    static const struct {
        enum figure_number low, high;
    } column[N_BANDS] = {[BAND_50] = {DATA_LOW_50, DATA_HIGH_50},
                         [BAND_80] = {DATA_LOW_80, DATA_HIGH_80},
                         [BAND_95] = {DATA_LOW, DATA_HIGH}};
    struct page *page = figure->page;
    struct pen pen = scenario_pen(page, scenario);
    int block = figure->block[scenario];
    canvas_plot(&page->canvas);
    for (int b = N_BANDS; b-- > 0;)
        canvas_band(&page->canvas, block, column[b].low, column[b].high, look_band(pen.colour, b));
    for (int b = N_BANDS; b-- > 0;) {
        struct pen edge = look_edge(pen.colour, b);
        canvas_curve(&page->canvas, block, column[b].low, &edge);
        canvas_curve(&page->canvas, block, column[b].high, &edge);
    }
    pen.dash = "1";
    pen.width = 1.6;
    canvas_curve(&page->canvas, block, DATA_VALUE, &pen);
    if (scenario > 0)
        canvas_curve(&page->canvas, figure->block[0], DATA_VALUE, &base);
    published_plot(page, points);
    canvas_plot_end(&page->canvas);
}

static void write_in_panel(struct page *page, const struct panel *panel)
{
    const struct results *results = page->order->results;
    double policy = month_time(results, period_projection(results)) - 0.5 / 12;
    double x =
        panel->left + panel->width * (policy - panel->x_low) / (panel->x_high - panel->x_low);
    double y = panel->bottom + panel->height - 0.2;
    const char *history = page_text(page, TEXT_FIGURE_HISTORY);
    const char *projection = page_text(page, TEXT_FIGURE_PROJECTION);
    if (policy <= panel->x_low || policy >= panel->x_high || is_brief(page))
        return;
    if (x - panel->left > canvas_text_width(history, page->look.source, 0) + 0.2)
        canvas_text(&page->canvas, x - 0.1, y, page->look.source,
                    TEXT_STYLE_GREY | TEXT_STYLE_RIGHT, history);
    if (panel->left + panel->width - x > canvas_text_width(projection, page->look.source, 0) + 0.2)
        canvas_text(&page->canvas, x + 0.1, y, page->look.source, TEXT_STYLE_GREY, projection);
}

/* `top` is that of the headings, `height` the panel's. */
static void draw_panel(struct queue_figure *figure, size_t scenario, double top, double height,
                       const struct published_data *points)
{
    struct page *page = figure->page;
    size_t across = across_of(page);
    double left = MARGIN + cell_width(page) * (double)(scenario % across) + axis_room;
    double width = cell_width(page) - axis_room - gap;
    double above = heading_height(figure, scenario / across) + above_panel;
    struct panel panel = {
        .left = left, .bottom = top - above - height, .width = width, .height = height};
    heading(figure, scenario, left, top - canvas_line_height(page->look.words) / 2, width, true);
    panel_years(page, &panel);
    panel_amounts(page, &panel, figure->highest * 1.06);
    canvas_panel(&page->canvas, &panel);
    write_in_panel(page, &panel);
    if (scenario % across == 0)
        canvas_text(&page->canvas, MARGIN + 0.1, panel.bottom + panel.height / 2, page->look.legend,
                    TEXT_STYLE_UPWARDS | TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_CHILDREN));
    panel_history(page);
    plot(figure, scenario, points);
}

static void draw_panels(struct queue_figure *figure)
{
    struct page *page = figure->page;
    size_t across = across_of(page), scenarios = page->order->results->scenarios;
    double top = page->top;
    double height = (page->top - page->bottom - around_panels(figure)) / (double)rows_of(page);
    for (size_t s = 0; s < scenarios; s++)
        put_data(figure, s);
    struct published_data points = published_data(
        page, panel_name, indicator_table[INDICATOR_queue_past_wish].label[page->order->language],
        series);
    for (size_t s = 0; s < scenarios; s++) {
        draw_panel(figure, s, top, height, &points);
        if ((s + 1) % across == 0)
            top -= heading_height(figure, s / across) + above_panel + height + below_panel;
    }
}

/* What the figure is, and where there are many panels what stands above each. */
static void words_of(const struct page *page, char *out, size_t size)
{
    char period[PERIOD_LABEL_SIZE], more[512];
    snprintf(out, size, "%s", page_text(page, TEXT_FIGURE_QUEUE_WORDS));
    if (!is_brief(page))
        return;
    period_label(period, page->order->results, page->order->period);
    text_format(more, sizeof more, page->order->language, TEXT_FIGURE_BRIEF_WORDS,
                ARGUMENTS(period));
    size_t used = strlen(out);
    snprintf(out + used, size - used, " %s", more);
}

static bool draw(struct queue_figure *figure)
{
    struct page *page = figure->page;
    const char *const all[] = {series, NULL};
    char sources[PUBLISHED_SOURCES_SIZE], title[HEADLINE_SIZE], words[1024];
    const struct headline headline = page_headline(page, TEXT_FIGURE_QUEUE_TITLE, figure->values);
    char *numbers = headline_numbers(&headline);
    if (!numbers)
        return false;
    headline_title(&headline, title);
    words_of(page, words, sizeof words);
    published_sources(page->order->results, all, page->order->language, sources);
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers,
                                          .published = sources,
                                          .interval = INTERVAL_QUANTILES "; " INTERVAL_CHANGE,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    draw_panels(figure);
    page_end(page);
    free(numbers);
    return true;
}

bool figure_queue(struct page *page)
{
    const struct results *results = page->order->results;
    size_t n = results->scenarios;
    struct queue_figure figure = {
        .page = page,
        .bands = calloc(n * results->months + 1, sizeof *figure.bands),
        .change = calloc(n, sizeof *figure.change),
        .level = calloc(n, sizeof *figure.level),
        .beside_change = calloc(N_BESIDE * n, sizeof *figure.beside_change),
        .beside_level = calloc(N_BESIDE * n, sizeof *figure.beside_level),
        .values = calloc(n * results->replications + 1, sizeof *figure.values),
        .block = calloc(n, sizeof *figure.block)};
    bool good = figure.bands && figure.change && figure.level && figure.beside_change &&
                figure.beside_level && figure.values && figure.block &&
                series_bands(page, INDICATOR_queue_past_wish, figure.bands) && estimate(&figure);
    if (good) {
        find_highest(&figure);
        good = draw(&figure);
    }
    void *const all[] = {figure.bands,        figure.change, figure.level, figure.beside_change,
                         figure.beside_level, figure.values, figure.block};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        free(all[i]);
    return good;
}
