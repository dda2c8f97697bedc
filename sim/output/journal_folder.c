#include "output/journal_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

/* The last line of `identity`. */
#define CHECKSUM "checksum: %016" PRIx64 "\n"

enum { CHECKSUM_LENGTH = 27, MOST_IDENTITY = 1 << 22 };

/* ---- names ---- */

char *journal_folder(const char *output)
{
    size_t size = strlen(output) + sizeof JOURNAL_ENDING;
    char *folder = malloc(size);
    if (folder)
        snprintf(folder, size, "%s" JOURNAL_ENDING, output);
    return folder;
}

char *journal_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}

bool journal_files_add(struct journal_files *files, char *path)
{
    char **moved = path ? realloc(files->path, (files->n + 1) * sizeof *moved) : NULL;
    if (!moved) {
        free(path);
        errno = ENOMEM;
        return false;
    }
    files->path = moved;
    files->path[files->n++] = path;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Paths of the files whose names begin so. False with errno if the folder cannot be read. */
static bool list(const char *folder, const char *beginning, struct journal_files *files)
{
    *files = (struct journal_files){NULL, 0};
    DIR *entries = opendir(folder);
    bool good = entries != NULL;
    for (struct dirent *entry; good && (entry = readdir(entries));)
        if (strncmp(entry->d_name, beginning, strlen(beginning)) == 0)
            good = journal_files_add(files, journal_path(folder, entry->d_name));
    if (entries)
        closedir(entries);
    return good;
}

bool journal_files(const char *folder, struct journal_files *files)
{
    bool good = list(folder, JOURNAL_RECORDS, files);
    if (files->n)
        qsort(files->path, files->n, sizeof *files->path, by_name);
    return good;
}

void journal_files_free(struct journal_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        free(files->path[i]);
    free(files->path);
    *files = (struct journal_files){NULL, 0};
}

/* ---- whose it is ---- */

/* The whole file, NUL-terminated, to be freed; NULL if there is none. */
static char *read_text(const char *folder, const char *name)
{
    char *path = journal_path(folder, name), *text = NULL;
    FILE *file = path ? fopen(path, "rb") : NULL;
    size_t length = 0;
    if (file && (text = malloc(MOST_IDENTITY + 1)))
        length = fread(text, 1, MOST_IDENTITY, file);
    if (text)
        text[length] = '\0';
    if (file)
        fclose(file);
    free(path);
    return text;
}

/* Takes the checksum off; false if it is not there or not right. */
static bool is_as_written(char *text)
{
    char sum[CHECKSUM_LENGTH + 1];
    size_t length = strlen(text);
    if (length <= CHECKSUM_LENGTH)
        return false;
    length -= CHECKSUM_LENGTH;
    snprintf(sum, sizeof sum, CHECKSUM, XXH3_64bits(text, length));
    bool right = strcmp(sum, text + length) == 0;
    text[length] = '\0';
    return right;
}

enum journal_owner journal_owner(const char *folder, const struct identity *identity,
                                 char *difference, size_t size)
{
    difference[0] = '\0';
    char *text = read_text(folder, JOURNAL_IDENTITY);
    if (!text)
        return JOURNAL_NOBODY;
    enum journal_owner owner = JOURNAL_DAMAGED;
    if (is_as_written(text)) {
        char *own = strndup(identity->text, identity->values);
        bool same = own && identity_difference(text, own, difference, size) == 0;
        owner = same ? JOURNAL_OURS : JOURNAL_ANOTHER;
        free(own);
    }
    free(text);
    return owner;
}

static bool write_whole(const char *path, const char *text, size_t length)
{
    char sum[CHECKSUM_LENGTH + 1];
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    snprintf(sum, sizeof sum, CHECKSUM, XXH3_64bits(text, length));
    bool good = fwrite(text, 1, length, file) == length && fputs(sum, file) >= 0 &&
                fflush(file) == 0 && fsync(fileno(file)) == 0;
    int error = errno;
    if (fclose(file) != 0 && good) {
        good = false;
        error = errno;
    }
    errno = error;
    return good;
}

bool journal_claim(const char *folder, const struct identity *identity)
{
    char *path = journal_path(folder, JOURNAL_IDENTITY);
    char *new = journal_path(folder, JOURNAL_IDENTITY ".new");
    bool good =
        path && new &&write_whole(new, identity->text, identity->values) && rename(new, path) == 0;
    int error = path && new ? errno : ENOMEM;
    if (!good && new)
        unlink(new);
    free(path);
    free(new);
    errno = error;
    return good;
}

/* ---- files ---- */

int journal_new_file(const char *folder, char **path)
{
    char host[64] = "", name[128];
    int file = -1;
    gethostname(host, sizeof host - 1);
    for (char *c = host; *c; c++)
        if (*c == '/')
            *c = '_';
    for (int attempt = 0; file < 0 && attempt < 1000; attempt++) {
        snprintf(name, sizeof name, JOURNAL_RECORDS "%s-%ld-%d", host, (long)getpid(), attempt);
        *path = journal_path(folder, name);
        file = *path ? open(*path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666) : -1;
        if (file >= 0)
            break;
        int error = *path ? errno : ENOMEM;
        free(*path);
        *path = NULL;
        errno = error;
        if (error != EEXIST)
            break;
    }
    return file;
}

void journal_sync_folder(const char *folder)
{
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}

void journal_delete(const char *folder, const char *beginning)
{
    struct journal_files files;
    list(folder, beginning, &files);
    for (size_t i = 0; i < files.n; i++)
        unlink(files.path[i]);
    journal_files_free(&files);
}

void journal_empty(const char *folder)
{
    journal_delete(folder, JOURNAL_RESULTS);
    journal_delete(folder, JOURNAL_RECORDS);
    journal_delete(folder, JOURNAL_IDENTITY);
}
