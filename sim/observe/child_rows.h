/* Children side by side under all scenarios: one row a child, paired by its permanent number.
 *
 * A row is child_row_width(scenarios) numbers: the facts (enum child_fact), then for each scenario
 * the outcomes (enum outcome); all CHILD_NOTHING in a scenario in which the child has no row. Facts
 * are those of the first scenario that has the child. Rows ascend by number.
 */
#ifndef PLASSFLYT_OBSERVE_CHILD_ROWS_H
#define PLASSFLYT_OBSERVE_CHILD_ROWS_H

#include "observe/child_book.h"

struct child_rows {
    int64_t *value; /* [n][child_row_width(scenarios)] */
    size_t n, room; /* rows */
    size_t scenarios;
};

static inline size_t child_row_width(size_t scenarios)
{
    return N_CHILD_FACTS + scenarios * N_OUTCOMES;
}

void child_rows_free(struct child_rows *rows);

/* No rows, of so many scenarios; keeps its memory. */
void child_rows_clear(struct child_rows *rows, size_t scenarios);

/* Adds what became of the children in one scenario: a book that has ended. False if memory is short.
 */
bool child_rows_add(struct child_rows *rows, size_t scenario, const struct child_book *book);

#endif
