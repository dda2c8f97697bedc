/* What is known about a parameter, and who changes it. */
#include "command/explain.h"
#include "command/show.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* ---- its value and where it comes from ---- */

/* The values, a line for each row of the table: "kinship: first 0.08, second_third 0.03". */
static void add_values(const struct question *question, struct facts *facts,
                       enum parameter parameter)
{
    struct arena *arena = question->arena;
    enum language language = question->invocation->language;
    const struct shape *shape = &parameter_table[parameter].shape;
    const double *cells = parameter_cells_const(&question->study->value, parameter);
    size_t length = 1;
    const struct dimension_row *last = NULL;
    if (shape->dimensions > 0) {
        last = &dimension_table[shape->dimension[shape->dimensions - 1]];
        length = (size_t)last->count;
    }
    for (size_t first = 0; first < shape_cells(shape); first += length) {
        char name[256];
        shape_cell_name(shape, first, name, sizeof name);
        char *dot = strrchr(name, '.');
        if (dot)
            *dot = '\0';
        const char *line = dot ? arena_print(arena, "%s: ", name) : "";
        for (size_t i = 0; i < length; i++)
            line = arena_print(arena, "%s%s%s%s%s", line, i ? ", " : "",
                               last ? last->category[i].name : "", last ? " " : "",
                               show_value(arena, parameter, cells[first + i], language));
        facts_add(facts, "value", TEXT_COLUMN_VALUE, true, line);
    }
}

static void add_evidence(const struct question *question, struct facts *facts,
                         enum parameter parameter)
{
    const struct evidence *evidence = &question->study->evidence[parameter];
    const char *range =
        show_range(question->arena, parameter, evidence, question->invocation->language);
    struct shape each = {.dimensions = evidence->factor_dimensions};
    memcpy(each.dimension, evidence->factor_by, sizeof each.dimension);
    if (each.dimensions > 0)
        range = arena_print(question->arena, "%s (%s)", range, show_shape(question->arena, &each));
    facts_add(facts, "range", TEXT_COLUMN_RANGE, false, range);
    facts_add(facts, "status", TEXT_COLUMN_STATUS, false, status_name[evidence->status]);
    facts_add(facts, "year", TEXT_COLUMN_YEAR, false, evidence->year);
    facts_add(facts, "note", TEXT_COLUMN_NOTE, false, evidence->note);
    add_citations(question, facts, evidence->source);
    facts_add(facts, "file", TEXT_COLUMN_FILE, false,
              arena_print(question->arena, "%s:%d", evidence->origin.file, evidence->origin.line));
}

/* ---- who changes a parameter ---- */

static void add_change(const struct question *question, struct facts *facts, const char *name,
                       const char *dates, const struct change *change)
{
    struct arena *arena = question->arena;
    const char *line = arena_print(arena, "%s: %s%s%s", name, dates, *dates ? ", " : "",
                                   show_change(arena, change, question->invocation->language));
    if (change->why)
        line = arena_print(arena, "%s – %s", line, change->why);
    facts_add(facts, "changed_by", TEXT_COLUMN_CHANGED_BY, true, line);
}

static void add_policy_changes(const struct question *question, struct facts *facts,
                               const struct policy *policy, enum parameter parameter)
{
    for (size_t i = 0; i < policy->n_changes; i++) {
        const struct change *change = &policy->changes[i];
        if (change->parameter == parameter)
            add_change(question, facts, policy->name,
                       show_dates(question->arena, change, question->invocation->language), change);
    }
}

static bool is_in_study(const struct study *study, const char *name)
{
    for (size_t i = 0; i < study->n_policies; i++)
        if (strcmp(study->policies[i].name, name) == 0)
            return true;
    return false;
}

/* The changes of one more scenario file; nothing if it is no scenario or was shown already. */
static void add_changes_of_file(const struct question *question, struct facts *facts,
                                const char *path, enum parameter parameter)
{
    struct messages messages;
    messages_start(&messages, question->invocation->language);
    struct study *study =
        study_read(&path, 1, option_value(question->invocation, "world"), &messages);
    messages_free(&messages); /* other files than the one asked about may be unfinished */
    for (size_t i = 0; study && i < study->n_policies; i++)
        if (!is_in_study(question->study, study->policies[i].name))
            add_policy_changes(question, facts, &study->policies[i], parameter);
    study_free(study);
}

static int is_yaml(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static void add_changes_of_folder(const struct question *question, struct facts *facts,
                                  enum parameter parameter)
{
    size_t length = strcspn(question->scenario, "+");
    while (length > 0 && question->scenario[length - 1] != '/')
        length--;
    const char *folder = length ? arena_text(question->arena, question->scenario, length) : "./";
    struct dirent **entries;
    int n = scandir(folder, &entries, is_yaml, alphasort);
    for (int i = 0; i < n; i++) {
        add_changes_of_file(
            question, facts,
            arena_print(question->arena, "%s%s", length ? folder : "", entries[i]->d_name),
            parameter);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static void add_changes(const struct question *question, struct facts *facts,
                        enum parameter parameter)
{
    const struct study *study = question->study;
    for (size_t i = 0; i < study->n_world_changes; i++)
        if (study->world_changes[i].parameter == parameter)
            add_change(question, facts, study->world_name, "", &study->world_changes[i]);
    for (size_t i = 0; i < study->n_policies; i++)
        add_policy_changes(question, facts, &study->policies[i], parameter);
    add_changes_of_folder(question, facts, parameter);
}

void answer_parameter(struct question *question)
{
    int found = parameter_find(question->key);
    if (found < 0)
        return;
    enum parameter parameter = (enum parameter)found;
    const struct parameter_row *row = &parameter_table[parameter];
    struct facts facts =
        begin_answer(question, row->name, say(question->invocation, TEXT_KIND_PARAMETER));
    add_label(question, &facts, row->label);
    facts_add(&facts, "description", TEXT_COLUMN_DESCRIPTION, false, row->description);
    facts_add(&facts, "unit", TEXT_COLUMN_UNIT, false, row->unit);
    add_dimensions(question, &facts, &row->shape);
    enum language language = question->invocation->language;
    facts_add(&facts, "bounds", TEXT_COLUMN_BOUNDS, false,
              arena_print(question->arena, "%s–%s",
                          show_value(question->arena, parameter, row->low, language),
                          show_value(question->arena, parameter, row->high, language)));
    facts_add(&facts, "role", TEXT_COLUMN_ROLE, false, show_role(question->arena, row->role));
    if (question->study) {
        add_values(question, &facts, parameter);
        add_evidence(question, &facts, parameter);
        add_changes(question, &facts, parameter);
    }
    end_answer(question, &facts);
}
