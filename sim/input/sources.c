#include "input/parts.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_IDS = 50 };

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->id, ((const struct source *)b)->id);
}

const struct source *source_find(const struct study *study, const char *id)
{
    struct source wanted = {.id = id};
    if (study->n_sources == 0)
        return NULL;
    return bsearch(&wanted, study->sources, study->n_sources, sizeof wanted, by_id);
}

static struct source read_source(struct reading *reading, const struct yaml *entry)
{
    enum { TITLE, ISSUER, DATE, ADDRESS, READ, BIAS, N_FIELDS };
    struct field f[N_FIELDS] = {[TITLE] = {.name = "title", .required = true},
                                [ISSUER] = {.name = "issuer"},
                                [DATE] = {.name = "date"},
                                [ADDRESS] = {.name = "address"},
                                [READ] = {.name = "read"},
                                [BIAS] = {.name = "bias"}};
    struct source source = {.id = entry->key->text};
    if (strpbrk(source.id, ", \t\n"))
        complain(reading, entry->key, TEXT_SOURCE_ID_FORM, ARGUMENTS(source.id));
    if (!fields_read(reading, entry, f, N_FIELDS))
        return source;
    source.title = read_text(reading, f[TITLE].value);
    source.issuer = read_text(reading, f[ISSUER].value);
    source.date = read_text(reading, f[DATE].value);
    source.address = read_text(reading, f[ADDRESS].value);
    source.read = read_text(reading, f[READ].value);
    source.bias = read_text(reading, f[BIAS].value);
    return source;
}

void sources_read(struct reading *reading, const struct document *document)
{
    struct study *study = reading->study;
    size_t n_before = study->n_sources;
    size_t n = n_before;
    for (const struct yaml *entry = document->root->first->next; entry; entry = entry->next) {
        const char *key = entry->key->text;
        if (strcmp(key, "title") == 0 || strcmp(key, "description") == 0)
            continue;
        const struct source *other = source_find(study, key);
        if (other) {
            complain(reading, entry->key, TEXT_SOURCE_TWICE, ARGUMENTS(key));
            continue;
        }
        study->sources = arena_extend(reading->arena, study->sources, n, sizeof(struct source));
        study->sources[n++] = read_source(reading, entry);
    }
    /* Only now: the new ones are not yet in order while they are being added. */
    study->n_sources = n;
    if (n > n_before)
        qsort(study->sources, n, sizeof(struct source), by_id);
}

static const char *source_id(size_t i, const void *context)
{
    return ((const struct study *)context)->sources[i].id;
}

/* Takes one id, of the given length, into *ids; false and a message if it is unknown. */
static bool add_id(struct reading *reading, const struct yaml *at, const char *text, size_t length,
                   const char **ids)
{
    while (length > 0 && strchr(" \t\n", text[0])) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\n", text[length - 1]))
        length--;
    const char *id = arena_text(reading->arena, text, length);
    const struct study *study = reading->study;
    if (!source_find(study, id)) {
        struct names names = {study->n_sources, source_id, study};
        complain(reading, at, TEXT_UNKNOWN_SOURCE, ARGUMENTS(id, suggestion(reading, id, &names)));
        return false;
    }
    *ids = *ids ? arena_print(reading->arena, "%s, %s", *ids, id) : id;
    return true;
}

const char *read_source_ids(struct reading *reading, const struct yaml *node)
{
    const char *ids = NULL;
    int n = 0;
    for (const struct yaml *entry = list_first(node); entry; entry = list_next(node, entry)) {
        const char *text = read_text(reading, entry);
        while (text) {
            size_t length = strcspn(text, ",");
            if (++n > MOST_IDS) {
                complain(reading, entry, TEXT_TOO_MANY, ARGUMENTS("50"));
                return NULL;
            }
            if (!add_id(reading, entry, text, length, &ids))
                return NULL;
            text = text[length] ? text + length + 1 : NULL;
        }
    }
    return ids;
}
