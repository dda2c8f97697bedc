#include "analysis/children.h"

#include "analysis/results_reader.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char replication_numbers[] = "replication_number";

/* ---- who they are ---- */

/* A column of whole numbers, one a row. */
static const int32_t *read_column(struct results_reader *reader, const struct children *children,
                                  hid_t group, const char *name)
{
    size_t n;
    const int32_t *column = reader_integers(reader, group, name, &n);
    if (column && n != children->n)
        reader_wrong(reader, name);
    return reader->failed ? NULL : column;
}

static const struct results_axis *axis_of(const struct results *results, const char *name)
{
    char longer[64];
    snprintf(longer, sizeof longer, "%s%s", name, CATEGORY_ENDING);
    const struct results_axis *axis = results_axis(results, name);
    axis = axis ? axis : results_axis(results, longer);
    return axis && axis->category ? axis : NULL;
}

static void read_category(struct results_reader *reader, struct children *children, hid_t group,
                          enum children_grouping by, const char *column, const char *axis)
{
    children->category[by] = read_column(reader, children, group, column);
    children->axis[by] = axis_of(children->results, axis);
    if (!reader->failed && !children->axis[by])
        reader_wrong(reader, column);
    for (size_t i = 0; i < children->n && !reader->failed; i++)
        if (children->category[by][i] < 0 ||
            (size_t)children->category[by][i] >= children->axis[by]->count)
            reader_wrong(reader, column);
}

/* The last band that begins at an age or before; bands are called by their first and last year. */
static int32_t band_of(const struct results_axis *bands, int32_t age)
{
    size_t band = bands->count - 1;
    while (band > 0 && strtol(bands->category[band].name, NULL, 10) > age)
        band--;
    return (int32_t)band;
}

static void read_bands(struct results_reader *reader, struct children *children, hid_t group)
{
    const int32_t *age = read_column(reader, children, group, "child_age");
    const struct results_axis *bands = axis_of(children->results, "age_band");
    int32_t *band = reader_memory(reader, children->n, sizeof *band);
    if (!reader->failed && !bands)
        reader_wrong(reader, "child_age");
    for (size_t i = 0; i < children->n && !reader->failed; i++)
        band[i] = band_of(bands, age[i]);
    children->category[CHILDREN_BY_AGE] = band;
    children->axis[CHILDREN_BY_AGE] = bands;
}

/* Where the rows of each replication begin. */
static void read_replications(struct results_reader *reader, struct children *children, hid_t group)
{
    const struct results_axis *axis = children->results->replication;
    const int32_t *number = read_column(reader, children, group, replication_numbers);
    double kept = 0;
    reader_numbers(reader, group, "replications_kept", 1, &kept);
    while (children->replications < axis->count && axis->number[children->replications] < kept)
        children->replications++;
    size_t *begin = reader_memory(reader, children->replications + 1, sizeof *begin), row = 0;
    for (size_t r = 0; r < children->replications && !reader->failed; r++) {
        begin[r] = row;
        while (row < children->n && number[row] == axis->number[r])
            row++;
        begin[r + 1] = row;
    }
    if (!reader->failed && row != children->n)
        reader_wrong(reader, replication_numbers);
    children->begin = begin;
}

/* ---- what there is of outcomes ---- */

static enum children_kind kind_of(struct results_reader *reader, hid_t dataset)
{
    hid_t type = H5Dget_type(dataset);
    bool whole = H5Tget_class(type) == H5T_INTEGER;
    H5Tclose(type);
    const char *units = reader_text(reader, dataset, "units");
    if (whole)
        return H5Aexists(dataset, "flag_values") > 0 ? CHILDREN_CATEGORY : CHILDREN_COUNT;
    return units && strcmp(units, "ms") == 0 ? CHILDREN_TIME : CHILDREN_DAY;
}

/* An outcome lies over scenario and row. */
static bool is_outcome(const struct children *children, hid_t dataset)
{
    hsize_t size[2] = {0};
    hid_t space = H5Dget_space(dataset);
    bool is = H5Sget_simple_extent_ndims(space) == 2 &&
              H5Sget_simple_extent_dims(space, size, NULL) == 2 &&
              size[0] == children->results->scenarios && size[1] == children->n;
    H5Sclose(space);
    return is;
}

static void read_outcomes(struct results_reader *reader, struct children *children, hid_t group)
{
    const char **names = reader_names(reader, group);
    size_t n = 0;
    while (names && names[n])
        n++;
    struct children_outcome *outcome = reader_memory(reader, n, sizeof *outcome);
    for (size_t i = 0; i < n && !reader->failed; i++) {
        hid_t dataset = H5Dopen2(group, names[i], H5P_DEFAULT);
        if (dataset < 0) {
            reader_wrong(reader, names[i]);
            break;
        }
        if (is_outcome(children, dataset)) {
            struct children_outcome *next = &outcome[children->n_outcomes++];
            next->name = names[i];
            next->kind = kind_of(reader, dataset);
            reader_labels(reader, dataset, next->label);
        }
        H5Dclose(dataset);
    }
    children->outcome = outcome;
}

static void read_all(struct results_reader *reader, struct children *children)
{
    hid_t group = reader_group(reader, GROUP_CHILDREN);
    if (group < 0)
        return;
    children->number = reader_doubles(reader, group, "child_number", &children->n);
    read_replications(reader, children, group);
    read_category(reader, children, group, CHILDREN_BY_NEED, "child_need", "need");
    read_category(reader, children, group, CHILDREN_BY_AREA, "child_area", "area");
    read_category(reader, children, group, CHILDREN_BY_ENTRY, "child_entry", "child_entry");
    read_bands(reader, children, group);
    read_outcomes(reader, children, group);
    H5Gclose(group);
}

bool children_are_kept(const struct results *results)
{
    return reader_has(results->reader, results->reader->file, GROUP_CHILDREN);
}

const struct children *children_read(const struct results *results, struct messages *messages)
{
    struct results_reader *reader = results->reader;
    reader->messages = messages;
    if (!children_are_kept(results)) {
        results_file_message(results->path, messages, TEXT_RESULTS_NO_CHILDREN, NULL, NULL, NULL);
        return NULL;
    }
    struct children *children = reader_memory(reader, 1, sizeof *children);
    if (!children)
        return NULL;
    children->results = results;
    read_all(reader, children);
    return reader->failed ? NULL : children;
}

int children_outcome(const struct children *children, const char *name)
{
    for (size_t i = 0; i < children->n_outcomes; i++)
        if (strcmp(children->outcome[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* ---- values ---- */

struct part {
    size_t scenario, n; /* children */
};

/* One scenario's part of a column, whatever its type; a missing whole number becomes NaN. */
static bool read_part(hid_t dataset, const void *context, double *values)
{
    const struct part *part = context;
    const size_t n = part->n;
    const hsize_t first[] = {part->scenario, 0}, count[] = {1, n};
    double missing = NAN;
    if (H5Aexists(dataset, "_FillValue") > 0) {
        hid_t attribute = H5Aopen(dataset, "_FillValue", H5P_DEFAULT);
        H5Aread(attribute, H5T_NATIVE_DOUBLE, &missing);
        H5Aclose(attribute);
    }
    hid_t file = H5Dget_space(dataset), memory = H5Screate_simple(2, count, NULL);
    bool read = H5Sselect_hyperslab(file, H5S_SELECT_SET, first, NULL, count, NULL) >= 0 &&
                H5Dread(dataset, H5T_NATIVE_DOUBLE, memory, file, H5P_DEFAULT, values) >= 0;
    H5Sclose(memory);
    H5Sclose(file);
    for (size_t i = 0; i < n && read; i++)
        if (values[i] == missing)
            values[i] = NAN;
    return read;
}

double *children_values(const struct children *children, size_t outcome, size_t scenario,
                        struct messages *messages)
{
    char path[160];
    const struct part part = {scenario, children->n};
    snprintf(path, sizeof path, "%s/%s", GROUP_CHILDREN, children->outcome[outcome].name);
    return read_numbers(children->results, path, children->n, read_part, &part, messages);
}
