/* Where a results file is put: a temporary file beside it that takes its place when it is whole. */
#ifndef PLASSFLYT_OUTPUT_RESULTS_PLACE_H
#define PLASSFLYT_OUTPUT_RESULTS_PLACE_H

#include "input/message.h"

#include <stdbool.h>

/* Where a path leads if it is a symbolic link, whether or not something is there, else the path: so that
 * the link stays, and what it leads to is written. To be freed; NULL if memory is short. */
char *results_place_meant(const char *path);

/* Only one of our own files may be replaced: false and a message otherwise. */
bool results_place_is_free(const char *path, struct messages *messages);

/* What the name of an unfinished file ends in, before numbers. */
#define RESULTS_PART ".part-"

/* Makes an empty file beside `path`, or in a folder on the same disk (NULL: none), with a name that
 * nobody has, to be freed; NULL with errno set. Beside `path`, what killed programs left is deleted. */
char *results_place_temporary(const char *path, const char *folder);

/* Forces the temporary file to the disk and gives it the name `path`. False and a message if that
 * cannot be done. */
bool results_place_take(const char *temporary, const char *path, struct messages *messages);

#endif
