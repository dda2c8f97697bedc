/* Policies and worlds written where they are tested: each is a file with a name and a list of
 * changes. */
#ifndef PLASSFLYT_TESTS_BEHAVIOUR_CHANGES_H
#define PLASSFLYT_TESTS_BEHAVIOUR_CHANGES_H

#include "trials.h"

#include <unistd.h>

enum { FILES_MOST = 8, FILE_PATH = 256 };

struct files {
    char place[64], here[FILE_PATH];
    char path[FILES_MOST][FILE_PATH];
    size_t n;
};

static inline void files_open(struct files *f)
{
    *f = (struct files){.place = "/tmp/plassflyt-changes-XXXXXX"};
    assert_non_null(mkdtemp(f->place));
    assert_non_null(getcwd(f->here, sizeof f->here));
}

static inline void files_close(struct files *f)
{
    for (size_t i = 0; i < f->n; i++)
        unlink(f->path[i]);
    rmdir(f->place);
}

static inline const char *files_write(struct files *f, const char *kind, const char *name,
                                      const char *base, const char *changes)
{
    assert_true(f->n < FILES_MOST);
    char path[FILE_PATH];
    assert_true(snprintf(path, sizeof path, "%s/%s.yaml", f->place, name) < FILE_PATH);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "plassflyt: %s/1\nbase: %s/%s\nchange:\n%s", kind, f->here, base, changes);
    assert_int_equal(fclose(file), 0);
    return strcpy(f->path[f->n++], path);
}

/* A policy of these changes on the null alternative. */
static inline const char *policy_of(struct files *f, const char *name, const char *changes)
{
    return files_write(f, "policy", name, "scenarios/nullalternativ.yaml", changes);
}

/* A world of these changes on another. */
static inline const char *world_of(struct files *f, const char *name, const char *base,
                                   const char *changes)
{
    return files_write(f, "world", name, base, changes);
}

/* Parts of the duty from its first day on, for use in a list of changes. */
#define PART(name) "  - {parameter: duty_" name ", from: 2027-01-01, value: 1}\n"

#endif
