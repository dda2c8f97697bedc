#include "input/message.h"

#include "input/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    SENTENCE_BYTES = 2048,
    ARGUMENT_BYTES = 400, /* of one quoted name or list */
    MAX_ARGUMENTS = 9,
    EXCERPT_WIDTH = 100, /* characters of a source line shown */
    COPY_BYTES = 1 << 16 /* of a source line kept */
};

void messages_start(struct messages *messages, enum language language)
{
    memset(messages, 0, sizeof *messages);
    messages->language = language;
}

static void message_free(struct message *message)
{
    free(message->text);
    free(message->file);
    free(message->source_line);
}

void messages_free(struct messages *messages)
{
    for (int i = 0; i < messages->count && i < MESSAGES_SHOWN; i++)
        message_free(&messages->shown[i]);
    messages_start(messages, messages->language);
}

/* A copy, NULL for NULL or when there is no memory: a message then lacks that part. */
static char *copy(const char *text, size_t length)
{
    char *made = text ? malloc(length + 1) : NULL;
    if (made) {
        memcpy(made, text, length);
        made[length] = '\0';
    }
    return made;
}

/* Control characters could make a terminal do things; they are shown as '?'. */
static void make_printable(char *text)
{
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        bool c1 = c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
        if ((*c < 0x20 && *c != '\t') || *c == 0x7f)
            *c = '?';
        else if (c1)
            c[0] = c[1] = '?';
    }
}

/* Writes what fits of a text given by a user into out[ARGUMENT_BYTES]. */
static void shorten(const char *text, char *out)
{
    size_t length = strlen(text);
    if (length < ARGUMENT_BYTES) {
        memcpy(out, text, length + 1);
    } else {
        size_t kept = utf8_valid_length(text, ARGUMENT_BYTES - 4);
        memcpy(out, text, kept);
        memcpy(out + kept, "…", sizeof "…");
    }
    make_printable(out);
}

static char *sentence(enum language language, enum text text, const char *const *arguments,
                      int n_arguments)
{
    char shortened[MAX_ARGUMENTS][ARGUMENT_BYTES];
    const char *shown[MAX_ARGUMENTS];
    for (int i = 0; i < n_arguments && i < MAX_ARGUMENTS; i++) {
        shorten(arguments[i], shortened[i]);
        shown[i] = shortened[i];
    }
    char made[SENTENCE_BYTES];
    text_format(made, sizeof made, language, text, shown, n_arguments);
    return copy(made, utf8_valid_length(made, strlen(made)));
}

void message_add(struct messages *messages, const char *file, int line, int column,
                 const char *source_line, enum text text, const char *const *arguments,
                 int n_arguments)
{
    if (messages->count < MESSAGES_SHOWN) {
        struct message *message = &messages->shown[messages->count];
        message->text = sentence(messages->language, text, arguments, n_arguments);
        message->file = copy(file, file ? strlen(file) : 0);
        message->line = line;
        message->column = column;
        size_t length = source_line ? strlen(source_line) : 0;
        message->source_line = copy(source_line, length < COPY_BYTES ? length : COPY_BYTES);
    }
    messages->count++;
}

/* The line with a caret below the column; a long line only near the column. */
static void print_excerpt(const struct message *message, FILE *stream, bool colour)
{
    size_t column = message->column > 0 ? (size_t)message->column - 1 : 0;
    size_t first = column > EXCERPT_WIDTH * 3 / 4 ? column - EXCERPT_WIDTH / 2 : 0;
    const char *from = utf8_skip(message->source_line, first);
    const char *caret = utf8_skip(message->source_line, column);
    const char *to = utf8_skip(from, EXCERPT_WIDTH);
    char *line = copy(from, (size_t)(to - from));
    if (!line)
        return;
    make_printable(line);
    fprintf(stream, "%5d | %s%s%s\n", message->line, first ? "…" : "", line, *to ? "…" : "");
    free(line);
    if (message->column <= 0)
        return;
    fprintf(stream, "      | %s", first ? " " : "");
    for (const char *c = from; c < caret; c = utf8_skip(c, 1))
        fputc(*c == '\t' ? '\t' : ' ', stream);
    fprintf(stream, "%s^%s\n", colour ? "\033[1;31m" : "", colour ? "\033[0m" : "");
}

static void print_message(const struct message *message, FILE *stream, bool colour)
{
    fputs(colour ? "\033[1m" : "", stream);
    fputs(message->file ? message->file : "plassflyt", stream);
    if (message->file && message->line > 0)
        fprintf(stream, ":%d", message->line);
    if (message->file && message->line > 0 && message->column > 0)
        fprintf(stream, ":%d", message->column);
    fprintf(stream, ":%s %s\n", colour ? "\033[0m" : "", message->text ? message->text : "");
    if (message->source_line && message->line > 0)
        print_excerpt(message, stream, colour);
}

void messages_print(const struct messages *messages, FILE *stream, bool colour)
{
    for (int i = 0; i < messages->count && i < MESSAGES_SHOWN; i++)
        print_message(&messages->shown[i], stream, colour);
    if (messages->count <= MESSAGES_SHOWN)
        return;
    char more[16];
    snprintf(more, sizeof more, "%d", messages->count - MESSAGES_SHOWN);
    const char *const arguments[] = {more};
    char line[SENTENCE_BYTES];
    text_format(line, sizeof line, messages->language, TEXT_AND_MORE, arguments, 1);
    fprintf(stream, "%s\n", line);
}
