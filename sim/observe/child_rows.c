#include "observe/child_rows.h"

#include <stdlib.h>
#include <string.h>

void child_rows_free(struct child_rows *rows)
{
    free(rows->value);
    *rows = (struct child_rows){0};
}

void child_rows_clear(struct child_rows *rows, size_t scenarios)
{
    if (scenarios != rows->scenarios)
        child_rows_free(rows);
    rows->scenarios = scenarios;
    rows->n = 0;
}

static int64_t *row_at(const struct child_rows *rows, size_t i)
{
    return rows->value + i * child_row_width(rows->scenarios);
}

static int64_t number_in(const struct child_book *book, size_t i)
{
    return book->row[i].fact[FACT_NUMBER];
}

/* How many children of the book have no row yet; both ascend by number. */
static size_t count_new(const struct child_rows *rows, const struct child_book *book)
{
    size_t new = 0;
    for (size_t i = 0, j = 0; j < book->n; j++) {
        while (i < rows->n && row_at(rows, i)[FACT_NUMBER] < number_in(book, j))
            i++;
        new += i == rows->n || row_at(rows, i)[FACT_NUMBER] != number_in(book, j);
    }
    return new;
}

static bool make_room(struct child_rows *rows, size_t n)
{
    if (n <= rows->room)
        return true;
    size_t width = child_row_width(rows->scenarios), room = n + n / 8;
    int64_t *longer = realloc(rows->value, room * width * sizeof *longer);
    if (!longer)
        return false;
    rows->value = longer;
    rows->room = room;
    return true;
}

static void begin_row(const struct child_rows *rows, int64_t *row, const struct child_row *child)
{
    size_t width = child_row_width(rows->scenarios);
    memcpy(row, child->fact, sizeof child->fact);
    for (size_t i = N_CHILD_FACTS; i < width; i++)
        row[i] = CHILD_NOTHING;
}

bool child_rows_add(struct child_rows *rows, size_t scenario, const struct child_book *book)
{
    size_t width = child_row_width(rows->scenarios);
    size_t old = rows->n, new = book->n, to = rows->n + count_new(rows, book);
    if (!make_room(rows, to))
        return false;
    rows->n = to;
    /* from the end, so that no row is overwritten before it has moved */
    while (new > 0) {
        const struct child_row *child = &book->row[new - 1];
        bool there = old > 0 && row_at(rows, old - 1)[FACT_NUMBER] >= child->fact[FACT_NUMBER];
        bool same = there && row_at(rows, old - 1)[FACT_NUMBER] == child->fact[FACT_NUMBER];
        int64_t *row = row_at(rows, --to);
        if (there)
            memmove(row, row_at(rows, --old), width * sizeof *row);
        else
            begin_row(rows, row, child);
        if (there && !same)
            continue;
        memcpy(row + N_CHILD_FACTS + scenario * N_OUTCOMES, child->outcome, sizeof child->outcome);
        new --;
    }
    return true;
}
