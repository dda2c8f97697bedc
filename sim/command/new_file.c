#include "command/new_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse_file(const struct invocation *invocation, const char *path, int error)
{
    refuse(invocation, TEXT_FILE_CREATE, ARGUMENTS(path, strerror(error)));
    return false;
}

static bool begins_with_one(FILE *file, const char *const *beginnings, size_t n)
{
    char text[1024] = "";
    size_t length = fread(text, 1, sizeof text - 1, file);
    for (size_t i = 0; i < n; i++) {
        size_t wanted = strlen(beginnings[i]);
        wanted = wanted < sizeof text - 1 ? wanted : sizeof text - 1;
        if (length >= wanted && memcmp(text, beginnings[i], wanted) == 0)
            return true;
    }
    return false;
}

static bool may_replace(const char *path, const char *const *beginnings, size_t n)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return true; /* what else is wrong is told when the file is made */
    if (!S_ISREG(status.st_mode))
        return false;
    FILE *file = fopen(path, "rb");
    bool ours = file && (status.st_size == 0 || begins_with_one(file, beginnings, n));
    if (file)
        fclose(file);
    return ours;
}

static void forget(struct new_file *file)
{
    free(file->path);
    free(file->temporary);
    *file = (struct new_file){NULL, NULL, NULL};
}

bool new_file_open(struct new_file *file, const char *path, const char *const *beginnings, size_t n,
                   const struct invocation *invocation)
{
    if (!may_replace(path, beginnings, n)) {
        refuse(invocation, TEXT_FILE_FOREIGN, ARGUMENTS(path));
        return false;
    }
    size_t size = strlen(path) + 32;
    *file = (struct new_file){NULL, strdup(path), malloc(size)};
    if (file->path && file->temporary) {
        snprintf(file->temporary, size, "%s.part-%ld", path, (long)getpid());
        file->stream = fopen(file->temporary, "wb");
    }
    if (file->stream)
        return true;
    refuse_file(invocation, path, errno);
    forget(file);
    return false;
}

bool new_file_close(struct new_file *file, const struct invocation *invocation)
{
    errno = 0;
    bool good =
        fflush(file->stream) == 0 && !ferror(file->stream) && fsync(fileno(file->stream)) == 0;
    int error = errno;
    if (fclose(file->stream) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && rename(file->temporary, file->path) != 0) {
        good = false;
        error = errno;
    }
    if (!good) {
        unlink(file->temporary);
        refuse_file(invocation, file->path, error ? error : EIO);
    }
    forget(file);
    return good;
}

void new_file_drop(struct new_file *file)
{
    fclose(file->stream);
    unlink(file->temporary);
    forget(file);
}

void make_folders(const char *path)
{
    char *copy = strdup(path);
    for (char *c = copy ? strchr(copy + 1, '/') : NULL; c; c = strchr(c + 1, '/')) {
        *c = '\0';
        mkdir(copy, 0777);
        *c = '/';
    }
    free(copy);
}
