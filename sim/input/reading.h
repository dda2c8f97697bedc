/* What is at hand while files are read: the study being made, its memory, the messages so far. */
#ifndef PLASSFLYT_INPUT_READING_H
#define PLASSFLYT_INPUT_READING_H

#include "input/arena.h"
#include "input/document.h"
#include "input/scenario.h"

struct reading {
    struct study *study;
    struct arena *arena; /* the study's; everything read lives here */
    struct messages *messages;
    struct document *documents; /* every file looked at, usable or not */
    int messages_before;        /* how many messages there were at the start */
    const struct input_file *held; /* [n_held] read from these, not from disk, unless NULL */
    size_t n_held;
};

/* Starts a reading with an empty study; the study (reading->study) is freed with study_free. */
void reading_start(struct reading *reading, struct messages *messages);

/* Whether nothing has been wrong so far. */
bool reading_good(const struct reading *reading);

/* Adds a message about a place in a file; arguments as ARGUMENTS(…) of message.h gives them. */
void complain(struct reading *reading, const struct yaml *at, enum text text,
              const char *const *arguments, int n_arguments);

/* The same about a line of a file (0: the file as a whole; column 0: the line as a whole), or about
 * no file if document is NULL. */
void complain_line(struct reading *reading, const struct document *document, int line, int column,
                   enum text text, const char *const *arguments, int n_arguments);

/* A list of names to choose from. */
struct names {
    size_t n;
    const char *(*name)(size_t i, const void *context);
    const void *context;
};

/* How a message about a name that is not among the valid ones ends: "; did you mean “…”?", or all
 * valid names if they are few, or "". In the reading's arena. */
const char *suggestion(struct reading *reading, const char *given, const struct names *valid);

/* A number as people write it, in the reading's arena. */
const char *number_text(struct reading *reading, double number);

/* Names of some dimensions, comma separated, in the reading's arena. */
const char *dimension_names(struct reading *reading, const enum dimension *dimension, int n);

#endif
