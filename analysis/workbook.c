#include "analysis/workbook_parts.h"

#include "analysis/provenance.h"
#include "analysis/table_children.h"
#include "analysis/table_register.h"
#include "analysis/table_series.h"
#include "output/results_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Most bytes of a cell's text that Excel takes, less the mark that it is cut. */
enum { MOST_TEXT = 32767 - 4, NARROWEST = 9, WIDEST = 45 };

const char *book_say(const struct book *book, enum text text)
{
    return text_table[text][book->order->language];
}

/* ---- cells ---- */

void book_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
               lxw_format *format)
{
    size_t length = strlen(text);
    if (length <= MOST_TEXT) {
        worksheet_write_string(sheet, row, column, text, format);
        return;
    }
    size_t end = MOST_TEXT;
    while (end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
        end--;
    char *cut = malloc(end + 8);
    if (!cut)
        return;
    snprintf(cut, end + 8, "%.*s …", (int)end, text);
    worksheet_write_string(sheet, row, column, cut, format);
    free(cut);
}

/* Whether a column's numbers are differences, shown with their sign. */
static bool has_sign(enum field field)
{
    return field == FIELD_change || field == FIELD_change_low || field == FIELD_change_high ||
           field == FIELD_margin || field == FIELD_margin_low || field == FIELD_margin_high;
}

static void write_number(const struct book *book, lxw_worksheet *sheet, lxw_row_t row,
                         lxw_col_t column, const struct cell *cell, enum field field)
{
    lxw_format *const *formats = has_sign(field) ? book->change : book->number;
    if (isinf(cell->number)) {
        worksheet_write_string(sheet, row, column, cell->number < 0 ? "−∞" : "∞", NULL);
        return;
    }
    int decimals = cell->decimals < BOOK_DECIMALS ? cell->decimals : BOOK_DECIMALS - 1;
    worksheet_write_number(sheet, row, column, cell->number,
                           decimals < 0 ? NULL : formats[decimals]);
}

static void write_cell(const struct book *book, lxw_worksheet *sheet, lxw_row_t row,
                       lxw_col_t column, const struct cell *cell, enum field field)
{
    if (cell->kind == CELL_TEXT)
        book_text(sheet, row, column, cell->words ? cell->words : cell->text, NULL);
    else if (cell->kind == CELL_NUMBER)
        write_number(book, sheet, row, column, cell, field);
    else if (cell->kind == CELL_MONTH) {
        lxw_datetime date = {
            .year = (int)cell->number / 12, .month = (int)cell->number % 12 + 1, .day = 1};
        worksheet_write_datetime(sheet, row, column, &date, book->month);
    }
}

/* ---- sheets ---- */

static size_t characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

/* How wide a cell wants to be; headings may take two lines. */
static double wanted(const struct cell *cell)
{
    if (cell->kind == CELL_TEXT)
        return (double)characters(cell->words ? cell->words : cell->text);
    if (cell->kind != CELL_NUMBER || isinf(cell->number))
        return NARROWEST;
    double digits = fabs(cell->number) >= 10 ? floor(log10(fabs(cell->number))) + 1 : 1;
    int decimals = cell->decimals < 0 ? 4 : cell->decimals;
    return digits + digits / 3 + decimals + 2;
}

static double column_width(const struct book *book, const struct table *table, size_t column)
{
    const char *heading = field_table[table->fields[column]].heading[book->order->language];
    double width = fmax(NARROWEST, (double)characters(heading) / 2 + 3);
    for (size_t r = 0; r < table_rows(table); r++)
        width = fmax(width, wanted(table_cell(table, r, column)) + 2);
    return fmin(width, WIDEST);
}

static bool is_empty(const struct table *table, size_t column)
{
    for (size_t r = 0; r < table_rows(table); r++)
        if (table_cell(table, r, column)->kind != CELL_EMPTY)
            return false;
    return true;
}

/* Columns that hold nothing in this workbook are there, but hidden. */
static void write_headings(const struct book *book, const struct table *table, lxw_worksheet *sheet)
{
    for (size_t c = 0; c < table->n_fields; c++) {
        lxw_row_col_options options = {.hidden = is_empty(table, c)};
        worksheet_set_column_opt(sheet, (lxw_col_t)c, (lxw_col_t)c, column_width(book, table, c),
                                 NULL, &options);
        worksheet_write_string(sheet, 0, (lxw_col_t)c,
                               field_table[table->fields[c]].heading[book->order->language],
                               book->heading);
    }
    worksheet_set_row(sheet, 0, 45, NULL);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
}

static void write_table(const struct book *book, const struct table *table, lxw_worksheet *sheet)
{
    size_t rows = table_rows(table);
    write_headings(book, table, sheet);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < table->n_fields; c++)
            write_cell(book, sheet, (lxw_row_t)(r + 1), (lxw_col_t)c, table_cell(table, r, c),
                       table->fields[c]);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(table->n_fields - 1));
}

/* ---- what is in it ---- */

/* Child by child, where the file keeps children; with several worlds none. */
static bool make_children(struct book *book, struct messages *messages)
{
    const struct comparison *comparison = book->order->worlds->comparison[0];
    const struct results *results = comparison->results;
    if (book->order->worlds->n > 1 || !children_are_kept(results))
        return true;
    const struct children *children = children_read(results, messages);
    bool *wanted = calloc(results->scenarios, sizeof *wanted);
    for (size_t s = 0; wanted && s < results->scenarios; s++)
        wanted[s] = s != comparison->order.base;
    struct child_comparison *made =
        children && wanted ? child_comparison_make(children, comparison->order.base, wanted,
                                                   comparison->order.confidence, messages)
                           : NULL;
    if (made)
        book->table[ANSWER_children] = table_of_children(made, book->order->language);
    child_comparison_free(made);
    free(wanted);
    return made != NULL;
}

/* Leaves out tables without rows. */
static void drop_empty(struct book *book)
{
    for (int a = 0; a < N_ANSWERS; a++)
        if (book->table[a] && table_rows(book->table[a]) == 0) {
            table_free(book->table[a]);
            book->table[a] = NULL;
        }
}

/* Makes the tables; false and a message if a file cannot give one. */
static bool make_tables(struct book *book, struct messages *messages)
{
    const struct workbook_order *order = book->order;
    const struct worlds *worlds = order->worlds;
    enum language language = order->language;
    book->table[ANSWER_levels] = table_of_levels(worlds, language);
    book->table[ANSWER_changes] = table_of_changes(worlds, language);
    book->table[ANSWER_ranking] = table_of_ranking(order->ranking, order->n_rankings, language);
    book->table[ANSWER_worlds] = table_of_worlds(worlds, language);
    book->table[ANSWER_uncertainty] = table_of_uncertainty(worlds, language);
    book->table[ANSWER_waits] = table_of_waits(worlds, language, messages);
    book->table[ANSWER_queue] = table_of_queue(worlds, language, messages);
    book->table[ANSWER_places] = table_of_places(worlds, language, messages);
    book->table[ANSWER_money] = table_of_money(worlds, language, messages);
    book->table[ANSWER_assumptions] = table_of_assumptions(worlds, language);
    book->table[ANSWER_measures] = table_of_measures(worlds, language);
    book->table[ANSWER_sources] = table_of_sources(worlds);
    bool good = book->table[ANSWER_waits] && book->table[ANSWER_queue] &&
                book->table[ANSWER_places] && book->table[ANSWER_money] &&
                make_children(book, messages);
    drop_empty(book);
    return good;
}

static void make_formats(struct book *book)
{
    static const char *const number[BOOK_DECIMALS] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000"};
    static const char *const change[BOOK_DECIMALS] = {"+#,##0;-#,##0;0", "+#,##0.0;-#,##0.0;0.0",
                                                      "+#,##0.00;-#,##0.00;0.00",
                                                      "+#,##0.000;-#,##0.000;0.000"};
    book->heading = workbook_add_format(book->workbook);
    format_set_bold(book->heading);
    format_set_text_wrap(book->heading);
    format_set_align(book->heading, LXW_ALIGN_VERTICAL_TOP);
    format_set_bg_color(book->heading, 0xe8eef4);
    format_set_bottom(book->heading, LXW_BORDER_THIN);
    book->title = workbook_add_format(book->workbook);
    format_set_bold(book->title);
    format_set_align(book->title, LXW_ALIGN_VERTICAL_TOP);
    book->wrapped = workbook_add_format(book->workbook);
    format_set_text_wrap(book->wrapped);
    format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
    book->month = workbook_add_format(book->workbook);
    format_set_num_format(book->month, "yyyy-mm");
    for (int d = 0; d < BOOK_DECIMALS; d++) {
        book->number[d] = workbook_add_format(book->workbook);
        format_set_num_format(book->number[d], number[d]);
        book->change[d] = workbook_add_format(book->workbook);
        format_set_num_format(book->change[d], change[d]);
    }
}

static void make_sheets(struct book *book)
{
    book->notes = workbook_add_worksheet(book->workbook, book_say(book, TEXT_BOOK_NOTES));
    book->charts = workbook_add_worksheet(book->workbook, book_say(book, TEXT_BOOK_CHARTS));
    for (int a = 0; a < N_ANSWERS; a++)
        if (book->table[a])
            book->sheet[a] = workbook_add_worksheet(book->workbook,
                                                    answer_table[a].title[book->order->language]);
}

/* ---- properties ---- */

/* Time of a text "2026-11-22T08:00:00Z", by POSIX's formula for seconds since the Epoch; a fixed one
 * if it says none. */
static time_t time_of(const char *text)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int year = 2000, month = 1, day = 1;
    long hour = 0, minute = 0, second = 0;
    if (text)
        sscanf(text, "%d-%d-%dT%ld:%ld:%ld", &year, &month, &day, &hour, &minute, &second);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    long days = before[(month - 1) % 12] + day - 1 + (leap && month > 2);
    long y = year - 1900;
    days += (y - 70) * 365 + (y - 69) / 4 - (y - 1) / 100 + (y + 299) / 400;
    return (time_t)(days * 86400 + hour * 3600 + minute * 60 + second);
}

/* "a, b, c" of a property of every world or scenario. */
static void list(char *out, size_t size, const char *part)
{
    size_t used = strlen(out);
    if (used < size)
        snprintf(out + used, size - used, "%s%s", used ? ", " : "", part);
}

static void set_custom(const struct book *book)
{
    enum { ROOM = 250 }; /* what Excel takes of a property */
    char digests[ROOM] = "", worlds[ROOM] = "", seeds[ROOM] = "", scenarios[ROOM] = "";
    const struct comparison *first = book->order->worlds->comparison[0];
    char period[PERIOD_LABEL_SIZE], replications[32];
    for (size_t w = 0; w < book->order->worlds->n; w++) {
        const struct results *results = book->order->worlds->comparison[w]->results;
        char seed[32];
        snprintf(seed, sizeof seed, "%.0f", results->seed);
        list(digests, sizeof digests, results->digest);
        list(worlds, sizeof worlds, results->world);
        list(seeds, sizeof seeds, seed);
    }
    for (size_t s = 0; s < first->results->scenarios; s++)
        list(scenarios, sizeof scenarios, first->results->scenario->category[s].name);
    snprintf(replications, sizeof replications, "%zu", first->results->replications);
    workbook_set_custom_property_string(book->workbook, "Digest", digests);
    workbook_set_custom_property_string(book->workbook, "Program", first->results->version);
    workbook_set_custom_property_string(book->workbook, "Worlds", worlds);
    workbook_set_custom_property_string(book->workbook, "Scenarios", scenarios);
    workbook_set_custom_property_string(book->workbook, "Seed", seeds);
    workbook_set_custom_property_string(book->workbook, "Replications", replications);
    workbook_set_custom_property_string(book->workbook, "Period",
                                        period_label(period, first->results, first->order.period));
    workbook_set_custom_property_string(book->workbook, "Intervals", comparison_kind_name(first));
}

/* libxlsxwriter copies the texts, though it does not say const. */
static char *text(const char *text)
{
    return (char *)text;
}

/* The line that programs read; to be freed. */
static char *make_provenance(const struct book *book)
{
    const struct worlds *worlds = book->order->worlds;
    const struct comparison *first = worlds->comparison[0];
    const struct results **results = calloc(worlds->n, sizeof *results);
    for (size_t w = 0; results && w < worlds->n; w++)
        results[w] = worlds->comparison[w]->results;
    struct provenance provenance = {.kind = "workbook",
                                    .interval = provenance_intervals(first->order.simultaneous),
                                    .language = book->order->language,
                                    .period = first->order.period,
                                    .results = results,
                                    .n_results = worlds->n};
    char *line = results ? provenance_json(&provenance) : NULL;
    free(results);
    return line;
}

static void set_properties(const struct book *book)
{
    const struct results *results = book->order->worlds->comparison[0]->results;
    enum language language = book->order->language;
    char *provenance = make_provenance(book);
    lxw_doc_properties properties = {.title = text(results->title[language]),
                                     .subject = text(book_say(book, TEXT_BOOK_SUBJECT)),
                                     .author = text(results->version),
                                     .keywords = text(results->digest),
                                     .comments = provenance,
                                     .created = time_of(results->finished)};
    workbook_set_properties(book->workbook, &properties);
    free(provenance);
    set_custom(book);
}

/* ---- writing ---- */

static lxw_error write_book(struct book *book, const char *path)
{
    book->workbook = workbook_new(path);
    if (!book->workbook)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    make_formats(book);
    make_sheets(book);
    set_properties(book);
    for (int a = 0; a < N_ANSWERS; a++)
        if (book->table[a])
            write_table(book, book->table[a], book->sheet[a]);
    book_write_notes(book);
    book_write_charts(book);
    return workbook_close(book->workbook);
}

bool workbook_write(const char *path, const struct workbook_order *order, struct messages *messages)
{
    struct book book = {.order = order};
    bool good = make_tables(&book, messages);
    lxw_error error = good ? write_book(&book, path) : LXW_NO_ERROR;
    if (error != LXW_NO_ERROR) {
        message_add(messages, NULL, 0, 0, NULL, TEXT_BOOK_FAILED, ARGUMENTS(lxw_strerror(error)));
        good = false;
    }
    for (int a = 0; a < N_ANSWERS; a++)
        table_free(book.table[a]);
    return good;
}
