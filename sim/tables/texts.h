/* Sentences shown to users, in English, bokmål and nynorsk, from texts.def and
 * report_texts.def. */
#ifndef PLASSFLYT_TABLES_TEXTS_H
#define PLASSFLYT_TABLES_TEXTS_H

#include "tables/kinds.h"

enum text {
#define TEXT(ID, en, nb, nn) TEXT_##ID,
#include "report_texts.def"
#include "texts.def"
#undef TEXT
    N_TEXTS
};

extern const char *const text_table[N_TEXTS][N_LANGUAGES];

/* Writes the sentence into out[size] with {1} … {9} replaced by the arguments. */
void text_format(char *out, size_t size, enum language language, enum text text,
                 const char *const *arguments, int n_arguments);

/* The same with a sentence of another table. */
void text_fill(char *out, size_t size, const char *text, const char *const *arguments,
               int n_arguments);

#endif
