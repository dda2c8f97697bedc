/* Shapes of table rows: SCALAR, BY1(A), BY2(A, B), BY3(A, B, C). */
#ifndef PLASSFLYT_TABLES_SHAPE_H
#define PLASSFLYT_TABLES_SHAPE_H

#include "tables/kinds.h"

#define MAX_DIMENSIONS 3

struct shape {
    int dimensions;
    enum dimension dimension[MAX_DIMENSIONS]; /* [dimensions], slowest first */
};

/* Number of cells: the product of the dimensions' counts; 1 for a scalar. */
size_t shape_cells(const struct shape *shape);

/* Writes "path.area" of the categories of cell number `cell` ("" for a scalar) into text[size]. */
void shape_cell_name(const struct shape *shape, size_t cell, char *text, size_t size);

/* Cell numbers of the dimensions' categories, slowest first; NB is the count of the faster one. */
#define CELL2(A, a, B, b)       ((size_t)(a) * (size_t)N_##B + (size_t)(b))
#define CELL3(A, a, B, b, C, c) ((CELL2(A, a, B, b)) * (size_t)N_##C + (size_t)(c))

#endif
