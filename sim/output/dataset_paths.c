#include "output/dataset_paths.h"

#include "output/schema.h"

#include <stdlib.h>
#include <string.h>

static bool add_path(struct dataset_paths *paths, const char *path)
{
    if (paths->n == paths->room) {
        size_t room = paths->room ? 2 * paths->room : 256;
        char **grown = realloc(paths->path, room * sizeof *grown);
        if (!grown)
            return false;
        paths->path = grown;
        paths->room = room;
    }
    paths->path[paths->n] = strdup(path);
    return paths->path[paths->n++] != NULL;
}

static herr_t visit(hid_t file, const char *path, const H5O_info_t *info, void *context)
{
    (void)file;
    static const char run[] = GROUP_RUN "/";
    if (info->type != H5O_TYPE_DATASET || strncmp(path, run, sizeof run - 1) == 0)
        return 0;
    return add_path(context, path) ? 0 : -1;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool dataset_paths_find(hid_t file, struct dataset_paths *paths)
{
    *paths = (struct dataset_paths){0};
    if (H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit, paths, H5O_INFO_BASIC) < 0)
        return false;
    qsort(paths->path, paths->n, sizeof *paths->path, by_bytes);
    return true;
}

void dataset_paths_free(struct dataset_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++)
        free(paths->path[i]);
    free(paths->path);
}
