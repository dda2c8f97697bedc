/* Legends, scenarios' lines, and axes of time and amounts. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- legend ---- */

static const double swatch_width = 0.7, mark_width = 0.25, swatch_gap = 0.12, entry_gap = 0.4;

/* Where an entry of a label goes; begins a new line where the label does not fit. */
static double entry_place(struct page *page, double swatch, const char *label)
{
    double width = swatch + swatch_gap + canvas_text_width(label, SIZE_LEGEND, 0);
    if (page->pen_x > 0 && page->pen_x + width > PAGE_WIDTH - MARGIN)
        legend_end(page);
    double x = page->pen_x > 0 ? page->pen_x : MARGIN;
    page->pen_x = x + width + entry_gap;
    canvas_text(&page->canvas, x + swatch + swatch_gap, page->top, SIZE_LEGEND, TEXT_STYLE_PLAIN,
                label);
    return x;
}

void legend_line(struct page *page, const struct pen *pen, const char *label)
{
    double x = entry_place(page, swatch_width, label);
    canvas_line(&page->canvas, x, page->top, x + swatch_width, page->top, pen);
}

void legend_box(struct page *page, unsigned colour, const char *label)
{
    double x = entry_place(page, swatch_width, label), height = 0.2;
    canvas_rectangle(&page->canvas, x, page->top - height / 2, swatch_width, height, colour);
}

void legend_mark(struct page *page, int type, unsigned colour, const char *label)
{
    double x = entry_place(page, mark_width, label);
    canvas_mark(&page->canvas, x + mark_width / 2, page->top, type, 0.6, colour);
}

void legend_words(struct page *page, const char *words)
{
    entry_place(page, -swatch_gap, words);
}

void legend_end(struct page *page)
{
    if (page->pen_x > 0)
        page->top -= 1.1 * canvas_line_height(SIZE_LEGEND);
    page->pen_x = 0;
}

/* ---- scenarios ---- */

struct pen scenario_pen(size_t scenario)
{
    static const unsigned colours[] = {0x0072b2, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9};
    static const char *const dashes[] = {"1", "(12,3,3,3)", "(3,2)", "(12,4)", "(6,2,2,2)"};
    enum { N = sizeof colours / sizeof colours[0] };
    if (scenario == 0)
        return (struct pen){0x000000, 1.4, "(7,3)"};
    size_t i = scenario - 1; /* where colours begin again, dashes are one further */
    return (struct pen){colours[i % N], 1.9, dashes[(i + i / N) % N]};
}

unsigned scenario_fill(size_t scenario)
{
    static const unsigned fills[] = {0x56b4e9, 0xe69f00, 0x009e73, 0xcc79a7,
                                     0x0072b2, 0xd55e00, 0xf0e442};
    return scenario == 0 ? 0x8c8c8c : fills[(scenario - 1) % (sizeof fills / sizeof fills[0])];
}

const char *scenario_title(const struct page *page, size_t scenario)
{
    return page->order->results->scenario->category[scenario].label[page->order->language];
}

/* ---- series ---- */

bool series_bands(struct page *page, enum indicator indicator, struct bands *out)
{
    const struct results *results = page->order->results;
    struct indicator_item item;
    size_t n = results->replications, months = results->months;
    double *values = calloc(results->scenarios * n * months + 1, sizeof *values);
    double *sorted = calloc(n + 1, sizeof *sorted);
    bool good = values && sorted && indicator_items(page->source, indicator, &item, 1) == 1 &&
                indicator_series(page->source, &item, values);
    for (size_t s = 0; good && s < results->scenarios; s++)
        estimate_bands(values + s * n * months, n, months, out + s * months, sorted);
    free(values);
    free(sorted);
    return good;
}

/* ---- time ---- */

double month_time(const struct results *results, size_t month)
{
    return period_year(results, month) + (period_month(results, month) - 0.5) / 12;
}

/* Beginning of a month; also of the month after the last. */
static double month_begins(const struct results *results, size_t month)
{
    return period_year(results, month) + (period_month(results, month) - 1) / 12.0;
}

void panel_years(struct page *page, struct panel *panel, int most)
{
    const struct results *results = page->order->results;
    struct tic tics[128];
    size_t n = 0;
    panel->x_low = month_begins(results, 0);
    panel->x_high = month_begins(results, results->months);
    int step = (int)fmax(1, canvas_step(panel->x_high - panel->x_low, most));
    int year = (int)ceil(panel->x_low - 1e-9);
    for (; year <= panel->x_high + 1e-9 && n < sizeof tics / sizeof tics[0]; year++) {
        tics[n].at = year;
        snprintf(tics[n].label, sizeof tics[n].label, "%.0d", year % step ? 0 : year);
        n++;
    }
    canvas_tics(&page->canvas, 'x', tics, n, SIZE_TIC, false);
}

void panel_history(struct page *page)
{
    static const struct pen pen = {0x333333, 0.8, "(2,2)"};
    const struct results *results = page->order->results;
    size_t projection = period_projection(results);
    if (projection == 0 || projection >= results->months)
        return;
    double policy = month_begins(results, projection);
    canvas_shade(&page->canvas, month_begins(results, 0), policy, COLOUR_HISTORY);
    canvas_upright(&page->canvas, policy, &pen);
}

/* ---- amounts ---- */

void panel_amounts(struct page *page, struct panel *panel, double high, int most)
{
    struct tic tics[32];
    size_t n = 0;
    double step = canvas_step(high, most);
    int decimals = step < 1 ? (int)ceil(-log10(step)) : 0;
    panel->y_low = 0;
    panel->y_high = high > 0 ? high * 1.04 : step;
    for (double at = 0; at <= panel->y_high * 1.0001 && n < sizeof tics / sizeof tics[0];
         at += step, n++) {
        char number[NUMBER_SIZE];
        tics[n].at = at;
        number_plain(number, page->order->language, at, decimals);
        snprintf(tics[n].label, sizeof tics[n].label, "%.63s", number);
    }
    canvas_tics(&page->canvas, 'y', tics, n, SIZE_TIC, true);
}
