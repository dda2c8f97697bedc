/* The folder of a journal: what it is called, whose it is, what lies in it. */
#ifndef PLASSFLYT_OUTPUT_JOURNAL_FOLDER_H
#define PLASSFLYT_OUTPUT_JOURNAL_FOLDER_H

#include "output/identity.h"
#include "output/results_place.h"

#include <stdbool.h>
#include <stddef.h>

#define JOURNAL_ENDING   ".journal"
#define JOURNAL_IDENTITY "identity"
#define JOURNAL_RECORDS  "records-"
#define JOURNAL_LOCK     "lock"
#define JOURNAL_RESULTS  "results" RESULTS_PART

/* OUTPUT.journal, to be freed; NULL if memory is short. */
char *journal_folder(const char *output);

/* FOLDER/NAME, to be freed. */
char *journal_path(const char *folder, const char *name);

/* Paths of all files of records, sorted by name, to be freed with journal_files_free. False with errno
 * if the folder cannot be read. */
struct journal_files {
    char **path; /* [n] */
    size_t n;
};
bool journal_files(const char *folder, struct journal_files *files);
bool journal_files_add(struct journal_files *files, char *path);
void journal_files_free(struct journal_files *files);

/* What the folder says of its run. */
enum journal_owner {
    JOURNAL_NOBODY,  /* nothing */
    JOURNAL_OURS,    /* the run of this identity */
    JOURNAL_ANOTHER, /* another run: see difference */
    JOURNAL_DAMAGED, /* what it says is cut short or changed */
};
enum journal_owner journal_owner(const char *folder, const struct identity *identity,
                                 char *difference, size_t size);

/* Writes whose it is, whole or not at all. False with errno. */
bool journal_claim(const char *folder, const struct identity *identity);

/* Makes a new file of records; its descriptor, or -1 with errno. *path is to be freed. */
int journal_new_file(const char *folder, char **path);

/* Forces the folder's list of files to disk. */
void journal_sync_folder(const char *folder);

/* Deletes the files whose names begin so. */
void journal_delete(const char *folder, const char *beginning);

/* Deletes the records and what the folder says, and then the folder if that was all. */
void journal_empty(const char *folder);

#endif
