/* Words that a report explains, from terms.def. */
#ifndef PLASSFLYT_TABLES_TERMS_H
#define PLASSFLYT_TABLES_TERMS_H

#include "tables/kinds.h"

#include <stddef.h>

struct term_row {
    const char *word[N_LANGUAGES], *meaning[N_LANGUAGES];
};

extern const struct term_row term_table[];
extern const size_t n_terms;

#endif
