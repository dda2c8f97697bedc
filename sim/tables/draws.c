#include "tables/draws.h"

const struct draw_row draw_table[] = {
#define DRAW(ID, number, who, per, distribution, description)                                      \
    {#ID, number, #who, #per, #distribution, description},
#include "tables/draws.def"
#undef DRAW
};

const int draw_rows = sizeof draw_table / sizeof *draw_table;
