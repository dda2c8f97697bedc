/* for versionsort NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _GNU_SOURCE
#include "command/run_worlds.h"

#include "experiment/latin_draws.h"
#include "experiment/sobol_draws.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FEWEST = 2, MOST_DRAWS = 100000 };

static const long default_replications = 200;

bool run_size_read(const struct invocation *invocation, struct run_size *size)
{
    long seed = 1;
    size->replications = 0;
    if (!option_number(invocation, "replications", 1, 1000000, &size->replications) ||
        !option_number(invocation, "seed", 0, UINT32_MAX, &seed))
        return false;
    size->seed = (uint32_t)seed;
    return true;
}

static bool out_of_memory(const struct invocation *invocation)
{
    refuse(invocation, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
    return false;
}

/* ---- the files of --fits ---- */

static bool add_path(struct run_worlds *worlds, const char *folder, const char *name, size_t length)
{
    char **paths = realloc(worlds->paths, (worlds->n_fits + 1) * sizeof *paths);
    size_t size = strlen(folder) + length + 2;
    char *path = paths ? malloc(size) : NULL;
    if (paths)
        worlds->paths = paths;
    if (!path)
        return false;
    snprintf(path, size, "%s%s%.*s", folder, *folder ? "/" : "", (int)length, name);
    worlds->paths[worlds->n_fits++] = path;
    return true;
}

static int is_world_name(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 &&
           strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* The worlds of a folder, x_2 before x_10. */
static bool add_folder(struct run_worlds *worlds, const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_world_name, versionsort);
    bool good = n >= 0;
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        good = good && add_path(worlds, folder, name, strlen(name));
        free(entries[i]);
    }
    if (n >= 0)
        free((void *)entries);
    return good;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder, or files with commas. */
static bool find_fits(struct run_worlds *worlds, const struct invocation *invocation)
{
    const char *list = option_value(invocation, "fits");
    bool good = true;
    if (!list)
        return true;
    if (is_folder(list))
        good = add_folder(worlds, list);
    else
        for (const char *at = list; *at && good; at += *at == ',') {
            size_t length = strcspn(at, ",");
            good = length == 0 || add_path(worlds, "", at, length);
            at += length;
        }
    if (good && worlds->n_fits >= FEWEST)
        return true;
    refuse(invocation, TEXT_RUN_FEW_FITS, ARGUMENTS(list));
    return false;
}

/* ---- reading ---- */

static struct study *read_one(const struct invocation *invocation, const char *const *paths,
                              size_t n, const char *world)
{
    struct messages messages;
    messages_start(&messages, invocation->language);
    const struct study_order order = {
        .paths = paths, .n_paths = n, .world = world, .start = option_value(invocation, "start")};
    struct study *study = study_read_ordered(&order, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    return study;
}

static bool same_cell(const struct study *a, const struct study *b, enum parameter p)
{
    double one = *parameter_cells_const(&a->value, p), other = *parameter_cells_const(&b->value, p);
    return !(one < other || one > other);
}

/* Worlds of one study begin and end on the same days. */
static bool same_dates(const struct study *a, const struct study *b)
{
    return same_cell(a, b, PARAMETER_history_start) && same_cell(a, b, PARAMETER_policy_date) &&
           same_cell(a, b, PARAMETER_end_date);
}

static bool read_fits(struct run_worlds *worlds, const struct invocation *invocation)
{
    worlds->fits = calloc(worlds->n_fits + 1, sizeof *worlds->fits);
    if (!worlds->fits)
        return out_of_memory(invocation);
    for (size_t i = 0; i < worlds->n_fits; i++) {
        const char *path = worlds->paths[i];
        worlds->fits[i] = read_one(invocation, &path, 1, NULL);
        if (!worlds->fits[i])
            return false;
        if (worlds->fits[i]->n_policies != 1 || worlds->fits[i]->policies[0].n_files > 0 ||
            !same_dates(worlds->fits[i], worlds->read)) {
            refuse(invocation, TEXT_RUN_NO_FIT, ARGUMENTS(path, worlds->paths[0]));
            return false;
        }
    }
    return true;
}

static bool is_listed(const struct input_file *files, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].path, path) == 0)
            return true;
    return false;
}

/* The results file keeps every file that was read, those of all worlds too. */
static bool join_files(struct run_worlds *worlds)
{
    size_t n = worlds->read->n_files, most = n;
    for (size_t i = 0; i < worlds->n_fits; i++)
        most += worlds->fits[i]->n_files;
    worlds->files = calloc(most + 1, sizeof *worlds->files);
    if (!worlds->files)
        return false;
    memcpy(worlds->files, worlds->read->files, n * sizeof *worlds->files);
    for (size_t i = 0; i < worlds->n_fits; i++)
        for (size_t f = 0; f < worlds->fits[i]->n_files; f++)
            if (!is_listed(worlds->files, n, worlds->fits[i]->files[f].path))
                worlds->files[n++] = worlds->fits[i]->files[f];
    worlds->study.files = worlds->files;
    worlds->study.n_files = n;
    return true;
}

/* ---- draws ---- */

/* Values of draw d: those of fit d mod n_fits, or of the study's world. */
static const struct study *base_of(const struct run_worlds *worlds, size_t draw)
{
    return worlds->n_fits ? worlds->fits[draw % worlds->n_fits] : worlds->read;
}

/* What draws are made of: the coordinates that are drawn, and how. */
struct drawing {
    struct space space;
    enum draw_method method;
    uint32_t seed;
    struct sobol_draws *sobol;
    double *places; /* [LATIN_BLOCK][space.n], or of one draw */
};

static void drawing_close(struct drawing *drawing)
{
    sobol_close(drawing->sobol);
    free(drawing->places);
    space_free(&drawing->space);
}

/* The cells in which one fit or another differs, however many of them there are draws for. */
static bool find_held(const struct run_worlds *worlds, bool held[N_PARAMETER_CELLS])
{
    struct draws apart;
    size_t n = worlds->n_fits;
    const char **no_names = calloc(n + 1, sizeof *no_names);
    struct parameters *values = calloc(n + 1, sizeof *values);
    for (size_t f = 0; values && f < n; f++)
        values[f] = worlds->fits[f]->value;
    bool good = no_names && values && draws_make(&apart, values, no_names, n, 1);
    for (size_t i = 0; good && i < apart.n_cells; i++)
        held[apart.cell[i]] = true;
    if (good)
        draws_free(&apart);
    free(values);
    free((void *)no_names);
    return good;
}

/* What the fits do not move is drawn in its range. */
static bool drawing_open(struct drawing *drawing, const struct run_worlds *worlds, const char *only)
{
    bool held[N_PARAMETER_CELLS] = {false};
    if (worlds->n_fits && !find_held(worlds, held))
        return false;
    struct space_choice choice = {
        .only = only, .last_year = INT_MAX, .uncertain = true, .held = held};
    return space_make(&drawing->space, worlds->read, &choice);
}

/* Whether there is something to draw, and not too much for the method; a message if not. */
static bool can_draw(const struct invocation *invocation, const struct drawing *drawing)
{
    char n[32], most[32];
    snprintf(n, sizeof n, "%zu", drawing->space.n);
    snprintf(most, sizeof most, "%d", SOBOL_MOST);
    if (drawing->space.n == 0)
        refuse(invocation, TEXT_RUN_NOTHING_DRAWN, NO_ARGUMENTS);
    else if (drawing->method == DRAWS_SOBOL && drawing->space.n > SOBOL_MOST)
        refuse(invocation, TEXT_RUN_SOBOL_MOST, ARGUMENTS(n, most));
    else
        return true;
    return false;
}

/* Where the values of draw d lie in their ranges. Draws come in order. NULL if memory is short. */
static const double *next_places(struct drawing *drawing, size_t d)
{
    if (drawing->sobol) {
        sobol_next(drawing->sobol, drawing->places);
        return drawing->places;
    }
    size_t own = d % LATIN_BLOCK;
    if (own == 0 && !latin_block(&drawing->space, drawing->seed, d / LATIN_BLOCK, drawing->places))
        return NULL;
    return drawing->places + own * drawing->space.n;
}

static bool draw_values(const struct run_worlds *worlds, struct drawing *drawing, size_t n,
                        struct parameters *values)
{
    bool sobol = drawing->method == DRAWS_SOBOL;
    drawing->places = calloc(LATIN_BLOCK * drawing->space.n + 1, sizeof *drawing->places);
    if (sobol)
        drawing->sobol = sobol_open(&drawing->space, drawing->seed);
    bool good = drawing->places && (!sobol || drawing->sobol);
    for (size_t d = 0; d < n && good; d++) {
        struct study base = *base_of(worlds, d);
        const double *places = next_places(drawing, d);
        drawing->space.study = &base;
        good = places != NULL;
        if (good)
            space_values(&drawing->space, places, &values[d]);
        drawing->space.study = NULL; /* that was this draw's */
    }
    return good;
}

/* False after a message. */
static bool draw_all(const struct run_worlds *worlds, const struct asked *asked, uint32_t seed,
                     size_t n, struct parameters *values)
{
    const struct study_file *file = asked->file;
    struct drawing drawing = {.method = file ? file->draws_method : DRAWS_LATIN, .seed = seed};
    bool opened = drawing_open(&drawing, worlds, file ? file->draws_only : NULL);
    bool can = opened && can_draw(&asked->invocation, &drawing);
    bool drawn = can && draw_values(worlds, &drawing, n, values);
    drawing_close(&drawing);
    return drawn || (opened && !can) ? drawn : out_of_memory(&asked->invocation);
}

static bool is_drawn(const struct asked *asked)
{
    return option_value(&asked->invocation, "draws") || (asked->file && asked->file->drawn);
}

static bool make_draws(struct run_worlds *worlds, const struct asked *asked, uint32_t seed,
                       size_t n, int32_t each)
{
    struct parameters *values = calloc(n, sizeof *values);
    const char **names = calloc(n, sizeof *names);
    bool room = values && names;
    for (size_t d = 0; d < n && room; d++) {
        values[d] = base_of(worlds, d)->value;
        names[d] = base_of(worlds, d)->world_name;
    }
    bool drawn = room && (!is_drawn(asked) || draw_all(worlds, asked, seed, n, values));
    bool made = drawn && draws_make(&worlds->draws, values, names, n, each);
    free(values);
    free((void *)names);
    return made || (room && !drawn) ? made : out_of_memory(&asked->invocation);
}

/* How many draws: as said, else one a fit, else as many as the replications make. */
static long count_draws(const struct run_worlds *worlds, const struct asked *asked, long said,
                        long replications)
{
    if (said)
        return said;
    if (is_drawn(asked))
        return replications / (asked->file->draws_each ? asked->file->draws_each : FEWEST);
    return (long)worlds->n_fits;
}

/* Every draw has equally many replications, at least two: else chance and what is uncertain about
 * the values cannot be told apart. */
static bool share_out(const struct asked *asked, long said, long n, long *replications)
{
    char draws[32], wanted[32];
    long each = asked->file && asked->file->draws_each ? asked->file->draws_each : FEWEST;
    if (*replications == 0)
        *replications = each * n;
    bool as_said = said || !is_drawn(asked) || n * each == *replications;
    if (n > 1 && as_said && *replications % n == 0 && *replications / n >= FEWEST)
        return true;
    snprintf(draws, sizeof draws, "%ld", n);
    snprintf(wanted, sizeof wanted, "%ld", *replications);
    if (as_said)
        refuse(&asked->invocation, TEXT_RUN_UNEVEN_DRAWS, ARGUMENTS(wanted, draws));
    else
        refuse(&asked->invocation, TEXT_STUDY_DRAWS_AGREE, ARGUMENTS(wanted));
    return false;
}

bool run_worlds_make(struct run_worlds *worlds, const struct asked *asked, uint32_t seed,
                     long *replications)
{
    const struct invocation *invocation = &asked->invocation;
    *worlds = (struct run_worlds){0};
    const char *world = option_value(invocation, "world");
    long n = 0;
    if (!option_number(invocation, "draws", FEWEST, MOST_DRAWS, &n) ||
        !find_fits(worlds, invocation))
        return false;
    if (worlds->n_fits && world) {
        refuse(invocation, TEXT_RUN_WORLD_AND_FITS, NO_ARGUMENTS);
        return false;
    }
    const long said = n;
    n = count_draws(worlds, asked, said, *replications);
    if ((n || is_drawn(asked)) && !share_out(asked, said, n, replications))
        return false;
    if (*replications == 0)
        *replications = default_replications;
    worlds->read = read_one(invocation, invocation->operands, invocation->n_operands,
                            worlds->n_fits ? worlds->paths[0] : world);
    if (!worlds->read || !read_fits(worlds, invocation))
        return false;
    worlds->study = *worlds->read;
    if (!join_files(worlds))
        return out_of_memory(invocation);
    return n == 0 || make_draws(worlds, asked, seed, (size_t)n, (int32_t)(*replications / n));
}

void run_worlds_free(struct run_worlds *worlds)
{
    draws_free(&worlds->draws);
    for (size_t i = 0; i < worlds->n_fits; i++) {
        if (worlds->fits && worlds->fits[i])
            study_free(worlds->fits[i]);
        free(worlds->paths[i]);
    }
    free((void *)worlds->fits);
    free((void *)worlds->paths);
    free(worlds->files);
    study_free(worlds->read);
}
