/* Where the waiting days come from: a group of bars a reason, a bar a scenario. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_REASONS = 64 };
static const double confidence = 0.95, highest_bar = 0.3, group_gap = 0.22, most_height = 18;
/* Size of a number beside a bar of 1 cm; smaller numbers than the least are left out. */
static const double number_size = 24, least_number_size = 4.9;

struct reason {
    struct indicator_item item;
    struct estimate *days; /* [scenarios] */
};

struct reasons_figure {
    struct page *page;
    struct reason reason[MOST_REASONS]; /* [n], most days first */
    size_t n;
    double highest;
};

/* ---- numbers ---- */

static int by_days(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    double first = x->days[0].mean, second = y->days[0].mean;
    return first > second ? -1 : first < second;
}

static bool read_reason(struct reasons_figure *figure, struct reason *reason, double *values)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    reason->days = calloc(results->scenarios, sizeof *reason->days);
    if (!reason->days ||
        !indicator_values(page->source, &reason->item, page->order->period, values))
        return false;
    for (size_t s = 0; s < results->scenarios; s++) {
        reason->days[s] = estimate_drawn(values + s * results->replications, results->draw,
                                         results->replications, confidence);
        double high = reason->days[s].interval.high;
        figure->highest = fmax(figure->highest, isnan(high) ? reason->days[s].mean : high);
    }
    return true;
}

static bool read_reasons(struct reasons_figure *figure)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    struct indicator_item items[MOST_REASONS];
    double *values = calloc(results->scenarios * results->replications + 1, sizeof *values);
    size_t n = indicator_items(page->source, INDICATOR_waiting_days_by_reason, items, MOST_REASONS);
    bool good = values && n > 0;
    figure->n = n < MOST_REASONS ? n : MOST_REASONS;
    for (size_t i = 0; i < figure->n; i++)
        figure->reason[i].item = items[i];
    for (size_t i = 0; good && i < figure->n; i++)
        good = read_reason(figure, &figure->reason[i], values);
    free(values);
    if (good)
        qsort(figure->reason, figure->n, sizeof figure->reason[0], by_days);
    return good;
}

/* ---- drawing ---- */

/* The more scenarios, the thinner the bars, so that the figure stays on a page. */
static double bar_height(const struct reasons_figure *figure)
{
    double room = most_height / (double)figure->n - group_gap;
    return fmin(highest_bar, room / (double)figure->page->order->results->scenarios);
}

/* A bar with its interval and number; y is its lower edge. */
static void draw_bar(struct reasons_figure *figure, const struct panel *panel,
                     const struct estimate *days, size_t scenario, double y)
{
    static const struct pen whisker = {0x000000, 0.9, "1"};
    struct page *page = figure->page;
    struct canvas *canvas = &page->canvas;
    double bar = bar_height(figure), size = fmin(SIZE_TIC, bar * number_size);
    double scale = panel->width / panel->x_high, middle = y + bar / 2;
    double end = panel->left + scale * days->mean, high = end;
    char number[NUMBER_SIZE];
    canvas_rectangle(canvas, panel->left, y + 0.02, end - panel->left, bar - 0.04,
                     scenario_fill(scenario));
    if (days->interval.high > days->interval.low) {
        high = panel->left + scale * days->interval.high;
        canvas_line(canvas, panel->left + scale * fmax(days->interval.low, 0), middle, high, middle,
                    &whisker);
    }
    number_plain(number, page->order->language, days->mean, 0);
    if (size >= least_number_size)
        canvas_text(canvas, high + 0.12, middle, size, TEXT_STYLE_PLAIN, number);
}

static double group_height(const struct reasons_figure *figure)
{
    return bar_height(figure) * (double)figure->page->order->results->scenarios + group_gap;
}

static void draw_reason(struct reasons_figure *figure, const struct panel *panel, size_t i)
{
    struct page *page = figure->page;
    double group = group_height(figure), bar = bar_height(figure);
    double top = panel->bottom + panel->height - group * (double)i - group_gap / 2;
    const struct reason *reason = &figure->reason[i];
    size_t scenarios = page->order->results->scenarios;
    for (size_t s = 0; s < scenarios; s++)
        draw_bar(figure, panel, &reason->days[s], s, top - bar * (double)(s + 1));
    canvas_text(&page->canvas, panel->left - 0.15, top - bar * (double)scenarios / 2, SIZE_LEGEND,
                TEXT_STYLE_RIGHT, reason->item.label[page->order->language]);
}

static void days_axis(struct page *page, struct panel *panel, double high)
{
    struct tic tics[16];
    size_t n = 0;
    double step = canvas_step(high, 5);
    panel->x_low = 0;
    panel->x_high = high;
    for (double at = 0; at <= high && n < sizeof tics / sizeof tics[0]; at += step, n++) {
        char number[NUMBER_SIZE];
        tics[n].at = at;
        number_plain(number, page->order->language, at, 0);
        snprintf(tics[n].label, sizeof tics[n].label, "%.63s", number);
    }
    canvas_tics(&page->canvas, 'x', tics, n, SIZE_TIC, true);
    canvas_tics(&page->canvas, 'y', NULL, 0, SIZE_TIC, false);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen whisker = {0x000000, 0.9, "1"};
    const struct reasons_figure *figure = context;
    for (size_t s = 0; s < page->order->results->scenarios; s++) {
        char total[NUMBER_SIZE], label[512];
        double days = 0;
        for (size_t i = 0; i < figure->n; i++)
            days += figure->reason[i].days[s].mean;
        number_plain(total, page->order->language, days, 0);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_TOTAL,
                    ARGUMENTS(scenario_title(page, s), total));
        legend_box(page, scenario_fill(s), label);
    }
    legend_line(page, &whisker, page_text(page, TEXT_FIGURE_INTERVAL));
    legend_end(page);
}

/* Space for the widest label. */
static double label_width(const struct reasons_figure *figure)
{
    double widest = 0;
    for (size_t i = 0; i < figure->n; i++)
        widest = fmax(widest,
                      canvas_text_width(figure->reason[i].item.label[figure->page->order->language],
                                        SIZE_LEGEND, 0));
    return widest + 0.25;
}

static void draw(struct reasons_figure *figure)
{
    struct page *page = figure->page;
    char period[PERIOD_LABEL_SIZE], words[512];
    period_label(period, page->order->results, page->order->period);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_REASONS_WORDS,
                ARGUMENTS(period));
    double height = group_height(figure) * (double)figure->n, below = 1.35;
    page_begin(page, height + below,
               &(struct page_words){page_text(page, TEXT_FIGURE_REASONS_TITLE), words, "", legend,
                                    figure});
    double left = MARGIN + label_width(figure), number = 1.6;
    struct panel panel = {.left = left,
                          .bottom = page->top - height,
                          .width = PAGE_WIDTH - MARGIN - number - left,
                          .height = height,
                          .y_low = 0,
                          .y_high = 1};
    days_axis(page, &panel, figure->highest);
    canvas_panel(&page->canvas, &panel);
    for (size_t i = 0; i < figure->n; i++)
        draw_reason(figure, &panel, i);
    canvas_text(&page->canvas, panel.left + panel.width / 2, panel.bottom - 0.75, SIZE_LEGEND,
                TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_DAYS));
    canvas_plot(&page->canvas);
    fputs("NaN", page->canvas.out); /* the page's shapes are all there is */
    canvas_plot_end(&page->canvas);
    page_end(page);
}

bool figure_reasons(struct page *page)
{
    struct reasons_figure figure = {.page = page};
    bool good = read_reasons(&figure);
    if (good)
        draw(&figure);
    for (size_t i = 0; i < figure.n; i++)
        free(figure.reason[i].days);
    return good;
}
