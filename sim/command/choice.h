/* Options whose value is one of some names, or a list of them. */
#ifndef PLASSFLYT_COMMAND_CHOICE_H
#define PLASSFLYT_COMMAND_CHOICE_H

#include "command/command.h"

/* Names to choose from: name(i, context) is the i-th of n. */
struct choices {
    size_t n;
    const char *(*name)(size_t i, const void *context);
    const void *context;
};

/* Number of the name that an option's value is; -1 after a message that suggests the nearest, or
 * tells all if they are few. */
int choose(const struct invocation *invocation, const char *option, const char *given,
           const struct choices *choices);

/* The same of a list "a,b": chosen [choices->n] becomes true for each named. An option that was not
 * given chooses all. False after a message. */
bool choose_some(const struct invocation *invocation, const char *option,
                 const struct choices *choices, bool *chosen);

#endif
