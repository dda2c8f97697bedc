#include "output/results_children.h"

#include "engine/date.h"
#include "observe/child_rows.h"
#include "output/row_axes.h"
#include "output/schema.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MS_PER_DAY 86400000.0
/* Rows of a stored piece. */
#define ROWS_OF_PIECE 4096
/* What R takes for a missing integer. */
#define MISSING_INTEGER INT32_MIN

/* A column of the facts (over child_row) or of the outcomes (over scenario, child_row). */
struct column {
    hid_t variable;
    const struct outcome_row *row;
};

struct results_children {
    struct netcdf *netcdf;
    struct netcdf_axis rows;
    size_t scenarios, n; /* rows written */
    hid_t replication;
    struct column fact[N_CHILD_FACTS], outcome[N_OUTCOMES];
};

static bool is_integer(const struct outcome_row *row)
{
    return row->kind == OUTCOME_KIND_CATEGORY || row->kind == OUTCOME_KIND_COUNT;
}

/* ---- making the group ---- */

static void describe_missing(struct netcdf *netcdf, hid_t variable, const struct outcome_row *row)
{
    static const int32_t integer = MISSING_INTEGER;
    static const double number = NAN;
    if (is_integer(row))
        netcdf_integers(netcdf, variable, "_FillValue", 1, &integer);
    else
        netcdf_numbers(netcdf, variable, "_FillValue", 1, &number);
}

static void describe_unit(struct netcdf *netcdf, hid_t variable, const struct outcome_row *row,
                          bool may_be_missing, const struct results_header *header)
{
    char days[48];
    struct date start = date_of_days(header->layout->start_day);
    snprintf(days, sizeof days, "days since %04d-%02d-%02d", start.year, start.month, start.day);
    /* a day that may be missing is no time to programs, which cannot read such a one */
    netcdf_text(netcdf, variable, "units",
                row->kind != OUTCOME_KIND_DAY ? row->unit
                : may_be_missing              ? "1"
                                              : days);
    if (row->kind == OUTCOME_KIND_DAY)
        netcdf_text(netcdf, variable, may_be_missing ? "counted" : "calendar",
                    may_be_missing ? days : "proleptic_gregorian");
}

/* A variable along the rows, which come last. */
static hid_t make_variable(struct results_children *children, hid_t group, const char *name,
                           enum netcdf_type type, int rank, const struct netcdf_axis *const *over)
{
    hsize_t rows = children->rows.size;
    hsize_t chunk[] = {1, rows < ROWS_OF_PIECE ? rows : ROWS_OF_PIECE};
    if (rows == 0)
        return netcdf_variable(children->netcdf, group, name, type, rank, over);
    return netcdf_packed_variable(children->netcdf, group, name, type, rank, over,
                                  chunk + 2 - rank);
}

static void make_column(struct results_children *children, hid_t group, struct column *column,
                        const struct outcome_row *row, const struct netcdf_axis *scenario,
                        const struct results_header *header)
{
    struct netcdf *netcdf = children->netcdf;
    const struct netcdf_axis *over[] = {scenario ? scenario : &children->rows, &children->rows};
    column->row = row;
    column->variable =
        make_variable(children, group, row->name, is_integer(row) ? NETCDF_INT32 : NETCDF_FLOAT64,
                      scenario ? 2 : 1, over);
    results_long_name(netcdf, column->variable, row->label);
    netcdf_text(netcdf, column->variable, "description", row->description);
    describe_unit(netcdf, column->variable, row, scenario != NULL, header);
    if (row->kind == OUTCOME_KIND_CATEGORY)
        results_flags(netcdf, column->variable, &dimension_table[row->dimension]);
    if (scenario) {
        describe_missing(netcdf, column->variable, row);
        netcdf_text(netcdf, column->variable, "coordinates", "scenario_name");
    }
}

static void make_columns(struct results_children *children, struct results_axes *axes, hid_t group)
{
    struct netcdf *netcdf = children->netcdf;
    const struct netcdf_axis *over[] = {&children->rows};
    children->replication = make_variable(children, group, NUMBERS_NAME, NETCDF_INT32, 1, over);
    netcdf_text(netcdf, children->replication, "long_name", "number of the replication");
    for (int i = 0; i < N_CHILD_FACTS; i++)
        make_column(children, group, &children->fact[i], &child_fact_table[i], NULL, axes->header);
    for (int i = 0; i < N_OUTCOMES; i++)
        make_column(children, group, &children->outcome[i], &outcome_table[i],
                    &axes->axis[AXIS_SCENARIO], axes->header);
}

struct results_children *results_children_make(struct netcdf *netcdf, struct results_axes *axes,
                                               const struct results_header *header)
{
    bool used[N_RESULTS_AXES] = {[AXIS_SCENARIO] = true};
    struct results_children *children = netcdf_memory(netcdf, 1, sizeof *children);
    if (!children)
        return NULL;
    children->netcdf = netcdf;
    children->scenarios = header->study->n_policies;
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_CHILDREN);
    netcdf_text(netcdf, group, "comment",
                "One row for every child in care or waiting at some time from the policy date to "
                "the end, in the first replications; rows ascend by replication and number. The "
                "same number is the same child in every scenario. Missing: the child has no row in "
                "that scenario, because it did not arrive or come back there.");
    netcdf_integers(netcdf, group, "replications_kept", 1, &header->children);
    results_axes_copy(axes, netcdf, group, used);
    children->rows = netcdf_dimension(netcdf, group, "child_row", header->child_rows);
    make_columns(children, axes, group);
    return children;
}

void results_children_free(struct results_children *children)
{
    free(children);
}

/* ---- rows ---- */

static double stored_number(const struct outcome_row *row, int64_t value)
{
    if (value == CHILD_NOTHING)
        return NAN;
    return row->kind == OUTCOME_KIND_DAY ? (double)value / MS_PER_DAY : (double)value;
}

/* One column of the rows, from place `at` in each, as it is stored. */
static void write_column(struct results_children *children, const struct column *column,
                         const int64_t *rows, size_t n, size_t at, int scenario, void *buffer)
{
    size_t width = child_row_width(children->scenarios);
    int32_t *integer = buffer;
    double *number = buffer;
    for (size_t i = 0; i < n; i++) {
        int64_t value = rows[i * width + at];
        if (!is_integer(column->row))
            number[i] = stored_number(column->row, value);
        else
            integer[i] = value == CHILD_NOTHING ? MISSING_INTEGER : (int32_t)value;
    }
    const hsize_t over_scenarios[] = {(hsize_t)(scenario < 0 ? 0 : scenario), children->n};
    const hsize_t counts[] = {1, n};
    bool fact = scenario < 0;
    netcdf_put_part(children->netcdf, column->variable,
                    is_integer(column->row) ? NETCDF_INT32 : NETCDF_FLOAT64, fact ? 1 : 2,
                    fact ? over_scenarios + 1 : over_scenarios, fact ? counts + 1 : counts, buffer);
}

static void write_replication(struct results_children *children, int32_t replication, size_t n,
                              int32_t *buffer)
{
    const hsize_t first = children->n, count = n;
    for (size_t i = 0; i < n; i++)
        buffer[i] = replication;
    netcdf_put_part(children->netcdf, children->replication, NETCDF_INT32, 1, &first, &count,
                    buffer);
}

void results_children_add(struct results_children *children, int32_t replication,
                          const int64_t *rows, size_t n)
{
    double *buffer = netcdf_memory(children->netcdf, n, sizeof *buffer);
    if (!buffer || n == 0) {
        free(buffer);
        return;
    }
    assert(children->n + n <= children->rows.size);
    write_replication(children, replication, n, (int32_t *)(void *)buffer);
    for (int i = 0; i < N_CHILD_FACTS; i++)
        write_column(children, &children->fact[i], rows, n, (size_t)i, -1, buffer);
    for (size_t s = 0; s < children->scenarios; s++)
        for (int i = 0; i < N_OUTCOMES; i++)
            write_column(children, &children->outcome[i], rows, n,
                         N_CHILD_FACTS + s * N_OUTCOMES + (size_t)i, (int)s, buffer);
    children->n += n;
    free(buffer);
}
