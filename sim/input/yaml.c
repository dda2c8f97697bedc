#include "input/yaml.h"

#include "input/reading.h"
#include "input/utf8.h"

#include <assert.h>
#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A tree being built from the parser's events. Events rather than the library's documents: those
 * take minutes over some files of a few megabytes. */
struct building {
    struct reading *reading;
    const struct document *document;
    struct yaml *root;
    struct yaml *open[YAML_LEVELS]; /* maps and lists not yet ended, outermost first */
    struct yaml *last[YAML_LEVELS]; /* the last entry of each */
    struct yaml *key[YAML_LEVELS];  /* a map's key whose value comes next */
    int levels;
    int line, column; /* of the last thing seen, for things without a place of their own */
};

static struct yaml *make_node(struct building *b, enum yaml_kind kind, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark) {
        b->line = mark->line + 1;
        b->column = mark->column + 1;
    }
    struct yaml *node = arena_take(b->reading->arena, sizeof *node);
    node->kind = kind;
    node->line = b->line;
    node->column = b->column;
    node->text = "";
    node->from = b->document;
    return node;
}

/* Puts a node where the parser is: the root, a list's entry, a map's key or a map's value. */
static bool place(struct building *b, struct yaml *node)
{
    if (b->levels == 0) {
        b->root = node;
        return true;
    }
    int level = b->levels - 1;
    struct yaml *parent = b->open[level];
    if (parent->kind == YAML_MAP && !b->key[level]) {
        bool merges = strcmp(node->text, "<<") == 0 && !node->quoted;
        if (node->kind == YAML_SCALAR && !merges) {
            b->key[level] = node;
            return true;
        }
        complain(b->reading, node, merges ? TEXT_YAML_MERGE : TEXT_YAML_KEY, NO_ARGUMENTS);
        return false;
    }
    node->key = b->key[level];
    b->key[level] = NULL;
    if (b->last[level])
        b->last[level]->next = node;
    else
        parent->first = node;
    b->last[level] = node;
    parent->count++;
    return true;
}

/* Text of a scalar, put together from the pieces that the library's iterator gives: the library's
 * own call for this (0.7.12, fy_token_get_text) leaks memory for some quoted texts. *length may be
 * more than strlen if the text holds a NUL. */
static const char *scalar_text(struct building *b, struct fy_token *token, size_t *length)
{
    char *text = NULL;
    size_t used = 0, size = 0;
    struct fy_token_iter *pieces = fy_token_iter_create(token);
    const struct fy_iter_chunk *piece = NULL;
    int error = 0;
    while (pieces && (piece = fy_token_iter_chunk_next(pieces, piece, &error)) != NULL) {
        if (used + piece->len >= size) {
            size = 2 * (used + piece->len) + 1;
            char *longer = arena_take(b->reading->arena, size);
            if (used)
                memcpy(longer, text, used);
            text = longer;
        }
        memcpy(text + used, piece->str, piece->len);
        used += piece->len;
    }
    fy_token_iter_destroy(pieces);
    *length = used;
    return text ? text : "";
}

static bool place_scalar(struct building *b, struct fy_event *event)
{
    size_t length;
    const char *text = scalar_text(b, event->scalar.value, &length);
    bool plain = fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    bool nothing = plain && (length == 0 || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
    struct yaml *node = make_node(b, nothing ? YAML_EMPTY : YAML_SCALAR, event);
    node->quoted = !plain;
    node->text = nothing ? "" : text;
    if (strlen(text) < length || utf8_valid_length(text, length) < length) {
        complain(b->reading, node, TEXT_FILE_NUL, NO_ARGUMENTS);
        return false;
    }
    return place(b, node);
}

static bool begin(struct building *b, enum yaml_kind kind, struct fy_event *event)
{
    struct yaml *node = make_node(b, kind, event);
    if (b->levels == YAML_LEVELS) {
        complain(b->reading, node, TEXT_YAML_DEEP, ARGUMENTS("64"));
        return false;
    }
    if (!place(b, node))
        return false;
    b->open[b->levels] = node;
    b->last[b->levels] = NULL;
    b->key[b->levels] = NULL;
    b->levels++;
    return true;
}

/* An entry of a map among all of them, sorted by key, then by place. */
struct keyed {
    const char *key;
    const struct yaml *entry;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a;
    const struct keyed *y = b;
    int order = strcmp(x->key, y->key);
    if (order == 0)
        order = x->entry->key->line - y->entry->key->line;
    return order ? order : x->entry->key->column - y->entry->key->column;
}

/* The second of two entries of a map with the same key, or NULL; *first is the other one. */
static const struct yaml *find_duplicate(struct building *b, const struct yaml *map,
                                         const struct yaml **first)
{
    struct keyed *sorted = arena_take(b->reading->arena, map->count * sizeof *sorted);
    size_t n = 0;
    for (const struct yaml *entry = map->first; entry; entry = entry->next)
        sorted[n++] = (struct keyed){entry->key->text, entry};
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 1; i < n; i++) {
        const char *key = sorted[i].key;
        /* `{a: 0,5, b: 0,5}` has the key 5 twice; the decimal commas are said when it is read. */
        bool comma =
            sorted[i].entry->kind == YAML_EMPTY && strspn(key, "0123456789") == strlen(key);
        *first = sorted[i - 1].entry;
        if (strcmp(key, sorted[i - 1].key) == 0 && !comma)
            return sorted[i].entry;
    }
    return NULL;
}

static bool end(struct building *b)
{
    assert(b->levels > 0);
    const struct yaml *node = b->open[--b->levels];
    const struct yaml *first;
    const struct yaml *second = NULL;
    if (node->kind == YAML_MAP && node->count > 1)
        second = find_duplicate(b, node, &first);
    if (!second)
        return true;
    complain(b->reading, second->key, TEXT_YAML_DUPLICATE,
             ARGUMENTS(second->key->text, number_text(b->reading, first->key->line)));
    return false;
}

/* Whether the event uses something that input files may not; a message if so. */
static bool is_forbidden(struct building *b, struct fy_event *event)
{
    enum text text;
    if (event->type == FYET_ALIAS)
        text = TEXT_YAML_ALIAS;
    else if (fy_event_get_anchor_token(event))
        text = TEXT_YAML_ANCHOR;
    else if (fy_event_get_tag_token(event))
        text = TEXT_YAML_TAG;
    else if (event->type == FYET_DOCUMENT_START && b->root)
        text = TEXT_YAML_DOCUMENTS;
    else
        return false;
    complain(b->reading, make_node(b, YAML_EMPTY, event), text, NO_ARGUMENTS);
    return true;
}

static bool take_event(struct building *b, struct fy_event *event)
{
    if (is_forbidden(b, event))
        return false;
    switch (event->type) {
    case FYET_SCALAR:
        return place_scalar(b, event);
    case FYET_MAPPING_START:
        return begin(b, YAML_MAP, event);
    case FYET_SEQUENCE_START:
        return begin(b, YAML_LIST, event);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return end(b);
    default:
        return true;
    }
}

static void complain_of_syntax(struct building *b, struct fy_diag *diagnostics)
{
    void *position = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diagnostics, &position);
    int line = error && error->line > 0 ? error->line : b->line;
    int column = error && error->line > 0 && error->column > 0 ? error->column : 0;
    complain_line(b->reading, b->document, line, column, TEXT_YAML_ERROR,
                  ARGUMENTS(error && error->msg ? error->msg : "?"));
}

/* Takes events until the end or the first thing that is wrong; false after a message. */
static bool take_events(struct building *b, struct fy_parser *parser, struct fy_diag *diagnostics)
{
    struct fy_event *event;
    bool good = true;
    while (good && (event = fy_parser_parse(parser)) != NULL) {
        good = take_event(b, event);
        fy_parser_event_free(parser, event);
    }
    if (good && fy_parser_get_stream_error(parser)) {
        complain_of_syntax(b, diagnostics);
        good = false;
    }
    return good;
}

struct yaml *yaml_parse(struct reading *reading, const struct document *document)
{
    struct building b = {.reading = reading, .document = document, .line = 1, .column = 1};
    struct fy_diag_cfg silent;
    fy_diag_cfg_default(&silent);
    silent.fp = NULL;
    struct fy_diag *diagnostics = fy_diag_create(&silent);
    fy_diag_set_collect_errors(diagnostics, true);
    /* Nesting is limited by YAML_LEVELS, with a message of our own. */
    struct fy_parse_cfg config = {
        .search_path = "",
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DISABLE_DEPTH_LIMIT | FYPCF_JSON_NONE |
                 FYPCF_DEFAULT_VERSION_1_2,
        .diag = diagnostics,
    };
    struct fy_parser *parser = fy_parser_create(&config);
    const char *body = document_body(document);
    size_t length = document->length - (size_t)(body - document->text);
    bool good = parser && fy_parser_set_string(parser, body, length) == 0 &&
                take_events(&b, parser, diagnostics);
    fy_parser_destroy(parser);
    fy_diag_destroy(diagnostics);
    if (good && !b.root)
        complain_line(reading, document, 0, 0, TEXT_FILE_EMPTY, NO_ARGUMENTS);
    return good ? b.root : NULL;
}
