/* What is known about a thing: a list of labelled values, for people or as JSON. */
#ifndef PLASSFLYT_COMMAND_FACTS_H
#define PLASSFLYT_COMMAND_FACTS_H

#include "input/arena.h"
#include "tables/texts.h"

#include <stdbool.h>
#include <stdio.h>

struct fact;

struct facts {
    struct arena *arena;
    struct fact *fact; /* [n] */
    size_t n;
};

/* Adds a fact; NULL and "" are left out. The value must live as long as the facts. `many`: there
 * may be several with this key (a list in JSON); they must be added one after the other. */
void facts_add(struct facts *facts, const char *key, enum text label, bool many, const char *value);

/* Prints each fact on a line of its own, labels aligned. */
void facts_print(const struct facts *facts, enum language language, FILE *out);

/* Prints a JSON object. */
void facts_json(const struct facts *facts, FILE *out);

#endif
