#include "input/draws.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const double *cells_of(const struct parameters *values)
{
    return (const double *)(const void *)values;
}

size_t draw_of(const struct draws *draws, int32_t replication)
{
    return draws ? (size_t)(replication / draws->each) : 0;
}

struct study draw_study(const struct draws *draws, size_t draw, const struct study *study)
{
    struct study own = *study;
    double *cells = (double *)(void *)&own.value;
    assert(draw < draws->n);
    for (size_t i = 0; i < draws->n_cells; i++)
        cells[draws->cell[i]] = draws->value[draw * draws->n_cells + i];
    own.is_draw = true;
    return own;
}

static bool differs(const struct parameters *values, size_t n, size_t cell)
{
    double first = cells_of(&values[0])[cell];
    for (size_t d = 1; d < n; d++)
        if (cells_of(&values[d])[cell] < first || cells_of(&values[d])[cell] > first)
            return true;
    return false;
}

bool draws_make(struct draws *draws, const struct parameters *values, const char *const *names,
                size_t n, int32_t each)
{
    *draws = (struct draws){.n = n, .each = each};
    draws->name = calloc(n + 1, sizeof *draws->name);
    draws->cell = calloc(N_PARAMETER_CELLS, sizeof *draws->cell);
    for (size_t c = 0; c < N_PARAMETER_CELLS && draws->cell; c++)
        if (differs(values, n, c))
            draws->cell[draws->n_cells++] = c;
    draws->value = calloc(n * draws->n_cells + 1, sizeof *draws->value);
    if (!draws->name || !draws->cell || !draws->value) {
        draws_free(draws);
        return false;
    }
    for (size_t d = 0; d < n; d++) {
        draws->name[d] = names[d];
        for (size_t i = 0; i < draws->n_cells; i++)
            draws->value[d * draws->n_cells + i] = cells_of(&values[d])[draws->cell[i]];
    }
    return true;
}

void draws_free(struct draws *draws)
{
    free((void *)draws->name);
    free(draws->cell);
    free(draws->value);
    *draws = (struct draws){0};
}

enum parameter draws_parameter(size_t cell, size_t *own)
{
    enum parameter p = (enum parameter)0;
    while ((int)p + 1 < N_PARAMETERS && parameter_table[p + 1].first <= cell)
        p = (enum parameter)(p + 1);
    *own = cell - parameter_table[p].first;
    return p;
}
