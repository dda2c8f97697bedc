#include "tables/outcomes.h"

#include <stdint.h>
#include <string.h>

#define DIMENSION_NONE N_DIMENSIONS
#define ROW(name, kind, dimension, unit, en, nb, nn, description)                                  \
    {#name, OUTCOME_KIND_##kind, DIMENSION_##dimension, unit, {en, nb, nn}, description},

const struct outcome_row child_fact_table[N_CHILD_FACTS] = {
#define CHILD_FACT(ID, name, kind, dimension, unit, en, nb, nn, description)                       \
    ROW(name, kind, dimension, unit, en, nb, nn, description)
#define OUTCOME(ID, name, kind, dimension, unit, en, nb, nn, description)
#include "tables/outcomes.def"
#undef CHILD_FACT
#undef OUTCOME
};

const struct outcome_row outcome_table[N_OUTCOMES] = {
#define CHILD_FACT(ID, name, kind, dimension, unit, en, nb, nn, description)
#define OUTCOME(ID, name, kind, dimension, unit, en, nb, nn, description)                          \
    ROW(name, kind, dimension, unit, en, nb, nn, description)
#include "tables/outcomes.def"
#undef CHILD_FACT
#undef OUTCOME
};

/* Facts and outcomes in one row of numbers. */
static const struct outcome_row *row_at(int i)
{
    return i < N_CHILD_FACTS ? &child_fact_table[i] : &outcome_table[i - N_CHILD_FACTS];
}

bool outcome_bears(const char *name)
{
    for (int i = 0; i < N_CHILD_FACTS + N_OUTCOMES; i++)
        if (strcmp(row_at(i)->name, name) == 0)
            return true;
    return false;
}

bool outcome_uses(enum dimension dimension)
{
    for (int i = 0; i < N_CHILD_FACTS + N_OUTCOMES; i++)
        if (row_at(i)->dimension == dimension)
            return true;
    return false;
}

static size_t bytes_of(const struct outcome_row *rows, int n)
{
    size_t bytes = 0;
    for (int i = 0; i < n; i++) {
        bool whole = rows[i].kind == OUTCOME_KIND_CATEGORY || rows[i].kind == OUTCOME_KIND_COUNT;
        bytes += whole ? sizeof(int32_t) : sizeof(double);
    }
    return bytes;
}

size_t outcome_row_bytes(size_t scenarios)
{
    return sizeof(int32_t) + bytes_of(child_fact_table, N_CHILD_FACTS) +
           scenarios * bytes_of(outcome_table, N_OUTCOMES);
}
