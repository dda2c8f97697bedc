#include "tables/kinds.h"

#include <string.h>

/* clang-format off */
#define DIMENSION_BEGIN(ID, name, en, nb, nn) static const struct category ID##_categories[] = {
#define CATEGORY(DIMENSION, ID, name, en, nb, nn) {#name, {en, nb, nn}},
#define PLACE_CATEGORY(ID, name, kind, owner, en, nb, nn) {#name, {en, nb, nn}},
#define DIMENSION_END(ID) };
/* clang-format on */
#include "tables/kinds.def"
#undef DIMENSION_BEGIN
#undef CATEGORY
#undef PLACE_CATEGORY
#undef DIMENSION_END

const struct dimension_row dimension_table[N_DIMENSIONS] = {
#define DIMENSION_BEGIN(ID, name, en, nb, nn)                                                      \
    [DIMENSION_##ID] = {#name, {en, nb, nn}, N_##ID, ID##_categories},
#define CATEGORY(DIMENSION, ID, name, en, nb, nn)
#define PLACE_CATEGORY(ID, name, kind, owner, en, nb, nn)
#define DIMENSION_END(ID)
#include "tables/kinds.def"
#undef DIMENSION_BEGIN
#undef CATEGORY
#undef PLACE_CATEGORY
#undef DIMENSION_END
};

const struct place_row place_table[N_PLACE] = {
#define DIMENSION_BEGIN(ID, name, en, nb, nn)
#define CATEGORY(DIMENSION, ID, name, en, nb, nn)
#define PLACE_CATEGORY(ID, name, kind, owner, en, nb, nn)                                          \
    [PLACE_##ID] = {PLACE_KIND_##kind, OWNER_##owner},
#define DIMENSION_END(ID)
#include "tables/kinds.def"
#undef DIMENSION_BEGIN
#undef CATEGORY
#undef PLACE_CATEGORY
#undef DIMENSION_END
};

int category_find(enum dimension d, const char *name)
{
    for (int i = 0; i < dimension_table[d].count; i++)
        if (strcmp(dimension_table[d].category[i].name, name) == 0)
            return i;
    return -1;
}

int dimension_find(const char *name)
{
    for (int d = 0; d < N_DIMENSIONS; d++)
        if (strcmp(dimension_table[d].name, name) == 0)
            return d;
    return -1;
}
