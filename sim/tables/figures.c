#include "tables/figures.h"

const struct figure_row figure_table[N_FIGURES] = {
#define FIGURE(ID, name, en, nb, nn) [FIGURE_##ID] = {#name, {en, nb, nn}},
#include "tables/figures.def"
#undef FIGURE
};
