/* How much of the spread of replications uncertain values make, and how much is chance: a panel a
 * scenario, a row a number. */
#include "analysis/figure_grid.h"

#include "analysis/number.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

static const double confidence = 0.95, bar_height = 0.2;

static const enum indicator shown[] = {INDICATOR_queue_past_wish, INDICATOR_days_below_need,
                                       INDICATOR_days_above_need, INDICATOR_wait_from_request_p90,
                                       INDICATOR_breaches_shadow, INDICATOR_moves,
                                       INDICATOR_cost_total};
static const enum text label_text[] = {TEXT_CHANGE_queue_past_wish, TEXT_CHANGE_days_below_need,
                                       TEXT_CHANGE_days_above_need, TEXT_CHANGE_wait_p90,
                                       TEXT_CHANGE_breaches,        TEXT_CHANGE_moves,
                                       TEXT_CHANGE_cost_total};
enum { N_SHOWN = sizeof shown / sizeof shown[0] };

/* Per cent of the variance of replications, and its interval; NaN where nothing varies. */
struct share {
    double value;
    struct interval interval;
};

struct uncertainty_figure {
    struct page *page;
    struct share *share;  /* [scenarios][N_SHOWN] */
    const char **heading; /* [scenarios] */
    const char *label[N_SHOWN];
    size_t kept[N_SHOWN]; /* [n_kept] of those shown, what the file keeps */
    size_t n_kept;
    struct row_grid grid;
};

/* ---- numbers ---- */

/* The part that lies between draws of the variance of replications, with the interval from the F
 * distribution of the mean squares (Searle, Casella and McCulloch 1992, section 3.6), each draw taken
 * to have as many replications. Where chance alone explains more than there is, the part is 0. */
static struct share share_of(const struct estimate *e)
{
    double between = e->between * e->between, within = e->within * e->within;
    double each = (double)e->n / (double)e->draws, first = (double)e->draws - 1;
    double second = (double)(e->n - e->draws), tail = (1 - confidence) / 2;
    if (!(between + within > 0) || !(second > 0))
        return (struct share){NAN, {NAN, NAN}};
    double f = within > 0 ? (within + each * between) / within : INFINITY;
    double low = f / gsl_cdf_fdist_Pinv(1 - tail, first, second);
    double high = f / gsl_cdf_fdist_Pinv(tail, first, second);
    return (struct share){100 * between / (between + within),
                          {isinf(f) ? 100 : 100 * fmax(0, (low - 1) / (low + each - 1)),
                           isinf(f) ? 100 : 100 * fmax(0, (high - 1) / (high + each - 1))}};
}

/* Of the base the level's, of others the change's. */
static bool read_indicator(struct uncertainty_figure *figure, size_t number, double *values)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    size_t n = results->replications;
    struct indicator_item item;
    if (indicator_items(page->source, shown[number], &item, 1) != 1 ||
        !indicator_values(page->source, &item, page->order->period, values))
        return false;
    for (size_t s = 0; s < results->scenarios; s++) {
        struct estimate e =
            s == 0 ? estimate_drawn(values, results->draw, n, confidence)
                   : estimate_drawn_difference(values + s * n, values, results->draw, n, confidence)
                         .difference;
        figure->share[s * N_SHOWN + number] = share_of(&e);
    }
    return true;
}

static bool read_shares(struct uncertainty_figure *figure)
{
    const struct results *results = figure->page->order->results;
    double *values = calloc(results->scenarios * results->replications + 1, sizeof *values);
    bool good = values != NULL;
    for (size_t i = 0; good && i < N_SHOWN; i++) {
        if (!results->keeps_all && !indicator_is_kept(results, shown[i]))
            continue;
        figure->kept[figure->n_kept++] = i;
        good = read_indicator(figure, i, values);
    }
    free(values);
    return good;
}

/* ---- drawing ---- */

static struct fill between_fill(const struct page *page)
{
    return (struct fill){page->look.theme == LOOK_PRINT ? 0x8c8c8cu : 0x2073bcu, LOOK_SOLID};
}

static const struct fill within_fill = {LOOK_AXIS, 0};

static int put_data(struct uncertainty_figure *figure, size_t scenario)
{
    struct page *page = figure->page;
    struct figure_data *data = page->canvas.data;
    int block = figure_data_block(data, "share_of_uncertain_values",
                                  page_text(page, TEXT_FIGURE_OF_UNCERTAIN),
                                  scenario_name(page, scenario), figure->heading[scenario]);
    for (size_t i = 0; i < figure->n_kept; i++) {
        const struct share *share = &figure->share[scenario * N_SHOWN + figure->kept[i]];
        const double number[] = {grid_middle(page, &figure->grid, i), share->value,
                                 share->interval.low, share->interval.high};
        figure_data_row(data, figure->label[i], number, sizeof number / sizeof number[0]);
    }
    return block;
}

static void set_axis(struct page *page, struct panel *panel)
{
    struct tic tics[3];
    enum { N = sizeof tics / sizeof tics[0] };
    for (int i = 0; i < N; i++) {
        char number[NUMBER_SIZE];
        tics[i].at = 50.0 * i;
        number_plain(number, page->order->language, tics[i].at, 0);
        snprintf(tics[i].label, sizeof tics[i].label, "%.63s", number);
    }
    panel->x_low = 0;
    panel->x_high = 100;
    canvas_tics(&page->canvas, 'x', tics, N, page->look.tic, false);
    canvas_tics(&page->canvas, 'y', NULL, 0, page->look.tic, false);
}

static void draw_panel(struct uncertainty_figure *figure, size_t scenario)
{
    static const struct pen line = {LOOK_TEXT, 1.2, "1"}, halo = {LOOK_PAPER, 3, "1"};
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    struct panel panel = grid_panel(page, &figure->grid, scenario);
    set_axis(page, &panel);
    canvas_panel(canvas, &panel);
    grid_write(page, &figure->grid, scenario);
    int block = put_data(figure, scenario);
    canvas_plot(canvas);
    canvas_bars_whole(canvas, block, 100, bar_height, within_fill);
    canvas_bars(canvas, block, bar_height, between_fill(page));
    canvas_reaches(canvas, block, &halo);
    canvas_reaches(canvas, block, &line);
    canvas_plot_end(canvas);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen line = {LOOK_TEXT, 1.2, "1"};
    const struct uncertainty_figure *figure = context;
    grid_legend(page, &figure->grid);
    legend_box(page, between_fill(page), page_text(page, TEXT_FIGURE_OF_UNCERTAIN));
    legend_box(page, within_fill, page_text(page, TEXT_FIGURE_OF_CHANCE));
    legend_line(page, &line, page_text(page, TEXT_FIGURE_INTERVAL_OF_SHARE));
    legend_end(page);
}

static double body(const struct page *page, const void *context)
{
    const struct uncertainty_figure *figure = context;
    return grid_height(page, &figure->grid);
}

/* The share of the first number in the first scenario but the base, with its interval. */
static void title_of(const struct uncertainty_figure *figure, char title[HEADLINE_SIZE])
{
    const struct page *page = figure->page;
    enum language language = page->order->language;
    bool change = page->order->results->scenarios > 1;
    const struct share *share = &figure->share[change ? N_SHOWN : 0];
    char number[NUMBER_SIZE], range[NUMBER_SIZE];
    number_percent(number, language, share->value / 100, 0);
    number_range(range, language, share->interval.low, share->interval.high, 0);
    enum text text = isnan(share->value) ? TEXT_HEADLINE_UNKNOWN
                     : change            ? TEXT_FIGURE_UNCERTAIN_CHANGE
                                         : TEXT_FIGURE_UNCERTAIN_LEVEL;
    text_format(title, HEADLINE_SIZE, language, text,
                ARGUMENTS(page_text(page, TEXT_FIGURE_QUEUE_TITLE), number, range,
                          scenario_title(page, change)));
}

static void draw(struct uncertainty_figure *figure)
{
    struct page *page = figure->page;
    char title[HEADLINE_SIZE], words[1024], period[PERIOD_LABEL_SIZE];
    title_of(figure, title);
    period_label(period, page->order->results, page->order->period);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_UNCERTAINTY_WORDS,
                ARGUMENTS(period, scenario_title(page, 0)));
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = "",
                                          .published = "",
                                          .interval = INTERVAL_VARIANCE,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    grid_fill(page, &figure->grid);
    for (size_t s = 0; s < page->order->results->scenarios; s++)
        draw_panel(figure, s);
    page_end(page);
}

static void set_grid(struct uncertainty_figure *figure)
{
    struct page *page = figure->page;
    size_t scenarios = page->order->results->scenarios;
    for (size_t s = 0; s < scenarios; s++)
        figure->heading[s] = scenario_title(page, s);
    for (size_t i = 0; i < figure->n_kept; i++)
        figure->label[i] = page_text(page, label_text[figure->kept[i]]);
    figure->grid =
        (struct row_grid){.row = figure->label,
                          .n_rows = figure->n_kept,
                          .heading = figure->heading,
                          .n_panels = scenarios,
                          .across = {[LOOK_PAGE] = 4, [LOOK_COLUMN] = 2, [LOOK_SLIDE] = 6},
                          .first_key = 'a'};
}

bool figure_uncertainty(struct page *page)
{
    size_t n = page->order->results->scenarios;
    struct uncertainty_figure figure = {.page = page,
                                        .share = calloc(n * N_SHOWN, sizeof *figure.share),
                                        .heading = calloc(n, sizeof *figure.heading)};
    bool good = figure.share && figure.heading && read_shares(&figure);
    if (good) {
        set_grid(&figure);
        draw(&figure);
    }
    free(figure.share);
    free(figure.heading);
    return good;
}
