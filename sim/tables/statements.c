#include "tables/statements.h"

const struct statement_row statement_table[N_STATEMENTS] = {
#define STATEMENT(name, brief, more_en, more_nb, more_nn, less_en, less_nb, less_nn, unclear_en,   \
                  unclear_nb, unclear_nn, same_en, same_nb, same_nn)                               \
    {INDICATOR_##name,                                                                             \
     brief,                                                                                        \
     {more_en, more_nb, more_nn},                                                                  \
     {less_en, less_nb, less_nn},                                                                  \
     {unclear_en, unclear_nb, unclear_nn},                                                         \
     {same_en, same_nb, same_nn}},
#include "tables/statements.def"
#undef STATEMENT
};
