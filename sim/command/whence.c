/* plassflyt whence: from a figure or document back to the results file, the parameters and their sources. */
/* for scandir's alphasort NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _GNU_SOURCE
#include "analysis/provenance_read.h"
#include "analysis/results.h"
#include "analysis/workbook.h"
#include "command/command.h"
#include "command/facts.h"
#include "command/open_results.h"
#include "output/results_file.h"
#include "output/schema.h"

#include <dirent.h>
#include <errno.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

/* A picture is no larger, nor a page. */
enum { MOST_BYTES = 1 << 28, MOST_NAMED = 64 };

struct asking {
    const struct invocation *invocation;
    const char *path;
    struct arena *arena;
    struct facts facts;
    const char *named[MOST_NAMED]; /* sources that changes name */
    size_t n_named;
};

static void add(struct asking *asking, const char *key, enum text label, const char *value)
{
    facts_add(&asking->facts, key, label, false, value);
}

static void add_one_of(struct asking *asking, const char *key, enum text label, const char *value)
{
    facts_add(&asking->facts, key, label, true, value);
}

/* ---- the line of JSON: YAML 1.2 holds JSON ---- */

static const char *text_of(struct asking *asking, struct fy_node *node)
{
    const char *text = node ? fy_node_get_scalar0(node) : NULL;
    return text ? arena_text(asking->arena, text, strlen(text)) : "";
}

static const char *field(struct asking *asking, struct fy_node *map, const char *key)
{
    return text_of(asking, map ? fy_node_mapping_lookup_by_string(map, key, FY_NT) : NULL);
}

/* "a, b, c" */
static const char *list(struct asking *asking, struct fy_node *map, const char *key)
{
    struct fy_node *items = fy_node_mapping_lookup_by_string(map, key, FY_NT);
    const char *all = "";
    int n = items && fy_node_is_sequence(items) ? fy_node_sequence_item_count(items) : 0;
    for (int i = 0; i < n; i++)
        all = arena_print(asking->arena, "%s%s%s", all, i ? ", " : "",
                          text_of(asking, fy_node_sequence_get_by_index(items, i)));
    return all;
}

static void add_picture(struct asking *asking, struct fy_node *root)
{
    const char *first = field(asking, root, "first_month"),
               *last = field(asking, root, "last_month");
    add(asking, "kind", TEXT_WHENCE_KIND,
        arena_print(asking->arena, "%s %s", field(asking, root, "kind"),
                    field(asking, root, "name")));
    add(asking, "period", TEXT_WHENCE_PERIOD,
        *first ? arena_print(asking->arena, "%s–%s", first, last) : NULL);
    add(asking, "interval", TEXT_WHENCE_INTERVAL, field(asking, root, "interval"));
}

/* What is known of each results file, key by key. */
static void add_results(struct asking *asking, struct fy_node *files, int n)
{
    static const struct {
        const char *key, *field;
        enum text label;
    } fields[] = {{"results", "file", TEXT_WHENCE_RESULTS},
                  {"digest", "digest", TEXT_INFO_DIGEST},
                  {"program", "program", TEXT_INFO_WRITTEN_BY},
                  {"world", "world", TEXT_INFO_WORLD},
                  {"replications", "replications", TEXT_INFO_REPLICATIONS},
                  {"seed", "seed", TEXT_INFO_SEED}};
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
        for (int i = 0; i < n; i++)
            add_one_of(asking, fields[f].key, fields[f].label,
                       field(asking, fy_node_sequence_get_by_index(files, i), fields[f].field));
    for (int i = 0; i < n; i++)
        add_one_of(asking, "scenarios", TEXT_INFO_SCENARIOS,
                   list(asking, fy_node_sequence_get_by_index(files, i), "scenarios"));
}

/* ---- the results file ---- */

static bool has_digest(const char *path, const char *digest)
{
    struct messages unseen;
    messages_start(&unseen, LANGUAGE_EN);
    hid_t file = results_file_open(path, &unseen);
    char *stored = file >= 0 ? results_file_text(file, DIGEST_ATTRIBUTE) : NULL;
    bool same = stored && strcmp(stored, digest) == 0;
    free(stored);
    if (file >= 0)
        H5Fclose(file);
    messages_free(&unseen);
    return same;
}

static int is_hdf5_name(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 3 && strcmp(entry->d_name + length - 3, ".h5") == 0;
}

/* The file with the digest in a folder; NULL if there is none. */
static const char *find_in(struct asking *asking, const char *folder, const char *digest)
{
    struct dirent **entries;
    const char *found = NULL;
    int n = scandir(folder, &entries, is_hdf5_name, alphasort);
    for (int i = 0; i < n; i++) {
        const char *path = arena_print(asking->arena, "%s/%s", folder, entries[i]->d_name);
        if (!found && has_digest(path, digest))
            found = path;
        free(entries[i]);
    }
    if (n >= 0)
        free((void *)entries);
    return found;
}

/* Where figures are usually drawn: beside the results, or in a folder there. */
static const char *find_results(struct asking *asking, const char *digest)
{
    const char *given = option_value(asking->invocation, "results");
    if (given)
        return has_digest(given, digest) ? given : NULL;
    const char *slash = strrchr(asking->path, '/');
    const char *folder =
        slash ? arena_text(asking->arena, asking->path, (size_t)(slash - asking->path)) : ".";
    const char *places[] = {folder, arena_print(asking->arena, "%s/..", folder), "results", "."};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof places / sizeof places[0] && !found; i++)
        found = find_in(asking, places[i], digest);
    return found;
}

/* ---- from scenarios to sources ---- */

static void name_sources(struct asking *asking, const char *ids)
{
    while (ids && *ids) {
        size_t length = strcspn(ids, ", ");
        const char *id = arena_text(asking->arena, ids, length);
        bool known = length == 0;
        for (size_t i = 0; i < asking->n_named && !known; i++)
            known = strcmp(asking->named[i], id) == 0;
        if (!known && asking->n_named < MOST_NAMED)
            asking->named[asking->n_named++] = id;
        ids += length + strspn(ids + length, ", ");
    }
}

static void add_change(struct asking *asking, const struct results *results,
                       const struct results_change *change)
{
    const char *scenario = results->scenario->category[change->scenario].name;
    char amount[32];
    snprintf(amount, sizeof amount, "%.10g", change->amount);
    add_one_of(asking, "change", TEXT_WHENCE_CHANGE,
               arena_print(asking->arena, "%s: %s%s%s %s %s %s%s%s%s%s", scenario,
                           change->parameter, *change->cell ? " " : "", change->cell, change->from,
                           change->operation, amount, *change->why ? " – " : "", change->why,
                           *change->source ? " – " : "", change->source));
    name_sources(asking, change->source);
}

static void add_parameters(struct asking *asking, const struct results *results)
{
    size_t n = 0, assumed = 0, calibrated = 0;
    char all[32], of_these[32], fitted[32];
    for (size_t i = 0; i < results->n_parameters; i++) {
        const char *status = results->parameters[i].status;
        n++;
        assumed += status && strcmp(status, "assumption") == 0;
        calibrated += status && strcmp(status, "calibrated") == 0;
    }
    snprintf(all, sizeof all, "%zu", n);
    snprintf(of_these, sizeof of_these, "%zu", assumed);
    snprintf(fitted, sizeof fitted, "%zu", calibrated);
    char text[512];
    text_format(text, sizeof text, asking->invocation->language, TEXT_WHENCE_PARAMETERS_ARE,
                (const char *const[]){all, of_these, fitted}, 3);
    add_one_of(asking, "parameters", TEXT_INFO_PARAMETERS,
               arena_text(asking->arena, text, strlen(text)));
}

static void add_parameter(struct asking *asking, const struct results_parameter *p)
{
    add_one_of(asking, "parameter", TEXT_WHENCE_PARAMETER,
               arena_print(asking->arena, "%s (%s): %s – %s", p->name,
                           p->label[asking->invocation->language], p->status ? p->status : "",
                           p->source ? p->source : ""));
    name_sources(asking, p->source);
}

/* Whether a policy of the file changes it. */
static bool is_changed(const struct results *results, const char *parameter)
{
    for (size_t i = 0; i < results->n_changes; i++)
        if (results->changes[i].scenario >= 0 &&
            strcmp(results->changes[i].parameter, parameter) == 0)
            return true;
    return false;
}

static void add_sources(struct asking *asking, const struct results *results)
{
    for (size_t i = 0; i < asking->n_named; i++) {
        const struct results_source *s = results_source(results, asking->named[i]);
        if (s)
            add_one_of(asking, "source", TEXT_COLUMN_SOURCE,
                       arena_print(asking->arena, "%s: %s. %s. %s. %s", s->id, s->title, s->issuer,
                                   s->date, s->address));
    }
}

/* A change of many cells is told by its first. */
static bool is_next_cell(const struct results_change *change, const struct results_change *before)
{
    return change->scenario == before->scenario && strcmp(change->origin, before->origin) == 0;
}

static void add_changes(struct asking *asking, const struct results *results)
{
    for (size_t i = 0; i < results->n_changes; i++)
        if (results->changes[i].scenario >= 0 &&
            (i == 0 || !is_next_cell(&results->changes[i], &results->changes[i - 1])))
            add_change(asking, results, &results->changes[i]);
}

static void add_values(struct asking *asking, const struct results *results)
{
    bool all = option_value(asking->invocation, "all") != NULL;
    for (size_t i = 0; i < results->n_parameters; i++)
        if (all || is_changed(results, results->parameters[i].name))
            add_parameter(asking, &results->parameters[i]);
}

/* From the files that were found to their sources, kind by kind. */
static void add_chain(struct asking *asking, struct results *const *found, int n)
{
    for (int i = 0; i < n; i++)
        if (found[i])
            add_one_of(asking, "command", TEXT_WHENCE_COMMAND,
                       arena_print(asking->arena, "%s", found[i]->command));
    for (int i = 0; i < n; i++)
        if (found[i])
            add_changes(asking, found[i]);
    for (int i = 0; i < n; i++)
        if (found[i])
            add_parameters(asking, found[i]);
    for (int i = 0; i < n; i++)
        if (found[i])
            add_values(asking, found[i]);
    for (int i = 0; i < n; i++)
        if (found[i]) { /* worlds that are compared share their sources */
            add_sources(asking, found[i]);
            break;
        }
}

/* ---- the answer ---- */

enum { MOST_FILES = 16 };

static bool tell(struct asking *asking, struct fy_node *root)
{
    struct results *found[MOST_FILES] = {NULL};
    struct fy_node *files = fy_node_mapping_lookup_by_string(root, "results", FY_NT);
    int n = files && fy_node_is_sequence(files) ? fy_node_sequence_item_count(files) : 0;
    bool whole = true;
    n = n < MOST_FILES ? n : MOST_FILES;
    add_picture(asking, root);
    add_results(asking, files, n);
    for (int i = 0; i < n; i++) {
        struct fy_node *file = fy_node_sequence_get_by_index(files, i);
        const char *path = find_results(asking, field(asking, file, "digest"));
        add_one_of(asking, "found", TEXT_WHENCE_FOUND,
                   path ? path : say(asking->invocation, TEXT_WHENCE_NOT_FOUND));
        found[i] = path ? open_results_at(asking->invocation, path) : NULL;
        whole = whole && (!path || found[i]);
    }
    add_chain(asking, found, n);
    for (int i = 0; i < n; i++)
        results_free(found[i]);
    return whole;
}

static int answer(struct asking *asking, const char *json)
{
    struct fy_document *document = fy_document_build_from_string(NULL, json, FY_NT);
    struct fy_node *root = document ? fy_document_root(document) : NULL;
    bool ours = root && fy_node_is_mapping(root);
    bool whole = ours && tell(asking, root);
    fy_document_destroy(document);
    if (!ours)
        return refuse(asking->invocation, TEXT_WHENCE_NOTHING, ARGUMENTS(asking->path));
    if (asking->invocation->json)
        facts_json(&asking->facts, asking->invocation->out);
    else
        facts_print(&asking->facts, asking->invocation->language, asking->invocation->out);
    return whole ? EXIT_DONE : EXIT_BAD_INPUT;
}

/* The file's bytes, to be freed; NULL after a message. */
static unsigned char *read_bytes(const struct invocation *invocation, const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    size_t room = 0;
    *n = 0;
    errno = file ? 0 : errno;
    while (file && *n < MOST_BYTES) {
        if (*n == room) {
            unsigned char *more = realloc(bytes, room = room ? 2 * room : 1 << 16);
            if (!more)
                break;
            bytes = more;
        }
        size_t got = fread(bytes + *n, 1, room - *n, file);
        *n += got;
        if (got == 0)
            break;
    }
    bool good = file && bytes && !ferror(file);
    if (!good)
        refuse(invocation, TEXT_NO_FILE, ARGUMENTS(path, strerror(errno ? errno : EIO)));
    if (file)
        fclose(file);
    if (!good)
        free(bytes);
    return good ? bytes : NULL;
}

int command_whence(const struct invocation *invocation)
{
    size_t n;
    const char *path = invocation->operands[0];
    unsigned char *bytes = read_bytes(invocation, path, &n);
    if (!bytes)
        return EXIT_BAD_INPUT;
    char *json = provenance_find(bytes, n);
    free(bytes);
    if (!json)
        json = workbook_provenance(path);
    if (!json)
        return refuse(invocation, TEXT_WHENCE_NOTHING, ARGUMENTS(path));
    struct asking asking = {.invocation = invocation, .path = path, .arena = arena_make()};
    asking.facts.arena = asking.arena;
    int status = answer(&asking, json);
    arena_free(asking.arena);
    free(json);
    return status;
}
