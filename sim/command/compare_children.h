/* plassflyt compare --children: who gains and who loses, child by child. */
#ifndef PLASSFLYT_COMMAND_COMPARE_CHILDREN_H
#define PLASSFLYT_COMMAND_COMPARE_CHILDREN_H

#include "analysis/child_comparison.h"
#include "command/command.h"

/* What --children has found out. */
struct compared_children {
    const struct invocation *invocation;
    const struct results *results;
    const struct child_comparison *comparison;
    size_t outcome;  /* the one told in full, a number among comparison->outcome */
    size_t scenario; /* told in full; the base: none, all are told in brief */
    size_t width;    /* of the screen */
};

/* Whether --children was given, or an option that goes with it only. */
bool compare_wants_children(const struct invocation *invocation);

int compare_children(const struct invocation *invocation);

/* Prints it in lines of at most compared->width characters where that can be done. */
void compare_children_print(const struct compared_children *compared);

#endif
