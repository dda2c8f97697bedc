/* Native charts of the main series, drawn from the cells of the tables' own sheets. */
#include "analysis/workbook_parts.h"

#include <stdio.h>
#include <string.h>

enum {
    CHART_WIDTH = 980,
    CHART_HEIGHT = 480,
    ROW_HEIGHT = 20,
    MONTHS_APART = 24,
    WEEKS_SHOWN = 53
};

/* Rows first … first + n − 1 of a table; n 0: none. */
struct rows {
    size_t first, n;
};

enum { MOST_CHARTS = 64, PRINT_SCALE = 70 };

/* Where on the sheet the next chart goes, and where those before it end: on paper each has a page. */
struct place {
    const struct book *book;
    lxw_row_t row, end[MOST_CHARTS + 1];
    size_t n;
};

/* Colours of Okabe and Ito (Color Universal Design, 2008), and dashes for print in grey. */
static lxw_chart_line scenario_line(size_t scenario)
{
    static const lxw_color_t colours[] = {LXW_COLOR_BLACK, 0xd55e00, 0x0072b2, 0x009e73,
                                          0xcc79a7,        0xe69f00, 0x56b4e9};
    static const uint8_t dashes[] = {LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH,
                                     LXW_CHART_LINE_DASH_LONG_DASH_DOT,
                                     LXW_CHART_LINE_DASH_SQUARE_DOT};
    size_t n = sizeof colours / sizeof *colours;
    return (lxw_chart_line){
        .color = colours[scenario % n],
        .width = 1.75F,
        .dash_type = dashes[(scenario + scenario / n) % (sizeof dashes / sizeof *dashes)]};
}

/* ---- finding rows ---- */

static bool says(const struct table *table, size_t row, enum field field, const char *text)
{
    size_t column = table_column(table, field);
    if (!text || column == table->n_fields)
        return true;
    const struct cell *cell = table_cell(table, row, column);
    return cell->kind == CELL_TEXT && strcmp(cell->text, text) == 0;
}

/* The rows of an indicator, world and scenario (NULL: any), which stand together; and of changes,
 * from that base. */
static struct rows find(const struct table *table, const char *indicator, const char *world,
                        const char *scenario, const char *base)
{
    struct rows rows = {0, 0};
    for (size_t r = 0; r < table_rows(table); r++) {
        bool right = says(table, r, FIELD_indicator, indicator) &&
                     says(table, r, FIELD_world, world) &&
                     says(table, r, FIELD_scenario, scenario) && says(table, r, FIELD_base, base);
        if (right && rows.n == 0)
            rows.first = r;
        if (right)
            rows.n++;
        else if (rows.n > 0)
            break;
    }
    return rows;
}

static lxw_row_t sheet_row(size_t row)
{
    return (lxw_row_t)(row + 1); /* below the headings */
}

/* ---- charts ---- */

static lxw_chart_series *add_series(const struct book *book, lxw_chart *chart, enum answer answer,
                                    struct rows rows, enum field category, enum field value)
{
    const struct table *table = book->table[answer];
    const char *sheet = answer_table[answer].title[book->order->language];
    lxw_col_t x = (lxw_col_t)table_column(table, category),
              y = (lxw_col_t)table_column(table, value);
    lxw_row_t first = sheet_row(rows.first), last = sheet_row(rows.first + rows.n - 1);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, sheet, first, x, last, x);
    chart_series_set_values(series, sheet, first, y, last, y);
    return series;
}

/* Puts a chart on the sheet; `about` is what is read aloud. */
static void put(struct place *at, lxw_chart *chart, const char *title, const char *about)
{
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
    lxw_chart_options options = {.x_scale = CHART_WIDTH / 480.0,
                                 .y_scale = CHART_HEIGHT / 288.0,
                                 .description = (char *)about};
    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
    worksheet_insert_chart_opt(at->book->charts, at->row, 0, chart, &options);
    at->row += CHART_HEIGHT / ROW_HEIGHT + 2;
    if (at->n < MOST_CHARTS)
        at->end[at->n++] = at->row;
}

/* "Queue … (friksjon)" where there are several worlds. */
static void title_of(const struct book *book, const char *label, const struct results *results,
                     char *out, size_t size)
{
    if (book->order->worlds->n > 1)
        snprintf(out, size, "%s (%s)", label, results->world);
    else
        snprintf(out, size, "%s", label);
}

static const char *scenario_title(const struct book *book, const struct results *results,
                                  size_t scenario)
{
    return results->scenario->category[scenario].label[book->order->language];
}

/* Lines of every scenario of one world; false if there is nothing to draw. */
static bool add_lines(const struct book *book, lxw_chart *chart, const struct results *results,
                      enum answer answer, const char *indicator, enum field category,
                      enum field value)
{
    bool any = false;
    for (size_t s = 0; s < results->scenarios; s++) {
        struct rows rows = find(book->table[answer], indicator, results->world,
                                results->scenario->category[s].name, NULL);
        lxw_chart_line line = scenario_line(s);
        if (answer == ANSWER_waits && rows.n > WEEKS_SHOWN)
            rows.n = WEEKS_SHOWN;
        if (rows.n == 0)
            continue;
        lxw_chart_series *series = add_series(book, chart, answer, rows, category, value);
        chart_series_set_name(series, scenario_title(book, results, s));
        chart_series_set_line(series, &line);
        any = true;
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    return any;
}

static void draw_queue(struct place *at, const struct results *results)
{
    const struct book *book = at->book;
    const struct indicator_row *row = &indicator_table[INDICATOR_queue_past_wish];
    char title[512];
    if (!book->table[ANSWER_queue])
        return;
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
    if (!add_lines(book, chart, results, ANSWER_queue, row->name, FIELD_month, FIELD_level))
        return;
    chart_axis_set_num_format(chart->x_axis, "yyyy");
    chart_axis_set_interval_unit(chart->x_axis, MONTHS_APART);
    chart_axis_set_interval_tick(chart->x_axis, MONTHS_APART);
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_axis_set_name(chart->y_axis, book_say(book, TEXT_UNIT_CHILDREN));
    title_of(book, row->label[book->order->language], results, title, sizeof title);
    put(at, chart, title, book_say(book, TEXT_CHART_QUEUE));
}

static void draw_waits(struct place *at, const struct results *results)
{
    const struct book *book = at->book;
    char title[512];
    if (!book->table[ANSWER_waits])
        return;
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
    if (!add_lines(book, chart, results, ANSWER_waits, NULL, FIELD_week, FIELD_waiting))
        return;
    chart_axis_set_interval_unit(chart->x_axis, 13);
    chart_axis_set_interval_tick(chart->x_axis, 13);
    chart_axis_set_name(chart->x_axis, field_table[FIELD_week].note[book->order->language]);
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->y_axis, 1);
    chart_axis_set_num_format(chart->y_axis, "0 %");
    title_of(book, book_say(book, TEXT_CHART_WAITS_TITLE), results, title, sizeof title);
    put(at, chart, title, book_say(book, TEXT_CHART_WAITS));
}

/* Dots with intervals: the change's own series between two that are not seen, joined by lines. */
static void draw_changes(struct place *at, const struct comparison *comparison,
                         enum indicator indicator)
{
    static const enum field ends[] = {FIELD_change_low, FIELD_change, FIELD_change_high};
    const struct book *book = at->book;
    const struct results *results = comparison->results;
    const struct indicator_row *row = &indicator_table[indicator];
    lxw_chart_line unseen = {.none = LXW_TRUE}, between = {.color = 0x444444, .width = 1.5F};
    lxw_chart_fill fill = {.color = 0x0072b2};
    lxw_chart_font small = {.size = 8, .rotation = -45};
    char title[512], label[400];
    const char *base = results->scenario->category[comparison->order.base].name;
    struct rows rows = find(book->table[ANSWER_changes], row->name, results->world, NULL, base);
    if (rows.n == 0)
        return;
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        lxw_chart_series *series =
            add_series(book, chart, ANSWER_changes, rows, FIELD_scenario_title, ends[i]);
        chart_series_set_name(series, field_table[ends[i]].heading[book->order->language]);
        chart_series_set_line(series, &unseen);
        chart_series_set_marker_type(series,
                                     i == 1 ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_LONG_DASH);
        chart_series_set_marker_size(series, i == 1 ? 7 : 5);
        chart_series_set_marker_fill(series, &fill);
        chart_series_set_marker_line(series, &between);
    }
    chart_set_high_low_lines(chart, &between);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_axis_set_num_format(chart->y_axis, "+#,##0;-#,##0;0");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    text_format(label, sizeof label, book->order->language, TEXT_CHART_CHANGE_TITLE,
                ARGUMENTS(row->label[book->order->language], base));
    title_of(book, label, results, title, sizeof title);
    put(at, chart, title, book_say(book, TEXT_CHART_CHANGE));
}

void book_write_charts(const struct book *book)
{
    static const enum indicator changes[] = {INDICATOR_queue_past_wish, INDICATOR_days_below_need,
                                             INDICATOR_cost_total};
    struct place at = {.book = book, .row = 1};
    worksheet_write_string(book->charts, 0, 0, book_say(book, TEXT_CHART_NOTE), NULL);
    for (size_t w = 0; w < book->order->worlds->n; w++) {
        const struct comparison *comparison = book->order->worlds->comparison[w];
        for (size_t i = 0; book->table[ANSWER_changes] && i < sizeof changes / sizeof *changes; i++)
            draw_changes(&at, comparison, changes[i]);
        draw_queue(&at, comparison->results);
        draw_waits(&at, comparison->results);
    }
    worksheet_set_landscape(book->charts);
    worksheet_set_paper(book->charts, 9); /* A4 */
    worksheet_set_print_scale(book->charts, PRINT_SCALE);
    worksheet_set_h_pagebreaks(book->charts, at.end);
}
