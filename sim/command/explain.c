/* plassflyt explain: everything that is known about a name. */
#include "command/explain.h"

#include "input/count_rows.h"
#include "tables/measures.h"

#include <string.h>
#include <unistd.h>

#define DEFAULT_SCENARIO "scenarios/nullalternativ.yaml"

/* ---- printing answers ---- */

struct facts begin_answer(struct question *question, const char *name, const char *kind)
{
    struct facts facts = {.arena = question->arena};
    FILE *out = question->invocation->out;
    if (question->invocation->json) {
        fputs(question->answers ? ",\n " : "[", out);
        facts_add(&facts, "name", TEXT_COLUMN_NAME, false, name);
        facts_add(&facts, "type", TEXT_COLUMN_KIND, false, kind);
    } else {
        fprintf(out, "%s%s: %s\n", question->answers ? "\n" : "", name, kind);
    }
    question->answers++;
    return facts;
}

void end_answer(const struct question *question, const struct facts *facts)
{
    if (question->invocation->json)
        facts_json(facts, question->invocation->out);
    else
        facts_print(facts, question->invocation->language, question->invocation->out);
}

void add_label(const struct question *question, struct facts *facts, const char *const *label)
{
    facts_add(facts, "label", TEXT_COLUMN_LABEL, false, label[question->invocation->language]);
}

/* ---- measures, dimensions, categories ---- */

void add_dimensions(const struct question *question, struct facts *facts, const struct shape *shape)
{
    for (int d = 0; d < shape->dimensions; d++) {
        const struct dimension_row *row = &dimension_table[shape->dimension[d]];
        const char *all = arena_print(question->arena, "%s:", row->name);
        for (int c = 0; c < row->count; c++)
            all = arena_print(question->arena, "%s%s %s", all, c ? "," : "", row->category[c].name);
        facts_add(facts, "dimensions", TEXT_COLUMN_DIMENSIONS, true, all);
    }
}

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

/* ---- rows of a count ---- */

static void answer_queue_key(struct question *question)
{
    for (int k = 0; k < N_ROW_KEYS; k++) {
        struct count_key key = count_key_of(question->arena, (enum row_key)k);
        if (strcmp(key.name, question->key) != 0)
            continue;
        struct facts facts =
            begin_answer(question, key.name, say(question->invocation, TEXT_KIND_QUEUE_KEY));
        facts_add(&facts, "description", TEXT_COLUMN_MEANING, false,
                  say(question->invocation, key.description));
        facts_add(&facts, "values", TEXT_COLUMN_VALUES, false, key.values);
        facts_add(&facts, "in", TEXT_COLUMN_SECTIONS, false, key.sections);
        facts_add(&facts, "required_in", TEXT_COLUMN_REQUIRED, false,
                  *key.required ? key.required : "–");
        end_answer(question, &facts);
    }
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

static int answer(struct question *question)
{
    answer_parameter(question);
    answer_measure(question);
    answer_dimension(question);
    for (int d = 0; d < N_DIMENSIONS; d++)
        answer_category(question, d);
    answer_source(question);
    answer_target(question);
    answer_queue_key(question);
    if (question->answers == 0)
        return refuse_key(question);
    fputs(question->invocation->json ? "]\n" : "", question->invocation->out);
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
