/* The parameters of the model and their descriptions, from parameters.def. */
#ifndef PLASSFLYT_TABLES_PARAMETERS_H
#define PLASSFLYT_TABLES_PARAMETERS_H

#include "tables/shape.h"

/* Roles (flags). */
enum role { FIXED = 0, UNCERTAIN = 1, CALIBRATED = 2, LEVER = 4 };

/* All values, in canonical units: p->breakdown[HOME_KIND_KINSHIP][STAY_YEAR_FIRST] and so on. */
#define SCALAR
#define BY1(A)       [N_##A]
#define BY2(A, B)    [N_##A][N_##B]
#define BY3(A, B, C) [N_##A][N_##B][N_##C]
struct parameters {
#define PARAMETER(name, shape, unit, low, high, role, en, nb, nn, description) double name shape;
#include "parameters.def"
#undef PARAMETER
};
#undef SCALAR
#undef BY1
#undef BY2
#undef BY3

enum parameter {
#define PARAMETER(name, shape, unit, low, high, role, en, nb, nn, description) PARAMETER_##name,
#include "parameters.def"
#undef PARAMETER
    N_PARAMETERS
};

struct parameter_row {
    const char *name;
    size_t first; /* index of its first cell when struct parameters is seen as an array of double */
    struct shape shape;
    const char *unit; /* canonical */
    double low, high;
    unsigned role;
    const char *label[N_LANGUAGES];
    const char *description; /* English */
};

extern const struct parameter_row parameter_table[N_PARAMETERS];

/* Number of doubles in struct parameters. */
#define N_PARAMETER_CELLS (sizeof(struct parameters) / sizeof(double))

/* The cells of parameter i: an array of shape_cells(&parameter_table[i].shape) doubles inside p. */
double *parameter_cells(struct parameters *p, enum parameter i);
const double *parameter_cells_const(const struct parameters *p, enum parameter i);

/* Parameter called name, or -1. */
int parameter_find(const char *name);

#endif
