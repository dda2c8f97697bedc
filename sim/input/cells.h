/* Reading values that have a unit and dimensions: `unit`, `by`, `value` and `where`. */
#ifndef PLASSFLYT_INPUT_CELLS_H
#define PLASSFLYT_INPUT_CELLS_H

#include "input/fields.h"
#include "tables/units.h"

/* What a number in a file stands for. */
struct amount {
    const struct parameter_row *row;
    enum unit given;     /* the file's unit */
    enum unit canonical; /* the unit it is kept in, of the same kind */
    bool bounded;        /* it is a value of the parameter, and must lie inside its bounds */
};

/* The amount that a parameter's own values are, in its canonical unit. */
struct amount amount_of(enum parameter parameter);

/* Kind of quantity of a parameter. */
enum quantity parameter_quantity(enum parameter parameter);

/* Reads `unit:` into amount->given; false and a message if it does not convert to the canonical
 * unit. A NULL node leaves the canonical unit. */
bool read_unit(struct reading *reading, const struct yaml *node, struct amount *amount);

/* Reads one number in the unit given; false and a message if it is no number or out of bounds. */
bool read_amount(struct reading *reading, const struct yaml *node, const struct amount *amount,
                 double *value);

/* Reads a list of the row's dimensions (`by`, `factor_by`), each at most once; NULL node: none. */
bool read_dimensions(struct reading *reading, const struct yaml *node,
                     const struct parameter_row *row, enum dimension *dimension, int *n);

/* Reads `value:` (one number, or nested maps over the dimensions `by`, outermost first) into
 * cells [shape_cells(&row->shape)]. Every category must be named, or `others`. */
bool read_cells(struct reading *reading, const struct yaml *node, const struct amount *amount,
                const enum dimension *by, int n_by, double *cells);

/* The category called so (or labelled so in some language) in a dimension; -1 and a message that names
 * the nearest one if there is none. */
int read_category(struct reading *reading, const struct yaml *at, enum dimension dimension);

/* Reads `where:`, a map from dimension to category or list of categories, into
 * where [shape_cells(&row->shape)]; NULL node: all cells. */
bool read_where(struct reading *reading, const struct yaml *node, const struct parameter_row *row,
                bool *where);

#endif
