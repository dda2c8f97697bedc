#include "command/foresight.h"

#include "analysis/number.h"
#include "command/stored.h"

#include <dirent.h>
#include <omp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { WORDS = 64 };

/* ---- the disk ---- */

/* The folder that is there already of those in which `path` is to lie. */
static void find_folder(const char *path, char *folder, size_t size)
{
    struct stat status;
    snprintf(folder, size, "%s", path);
    do {
        char *slash = strrchr(folder, '/');
        if (slash == folder)
            snprintf(folder, size, "/");
        else if (slash)
            *slash = '\0';
        else
            snprintf(folder, size, ".");
    } while (stat(folder, &status) != 0 && strcmp(folder, ".") != 0 && strcmp(folder, "/") != 0);
}

static double free_in(const char *folder)
{
    struct statvfs disk;
    return statvfs(folder, &disk) == 0 ? (double)disk.f_bavail * (double)disk.f_frsize : -1;
}

/* Bytes of the files in a folder; 0 if it is not there. */
static double bytes_in(const char *folder)
{
    double sum = 0;
    DIR *open = opendir(folder);
    for (const struct dirent *entry; open && (entry = readdir(open));) {
        struct stat status;
        if (fstatat(dirfd(open), entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode))
            sum += (double)status.st_size;
    }
    if (open)
        closedir(open);
    return sum;
}

/* ---- foreseeing ---- */

bool foresight_make(struct foresight *foresight, const struct asked *asked,
                    const struct run_worlds *worlds, long replications)
{
    const struct invocation *invocation = &asked->invocation;
    const char *output = option_value(invocation, "output");
    *foresight = (struct foresight){.replications = replications,
                                    .scenarios = worlds->study.n_policies,
                                    .threads = invocation->threads > 0 ? invocation->threads
                                                                       : omp_get_num_procs(),
                                    .output = output ? output : default_output};
    long children = 0;
    if (!stored_read(invocation, &foresight->detail) ||
        !option_number(invocation, "children", 0, 1000000, &children))
        return false;
    const struct run_cost_order order = {.study = &worlds->study,
                                         .draws = worlds->draws.n ? &worlds->draws : NULL,
                                         .detail = &foresight->detail,
                                         .replications = (int32_t)replications,
                                         .children = (int32_t)children,
                                         .threads = foresight->threads};
    run_cost_foresee(&order, &foresight->cost);
    find_folder(foresight->output, foresight->folder, sizeof foresight->folder);
    foresight->free = free_in(foresight->folder);
    return true;
}

/* ---- telling ---- */

/* Two digits that count: what is foreseen is known no better. */
static char *about(char out[NUMBER_SIZE], enum language language, double value)
{
    return number_plain(out, language, value, value < 10 ? 1 : 0);
}

static const char *duration(char out[WORDS], enum language language, double seconds)
{
    static const struct {
        double seconds;
        enum text unit;
    } units[] = {{86400, TEXT_COST_DAYS}, {3600, TEXT_COST_HOURS}, {60, TEXT_COST_MINUTES}};
    char number[NUMBER_SIZE];
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (seconds >= 2 * units[i].seconds) {
            about(number, language, seconds / units[i].seconds);
            text_format(out, WORDS, language, units[i].unit, ARGUMENTS(number));
            return out;
        }
    about(number, language, seconds);
    text_format(out, WORDS, language, TEXT_COST_SECONDS, ARGUMENTS(number));
    return out;
}

static const char *amount(char out[WORDS], enum language language, double bytes)
{
    static const char *const unit[] = {"kB", "MB", "GB", "TB", "PB"};
    char number[NUMBER_SIZE];
    double scaled = bytes / 1000;
    size_t i = 0;
    while (scaled >= 1000 && i + 1 < sizeof unit / sizeof unit[0]) {
        scaled /= 1000;
        i++;
    }
    snprintf(out, WORDS, "%s %s", about(number, language, scaled), unit[i]);
    return out;
}

static void line(const struct invocation *invocation, enum text text, const char *const *arguments,
                 int n)
{
    fputs("  ", invocation->out);
    print_text(invocation, text, arguments, n);
    fputc('\n', invocation->out);
}

void foresight_print(const struct foresight *f, const struct invocation *invocation)
{
    enum language language = invocation->language;
    const struct run_cost *cost = &f->cost;
    char number[NUMBER_SIZE], replications[NUMBER_SIZE + 8], scenarios[NUMBER_SIZE],
        threads[NUMBER_SIZE];
    char a[WORDS], b[WORDS], c[WORDS], d[WORDS];
    number_plain(number, language, (double)f->replications, 0);
    snprintf(replications, sizeof replications, "%s%s", f->at_most ? "≤ " : "", number);
    number_plain(scenarios, language, (double)f->scenarios, 0);
    number_plain(threads, language, f->threads, 0);
    print_text(invocation, TEXT_COST_RUN,
               ARGUMENTS(replications, scenarios, detail_word[f->detail.name]));
    fputc('\n', invocation->out);
    line(invocation, TEXT_COST_TIME,
         ARGUMENTS(duration(a, language, cost->seconds), threads,
                   duration(b, language, cost->core_seconds)));
    line(invocation, TEXT_COST_MEMORY,
         ARGUMENTS(amount(a, language, cost->shared_memory + f->threads * cost->thread_memory),
                   amount(b, language, cost->thread_memory)));
    line(invocation, TEXT_COST_DISK,
         ARGUMENTS(amount(a, language, cost->journal + cost->file),
                   amount(b, language, cost->journal), amount(c, language, cost->file),
                   f->free < 0 ? "–" : amount(d, language, f->free), f->folder));
}

void foresight_json(const struct foresight *f, FILE *out)
{
    const struct run_cost *cost = &f->cost;
    fprintf(
        out,
        "{\"replications\": %ld, \"scenarios\": %zu, \"detail\": \"%s\", \"threads\": %d, "
        "\"seconds\": %.3g, \"core_seconds\": %.3g, \"memory\": %.0f, \"memory_of_thread\": %.0f, "
        "\"journal\": %.0f, \"file\": %.0f, \"disk\": %.0f",
        f->replications, f->scenarios, detail_word[f->detail.name], f->threads, cost->seconds,
        cost->core_seconds, cost->shared_memory + f->threads * cost->thread_memory,
        cost->thread_memory, cost->journal, cost->file, cost->journal + cost->file);
    if (f->free >= 0)
        fprintf(out, ", \"disk_free\": %.0f", f->free);
    fputs("}", out);
}

bool foresight_has_room(const struct foresight *f, const struct invocation *invocation)
{
    enum language language = invocation->language;
    char journal[1024], a[WORDS], b[WORDS], c[WORDS], d[WORDS];
    snprintf(journal, sizeof journal, "%s.journal", f->output);
    double needed = f->cost.journal + f->cost.file;
    if (f->free < 0 || needed <= f->free + bytes_in(journal))
        return true;
    refuse(invocation, TEXT_COST_NO_ROOM,
           ARGUMENTS(f->output, amount(a, language, needed), amount(b, language, f->cost.journal),
                     amount(c, language, f->cost.file), amount(d, language, f->free)));
    return false;
}

bool foresight_lets_run(const struct asked *asked, const struct run_worlds *worlds,
                        long replications)
{
    struct foresight foresight;
    struct stat status;
    return foresight_make(&foresight, asked, worlds, replications) &&
           (stat(foresight.output, &status) == 0 ||
            foresight_has_room(&foresight, &asked->invocation));
}
