/* What the readers of the parts of a study file share. */
#ifndef PLASSFLYT_INPUT_STUDY_FILE_PARTS_H
#define PLASSFLYT_INPUT_STUDY_FILE_PARTS_H

#include "input/reading.h"
#include "input/study_file.h"

/* Reads all of a study/1 document into file. */
void study_keys_read(struct reading *reading, const struct document *document,
                     struct study_file *file);

/* Reads `precision:` (NULL: nothing); the scenarios must have been read. */
void read_wanted_precision(struct reading *reading, const struct yaml *node,
                           struct study_file *file);

/* The names that the scenarios will have, the null alternative first; [*n] in the arena. */
const char *const *study_scenario_names(struct reading *reading, const struct study_file *file,
                                        size_t *n);

/* A whole number from low to high as a text; NULL, and a message, if it is none. NULL node: NULL. */
const char *read_whole_text(struct reading *reading, const struct yaml *node, double low,
                            double high);

/* Which of some words stands at a key; -1 and a message if none does. */
int read_word(struct reading *reading, const struct yaml *node, const char *const *words, size_t n);

#endif
