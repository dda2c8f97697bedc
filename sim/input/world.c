#include "input/parts.h"

#include <string.h>

/* Loads the files that a key of a world names, relative to the world, and hands each to `take`. */
static void read_named_files(struct reading *reading, const struct document *world,
                             const struct yaml *names, enum format format,
                             void (*take)(struct reading *, const struct document *))
{
    for (const struct yaml *name = list_first(names); name; name = list_next(names, name)) {
        const char *text = read_text(reading, name);
        struct document *document =
            text ? document_load(reading, document_path(reading, world, text), name) : NULL;
        if (!document || document->listed)
            continue; /* a world and its base may name the same file */
        if (document->format != format) {
            complain(reading, name, TEXT_WRONG_FORMAT,
                     ARGUMENTS(document->path, format_name[document->format], format_name[format]));
            continue;
        }
        document_list(reading, document);
        take(reading, document);
    }
}

/* What the model is drawn beside and held against. */
static void read_figures(struct reading *reading, const struct document *world)
{
    const struct header *header = &world->header;
    read_named_files(reading, world, header->published, FORMAT_PUBLISHED, published_read);
    read_named_files(reading, world, header->targets, FORMAT_TARGETS, targets_read);
    read_named_files(reading, world, header->validation, FORMAT_VALIDATION, targets_read);
}

static void check_complete(struct reading *reading, const struct document *world)
{
    const struct yaml *evidence = world->header.evidence;
    int line = evidence ? evidence->key->line : 0;
    for (int p = 0; p < N_PARAMETERS; p++)
        if (!reading->study->evidence[p].present)
            complain_line(reading, world, line, 0, TEXT_NO_EVIDENCE,
                          ARGUMENTS(parameter_table[p].name,
                                    parameter_table[p].label[reading->messages->language]));
}

static void add_changes(struct reading *reading, struct document *document)
{
    struct study *study = reading->study;
    changes_read(reading, document, document->header.change, 0);
    for (size_t i = 0; i < document->n_changes; i++) {
        const struct change *change = &document->changes[i];
        study->world_changes = arena_extend(reading->arena, study->world_changes,
                                            study->n_world_changes, sizeof *change);
        study->world_changes[study->n_world_changes++] = *change;
        change_apply(change, parameter_cells(&study->value, change->parameter));
        if (change->status != N_STATUS)
            study->evidence[change->parameter].status = change->status;
    }
}

static void read_world_title(struct reading *reading, const struct document *world)
{
    struct study *study = reading->study;
    study->world_name = document_stem(reading, world->path);
    for (int l = 0; l < N_LANGUAGES; l++)
        study->world_title[l] = study->world_name;
    read_translated(reading, world->header.title, study->world_title);
    read_translated(reading, world->header.description, study->world_description);
}

/* The count that the run starts from: the one asked for, or the one that the world, or the nearest of
 * its bases, names. */
static void read_start(struct reading *reading, const struct chain *chain, const char *start)
{
    struct document *document = NULL;
    const struct yaml *named_at = NULL;
    for (size_t i = chain->n; i-- > 0 && !start && !named_at;)
        named_at = chain->documents[i]->header.start;
    const char *name = named_at ? read_text(reading, named_at) : NULL;
    if (start)
        document = document_load(reading, start, NULL);
    else if (name)
        document = document_load(reading, document_path(reading, named_at->from, name), named_at);
    if (!document)
        return;
    if (document->format == FORMAT_QUEUE)
        count_read(reading, document);
    else
        complain_line(
            reading, document, 1, 0, TEXT_WRONG_FORMAT,
            ARGUMENTS(document->path, format_name[document->format], format_name[FORMAT_QUEUE]));
}

void world_read(struct reading *reading, struct document *world, const char *start)
{
    struct chain chain = {0};
    if (!chain_follow(reading, world, false, &chain))
        return;
    read_world_title(reading, world);
    int before = reading->messages->count;
    for (size_t i = 0; i < chain.n; i++) {
        document_list(reading, chain.documents[i]);
        read_named_files(reading, chain.documents[i], chain.documents[i]->header.sources,
                         FORMAT_SOURCES, sources_read);
    }
    for (size_t i = 0; i < chain.n; i++)
        read_named_files(reading, chain.documents[i], chain.documents[i]->header.evidence,
                         FORMAT_EVIDENCE, evidence_read);
    for (size_t i = 0; i < chain.n; i++)
        read_figures(reading, chain.documents[i]);
    check_complete(reading, world);
    /* Changes of values that are wrong would only be said to be wrong once more. */
    bool good = reading->messages->count == before;
    for (size_t i = 0; i < chain.n; i++)
        add_changes(reading, chain.documents[i]);
    if (good && reading->messages->count == before)
        check_world(reading);
    if (good && reading->messages->count == before)
        read_start(reading, &chain, start);
}
