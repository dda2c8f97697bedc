#include "analysis/indicator_parts.h"

#include "output/results_file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void indicator_source_free(struct indicator_source *source)
{
    for (size_t i = 0; i < source->n_read; i++)
        free(source->read[i].values);
    source->n_read = 0;
    source->values = NULL;
    source->measure = NULL;
}

/* ---- measures ---- */

static size_t bytes_of(const struct results *results, const struct results_measure *measure)
{
    return results->scenarios * results->replications * measure->periods * measure->cells *
           sizeof(double);
}

/* Forgets what was read first until there is room for more. */
static void make_room(struct indicator_source *source, size_t bytes)
{
    for (size_t i = 0; i < source->n_read; i++)
        bytes += bytes_of(source->results, source->read[i].measure);
    while (source->n_read > 0 &&
           (bytes > INDICATOR_KEEPS || source->n_read == INDICATOR_MOST_READ)) {
        bytes -= bytes_of(source->results, source->read[0].measure);
        free(source->read[0].values);
        memmove(source->read, source->read + 1, --source->n_read * sizeof source->read[0]);
    }
}

static bool take_again(struct indicator_source *source, const char *name)
{
    for (size_t i = 0; i < source->n_read; i++)
        if (strcmp(source->read[i].measure->name, name) == 0) {
            source->measure = source->read[i].measure;
            source->values = source->read[i].values;
            return true;
        }
    return false;
}

/* Makes `name` the measure at hand; false and a message if it cannot be. */
bool indicator_take(struct indicator_source *source, const char *name)
{
    if (source->measure && strcmp(source->measure->name, name) == 0)
        return true;
    if (take_again(source, name))
        return true;
    source->values = NULL;
    source->measure = NULL;
    const struct results_measure *measure =
        results_measure(source->results, name, source->messages);
    if (!measure)
        return false;
    make_room(source, bytes_of(source->results, measure));
    source->values = results_values(source->results, measure, source->messages);
    if (!source->values)
        return false;
    source->measure = measure;
    source->read[source->n_read++] = (struct indicator_read){measure, source->values};
    return true;
}

const struct results_axis *indicator_axis(const struct results_measure *measure, const char *name)
{
    for (int i = 3; i < measure->rank; i++)
        if (strcmp(measure->axis[i]->name, name) == 0)
            return measure->axis[i];
    return NULL;
}

/* ---- selections ---- */

/* Number of the category that a cell has on axis i of a measure. */
size_t indicator_category_of(const struct results_measure *measure, int axis, size_t cell)
{
    size_t stride = 1;
    for (int i = measure->rank; --i > axis;)
        stride *= measure->axis[i]->count;
    return cell / stride % measure->axis[axis]->count;
}

/* Clears the cells whose category on the axis is not among names "a|b|c" (or is, if `excluded`).
 * False if a name is none of the axis. */
bool indicator_keep(const struct results_measure *measure, const char *axis_name,
                    size_t axis_length, const char *names, size_t length, bool excluded,
                    bool *chosen)
{
    int axis = 3;
    while (axis < measure->rank &&
           (strlen(measure->axis[axis]->name) != axis_length ||
            strncmp(measure->axis[axis]->name, axis_name, axis_length) != 0))
        axis++;
    if (axis == measure->rank)
        return false;
    bool named[64] = {false};
    assert(measure->axis[axis]->count <= sizeof named / sizeof named[0]);
    for (size_t at = 0; at < length;) {
        char name[64];
        size_t part = strcspn(names + at, "| ");
        assert(part < sizeof name);
        memcpy(name, names + at, part);
        name[part] = '\0';
        int category = results_category(measure->axis[axis], name);
        if (category < 0)
            return false;
        named[category] = true;
        at += part + 1;
    }
    for (size_t cell = 0; cell < measure->cells; cell++)
        chosen[cell] =
            chosen[cell] && named[indicator_category_of(measure, axis, cell)] != excluded;
    return true;
}

/* Which cells a selection means: "AXIS=a|b AXIS!=c". False if the file does not have them. */
static bool select_cells(const struct results_measure *measure, const char *selection, bool *chosen)
{
    for (size_t cell = 0; cell < measure->cells; cell++)
        chosen[cell] = true;
    for (const char *term = selection; *term;) {
        size_t axis = strcspn(term, "!=");
        bool excluded = term[axis] == '!';
        const char *names = term + axis + (excluded ? 2 : 1);
        size_t length = strcspn(names, " ");
        if (!indicator_keep(measure, term, axis, names, length, excluded, chosen))
            return false;
        term = names + length + (names[length] == ' ');
    }
    return true;
}

bool *indicator_cells(struct indicator_source *source, const char *measure, const char *selection)
{
    if (!indicator_take(source, measure))
        return NULL;
    bool *chosen = calloc(source->measure->cells + 1, sizeof *chosen);
    if (chosen && select_cells(source->measure, selection, chosen))
        return chosen;
    results_file_message(source->results->path, source->messages,
                         chosen ? TEXT_RESULTS_NO_CELLS : TEXT_RESULTS_MEMORY, measure, selection,
                         NULL);
    free(chosen);
    return NULL;
}

/* ---- what the file keeps ---- */

static const struct results_measure *find_measure(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n_measures; i++)
        if (strcmp(results->measures[i].name, name) == 0)
            return &results->measures[i];
    return NULL;
}

bool indicator_keeps_cells(const struct results *results, const char *measure,
                           const char *selection)
{
    const struct results_measure *found = find_measure(results, measure);
    bool *chosen = found ? calloc(found->cells + 1, sizeof *chosen) : NULL;
    bool kept = chosen && select_cells(found, selection, chosen);
    free(chosen);
    return kept;
}

bool indicator_is_kept(const struct results *results, enum indicator indicator)
{
    const struct indicator_row *row = &indicator_table[indicator];
    const struct results_measure *measure = find_measure(results, row->measure);
    const char *bar = strstr(row->selection, " / ");
    char part[256];
    if (!measure || (row->each && !indicator_axis(measure, row->each)))
        return false;
    if (!bar)
        return indicator_keeps_cells(results, row->measure, row->selection);
    snprintf(part, sizeof part, "%.*s", (int)(bar - row->selection), row->selection);
    return indicator_keeps_cells(results, row->measure, part) &&
           indicator_keeps_cells(results, row->measure, bar + strlen(" / "));
}
