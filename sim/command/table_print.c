#include "command/table_print.h"

#include <math.h>

/* ---- cells as text ---- */

/* What a cell says: into out[32] if it is a number. NULL if it is empty. */
static const char *cell_text(const struct cell *cell, enum sheet_form form, char out[32])
{
    bool local = form == SHEET_CSV_LOCAL;
    switch (cell->kind) {
    case CELL_TEXT:
        return local && cell->words ? cell->words : cell->text;
    case CELL_MONTH:
        snprintf(out, 32, "%04d-%02d", (int)cell->number / 12, (int)cell->number % 12 + 1);
        return out;
    case CELL_NUMBER:
        if (isinf(cell->number))
            return cell->number < 0 ? (local ? "−∞" : "-inf") : (local ? "∞" : "inf");
        exact_number(cell->number, out);
        return out;
    default:
        return NULL;
    }
}

/* ---- CSV ---- */

static const struct csv *csv_of(enum sheet_form form)
{
    return form == SHEET_CSV_LOCAL ? &csv_norwegian : &csv_machine;
}

void table_print_headings(const struct table *table, size_t n, enum sheet_form form,
                          enum language language, FILE *out)
{
    const struct csv *csv = csv_of(form);
    if (form == SHEET_CSV_LOCAL)
        fputs("\xef\xbb\xbf", out);
    for (size_t c = 0; c < n && c < table->n_fields; c++) {
        const struct field_row *field = &field_table[table->fields[c]];
        if (c)
            fputc(csv->separator, out);
        csv_cell(form == SHEET_CSV_LOCAL ? field->heading[language] : field->key, csv, false, out);
    }
}

static void print_csv(const struct table *table, enum sheet_form form, enum language language,
                      FILE *out)
{
    const struct csv *csv = csv_of(form);
    table_print_headings(table, table->n_fields, form, language, out);
    fputc('\n', out);
    for (size_t i = 0; i < table->n_cells; i++) {
        char number[32];
        const struct cell *cell = &table->cells[i];
        csv_cell(cell_text(cell, form, number), csv, cell->kind == CELL_NUMBER, out);
        fputc((i + 1) % table->n_fields ? csv->separator : '\n', out);
    }
}

/* ---- JSON ---- */

static void print_json_cell(const struct cell *cell, FILE *out)
{
    char number[32];
    const char *text = cell_text(cell, SHEET_JSON, number);
    if (!text)
        fputs("null", out);
    else if (cell->kind == CELL_NUMBER && !isinf(cell->number))
        fputs(text, out);
    else
        json_string(text, out);
}

static void print_json(const struct table *table, FILE *out)
{
    fputc('[', out);
    for (size_t r = 0; r < table_rows(table); r++) {
        fputs(r ? "},\n  {" : "\n  {", out);
        for (size_t c = 0; c < table->n_fields; c++) {
            fputs(c ? ", " : "", out);
            json_string(field_table[table->fields[c]].key, out);
            fputs(": ", out);
            print_json_cell(table_cell(table, r, c), out);
        }
    }
    fputs(table->n_cells ? "}\n]" : "]", out);
}

void table_print(const struct table *table, enum sheet_form form, enum language language, FILE *out)
{
    if (form == SHEET_JSON)
        print_json(table, out);
    else
        print_csv(table, form, language, out);
}
