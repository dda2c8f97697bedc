#include "tables/terms.h"

const struct term_row term_table[] = {
#define TERM(en, nb, nn, meaning_en, meaning_nb, meaning_nn)                                       \
    {{en, nb, nn}, {meaning_en, meaning_nb, meaning_nn}},
#include "tables/terms.def"
#undef TERM
};

const size_t n_terms = sizeof term_table / sizeof term_table[0];
