/* Command lines that can be typed again. */
#ifndef PLASSFLYT_COMMAND_SHELL_WORD_H
#define PLASSFLYT_COMMAND_SHELL_WORD_H

#include <stdio.h>

/* Writes a space and a word, in quotes if a shell would read it as something else. */
void shell_word(const char *word, FILE *out);

#endif
