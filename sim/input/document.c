#include "input/document.h"

#include "input/reading.h"
#include "input/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const format_name[N_FORMATS] = {
    [FORMAT_EVIDENCE] = "evidence/1",   [FORMAT_SOURCES] = "sources/1",
    [FORMAT_WORLD] = "world/1",         [FORMAT_POLICY] = "policy/1",
    [FORMAT_TARGETS] = "targets/1",     [FORMAT_VALIDATION] = "validation/1",
    [FORMAT_PUBLISHED] = "published/1", [FORMAT_QUEUE] = "queue/1",
    [FORMAT_STUDY] = "study/1",
};

enum { MOST_OPEN = 1000, MOST_BLANK_LINES = 100, MOST_MARKS = 200000, LONGEST_WORD = 5000 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

const char *document_body(const struct document *document)
{
    size_t mark = sizeof byte_order_mark - 1;
    bool marked = strncmp(document->text, byte_order_mark, mark) == 0;
    return document->text + (marked ? mark : 0);
}

/* ---- paths ---- */

/* Length of the folder part of a path, the last slash included. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

const char *document_stem(struct reading *reading, const char *path)
{
    const char *name = path + folder_length(path);
    size_t length = strlen(name);
    const char *dot = strrchr(name, '.');
    if (dot && dot != name && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0))
        length = (size_t)(dot - name);
    return arena_text(reading->arena, name, length);
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* "a/b/../c" as "a/c", where "a/b/.." is "a" (it is not behind a symbolic link). */
static const char *shorten_path(struct reading *reading, char *path)
{
    char *up;
    char *from = path;
    while ((up = strstr(from, "/../")) != NULL) {
        *up = '\0';
        size_t kept = folder_length(path);
        bool ordinary = up > path + kept && strcmp(path + kept, "..") != 0;
        const char *above = arena_print(reading->arena, "%s/..", path);
        const char *folder = kept ? arena_text(reading->arena, path, kept) : ".";
        *up = '/';
        from = up + 1;
        if (ordinary && same_file(above, folder)) {
            memmove(path + kept, up + 4, strlen(up + 4) + 1);
            from = path;
        }
    }
    return path;
}

/* ---- opening ---- */

struct folder {
    const char *names[256];
    size_t n;
};

static const char *folder_name(size_t i, const void *context)
{
    return ((const struct folder *)context)->names[i];
}

/* The file in the same folder that may have been meant. */
static const char *file_suggestion(struct reading *reading, const char *path)
{
    size_t length = folder_length(path);
    const char *where = length ? arena_text(reading->arena, path, length) : ".";
    DIR *open_folder = opendir(where);
    if (!open_folder)
        return "";
    struct folder folder = {.n = 0};
    for (struct dirent *entry; (entry = readdir(open_folder)) != NULL && folder.n < 256;)
        if (strstr(entry->d_name, ".yaml"))
            folder.names[folder.n++] =
                arena_text(reading->arena, entry->d_name, strlen(entry->d_name));
    closedir(open_folder);
    struct names names = {folder.n, folder_name, &folder};
    return nearest_name(path + length, names.n, names.name, names.context)
               ? suggestion(reading, path + length, &names)
               : "";
}

static void complain_of_file(struct reading *reading, const struct yaml *named_at, enum text text,
                             const char *path, const char *detail)
{
    if (named_at)
        complain(reading, named_at, text, ARGUMENTS(path, detail));
    else
        complain_line(reading, NULL, 0, 0, text, ARGUMENTS(path, detail));
}

static void complain_of_opening(struct reading *reading, const char *path,
                                const struct yaml *named_at, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        complain_of_file(reading, named_at, TEXT_FILE_MISSING, path,
                         file_suggestion(reading, path));
    else if (error == EACCES)
        complain_of_file(reading, named_at, TEXT_FILE_UNREADABLE, path, "");
    else
        complain_of_file(reading, named_at, TEXT_NO_FILE, path, strerror(error));
}

/* Whether a file is one that can be read whole; a message if not. */
static bool file_fits(struct reading *reading, const char *path, const struct yaml *named_at,
                      const struct stat *status)
{
    if (S_ISDIR(status->st_mode))
        complain_of_file(reading, named_at, TEXT_FILE_FOLDER, path, "");
    else if (!S_ISREG(status->st_mode))
        complain_of_file(reading, named_at, TEXT_FILE_SPECIAL, path, "");
    else if ((unsigned long long)status->st_size > DOCUMENT_BYTES)
        complain_of_file(reading, named_at, TEXT_FILE_TOO_LARGE, path, "4");
    else
        return true;
    return false;
}

/* Reads at most `room` bytes; false if the machine fails to. */
static bool read_whole(int file, char *text, size_t room, size_t *length)
{
    *length = 0;
    while (*length < room) {
        ssize_t n = read(file, text + *length, room - *length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        *length += (size_t)n;
    }
    return true;
}

/* The document read before that is the same file, or NULL. */
static struct document *find_document(struct reading *reading, const struct stat *status)
{
    for (struct document *d = reading->documents; d; d = d->next)
        if (d->device == status->st_dev && d->inode == status->st_ino)
            return d;
    return NULL;
}

static struct document *add_document(struct reading *reading, const char *path)
{
    struct document *document = arena_take(reading->arena, sizeof *document);
    document->path = arena_text(reading->arena, path, strlen(path));
    document->next = reading->documents;
    reading->documents = document;
    return document;
}

/* ---- what the text is ---- */

/* Number of the line in which byte number `at` of a text stands. */
static int line_of(const char *text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

/* What of a text wears the YAML library out: shapes over which it takes seconds, minutes or
 * gigabytes, each far from anything that people write. */
struct wear {
    int line;
    bool blank;      /* the line, up to here */
    int blank_lines; /* in a row, up to here */
    long open;       /* brackets opened and not closed, prose included */
    long marks;      /* commas, brackets, per cent signs */
    long word;       /* length of the word, up to here */
    bool directive;  /* a line that begins with % */
};

static void wear_on(struct wear *wear, const char *c, bool line_begins)
{
    bool opens = *c == '[' || *c == '{';
    bool closes = *c == ']' || *c == '}';
    bool space = *c == ' ' || *c == '\t' || *c == '\r' || *c == '\n';
    wear->open += opens - closes;
    wear->marks += opens || closes || *c == ',' || *c == '%';
    wear->word = space ? 0 : wear->word + 1;
    wear->directive = line_begins && *c == '%';
    wear->blank = wear->blank && space;
    if (*c == '\n' || (*c == '\r' && c[1] != '\n')) {
        wear->line++;
        wear->blank_lines = wear->blank ? wear->blank_lines + 1 : 0;
        wear->blank = true;
    }
}

/* Which limit is passed, as a text of messages with its number; false if none is. */
static bool is_worn(const struct wear *wear, enum text *text, const char **limit)
{
    const struct {
        bool passed;
        enum text text;
        const char *limit;
    } limits[] = {
        {wear->directive, TEXT_YAML_DIRECTIVE, ""},
        {wear->open > MOST_OPEN, TEXT_YAML_DEEP, "64"},
        {wear->blank_lines > MOST_BLANK_LINES, TEXT_YAML_BLANK, "100"},
        {wear->marks > MOST_MARKS, TEXT_YAML_MARKS, "200000"},
        {wear->word > LONGEST_WORD, TEXT_YAML_WORD, "5000"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        *text = limits[i].text;
        *limit = limits[i].limit;
        if (limits[i].passed)
            return true;
    }
    return false;
}

/* Refuses a text that would wear the parser out; true and a message if it would. */
static bool wears_parser_out(struct reading *reading, const struct document *document)
{
    struct wear wear = {.line = 1, .blank = true};
    const char *body = document_body(document);
    for (const char *c = body; *c; c++) {
        enum text text;
        const char *limit;
        wear_on(&wear, c, c == body || c[-1] == '\n' || c[-1] == '\r');
        if (!is_worn(&wear, &text, &limit))
            continue;
        complain_line(reading, document, wear.line, 0, text, ARGUMENTS(limit));
        return true;
    }
    return false;
}

static bool text_fits(struct reading *reading, const struct document *document)
{
    const char *text = document->text;
    size_t length = document->length;
    size_t valid = utf8_valid_length(text, length);
    const char *nul = memchr(text, '\0', valid);
    if (nul)
        complain_line(reading, document, line_of(text, (size_t)(nul - text)), 0, TEXT_FILE_NUL,
                      NO_ARGUMENTS);
    else if (valid < length)
        complain_line(reading, document, line_of(text, valid), 0, TEXT_FILE_NOT_UTF8, NO_ARGUMENTS);
    else if (strspn(document_body(document), " \t\r\n") == strlen(document_body(document)))
        complain_line(reading, document, 0, 0, TEXT_FILE_EMPTY, NO_ARGUMENTS);
    else
        return !wears_parser_out(reading, document);
    return false;
}

static const char *format_at(size_t i, const void *context)
{
    (void)context;
    return format_name[i];
}

/* Finds the format in the first key. */
static bool find_format(struct reading *reading, struct document *document)
{
    const struct yaml *root = document->root;
    if (root->kind != YAML_MAP || !root->first ||
        strcmp(root->first->key->text, "plassflyt") != 0) {
        complain(reading, root, TEXT_FORMAT_MISSING, NO_ARGUMENTS);
        return false;
    }
    for (int f = 0; f < N_FORMATS; f++) {
        document->format = (enum format)f;
        if (strcmp(root->first->text, format_name[f]) == 0)
            return true;
    }
    struct names names = {N_FORMATS, format_at, NULL};
    const char *given = root->first->text;
    complain(reading, root->first, TEXT_FORMAT_UNKNOWN,
             ARGUMENTS(given, suggestion(reading, given, &names)));
    return false;
}

static struct document *check_and_parse(struct reading *reading, struct document *document)
{
    if (!text_fits(reading, document))
        return NULL;
    document->root = yaml_parse(reading, document);
    if (document->root && !find_format(reading, document))
        document->root = NULL;
    return document->root ? document : NULL;
}

struct document *document_of_text(struct reading *reading, const char *path, const char *text,
                                  size_t length)
{
    struct document *document = add_document(reading, path);
    document->text = arena_text(reading->arena, text, length);
    document->length = length;
    return check_and_parse(reading, document);
}

static struct document *load_open_file(struct reading *reading, int file, const char *path,
                                       const struct yaml *named_at)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        complain_of_opening(reading, path, named_at, errno);
        return NULL;
    }
    struct document *document = find_document(reading, &status);
    if (document)
        return document->root ? document : NULL;
    document = add_document(reading, path);
    document->device = status.st_dev;
    document->inode = status.st_ino;
    if (!file_fits(reading, path, named_at, &status))
        return NULL;
    size_t room = (size_t)status.st_size;
    char *text = arena_take(reading->arena, room + 1);
    if (!read_whole(file, text, room, &document->length)) {
        complain_of_opening(reading, path, named_at, errno);
        return NULL;
    }
    document->text = text;
    return check_and_parse(reading, document);
}

/* ---- files held in memory ---- */

/* "a/./b/../c" as "a/c", by the names alone. */
static const char *clean_path(struct reading *reading, const char *path)
{
    char *clean = arena_take(reading->arena, strlen(path) + 2);
    size_t length = 0;
    while (*path) {
        size_t part = strcspn(path, "/");
        bool up = part == 2 && strncmp(path, "..", 2) == 0;
        size_t above = length;
        while (above > 0 && clean[above - 1] != '/')
            above--;
        bool known = length > 0 && strcmp(clean + above, "..") != 0;
        if (up && known) {
            length = above > 0 ? above - 1 : 0;
        } else if (part > 0 && !(part == 1 && path[0] == '.')) {
            length += (size_t)sprintf(clean + length, "%s%.*s", length ? "/" : "", (int)part, path);
        }
        clean[length] = '\0';
        path += part + (path[part] == '/');
    }
    return clean;
}

/* Whether a path ends with a name, or is it. */
static bool path_ends(const char *path, const char *name)
{
    size_t length = strlen(path), end = strlen(name);
    return length >= end && strcmp(path + length - end, name) == 0 &&
           (length == end || path[length - end - 1] == '/');
}

/* The names of files held lack the folder that all lie in. A path that leads out of it and back has
 * such a name at its end. */
static const struct input_file *find_held(const struct reading *reading, const char *path)
{
    const struct input_file *found = NULL;
    bool from_outside = path[0] == '/' || strncmp(path, "../", 3) == 0;
    for (size_t i = 0; i < reading->n_held; i++) {
        const struct input_file *file = &reading->held[i];
        if (strcmp(file->path, path) == 0)
            return file;
        bool longer = !found || strlen(file->path) > strlen(found->path);
        if (from_outside && longer && path_ends(path, file->path))
            found = file;
    }
    return found;
}

static struct document *load_held(struct reading *reading, const char *path,
                                  const struct yaml *named_at)
{
    const struct input_file *file = find_held(reading, path);
    if (!file) {
        complain_of_file(reading, named_at, TEXT_FILE_MISSING, path, "");
        return NULL;
    }
    for (struct document *d = reading->documents; d; d = d->next)
        if (strcmp(d->path, file->path) == 0)
            return d->root ? d : NULL;
    return document_of_text(reading, file->path, file->text, file->length);
}

const char *document_path(struct reading *reading, const struct document *from, const char *name)
{
    if (name[0] == '/')
        return name;
    size_t folder = folder_length(from->path);
    char *path = arena_print(reading->arena, "%.*s%s", (int)folder, from->path, name);
    return reading->held ? clean_path(reading, path) : shorten_path(reading, path);
}

bool document_exists(const struct reading *reading, const char *path)
{
    struct stat status;
    return reading->held ? find_held(reading, path) != NULL : stat(path, &status) == 0;
}

struct document *document_load(struct reading *reading, const char *path,
                               const struct yaml *named_at)
{
    if (reading->held)
        return load_held(reading, path, named_at);
    /* Not blocking: opening a pipe that nobody writes to would wait for ever. */
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        complain_of_opening(reading, path, named_at, errno);
        return NULL;
    }
    struct document *document = load_open_file(reading, file, path, named_at);
    close(file);
    return document;
}

size_t document_list(struct reading *reading, struct document *document)
{
    struct study *study = reading->study;
    if (document->listed)
        return document->index;
    study->files = arena_extend(reading->arena, study->files, study->n_files, sizeof *study->files);
    study->files[study->n_files] =
        (struct input_file){document->path, document->text, document->length};
    document->listed = true;
    document->index = study->n_files++;
    return document->index;
}
