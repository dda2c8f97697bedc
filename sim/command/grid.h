/* Tables for a screen: a label and some columns, in lines of at most so many characters where that
 * can be done. What does not fit is first left out, where a column allows it, then put on a line of
 * its own below; labels are the last to give way. */
#ifndef PLASSFLYT_COMMAND_GRID_H
#define PLASSFLYT_COMMAND_GRID_H

#include "input/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What a column may do when there is no room. */
enum grid_manner {
    GRID_STAYS,
    GRID_GOES,  /* is left out */
    GRID_FOLDS, /* stands on a line of its own below */
};

struct grid_column {
    const char *heading;
    bool right; /* aligned */
    enum grid_manner manner;
};

enum { GRID_COLUMNS = 12 };

struct grid;

/* Columns [n], the first the label; texts must stay. Freed with the arena. */
struct grid *grid_make(struct arena *arena, const struct grid_column *columns, size_t n);

/* A heading over what follows; the columns' own headings come below it. */
void grid_heading(struct grid *grid, const char *text);

/* A new line: its cells [n], to be filled. Empty at first. */
const char **grid_line(struct grid *grid);

/* Prints it; whether a column was left out. */
bool grid_print(struct grid *grid, size_t width, FILE *out);

/* Prints a paragraph in lines of at most `width` characters. */
void print_paragraph(const char *text, size_t width, FILE *out);

#endif
