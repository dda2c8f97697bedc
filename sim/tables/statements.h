/* Sentences about changes, from statements.def. */
#ifndef PLASSFLYT_TABLES_STATEMENTS_H
#define PLASSFLYT_TABLES_STATEMENTS_H

#include "tables/indicators.h"

enum statement {
#define STATEMENT(name, ...) STATEMENT_##name,
#include "statements.def"
#undef STATEMENT
    N_STATEMENTS
};

struct statement_row {
    enum indicator indicator;
    bool brief;
    const char *higher[N_LANGUAGES], *lower[N_LANGUAGES], *unclear[N_LANGUAGES], *same[N_LANGUAGES];
};

extern const struct statement_row statement_table[N_STATEMENTS];

#endif
