/* Names of input files without the machine's folders: what is left of each path once the folder
 * that all of them share is taken away ("bistandsplikt.yaml", "worlds/norge.yaml"). So a run gives
 * the same file wherever the checkout lies. */
#ifndef PLASSFLYT_OUTPUT_INPUT_NAMES_H
#define PLASSFLYT_OUTPUT_INPUT_NAMES_H

#include "input/scenario.h"

struct input_names {
    const struct study *study;
    char **absolute; /* [study->n_files] paths without "." and ".." */
    size_t shared;   /* length of the folder they share, its last '/' included */
};

/* False if there is no memory. Nothing is looked up on disk. */
bool input_names_make(struct input_names *names, const struct study *study);
void input_names_free(struct input_names *names);

/* Name of study->files[i]. */
const char *input_name(const struct input_names *names, size_t i);

/* Writes "name:line" (or "name" for line 0) of an origin into text[size]. */
void input_origin(const struct input_names *names, const struct origin *origin, char *text,
                  size_t size);

#endif
