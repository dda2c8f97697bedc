/* Reading the command line and handing it to a verb. */
#include "command/command.h"

#include "experiment/ranks.h"
#include "input/fields.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_OPTION = 256, MOST_THREADS = 1024, LINE_BYTES = 2048 };

/* ---- messages ---- */

void print_messages(const struct messages *messages, FILE *err)
{
    int terminal = fileno(err);
    bool colour = terminal >= 0 && isatty(terminal) && !getenv("NO_COLOR");
    messages_print(messages, err, colour);
}

int refuse(const struct invocation *invocation, enum text text, const char *const *arguments,
           int n_arguments)
{
    struct messages messages;
    messages_start(&messages, invocation->language);
    message_add(&messages, NULL, 0, 0, NULL, text, arguments, n_arguments);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    return EXIT_BAD_INPUT;
}

/* A message about the command line itself, which also names the help. */
static int refuse_line(const struct invocation *invocation, enum text text,
                       const char *const *arguments, int n_arguments)
{
    int status = refuse(invocation, text, arguments, n_arguments);
    fprintf(invocation->err, "%s\n", say(invocation, TEXT_SEE_HELP));
    return status;
}

const char *say(const struct invocation *invocation, enum text text)
{
    return text_table[text][invocation->language];
}

void print_text(const struct invocation *invocation, enum text text, const char *const *arguments,
                int n_arguments)
{
    char line[LINE_BYTES];
    text_format(line, sizeof line, invocation->language, text, arguments, n_arguments);
    fputs(line, invocation->out);
}

struct study *read_study(const struct invocation *invocation, const char *const *paths, size_t n)
{
    struct messages messages;
    messages_start(&messages, invocation->language);
    const struct study_order order = {.paths = paths,
                                      .n_paths = n,
                                      .world = option_value(invocation, "world"),
                                      .start = option_value(invocation, "start")};
    struct study *study = study_read_ordered(&order, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    return study;
}

/* ---- options ---- */

const char *option_value(const struct invocation *invocation, const char *name)
{
    int option = option_find(invocation->command, name);
    return option >= 0 ? invocation->value[option] : NULL;
}

enum sheet_form form_wanted(const struct invocation *invocation)
{
    if (invocation->json)
        return SHEET_JSON;
    return option_value(invocation, "csv") ? SHEET_CSV : SHEET_TABLE;
}

static bool parse_whole(const char *text, long low, long high, long *number)
{
    char *end;
    errno = 0;
    long given = strtol(text, &end, 10);
    bool good = end != text && *end == '\0' && errno == 0 && given >= low && given <= high;
    if (good)
        *number = given;
    return good;
}

bool option_number(const struct invocation *invocation, const char *name, long low, long high,
                   long *number)
{
    const char *text = option_value(invocation, name);
    if (!text || parse_whole(text, low, high, number))
        return true;
    char option[64], from[32], to[32];
    snprintf(option, sizeof option, "--%s", name);
    snprintf(from, sizeof from, "%ld", low);
    snprintf(to, sizeof to, "%ld", high);
    refuse(invocation, TEXT_OPTION_WANTS_NUMBER, ARGUMENTS(option, from, to, text));
    return false;
}

/* Which option a name given by the user was meant to be: of this verb, or of any verb. */
static const char *option_name(size_t i, const void *context)
{
    (void)context;
    return option_table[i].name;
}

static const char *suggested(const struct invocation *invocation, const char *prefix,
                             const char *name, char *out, size_t size)
{
    char whole[128];
    snprintf(whole, sizeof whole, "%s%s", prefix, name);
    const char *const arguments[] = {whole};
    text_format(out, size, invocation->language, TEXT_DID_YOU_MEAN, arguments, 1);
    return out;
}

static int refuse_unknown_option(const struct invocation *invocation, const char *given)
{
    char bare[64], ending[256];
    snprintf(bare, sizeof bare, "%.*s", (int)strcspn(given + strspn(given, "-"), "="),
             given + strspn(given, "-"));
    for (int i = 0; i < N_OPTIONS; i++)
        if (*bare && given[1] == '-' && strncmp(option_table[i].name, bare, strlen(bare)) == 0)
            return refuse_line(invocation, TEXT_AMBIGUOUS_OPTION, ARGUMENTS(given));
    const char *nearest = nearest_name(bare, N_OPTIONS, option_name, NULL);
    return refuse_line(
        invocation, TEXT_UNKNOWN_OPTION,
        ARGUMENTS(given,
                  nearest ? suggested(invocation, "--", nearest, ending, sizeof ending) : ""));
}

/* The verb that a command line is for, as far as can be told before its options are read: the first
 * word that is one. COMMAND_ALL if there is none. */
static enum command likely_command(int argc, char *const *argv)
{
    for (int i = 1; i < argc; i++)
        if (command_find(argv[i]) >= 0)
            return (enum command)command_find(argv[i]);
    return COMMAND_ALL;
}

/* All options of all verbs for getopt_long, each name once; val tells its first row. Whether it
 * takes a value is for the verb to say, if it has the option. */
static void make_long_options(struct option *options, enum command command)
{
    int n = 0;
    for (int i = 0; i < N_OPTIONS; i++) {
        bool known = false;
        for (int j = 0; j < n; j++)
            known = known || strcmp(options[j].name, option_table[i].name) == 0;
        if (known)
            continue;
        int own = option_find(command, option_table[i].name);
        const struct option_row *row = &option_table[own >= 0 ? own : i];
        options[n++] = (struct option){
            .name = row->name,
            .has_arg = row->argument ? required_argument : no_argument,
            .val = FIRST_OPTION + i,
        };
    }
    options[n] = (struct option){0};
}

/* What the options are, before it is known which verb they are for. */
struct given_options {
    const char *value[N_OPTIONS]; /* at the first row of the name */
};

static const char *given_value(const struct given_options *given, const char *name)
{
    return given->value[option_find(COMMAND_ALL, name)];
}

/* Reads all options; leaves the operands, the verb first, from argv[*first] on. Returns a status
 * other than EXIT_DONE after a message. */
static int read_options(struct invocation *invocation, int argc, char **argv,
                        struct given_options *given, int *first)
{
    struct option options[N_OPTIONS + 1] = {{0}};
    make_long_options(options, likely_command(argc, argv));
    opterr = 0;
    optind = 0; /* GNU: start afresh */
    optopt = 0;
    for (int c; (c = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
        const char *name = optopt >= FIRST_OPTION ? option_table[optopt - FIRST_OPTION].name : NULL;
        const char *text = argv[optind - 1];
        if (c == ':')
            return refuse_line(invocation, TEXT_OPTION_WANTS_VALUE, ARGUMENTS(text));
        if (c == '?' && name)
            return refuse_line(invocation, TEXT_OPTION_TAKES_NO_VALUE, ARGUMENTS(text));
        if (c == '?')
            return refuse_unknown_option(invocation, text);
        if (optarg && !*optarg) {
            char option[64];
            snprintf(option, sizeof option, "--%s", option_table[c - FIRST_OPTION].name);
            return refuse_line(invocation, TEXT_OPTION_WANTS_VALUE, ARGUMENTS(option));
        }
        given->value[c - FIRST_OPTION] = optarg ? optarg : "";
        const char *language = given_value(given, "lang");
        if (language && language_named(language) >= 0)
            invocation->language = (enum language)language_named(language);
    }
    *first = optind;
    return EXIT_DONE;
}

/* Moves what was given to the rows of the verb; a message for an option of another verb. */
static int assign_options(struct invocation *invocation, const struct given_options *given)
{
    for (int i = 0; i < N_OPTIONS; i++) {
        if (!given->value[i])
            continue;
        int own = option_find(invocation->command, option_table[i].name);
        if (own < 0) {
            char option[64];
            snprintf(option, sizeof option, "--%s", option_table[i].name);
            return refuse_line(invocation, TEXT_FOREIGN_OPTION,
                               ARGUMENTS(command_table[invocation->command].name, option));
        }
        invocation->value[own] = given->value[i];
    }
    return EXIT_DONE;
}

/* ---- verbs ---- */

static int (*const handlers[N_COMMANDS])(const struct invocation *) = {
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)   \
    [COMMAND_##ID] = command_##ID,
#define OPTION(COMMAND, name, argument, en, nb, nn)
#include "tables/commands.def"
#undef COMMAND
#undef OPTION
};

static const char *command_name(size_t i, const void *context)
{
    (void)context;
    return command_table[i].name;
}

static int refuse_unknown_command(const struct invocation *invocation, const char *given)
{
    char ending[256];
    const char *nearest = nearest_name(given, N_COMMANDS, command_name, NULL);
    return refuse_line(
        invocation, TEXT_UNKNOWN_COMMAND,
        ARGUMENTS(given, nearest ? suggested(invocation, "", nearest, ending, sizeof ending) : ""));
}

static int check_operands(const struct invocation *invocation)
{
    const struct command_row *row = &command_table[invocation->command];
    if (invocation->n_operands < (size_t)row->least)
        return refuse_line(invocation, TEXT_TOO_FEW_OPERANDS, ARGUMENTS(row->name, row->operands));
    if (row->most >= 0 && invocation->n_operands > (size_t)row->most)
        return refuse_line(invocation, TEXT_TOO_MANY_OPERANDS,
                           ARGUMENTS(row->name, row->operands, invocation->operands[row->most]));
    return EXIT_DONE;
}

static int check_language(const struct invocation *invocation, const struct given_options *given)
{
    const char *name = given_value(given, "lang");
    if (name && language_named(name) < 0)
        return refuse_line(invocation, TEXT_OPTION_WANTS_LANGUAGE, ARGUMENTS(name));
    return EXIT_DONE;
}

/* Runs the verb that the operands begin with. */
static int run_command(struct invocation *invocation, const struct given_options *given)
{
    int command = command_find(invocation->operands[0]);
    bool help = given_value(given, "help") != NULL;
    if (command < 0)
        return refuse_unknown_command(invocation, invocation->operands[0]);
    invocation->command = (enum command)command;
    invocation->operands++;
    invocation->n_operands--;
    if (help) {
        print_command_help(invocation->command, invocation->language, invocation->out);
        return EXIT_DONE;
    }
    int status = assign_options(invocation, given);
    if (status == EXIT_DONE)
        status = check_operands(invocation);
    long threads = 0;
    if (status == EXIT_DONE && !option_number(invocation, "threads", 1, MOST_THREADS, &threads))
        status = EXIT_BAD_INPUT;
    if (status != EXIT_DONE)
        return status;
    invocation->threads = (int)threads;
    invocation->quiet = option_value(invocation, "quiet") != NULL;
    invocation->json = option_value(invocation, "json") != NULL;
    if (ranks_own() > 0 && invocation->command != COMMAND_run)
        return EXIT_DONE; /* one is enough */
    return handlers[command](invocation);
}

int command_line(int argc, char *const *argv, FILE *out, FILE *err)
{
    struct invocation invocation = {
        .language = language_of_environment(), .command = COMMAND_ALL, .out = out, .err = err};
    struct given_options given = {{NULL}};
    char **moved = malloc(((size_t)argc + 1) * sizeof *moved); /* getopt changes the order */
    if (!moved)
        return EXIT_INTERNAL_ERROR;
    memcpy(moved, argv, ((size_t)argc + 1) * sizeof *moved);
    int first = argc;
    int status = read_options(&invocation, argc, moved, &given, &first);
    invocation.operands = (const char *const *)moved + first;
    invocation.n_operands = (size_t)(argc - first);
    if (status == EXIT_DONE)
        status = check_language(&invocation, &given);
    if (status != EXIT_DONE) {
        /* Said already. */
    } else if (given_value(&given, "version")) {
        fprintf(out, "plassflyt %s\nGPL-3.0-or-later\n", PLASSFLYT_VERSION);
    } else if (invocation.n_operands > 0) {
        status = run_command(&invocation, &given);
    } else if (given_value(&given, "help")) {
        print_help(invocation.language, out);
    } else {
        status = refuse_line(&invocation, TEXT_NO_COMMAND, NO_ARGUMENTS);
    }
    free(moved);
    return status;
}
