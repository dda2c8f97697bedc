/* Where a change applies: the cells of a parameter in words. */
#include "analysis/report_parts.h"

#include <string.h>

/* Words for a part of a cell's name, of so many bytes: the label of its category. */
static void put_part(const struct report *report, const struct results_axis *axis, const char *part,
                     size_t length, FILE *out)
{
    char name[128];
    snprintf(name, sizeof name, "%.*s", (int)length, part);
    int number = axis && axis->category ? results_category(axis, name) : -1;
    fputs(number < 0 ? name : axis->category[number].label[report->language], out);
}

/* The parts of a name after its first: "north, boys". */
static void put_rest(const struct report *report, const struct results_parameter *parameter,
                     const char *cell, FILE *out)
{
    const char *before = "";
    for (size_t a = 1; a < RESULTS_MAX_AXES && (cell = strchr(cell, '.')) != NULL; a++) {
        cell++;
        fputs(before, out);
        put_part(report, parameter->axis[a], cell, strcspn(cell, "."), out);
        before = ", ";
    }
}

static bool begins_alike(const char *one, const char *other)
{
    size_t length = strcspn(one, ".");
    return length == strcspn(other, ".") && strncmp(one, other, length) == 0;
}

/* Cells that share the first part of their name; gives the first change after them. */
static size_t put_group(const struct report *report, const struct results_parameter *parameter,
                        size_t at, size_t end, FILE *out)
{
    const struct results_change *change = report->results->changes;
    const struct results_axis *axis = parameter->axis[0];
    const char *cell = change[at].cell;
    size_t after = at;
    while (after < end && begins_alike(cell, change[after].cell))
        after++;
    put_part(report, axis, cell, strcspn(cell, "."), out);
    if (axis && after - at == parameter->count / (axis->count ? axis->count : 1))
        return after;
    for (size_t i = at; i < after && strchr(cell, '.'); i++) {
        fputs(i == at ? " (" : ", ", out);
        put_rest(report, parameter, change[i].cell, out);
        fputs(i + 1 == after ? ")" : "", out);
    }
    return after;
}

void report_where(const struct report *report, const struct results_parameter *parameter, size_t at,
                  size_t end, char *words, size_t size)
{
    const struct results_change *change = report->results->changes;
    bool everywhere = !*change[at].cell || (parameter && end - at == parameter->count);
    snprintf(words, size, "%s",
             everywhere ? report_word(report, TEXT_REPORT_EVERYWHERE) : change[at].cell);
    FILE *out = everywhere || !parameter ? NULL : fmemopen(words, size, "w");
    if (!out)
        return;
    for (size_t i = at; i < end;) {
        fputs(i == at ? "" : "; ", out);
        i = put_group(report, parameter, i, end, out);
    }
    fclose(out);
}
