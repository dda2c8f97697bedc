/* plassflyt back-cast: cuts off what is known, simulates on, and asks of what has been published since. */
#include "command/back_cast.h"

#include "command/bar.h"
#include "command/history_cut.h"
#include "engine/date.h"
#include "experiment/many.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const long default_replications = 20;
static const char default_cuts[] = "2018-12-31,2023-12-31";

enum { PATH_SIZE = 4096, DECEMBER = 12, MOST_CUTS = 8, SEED = 1 };

struct casting {
    const struct invocation *invocation;
    const struct study *study; /* as it was read */
    struct arena *arena;
    long replications, seed;
    char *folder;
    struct back_cast answer;
};

/* ---- dates ---- */

static bool read_cut(const struct casting *c, const char *text, int *year)
{
    struct date date;
    int start = date_of_days((int64_t)c->study->value.history_start).year;
    if (!date_parse(text, &date) || date.month != DECEMBER || date.day != 31) {
        refuse(c->invocation, TEXT_BACK_CAST_DATE, ARGUMENTS(text));
        return false;
    }
    *year = date.year;
    if (date.year >= start)
        return true;
    char first[32];
    snprintf(first, sizeof first, "%d-12-31", start);
    refuse(c->invocation, TEXT_BACK_CAST_EARLY, ARGUMENTS(text, first));
    return false;
}

/* ---- one cut ---- */

/* Figures of after the cut: targets, facts held back, and what else has been published. */
static size_t later_figures(const struct casting *c, int year, struct target *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < c->study->n_targets; i++)
        if (target_last_year(&c->study->targets[i]) > year)
            out[n++] = c->study->targets[i];
    return n + published_as_targets(c->study, year, c->arena, out + n, room - n);
}

static void draw(void *context, const struct progress *progress)
{
    bar_draw(context, progress->done, progress->wanted, progress->seconds);
}

static bool simulate(const struct casting *c, const struct study *study, const char *path)
{
    struct messages messages;
    struct many_outcome outcome;
    struct bar bar = bar_make(c->invocation);
    struct many_order order = {.study = study,
                               .seed = (uint32_t)c->seed,
                               .replications = (int32_t)c->replications,
                               .threads = c->invocation->threads,
                               .output = path,
                               .command = "plassflyt back-cast",
                               .fresh = true,
                               .report = draw,
                               .context = &bar};
    messages_start(&messages, c->invocation->language);
    bool good = many_run(&order, &outcome, &messages);
    bar_clear(&bar);
    print_messages(&messages, c->invocation->err);
    messages_free(&messages);
    return good;
}

/* The null alternative, as it would have been written at the end of that year. */
static bool cast_from(struct casting *c, const char *cut, int year)
{
    size_t room = c->study->n_targets + c->study->n_published + 1;
    struct study study = *c->study;
    struct policy null_alternative = c->study->policies[0];
    study.targets = arena_take(c->arena, room * sizeof *study.targets);
    study.n_targets = later_figures(c, year, study.targets, room);
    study.policies = &null_alternative;
    study.n_policies = 1;
    study.n_published = study.n_files = null_alternative.n_files = 0;
    int last = year + 1;
    for (size_t i = 0; i < study.n_targets; i++)
        last =
            target_last_year(&study.targets[i]) > last ? target_last_year(&study.targets[i]) : last;
    history_ends_after(&study.value, last);
    freeze_indices(&study.value, year);
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/from-%d.h5", c->folder, year);
    bool good = simulate(c, &study, path) && back_cast_add(&c->answer, path, cut);
    unlink(path);
    many_forget(path);
    return good;
}

/* ---- what is said of it ---- */

/* Is any value of this world fitted to a figure of after the cut? */
static bool fitted_later(const struct study *study, int year)
{
    for (size_t i = 0; i < study->n_targets; i++) {
        const struct target *t = &study->targets[i];
        bool fitted = strcmp(t->use, "fit") == 0 || strcmp(t->use, "sign") == 0;
        if (!t->held_back && fitted && target_last_year(t) > year)
            return true;
    }
    return false;
}

static bool is_table(const struct casting *c)
{
    return form_wanted(c->invocation) == SHEET_TABLE;
}

static void print_heading(const struct casting *c, const char *cut)
{
    char n[32];
    if (!is_table(c))
        return;
    snprintf(n, sizeof n, "%ld", c->replications);
    print_text(c->invocation, TEXT_BACK_CAST_FROM,
               ARGUMENTS(cut, c->study->world_title[c->invocation->language], n));
    fputs("\n", c->invocation->out);
}

static void print_end(struct casting *c, int year)
{
    char inside[32], asked[32];
    if (!is_table(c))
        return;
    back_cast_print(&c->answer);
    snprintf(inside, sizeof inside, "%zu", c->answer.inside);
    snprintf(asked, sizeof asked, "%zu", c->answer.asked);
    c->answer.inside = c->answer.asked = 0;
    print_text(c->invocation, TEXT_BACK_CAST_INSIDE, ARGUMENTS(inside, asked));
    fprintf(c->invocation->out, "\n%s\n\n",
            say(c->invocation,
                fitted_later(c->study, year) ? TEXT_BACK_CAST_FITTED : TEXT_BACK_CAST_CLEAN));
}

/* ---- all cuts ---- */

static bool cast_all(struct casting *c, const char *cuts)
{
    char text[32];
    while (*cuts) {
        size_t length = strcspn(cuts, ",");
        int year;
        snprintf(text, sizeof text, "%.*s", (int)(length < 31 ? length : 31), cuts);
        if (!read_cut(c, text, &year))
            return false;
        print_heading(c, text);
        if (!cast_from(c, text, year))
            return false;
        print_end(c, year);
        cuts += length + (cuts[length] == ',');
    }
    if (!is_table(c))
        back_cast_print(&c->answer);
    return true;
}

int command_back_cast(const struct invocation *invocation)
{
    struct casting c = {
        .invocation = invocation, .replications = default_replications, .seed = SEED};
    if (!option_number(invocation, "replications", 1, 1000000, &c.replications) ||
        !option_number(invocation, "seed", 0, UINT32_MAX, &c.seed))
        return EXIT_BAD_INPUT;
    struct study *study = read_study(invocation, invocation->operands, invocation->n_operands);
    if (!study)
        return EXIT_BAD_INPUT;
    const char *cuts = option_value(invocation, "from");
    c.study = study;
    c.arena = arena_make();
    c.answer = back_cast_open(invocation);
    c.folder = temporary_folder(invocation);
    bool good = c.folder && cast_all(&c, cuts ? cuts : default_cuts);
    if (c.folder)
        rmdir(c.folder);
    free(c.folder);
    sheet_free(c.answer.sheet);
    arena_free(c.arena);
    study_free(study);
    return good ? EXIT_DONE : EXIT_BAD_INPUT;
}
