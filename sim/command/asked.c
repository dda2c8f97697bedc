#include "command/asked.h"

#include "output/results_place.h"

#include <stdlib.h>
#include <string.h>

const char default_output[] = "results/plassflyt.h5";

/* The keys of a study file that are options too. */
struct key {
    const char *name, *value;
};
enum { N_KEYS = 10 };

static void list_keys(const struct study_file *file, struct key keys[N_KEYS])
{
    const struct key all[N_KEYS] = {
        {"world", file->world},
        {"fits", file->fits},
        {"start", file->start},
        {"seed", file->seed},
        {"replications", file->replications},
        {"draws", file->draws},
        {"detail", file->detail},
        {"measures", file->measures},
        {"output", file->output},
        {"children", file->children},
    };
    memcpy(keys, all, sizeof all);
}

/* Whether an option was given that says the same as the key, or takes its place. */
static bool is_overridden(const struct invocation *invocation, const char *name)
{
    bool worlds = strcmp(name, "world") == 0 || strcmp(name, "fits") == 0;
    return option_value(invocation, name) ||
           (worlds && (option_value(invocation, "world") || option_value(invocation, "fits")));
}

/* Options given stand; the file has the others. */
static bool take_keys(struct asked *asked, const struct invocation *given)
{
    struct key keys[N_KEYS];
    list_keys(asked->file, keys);
    for (size_t i = 0; i < N_KEYS; i++) {
        int option = option_find(COMMAND_run, keys[i].name);
        if (!keys[i].value || is_overridden(given, keys[i].name))
            continue;
        if (option < 0) {
            refuse(given, TEXT_STUDY_NO_KEY, ARGUMENTS(asked->file->path, keys[i].name));
            return false;
        }
        asked->invocation.value[option] = keys[i].value;
    }
    return true;
}

/* The same command line for `run`, which has at least the options about what is run. */
static struct invocation as_run(const struct invocation *given)
{
    struct invocation run = *given;
    run.command = COMMAND_run;
    for (int i = 0; i < N_OPTIONS; i++)
        run.value[i] = NULL;
    for (int i = 0; i < N_OPTIONS; i++) {
        int own = given->value[i] ? option_find(COMMAND_run, option_table[i].name) : -1;
        if (own >= 0)
            run.value[own] = given->value[i];
    }
    return run;
}

static bool read_file(struct asked *asked, const struct invocation *given, const char *path)
{
    struct messages messages;
    messages_start(&messages, given->language);
    asked->file = study_file_read(path, &messages);
    print_messages(&messages, given->err);
    messages_free(&messages);
    return asked->file != NULL;
}

/* Follows the output if it is a link, and looks whether something else lies there. A run of one replication
 * writes nothing, and one of a part is told where. */
static bool find_output(struct asked *asked)
{
    struct invocation *run = &asked->invocation;
    const char *given = option_value(run, "output");
    if (option_value(run, "only") || (!given && option_value(run, "part")))
        return true;
    const char *named = given ? given : default_output;
    char *meant = results_place_meant(named);
    if (!meant) {
        refuse(run, TEXT_OUT_OF_MEMORY, NO_ARGUMENTS);
        return false;
    }
    if (strcmp(meant, named) != 0)
        run->value[option_find(COMMAND_run, "output")] = asked->output = meant;
    struct messages messages;
    messages_start(&messages, run->language);
    bool is_free = results_place_is_free(meant, &messages);
    print_messages(&messages, run->err);
    messages_free(&messages);
    if (!asked->output)
        free(meant);
    return is_free;
}

/* A study file, if that is what was named, and its keys. */
static bool read_asked(struct asked *asked, const struct invocation *invocation)
{
    const char *study = NULL;
    for (size_t i = 0; i < invocation->n_operands && !study; i++)
        study = is_study_file(invocation->operands[i]) ? invocation->operands[i] : NULL;
    if (!study)
        return true;
    if (invocation->n_operands > 1) {
        refuse(invocation, TEXT_STUDY_ALONE, ARGUMENTS(study));
        return false;
    }
    if (!read_file(asked, invocation, study))
        return false;
    asked->invocation.operands = asked->file->scenarios;
    asked->invocation.n_operands = asked->file->n_scenarios;
    return take_keys(asked, invocation);
}

bool asked_read(struct asked *asked, const struct invocation *invocation)
{
    *asked = (struct asked){.invocation = as_run(invocation)};
    return read_asked(asked, invocation) && find_output(asked);
}

void asked_free(struct asked *asked)
{
    free(asked->output);
    asked->output = NULL;
    study_file_free(asked->file);
    asked->file = NULL;
}
