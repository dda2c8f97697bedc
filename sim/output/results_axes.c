#include "output/results_axes.h"

#include "engine/date.h"
#include "output/schema.h"
#include "tables/outcomes.h"
#include "tables/texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_DAY 86400000.0

/* ---- names ---- */

static bool borne_by_variable(const char *name)
{
    return measure_find(name) >= 0 || parameter_find(name) >= 0 || outcome_bears(name);
}

static void name_axes(struct results_axes *axes)
{
    static const char *const plain[AXIS_CATEGORY] = {"scenario", "replication", "month",
                                                     "year",     "week",        "bound"};
    size_t size = sizeof axes->name[0];
    for (int i = 0; i < AXIS_CATEGORY; i++)
        snprintf(axes->name[i], size, "%s", plain[i]);
    for (int d = 0; d < N_DIMENSIONS; d++) {
        /* A variable that has the name of a dimension is taken for its coordinates. */
        const char *name = dimension_table[d].name;
        snprintf(axes->name[AXIS_CATEGORY + d], size, "%s%s", name,
                 borne_by_variable(name) ? CATEGORY_ENDING : "");
    }
}

void results_long_name(struct netcdf *netcdf, hid_t object, const char *const *label)
{
    netcdf_text(netcdf, object, "long_name", label[LANGUAGE_EN]);
    netcdf_text(netcdf, object, "long_name_nb", label[LANGUAGE_NB]);
    netcdf_text(netcdf, object, "long_name_nn", label[LANGUAGE_NN]);
}

static void text_long_name(struct netcdf *netcdf, hid_t object, enum text text)
{
    results_long_name(netcdf, object, text_table[text]);
}

/* ---- time ---- */

static enum layer layer_of(enum results_axis which)
{
    return which == AXIS_MONTH ? MONTHLY : YEARLY;
}

/* Days since the start day at which each period begins, and after the last, where it ends. */
static double *period_edges(struct netcdf *netcdf, const struct layout *layout,
                            enum results_axis which)
{
    size_t n = layout_periods(layout, layer_of(which));
    double *edge = netcdf_memory(netcdf, n + 1, sizeof *edge);
    int64_t ms = 0;
    for (size_t i = 0; edge && i < n; i++) {
        ms += layout_period_ms(layout, layer_of(which), i);
        edge[i + 1] = (double)ms / MS_PER_DAY;
    }
    return edge;
}

static void time_units(struct netcdf *netcdf, hid_t object, const struct results_header *header)
{
    char units[48];
    struct date start = date_of_days(header->layout->start_day);
    snprintf(units, sizeof units, "days since %04d-%02d-%02d", start.year, start.month, start.day);
    netcdf_text(netcdf, object, "units", units);
    netcdf_text(netcdf, object, "calendar", "proleptic_gregorian");
}

static void write_bounds(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                         enum results_axis which)
{
    char name[64];
    size_t n = (size_t)axes->axis[which].size;
    const struct netcdf_axis *over[] = {&axes->axis[which], &axes->axis[AXIS_BOUND]};
    snprintf(name, sizeof name, "%s_bounds", axes->name[which]);
    hid_t bounds = netcdf_variable(netcdf, group, name, NETCDF_FLOAT64, 2, over);
    time_units(netcdf, bounds, axes->header);
    double *edge = period_edges(netcdf, axes->header->layout, which);
    double *pair = netcdf_memory(netcdf, 2 * n, sizeof *pair);
    for (size_t i = 0; edge && pair && i < n; i++) {
        pair[2 * i] = edge[i];
        pair[2 * i + 1] = edge[i + 1];
    }
    netcdf_put(netcdf, bounds, NETCDF_FLOAT64, pair);
    free(pair);
    free(edge);
}

static void describe_month(const struct results_axes *axes, struct netcdf *netcdf, hid_t variable)
{
    time_units(netcdf, variable, axes->header);
    netcdf_text(netcdf, variable, "standard_name", "time");
    netcdf_text(netcdf, variable, "axis", "T");
    netcdf_text(netcdf, variable, "bounds", "month_bounds");
    text_long_name(netcdf, variable, TEXT_RESULTS_AXIS_MONTH);
    double *edge = period_edges(netcdf, axes->header->layout, AXIS_MONTH);
    netcdf_put(netcdf, variable, NETCDF_FLOAT64, edge);
    free(edge);
}

/* ---- numbers ---- */

static void put_numbers(struct netcdf *netcdf, hid_t variable, size_t n, int first)
{
    int32_t *number = netcdf_memory(netcdf, n, sizeof *number);
    for (size_t i = 0; number && i < n; i++)
        number[i] = first + (int32_t)i;
    netcdf_put(netcdf, variable, NETCDF_INT32, number);
    free(number);
}

static void write_month_index(struct results_axes *axes, struct netcdf *netcdf, hid_t group)
{
    const struct netcdf_axis *over[] = {&axes->axis[AXIS_MONTH]};
    hid_t variable = netcdf_variable(netcdf, group, "month_index", NETCDF_INT32, 1, over);
    text_long_name(netcdf, variable, TEXT_RESULTS_AXIS_MONTH_INDEX);
    put_numbers(netcdf, variable, (size_t)axes->axis[AXIS_MONTH].size, 0);
}

void results_flags(struct netcdf *netcdf, hid_t variable, const struct dimension_row *row)
{
    char meanings[1024] = "";
    size_t used = 0;
    int32_t *values = netcdf_memory(netcdf, (size_t)row->count, sizeof *values);
    for (int i = 0; values && i < row->count && used < sizeof meanings; i++) {
        values[i] = i;
        int n = snprintf(meanings + used, sizeof meanings - used, "%s%s", i ? " " : "",
                         row->category[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
    netcdf_integers(netcdf, variable, "flag_values", (size_t)row->count, values);
    netcdf_text(netcdf, variable, "flag_meanings", meanings);
    free(values);
}

static void describe_numbers(const struct results_axes *axes, struct netcdf *netcdf, hid_t variable,
                             enum results_axis which)
{
    static const enum text text[AXIS_CATEGORY] = {
        [AXIS_SCENARIO] = TEXT_RESULTS_AXIS_SCENARIO,
        [AXIS_REPLICATION] = TEXT_RESULTS_AXIS_REPLICATION,
        [AXIS_YEAR] = TEXT_RESULTS_AXIS_YEAR,
        [AXIS_WEEK] = TEXT_RESULTS_AXIS_WEEK,
    };
    if (which < AXIS_CATEGORY) {
        text_long_name(netcdf, variable, text[which]);
    } else {
        const struct dimension_row *row = &dimension_table[which - AXIS_CATEGORY];
        results_long_name(netcdf, variable, row->label);
        results_flags(netcdf, variable, row);
    }
    if (which == AXIS_WEEK)
        netcdf_text(netcdf, variable, "comment", "The last week stands for itself and all later.");
    if (which == AXIS_REPLICATION)
        netcdf_text(netcdf, variable, "standard_name", "realization");
    int first = which == AXIS_YEAR ? date_of_days(axes->header->layout->start_day).year : 0;
    if (which != AXIS_REPLICATION)
        put_numbers(netcdf, variable, (size_t)axes->axis[which].size, first);
}

/* ---- names and labels ---- */

static bool has_names(enum results_axis which)
{
    return which == AXIS_SCENARIO || which >= AXIS_CATEGORY;
}

static const char *axis_name(const struct results_axes *axes, enum results_axis which, size_t i)
{
    if (which == AXIS_SCENARIO)
        return axes->header->study->policies[i].name;
    return dimension_table[which - AXIS_CATEGORY].category[i].name;
}

static const char *axis_label(const struct results_axes *axes, enum results_axis which, size_t i,
                              enum language language)
{
    if (which == AXIS_SCENARIO)
        return axes->header->study->policies[i].title[language];
    return dimension_table[which - AXIS_CATEGORY].category[i].label[language];
}

static void write_words(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                        enum results_axis which, const char *ending, const char *const *words)
{
    char name[80];
    const struct netcdf_axis *over[] = {&axes->axis[which]};
    snprintf(name, sizeof name, "%s%s", axes->name[which], ending);
    hid_t variable = netcdf_variable(netcdf, group, name, NETCDF_TEXT, 1, over);
    netcdf_put(netcdf, variable, NETCDF_TEXT, words);
}

/* NAME_name */
static void write_names(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                        enum results_axis which)
{
    size_t n = (size_t)axes->axis[which].size;
    const char **words = netcdf_memory(netcdf, n, sizeof *words);
    for (size_t i = 0; words && i < n; i++)
        words[i] = axis_name(axes, which, i);
    write_words(axes, netcdf, group, which, NAME_ENDING, words);
    free(words);
}

/* NAME_label_en, NAME_label_nb, NAME_label_nn */
static void write_labels(struct results_axes *axes, struct netcdf *netcdf, enum results_axis which)
{
    static const char *const ending[N_LANGUAGES] = {LABEL_MIDDLE "en", LABEL_MIDDLE "nb",
                                                    LABEL_MIDDLE "nn"};
    size_t n = (size_t)axes->axis[which].size;
    const char **words = netcdf_memory(netcdf, n, sizeof *words);
    for (int l = 0; words && l < N_LANGUAGES; l++) {
        for (size_t i = 0; i < n; i++)
            words[i] = axis_label(axes, which, i, (enum language)l);
        write_words(axes, netcdf, netcdf->file, which, ending[l], words);
    }
    free(words);
}

/* ---- all axes ---- */

static enum netcdf_type type_of(enum results_axis which)
{
    return which == AXIS_MONTH ? NETCDF_FLOAT64 : NETCDF_INT32;
}

static void describe(struct results_axes *axes, struct netcdf *netcdf, hid_t variable,
                     enum results_axis which)
{
    if (which == AXIS_MONTH)
        describe_month(axes, netcdf, variable);
    else
        describe_numbers(axes, netcdf, variable, which);
    if (which == AXIS_REPLICATION)
        axes->replications[axes->n_replications++] = variable;
}

/* What stands beside the coordinates in the root as in every group. */
static void write_companions(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                             enum results_axis which)
{
    if (which == AXIS_MONTH)
        write_month_index(axes, netcdf, group);
    if (which == AXIS_MONTH || which == AXIS_YEAR)
        write_bounds(axes, netcdf, group, which);
    if (has_names(which))
        write_names(axes, netcdf, group, which);
}

static hsize_t axis_size(const struct results_header *header, enum results_axis which)
{
    switch (which) {
    case AXIS_SCENARIO:
        return header->study->n_policies;
    case AXIS_REPLICATION:
        return 0;
    case AXIS_MONTH:
        return (hsize_t)header->layout->months;
    case AXIS_YEAR:
        return (hsize_t)header->layout->years;
    case AXIS_WEEK:
        return N_WEEKS;
    case AXIS_BOUND:
        return 2;
    default:
        return (hsize_t)dimension_table[which - AXIS_CATEGORY].count;
    }
}

static bool shape_has(const struct shape *shape, int dimension)
{
    for (int i = 0; i < shape->dimensions; i++)
        if ((int)shape->dimension[i] == dimension)
            return true;
    return false;
}

static bool dimension_is_used(int dimension)
{
    for (int m = 0; m < N_MEASURES; m++)
        if (shape_has(&measure_table[m].shape, dimension))
            return true;
    for (int p = 0; p < N_PARAMETERS; p++)
        if (shape_has(&parameter_table[p].shape, dimension))
            return true;
    return outcome_uses((enum dimension)dimension);
}

static void make_axis(struct results_axes *axes, struct netcdf *netcdf, enum results_axis which)
{
    hsize_t size = axis_size(axes->header, which);
    struct netcdf_axis *axis = &axes->axis[which];
    if (which == AXIS_BOUND) {
        *axis = netcdf_dimension(netcdf, netcdf->file, axes->name[which], size);
        return;
    }
    *axis = netcdf_coordinate(netcdf, netcdf->file, axes->name[which], type_of(which), size,
                              which == AXIS_REPLICATION);
    describe(axes, netcdf, axis->scale, which);
}

void results_axes_make(struct results_axes *axes, struct netcdf *netcdf,
                       const struct results_header *header)
{
    axes->header = header;
    axes->n_replications = 0;
    name_axes(axes);
    for (int i = 0; i < N_RESULTS_AXES; i++)
        if (i < AXIS_CATEGORY || dimension_is_used(i - AXIS_CATEGORY))
            make_axis(axes, netcdf, (enum results_axis)i);
    for (int i = 0; i < N_RESULTS_AXES; i++) {
        enum results_axis which = (enum results_axis)i;
        if (i >= AXIS_CATEGORY && !dimension_is_used(i - AXIS_CATEGORY))
            continue;
        write_companions(axes, netcdf, netcdf->file, which);
        if (has_names(which))
            write_labels(axes, netcdf, which);
    }
}

void results_axes_copy(struct results_axes *axes, struct netcdf *netcdf, hid_t group,
                       const bool used[N_RESULTS_AXES])
{
    for (int i = 0; i < N_RESULTS_AXES; i++) {
        enum results_axis which = (enum results_axis)i;
        if (!used[i] || which == AXIS_BOUND)
            continue;
        const struct netcdf_axis *over[] = {&axes->axis[i]};
        hid_t copy = netcdf_variable(netcdf, group, axes->name[i], type_of(which), 1, over);
        describe(axes, netcdf, copy, which);
        write_companions(axes, netcdf, group, which);
    }
}

void results_axes_finish(struct results_axes *axes, struct netcdf *netcdf, size_t n,
                         const int32_t *replications)
{
    for (int i = 0; i < axes->n_replications; i++) {
        netcdf_extend(netcdf, axes->replications[i], 0, n);
        if (n)
            netcdf_put(netcdf, axes->replications[i], NETCDF_INT32, replications);
    }
}

void results_axes_coordinates(const struct results_axes *axes, struct netcdf *netcdf,
                              hid_t variable, int rank, const enum results_axis *which)
{
    char text[512] = "";
    size_t used = 0;
    for (int i = 0; i < rank && used < sizeof text; i++) {
        if (!has_names(which[i]))
            continue;
        int n = snprintf(text + used, sizeof text - used, "%s%s%s", used ? " " : "",
                         axes->name[which[i]], NAME_ENDING);
        used += n > 0 ? (size_t)n : 0;
    }
    netcdf_text(netcdf, variable, "coordinates", used ? text : NULL);
}
