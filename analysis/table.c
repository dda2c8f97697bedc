#include "analysis/table.h"

#include "input/arena.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct table *table_make(enum answer answer, const enum field *fields, size_t n)
{
    struct arena *arena = arena_make();
    struct table *table = arena_take(arena, sizeof *table);
    *table = (struct table){answer, fields, n, NULL, 0, arena};
    return table;
}

void table_free(struct table *table)
{
    if (table)
        arena_free(table->arena);
}

size_t table_rows(const struct table *table)
{
    assert(table->n_fields > 0);
    return table->n_cells / table->n_fields;
}

const struct cell *table_cell(const struct table *table, size_t row, size_t column)
{
    return &table->cells[row * table->n_fields + column];
}

size_t table_column(const struct table *table, enum field field)
{
    size_t column = 0;
    while (column < table->n_fields && table->fields[column] != field)
        column++;
    return column;
}

static struct cell *add(struct table *table, enum cell_kind kind)
{
    table->cells = arena_extend(table->arena, table->cells, table->n_cells, sizeof *table->cells);
    struct cell *cell = &table->cells[table->n_cells++];
    *cell = (struct cell){.kind = kind, .decimals = -1};
    return cell;
}

static const char *copy(struct table *table, const char *text)
{
    return text ? arena_text(table->arena, text, strlen(text)) : NULL;
}

void table_words(struct table *table, const char *text, const char *words)
{
    struct cell *cell = add(table, text && *text ? CELL_TEXT : CELL_EMPTY);
    cell->text = copy(table, text);
    cell->words = copy(table, words);
}

void table_text(struct table *table, const char *text)
{
    table_words(table, text, NULL);
}

void table_number(struct table *table, double number, int decimals)
{
    struct cell *cell = add(table, isnan(number) ? CELL_EMPTY : CELL_NUMBER);
    cell->number = number;
    cell->decimals = decimals;
}

void table_whole(struct table *table, size_t number)
{
    table_number(table, (double)number, 0);
}

void table_month(struct table *table, int year, int month)
{
    add(table, CELL_MONTH)->number = year * 12 + month - 1;
}

void table_empty(struct table *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(table, CELL_EMPTY);
}
