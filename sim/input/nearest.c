/* Which valid name a misspelt one was probably meant to be. */
#include "input/message.h"
#include "input/utf8.h"

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Number of letters to add, leave out, exchange or swap with a neighbour to get from a to b. */
static size_t distance(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= n_b; j++)
        last[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t exchange = last[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(exchange, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[n_b];
}

const char *nearest_name(const char *given, size_t n,
                         const char *(*name)(size_t i, const void *context), const void *context)
{
    uint32_t a[LONGEST], b[LONGEST];
    size_t n_a = utf8_fold(given, a, LONGEST);
    size_t best = n_a / 3 + 1;
    const char *nearest = NULL;
    if (utf8_length(given) >= LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const char *valid = name(i, context);
        size_t n_b = utf8_fold(valid, b, LONGEST);
        size_t steps = distance(a, n_a, b, n_b);
        if (steps < best) {
            best = steps;
            nearest = valid;
        }
    }
    return nearest;
}
