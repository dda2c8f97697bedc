/* Permanent numbers: what makes child 4711 the same child in every scenario.
 *
 * A number says when and where the child or family would have come, so it does not depend on what
 * happened before. Read as decimal digits, with a one-based area, way in (or channel) and layer:
 *   child   a p l yyyy mm ooooo s          ordinal in the month, sibling
 *   family  1 a c l yyyy mm ooooo 0
 * Children of a count to start from: a is 7, then a number of the sibling group.
 * Other homes: 2 … at the start of the fill, 3 … emergency homes, 4 … added during the fill,
 * 5 … of a count to start from,
 * 10+w … found for a child in its w-th wait, followed by the child's number.
 */
#ifndef PLASSFLYT_MODEL_NUMBERING_H
#define PLASSFLYT_MODEL_NUMBERING_H

#include <stdint.h>

#define NUMBER_PREFIX UINT64_C(1000000000000000)

enum number_prefix {
    PREFIX_CHILD,
    PREFIX_FAMILY,
    PREFIX_FIRST_HOME,
    PREFIX_EMERGENCY,
    PREFIX_FILL,
    PREFIX_COUNTED,
    PREFIX_FOUND = 10
};

static inline uint64_t arrival_number(int area, int kind, int layer, int year, int month,
                                      uint32_t ordinal, int sibling)
{
    uint64_t number = (uint64_t)area + 1;
    number = number * 10 + (uint64_t)kind + 1;
    number = number * 10 + (uint64_t)layer + 1;
    number = number * 10000 + (uint64_t)year;
    number = number * 100 + (uint64_t)month;
    number = number * 100000 + ordinal % 100000;
    return number * 10 + (uint64_t)sibling;
}

/* Group number `group` of a count; some of them are left out (count_start.c). */
static inline uint64_t counted_number(uint64_t group, int sibling)
{
    return UINT64_C(700000000000000) + group * 10 + (uint64_t)sibling;
}

static inline uint64_t home_number(unsigned prefix, uint64_t number)
{
    return (uint64_t)prefix * NUMBER_PREFIX + number;
}

/* A home found for a child: 50 waits can be told apart below 2^56. */
static inline uint64_t found_home_number(uint64_t child, unsigned wait)
{
    return home_number(PREFIX_FOUND + wait % 50, child);
}

#endif
