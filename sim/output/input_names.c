#include "output/input_names.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Takes the last "/part" off a path. */
static void drop_last(char *path, size_t *length)
{
    while (*length > 0 && path[--*length] != '/')
        ;
    path[*length] = '\0';
}

/* Appends the parts of `path` to out, which begins empty or with a clean absolute path. */
static void append_parts(char *out, size_t *length, const char *path)
{
    while (*path) {
        size_t part = strcspn(path, "/");
        if (part == 2 && strncmp(path, "..", 2) == 0) {
            drop_last(out, length);
        } else if (part > 0 && !(part == 1 && path[0] == '.')) {
            out[(*length)++] = '/';
            memcpy(out + *length, path, part);
            *length += part;
            out[*length] = '\0';
        }
        path += part + (path[part] == '/');
    }
}

static char *absolute(const char *path)
{
    char folder[PATH_MAX] = "";
    if (path[0] != '/' && !getcwd(folder, sizeof folder))
        folder[0] = '\0';
    char *out = malloc(strlen(folder) + strlen(path) + 3);
    size_t length = 0;
    if (!out)
        return NULL;
    out[0] = '\0';
    append_parts(out, &length, folder);
    append_parts(out, &length, path);
    return out;
}

/* Length of the folder that all paths lie in, its '/' included. */
static size_t shared_folder(char *const *paths, size_t n)
{
    size_t shared = 0;
    for (size_t i = 0; n && paths[0][i]; i++) {
        for (size_t k = 1; k < n; k++)
            if (paths[k][i] != paths[0][i])
                return shared;
        if (paths[0][i] == '/')
            shared = i + 1;
    }
    return shared;
}

bool input_names_make(struct input_names *names, const struct study *study)
{
    names->study = study;
    names->absolute = calloc(study->n_files + 1, sizeof *names->absolute);
    names->shared = 0;
    for (size_t i = 0; names->absolute && i < study->n_files; i++) {
        names->absolute[i] = absolute(study->files[i].path);
        if (!names->absolute[i]) {
            input_names_free(names);
            return false;
        }
    }
    if (names->absolute)
        names->shared = shared_folder(names->absolute, study->n_files);
    return names->absolute != NULL;
}

void input_names_free(struct input_names *names)
{
    for (size_t i = 0; names->absolute && i < names->study->n_files; i++)
        free(names->absolute[i]);
    free(names->absolute);
    names->absolute = NULL;
}

const char *input_name(const struct input_names *names, size_t i)
{
    return names->absolute[i] + names->shared;
}

void input_origin(const struct input_names *names, const struct origin *origin, char *text,
                  size_t size)
{
    const char *name = "";
    for (size_t i = 0; origin->file && i < names->study->n_files; i++)
        if (strcmp(names->study->files[i].path, origin->file) == 0)
            name = input_name(names, i);
    if (origin->line > 0 && *name)
        snprintf(text, size, "%s:%d", name, origin->line);
    else
        snprintf(text, size, "%s", name);
}
