/* One input file: opened with care, its text kept, parsed. */
#ifndef PLASSFLYT_INPUT_DOCUMENT_H
#define PLASSFLYT_INPUT_DOCUMENT_H

#include "input/yaml.h"

#include <sys/types.h>

/* Larger files are refused before they are read. */
#define DOCUMENT_BYTES ((size_t)4 * 1024 * 1024)

/* What the first key, `plassflyt:`, says that a file is. */
enum format {
    FORMAT_EVIDENCE,
    FORMAT_SOURCES,
    FORMAT_WORLD,
    FORMAT_POLICY,
    FORMAT_TARGETS,    /* published figures that calibration may use */
    FORMAT_VALIDATION, /* published figures that it may not */
    FORMAT_PUBLISHED,  /* published figures for drawing */
    FORMAT_QUEUE,      /* a count of children and homes to start from */
    FORMAT_STUDY,      /* what is to be run (input/study_file.h) */
    N_FORMATS
};
extern const char *const format_name[N_FORMATS]; /* "evidence/1" … */

/* The top-level keys of a world or policy; NULL where not given. */
struct header {
    const struct yaml *title, *description, *base, *evidence, *sources, *published, *targets,
        *validation, *start, *change;
};

struct document {
    const char *path; /* as opened */
    const char *text; /* verbatim, NUL-terminated */
    size_t length;
    dev_t device; /* with inode: tells whether two paths are one file */
    ino_t inode;
    enum format format;
    const struct yaml *root; /* a map; NULL if the file could not be used */
    struct header header;    /* of a world or policy, once header_read is true */
    bool header_read;
    bool listed;            /* stands in study->files … */
    size_t index;           /* … as number `index` */
    bool visiting;          /* on the chain of bases that is being followed */
    struct change *changes; /* [n_changes] of a world or policy, once they have been read */
    size_t n_changes;
    struct document *next; /* the next one of the reading */
};

/* The document at a path, read and parsed; the same one if that file was read before. NULL and a
 * message if it cannot be used: a regular file of at most DOCUMENT_BYTES, not empty, UTF-8 without
 * NUL, YAML with a known format. named_at is where another file names this one, or NULL. */
struct document *document_load(struct reading *reading, const char *path,
                               const struct yaml *named_at);

/* Whether there is a file at a path. */
bool document_exists(const struct reading *reading, const char *path);

/* Checks and parses a text as if it stood in a file called path; NULL and a message as above. */
struct document *document_of_text(struct reading *reading, const char *path, const char *text,
                                  size_t length);

/* The text after the byte order mark, if it has one. */
const char *document_body(const struct document *document);

/* Path of a file that another one names relative to itself; in the reading's arena. */
const char *document_path(struct reading *reading, const struct document *from, const char *name);

/* A file's name without folders and without .yaml; in the reading's arena. */
const char *document_stem(struct reading *reading, const char *path);

/* Puts the document among study->files, once, and returns its number there. */
size_t document_list(struct reading *reading, struct document *document);

#endif
