#include "command/grid.h"

#include "analysis/number.h"
#include "input/utf8.h"

#include <string.h>

enum { GAP = 2, NARROWEST_LABEL = 20, INDENT = 4 };

struct line {
    const char *heading; /* NULL: a line of cells */
    const char *cell[GRID_COLUMNS];
};

struct grid {
    struct arena *arena;
    const struct grid_column *columns;
    size_t n_columns;
    struct line *line; /* [n] */
    size_t n;
    size_t width[GRID_COLUMNS];
    bool gone[GRID_COLUMNS], folded[GRID_COLUMNS];
};

struct grid *grid_make(struct arena *arena, const struct grid_column *columns, size_t n)
{
    struct grid *grid = arena_take(arena, sizeof *grid);
    grid->arena = arena;
    grid->columns = columns;
    grid->n_columns = n < GRID_COLUMNS ? n : GRID_COLUMNS;
    return grid;
}

static struct line *add_line(struct grid *grid)
{
    grid->line = arena_extend(grid->arena, grid->line, grid->n, sizeof *grid->line);
    struct line *line = &grid->line[grid->n++];
    line->heading = NULL;
    for (size_t c = 0; c < GRID_COLUMNS; c++)
        line->cell[c] = "";
    return line;
}

void grid_heading(struct grid *grid, const char *text)
{
    add_line(grid)->heading = text;
}

const char **grid_line(struct grid *grid)
{
    return add_line(grid)->cell;
}

/* ---- layout ---- */

static bool in_line(const struct grid *grid, size_t column)
{
    return !grid->gone[column] && !grid->folded[column];
}

static size_t together(const struct grid *grid)
{
    size_t sum = 0;
    for (size_t c = 0; c < grid->n_columns; c++)
        if (in_line(grid, c))
            sum += grid->width[c] + (c ? GAP : 0);
    return sum;
}

/* Lets columns of a manner give way from the right, until all fits. */
static void give_way(struct grid *grid, size_t total, enum grid_manner manner, bool *given)
{
    for (size_t c = grid->n_columns; c-- > 1 && together(grid) > total;)
        if (grid->columns[c].manner == manner)
            given[c] = true;
}

static void measure(struct grid *grid, size_t total)
{
    for (size_t c = 0; c < grid->n_columns; c++)
        grid->width[c] = utf8_length(grid->columns[c].heading);
    for (size_t i = 0; i < grid->n; i++)
        for (size_t c = 0; c < grid->n_columns && !grid->line[i].heading; c++) {
            size_t width = utf8_length(grid->line[i].cell[c]);
            grid->width[c] = width > grid->width[c] ? width : grid->width[c];
        }
    size_t label = grid->width[0];
    grid->width[0] = label < NARROWEST_LABEL ? label : NARROWEST_LABEL;
    give_way(grid, total, GRID_GOES, grid->gone);
    give_way(grid, total, GRID_FOLDS, grid->folded);
    size_t least = together(grid), spare = total > least ? total - least : 0;
    grid->width[0] = grid->width[0] + spare < label ? grid->width[0] + spare : label;
}

/* ---- numbers ---- */

/* A column of numbers, some of them grouped, has all of them grouped. */
static void group_alike(struct grid *grid, size_t column)
{
    bool grouped = false;
    for (size_t i = 0; i < grid->n && !grouped; i++)
        grouped = number_has_groups(grid->line[i].cell[column]);
    for (size_t i = 0; i < grid->n && grouped; i++) {
        const char *cell = grid->line[i].cell[column];
        char text[2 * NUMBER_SIZE];
        if (strlen(cell) < NUMBER_SIZE)
            grid->line[i].cell[column] =
                arena_print(grid->arena, "%s", number_group(text, sizeof text, cell));
    }
}

/* ---- printing ---- */

/* Prints a text in a field of `width`. */
static void print_cell(const char *text, size_t width, bool right, FILE *out)
{
    size_t length = utf8_length(text);
    int space = width > length ? (int)(width - length) : 0;
    fprintf(out, "%*s%s%*s", right ? space : 0, "", text, right ? 0 : space, "");
}

/* Last column of a line that shows something. */
static size_t last_cell(const struct grid *grid, const char *const *cell)
{
    size_t last = grid->n_columns - 1;
    while (last > 0 && (!*cell[last] || !in_line(grid, last)))
        last--;
    return last;
}

/* A label wider than its column takes what the next leaves free, where that stands to the right, or
 * a line of its own. */
static size_t print_label(const struct grid *grid, const char *const *cell, FILE *out)
{
    size_t label = utf8_length(cell[0]), room = grid->width[0];
    if (label <= room) {
        print_cell(cell[0], last_cell(grid, cell) ? room : 0, false, out);
        return 1;
    }
    fputs(cell[0], out);
    if (last_cell(grid, cell) == 0)
        return 1;
    room += GAP + grid->width[1];
    size_t next = utf8_length(cell[1]);
    if (!grid->columns[1].right || label + GAP + next > room) {
        fprintf(out, "\n%*s", (int)grid->width[0], "");
        return 1;
    }
    fprintf(out, "%*s%s", (int)(room - label - next), "", cell[1]);
    return 2;
}

static void print_cells(const struct grid *grid, const char *const *cell, FILE *out)
{
    size_t last = last_cell(grid, cell);
    for (size_t c = print_label(grid, cell, out); c <= last; c++) {
        if (!in_line(grid, c))
            continue;
        bool right = grid->columns[c].right;
        fprintf(out, "%*s", GAP, "");
        print_cell(cell[c], c == last && !right ? 0 : grid->width[c], right, out);
    }
    fputc('\n', out);
    for (size_t c = 1; c < grid->n_columns; c++)
        if (grid->folded[c] && *cell[c])
            fprintf(out, "%*s%s\n", INDENT, "", cell[c]);
}

static void print_headings(const struct grid *grid, FILE *out)
{
    const char *cell[GRID_COLUMNS];
    for (size_t c = 0; c < GRID_COLUMNS; c++)
        cell[c] = c < grid->n_columns ? grid->columns[c].heading : "";
    print_cells(grid, cell, out);
}

bool grid_print(struct grid *grid, size_t width, FILE *out)
{
    bool some_gone = false;
    for (size_t c = 1; c < grid->n_columns; c++)
        if (grid->columns[c].right)
            group_alike(grid, c);
    measure(grid, width);
    for (size_t c = 0; c < grid->n_columns; c++)
        some_gone = some_gone || grid->gone[c];
    for (size_t i = 0; i < grid->n; i++) {
        if (!grid->line[i].heading) {
            print_cells(grid, grid->line[i].cell, out);
            continue;
        }
        fputc('\n', out);
        print_paragraph(grid->line[i].heading, width, out);
        print_headings(grid, out);
    }
    return some_gone;
}

void print_paragraph(const char *text, size_t width, FILE *out)
{
    size_t used = 0;
    while (*text) {
        size_t bytes = strcspn(text, " ");
        char word[512];
        snprintf(word, sizeof word, "%.*s", (int)bytes, text);
        size_t length = utf8_length(word);
        if (used > 0 && used + 1 + length > width) {
            fputc('\n', out);
            used = 0;
        } else if (used > 0) {
            fputc(' ', out);
            used++;
        }
        fputs(word, out);
        used += length;
        text += bytes + strspn(text + bytes, " ");
    }
    fputc('\n', out);
}
