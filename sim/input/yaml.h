/* The strict part of YAML that input files use, as a tree: maps, lists and scalars; no aliases,
 * anchors, tags, merge keys or duplicate keys, one document, at most YAML_LEVELS levels. */
#ifndef PLASSFLYT_INPUT_YAML_H
#define PLASSFLYT_INPUT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#define YAML_LEVELS 64

enum yaml_kind { YAML_EMPTY, YAML_SCALAR, YAML_LIST, YAML_MAP };

struct document;
struct reading;

struct yaml {
    enum yaml_kind kind;
    bool quoted;                 /* a scalar in quotes, or a block of text */
    int line, column;            /* 1-based */
    const char *text;            /* a scalar's text; "" for other kinds */
    const struct document *from; /* the file it stands in */
    const struct yaml *key;      /* in a map: the entry's key */
    struct yaml *first, *next;   /* a map's or list's first entry; the next entry beside this one */
    size_t count;                /* number of entries of a map or list */
};

/* Parses the text of a document into nodes in the reading's arena. Returns NULL and one message if
 * the text is no such YAML, or holds nothing. */
struct yaml *yaml_parse(struct reading *reading, const struct document *document);

#endif
