#include "command/sheet.h"

#include "input/arena.h"
#include "input/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sheet {
    struct arena *arena;
    const struct column *columns;
    size_t n_columns;
    const char **cells;
    size_t n_cells;
};

struct sheet *sheet_make(const struct column *columns, size_t n)
{
    assert(n > 0);
    struct arena *arena = arena_make();
    struct sheet *sheet = arena_take(arena, sizeof *sheet);
    sheet->arena = arena;
    sheet->columns = columns;
    sheet->n_columns = n;
    return sheet;
}

void sheet_free(struct sheet *sheet)
{
    arena_free(sheet->arena);
}

void sheet_add(struct sheet *sheet, const char *text)
{
    sheet->cells = arena_extend(sheet->arena, sheet->cells, sheet->n_cells, sizeof sheet->cells[0]);
    sheet->cells[sheet->n_cells++] = text ? arena_text(sheet->arena, text, strlen(text)) : NULL;
}

void exact_number(double number, char out[32])
{
    bool whole = number > -1e15 && number < 1e15 && !(floor(number) < number);
    if (whole) {
        snprintf(out, 32, "%.0f", number);
        return;
    }
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, number);
        if (!(strtod(out, NULL) < number) && !(strtod(out, NULL) > number))
            return;
    }
}

void sheet_add_number(struct sheet *sheet, double number)
{
    char text[32];
    exact_number(number, text);
    sheet_add(sheet, text);
}

void sheet_add_estimate(struct sheet *sheet, double number)
{
    if (isnan(number))
        sheet_add(sheet, NULL);
    else if (isinf(number))
        sheet_add(sheet, number < 0 ? "-inf" : "inf");
    else
        sheet_add_number(sheet, number);
}

/* ---- tables ---- */

static size_t cell_width(const char *text)
{
    return text ? utf8_length(text) : 0;
}

static size_t column_width(const struct sheet *sheet, size_t column, enum language language)
{
    size_t width = cell_width(text_table[sheet->columns[column].label][language]);
    for (size_t i = column; i < sheet->n_cells; i += sheet->n_columns) {
        size_t cell = cell_width(sheet->cells[i]);
        width = cell > width ? cell : width;
    }
    return width;
}

/* Last column that is not left out in this place. */
static size_t last_column(const struct sheet *sheet, enum column_place left_out)
{
    size_t last = sheet->n_columns - 1;
    while (last > 0 && sheet->columns[last].place == left_out)
        last--;
    return last;
}

static void print_cell(const struct sheet *sheet, size_t column, const char *text, size_t width,
                       FILE *out)
{
    int space = (int)(width - cell_width(text));
    bool last = column == last_column(sheet, FILE_ONLY);
    if (sheet->columns[column].place == FILE_ONLY)
        return;
    if (sheet->columns[column].number)
        fprintf(out, "%*s%s", space, "", text ? text : "");
    else
        fprintf(out, "%s%*s", text ? text : "", last ? 0 : space, "");
    fputs(last ? "\n" : "  ", out);
}

static void print_table(const struct sheet *sheet, enum language language, FILE *out)
{
    size_t n = sheet->n_columns;
    assert(n > 0);
    size_t *width = arena_take(sheet->arena, n * sizeof *width);
    for (size_t c = 0; c < n; c++) {
        width[c] = column_width(sheet, c, language);
        print_cell(sheet, c, text_table[sheet->columns[c].label][language], width[c], out);
    }
    for (size_t i = 0; i < sheet->n_cells; i++)
        print_cell(sheet, i % n, sheet->cells[i], width[i % n], out);
}

/* ---- CSV ---- */

const struct csv csv_machine = {',', '.'}, csv_norwegian = {';', ','};

void csv_cell(const char *text, const struct csv *csv, bool number, FILE *out)
{
    const char special[] = {csv->separator, '"', '\r', '\n', '\0'};
    bool quote = text && strpbrk(text, special);
    fputs(quote ? "\"" : "", out);
    for (; text && *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(number && *text == '.' ? csv->decimal : *text, out);
    }
    fputs(quote ? "\"" : "", out);
}

static void print_csv_cell(const struct sheet *sheet, const struct csv *csv, size_t column,
                           const char *text, bool number, FILE *out)
{
    if (sheet->columns[column].place == TABLE_ONLY)
        return;
    csv_cell(text, csv, number, out);
    fputc(column == last_column(sheet, TABLE_ONLY) ? '\n' : csv->separator, out);
}

static void print_csv_cells(const struct sheet *sheet, const struct csv *csv, FILE *out)
{
    assert(sheet->n_columns > 0);
    for (size_t i = 0; i < sheet->n_cells; i++) {
        size_t column = i % sheet->n_columns;
        print_csv_cell(sheet, csv, column, sheet->cells[i], sheet->columns[column].number, out);
    }
}

static void print_csv(const struct sheet *sheet, FILE *out)
{
    for (size_t c = 0; c < sheet->n_columns; c++)
        print_csv_cell(sheet, &csv_machine, c, sheet->columns[c].key, false, out);
    print_csv_cells(sheet, &csv_machine, out);
}

static void print_local_csv(const struct sheet *sheet, enum language language, FILE *out)
{
    fputs("\xef\xbb\xbf", out);
    for (size_t c = 0; c < sheet->n_columns; c++)
        print_csv_cell(sheet, &csv_norwegian, c, text_table[sheet->columns[c].label][language],
                       false, out);
    print_csv_cells(sheet, &csv_norwegian, out);
}

/* ---- JSON ---- */

void json_string(const char *text, FILE *out)
{
    fputc('"', out);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

/* Whether a text may stand in JSON as a number. */
static bool is_number(const char *text)
{
    char *end;
    strtod(text, &end);
    return *end == '\0' && strspn(text, "-0123456789.e+") == strlen(text) && *text;
}

/* Prints a cell after `separator`. */
static void print_json_cell(const struct column *column, const char *text, const char *separator,
                            FILE *out)
{
    fputs(separator, out);
    json_string(column->key, out);
    fputs(": ", out);
    if (!text)
        fputs("null", out);
    else if (column->number && is_number(text))
        fputs(text, out);
    else
        json_string(text, out);
}

static void print_json(const struct sheet *sheet, FILE *out)
{
    size_t n = sheet->n_columns;
    assert(n > 0);
    fputs("[", out);
    for (size_t row = 0; row < sheet->n_cells; row += n) {
        const char *separator = row ? "},\n  {" : "\n  {";
        for (size_t c = 0; c < n; c++) {
            if (sheet->columns[c].place == TABLE_ONLY)
                continue;
            print_json_cell(&sheet->columns[c], sheet->cells[row + c], separator, out);
            separator = ", ";
        }
    }
    fputs(sheet->n_cells ? "}\n]\n" : "]\n", out);
}

void sheet_print(const struct sheet *sheet, enum sheet_form form, enum language language, FILE *out)
{
    if (form == SHEET_JSON)
        print_json(sheet, out);
    else if (form == SHEET_CSV)
        print_csv(sheet, out);
    else if (form == SHEET_CSV_LOCAL)
        print_local_csv(sheet, language, out);
    else
        print_table(sheet, language, out);
}
