#include "output/results_parts.h"

#include "engine/date.h"
#include "output/schema.h"

#include <stdio.h>
#include <stdlib.h>

#define CELL_LENGTH   128
#define DATE_LENGTH   16
#define ORIGIN_LENGTH 256

/* One cell of one change. */
struct row {
    int32_t scenario;
    const struct change *change;
    size_t cell;
    char cell_name[CELL_LENGTH], from[DATE_LENGTH], to[DATE_LENGTH], origin[ORIGIN_LENGTH];
};

static const char *const operation_name[] = {
    [CHANGE_VALUE] = "value", [CHANGE_TIMES] = "times", [CHANGE_PLUS] = "plus"};

static size_t cells_of(const struct change *change)
{
    return shape_cells(&parameter_table[change->parameter].shape);
}

static size_t count_rows(const struct change_list *lists, size_t n_lists)
{
    size_t rows = 0;
    for (size_t l = 0; l < n_lists; l++)
        for (size_t c = 0; c < lists[l].n; c++)
            for (size_t cell = 0; cell < cells_of(&lists[l].changes[c]); cell++)
                rows += lists[l].changes[c].where[cell];
    return rows;
}

static void write_date(char *text, int64_t day)
{
    struct date date = date_of_days(day);
    snprintf(text, DATE_LENGTH, "%04d-%02d-%02d", date.year % 10000, date.month % 100,
             date.day % 100);
}

static void fill_row(struct row *row, int32_t scenario, const struct change *change, size_t cell,
                     const struct input_names *names)
{
    row->scenario = scenario;
    row->change = change;
    row->cell = cell;
    shape_cell_name(&parameter_table[change->parameter].shape, cell, row->cell_name, CELL_LENGTH);
    /* A world's change holds from the start of history: it has no dates. */
    if (scenario >= 0)
        write_date(row->from, change->from);
    if (scenario >= 0 && change->to != INT64_MAX)
        write_date(row->to, change->to);
    input_origin(names, &change->origin, row->origin, ORIGIN_LENGTH);
}

static struct row *make_rows(struct netcdf *netcdf, const struct change_list *lists, size_t n_lists,
                             const struct input_names *names)
{
    struct row *rows = netcdf_memory(netcdf, count_rows(lists, n_lists), sizeof *rows);
    size_t n = 0;
    for (size_t l = 0; rows && l < n_lists; l++)
        for (size_t c = 0; c < lists[l].n; c++)
            for (size_t cell = 0; cell < cells_of(&lists[l].changes[c]); cell++)
                if (lists[l].changes[c].where[cell])
                    fill_row(&rows[n++], lists[l].scenario, &lists[l].changes[c], cell, names);
    return rows;
}

enum { PARAMETER_NAME, CELL, FROM, TO, OPERATION, WHY, SOURCE, ORIGIN, N_WORDS };

static const char *word(const struct row *row, int which)
{
    switch (which) {
    case PARAMETER_NAME:
        return parameter_table[row->change->parameter].name;
    case CELL:
        return row->cell_name;
    case FROM:
        return row->from;
    case TO:
        return row->to;
    case OPERATION:
        return operation_name[row->change->operation];
    case WHY:
        return row->change->why;
    case SOURCE:
        return row->change->source;
    default:
        return row->origin;
    }
}

static void write_rows(struct netcdf *netcdf, hid_t group, const struct row *rows, size_t n)
{
    int32_t *scenario = netcdf_memory(netcdf, n, sizeof *scenario);
    int32_t *ramp = netcdf_memory(netcdf, n, sizeof *ramp);
    double *amount = netcdf_memory(netcdf, n, sizeof *amount);
    const char **words = netcdf_memory(netcdf, n * N_WORDS, sizeof *words);
    for (size_t i = 0; i < n && !netcdf->failed; i++) {
        scenario[i] = rows[i].scenario;
        ramp[i] = rows[i].change->ramp_months;
        amount[i] = rows[i].change->amount[rows[i].cell];
        for (size_t w = 0; w < N_WORDS; w++)
            words[w * n + i] = word(&rows[i], (int)w);
    }
    if (!netcdf->failed) {
        struct table_column columns[] = {
            {"scenario_number", NETCDF_INT32, scenario},
            {"parameter", NETCDF_TEXT, words + PARAMETER_NAME * n},
            {"cell", NETCDF_TEXT, words + CELL * n},
            {"from", NETCDF_TEXT, words + FROM * n},
            {"to", NETCDF_TEXT, words + TO * n},
            {"ramp_months", NETCDF_INT32, ramp},
            {"operation", NETCDF_TEXT, words + OPERATION * n},
            {"amount", NETCDF_FLOAT64, amount},
            {"why", NETCDF_TEXT, words + WHY * n},
            {"source", NETCDF_TEXT, words + SOURCE * n},
            {"origin", NETCDF_TEXT, words + ORIGIN * n},
        };
        results_write_table(netcdf, group, "change", n, columns,
                            sizeof columns / sizeof columns[0]);
    }
    free(scenario);
    free(ramp);
    free(amount);
    free(words);
}

void results_write_changes(struct netcdf *netcdf, hid_t parent, const struct change_list *lists,
                           size_t n_lists, const struct input_names *names)
{
    hid_t group = netcdf_group(netcdf, parent, GROUP_CHANGES);
    struct row *rows = make_rows(netcdf, lists, n_lists, names);
    if (rows)
        write_rows(netcdf, group, rows, count_rows(lists, n_lists));
    free(rows);
}
