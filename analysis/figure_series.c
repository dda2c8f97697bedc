/* Legends, scenarios' lines, and axes of time and amounts. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- legend ---- */

static const double swatch_width = 0.7, mark_width = 0.25, swatch_gap = 0.12, entry_gap = 0.4;
static const double box_height = 0.2;

/* Where an entry of a label goes; begins a new line where the label does not fit. One that is wider
 * than a line goes on below itself. */
static double entry_place(struct page *page, double swatch, const char *label)
{
    double text = canvas_text_width(label, page->look.legend, 0);
    double width = swatch + swatch_gap + text, room = page_room(page);
    if (page->pen_x > 0 && page->pen_x + width > MARGIN + room)
        legend_end(page);
    double x = page->pen_x > 0 ? page->pen_x : MARGIN;
    double left = x + swatch + swatch_gap;
    double high = canvas_paragraph(&page->canvas, left, page->top, MARGIN + room - left,
                                   page->look.legend, TEXT_STYLE_PLAIN, label);
    page->pen_x = x + width + entry_gap;
    page->line_height = fmax(page->line_height, high);
    return x;
}

void legend_line(struct page *page, const struct pen *pen, const char *label)
{
    double x = entry_place(page, swatch_width, label);
    canvas_line(&page->canvas, x, page->top, x + swatch_width, page->top, pen);
}

void legend_upright(struct page *page, const struct pen *pen, const char *label)
{
    double x = entry_place(page, mark_width, label) + mark_width / 2;
    canvas_line(&page->canvas, x, page->top - box_height / 2, x, page->top + box_height / 2, pen);
}

void legend_box(struct page *page, struct fill fill, const char *label)
{
    double x = entry_place(page, swatch_width, label);
    canvas_rectangle(&page->canvas, x, page->top - box_height / 2, swatch_width, box_height, fill);
}

void legend_band(struct page *page, const struct pen *pen, int band, const char *label)
{
    const struct pen edge = look_edge(pen->colour, band);
    const double half = box_height / 2;
    double x = entry_place(page, swatch_width, label);
    canvas_rectangle(&page->canvas, x, page->top - half, swatch_width, box_height,
                     (struct fill){look_band(pen->colour, band), LOOK_SOLID});
    canvas_line(&page->canvas, x, page->top - half, x + swatch_width, page->top - half, &edge);
    canvas_line(&page->canvas, x, page->top + half, x + swatch_width, page->top + half, &edge);
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
        page->top -= page->line_height + 0.1 * canvas_line_height(page->look.legend);
    page->pen_x = 0;
    page->line_height = 0;
}

/* ---- scenarios ---- */

struct pen scenario_pen(const struct page *page, size_t scenario)
{
    return look_pen(&page->look, scenario);
}

void legend_scenarios(struct page *page)
{
    size_t n = page->order->results->scenarios;
    for (size_t s = 0; s < n; s++) {
        struct pen pen = scenario_pen(page, s);
        char number[32], label[512];
        snprintf(number, sizeof number, "%zu", s);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_NUMBERED,
                    ARGUMENTS(number, scenario_title(page, s)));
        legend_line(page, &pen, n > 1 ? label : scenario_title(page, s));
    }
}

const char *scenario_title(const struct page *page, size_t scenario)
{
    return page->order->results->scenario->category[scenario].label[page->order->language];
}

const char *scenario_name(const struct page *page, size_t scenario)
{
    return page->order->results->scenario->category[scenario].name;
}

/* ---- bands ---- */

/* Heavier where there is no tint between the edges. */
static struct pen band_edge(const struct page *page, size_t scenario)
{
    struct pen edge = look_edge(scenario_pen(page, scenario).colour, BAND_95);
    edge.width *= scenario == 0 ? 1 : 1.8;
    return edge;
}

void legend_bands(struct page *page)
{
    const struct results *results = page->order->results;
    char percent[NUMBER_SIZE], label[512];
    number_percent(percent, page->order->language, 0.95, 0);
    for (size_t s = 0; s < results->scenarios && (s == 0 || results->scenarios == 2); s++) {
        struct pen pen = scenario_pen(page, s), edge = band_edge(page, s);
        text_format(label, sizeof label, page->order->language,
                    results->scenarios > 1 ? TEXT_FIGURE_BAND_OF_BASE : TEXT_FIGURE_BAND,
                    ARGUMENTS(percent, scenario_title(page, s)));
        if (s == 0)
            legend_band(page, &pen, BAND_95, label);
        else
            legend_line(page, &edge, label);
    }
}

void series_band(struct page *page, int block, size_t scenario)
{
    struct pen pen = scenario_pen(page, scenario), edge = band_edge(page, scenario);
    if (scenario == 0)
        canvas_band(&page->canvas, block, DATA_LOW, DATA_HIGH, look_band(pen.colour, BAND_95));
    canvas_curve(&page->canvas, block, DATA_LOW, &edge);
    canvas_curve(&page->canvas, block, DATA_HIGH, &edge);
}

/* ---- numbers at the ends of lines ---- */

struct line_end {
    double y;
    size_t scenario;
};

static int by_height(const void *a, const void *b)
{
    const struct line_end *x = a, *y = b;
    return x->y < y->y ? -1 : x->y > y->y ? 1 : (x->scenario > y->scenario) - 1;
}

/* Of a column of numbers. */
static double column_width(const struct page *page)
{
    return 0.1 +
           canvas_text_width(page->order->results->scenarios > 10 ? "10" : "0", page->look.tic, 0);
}

/* How many columns the numbers of n lines need in a height. */
static size_t columns_of(const struct page *page, size_t n, double height)
{
    double line = 0.8 * canvas_line_height(page->look.tic);
    return (size_t)fmax(1, ceil((double)n * line / fmax(height, line)));
}

double line_ends_room(const struct page *page, double height)
{
    size_t n = page->order->results->scenarios;
    return n == 1 ? 0.1 : 0.06 + column_width(page) * (double)columns_of(page, n, height);
}

/* Moves the ends of every `step`-th line from `from` on apart, each pair by as much to both sides, and
 * keeps them beside the panel. */
static void spread(struct line_end *end, size_t from, size_t n, size_t step, double least,
                   const struct panel *panel)
{
    enum { ROUNDS = 200 };
    double bottom = panel->bottom + 0.05, top = panel->bottom + panel->height;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = from; i < n; i += step) {
            end[i].y = fmin(fmax(end[i].y, bottom), top);
            double lack = i + step < n ? least - (end[i + step].y - end[i].y) : 0;
            if (lack > 0) {
                end[i].y -= lack / 2;
                end[i + step].y += lack / 2;
            }
        }
}

void line_ends(struct page *page, const struct panel *panel, const double *value)
{
    enum { MOST = 64 };
    struct line_end end[MOST] = {{0}};
    size_t scenarios = page->order->results->scenarios, n = 0;
    double scale = panel->height / (panel->y_high - panel->y_low);
    double line = 0.8 * canvas_line_height(page->look.tic);
    for (size_t s = 0; s < scenarios && n < MOST && scenarios > 1; s++)
        if (!isnan(value[s]))
            end[n++] = (struct line_end){panel->bottom + scale * (value[s] - panel->y_low), s};
    qsort(end, n, sizeof end[0], by_height);
    size_t columns = columns_of(page, scenarios, panel->height);
    for (size_t c = 0; c < columns && c < n; c++)
        spread(end, c, n, columns, line, panel);
    for (size_t i = 0; i < n && columns > 0; i++) {
        char number[32];
        snprintf(number, sizeof number, "%zu", end[i].scenario);
        canvas_text(&page->canvas,
                    panel->left + panel->width + 0.06 + column_width(page) * (double)(i % columns),
                    end[i].y, page->look.tic, TEXT_STYLE_PLAIN, number);
    }
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

const char *month_label(const struct results *results, size_t month, char *out)
{
    snprintf(out, DATA_LABEL_SIZE, "%04d-%02d", period_year(results, month),
             period_month(results, month));
    return out;
}

double month_time(const struct results *results, size_t month)
{
    return period_year(results, month) + (period_month(results, month) - 0.5) / 12;
}

/* Beginning of a month; also of the month after the last. */
static double month_begins(const struct results *results, size_t month)
{
    return period_year(results, month) + (period_month(results, month) - 1) / 12.0;
}

void panel_years(struct page *page, struct panel *panel)
{
    const struct results *results = page->order->results;
    struct tic tics[128];
    size_t n = 0;
    double label = 1.35 * canvas_text_width("2030", page->look.tic, 0);
    int most = (int)fmax(1, panel->width / label);
    panel->x_low = month_begins(results, 0);
    panel->x_high = month_begins(results, results->months);
    int step = (int)fmax(1, canvas_step(panel->x_high - panel->x_low, most));
    int year = (int)ceil(panel->x_low - 1e-9);
    for (; year <= panel->x_high + 1e-9 && n < sizeof tics / sizeof tics[0]; year++) {
        tics[n].at = year;
        snprintf(tics[n].label, sizeof tics[n].label, "%.0d", year % step ? 0 : year);
        n++;
    }
    canvas_tics(&page->canvas, 'x', tics, n, page->look.tic, false);
}

void panel_history(struct page *page)
{
    static const struct pen pen = {0x333333, 0.8, "(2,2)"};
    const struct results *results = page->order->results;
    size_t projection = period_projection(results);
    if (projection == 0 || projection >= results->months)
        return;
    double policy = month_begins(results, projection);
    canvas_shade(&page->canvas, month_begins(results, 0), policy, LOOK_HISTORY);
    canvas_upright(&page->canvas, policy, &pen);
}

/* ---- amounts ---- */

void panel_amounts(struct page *page, struct panel *panel, double high)
{
    struct tic tics[32];
    size_t n = 0;
    int most = (int)fmin(6, fmax(2, panel->height / (1.8 * canvas_line_height(page->look.tic))));
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
    canvas_tics(&page->canvas, 'y', tics, n, page->look.tic, true);
}

/* Tics of a step on an x axis; a label that would stand out beside the panel, or touch the one before,
 * is left out. How many labels there are. */
static size_t difference_tics(const struct page *page, const struct panel *panel, double step,
                              struct tic *tics, size_t room, size_t *n)
{
    int decimals = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
    double scale = panel->width / (panel->x_high - panel->x_low), out = 0.12, last = -INFINITY;
    size_t labels = 0;
    *n = 0;
    double first = ceil(panel->x_low / step);
    for (size_t i = 0; i < room && (first + (double)i) * step <= panel->x_high; i++) {
        double at = first + (double)i;
        struct tic *tic = &tics[(*n)++];
        char number[NUMBER_SIZE];
        number_signed(number, page->order->language, at * step, decimals);
        double half = canvas_text_width(number, page->look.tic, 0) / 2;
        double x = scale * (at * step - panel->x_low);
        bool fits = x - half > -out && x + half < panel->width + out && x - half > last + out;
        tic->at = at * step;
        snprintf(tic->label, sizeof tic->label, "%.63s", fits ? number : "");
        labels += fits;
        last = fits ? x + half : last;
    }
    return labels;
}

void panel_differences(struct page *page, const struct panel *panel)
{
    enum { ROOM = 32, MOST = 8, WANTED = 3 };
    struct tic tics[ROOM];
    size_t n = 0;
    double span = panel->x_high - panel->x_low;
    for (int most = 3; most <= MOST; most++)
        if (difference_tics(page, panel, canvas_step(span, most), tics, ROOM, &n) >= WANTED)
            break;
    canvas_tics(&page->canvas, 'x', tics, n, page->look.tic, true);
}
