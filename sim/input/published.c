/* Published figures: read so that they can be drawn beside the model's; nothing is fitted to them.
 */
#include "input/parts.h"
#include "tables/measures.h"

#include <string.h>

enum {
    SERIES,
    MEASURE,
    DEFINITION,
    AREAS,
    DATE,
    PERIOD,
    VALUE,
    LOW,
    HIGH,
    UNIT,
    SOURCE,
    NOTE,
    N_FIELDS
};

static const struct field figure_fields[N_FIELDS] = {
    [SERIES] = {.name = "series", .required = true},
    [MEASURE] = {.name = "measure", .required = true},
    [DEFINITION] = {.name = "definition"},
    [AREAS] = {.name = "areas", .required = true},
    [DATE] = {.name = "date", .required = true},
    [PERIOD] = {.name = "period", .required = true},
    [VALUE] = {.name = "value"},
    [LOW] = {.name = "low"},
    [HIGH] = {.name = "high"},
    [UNIT] = {.name = "unit", .required = true},
    [SOURCE] = {.name = "source", .required = true},
    [NOTE] = {.name = "note"},
};

/* ---- words ---- */

static const char not_said[] = "none";
static const char *const extents[] = {"all", "without_oslo", "unknown"};
static const char *const periods[] = {"day", "month", "year"};
enum {
    N_EXTENTS = sizeof extents / sizeof extents[0],
    N_PERIODS = sizeof periods / sizeof periods[0]
};

static const char *measure_name(size_t i, const void *context)
{
    (void)context;
    return measure_table[i].name;
}

static const char *definition_name(size_t i, const void *context)
{
    (void)context;
    return i < N_QUEUE ? dimension_table[DIMENSION_QUEUE].category[i].name : not_said;
}

static const char *areas_name(size_t i, const void *context)
{
    (void)context;
    return i < N_EXTENTS ? extents[i]
                         : dimension_table[DIMENSION_AREA].category[i - N_EXTENTS].name;
}

static const char *period_name(size_t i, const void *context)
{
    (void)context;
    return periods[i];
}

/* The text of a field, which must be one of the names; NULL (and a message if it is not). */
static const char *read_word(struct reading *reading, const struct field *field, size_t n,
                             const char *(*name)(size_t, const void *))
{
    const char *text = read_text(reading, field->value);
    if (!text)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, name(i, NULL)) == 0)
            return text;
    struct names names = {n, name, NULL};
    complain(reading, field->value, TEXT_UNKNOWN_WORD,
             ARGUMENTS(field->name, text, suggestion(reading, text, &names)));
    return NULL;
}

/* ---- figures ---- */

/* One number, or a span. */
static void read_numbers(struct reading *reading, const struct yaml *entry, const struct field *f,
                         struct published *published)
{
    bool one = f[VALUE].value != NULL, span = f[LOW].value && f[HIGH].value;
    if (one == span || (one && (f[LOW].value || f[HIGH].value))) {
        complain(reading, entry, TEXT_VALUE_OR_SPAN, NO_ARGUMENTS);
        return;
    }
    if (one && read_number(reading, f[VALUE].value, &published->low))
        published->high = published->low;
    if (one || !read_number(reading, f[LOW].value, &published->low) ||
        !read_number(reading, f[HIGH].value, &published->high))
        return;
    if (published->low > published->high)
        complain(reading, f[HIGH].value, TEXT_PAIR_ORDER, ARGUMENTS("low, high"));
}

static void read_figure(struct reading *reading, const struct yaml *entry)
{
    struct study *study = reading->study;
    struct published published = {.definition = not_said};
    struct field f[N_FIELDS];
    memcpy(f, figure_fields, sizeof f);
    if (!fields_read(reading, entry, f, N_FIELDS))
        return;
    published.series = read_text(reading, f[SERIES].value);
    published.measure = read_word(reading, &f[MEASURE], N_MEASURES, measure_name);
    if (f[DEFINITION].value)
        published.definition = read_word(reading, &f[DEFINITION], N_QUEUE + 1, definition_name);
    published.areas = read_word(reading, &f[AREAS], N_EXTENTS + N_AREA, areas_name);
    read_date(reading, f[DATE].value, &published.date);
    published.period = read_word(reading, &f[PERIOD], N_PERIODS, period_name);
    read_numbers(reading, entry, f, &published);
    published.unit = read_text(reading, f[UNIT].value);
    published.source = read_source_ids(reading, f[SOURCE].value);
    published.note = read_text(reading, f[NOTE].value);
    study->published =
        arena_extend(reading->arena, study->published, study->n_published, sizeof published);
    study->published[study->n_published++] = published;
}

void published_read(struct reading *reading, const struct document *document)
{
    enum { FORMAT, TITLE, FIGURES, N_KEYS };
    struct field f[N_KEYS] = {[FORMAT] = {.name = "plassflyt"},
                              [TITLE] = {.name = "title"},
                              [FIGURES] = {.name = "figures", .required = true}};
    if (!fields_read(reading, document->root, f, N_KEYS))
        return;
    if (f[FIGURES].value->kind != YAML_LIST) {
        complain(reading, f[FIGURES].value, TEXT_WANTS_LIST, ARGUMENTS("figures"));
        return;
    }
    for (const struct yaml *entry = f[FIGURES].value->first; entry; entry = entry->next)
        read_figure(reading, entry);
}
