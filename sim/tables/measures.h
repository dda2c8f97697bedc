/* What the model reports: descriptions from measures.def. */
#ifndef PLASSFLYT_TABLES_MEASURES_H
#define PLASSFLYT_TABLES_MEASURES_H

#include "tables/shape.h"

enum layer { MONTHLY, YEARLY, WEEKS, N_LAYERS };
enum measure_type { COUNT, LEVEL, TIME, MONEY };

/* Completed weeks told apart in the WEEKS layer; the last bin is open. Three years and the rest. */
#define N_WEEKS 157

enum measure {
#define MEASURE(ID, name, layer, shape, type, unit, en, nb, nn, description) MEASURE_##ID,
#include "measures.def"
#undef MEASURE
    N_MEASURES
};

struct measure_row {
    const char *name;
    enum layer layer;
    struct shape shape;
    enum measure_type type;
    const char *unit;
    const char *label[N_LANGUAGES];
    const char *description; /* English */
};

extern const struct measure_row measure_table[N_MEASURES];

/* Measure called name, or -1. */
int measure_find(const char *name);

#endif
