/* plassflyt explain: everything that is known about a name. */
#include "command/command.h"
#include "command/facts.h"
#include "command/show.h"
#include "input/parts.h"
#include "tables/measures.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_SCENARIO "scenarios/nullalternativ.yaml"

/* One question: what is called `key`, in which study (NULL: only the tables are known)? */
struct question {
    const struct invocation *invocation;
    struct arena *arena;
    const char *key;
    const char *scenario;
    const struct study *study;
    size_t answers;
};

/* ---- printing answers ---- */

static struct facts begin_answer(struct question *question, const char *name, const char *kind)
{
    struct facts facts = {.arena = question->arena};
    FILE *out = question->invocation->out;
    if (question->invocation->json) {
        fputs(question->answers ? ",\n " : "", out);
        facts_add(&facts, "name", TEXT_COLUMN_NAME, false, name);
        facts_add(&facts, "kind", TEXT_COLUMN_KIND, false, kind);
    } else {
        fprintf(out, "%s%s: %s\n", question->answers ? "\n" : "", name, kind);
    }
    question->answers++;
    return facts;
}

static void end_answer(const struct question *question, const struct facts *facts)
{
    if (question->invocation->json)
        facts_json(facts, question->invocation->out);
    else
        facts_print(facts, question->invocation->language, question->invocation->out);
}

static void add_label(const struct question *question, struct facts *facts,
                      const char *const *label)
{
    facts_add(facts, "label", TEXT_COLUMN_LABEL, false, label[question->invocation->language]);
}

/* ---- sources ---- */

/* "F-Q10: title. issuer. date. address". */
static const char *citation(struct arena *arena, const struct source *source)
{
    const char *parts[] = {source->title, source->issuer, source->date, source->address};
    const char *all = arena_print(arena, "%s:", source->id);
    const char *separator = " ";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i])
            continue;
        all = arena_print(arena, "%s%s%s", all, separator, parts[i]);
        separator = ". ";
    }
    return all;
}

/* Calls `take` for each id of a list "F-Q10, F-Q12". */
static void each_id(struct arena *arena, const char *ids, void *context,
                    void (*take)(const char *id, void *context))
{
    while (ids && *ids) {
        size_t length = strcspn(ids, ",");
        take(arena_text(arena, ids, length), context);
        ids += length + strspn(ids + length, ", ");
    }
}

struct citing {
    const struct question *question;
    struct facts *facts;
};

static void cite(const char *id, void *context)
{
    const struct citing *citing = context;
    const struct source *source = source_find(citing->question->study, id);
    if (source)
        facts_add(citing->facts, "source", TEXT_COLUMN_SOURCE, true,
                  citation(citing->question->arena, source));
}

struct finding {
    const char *id;
    bool found;
};

static void compare_id(const char *id, void *context)
{
    struct finding *finding = context;
    finding->found = finding->found || strcmp(id, finding->id) == 0;
}

static void answer_source(struct question *question)
{
    if (!question->study)
        return;
    const struct study *study = question->study;
    const struct source *source = source_find(study, question->key);
    if (!source)
        return;
    struct facts facts =
        begin_answer(question, source->id, say(question->invocation, TEXT_KIND_SOURCE));
    facts_add(&facts, "title", TEXT_COLUMN_TITLE, false, source->title);
    facts_add(&facts, "issuer", TEXT_COLUMN_ISSUER, false, source->issuer);
    facts_add(&facts, "date", TEXT_COLUMN_DATE, false, source->date);
    facts_add(&facts, "address", TEXT_COLUMN_ADDRESS, false, source->address);
    facts_add(&facts, "read", TEXT_COLUMN_READ, false, source->read);
    facts_add(&facts, "bias", TEXT_COLUMN_BIAS, false, source->bias);
    for (int p = 0; p < N_PARAMETERS; p++) {
        struct finding finding = {source->id, false};
        each_id(question->arena, study->evidence[p].source, &finding, compare_id);
        if (finding.found)
            facts_add(&facts, "parameters", TEXT_COLUMN_PARAMETERS, true, parameter_table[p].name);
    }
    end_answer(question, &facts);
}

/* ---- parameters ---- */

/* "path (acute_home, acute_institution, …)". */
static void add_dimensions(const struct question *question, struct facts *facts,
                           const struct shape *shape)
{
    for (int d = 0; d < shape->dimensions; d++) {
        const struct dimension_row *row = &dimension_table[shape->dimension[d]];
        const char *all = arena_print(question->arena, "%s:", row->name);
        for (int c = 0; c < row->count; c++)
            all = arena_print(question->arena, "%s%s %s", all, c ? "," : "", row->category[c].name);
        facts_add(facts, "dimensions", TEXT_COLUMN_DIMENSIONS, true, all);
    }
}

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
    struct citing citing = {question, facts};
    each_id(question->arena, evidence->source, &citing, cite);
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

static void answer_parameter(struct question *question)
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

/* ---- measures, dimensions, categories ---- */

static void answer_measure(struct question *question)
{
    int measure = measure_find(question->key);
    if (measure < 0)
        return;
    const struct measure_row *row = &measure_table[measure];
    struct facts facts =
        begin_answer(question, row->name, say(question->invocation, TEXT_KIND_MEASURE));
    add_label(question, &facts, row->label);
    facts_add(&facts, "description", TEXT_COLUMN_DESCRIPTION, false, row->description);
    facts_add(&facts, "unit", TEXT_COLUMN_UNIT, false, row->unit);
    add_dimensions(question, &facts, &row->shape);
    end_answer(question, &facts);
}

static bool has_dimension(const struct shape *shape, int dimension)
{
    for (int d = 0; d < shape->dimensions; d++)
        if ((int)shape->dimension[d] == dimension)
            return true;
    return false;
}

static void add_users(struct facts *facts, int dimension)
{
    for (int p = 0; p < N_PARAMETERS; p++)
        if (has_dimension(&parameter_table[p].shape, dimension))
            facts_add(facts, "parameters", TEXT_COLUMN_PARAMETERS, true, parameter_table[p].name);
    for (int m = 0; m < N_MEASURES; m++)
        if (has_dimension(&measure_table[m].shape, dimension))
            facts_add(facts, "measures", TEXT_COLUMN_MEASURES, true, measure_table[m].name);
}

static void answer_dimension(struct question *question)
{
    int dimension = dimension_find(question->key);
    if (dimension < 0)
        return;
    const struct dimension_row *row = &dimension_table[dimension];
    enum language language = question->invocation->language;
    struct facts facts =
        begin_answer(question, row->name, say(question->invocation, TEXT_KIND_DIMENSION));
    add_label(question, &facts, row->label);
    for (int c = 0; c < row->count; c++)
        facts_add(&facts, "categories", TEXT_COLUMN_CATEGORIES, true,
                  arena_print(question->arena, "%s: %s", row->category[c].name,
                              row->category[c].label[language]));
    add_users(&facts, dimension);
    end_answer(question, &facts);
}

/* A category called "specialised", or "need.specialised" for that of one dimension. */
static void answer_category(struct question *question, int dimension)
{
    const struct dimension_row *row = &dimension_table[dimension];
    enum language language = question->invocation->language;
    size_t prefix = strlen(row->name);
    bool full = strncmp(question->key, row->name, prefix) == 0 && question->key[prefix] == '.';
    const char *name = full ? question->key + prefix + 1 : question->key;
    int category = category_find((enum dimension)dimension, name);
    if (category < 0)
        return;
    char kind[256];
    const char *const arguments[] = {row->name, row->label[language]};
    text_format(kind, sizeof kind, language, TEXT_KIND_CATEGORY, arguments, 2);
    const char *full_name =
        arena_print(question->arena, "%s.%s", row->name, row->category[category].name);
    struct facts facts =
        begin_answer(question, full_name, arena_text(question->arena, kind, strlen(kind)));
    add_label(question, &facts, row->category[category].label);
    if (full)
        add_users(&facts, dimension);
    end_answer(question, &facts);
}

/* ---- the verb ---- */

static const char *known_name(size_t i, const void *context)
{
    const struct study *study = context;
    if (i < N_PARAMETERS)
        return parameter_table[i].name;
    i -= N_PARAMETERS;
    if (i < N_MEASURES)
        return measure_table[i].name;
    i -= N_MEASURES;
    if (i < N_DIMENSIONS)
        return dimension_table[i].name;
    return study->sources[i - N_DIMENSIONS].id;
}

static int refuse_key(const struct question *question)
{
    char ending[256] = "";
    enum language language = question->invocation->language;
    size_t n_sources = question->study ? question->study->n_sources : 0;
    const char *nearest =
        nearest_name(question->key, N_PARAMETERS + N_MEASURES + N_DIMENSIONS + n_sources,
                     known_name, question->study);
    if (nearest)
        text_format(ending, sizeof ending, language, TEXT_DID_YOU_MEAN, &nearest, 1);
    return refuse(question->invocation, TEXT_EXPLAIN_UNKNOWN, ARGUMENTS(question->key, ending));
}

static bool is_known(const struct question *question)
{
    const char *dot = strchr(question->key, '.');
    for (int d = 0; d < N_DIMENSIONS; d++) {
        size_t prefix = strlen(dimension_table[d].name);
        bool full = dot && (size_t)(dot - question->key) == prefix &&
                    strncmp(question->key, dimension_table[d].name, prefix) == 0;
        if (category_find((enum dimension)d, full ? dot + 1 : question->key) >= 0)
            return true;
    }
    return parameter_find(question->key) >= 0 || measure_find(question->key) >= 0 ||
           dimension_find(question->key) >= 0 ||
           (question->study && source_find(question->study, question->key));
}

static int answer(struct question *question)
{
    if (!is_known(question))
        return refuse_key(question);
    bool json = question->invocation->json;
    fputs(json ? "[" : "", question->invocation->out);
    answer_parameter(question);
    answer_measure(question);
    answer_dimension(question);
    for (int d = 0; d < N_DIMENSIONS; d++)
        answer_category(question, d);
    answer_source(question);
    fputs(json ? "]\n" : "", question->invocation->out);
    return EXIT_DONE;
}

int command_explain(const struct invocation *invocation)
{
    const char *scenario = invocation->n_operands > 1 ? invocation->operands[1] : DEFAULT_SCENARIO;
    struct study *study = NULL;
    if (invocation->n_operands > 1 || access(scenario, F_OK) == 0) {
        study = read_study(invocation, &scenario, 1);
        if (!study)
            return EXIT_BAD_INPUT;
    }
    struct question question = {.invocation = invocation,
                                .arena = arena_make(),
                                .key = invocation->operands[0],
                                .scenario = scenario,
                                .study = study};
    int status = answer(&question);
    arena_free(question.arena);
    study_free(study);
    return status;
}
