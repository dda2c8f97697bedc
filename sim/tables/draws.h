/* Purposes of random draws, from draws.def. */
#ifndef PLASSFLYT_TABLES_DRAWS_H
#define PLASSFLYT_TABLES_DRAWS_H

enum draw_purpose {
#define DRAW(ID, number, who, per, distribution, description) DRAW_##ID = number,
#include "draws.def"
#undef DRAW
};

struct draw_row {
    const char *name;
    int number;
    const char *who, *per, *distribution, *description; /* English */
};

extern const struct draw_row draw_table[];
extern const int draw_rows;

#endif
