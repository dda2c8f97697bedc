/* Files for tests of what is read: a folder with a complete small world made from the table of
 * parameters, into which a test puts its own files. */
#ifndef PLASSFLYT_TESTS_UNIT_INPUT_FILES_H
#define PLASSFLYT_TESTS_UNIT_INPUT_FILES_H

/* What cmocka.h needs before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/date.h"
#include "input/scenario.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether two numbers differ by no more than `tolerance` (0: not at all). */
static inline void expect_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g is not %.17g", found, expected);
}

struct files {
    char folder[64];
};

/* Path of a file of the folder; the last eight asked for stay as they are. */
static inline const char *file_path(const struct files *files, const char *name)
{
    static char paths[8][384];
    static int next;
    char *path = paths[next];
    next = (next + 1) % 8;
    snprintf(path, sizeof paths[0], "%s/%s", files->folder, name);
    return path;
}

static inline void write_bytes(struct files *files, const char *name, const char *text,
                               size_t length)
{
    FILE *file = fopen(file_path(files, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void write_file(struct files *files, const char *name, const char *text)
{
    write_bytes(files, name, text, strlen(text));
}

/* A value that every parameter of this kind may have. */
static inline void print_plain_value(FILE *file, enum parameter p)
{
    const struct parameter_row *row = &parameter_table[p];
    const struct shape *shape = &row->shape;
    if (strcmp(row->unit, "date") == 0)
        fputs(p == PARAMETER_history_start ? "2018-01-01"
              : p == PARAMETER_policy_date ? "2027-01-01"
                                           : "2037-01-01",
              file);
    else if (strcmp(row->unit, "switch") == 0)
        fputs("no", file);
    else if (strcmp(row->unit, "share") == 0)
        fprintf(file, "%.17g",
                1.0 / dimension_table[shape->dimension[shape->dimensions - 1]].count);
    else if (strcmp(row->unit, "probability") == 0)
        fputs("0.5", file);
    else
        fprintf(file, "%.17g", row->low > 1 ? row->low : row->high < 1 ? row->high : 1.0);
}

/* evidence.yaml with an entry for every parameter but `without` (-1: all); `instead`, if not NULL,
 * is put at its end. */
static inline void write_evidence(struct files *files, int without, const char *instead)
{
    FILE *file = fopen(file_path(files, "evidence.yaml"), "w");
    assert_non_null(file);
    fputs("plassflyt: evidence/1\n", file);
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct parameter_row *row = &parameter_table[p];
        if (p == without)
            continue;
        fprintf(file, "%s:\n  unit: %s\n  value: ", row->name, row->unit);
        print_plain_value(file, (enum parameter)p);
        fputs("\n  status: assumption\n  source: S-1\n", file);
        if (row->role & UNCERTAIN)
            fputs("  factor: [0.5, 1.5]\n", file);
    }
    fputs(instead ? instead : "", file);
    assert_int_equal(fclose(file), 0);
}

/* A fresh folder with evidence.yaml, sources.yaml, world.yaml and nullalternativ.yaml. */
static inline void files_begin(struct files *files)
{
    memset(files, 0, sizeof *files);
    snprintf(files->folder, sizeof files->folder, "/tmp/plassflyt-input-XXXXXX");
    assert_non_null(mkdtemp(files->folder));
    write_evidence(files, -1, NULL);
    write_file(files, "sources.yaml",
               "plassflyt: sources/1\n"
               "S-1: {title: A report, issuer: Bufdir, date: 2023, address: 'https://bufdir.no'}\n"
               "S-2: {title: A second report}\n");
    write_file(files, "world.yaml",
               "plassflyt: world/1\n"
               "title: {en: Norway, nb: Norge, nn: Noreg}\n"
               "evidence: [evidence.yaml]\n"
               "sources: sources.yaml\n");
    write_file(files, "nullalternativ.yaml",
               "plassflyt: policy/1\n"
               "title: {en: Null alternative, nb: Nullalternativet, nn: Nullalternativet}\n"
               "base: world.yaml\n");
}

static inline void files_end(struct files *files)
{
    DIR *folder = opendir(files->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *path = file_path(files, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlink(path) != 0)
            assert_int_equal(rmdir(path), 0);
    }
    closedir(folder);
    assert_int_equal(rmdir(files->folder), 0);
}

/* cmocka fixtures: the state is a struct files. */
static inline int files_setup(void **state)
{
    *state = malloc(sizeof(struct files));
    assert_non_null(*state);
    files_begin(*state);
    return 0;
}

static inline int files_teardown(void **state)
{
    files_end(*state);
    free(*state);
    return 0;
}

/* Reads a scenario that must be valid. */
static inline struct study *read_valid(struct files *files, const char *name)
{
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    const char *path = file_path(files, name);
    struct study *study = study_read(&path, 1, NULL, &messages);
    if (!study)
        messages_print(&messages, stderr, false);
    assert_non_null(study);
    assert_int_equal(messages.count, 0);
    messages_free(&messages);
    return study;
}

/* Reads a scenario that must give exactly these messages: "file:line: sentence", one on each line
 * of `expected` (file without its folder; no file: "plassflyt: sentence"). */
static inline void expect_messages(struct files *files, const char *name, enum language language,
                                   const char *expected)
{
    struct messages messages;
    messages_start(&messages, language);
    const char *path = file_path(files, name);
    struct study *study = study_read(&path, 1, NULL, &messages);
    assert_null(study);
    char found[8192] = "";
    size_t used = 0;
    for (int i = 0; i < messages.count && i < MESSAGES_SHOWN; i++) {
        const struct message *m = &messages.shown[i];
        const char *file = m->file ? strrchr(m->file, '/') + 1 : "plassflyt";
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", i ? "\n" : "", file);
        if (m->line)
            used += (size_t)snprintf(found + used, sizeof found - used, ":%d", m->line);
        used += (size_t)snprintf(found + used, sizeof found - used, ": %s", m->text);
    }
    /* Paths in sentences are in the folder, whose name differs from run to run. */
    for (char *at; (at = strstr(found, files->folder)) != NULL;) {
        char *rest = at + strlen(files->folder) + 1;
        memmove(at, rest, strlen(rest) + 1);
    }
    assert_string_equal(found, expected);
    messages_free(&messages);
}

/* Writes a policy on top of nullalternativ.yaml whose list of changes is `changes` (which begins in
 * line 4), and expects these messages in English. */
static inline void expect_of_changes(struct files *files, const char *changes, const char *expected)
{
    char text[4096];
    snprintf(text, sizeof text, "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n%s",
             changes);
    write_file(files, "policy.yaml", text);
    expect_messages(files, "policy.yaml", LANGUAGE_EN, expected);
}

/* Writes evidence for one parameter instead of the usual, at the end of evidence.yaml, and expects
 * these messages in English. Lines are counted from the entry: "+1" in `expected` is its first. */
static inline void expect_of_evidence(struct files *files, enum parameter parameter,
                                      const char *entry, const char *expected)
{
    write_evidence(files, (int)parameter, entry);
    int lines = 0;
    FILE *file = fopen(file_path(files, "evidence.yaml"), "r");
    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;)
        lines += c == '\n';
    fclose(file);
    for (const char *c = entry; *c; c++)
        lines -= *c == '\n';
    char absolute[4096];
    size_t used = 0;
    for (const char *c = expected; *c; c++) {
        char *end = NULL;
        long offset = c[0] == ':' && c[1] == '+' ? strtol(c + 2, &end, 10) : 0;
        if (end) {
            used +=
                (size_t)snprintf(absolute + used, sizeof absolute - used, ":%ld", lines + offset);
            c = end - 1;
        } else {
            absolute[used++] = *c;
        }
    }
    absolute[used] = '\0';
    expect_messages(files, "nullalternativ.yaml", LANGUAGE_EN, absolute);
}

#endif
