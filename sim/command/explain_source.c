/* What is known about a source, and about a published figure that the model is held against. */
#include "command/explain.h"
#include "input/parts.h"

#include <string.h>

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

void add_citations(const struct question *question, struct facts *facts, const char *ids)
{
    struct citing citing = {question, facts};
    each_id(question->arena, ids, &citing, cite);
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

void answer_source(struct question *question)
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

/* ---- published figures ---- */

/* Labels of the keys of an entry of targets.yaml or validation.yaml. */
static const struct {
    const char *key;
    enum text label;
} target_keys[] = {
    {"value", TEXT_COLUMN_VALUE},   {"low", TEXT_COLUMN_LOW},
    {"high", TEXT_COLUMN_HIGH},     {"unit", TEXT_COLUMN_UNIT},
    {"year", TEXT_COLUMN_YEAR},     {"date", TEXT_COLUMN_DATE},
    {"areas", TEXT_COLUMN_AREAS},   {"measure", TEXT_COLUMN_MEASURE},
    {"kind", TEXT_COLUMN_STATUS},   {"use", TEXT_COLUMN_USE},
    {"share", TEXT_COLUMN_SHARE},   {"statistic", TEXT_COLUMN_STATISTIC},
    {"expect", TEXT_COLUMN_EXPECT}, {"note", TEXT_COLUMN_NOTE},
};

/* The value of a key of a map, or NULL. */
static const struct yaml *value_of(const struct yaml *map, const char *key)
{
    for (const struct yaml *entry = map->first; entry; entry = entry->next)
        if (entry->key && strcmp(entry->key->text, key) == 0)
            return entry;
    return NULL;
}

static void answer_entry(struct question *question, const struct yaml *entry, enum text kind)
{
    struct facts facts = begin_answer(question, entry->key->text, say(question->invocation, kind));
    const struct yaml *titles = value_of(entry, "title");
    const struct yaml *title =
        titles ? value_of(titles, language_code[question->invocation->language]) : NULL;
    facts_add(&facts, "title", TEXT_COLUMN_TITLE, false, title ? title->text : NULL);
    for (size_t i = 0; i < sizeof target_keys / sizeof target_keys[0]; i++) {
        const struct yaml *value = value_of(entry, target_keys[i].key);
        facts_add(&facts, target_keys[i].key, target_keys[i].label, false,
                  value ? value->text : NULL);
    }
    const struct yaml *source = value_of(entry, "source");
    add_citations(question, &facts, source ? source->text : NULL);
    facts_add(&facts, "file", TEXT_COLUMN_FILE, false,
              arena_print(question->arena, "%s:%d", entry->from->path, entry->key->line));
    end_answer(question, &facts);
}

/* Is this the figure asked for, or one of those that bear its number: V1_mean and V1_month for V1? */
static bool is_asked_for(const struct yaml *entry, const char *asked)
{
    size_t length = strlen(asked);
    const char *key = entry->key->text;
    return strncmp(key, asked, length) == 0 && (key[length] == '\0' || key[length] == '_');
}

/* Answers from a file of published figures beside the evidence, if it has the key. */
static void answer_from_file(struct question *question, const char *name, enum format format,
                             enum text kind)
{
    struct messages messages;
    struct reading reading;
    messages_start(&messages, question->invocation->language);
    reading_start(&reading, &messages);
    const struct document evidence = {.path = question->study->evidence[0].origin.file};
    struct document *document =
        document_load(&reading, document_path(&reading, &evidence, name), NULL);
    if (document && document->format == format)
        for (const struct yaml *entry = document->root->first; entry; entry = entry->next)
            if (entry->kind == YAML_MAP && value_of(entry, "unit") &&
                is_asked_for(entry, question->key))
                answer_entry(question, entry, kind);
    messages_free(&messages); /* the file need not be there */
    study_free(reading.study);
}

void answer_target(struct question *question)
{
    if (!question->study)
        return;
    answer_from_file(question, "targets.yaml", FORMAT_TARGETS, TEXT_KIND_TARGET);
    answer_from_file(question, "validation.yaml", FORMAT_VALIDATION, TEXT_KIND_VALIDATION);
}
