#include "input/reading.h"

#include <string.h>

enum { FEW_NAMES = 12, SENTENCE_BYTES = 2048 };

void reading_start(struct reading *reading, struct messages *messages)
{
    memset(reading, 0, sizeof *reading);
    reading->arena = arena_make();
    reading->messages = messages;
    reading->messages_before = messages->count;
    reading->study = arena_take(reading->arena, sizeof *reading->study);
    reading->study->memory = reading->arena;
}

bool reading_good(const struct reading *reading)
{
    return reading->messages->count == reading->messages_before;
}

void study_free(struct study *study)
{
    if (study)
        arena_free(study->memory);
}

/* Text of a line of a document, in the arena; NULL if there is none. A line ends with LF, CR or
 * both. */
static const char *line_text(struct reading *reading, const struct document *document, int line)
{
    if (!document || !document->text || line <= 0)
        return NULL;
    const char *start = document_body(document);
    for (int i = 1; i < line; i++) {
        start += strcspn(start, "\r\n");
        if (!*start)
            return NULL;
        start += start[0] == '\r' && start[1] == '\n' ? 2 : 1;
    }
    return arena_text(reading->arena, start, strcspn(start, "\r\n"));
}

/* The same thing can be found by way of two scenarios; it is said once. */
static bool said_before(const struct messages *messages, const char *file, int line, int column,
                        const char *sentence)
{
    for (int i = 0; i < messages->count && i < MESSAGES_SHOWN; i++) {
        const struct message *m = &messages->shown[i];
        bool same_place =
            m->line == line && m->column == column && m->file && file && strcmp(m->file, file) == 0;
        if (same_place && m->text && strcmp(m->text, sentence) == 0)
            return true;
    }
    return false;
}

void complain_line(struct reading *reading, const struct document *document, int line, int column,
                   enum text text, const char *const *arguments, int n_arguments)
{
    struct messages *messages = reading->messages;
    const char *path = document ? document->path : NULL;
    char sentence[SENTENCE_BYTES];
    text_format(sentence, sizeof sentence, messages->language, text, arguments, n_arguments);
    if (said_before(messages, path, line, column, sentence))
        return;
    bool shown = messages->count < MESSAGES_SHOWN;
    const char *source = shown ? line_text(reading, document, line) : NULL;
    message_add(messages, path, line, column, source, text, arguments, n_arguments);
}

void complain(struct reading *reading, const struct yaml *at, enum text text,
              const char *const *arguments, int n_arguments)
{
    complain_line(reading, at->from, at->line, at->column, text, arguments, n_arguments);
}

static const char *text_in_arena(struct reading *reading, enum text text, const char *argument)
{
    char made[SENTENCE_BYTES];
    text_format(made, sizeof made, reading->messages->language, text, &argument, 1);
    return arena_text(reading->arena, made, strlen(made));
}

const char *suggestion(struct reading *reading, const char *given, const struct names *valid)
{
    if (reading->messages->count >= MESSAGES_SHOWN)
        return ""; /* nobody will see it, and a file can have very many wrong names */
    const char *nearest = nearest_name(given, valid->n, valid->name, valid->context);
    if (nearest)
        return text_in_arena(reading, TEXT_DID_YOU_MEAN, nearest);
    if (valid->n == 0 || valid->n > FEW_NAMES)
        return "";
    const char *all = valid->name(0, valid->context);
    for (size_t i = 1; i < valid->n; i++)
        all = arena_print(reading->arena, "%s, %s", all, valid->name(i, valid->context));
    return text_in_arena(reading, TEXT_VALID_NAMES, all);
}

const char *number_text(struct reading *reading, double number)
{
    return arena_print(reading->arena, "%.10g", number);
}

const char *dimension_names(struct reading *reading, const enum dimension *dimension, int n)
{
    const char *all = n > 0 ? dimension_table[dimension[0]].name : "–";
    for (int d = 1; d < n; d++)
        all = arena_print(reading->arena, "%s, %s", all, dimension_table[dimension[d]].name);
    return all;
}
