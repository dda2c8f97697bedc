#include "experiment/calibrate_space.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Wider ranges are measured in proportion. */
static const double widest_linear = 4;

/* Shares are written with so many parts of 1. */
static const double share_parts = 1e6;

/* ---- what is left out ---- */

/* Whether a list of names with commas holds the name. */
static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    while (names && *names) {
        size_t one = strcspn(names, ",");
        if (one == length && strncmp(names, name, one) == 0)
            return true;
        names += one + (names[one] == ',');
    }
    return false;
}

char *space_unknown_name(const char *names)
{
    while (names && *names) {
        size_t length = strcspn(names, ",");
        char *name = strndup(names, length);
        int parameter = name ? parameter_find(name) : -1;
        if (parameter < 0 || !(parameter_table[parameter].role & CALIBRATED))
            return name;
        free(name);
        names += length + (names[length] == ',');
    }
    return NULL;
}

static bool may_move(const struct study *study, enum parameter p, const struct space_choice *choice)
{
    const struct parameter_row *row = &parameter_table[p];
    const struct evidence *evidence = &study->evidence[p];
    bool moves = choice->uncertain
                     ? row->role & UNCERTAIN
                     : row->role & CALIBRATED && evidence->status == STATUS_ASSUMPTION;
    return moves && evidence->has_range && evidence->high > evidence->low &&
           (!choice->only || is_named(choice->only, row->name)) &&
           !is_named(choice->hold, row->name);
}

static bool world_changes(const struct study *study, enum parameter p, size_t cell)
{
    for (size_t i = 0; i < study->n_world_changes; i++)
        if (study->world_changes[i].parameter == p && study->world_changes[i].where[cell])
            return true;
    return false;
}

/* ---- categories ---- */

/* The category of a cell in a dimension of its shape. */
static int category_of(const struct shape *shape, size_t cell, enum dimension dimension)
{
    for (int d = shape->dimensions; d-- > 0;) {
        size_t count = (size_t)dimension_table[shape->dimension[d]].count;
        if (shape->dimension[d] == dimension)
            return (int)(cell % count);
        cell /= count;
    }
    return 0;
}

static bool has_categories(const struct coordinate *c, size_t cell)
{
    const struct shape *shape = &parameter_table[c->parameter].shape;
    for (int i = 0; i < c->n_by; i++) {
        int category = category_of(shape, cell, c->by[i]);
        if (category < c->category[i] || category > c->last[i])
            return false;
    }
    return true;
}

static void name_coordinate(struct coordinate *c)
{
    int used = snprintf(c->name, sizeof c->name, "%s", parameter_table[c->parameter].name);
    for (int i = 0; i < c->n_by && used >= 0 && (size_t)used < sizeof c->name; i++)
        used += snprintf(c->name + used, sizeof c->name - (size_t)used, ".%s",
                         dimension_table[c->by[i]].category[c->category[i]].name);
}

/* ---- one coordinate ---- */

/* A chance of 1, like any number of 0, is a rule. */
static bool is_rule(const struct parameter_row *row, double value)
{
    return value <= 0 || (value >= 1 && strcmp(row->unit, "probability") == 0);
}

/* Finds the coordinate's cells; false if memory is short. */
static bool find_cells(const struct study *study, const bool *held, struct coordinate *c)
{
    const struct parameter_row *row = &parameter_table[c->parameter];
    const double *values = parameter_cells_const(&study->value, c->parameter);
    size_t n = shape_cells(&row->shape);
    c->whole = true;
    c->cells = calloc(n, sizeof *c->cells);
    for (size_t i = 0; i < n && c->cells; i++) {
        if (!has_categories(c, i) || (c->is_factor && values[i] <= 0))
            continue;
        bool moves = !world_changes(study, c->parameter, i) && !(held && held[row->first + i]) &&
                     !(c->is_factor && is_rule(row, values[i]));
        if (moves)
            c->cells[c->n_cells++] = i;
        c->whole = c->whole && moves;
    }
    return c->cells != NULL;
}

static bool is_share(const struct coordinate *c)
{
    return strcmp(parameter_table[c->parameter].unit, "share") == 0;
}

/* The range, cut where a cell would leave the bounds of its parameter. Shares cannot: they are
 * brought back to sum 1. */
static void find_range(const struct study *study, struct coordinate *c)
{
    const struct parameter_row *row = &parameter_table[c->parameter];
    const struct evidence *evidence = &study->evidence[c->parameter];
    const double *values = parameter_cells_const(&study->value, c->parameter);
    c->low = evidence->low;
    c->high = evidence->high;
    c->evidence = c->is_factor ? 1 : values[c->cells[0]];
    for (size_t i = 0; i < c->n_cells && c->is_factor && !is_share(c); i++)
        c->high = fmin(c->high, row->high / values[c->cells[i]]);
    c->proportional = c->low > 0 && c->high > widest_linear * c->low;
}

/* Adds the coordinate if it has cells to move; false if memory is short. */
static bool add_coordinate(struct space *space, const bool *held, struct coordinate c)
{
    if (!find_cells(space->study, held, &c))
        return false;
    struct coordinate *more =
        c.n_cells ? realloc(space->coordinates, (space->n + 1) * sizeof c) : NULL;
    if (!more) {
        free(c.cells);
        return c.n_cells == 0;
    }
    name_coordinate(&c);
    find_range(space->study, &c);
    space->coordinates = more;
    space->coordinates[space->n++] = c;
    return true;
}

/* ---- all of them ---- */

/* How many categories of a dimension move on their own: not the years after the last that counts.
 */
static int count_categories(enum dimension dimension, int last_year)
{
    const struct dimension_row *row = &dimension_table[dimension];
    int n = row->count;
    while (dimension == DIMENSION_INDEX_YEAR && n > 1 &&
           strtol(row->category[n - 1].name, NULL, 10) > last_year)
        n--;
    return n;
}

/* One coordinate for each combination of the categories of factor_by. */
static bool add_parameter(struct space *space, enum parameter p, const struct space_choice *choice)
{
    const struct evidence *evidence = &space->study->evidence[p];
    struct coordinate c = {.parameter = p, .is_factor = evidence->range_is_factor};
    int count[MAX_DIMENSIONS], combinations = 1;
    c.n_by = evidence->range_is_factor ? evidence->factor_dimensions : 0;
    for (int i = 0; i < c.n_by; i++) {
        c.by[i] = evidence->factor_by[i];
        count[i] = count_categories(c.by[i], choice->last_year);
        combinations *= count[i];
    }
    for (int k = 0; k < combinations; k++) {
        int left = k;
        for (int i = c.n_by; i-- > 0;) {
            c.category[i] = left % count[i];
            bool at_end = c.category[i] == count[i] - 1;
            c.last[i] = at_end ? dimension_table[c.by[i]].count - 1 : c.category[i];
            left /= count[i];
        }
        if (!add_coordinate(space, choice->held, c))
            return false;
    }
    return true;
}

bool space_make(struct space *space, const struct study *study, const struct space_choice *choice)
{
    *space = (struct space){.study = study};
    for (int p = 0; p < N_PARAMETERS; p++) {
        if (!may_move(study, (enum parameter)p, choice))
            continue;
        if (!add_parameter(space, (enum parameter)p, choice)) {
            space_free(space);
            return false;
        }
    }
    return true;
}

void space_free(struct space *space)
{
    for (size_t i = 0; i < space->n; i++)
        free(space->coordinates[i].cells);
    free(space->coordinates);
    *space = (struct space){NULL, NULL, 0};
}

/* ---- places and values ---- */

static double four_digits(double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.4g", value);
    return strtod(text, NULL);
}

double coordinate_value(const struct coordinate *c, double place)
{
    double value = c->proportional ? c->low * pow(c->high / c->low, place)
                                   : c->low + place * (c->high - c->low);
    return fmin(fmax(four_digits(value), c->low), c->high);
}

double coordinate_place(const struct coordinate *c, double value)
{
    double inside = fmin(fmax(value, c->low), c->high);
    return c->proportional ? log(inside / c->low) / log(c->high / c->low)
                           : (inside - c->low) / (c->high - c->low);
}

/* Brings a row of shares back to sum 1: parts of a millionth, what is left over to the largest. */
static void share_out(double *shares, size_t n)
{
    double sum = 0, rest = share_parts;
    size_t largest = 0;
    for (size_t i = 0; i < n; i++)
        sum += shares[i];
    for (size_t i = 0; i < n; i++) {
        shares[i] = round(shares[i] / sum * share_parts);
        largest = shares[i] > shares[largest] ? i : largest;
        rest -= shares[i];
    }
    shares[largest] += rest;
    for (size_t i = 0; i < n; i++)
        shares[i] /= share_parts;
}

static void share_out_rows(const struct coordinate *c, double *cells)
{
    const struct shape *shape = &parameter_table[c->parameter].shape;
    size_t n = (size_t)dimension_table[shape->dimension[shape->dimensions - 1]].count;
    for (size_t first = 0; first < shape_cells(shape); first += n)
        share_out(cells + first, n);
}

/* As a world's change multiplies, so that a world written from these values has the very same. */
static double multiplied(double value, double factor)
{
    return value * (1 + (factor - 1));
}

void space_values(const struct space *space, const double *places, struct parameters *values)
{
    *values = space->study->value;
    for (size_t i = 0; i < space->n; i++) {
        const struct coordinate *c = &space->coordinates[i];
        double *cells = parameter_cells(values, c->parameter);
        double value = coordinate_value(c, places[i]);
        for (size_t j = 0; j < c->n_cells; j++)
            cells[c->cells[j]] = c->is_factor ? multiplied(cells[c->cells[j]], value) : value;
    }
    for (size_t i = 0; i < space->n; i++) {
        const struct coordinate *c = &space->coordinates[i];
        bool last = i + 1 == space->n || c[1].parameter != c->parameter;
        if (last && is_share(c))
            share_out_rows(c, parameter_cells(values, c->parameter));
    }
}
