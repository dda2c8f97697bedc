/* Kinds of things in the model (areas, needs, places …): enumerators and their descriptions, from kinds.def. */
#ifndef PLASSFLYT_TABLES_KINDS_H
#define PLASSFLYT_TABLES_KINDS_H

#include <stddef.h>

/* Languages of labels and messages. */
enum language { LANGUAGE_EN, LANGUAGE_NB, LANGUAGE_NN, N_LANGUAGES };

/* enum AREA_category { AREA_NORD, …, N_AREA } and so on */
/* clang-format off */
#define DIMENSION_BEGIN(ID, name, en, nb, nn) enum ID##_category {
#define CATEGORY(DIMENSION, ID, name, en, nb, nn) DIMENSION##_##ID,
#define PLACE_CATEGORY(ID, name, kind, owner, en, nb, nn) PLACE_##ID,
#define DIMENSION_END(ID) N_##ID };
/* clang-format on */
#include "kinds.def"
#undef DIMENSION_BEGIN
#undef CATEGORY
#undef PLACE_CATEGORY
#undef DIMENSION_END

/* enum dimension { DIMENSION_AREA, … } */
enum dimension {
#define DIMENSION_BEGIN(ID, name, en, nb, nn) DIMENSION_##ID,
#define CATEGORY(DIMENSION, ID, name, en, nb, nn)
#define PLACE_CATEGORY(ID, name, kind, owner, en, nb, nn)
#define DIMENSION_END(ID)
#include "kinds.def"
#undef DIMENSION_BEGIN
#undef CATEGORY
#undef PLACE_CATEGORY
#undef DIMENSION_END
    N_DIMENSIONS
};

struct category {
    const char *name; /* as in YAML and HDF5: ASCII, unique inside its dimension */
    const char *label[N_LANGUAGES];
};

struct dimension_row {
    const char *name;
    const char *label[N_LANGUAGES];
    int count;
    const struct category *category; /* [count] */
};

extern const struct dimension_row dimension_table[N_DIMENSIONS];

/* What sort of place a child is in; decides payer, counting rules and which checks apply. */
enum place_kind {
    PLACE_KIND_HOME_HELP,
    PLACE_KIND_FOSTER,
    PLACE_KIND_EMERGENCY,
    PLACE_KIND_INSTITUTION,
    PLACE_KIND_OVERFLOW,
    PLACE_KIND_HOUSING,
    PLACE_KIND_CENTRE,
    PLACE_KIND_OUTSIDE
};

struct place_row {
    enum place_kind kind;
    enum OWNER_category owner;
};

extern const struct place_row place_table[N_PLACE];

/* Index of the category called name in dimension d, or -1. */
int category_find(enum dimension d, const char *name);

/* Dimension called name, or -1. */
int dimension_find(const char *name);

#endif
