#include "output/results_parts.h"

#include "output/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORIGIN_LENGTH 256

static int parameter_axes(const struct parameter_row *row, enum results_axis *which)
{
    for (int i = 0; i < row->shape.dimensions; i++)
        which[i] = (enum results_axis)(AXIS_CATEGORY + row->shape.dimension[i]);
    return row->shape.dimensions;
}

static void describe_role(struct netcdf *netcdf, hid_t variable, unsigned role)
{
    char text[64];
    snprintf(text, sizeof text, "%s%s%s", role & UNCERTAIN ? "uncertain " : "",
             role & CALIBRATED ? "calibrated " : "", role & LEVER ? "lever " : "");
    size_t length = strlen(text);
    if (length)
        text[length - 1] = '\0';
    netcdf_text(netcdf, variable, "role", length ? text : "fixed");
}

static void describe_row(struct netcdf *netcdf, hid_t variable, const struct parameter_row *row)
{
    results_long_name(netcdf, variable, row->label);
    netcdf_text(netcdf, variable, "description", row->description);
    netcdf_text(netcdf, variable, "unit", row->unit);
    if (strcmp(row->unit, "date") == 0) {
        netcdf_text(netcdf, variable, "units", "days since 1970-01-01");
        netcdf_text(netcdf, variable, "calendar", "proleptic_gregorian");
    }
    netcdf_numbers(netcdf, variable, "low", 1, &row->low);
    netcdf_numbers(netcdf, variable, "high", 1, &row->high);
    describe_role(netcdf, variable, row->role);
}

static void describe_range(struct netcdf *netcdf, hid_t variable, const struct evidence *evidence)
{
    char by[128] = "";
    double range[] = {evidence->low, evidence->high};
    size_t used = 0;
    if (!evidence->has_range)
        return;
    netcdf_numbers(netcdf, variable, "range", 2, range);
    netcdf_text(netcdf, variable, "range_is", evidence->range_is_factor ? "factor" : "value");
    for (int i = 0; i < evidence->factor_dimensions && used < sizeof by; i++) {
        int n = snprintf(by + used, sizeof by - used, "%s%s", i ? " " : "",
                         dimension_table[evidence->factor_by[i]].name);
        used += n > 0 ? (size_t)n : 0;
    }
    netcdf_text(netcdf, variable, "factor_by", used ? by : NULL);
}

static void describe_evidence(struct netcdf *netcdf, hid_t variable,
                              const struct evidence *evidence, const struct input_names *names)
{
    char origin[ORIGIN_LENGTH];
    if (!evidence->present)
        return;
    describe_range(netcdf, variable, evidence);
    netcdf_text(netcdf, variable, "status", status_name[evidence->status]);
    netcdf_text(netcdf, variable, "source", evidence->source);
    netcdf_text(netcdf, variable, "year", evidence->year);
    netcdf_text(netcdf, variable, "note", evidence->note);
    input_origin(names, &evidence->origin, origin, sizeof origin);
    netcdf_text(netcdf, variable, "origin", origin);
}

static void write_parameter(struct netcdf *netcdf, const struct results_axes *axes, hid_t group,
                            const struct study *study, enum parameter i,
                            const struct input_names *names)
{
    const struct parameter_row *row = &parameter_table[i];
    enum results_axis which[MAX_DIMENSIONS];
    const struct netcdf_axis *over[MAX_DIMENSIONS];
    int rank = parameter_axes(row, which);
    for (int d = 0; d < rank; d++)
        over[d] = &axes->axis[which[d]];
    hid_t variable = netcdf_variable(netcdf, group, row->name, NETCDF_FLOAT64, rank, over);
    netcdf_put(netcdf, variable, NETCDF_FLOAT64, parameter_cells_const(&study->value, i));
    describe_row(netcdf, variable, row);
    describe_evidence(netcdf, variable, &study->evidence[i], names);
    results_axes_coordinates(axes, netcdf, variable, rank, which);
}

static void copy_axes(struct netcdf *netcdf, struct results_axes *axes, hid_t group)
{
    bool used[N_RESULTS_AXES] = {false};
    enum results_axis which[MAX_DIMENSIONS];
    for (int i = 0; i < N_PARAMETERS; i++)
        for (int d = parameter_axes(&parameter_table[i], which); d-- > 0;)
            used[which[d]] = true;
    results_axes_copy(axes, netcdf, group, used);
}

static void write_sources(struct netcdf *netcdf, hid_t parent, const struct study *study)
{
    enum { ID, TITLE, ISSUER, DATE, ADDRESS, READ, BIAS, N_FIELDS };
    static const char *const field[N_FIELDS] = {"id",      "title", "issuer", "date",
                                                "address", "read",  "bias"};
    size_t n = study->n_sources;
    struct table_column columns[N_FIELDS];
    const char **words = netcdf_memory(netcdf, n * N_FIELDS, sizeof *words);
    for (size_t i = 0; words && i < n; i++) {
        const struct source *s = &study->sources[i];
        const char *const given[N_FIELDS] = {s->id,      s->title, s->issuer, s->date,
                                             s->address, s->read,  s->bias};
        for (size_t f = 0; f < N_FIELDS; f++)
            words[f * n + i] = given[f];
    }
    for (size_t f = 0; words && f < N_FIELDS; f++)
        columns[f] = (struct table_column){field[f], NETCDF_TEXT, words + f * n};
    hid_t group = netcdf_group(netcdf, parent, GROUP_SOURCES);
    if (words)
        results_write_table(netcdf, group, "source", n, columns, N_FIELDS);
    free(words);
}

static void describe_world(struct netcdf *netcdf, hid_t group, const struct study *study)
{
    netcdf_text(netcdf, group, "world", study->world_name);
    results_long_name(netcdf, group, study->world_title);
    netcdf_text(netcdf, group, "description", study->world_description[LANGUAGE_EN]);
    netcdf_text(netcdf, group, "description_nb", study->world_description[LANGUAGE_NB]);
    netcdf_text(netcdf, group, "description_nn", study->world_description[LANGUAGE_NN]);
}

void results_write_parameters(struct netcdf *netcdf, struct results_axes *axes,
                              const struct study *study, const struct input_names *names)
{
    const struct change_list world = {-1, study->world_changes, study->n_world_changes};
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_PARAMETERS);
    describe_world(netcdf, group, study);
    copy_axes(netcdf, axes, group);
    for (int i = 0; i < N_PARAMETERS; i++)
        write_parameter(netcdf, axes, group, study, (enum parameter)i, names);
    write_sources(netcdf, group, study);
    results_write_changes(netcdf, group, &world, 1, names);
}
