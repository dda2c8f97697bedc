#include "observe/child_book.h"

#include <stdlib.h>
#include <string.h>

void child_book_free(struct child_book *book)
{
    free(book->row);
    free(book->row_of);
    *book = (struct child_book){0};
}

void child_book_clear(struct child_book *book)
{
    if (book->row_of)
        memset(book->row_of, 0, book->children * sizeof *book->row_of);
    book->n = 0;
    book->open = book->torn = false;
}

/* ---- room ---- */

static bool room_for_row(struct child_book *book)
{
    if (book->n < book->room)
        return true;
    size_t room = book->room ? 2 * book->room : 1024;
    struct child_row *longer = realloc(book->row, room * sizeof *longer);
    if (!longer)
        return false;
    book->row = longer;
    book->room = room;
    return true;
}

static bool room_for_child(struct child_book *book, uint32_t id)
{
    if (id < book->children)
        return true;
    size_t children = 2 * (size_t)id + 1024;
    uint32_t *longer = realloc(book->row_of, children * sizeof *longer);
    if (!longer)
        return false;
    memset(longer + book->children, 0, (children - book->children) * sizeof *longer);
    book->row_of = longer;
    book->children = children;
    return true;
}

/* ---- writing ---- */

void child_book_enter(struct child_book *book, uint32_t id, const int64_t fact[N_CHILD_FACTS])
{
    if (!room_for_row(book) || !room_for_child(book, id)) {
        book->torn = true;
        return;
    }
    struct child_row *row = &book->row[book->n++];
    *row = (struct child_row){0};
    memcpy(row->fact, fact, sizeof row->fact);
    row->outcome[OUTCOME_LEFT_HOW] = -1;
    row->outcome[OUTCOME_LEFT_DAY] = CHILD_NOTHING;
    book->row_of[id] = (uint32_t)book->n;
}

struct child_row *child_book_row(struct child_book *book, uint32_t id)
{
    uint32_t at = id < book->children ? book->row_of[id] : 0;
    return at ? &book->row[at - 1] : NULL;
}

static int by_number(const void *a, const void *b)
{
    const struct child_row *x = a, *y = b;
    return (x->fact[FACT_NUMBER] > y->fact[FACT_NUMBER]) -
           (x->fact[FACT_NUMBER] < y->fact[FACT_NUMBER]);
}

void child_book_end(struct child_book *book, tick now)
{
    for (size_t i = 0; i < book->n; i++)
        for (int t = 0; t < N_OUTCOME_TIMES; t++)
            book->row[i].outcome[t] = level_take(&book->row[i].time[t], now);
    if (book->n > 0)
        qsort(book->row, book->n, sizeof *book->row, by_number);
    book->open = false;
}
