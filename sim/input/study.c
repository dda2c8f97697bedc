/* Reading a study: every scenario's files, the world they share, and what they change. */
#include "input/parts.h"

#include <assert.h>
#include <string.h>

#define NULL_ALTERNATIVE "nullalternativ"

enum { MOST_PARTS = 16 };

/* A scenario whose files have been found. */
struct draft {
    const char *name;
    struct document *parts[MOST_PARTS]; /* the files named, in order */
    size_t n_parts;
    struct chain chain;
};

struct drafts {
    struct reading *reading;
    const struct study_order *order;
    struct draft *draft; /* [n] */
    size_t n;
    struct document *world;
    bool has_null_alternative; /* then it is draft[0] */
};

/* ---- finding the files ---- */

/* Notes the world that a chain ends in; false and a message if it is another one than before. */
static bool share_world(struct drafts *drafts, struct document *world)
{
    if (!world || world == drafts->world || drafts->order->world)
        return true;
    if (!drafts->world) {
        drafts->world = world;
        return true;
    }
    complain_line(drafts->reading, NULL, 0, 0, TEXT_SEVERAL_WORLDS,
                  ARGUMENTS(drafts->world->path, world->path));
    return false;
}

/* Loads one file of a scenario; false and a message if it cannot be one. */
static bool add_part(struct drafts *drafts, struct draft *draft, const char *path)
{
    struct reading *reading = drafts->reading;
    struct document *document = document_load(reading, path, NULL);
    if (!document)
        return false;
    if (document->format == FORMAT_WORLD)
        return share_world(drafts, document);
    if (document->format != FORMAT_POLICY) {
        complain_line(reading, document, 0, 0, TEXT_NO_SCENARIO,
                      ARGUMENTS(format_name[document->format]));
        return false;
    }
    if (draft->n_parts == MOST_PARTS) {
        complain_line(reading, NULL, 0, 0, TEXT_TOO_MANY, ARGUMENTS("16"));
        return false;
    }
    draft->parts[draft->n_parts++] = document;
    const char *stem = document_stem(reading, path);
    draft->name = draft->name ? arena_print(reading->arena, "%s+%s", draft->name, stem) : stem;
    return chain_follow(reading, document, drafts->order->world != NULL, &draft->chain) &&
           share_world(drafts, draft->chain.world);
}

/* Loads "a.yaml+b.yaml" (or a file that is called so). */
static bool add_parts(struct drafts *drafts, struct draft *draft, const char *path)
{
    bool good = true;
    if (document_exists(drafts->reading, path))
        return add_part(drafts, draft, path);
    for (const char *part = path; part;) {
        size_t length = strcspn(part, "+");
        good = add_part(drafts, draft, arena_text(drafts->reading->arena, part, length)) && good;
        part = part[length] ? part + length + 1 : NULL;
    }
    return good;
}

static bool name_is_taken(const struct drafts *drafts, const char *name)
{
    for (size_t i = 0; i < drafts->n; i++)
        if (strcmp(drafts->draft[i].name, name) == 0)
            return true;
    return false;
}

/* Adds a scenario; the null alternative goes before all others. A world alone adds none. */
static void add_draft(struct drafts *drafts, const char *path)
{
    struct draft draft = {0};
    if (!add_parts(drafts, &draft, path) || draft.n_parts == 0)
        return;
    if (name_is_taken(drafts, draft.name)) {
        complain_line(drafts->reading, NULL, 0, 0, TEXT_SCENARIO_TWICE, ARGUMENTS(draft.name));
        return;
    }
    drafts->draft = arena_extend(drafts->reading->arena, drafts->draft, drafts->n, sizeof draft);
    size_t at = drafts->n++;
    if (strcmp(draft.name, NULL_ALTERNATIVE) == 0) {
        memmove(drafts->draft + 1, drafts->draft, at * sizeof draft);
        drafts->has_null_alternative = true;
        at = 0;
    }
    drafts->draft[at] = draft;
}

/* The null alternative where it was not named: the file beside the first one, the file on the first
 * one's chain of bases, or the world as it is. */
static void add_null_alternative(struct drafts *drafts)
{
    struct reading *reading = drafts->reading;
    const struct document *first = drafts->n ? drafts->draft[0].parts[0] : NULL;
    const char *path = first ? document_path(reading, first, NULL_ALTERNATIVE ".yaml") : NULL;
    const struct chain *chain = drafts->n ? &drafts->draft[0].chain : NULL;
    if (path && document_exists(reading, path)) {
        add_draft(drafts, path);
        return;
    }
    for (size_t i = 0; chain && i < chain->n; i++) {
        if (strcmp(document_stem(reading, chain->documents[i]->path), NULL_ALTERNATIVE) == 0) {
            add_draft(drafts, chain->documents[i]->path);
            return;
        }
    }
    struct draft *longer = arena_take(reading->arena, (drafts->n + 1) * sizeof *longer);
    if (drafts->n)
        memcpy(longer + 1, drafts->draft, drafts->n * sizeof *longer);
    longer[0].name = NULL_ALTERNATIVE;
    drafts->draft = longer;
    drafts->n++;
}

static void find_given_world(struct drafts *drafts)
{
    struct reading *reading = drafts->reading;
    struct document *world = document_load(reading, drafts->order->world, NULL);
    if (world && world->format == FORMAT_WORLD)
        drafts->world = world;
    else if (world)
        complain_line(reading, world, 0, 0, TEXT_NO_WORLD, ARGUMENTS(format_name[world->format]));
}

/* ---- policies ---- */

/* One language's titles (or descriptions) of the files named, joined; NULL if none has any. */
static const char *joined(struct reading *reading, const struct draft *draft, bool titles,
                          const char *separator, int language)
{
    const char *all = NULL;
    for (size_t i = 0; i < draft->n_parts; i++) {
        const struct document *part = draft->parts[i];
        const char *text[N_LANGUAGES] = {NULL};
        read_translated(reading, titles ? part->header.title : part->header.description, text);
        if (titles && !text[language])
            text[language] = document_stem(reading, part->path);
        if (text[language])
            all = all ? arena_print(reading->arena, "%s%s%s", all, separator, text[language])
                      : text[language];
    }
    return all;
}

static void read_changes(struct reading *reading, const struct draft *draft)
{
    double policy_date = *parameter_cells(&reading->study->value, PARAMETER_policy_date);
    for (size_t i = 0; i < draft->chain.n; i++) {
        struct document *document = draft->chain.documents[i];
        if (!document->changes)
            changes_read(reading, document, document->header.change, (int64_t)policy_date);
    }
}

static size_t count_changes(const struct draft *draft)
{
    size_t n = 0;
    for (size_t i = 0; i < draft->chain.n; i++)
        n += draft->chain.documents[i]->n_changes;
    return n;
}

static void make_policy(struct reading *reading, const struct draft *draft, struct policy *policy)
{
    policy->name = draft->name;
    for (int l = 0; l < N_LANGUAGES; l++) {
        const char *title = joined(reading, draft, true, " + ", l);
        policy->title[l] = title ? title : draft->name;
        policy->description[l] = joined(reading, draft, false, " ", l);
    }
    read_changes(reading, draft);
    policy->changes = arena_take(reading->arena, count_changes(draft) * sizeof *policy->changes);
    policy->files = arena_take(reading->arena, draft->chain.n * sizeof *policy->files);
    for (size_t i = 0; i < draft->chain.n; i++) {
        struct document *document = draft->chain.documents[i];
        policy->files[policy->n_files++] = document_list(reading, document);
        if (document->n_changes)
            memcpy(policy->changes + policy->n_changes, document->changes,
                   document->n_changes * sizeof *policy->changes);
        policy->n_changes += document->n_changes;
    }
    if (policy->n_changes > MOST_CHANGES)
        complain_line(reading, NULL, 0, 0, TEXT_TOO_MANY,
                      ARGUMENTS(number_text(reading, MOST_CHANGES)));
}

static void make_policies(struct drafts *drafts)
{
    struct reading *reading = drafts->reading;
    struct study *study = reading->study;
    study->policies = arena_take(reading->arena, drafts->n * sizeof *study->policies);
    study->n_policies = drafts->n;
    for (size_t i = 0; i < drafts->n; i++)
        make_policy(reading, &drafts->draft[i], &study->policies[i]);
    for (size_t i = 0; i < drafts->n && reading_good(reading); i++)
        check_policy(reading, &study->policies[i]);
}

static void read_all(struct drafts *drafts)
{
    if (drafts->order->world)
        find_given_world(drafts);
    for (size_t i = 0; i < drafts->order->n_paths; i++)
        add_draft(drafts, drafts->order->paths[i]);
    if (!reading_good(drafts->reading))
        return;
    if (!drafts->has_null_alternative)
        add_null_alternative(drafts);
    if (!drafts->world)
        return;
    world_read(drafts->reading, drafts->world, drafts->order->start);
    make_policies(drafts);
}

struct study *study_read_ordered(const struct study_order *order, struct messages *messages)
{
    assert(order->n_paths > 0 || order->world);
    struct reading reading;
    struct drafts drafts = {.reading = &reading, .order = order};
    reading_start(&reading, messages);
    reading.held = order->held;
    reading.n_held = order->n_held;
    read_all(&drafts);
    if (reading_good(&reading))
        return reading.study;
    study_free(reading.study);
    return NULL;
}

struct study *study_read(const char *const *paths, size_t n, const char *world,
                         struct messages *messages)
{
    const struct study_order order = {.paths = paths, .n_paths = n, .world = world};
    return study_read_ordered(&order, messages);
}

struct study *study_read_held(const struct input_file *held, size_t n_held,
                              const char *const *paths, size_t n, const char *world,
                              struct messages *messages)
{
    const struct study_order order = {
        .paths = paths, .n_paths = n, .world = world, .held = held, .n_held = n_held};
    return study_read_ordered(&order, messages);
}
