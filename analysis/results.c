#include "analysis/results.h"

#include "analysis/results_reader.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- axes ---- */

static const char *const label_ending[N_LANGUAGES] = {LABEL_MIDDLE "en", LABEL_MIDDLE "nb",
                                                      LABEL_MIDDLE "nn"};

static const char **words_of(struct results_reader *reader, const struct results_axis *axis,
                             const char *ending)
{
    char name[128];
    size_t n;
    snprintf(name, sizeof name, "%s%s", axis->name, ending);
    const char **words = reader_texts(reader, reader->file, name, &n);
    if (words && n != axis->count)
        reader_wrong(reader, name);
    return reader->failed ? NULL : words;
}

static void read_categories(struct results_reader *reader, struct results_axis *axis)
{
    char name[128];
    const char **label[N_LANGUAGES];
    snprintf(name, sizeof name, "%s%s", axis->name, NAME_ENDING);
    if (!reader_has(reader, reader->file, name))
        return;
    const char **names = words_of(reader, axis, NAME_ENDING);
    for (int l = 0; l < N_LANGUAGES; l++)
        label[l] = words_of(reader, axis, label_ending[l]);
    struct results_category *category = reader_memory(reader, axis->count, sizeof *category);
    for (size_t i = 0; i < axis->count && !reader->failed; i++) {
        category[i].name = names[i];
        for (int l = 0; l < N_LANGUAGES; l++)
            category[i].label[l] = label[l][i];
    }
    axis->category = category;
}

static void read_axis(struct results_reader *reader, struct results_axis *axis, hid_t dataset)
{
    bool month = strcmp(axis->name, "month") == 0;
    reader_labels(reader, dataset, axis->label);
    axis->number =
        reader_integers(reader, reader->file, month ? "month_index" : axis->name, &axis->count);
    read_categories(reader, axis);
}

/* A scale that is no variable (bounds) is no axis of a measure. */
static bool is_axis(hid_t dataset)
{
    static const char plain[] = "This is a netCDF dimension but not";
    char label[sizeof plain];
    return H5DSis_scale(dataset) > 0 && H5DSget_scale_name(dataset, label, sizeof label) >= 0 &&
           strcmp(label, plain) != 0;
}

static void read_axes(struct results_reader *reader, struct results *results)
{
    const char **names = reader_names(reader, reader->file);
    size_t n = 0;
    while (names && names[n])
        n++;
    results->axes = reader_memory(reader, n, sizeof *results->axes);
    for (size_t i = 0; i < n && !reader->failed; i++) {
        hid_t dataset = H5Dopen2(reader->file, names[i], H5P_DEFAULT);
        if (dataset >= 0 && is_axis(dataset)) {
            results->axes[results->n_axes].name = names[i];
            read_axis(reader, &results->axes[results->n_axes++], dataset);
        }
        if (dataset >= 0)
            H5Dclose(dataset);
    }
}

/* ---- time ---- */

/* Edges of n periods from the pairs in NAME_bounds. */
static const double *read_edges(struct results_reader *reader, const char *name, size_t n)
{
    size_t count;
    const double *pair = reader_doubles(reader, reader->file, name, &count);
    double *edge = reader_memory(reader, n + 1, sizeof *edge);
    if (!reader->failed && count != 2 * n)
        reader_wrong(reader, name);
    for (size_t i = 0; i < n && !reader->failed; i++) {
        edge[i] = pair[2 * i];
        edge[i + 1] = pair[2 * i + 1];
    }
    return edge;
}

static const struct results_axis *needed_axis(struct results_reader *reader,
                                              const struct results *results, const char *name,
                                              size_t *count)
{
    const struct results_axis *axis = results_axis(results, name);
    *count = axis ? axis->count : 0;
    if (!axis)
        reader_wrong(reader, name);
    return axis;
}

static void read_time(struct results_reader *reader, struct results *results)
{
    results->scenario = needed_axis(reader, results, "scenario", &results->scenarios);
    /* the null alternative is always there, and has a name */
    if (!reader->failed && (results->scenarios == 0 || !results->scenario->category))
        reader_wrong(reader, "scenario");
    results->replication = needed_axis(reader, results, "replication", &results->replications);
    results->month = needed_axis(reader, results, "month", &results->months);
    results->year = needed_axis(reader, results, "year", &results->years);
    results->month_edges = read_edges(reader, "month_bounds", results->months);
    results->year_edges = read_edges(reader, "year_bounds", results->years);
    if (reader->failed)
        return;
    hid_t month = H5Dopen2(reader->file, "month", H5P_DEFAULT);
    results->time_units = reader_text(reader, month, "units");
    H5Dclose(month);
}

/* ---- measures ---- */

/* [scenario][replication][month or year] and cells, which have names: only weeks are numbers. */
static bool is_in_shape(const struct results *results, const struct results_measure *measure)
{
    const struct results_axis *const *axis = measure->axis;
    bool good = measure->rank >= 3 && axis[0] == results->scenario &&
                axis[1] == results->replication &&
                (axis[2] == results->month || axis[2] == results->year);
    for (int i = 3; good && i < measure->rank; i++)
        good = axis[i]->category || strcmp(axis[i]->name, "week") == 0;
    return good;
}

static void measure_size(struct results_reader *reader, const struct results *results,
                         struct results_measure *measure)
{
    if (!is_in_shape(results, measure)) {
        reader_wrong(reader, measure->name);
        return;
    }
    measure->periods = measure->axis[2]->count;
    measure->cells = 1;
    for (int i = 3; i < measure->rank; i++)
        measure->cells *= measure->axis[i]->count;
}

static void read_measure(struct results_reader *reader, const struct results *results, hid_t group,
                         struct results_measure *measure)
{
    hid_t dataset = H5Dopen2(group, measure->name, H5P_DEFAULT);
    if (dataset < 0) {
        reader_wrong(reader, measure->name);
        return;
    }
    reader_labels(reader, dataset, measure->label);
    measure->description = reader_text(reader, dataset, "description");
    measure->units = reader_text(reader, dataset, "units");
    measure->counted = reader_text(reader, dataset, "counted");
    measure->type = reader_text(reader, dataset, "measure_type");
    measure->rank = reader_axes(reader, results, dataset, measure->axis);
    measure_size(reader, results, measure);
    H5Dclose(dataset);
}

/* Coordinates stand in the groups too; a measure is what has a type. */
static bool is_measure(hid_t group, const char *name)
{
    return H5Aexists_by_name(group, name, "measure_type", H5P_DEFAULT) > 0;
}

/* Measures of one group; with results->measures NULL they are only counted. */
static void read_group(struct results_reader *reader, struct results *results, const char *name)
{
    hid_t group = reader_group(reader, name);
    const char **names = reader_names(reader, group);
    for (size_t i = 0; names && names[i] && !reader->failed; i++) {
        if (!is_measure(group, names[i]))
            continue;
        size_t at = results->n_measures++;
        if (!results->measures)
            continue;
        results->measures[at].name = names[i];
        results->measures[at].group = name;
        read_measure(reader, results, group, &results->measures[at]);
    }
}

static void read_measures(struct results_reader *reader, struct results *results)
{
    static const char *const groups[] = {GROUP_MONTHLY, GROUP_YEARLY, GROUP_WEEKS};
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        read_group(reader, results, groups[g]);
    results->measures = reader_memory(reader, results->n_measures, sizeof *results->measures);
    results->n_measures = 0;
    for (size_t g = 0; results->measures && g < sizeof groups / sizeof groups[0]; g++)
        read_group(reader, results, groups[g]);
}

/* ---- the file ---- */

/* Which part of what run the file holds, if it is only one. */
static void read_part(struct results_reader *reader, struct results *results)
{
    double part, parts, whole;
    results->run_digest = reader_text(reader, reader->file, RUN_ATTRIBUTE);
    if (!results->run_digest || !reader_numbers(reader, reader->file, PART_ATTRIBUTE, 1, &part) ||
        !reader_numbers(reader, reader->file, PARTS_ATTRIBUTE, 1, &parts) ||
        !reader_numbers(reader, reader->file, WHOLE_ATTRIBUTE, 1, &whole))
        return;
    results->part = (int32_t)part;
    results->parts = (int32_t)parts;
    results->replications_of_whole = (int32_t)whole;
}

static void read_root(struct results_reader *reader, struct results *results)
{
    static const char *const title[N_LANGUAGES] = {"title", "title_nb", "title_nn"};
    double asked = 0;
    results->path = reader->path;
    results->schema = reader_text(reader, reader->file, SCHEMA_ATTRIBUTE);
    results->version = reader_text(reader, reader->file, SOURCE_ATTRIBUTE);
    results->digest = reader_text(reader, reader->file, DIGEST_ATTRIBUTE);
    results->detail = reader_text(reader, reader->file, DETAIL_ATTRIBUTE);
    if (!results->detail)
        results->detail = "full";
    results->keeps_all = strcmp(results->detail, "full") == 0 &&
                         H5Aexists_by_name(reader->file, ".", MEASURES_ATTRIBUTE, H5P_DEFAULT) <= 0;
    for (int l = 0; l < N_LANGUAGES; l++)
        results->title[l] = reader_text(reader, reader->file, title[l]);
    if (!results->version || !results->digest)
        reader_wrong(reader, "/");
    if (!reader_numbers(reader, reader->file, "seed", 1, &results->seed) ||
        !reader_numbers(reader, reader->file, "replications_asked", 1, &asked))
        reader_wrong(reader, "/");
    results->replications_asked = (int32_t)asked;
    read_part(reader, results);
}

/* A text on how the file was made; "" if it does not say. */
static const char *read_run(struct results_reader *reader, const char *name)
{
    size_t n;
    if (!reader_has(reader, reader->file, GROUP_RUN))
        return "";
    hid_t group = reader_group(reader, GROUP_RUN);
    if (!reader_has(reader, group, name))
        return "";
    const char **text = reader_texts(reader, group, name, &n);
    return text && n == 1 ? text[0] : "";
}

static void read_all(struct results_reader *reader, struct results *results)
{
    read_root(reader, results);
    results->finished = read_run(reader, "finished");
    results->command = read_run(reader, "command");
    read_axes(reader, results);
    read_time(reader, results);
    read_measures(reader, results);
    reader_read_parameters(reader, results);
    reader_read_sources(reader, results);
    reader_read_changes(reader, results);
    reader_read_published(reader, results);
    reader_read_targets(reader, results);
    reader_read_draws(reader, results);
    reader_read_failures(reader, results);
    reader_read_descriptions(reader, results);
    reader_read_run(reader, results);
    reader_read_inputs(reader, results);
}

struct results *results_open(const char *path, struct messages *messages)
{
    hid_t file = results_file_open(path, messages);
    struct results_reader *reader = file >= 0 ? calloc(1, sizeof *reader) : NULL;
    if (!reader) {
        if (file >= 0)
            H5Fclose(file);
        return NULL;
    }
    *reader = (struct results_reader){.file = file, .path = path, .messages = messages};
    reader->path = reader_copy(reader, path);
    struct results *results = reader_memory(reader, 1, sizeof *results);
    if (results) {
        results->reader = reader;
        read_all(reader, results);
    }
    if (!reader->failed)
        return results;
    reader_free(reader);
    return NULL;
}

void results_free(struct results *results)
{
    if (results)
        reader_free(results->reader);
}

/* ---- looking up ---- */

static const char *measure_name(size_t i, const void *context)
{
    const struct results *results = context;
    return results->measures[i].name;
}

const struct results_measure *results_measure(const struct results *results, const char *name,
                                              struct messages *messages)
{
    for (size_t i = 0; i < results->n_measures; i++)
        if (strcmp(results->measures[i].name, name) == 0)
            return &results->measures[i];
    const char *near = nearest_name(name, results->n_measures, measure_name, results);
    results_file_message(results->path, messages,
                         near ? TEXT_RESULTS_NO_MEASURE_NEAR : TEXT_RESULTS_NO_MEASURE, name, near,
                         NULL);
    return NULL;
}

const struct results_parameter *results_parameter(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n_parameters; i++)
        if (strcmp(results->parameters[i].name, name) == 0)
            return &results->parameters[i];
    return NULL;
}

const struct results_axis *results_axis(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n_axes; i++)
        if (strcmp(results->axes[i].name, name) == 0)
            return &results->axes[i];
    return NULL;
}

const struct results_source *results_source(const struct results *results, const char *id)
{
    for (size_t i = 0; i < results->n_sources; i++)
        if (strcmp(results->sources[i].id, id) == 0)
            return &results->sources[i];
    return NULL;
}

int results_category(const struct results_axis *axis, const char *name)
{
    for (size_t i = 0; axis->category && i < axis->count; i++)
        if (strcmp(axis->category[i].name, name) == 0)
            return (int)i;
    return -1;
}
