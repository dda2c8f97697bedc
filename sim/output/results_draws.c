#include "output/results_parts.h"

#include "output/schema.h"

#include <stdlib.h>

#define CELL_LENGTH 128

/* The cells that differ: parameter, and which of its cells. */
static void write_cells(struct netcdf *netcdf, hid_t group, const struct netcdf_axis *axis,
                        const struct draws *draws)
{
    size_t n = draws->n_cells;
    const struct netcdf_axis *over[] = {axis};
    char(*text)[CELL_LENGTH] = netcdf_memory(netcdf, n, sizeof *text);
    const char **cell = netcdf_memory(netcdf, n, sizeof *cell);
    const char **parameter = netcdf_memory(netcdf, n, sizeof *parameter);
    for (size_t i = 0; i < n && !netcdf->failed; i++) {
        size_t own;
        const struct parameter_row *row = &parameter_table[draws_parameter(draws->cell[i], &own)];
        shape_cell_name(&row->shape, own, text[i], CELL_LENGTH);
        parameter[i] = row->name;
        cell[i] = text[i];
    }
    hid_t first = netcdf_variable(netcdf, group, "parameter", NETCDF_TEXT, 1, over);
    hid_t second = netcdf_variable(netcdf, group, "cell", NETCDF_TEXT, 1, over);
    if (n > 0 && !netcdf->failed) {
        netcdf_put(netcdf, first, NETCDF_TEXT, parameter);
        netcdf_put(netcdf, second, NETCDF_TEXT, cell);
    }
    free(text);
    free(cell);
    free(parameter);
}

static void write_values(struct netcdf *netcdf, hid_t group, const struct netcdf_axis *draw,
                         const struct netcdf_axis *cell, const struct draws *draws)
{
    const struct netcdf_axis *over[] = {draw, cell};
    hid_t world = netcdf_variable(netcdf, group, "world", NETCDF_TEXT, 1, over);
    netcdf_text(netcdf, world, "long_name", "world that the draw is based on");
    netcdf_put(netcdf, world, NETCDF_TEXT, draws->name);
    hid_t value = netcdf_variable(netcdf, group, "value", NETCDF_FLOAT64, 2, over);
    netcdf_text(netcdf, value, "long_name", "value of the parameter's cell, in its unit");
    if (draws->n_cells > 0)
        netcdf_put(netcdf, value, NETCDF_FLOAT64, draws->value);
}

static void write_numbers(struct netcdf *netcdf, struct results_axes *axes, hid_t group,
                          const struct draws *draws, size_t n, const int32_t *replications)
{
    bool used[N_RESULTS_AXES] = {[AXIS_REPLICATION] = true};
    const struct netcdf_axis *over[] = {&axes->axis[AXIS_REPLICATION]};
    int32_t *number = netcdf_memory(netcdf, n, sizeof *number);
    for (size_t i = 0; i < n && number; i++)
        number[i] = (int32_t)draw_of(draws, replications[i]);
    results_axes_copy(axes, netcdf, group, used);
    hid_t variable = netcdf_variable(netcdf, group, "draw_number", NETCDF_INT32, 1, over);
    netcdf_text(netcdf, variable, "long_name", "draw that the replication was run in");
    netcdf_extend(netcdf, variable, 0, n);
    if (n > 0 && number)
        netcdf_put(netcdf, variable, NETCDF_INT32, number);
    free(number);
}

void results_write_draws(struct netcdf *netcdf, struct results_axes *axes,
                         const struct draws *draws, size_t n, const int32_t *replications)
{
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_DRAWS);
    netcdf_text(netcdf, group, "comment",
                "Each draw is a world: that of /parameters with these values instead. Replications "
                "of one draw share them, so the draw is the unit of what is uncertain about them.");
    netcdf_integers(netcdf, group, "replications_each", 1, &draws->each);
    struct netcdf_axis draw = netcdf_dimension(netcdf, group, "draw", draws->n);
    struct netcdf_axis cell = netcdf_dimension(netcdf, group, "drawn_cell", draws->n_cells);
    write_numbers(netcdf, axes, group, draws, n, replications);
    write_cells(netcdf, group, &cell, draws);
    write_values(netcdf, group, &draw, &cell, draws);
}
