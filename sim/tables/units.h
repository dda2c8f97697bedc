/* Units and their exact conversion, from units.def. */
#ifndef PLASSFLYT_TABLES_UNITS_H
#define PLASSFLYT_TABLES_UNITS_H

#include "tables/kinds.h"

#include <stdint.h>

/* Kinds of quantity: units of one kind convert into each other. */
enum quantity {
#define QUANTITY(ID, en, nb, nn) QUANTITY_##ID,
#define UNIT(ID, quantity, name, numerator, denominator, nb, nn)
#include "units.def"
#undef QUANTITY
#undef UNIT
    N_QUANTITIES
};

enum unit {
#define QUANTITY(ID, en, nb, nn)
#define UNIT(ID, quantity, name, numerator, denominator, nb, nn) UNIT_##ID,
#include "units.def"
#undef QUANTITY
#undef UNIT
    N_UNITS
};

struct unit_row {
    const char *name;
    enum quantity quantity;
    int64_t numerator, denominator; /* one of this unit in the kind's first unit */
    const char *label[N_LANGUAGES];
};

extern const struct unit_row unit_table[N_UNITS];
extern const char *const quantity_label[N_QUANTITIES][N_LANGUAGES];

/* First unit with this name, or with this label in some language; -1 if there is none. */
int unit_find(const char *name);

/* The same among the units of one kind of quantity. */
int unit_find_of(enum quantity quantity, const char *name);

/* A value given in unit `from`, in unit `to` of the same kind. */
double unit_convert(double value, enum unit from, enum unit to);

#endif
