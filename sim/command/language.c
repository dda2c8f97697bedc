/* Which language messages are in. */
#include "command/command.h"

#include <stdlib.h>
#include <string.h>

/* Language of a locale's name such as "nn_NO.UTF-8"; English for all that is not Norwegian. */
static enum language language_of_locale(const char *locale)
{
    if (strncmp(locale, "nn", 2) == 0)
        return LANGUAGE_NN;
    if (strncmp(locale, "nb", 2) == 0 || strncmp(locale, "no", 2) == 0)
        return LANGUAGE_NB;
    return LANGUAGE_EN;
}

int language_named(const char *name)
{
    static const char *const names[] = {"en", "nb", "nn", "no"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return (int)language_of_locale(name);
    return -1;
}

enum language language_of_environment(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *locale = getenv(variables[i]);
        if (locale && *locale)
            return language_of_locale(locale);
    }
    return LANGUAGE_EN;
}
