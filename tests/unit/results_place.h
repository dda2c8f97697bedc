/* A folder of its own for the files of a test. */
#ifndef PLASSFLYT_TESTS_RESULTS_PLACE_H
#define PLASSFLYT_TESTS_RESULTS_PLACE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char place[64];
static char place_path[512];

static inline int place_make(void **state)
{
    (void)state;
    strcpy(place, "/tmp/plassflyt-test-XXXXXX");
    return mkdtemp(place) ? 0 : -1;
}

static inline const char *place_file(const char *name)
{
    snprintf(place_path, sizeof place_path, "%s/%s", place, name);
    return place_path;
}

/* Number of files in the folder. */
static inline int place_count(void)
{
    int n = 0;
    DIR *folder = opendir(place);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        n += entry->d_name[0] != '.';
    closedir(folder);
    return n;
}

static inline int place_remove(void **state)
{
    (void)state;
    DIR *folder = opendir(place);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.')
            unlink(place_file(entry->d_name));
    closedir(folder);
    return rmdir(place);
}

#endif
