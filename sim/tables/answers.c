#include "tables/answers.h"

const struct answer_row answer_table[N_ANSWERS] = {
#define ANSWER(name, en, nb, nn, about_en, about_nb, about_nn)                                     \
    [ANSWER_##name] = {#name, {en, nb, nn}, {about_en, about_nb, about_nn}},
#define FIELD(key, en, nb, nn, note_en, note_nb, note_nn)
#include "tables/answers.def"
#undef ANSWER
#undef FIELD
};

const struct field_row field_table[N_FIELDS] = {
#define ANSWER(name, en, nb, nn, about_en, about_nb, about_nn)
#define FIELD(key, en, nb, nn, note_en, note_nb, note_nn)                                          \
    [FIELD_##key] = {#key, {en, nb, nn}, {note_en, note_nb, note_nn}},
#include "tables/answers.def"
#undef ANSWER
#undef FIELD
};
