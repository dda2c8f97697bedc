/* Following `base:` from file to file. */
#include "input/parts.h"

#include <string.h>

/* How a chain is being followed: which format its files have, and what is found. */
struct following {
    struct reading *reading;
    enum format format; /* of the file that it began with */
    bool world_given;
    struct chain *chain;
};

void header_read(struct reading *reading, struct document *document)
{
    enum {
        FORMAT,
        TITLE,
        DESCRIPTION,
        BASE,
        CHANGE,
        EVIDENCE,
        SOURCES,
        PUBLISHED,
        TARGETS,
        VALIDATION,
        START,
        N_FIELDS
    };
    struct field f[N_FIELDS] = {[FORMAT] = {.name = "plassflyt"},
                                [TITLE] = {.name = "title"},
                                [DESCRIPTION] = {.name = "description"},
                                [BASE] = {.name = "base"},
                                [CHANGE] = {.name = "change"},
                                [EVIDENCE] = {.name = "evidence"},
                                [SOURCES] = {.name = "sources"},
                                [PUBLISHED] = {.name = "published"},
                                [TARGETS] = {.name = "targets"},
                                [VALIDATION] = {.name = "validation"},
                                [START] = {.name = "start"}};
    if (document->header_read)
        return;
    bool world = document->format == FORMAT_WORLD;
    fields_read(reading, document->root, f, world ? N_FIELDS : EVIDENCE);
    document->header = (struct header){
        .title = f[TITLE].value,
        .description = f[DESCRIPTION].value,
        .base = f[BASE].value,
        .change = f[CHANGE].value,
        .evidence = f[EVIDENCE].value,
        .sources = f[SOURCES].value,
        .published = f[PUBLISHED].value,
        .targets = f[TARGETS].value,
        .validation = f[VALIDATION].value,
        .start = f[START].value,
    };
    document->header_read = true;
}

static bool end_in_world(struct following *following, struct document *world,
                         const struct yaml *named_at)
{
    struct chain *chain = following->chain;
    if (following->world_given || chain->world == world)
        return true;
    if (!chain->world) {
        chain->world = world;
        return true;
    }
    complain(following->reading, named_at, TEXT_SEVERAL_WORLDS,
             ARGUMENTS(chain->world->path, world->path));
    return false;
}

static bool is_in_chain(const struct chain *chain, const struct document *document)
{
    for (size_t i = 0; i < chain->n; i++)
        if (chain->documents[i] == document)
            return true;
    return false;
}

static bool follow(struct following *following, struct document *document,
                   const struct yaml *named_at);

static bool follow_base(struct following *following, struct document *document,
                        const struct yaml *base)
{
    struct reading *reading = following->reading;
    const char *name = read_text(reading, base);
    if (!name)
        return false;
    const char *path = document_path(reading, document, name);
    /* results keep no world that another has taken the place of */
    if (reading->held && following->world_given && !document_exists(reading, path))
        return true;
    struct document *found = document_load(reading, path, base);
    return found && follow(following, found, base);
}

static bool follow_bases(struct following *following, struct document *document)
{
    const struct yaml *bases = document->header.base;
    bool good = true;
    if (!bases && document->format == FORMAT_POLICY && !following->world_given) {
        complain_line(following->reading, document, 0, 0, TEXT_NO_BASE, NO_ARGUMENTS);
        return false;
    }
    document->visiting = true;
    for (const struct yaml *base = list_first(bases); base && good; base = list_next(bases, base))
        good = follow_base(following, document, base);
    document->visiting = false;
    return good;
}

static bool follow(struct following *following, struct document *document,
                   const struct yaml *named_at)
{
    struct reading *reading = following->reading;
    struct chain *chain = following->chain;
    if (document->format == FORMAT_WORLD && following->format == FORMAT_POLICY)
        return end_in_world(following, document, named_at);
    if (document->format != following->format) {
        complain(reading, named_at, TEXT_BASE_FORMAT,
                 ARGUMENTS(document->path, format_name[document->format]));
        return false;
    }
    if (document->visiting) {
        complain(reading, named_at, TEXT_BASE_CIRCLE, ARGUMENTS(document->path));
        return false;
    }
    if (is_in_chain(chain, document))
        return true;
    header_read(reading, document);
    if (!follow_bases(following, document))
        return false;
    chain->documents =
        arena_extend(reading->arena, chain->documents, chain->n, sizeof(struct document *));
    chain->documents[chain->n++] = document;
    return true;
}

bool chain_follow(struct reading *reading, struct document *document, bool world_given,
                  struct chain *chain)
{
    struct following following = {reading, document->format, world_given, chain};
    return follow(&following, document, NULL);
}
