#include "output/results_place.h"

#include "output/results_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What a link says lies beside the link, unless it begins at the root. */
static char *beside(const char *link, const char *target)
{
    const char *slash = strrchr(link, '/');
    size_t folder = slash && *target != '/' ? (size_t)(slash - link) + 1 : 0;
    size_t size = folder + strlen(target) + 1;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%.*s%s", (int)folder, link, target);
    return path;
}

char *results_place_meant(const char *path)
{
    enum { MOST_LINKS = 40 }; /* as Linux: then they go in a circle */
    char target[PATH_MAX];
    char *at = strdup(path);
    for (int i = 0; at && i < MOST_LINKS; i++) {
        ssize_t length = readlink(at, target, sizeof target - 1);
        if (length < 0)
            break;
        target[length] = '\0';
        char *next = beside(at, target);
        free(at);
        at = next;
    }
    return at;
}

static bool is_results_file(const char *path)
{
    struct messages unseen;
    messages_start(&unseen, LANGUAGE_EN);
    hid_t file = results_file_open(path, &unseen);
    if (file >= 0)
        H5Fclose(file);
    messages_free(&unseen);
    return file >= 0;
}

bool results_place_is_free(const char *path, struct messages *messages)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return true;
    if (S_ISREG(status.st_mode) && is_results_file(path))
        return true;
    results_file_message(path, messages, TEXT_RESULTS_FOREIGN_TARGET, NULL, NULL, NULL);
    return false;
}

/* Whether nobody writes to an unfinished file any more: its process does not run here, and none elsewhere
 * has touched it for a while. */
static bool is_left_over(const char *path, long process)
{
    enum { A_WHILE = 120 /* seconds */ };
    struct stat status;
    return process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH &&
           lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           time(NULL) - status.st_mtime > A_WHILE;
}

/* Deletes what killed programs have left beside a file: it may be as large as that. */
static void delete_left_over(const char *path)
{
    glob_t found;
    size_t size = 2 * strlen(path) + sizeof RESULTS_PART + 1, length = 0;
    char *pattern = malloc(size);
    if (!pattern)
        return;
    for (const char *c = path; *c; c++) {
        if (strchr("*?[\\", *c))
            pattern[length++] = '\\';
        pattern[length++] = *c;
    }
    snprintf(pattern + length, size - length, "%s*", RESULTS_PART);
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            const char *process = found.gl_pathv[i] + strlen(path) + strlen(RESULTS_PART);
            if (is_left_over(found.gl_pathv[i], strtol(process, NULL, 10)))
                unlink(found.gl_pathv[i]);
        }
        globfree(&found);
    }
    free(pattern);
}

/* A process number may come back before what it left is deleted: hence more than one try. */
char *results_place_temporary(const char *path, const char *folder)
{
    if (!folder)
        delete_left_over(path);
    size_t size = strlen(path) + (folder ? strlen(folder) : 0) + 48;
    char *name = malloc(size);
    for (int attempt = 0; name && attempt < 100; attempt++) {
        snprintf(name, size, "%s%s" RESULTS_PART "%ld-%d", folder ? folder : path,
                 folder ? "/results" : "", (long)getpid(), attempt);
        int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
        if (descriptor >= 0) {
            close(descriptor);
            return name;
        }
        if (errno != EEXIST)
            break;
    }
    free(name);
    return NULL;
}

static bool force_to_disk(const char *path)
{
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return false;
    bool forced = fsync(descriptor) == 0;
    return close(descriptor) == 0 && forced;
}

/* A name is in its folder's keeping. What cannot be forced is in place all the same. */
static void force_name_to_disk(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash > path ? (size_t)(slash - path) : 1) : strdup(".");
    int descriptor = folder ? open(folder, O_RDONLY | O_DIRECTORY) : -1;
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

bool results_place_take(const char *temporary, const char *path, struct messages *messages)
{
    if (force_to_disk(temporary) && rename(temporary, path) == 0) {
        force_name_to_disk(path);
        return true;
    }
    results_file_message(path, messages, TEXT_RESULTS_RENAME, strerror(errno), NULL, NULL);
    return false;
}
