#include "tables/parameters.h"

#include <string.h>

/* clang-format off */
#define SCALAR {0, {0}}
#define BY1(A) {1, {DIMENSION_##A}}
#define BY2(A, B) {2, {DIMENSION_##A, DIMENSION_##B}}
#define BY3(A, B, C) {3, {DIMENSION_##A, DIMENSION_##B, DIMENSION_##C}}
const struct parameter_row parameter_table[N_PARAMETERS] = {
#define PARAMETER(name, shape, unit, low, high, role, en, nb, nn, description)                     \
    {#name, offsetof(struct parameters, name) / sizeof(double), shape, unit, low, high,            \
     (unsigned)(role), {en, nb, nn}, description},
#include "tables/parameters.def"
#undef PARAMETER
};
/* clang-format on */

double *parameter_cells(struct parameters *p, enum parameter i)
{
    return (double *)(void *)p + parameter_table[i].first;
}

const double *parameter_cells_const(const struct parameters *p, enum parameter i)
{
    return (const double *)(const void *)p + parameter_table[i].first;
}

int parameter_find(const char *name)
{
    for (int i = 0; i < N_PARAMETERS; i++)
        if (strcmp(parameter_table[i].name, name) == 0)
            return i;
    return -1;
}
