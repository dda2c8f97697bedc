/* Files that stand under their own name only once they are whole. */
#ifndef PLASSFLYT_COMMAND_NEW_FILE_H
#define PLASSFLYT_COMMAND_NEW_FILE_H

#include "command/command.h"

struct new_file {
    FILE *stream; /* to write to */
    char *path, *temporary;
};

/* Starts a file beside `path` that takes its place in new_file_close. Only a file that begins with
 * one of `beginnings` [n] may be replaced. False and a message on invocation->err otherwise. */
bool new_file_open(struct new_file *file, const char *path, const char *const *beginnings, size_t n,
                   const struct invocation *invocation);

/* Puts the file in place. False and a message if something could not be written: then `path` is as
 * it was. */
bool new_file_close(struct new_file *file, const struct invocation *invocation);

/* Throws the file away: `path` is as it was. */
void new_file_drop(struct new_file *file);

/* Makes the folders that a path lies in; what cannot be made is told when the file is. */
void make_folders(const char *path);

#endif
