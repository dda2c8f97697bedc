#include "experiment/calibrate_journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static const char heading[] = "# plassflyt calibrate: journal/1\n";

enum { NUMBER_LENGTH = 26, SUM_LENGTH = 17 };

/* A line: "KEY FIGURE FIGURE … SUM". */
struct entry {
    char key[JOURNAL_KEY];
    size_t n;
    double *figures; /* [n] */
};

struct calibration_journal {
    char *path;
    FILE *file;
    struct entry *entries;
    size_t n;
};

static bool complain(const char *path, struct messages *messages, enum text text, int error)
{
    message_add(messages, NULL, 0, 0, NULL, text, ARGUMENTS(path, error ? strerror(error) : ""));
    return false;
}

static struct entry *take_entry(struct calibration_journal *journal, const char *key, size_t n)
{
    struct entry *more = realloc(journal->entries, (journal->n + 1) * sizeof *more);
    double *figures = calloc(n + 1, sizeof *figures);
    if (more)
        journal->entries = more;
    if (!more || !figures) {
        free(figures);
        return NULL;
    }
    struct entry *entry = &journal->entries[journal->n++];
    *entry = (struct entry){.n = n, .figures = figures};
    snprintf(entry->key, sizeof entry->key, "%s", key);
    return entry;
}

/* ---- reading ---- */

static void sum_of(const char *line, size_t length, char sum[SUM_LENGTH])
{
    snprintf(sum, SUM_LENGTH, "%016" PRIx64, (uint64_t)XXH3_64bits(line, length));
}

/* Reads a whole line; one that is damaged or cut short counts for nothing. */
static void read_line(struct calibration_journal *journal, char *line)
{
    char sum[SUM_LENGTH];
    char *end = strchr(line, '\n'), *last = strrchr(line, ' ');
    if (!end || !last || last - line < JOURNAL_KEY - 1)
        return;
    *end = '\0';
    sum_of(line, (size_t)(last - line), sum);
    if (strcmp(sum, last + 1) != 0)
        return;
    *last = '\0';
    size_t n = 0;
    for (const char *c = line; *c; c++)
        n += *c == ' ';
    line[JOURNAL_KEY - 1] = '\0';
    struct entry *entry = take_entry(journal, line, n);
    char *number = line + JOURNAL_KEY;
    for (size_t i = 0; entry && i < n; i++)
        entry->figures[i] = strtod(number, &number);
}

static bool read_all(struct calibration_journal *journal, struct messages *messages)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, journal->file);
    bool ours = length < 0 || strcmp(line, heading) == 0;
    while (ours && getline(&line, &size, journal->file) > 0)
        read_line(journal, line);
    free(line);
    if (!ours)
        return complain(journal->path, messages, TEXT_JOURNAL_FOREIGN, 0);
    /* what comes next begins a line of its own, even after one that was cut short */
    fseek(journal->file, 0, SEEK_END);
    bool good = fputs(length < 0 ? heading : "", journal->file) >= 0;
    if (length >= 0 && fseek(journal->file, -1, SEEK_END) == 0 && fgetc(journal->file) != '\n') {
        fseek(journal->file, 0, SEEK_END);
        good = fputc('\n', journal->file) != EOF;
    }
    return good || complain(journal->path, messages, TEXT_FILE_CREATE, errno);
}

struct calibration_journal *calibration_journal_open(const char *path, struct messages *messages)
{
    struct calibration_journal *journal = calloc(1, sizeof *journal);
    if (journal)
        journal->path = strdup(path);
    if (!journal || !journal->path) {
        message_add(messages, NULL, 0, 0, NULL, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
        calibration_journal_close(journal);
        return NULL;
    }
    journal->file = fopen(path, "a+");
    if (!journal->file)
        complain(path, messages, TEXT_FILE_CREATE, errno);
    if (journal->file && read_all(journal, messages))
        return journal;
    calibration_journal_close(journal);
    return NULL;
}

void calibration_journal_close(struct calibration_journal *journal)
{
    if (!journal)
        return;
    for (size_t i = 0; i < journal->n; i++)
        free(journal->entries[i].figures);
    if (journal->file)
        fclose(journal->file);
    free(journal->entries);
    free(journal->path);
    free(journal);
}

const char *calibration_journal_path(const struct calibration_journal *journal)
{
    return journal->path;
}

bool calibration_journal_find(const struct calibration_journal *journal, const char *key, size_t n,
                              double *figures)
{
    for (size_t i = journal->n; i-- > 0;) {
        const struct entry *entry = &journal->entries[i];
        if (entry->n != n || strcmp(entry->key, key) != 0)
            continue;
        memcpy(figures, entry->figures, n * sizeof *figures);
        return true;
    }
    return false;
}

/* ---- writing ---- */

bool calibration_journal_add(struct calibration_journal *journal, const char *key, size_t n,
                             const double *figures, struct messages *messages)
{
    char sum[SUM_LENGTH];
    size_t size = JOURNAL_KEY + n * NUMBER_LENGTH + 1, used;
    char *line = malloc(size);
    struct entry *entry = line ? take_entry(journal, key, n) : NULL;
    if (!entry) {
        free(line);
        message_add(messages, NULL, 0, 0, NULL, TEXT_OUT_OF_MEMORY, ARGUMENTS(""));
        return false;
    }
    memcpy(entry->figures, figures, n * sizeof *figures);
    used = (size_t)snprintf(line, size, "%s", key);
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(line + used, size - used, " %.17g", figures[i]);
    sum_of(line, used, sum);
    bool good = fseek(journal->file, 0, SEEK_END) == 0 &&
                fprintf(journal->file, "%s %s\n", line, sum) > 0 && fflush(journal->file) == 0 &&
                fsync(fileno(journal->file)) == 0;
    free(line);
    return good || complain(journal->path, messages, TEXT_FILE_CREATE, errno);
}
