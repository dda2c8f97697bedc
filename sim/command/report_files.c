/* Where a report is made, and how it comes to stand where it is for: whole, or not at all. */
#include "command/new_file.h"
#include "command/report_parts.h"

#include "analysis/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Files of one report stand for the same moment; one that is later by more has been edited. */
enum { SAME_MOMENT = 2 };

static bool refuse_path(const struct report_making *making, enum text text, const char *path)
{
    refuse(making->invocation, text, ARGUMENTS(path, strerror(errno)));
    return false;
}

/* ---- names ---- */

/* Every file that a report may have, below its folder; NULL after the last. */
static const char *name_of(size_t i, char out[REPORT_PATH])
{
    enum { OWN = 1 + N_REPORT_FORMATS };
    static const char *const pictures[] = {"svg", "png"};
    if (i == 0)
        return REPORT_NAME ".md";
    if (i < OWN) {
        snprintf(out, REPORT_PATH, REPORT_NAME ".%s", report_format_name[i - 1]);
        return out;
    }
    i -= OWN;
    if (i >= 2 * (size_t)N_FIGURES)
        return NULL;
    snprintf(out, REPORT_PATH, REPORT_FIGURES "/%s.%s", figure_table[i / 2].name, pictures[i % 2]);
    return out;
}

static void join(char out[2 * REPORT_PATH], const char *folder, const char *name)
{
    snprintf(out, (size_t)2 * REPORT_PATH, "%s/%s", folder, name);
}

const char *report_file(const struct report_making *making, const char *name, char out[REPORT_PATH])
{
    int n = snprintf(out, REPORT_PATH, "%s/%s", making->work, name);
    if (n >= REPORT_PATH)
        out[0] = '\0';
    return out;
}

/* ---- what stands there already ---- */

static bool is_own_text(const char *path)
{
    static const char mark[] = "\ngenerator: \"Plassflyt ";
    char text[8192];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = '\0';
    if (file)
        fclose(file);
    return strncmp(text, "---\n", 4) == 0 && strstr(text, mark) != NULL;
}

static bool is_own_picture(const char *path)
{
    unsigned char bytes[16384];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return picture_is_signed(bytes, n);
}

/* Whether a file of the folder may be replaced. The text vouches for the documents made from it, as
 * long as none of them is later than it. */
static bool may_replace(const struct report_making *making, const char *name, time_t made,
                        bool own_text)
{
    char path[2 * REPORT_PATH];
    struct stat status;
    join(path, making->folder, name);
    if (stat(path, &status) != 0)
        return true;
    if (strncmp(name, REPORT_FIGURES, sizeof REPORT_FIGURES - 1) == 0)
        return is_own_picture(path) || refuse_path(making, TEXT_FILE_FOREIGN, path);
    if (!S_ISREG(status.st_mode) || !own_text)
        return refuse_path(making, TEXT_FILE_FOREIGN, path);
    return status.st_mtime <= made + SAME_MOMENT || refuse_path(making, TEXT_FILE_EDITED, path);
}

/* When the report that stands there was made: the earliest of its files. */
static time_t moment_of(const struct report_making *making)
{
    char name[REPORT_PATH], path[2 * REPORT_PATH];
    struct stat status;
    time_t first = 0;
    for (size_t i = 0; i <= N_REPORT_FORMATS; i++) {
        join(path, making->folder, name_of(i, name));
        if (stat(path, &status) == 0 && (first == 0 || status.st_mtime < first))
            first = status.st_mtime;
    }
    return first;
}

static bool may_replace_all(const struct report_making *making)
{
    char name[REPORT_PATH], path[2 * REPORT_PATH];
    time_t made = moment_of(making);
    join(path, making->folder, REPORT_NAME ".md");
    bool own_text = is_own_text(path);
    for (size_t i = 0; name_of(i, name); i++) {
        const char *one = name_of(i, name);
        if (!may_replace(making, one, made, own_text))
            return false;
    }
    return true;
}

/* ---- making and moving ---- */

bool report_files_begin(struct report_making *making)
{
    char figures[REPORT_PATH];
    if (!may_replace_all(making))
        return false;
    int n =
        snprintf(making->work, sizeof making->work, "%s.part-%ld", making->folder, (long)getpid());
    errno = ENAMETOOLONG;
    bool fits = n > 0 && (size_t)n + 128 < sizeof making->work;
    if (fits)
        make_folders(making->work);
    bool made = fits && mkdir(making->work, 0777) == 0 &&
                mkdir(report_file(making, REPORT_FIGURES, figures), 0777) == 0;
    if (made)
        return true;
    return refuse_path(making, TEXT_FILE_CREATE, making->folder);
}

bool report_file_write(const struct report_making *making, const char *name, const void *bytes,
                       size_t n)
{
    char path[REPORT_PATH];
    FILE *file = fopen(report_file(making, name, path), "wb");
    bool good = file && fwrite(bytes, 1, n, file) == n;
    if (file && fclose(file) != 0)
        good = false;
    return good || refuse_path(making, TEXT_FILE_CREATE, path);
}

/* Puts a file in its place. A document that this report does not have is taken away: it would tell
 * of other results than the text beside it. */
static bool move(const struct report_making *making, const char *name, const struct timespec *when)
{
    char from[REPORT_PATH], to[2 * REPORT_PATH];
    const struct timespec times[2] = {*when, *when};
    report_file(making, name, from);
    join(to, making->folder, name);
    if (access(from, F_OK) != 0)
        return unlink(to) == 0 || errno == ENOENT || refuse_path(making, TEXT_FILE_CREATE, to);
    if (utimensat(AT_FDCWD, from, times, 0) != 0 || rename(from, to) != 0)
        return refuse_path(making, TEXT_FILE_CREATE, to);
    return true;
}

bool report_files_end(struct report_making *making)
{
    char name[REPORT_PATH], figures[2 * REPORT_PATH];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    join(figures, making->folder, REPORT_FIGURES "/");
    make_folders(figures);
    for (size_t i = 0; name_of(i, name); i++)
        if (!move(making, name_of(i, name), &now))
            return false;
    return true;
}

void report_files_drop(struct report_making *making)
{
    char name[REPORT_PATH], path[REPORT_PATH];
    if (!*making->work)
        return;
    for (size_t i = 0; name_of(i, name); i++)
        unlink(report_file(making, name_of(i, name), path));
    rmdir(report_file(making, REPORT_FIGURES, path));
    rmdir(making->work);
    making->work[0] = '\0';
}
