/* Figures that can be drawn: descriptions from figures.def. */
#ifndef PLASSFLYT_TABLES_FIGURES_H
#define PLASSFLYT_TABLES_FIGURES_H

#include "tables/kinds.h"

enum figure {
#define FIGURE(ID, name, en, nb, nn) FIGURE_##ID,
#include "figures.def"
#undef FIGURE
    N_FIGURES
};

struct figure_row {
    const char *name;
    const char *label[N_LANGUAGES];
};

extern const struct figure_row figure_table[N_FIGURES];

#endif
