/* What each scenario changes: a panel a number, a row a scenario, the base at zero. */
#include "analysis/figure_grid.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>

static const double confidence = 0.95;

/* Queue, place against need, and money stand side by side. */
static const enum indicator shown[] = {INDICATOR_queue_past_wish, INDICATOR_days_below_need,
                                       INDICATOR_days_above_need, INDICATOR_wait_from_request_p90,
                                       INDICATOR_breaches_shadow, INDICATOR_moves,
                                       INDICATOR_cost_state,      INDICATOR_cost_municipality,
                                       INDICATOR_cost_total};
static const enum text heading_text[] = {
    TEXT_CHANGE_queue_past_wish, TEXT_CHANGE_days_below_need,   TEXT_CHANGE_days_above_need,
    TEXT_CHANGE_wait_p90,        TEXT_CHANGE_breaches,          TEXT_CHANGE_moves,
    TEXT_CHANGE_cost_state,      TEXT_CHANGE_cost_municipality, TEXT_CHANGE_cost_total};
enum { N_SHOWN = sizeof shown / sizeof shown[0] };

/* Whether an interval tells a direction: a full dot, else an open one. */
enum dot { DOT_TOLD, DOT_OPEN, N_DOTS };
static const int dot_type[N_DOTS] = {7, 6};

struct changes_figure {
    struct page *page;
    struct paired *change; /* [N_SHOWN][scenarios] */
    double *values;        /* of the first number: [scenarios][replications] */
    const char **row;      /* [scenarios − 1] titles */
    const char *heading[N_SHOWN];
    size_t kept[N_SHOWN]; /* [n_kept] of those shown, what the file keeps */
    size_t n_kept;
    struct row_grid grid;
};

/* ---- numbers ---- */

static bool read_indicator(struct changes_figure *figure, size_t number, double *values)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    size_t n = results->replications;
    struct indicator_item item;
    if (indicator_items(page->source, shown[number], &item, 1) != 1 ||
        !indicator_values(page->source, &item, page->order->period, values))
        return false;
    for (size_t s = 0; s < results->scenarios; s++)
        figure->change[number * results->scenarios + s] =
            estimate_drawn_difference(values + s * n, values, results->draw, n, confidence);
    return true;
}

static bool read_changes(struct changes_figure *figure)
{
    const struct results *results = figure->page->order->results;
    double *values = calloc(results->scenarios * results->replications + 1, sizeof *values);
    bool good = values && read_indicator(figure, 0, figure->values);
    for (size_t i = 0; good && i < N_SHOWN; i++) {
        if (!results->keeps_all && !indicator_is_kept(results, shown[i]))
            continue;
        figure->kept[figure->n_kept++] = i;
        good = i == 0 || read_indicator(figure, i, values);
    }
    free(values);
    return good;
}

static enum dot dot_of(const struct paired *change)
{
    enum finding finding = finding_of(change);
    return finding == FINDING_HIGHER || finding == FINDING_LOWER ? DOT_TOLD : DOT_OPEN;
}

/* ---- drawing ---- */

/* The range holds zero and every interval, and a little more. */
static void set_axis(struct changes_figure *figure, size_t number, struct panel *panel)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    double low = 0, high = 0;
    for (size_t s = 1; s < scenarios; s++) {
        const struct estimate *e = &figure->change[number * scenarios + s].difference;
        low = fmin(low, fmin(e->mean, e->interval.low));
        high = fmax(high, fmax(e->mean, e->interval.high));
    }
    double margin = high > low ? 0.06 * (high - low) : 1;
    panel->x_low = low - margin;
    panel->x_high = high + margin;
    panel_differences(page, panel);
    canvas_tics(&page->canvas, 'y', NULL, 0, page->look.tic, false);
}

static int put_data(struct changes_figure *figure, size_t number, size_t scenario)
{
    struct page *page = figure->page;
    struct figure_data *data = page->canvas.data;
    size_t scenarios = page->order->results->scenarios;
    const struct paired *change = &figure->change[number * scenarios + scenario];
    const double row[] = {grid_middle(page, &figure->grid, scenario - 1), change->difference.mean,
                          change->difference.interval.low, change->difference.interval.high};
    int block = figure_data_block(data, indicator_table[shown[number]].name,
                                  page_text(page, heading_text[number]),
                                  scenario_name(page, scenario), scenario_title(page, scenario));
    figure_data_row(data, finding_name(finding_of(change)), row, sizeof row / sizeof row[0]);
    return block;
}

static void draw_panel(struct changes_figure *figure, size_t place)
{
    size_t number = figure->kept[place];
    static const struct pen line = {LOOK_TEXT, 1.2, "1"};
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    struct pen zero = look_zero();
    size_t scenarios = page->order->results->scenarios;
    struct panel panel = grid_panel(page, &figure->grid, place);
    set_axis(figure, number, &panel);
    canvas_panel(canvas, &panel);
    grid_write(page, &figure->grid, place);
    canvas_upright(canvas, 0, &zero);
    int first = put_data(figure, number, 1);
    for (size_t s = 2; s < scenarios; s++)
        put_data(figure, number, s);
    canvas_plot(canvas);
    for (size_t s = 1; s < scenarios; s++)
        canvas_reaches(canvas, first + (int)s - 1, &line);
    for (size_t s = 1; s < scenarios; s++)
        canvas_dots(canvas, first + (int)s - 1,
                    dot_type[dot_of(&figure->change[number * scenarios + s])], 0.7,
                    look_pen(&page->look, 1).colour);
    canvas_plot_end(canvas);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen line = {LOOK_TEXT, 1.2, "1"};
    static const enum text words[N_DOTS] = {TEXT_FIGURE_TOLD, TEXT_FIGURE_NOT_SHOWN};
    const struct changes_figure *figure = context;
    const unsigned colour = look_pen(&page->look, 1).colour;
    grid_legend(page, &figure->grid);
    for (int d = 0; d < N_DOTS; d++)
        legend_mark(page, dot_type[d], colour, page_text(page, words[d]));
    legend_line(page, &line, page_text(page, TEXT_FIGURE_INTERVAL_OF_CHANGE));
    legend_end(page);
}

static double body(const struct page *page, const void *context)
{
    const struct changes_figure *figure = context;
    return grid_height(page, &figure->grid);
}

static void draw(struct changes_figure *figure)
{
    struct page *page = figure->page;
    char title[HEADLINE_SIZE], words[1024], period[PERIOD_LABEL_SIZE];
    const struct headline headline = page_headline(page, TEXT_FIGURE_QUEUE_TITLE, figure->values);
    char *numbers = headline_numbers(&headline);
    headline_title(&headline, title);
    period_label(period, page->order->results, page->order->period);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_CHANGES_WORDS,
                ARGUMENTS(period, scenario_title(page, 0)));
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers ? numbers : "",
                                          .published = "",
                                          .interval = INTERVAL_CHANGE,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    grid_fill(page, &figure->grid);
    for (size_t i = 0; i < figure->n_kept; i++)
        draw_panel(figure, i);
    page_end(page);
    free(numbers);
}

static void set_grid(struct changes_figure *figure)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    for (size_t s = 1; s < scenarios; s++)
        figure->row[s - 1] = scenario_title(page, s);
    for (size_t i = 0; i < figure->n_kept; i++)
        figure->heading[i] = page_text(page, heading_text[figure->kept[i]]);
    figure->grid = (struct row_grid){
        .row = figure->row,
        .n_rows = scenarios - 1,
        .heading = figure->heading,
        .n_panels = figure->n_kept,
        .across = {[LOOK_PAGE] = 3, [LOOK_COLUMN] = scenarios > 5 ? 3 : 2, [LOOK_SLIDE] = 5},
        .first_key = '1'};
}

bool figure_changes(struct page *page)
{
    const struct results *results = page->order->results;
    size_t n = results->scenarios;
    struct changes_figure figure = {
        .page = page,
        .change = calloc(N_SHOWN * n, sizeof *figure.change),
        .values = calloc(n * results->replications + 1, sizeof *figure.values),
        .row = calloc(n, sizeof *figure.row)};
    bool good = figure.change && figure.values && figure.row && read_changes(&figure);
    if (good) {
        set_grid(&figure);
        draw(&figure);
    }
    free(figure.change);
    free(figure.values);
    free(figure.row);
    return good;
}
