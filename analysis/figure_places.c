/* Children by kind of place over time: a panel a kind, a line a scenario. */
#include "analysis/figure_parts.h"

#include "analysis/number.h"

#include <math.h>
#include <stdlib.h>

static const double row_height = 3.9;

enum { ACROSS = 3, DOWN = 4, COLUMNS = 4 };

/* What is drawn, and which published series may be drawn with it ("" none). */
static const struct {
    enum indicator indicator;
    const char *series;
} panels[ACROSS * DOWN] = {
    {INDICATOR_children_family, "foster_children_all_ages"},
    {INDICATOR_children_institution, "institution_mean|institution_end|institution_round"},
    {INDICATOR_children_at_home, ""},
    {INDICATOR_children_kinship, ""},
    {INDICATOR_children_ordinary, ""},
    {INDICATOR_children_reinforced, ""},
    {INDICATOR_children_specialised, ""},
    {INDICATOR_children_emergency, "emergency_children"},
    {INDICATOR_children_single_purchase, ""},
    {INDICATOR_children_acute, ""},
    {INDICATOR_children_care, ""},
    {INDICATOR_children_treatment, ""},
};

static double highest(const struct results *results, const struct bands *bands, const char *series)
{
    double high = published_highest(results, series);
    for (size_t i = 0; i < results->scenarios * results->months; i++)
        high = fmax(high, bands[i].band[BAND_95].high);
    return high;
}

/* Time, median, low and high of a scenario's bands [months]. Before the policy date every scenario
 * has the base's band, which is drawn once. */
static int scenario_data(struct page *page, const struct bands *bands, bool is_base)
{
    const struct results *results = page->order->results;
    size_t first = is_base ? 0 : period_projection(results);
    double *rows = calloc(results->months * COLUMNS + 1, sizeof *rows);
    for (size_t m = 0; rows && m < results->months; m++) {
        double *row = rows + m * COLUMNS;
        row[0] = month_time(results, m);
        row[1] = bands[m].median;
        row[2] = m < first ? NAN : bands[m].band[BAND_95].low;
        row[3] = m < first ? NAN : bands[m].band[BAND_95].high;
    }
    int data = rows ? canvas_data(&page->canvas, rows, results->months, COLUMNS) : -1;
    free(rows);
    return data;
}

static bool plot(struct page *page, const struct bands *bands, const char *series)
{
    const struct results *results = page->order->results;
    int first = 0;
    for (size_t s = 0; s < results->scenarios; s++) {
        int data = scenario_data(page, bands + s * results->months, s == 0);
        if (data < 0)
            return false;
        first = s ? first : data;
    }
    struct published_data published = published_data(page, series);
    canvas_plot(&page->canvas);
    for (size_t s = 0; s < results->scenarios; s++)
        canvas_veil(&page->canvas, first + (int)s, 3, 4, scenario_pen(s).colour);
    for (size_t s = results->scenarios; s-- > 0;) {
        struct pen pen = scenario_pen(s);
        pen.width *= 0.75;
        canvas_curve(&page->canvas, first + (int)s, 2, &pen);
    }
    published_plot(page, &published);
    canvas_plot_end(&page->canvas);
    return true;
}

static bool draw_panel(struct page *page, size_t number, struct bands *bands)
{
    double cell = (PAGE_WIDTH - 2 * MARGIN) / ACROSS, row = (page->top - page->bottom) / DOWN;
    double axis = 1.05, gap = 0.2, above = 0.65, below = 0.55;
    double top = page->top - row * (double)(number / ACROSS);
    struct indicator_item item;
    struct panel panel = {.left = MARGIN + cell * (double)(number % ACROSS) + axis,
                          .bottom = top - row + below,
                          .width = cell - axis - gap,
                          .height = row - above - below};
    if (indicator_items(page->source, panels[number].indicator, &item, 1) != 1 ||
        !series_bands(page, panels[number].indicator, bands))
        return false;
    double high = highest(page->order->results, bands, panels[number].series);
    panel_years(page, &panel, 4);
    panel_amounts(page, &panel, high * 1.04, 4);
    canvas_panel(&page->canvas, &panel);
    canvas_text(&page->canvas, panel.left, panel.bottom + panel.height + 0.25, SIZE_LEGEND,
                TEXT_STYLE_BOLD, item.label[page->order->language]);
    panel_history(page);
    return plot(page, bands, panels[number].series);
}

/* The context is the sources of published figures. */
static void legend(struct page *page, const void *context)
{
    const char *published = context;
    const struct results *results = page->order->results;
    char percent[NUMBER_SIZE], label[256];
    for (size_t s = 0; s < results->scenarios; s++) {
        struct pen pen = scenario_pen(s);
        legend_line(page, &pen, scenario_title(page, s));
    }
    number_percent(percent, page->order->language, 0.95, 0);
    text_format(label, sizeof label, page->order->language, TEXT_FIGURE_BAND, ARGUMENTS(percent));
    legend_box(page, canvas_tint(0, CANVAS_VEIL), label);
    if (*published)
        legend_mark(page, mark_type(MARK_ALL_AREAS), COLOUR_PUBLISHED,
                    page_text(page, TEXT_FIGURE_PUBLISHED_MARK));
    legend_box(page, COLOUR_HISTORY, page_text(page, TEXT_FIGURE_HISTORY));
    legend_end(page);
}

bool figure_places(struct page *page)
{
    const struct results *results = page->order->results;
    const char *series[(size_t)ACROSS * DOWN + 1] = {NULL};
    char sources[PUBLISHED_SOURCES_SIZE];
    struct bands *bands = calloc(results->scenarios * results->months + 1, sizeof *bands);
    for (size_t i = 0; i < (size_t)ACROSS * DOWN; i++)
        series[i] = panels[i].series;
    published_sources(results, series, page->order->language, sources);
    page_begin(page, DOWN * row_height,
               &(struct page_words){page_text(page, TEXT_FIGURE_PLACES_TITLE),
                                    page_text(page, TEXT_FIGURE_PLACES_WORDS), sources, legend,
                                    sources});
    bool good = bands != NULL;
    for (size_t i = 0; good && i < (size_t)ACROSS * DOWN; i++)
        good = draw_panel(page, i, bands);
    page_end(page);
    free(bands);
    return good;
}
