#include "tables/shape.h"

#include <stdio.h>

size_t shape_cells(const struct shape *shape)
{
    size_t cells = 1;
    for (int d = 0; d < shape->dimensions; d++)
        cells *= (size_t)dimension_table[shape->dimension[d]].count;
    return cells;
}

void shape_cell_name(const struct shape *shape, size_t cell, char *text, size_t size)
{
    int index[MAX_DIMENSIONS] = {0};
    for (int d = shape->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[shape->dimension[d]].count;
        index[d] = (int)(cell % count);
        cell /= count;
    }
    size_t used = 0;
    text[0] = '\0';
    for (int d = 0; d < shape->dimensions && used < size; d++) {
        const struct dimension_row *row = &dimension_table[shape->dimension[d]];
        int n =
            snprintf(text + used, size - used, "%s%s", d ? "." : "", row->category[index[d]].name);
        used += n > 0 ? (size_t)n : 0;
    }
}
