/* Stand-in for sim/input/message.c and status_name: keeps the sentences, no more. */
#ifndef PLASSFLYT_TESTS_MESSAGE_STAND_IN_H
#define PLASSFLYT_TESTS_MESSAGE_STAND_IN_H

#include "input/message.h"
#include "input/scenario.h"

#include <stdlib.h>
#include <string.h>

const char *const status_name[N_STATUS] = {"seed", "found", "derived", "assumption", "calibrated"};

void messages_start(struct messages *messages, enum language language)
{
    memset(messages, 0, sizeof *messages);
    messages->language = language;
}

void message_add(struct messages *messages, const char *file, int line, int column,
                 const char *source_line, enum text text, const char *const *arguments,
                 int n_arguments)
{
    char sentence[1024];
    (void)line, (void)column, (void)source_line;
    text_format(sentence, sizeof sentence, messages->language, text, arguments, n_arguments);
    if (messages->count < MESSAGES_SHOWN) {
        messages->shown[messages->count].text = strdup(sentence);
        messages->shown[messages->count].file = file ? strdup(file) : NULL;
    }
    messages->count++;
}

void messages_free(struct messages *messages)
{
    for (int i = 0; i < messages->count && i < MESSAGES_SHOWN; i++) {
        free(messages->shown[i].text);
        free(messages->shown[i].file);
    }
    messages->count = 0;
}

const char *nearest_name(const char *given, size_t n,
                         const char *(*name)(size_t i, const void *context), const void *context)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(name(i, context), given, 3) == 0)
            return name(i, context);
    return NULL;
}

#endif
