/* Tables that an analysis gives, and their columns: descriptions from answers.def. */
#ifndef PLASSFLYT_TABLES_ANSWERS_H
#define PLASSFLYT_TABLES_ANSWERS_H

#include "tables/kinds.h"

enum answer {
#define ANSWER(name, en, nb, nn, about_en, about_nb, about_nn) ANSWER_##name,
#define FIELD(key, en, nb, nn, note_en, note_nb, note_nn)
#include "answers.def"
#undef ANSWER
#undef FIELD
    N_ANSWERS
};

struct answer_row {
    const char *name;
    const char *title[N_LANGUAGES], *about[N_LANGUAGES];
};

extern const struct answer_row answer_table[N_ANSWERS];

enum field {
#define ANSWER(name, en, nb, nn, about_en, about_nb, about_nn)
#define FIELD(key, en, nb, nn, note_en, note_nb, note_nn) FIELD_##key,
#include "answers.def"
#undef ANSWER
#undef FIELD
    N_FIELDS
};

struct field_row {
    const char *key;
    const char *heading[N_LANGUAGES], *note[N_LANGUAGES];
};

extern const struct field_row field_table[N_FIELDS];

#endif
