#include "tables/units.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

const struct unit_row unit_table[N_UNITS] = {
#define QUANTITY(ID, en, nb, nn)
#define UNIT(ID, quantity, name, numerator, denominator, nb, nn)                                   \
    [UNIT_##ID] = {name, QUANTITY_##quantity, numerator, denominator, {name, nb, nn}},
#include "tables/units.def"
#undef QUANTITY
#undef UNIT
};

const char *const quantity_label[N_QUANTITIES][N_LANGUAGES] = {
#define QUANTITY(ID, en, nb, nn) [QUANTITY_##ID] = {en, nb, nn},
#define UNIT(ID, quantity, name, numerator, denominator, nb, nn)
#include "tables/units.def"
#undef QUANTITY
#undef UNIT
};

static bool unit_is_called(const struct unit_row *unit, const char *name)
{
    for (int language = 0; language < N_LANGUAGES; language++)
        if (strcmp(unit->label[language], name) == 0)
            return true;
    return false;
}

int unit_find(const char *name)
{
    for (int i = 0; i < N_UNITS; i++)
        if (unit_is_called(&unit_table[i], name))
            return i;
    return -1;
}

int unit_find_of(enum quantity quantity, const char *name)
{
    for (int i = 0; i < N_UNITS; i++)
        if (unit_table[i].quantity == quantity && unit_is_called(&unit_table[i], name))
            return i;
    return -1;
}

static int64_t greatest_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

double unit_convert(double value, enum unit from, enum unit to)
{
    const struct unit_row *a = &unit_table[from];
    const struct unit_row *b = &unit_table[to];
    assert(a->quantity == b->quantity);
    int64_t up = a->numerator * b->denominator;
    int64_t down = a->denominator * b->numerator;
    int64_t common = greatest_common_divisor(up, down);
    /* In lowest terms, so that a value given in the canonical unit stays the same double. */
    up /= common;
    down /= common;
    return value * (double)up / (double)down;
}
