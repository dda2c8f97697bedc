#include "command/choice.h"

#include <string.h>

enum { NAME_BYTES = 128, LIST_BYTES = 1024 };

/* "a, b, c", as far as there is room. */
static void list_names(const struct choices *choices, char list[LIST_BYTES])
{
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < choices->n && used < LIST_BYTES; i++)
        used += (size_t)snprintf(list + used, LIST_BYTES - used, "%s%s", i ? ", " : "",
                                 choices->name(i, choices->context));
}

static void refuse_name(const struct invocation *invocation, const char *option, const char *given,
                        const struct choices *choices)
{
    char flag[NAME_BYTES], list[LIST_BYTES], ending[LIST_BYTES + NAME_BYTES];
    const char *nearest = nearest_name(given, choices->n, choices->name, choices->context);
    list_names(choices, list);
    text_format(ending, sizeof ending, invocation->language,
                nearest ? TEXT_DID_YOU_MEAN : TEXT_VALID_NAMES,
                ARGUMENTS(nearest ? nearest : list));
    snprintf(flag, sizeof flag, "--%s", option);
    refuse(invocation, TEXT_OPTION_UNKNOWN_NAME, ARGUMENTS(flag, given, ending));
}

int choose(const struct invocation *invocation, const char *option, const char *given,
           const struct choices *choices)
{
    for (size_t i = 0; i < choices->n; i++)
        if (strcmp(choices->name(i, choices->context), given) == 0)
            return (int)i;
    refuse_name(invocation, option, given, choices);
    return -1;
}

bool choose_some(const struct invocation *invocation, const char *option,
                 const struct choices *choices, bool *chosen)
{
    const char *list = option_value(invocation, option);
    for (size_t i = 0; i < choices->n; i++)
        chosen[i] = list == NULL;
    while (list && *list) {
        char name[NAME_BYTES];
        size_t length = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, list);
        int number = choose(invocation, option, name, choices);
        if (number < 0)
            return false;
        chosen[number] = true;
        list += length + (list[length] == ',');
    }
    return true;
}
