/* Messages to the user about what was read: one line each with file, line, what is wrong, what was
 * expected and the nearest valid name; at most MESSAGES_SHOWN are kept, the rest counted. */
#ifndef PLASSFLYT_INPUT_MESSAGE_H
#define PLASSFLYT_INPUT_MESSAGE_H

#include "tables/texts.h"

#include <stdbool.h>
#include <stdio.h>

#define MESSAGES_SHOWN 5

struct message {
    char *text;        /* the sentence, in the chosen language */
    char *file;        /* NULL if it is about no file */
    int line, column;  /* 1-based; 0 unknown */
    char *source_line; /* the line itself, NULL if unknown */
};

struct messages {
    enum language language;
    struct message shown[MESSAGES_SHOWN];
    int count; /* all, shown or not */
};

void messages_start(struct messages *messages, enum language language);
void messages_free(struct messages *messages);

/* Adds a message made from a text of texts.def; the arguments replace {1}, {2} … (strings). */
void message_add(struct messages *messages, const char *file, int line, int column,
                 const char *source_line, enum text text, const char *const *arguments,
                 int n_arguments);

/* Arguments of a text: the last two parameters of message_add and of functions like it. */
#define ARGUMENTS(...)                                                                             \
    (const char *const[]){__VA_ARGS__},                                                            \
        (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
#define NO_ARGUMENTS NULL, 0

/* Prints "file:line:column: sentence", the source line with a caret, and "… and N more". */
void messages_print(const struct messages *messages, FILE *stream, bool colour);

/* The valid name nearest to `given` (edit distance at most a third of its length), or NULL.
 * name(i, context) gives the i-th of n valid names. */
const char *nearest_name(const char *given, size_t n,
                         const char *(*name)(size_t i, const void *context), const void *context);

#endif
