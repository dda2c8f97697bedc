#include "tables/measures.h"

#include <string.h>

/* clang-format off */
#define SCALAR {0, {0}}
#define BY1(A) {1, {DIMENSION_##A}}
#define BY2(A, B) {2, {DIMENSION_##A, DIMENSION_##B}}
#define BY3(A, B, C) {3, {DIMENSION_##A, DIMENSION_##B, DIMENSION_##C}}
/* clang-format on */
const struct measure_row measure_table[N_MEASURES] = {
#define MEASURE(ID, name, layer, shape, type, unit, en, nb, nn, description)                       \
    {#name, layer, shape, type, unit, {en, nb, nn}, description},
#include "tables/measures.def"
#undef MEASURE
};

int measure_find(const char *name)
{
    for (int i = 0; i < N_MEASURES; i++)
        if (strcmp(measure_table[i].name, name) == 0)
            return i;
    return -1;
}
