/* Where the waiting days come from. With few scenarios a group of bars a reason, a bar a scenario;
 * with many a panel a scenario, a bar a reason. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_REASONS = 64 };
/* Reasons of a smaller share of all days in every scenario are shown together. */
static const double small = 0.002;
static const double confidence = 0.95, number_room = 1.25, below_panel = 1.15, gap = 0.3;
static const double bar_part = 0.82; /* of a row */
static const char panel_name[] = "waiting_days_by_reason";

struct reason {
    const char *name, *label;
    double *values;        /* [scenarios][replications] */
    struct estimate *days; /* [scenarios] */
};

struct reasons_figure {
    struct page *page;
    struct reason reason[MOST_REASONS + 1]; /* [n] that anybody waits for, most days first */
    size_t n;
    double *total; /* [scenarios][replications] */
    double highest;
};

/* ---- numbers ---- */

static int by_days(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    double first = x->days[0].mean, second = y->days[0].mean;
    return first > second ? -1 : first < second;
}

static void reason_free(struct reason *reason)
{
    free(reason->values);
    free(reason->days);
}

static bool estimate_reason(struct reasons_figure *figure, struct reason *reason)
{
    const struct results *results = figure->page->order->results;
    size_t n = results->replications;
    reason->days = calloc(results->scenarios, sizeof *reason->days);
    for (size_t s = 0; reason->days && s < results->scenarios; s++) {
        reason->days[s] = estimate_drawn(reason->values + s * n, results->draw, n, confidence);
        double high = reason->days[s].interval.high;
        figure->highest = fmax(figure->highest, isnan(high) ? reason->days[s].mean : high);
    }
    return reason->days != NULL;
}

static bool read_reason(struct reasons_figure *figure, const struct indicator_item *item)
{
    struct page *page = figure->page;
    const struct results *results = page->order->results;
    size_t n = results->scenarios * results->replications;
    struct reason *reason = &figure->reason[figure->n++];
    *reason = (struct reason){.name = item->name,
                              .label = item->label[page->order->language],
                              .values = calloc(n + 1, sizeof *reason->values)};
    if (!reason->values ||
        !indicator_values(page->source, item, page->order->period, reason->values))
        return false;
    for (size_t i = 0; i < n; i++)
        figure->total[i] += reason->values[i];
    return estimate_reason(figure, reason);
}

/* Whether a reason is a large enough share of the days of some scenario. */
static bool is_large(const struct reasons_figure *figure, const struct reason *reason)
{
    const struct results *results = figure->page->order->results;
    for (size_t s = 0; s < results->scenarios; s++) {
        double all = estimate_mean(figure->total + s * results->replications, 1,
                                   results->replications, confidence)
                         .mean;
        if (reason->days[s].mean > small * all)
            return true;
    }
    return false;
}

/* Puts those of few days together, last. */
static bool join_small(struct reasons_figure *figure)
{
    const struct page *page = figure->page;
    size_t n = page->order->results->scenarios * page->order->results->replications, kept = 0;
    double sum = 0;
    struct reason others = {"others", page_text(page, TEXT_FIGURE_OTHER_REASONS),
                            calloc(n + 1, sizeof *others.values), NULL};
    for (size_t i = 0; i < figure->n; i++) {
        struct reason reason = figure->reason[i];
        if (!others.values || is_large(figure, &reason)) {
            figure->reason[kept++] = reason;
            continue;
        }
        for (size_t r = 0; r < n; r++)
            sum += others.values[r] += reason.values[r];
        reason_free(&reason);
    }
    qsort(figure->reason, kept, sizeof figure->reason[0], by_days);
    figure->n = kept;
    if (!others.values || !(sum > 0)) {
        free(others.values);
        return others.values != NULL;
    }
    figure->reason[figure->n] = others;
    return estimate_reason(figure, &figure->reason[figure->n++]);
}

static bool read_reasons(struct reasons_figure *figure)
{
    struct page *page = figure->page;
    struct indicator_item items[MOST_REASONS];
    size_t n = indicator_items(page->source, INDICATOR_waiting_days_by_reason, items, MOST_REASONS);
    bool good = figure->total && n > 0;
    for (size_t i = 0; good && i < n && i < MOST_REASONS; i++)
        good = read_reason(figure, &items[i]);
    return good && join_small(figure);
}

/* ---- layout ---- */

static size_t scenarios_of(const struct page *page)
{
    return page->order->results->scenarios;
}

/* Whether each scenario has a panel of its own. */
static bool has_panels(const struct page *page)
{
    return scenarios_of(page) > LOOK_BARS;
}

/* Where a column has no room for the reasons beside the bars. */
static bool has_letters(const struct page *page)
{
    return has_panels(page) && page->look.size == LOOK_COLUMN;
}

static bool has_labels_above(const struct page *page)
{
    return !has_panels(page) && page->look.size == LOOK_COLUMN;
}

static const char *label_of(const struct reasons_figure *figure, size_t reason)
{
    return figure->reason[reason].label;
}

/* Space for the widest label left of the panels. */
static double label_width(const struct page *page, const struct reasons_figure *figure)
{
    double widest = 0;
    if (has_labels_above(page))
        return 0.1;
    if (has_letters(page))
        return 0.3;
    for (size_t i = 0; i < figure->n; i++)
        widest = fmax(widest, canvas_text_width(label_of(figure, i), page->look.tic, 0));
    return widest + 0.25;
}

static size_t across_of(const struct page *page)
{
    if (!has_panels(page))
        return 1;
    return page->look.size == LOOK_COLUMN ? 3 : page->look.size == LOOK_SLIDE ? 6 : 4;
}

static size_t rows_of(const struct page *page)
{
    return has_panels(page) ? (scenarios_of(page) + across_of(page) - 1) / across_of(page) : 1;
}

static double cell_width(const struct page *page, const struct reasons_figure *figure)
{
    return (page_room(page) - label_width(page, figure)) / (double)across_of(page);
}

/* Of one bar, and what a reason has beside its bars. */
static double bar_height(const struct page *page)
{
    return has_panels(page) ? 0.95 * canvas_line_height(page->look.tic) : 0.28;
}

static double group_height(const struct page *page)
{
    if (has_panels(page))
        return bar_height(page);
    double label = has_labels_above(page) ? canvas_line_height(page->look.tic) : 0;
    return bar_height(page) * (double)scenarios_of(page) + label + 0.16;
}

/* A scenario's title above its panel; a column has room for its number alone. */
static double heading(struct page *page, const struct reasons_figure *figure, size_t scenario,
                      double x, double y, bool draw)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", scenario);
    return canvas_paragraph(draw ? &page->canvas : NULL, x, y, cell_width(page, figure) - 0.1,
                            page->look.legend, TEXT_STYLE_BOLD,
                            has_letters(page) ? number : scenario_title(page, scenario));
}

static double heading_height(const struct page *page, const struct reasons_figure *figure,
                             size_t row)
{
    struct page unseen = *page;
    size_t across = across_of(page);
    double highest = 0;
    if (!has_panels(page))
        return 0;
    for (size_t s = row * across; s < (row + 1) * across && s < scenarios_of(page); s++)
        highest = fmax(highest, heading(&unseen, figure, s, 0, 0, false));
    return highest + 0.05;
}

static double panel_height(const struct page *page, const struct reasons_figure *figure)
{
    return group_height(page) * (double)figure->n + 0.1;
}

static double body(const struct page *page, const void *context)
{
    const struct reasons_figure *figure = context;
    double sum = 0;
    for (size_t row = 0; row < rows_of(page); row++)
        sum += heading_height(page, figure, row) + panel_height(page, figure) + below_panel -
               (row + 1 < rows_of(page) ? 0.55 : 0);
    return sum;
}

/* ---- drawing ---- */

static struct fill fill_of(const struct page *page, size_t scenario)
{
    return look_fill(&page->look, has_panels(page) ? 1 : scenario);
}

/* Middle of a bar above the panel's bottom, in cm, which the axis counts too. */
static double middle_of(const struct page *page, const struct panel *panel, size_t reason,
                        size_t scenario)
{
    double group = group_height(page), bar = bar_height(page);
    double bars = has_panels(page) ? bar : bar * (double)scenarios_of(page);
    double bottom = panel->height - group * (double)(reason + 1) + (group - bars) / 4;
    size_t above = has_panels(page) ? 0 : scenarios_of(page) - 1 - scenario;
    return bottom + bar * ((double)above + 0.5);
}

static int put_data(struct page *page, const struct reasons_figure *figure,
                    const struct panel *panel, size_t scenario)
{
    struct figure_data *data = page->canvas.data;
    int block = figure_data_block(data, panel_name, page_text(page, TEXT_FIGURE_REASONS_SUBJECT),
                                  scenario_name(page, scenario), scenario_title(page, scenario));
    for (size_t i = 0; i < figure->n; i++) {
        const struct estimate *days = &figure->reason[i].days[scenario];
        const double number[] = {middle_of(page, panel, i, scenario), days->mean,
                                 days->interval.low, days->interval.high};
        figure_data_row(data, label_of(figure, i), number, sizeof number / sizeof number[0]);
    }
    return block;
}

static void write_numbers(struct page *page, const struct reasons_figure *figure,
                          const struct panel *panel, size_t scenario)
{
    double scale = panel->width / panel->x_high;
    for (size_t i = 0; i < figure->n; i++) {
        const struct estimate *days = &figure->reason[i].days[scenario];
        double end = isnan(days->interval.high) ? days->mean : days->interval.high;
        if (has_panels(page)) /* the base's mean stands there too */
            end = fmax(end, figure->reason[i].days[0].mean);
        char number[NUMBER_SIZE];
        number_plain(number, page->order->language, days->mean, 0);
        canvas_text(&page->canvas, panel->left + scale * end + 0.1,
                    panel->bottom + middle_of(page, panel, i, scenario), page->look.tic,
                    TEXT_STYLE_PLAIN, number);
    }
}

static void write_labels(struct page *page, const struct reasons_figure *figure,
                         const struct panel *panel)
{
    for (size_t i = 0; i < figure->n; i++) {
        double top = panel->bottom + panel->height - group_height(page) * (double)i;
        double middle = panel->bottom +
                        (middle_of(page, panel, i, 0) +
                         middle_of(page, panel, i, has_panels(page) ? 0 : scenarios_of(page) - 1)) /
                            2;
        char letter[2] = {(char)('a' + i), '\0'};
        if (has_labels_above(page))
            canvas_text(&page->canvas, panel->left, top - 0.2, page->look.tic, TEXT_STYLE_PLAIN,
                        label_of(figure, i));
        else
            canvas_text(&page->canvas, panel->left - 0.12, middle, page->look.tic, TEXT_STYLE_RIGHT,
                        has_letters(page) ? letter : label_of(figure, i));
    }
}

/* Tics from 0 to the highest bar; to its right is room for a number. */
static void days_axis(struct page *page, struct panel *panel, double high)
{
    struct tic tics[16];
    size_t n = 0;
    double room = panel->width - number_room;
    int most = (int)fmax(1, room / (1.25 * canvas_text_width("100 000", page->look.tic, 0)));
    double step = canvas_step(high, most);
    while (high > 0 && step > high)
        step /= 2;
    panel->x_low = 0;
    panel->x_high = high > 0 ? high * panel->width / room : 1;
    for (double at = 0; at <= high && n < sizeof tics / sizeof tics[0]; at += step, n++) {
        char number[NUMBER_SIZE];
        tics[n].at = at;
        number_plain(number, page->order->language, at, 0);
        double end =
            at / panel->x_high * panel->width + canvas_text_width(number, page->look.tic, 0) / 2;
        snprintf(tics[n].label, sizeof tics[n].label, "%.63s",
                 end < panel->width + 0.1 ? number : "");
    }
    if (n > 1 && step / panel->x_high * panel->width <
                     0.6 * canvas_text_width(tics[1].label, page->look.tic, 0) + 0.1)
        tics[0].label[0] = '\0'; /* no room for both */
    canvas_tics(&page->canvas, 'x', tics, n, page->look.tic, true);
    canvas_tics(&page->canvas, 'y', NULL, 0, page->look.tic, false);
}

/* Bars of the scenarios first … end − 1 in one panel; the base's means stand in the others' panels. */
static void plot(struct page *page, const struct reasons_figure *figure, const struct panel *panel,
                 size_t first, size_t end)
{
    static const struct pen whisker = {LOOK_TEXT, 0.9, "1"}, base = {LOOK_TEXT, 1.6, "1"};
    static const struct pen halo = {LOOK_PAPER, 2.6, "1"};
    double bar = bar_height(page) * bar_part;
    int block = put_data(page, figure, panel, first);
    for (size_t s = first + 1; s < end; s++)
        put_data(page, figure, panel, s);
    canvas_plot(&page->canvas);
    for (size_t s = first; s < end; s++)
        canvas_bars(&page->canvas, block + (int)(s - first), bar, fill_of(page, s));
    for (size_t s = first; s < end; s++) {
        canvas_reaches(&page->canvas, block + (int)(s - first), &halo);
        canvas_reaches(&page->canvas, block + (int)(s - first), &whisker);
    }
    if (has_panels(page) && first > 0)
        canvas_ticks(&page->canvas, 0, bar_height(page), &base);
    canvas_plot_end(&page->canvas);
}

/* `top` is that of the heading. */
static void draw_panel(struct page *page, const struct reasons_figure *figure, size_t number,
                       double top)
{
    size_t across = across_of(page), row = number / across;
    double above = heading_height(page, figure, row), cell = cell_width(page, figure);
    double height = panel_height(page, figure);
    struct panel panel = {.left =
                              MARGIN + label_width(page, figure) + cell * (double)(number % across),
                          .bottom = top - above - height,
                          .width = cell - (across > 1 ? gap : 0),
                          .height = height,
                          .y_high = height};
    size_t end = has_panels(page) ? number + 1 : scenarios_of(page);
    days_axis(page, &panel, figure->highest);
    canvas_panel(&page->canvas, &panel);
    if (has_panels(page))
        heading(page, figure, number, panel.left, top - canvas_line_height(page->look.legend) / 2,
                true);
    if (number % across == 0)
        write_labels(page, figure, &panel);
    for (size_t s = number; s < end; s++)
        write_numbers(page, figure, &panel, s);
    if (row + 1 == rows_of(page) && number % across == 0)
        canvas_text(&page->canvas, panel.left + panel.width / 2, panel.bottom - 0.75,
                    page->look.legend, TEXT_STYLE_CENTRE, page_text(page, TEXT_FIGURE_DAYS));
    plot(page, figure, &panel, number, end);
}

static void draw_panels(struct page *page, const struct reasons_figure *figure)
{
    size_t across = across_of(page), n = has_panels(page) ? scenarios_of(page) : 1;
    double top = page->top;
    for (size_t i = 0; i < n; i++) {
        draw_panel(page, figure, i, top);
        if ((i + 1) % across == 0)
            top -= heading_height(page, figure, i / across) + panel_height(page, figure) +
                   below_panel - 0.55;
    }
}

/* ---- legend ---- */

static void legend_of_bars(struct page *page, const struct reasons_figure *figure)
{
    for (size_t s = 0; s < scenarios_of(page); s++) {
        char total[NUMBER_SIZE], label[512];
        double days = 0;
        for (size_t i = 0; i < figure->n; i++)
            days += figure->reason[i].days[s].mean;
        number_plain(total, page->order->language, days, 0);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_TOTAL,
                    ARGUMENTS(scenario_title(page, s), total));
        legend_box(page, fill_of(page, s), label);
    }
}

static void legend_of_letters(struct page *page, const struct reasons_figure *figure)
{
    for (size_t s = 0; s < scenarios_of(page); s++) {
        char number[32], label[512];
        snprintf(number, sizeof number, "%zu", s);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_NUMBERED,
                    ARGUMENTS(number, scenario_title(page, s)));
        legend_words(page, label);
    }
    legend_end(page);
    for (size_t i = 0; i < figure->n; i++) {
        char letter[2] = {(char)('a' + i), '\0'}, label[512];
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_NUMBERED,
                    ARGUMENTS(letter, label_of(figure, i)));
        legend_words(page, label);
    }
    legend_end(page);
}

static void legend(struct page *page, const void *context)
{
    static const struct pen whisker = {LOOK_TEXT, 0.9, "1"}, base = {LOOK_TEXT, 1.6, "1"};
    if (has_letters(page))
        legend_of_letters(page, context);
    if (has_panels(page)) {
        char label[256];
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_MEAN_OF,
                    ARGUMENTS(scenario_title(page, 0)));
        legend_upright(page, &base, label);
    } else {
        legend_of_bars(page, context);
    }
    legend_line(page, &whisker, page_text(page, TEXT_FIGURE_INTERVAL));
    legend_end(page);
}

/* ---- the page ---- */

static void draw(struct reasons_figure *figure)
{
    struct page *page = figure->page;
    char period[PERIOD_LABEL_SIZE], words[512], title[HEADLINE_SIZE];
    const struct headline headline =
        page_headline(page, TEXT_FIGURE_REASONS_SUBJECT, figure->total);
    char *numbers = headline_numbers(&headline);
    headline_title(&headline, title);
    period_label(period, page->order->results, page->order->period);
    text_format(words, sizeof words, page->order->language, TEXT_FIGURE_REASONS_WORDS,
                ARGUMENTS(period));
    page_begin(page, &(struct page_words){.title = title,
                                          .words = words,
                                          .numbers = numbers ? numbers : "",
                                          .published = "",
                                          .interval = INTERVAL_MEAN,
                                          .legend = legend,
                                          .body = body,
                                          .context = figure});
    draw_panels(page, figure);
    page_end(page);
    free(numbers);
}

bool figure_reasons(struct page *page)
{
    const struct results *results = page->order->results;
    struct reasons_figure figure = {
        .page = page,
        .total = calloc(results->scenarios * results->replications + 1, sizeof *figure.total)};
    bool good = read_reasons(&figure);
    if (good)
        draw(&figure);
    for (size_t i = 0; i < figure.n; i++)
        reason_free(&figure.reason[i]);
    free(figure.total);
    return good;
}
