#include "command/run_part.h"

#include <errno.h>
#include <stdlib.h>

enum { MOST_PARTS = 100000 };

/* K/N with 1 ≤ K ≤ N. */
static bool parse_part(const char *text, int *part, int *parts)
{
    char *slash, *end;
    errno = 0;
    long k = strtol(text, &slash, 10);
    if (slash == text || *slash != '/')
        return false;
    long n = strtol(slash + 1, &end, 10);
    if (end == slash + 1 || *end || errno || k < 1 || n > MOST_PARTS || k > n)
        return false;
    *part = (int)k;
    *parts = (int)n;
    return true;
}

bool run_part_read(const struct invocation *invocation, struct many_order *order)
{
    char most[16];
    const char *given = option_value(invocation, "part");
    if (!given)
        return true;
    snprintf(most, sizeof most, "%d", MOST_PARTS);
    if (!parse_part(given, &order->part, &order->parts))
        refuse(invocation, TEXT_PART_FORM, ARGUMENTS(given, most));
    else if (!option_value(invocation, "output"))
        refuse(invocation, TEXT_PART_NO_OUTPUT, NO_ARGUMENTS);
    else
        return true;
    return false;
}
