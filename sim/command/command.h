/* The command line: what was asked for, and the verbs that answer.
 *
 * A new verb is one COMMAND row (with its OPTION rows) in tables/commands.def and one file here
 * with the function command_ID.
 */
#ifndef PLASSFLYT_COMMAND_COMMAND_H
#define PLASSFLYT_COMMAND_COMMAND_H

#include "command/sheet.h"
#include "input/scenario.h"
#include "tables/commands.h"

#include <stdio.h>

/* Exit statuses. */
enum {
    EXIT_DONE = 0,
    EXIT_ANSWER_IS_NO = 1,
    EXIT_BAD_INPUT = 2,
    EXIT_SOME_FAILED = 3,
    EXIT_STOPPED = 4,
    EXIT_INTERNAL_ERROR = 70
};

/* One command line, read and checked. */
struct invocation {
    enum command command;
    enum language language;
    int threads; /* 0: as many as the machine has */
    bool quiet, json;
    const char *const *operands; /* [n_operands], the verb not among them */
    size_t n_operands;
    const char *value[N_OPTIONS]; /* NULL where not given, "" for one that takes no value */
    FILE *out, *err;
};

/* Handlers: each does what its verb says and returns the exit status. */
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)   \
    int command_##ID(const struct invocation *invocation);
#define OPTION(COMMAND, name, argument, en, nb, nn)
#include "tables/commands.def"
#undef COMMAND
#undef OPTION

/* Runs a command line; returns the exit status. Results go to `out`, all else to `err`. */
int command_line(int argc, char *const *argv, FILE *out, FILE *err);

/* Value of an option of the verb, without dashes: NULL if it was not given, "" if it has none. */
const char *option_value(const struct invocation *invocation, const char *name);

/* How tables are asked for: --json, --csv (of verbs that have it), else for people. */
enum sheet_form form_wanted(const struct invocation *invocation);

/* Reads a whole number from low to high out of an option's value into *number, which stays as it is
 * if the option was not given. False and a message on `err` if it is no such number. */
bool option_number(const struct invocation *invocation, const char *name, long low, long high,
                   long *number);

/* A message on `err` about no file; arguments as ARGUMENTS(…) of message.h gives them. Returns
 * EXIT_BAD_INPUT. */
int refuse(const struct invocation *invocation, enum text text, const char *const *arguments,
           int n_arguments);

/* Prints messages on `err`, in colour if it is a terminal and NO_COLOR is not set. */
void print_messages(const struct messages *messages, FILE *err);

/* Reads a study from scenario files with the option --world if the verb has it; NULL after messages
 * on `err`. To be freed with study_free. */
struct study *read_study(const struct invocation *invocation, const char *const *paths, size_t n);

/* A text of texts.def in the invocation's language. */
const char *say(const struct invocation *invocation, enum text text);

/* Writes the same with its placeholders replaced to `out`. */
void print_text(const struct invocation *invocation, enum text text, const char *const *arguments,
                int n_arguments);

/* Prints the help: of the program, or of a verb. */
void print_help(enum language language, FILE *out);
void print_command_help(enum command command, enum language language, FILE *out);

/* Language named by --lang ("en", "nb", "nn", "no"), or -1. */
int language_named(const char *name);

/* Language that the environment asks for: LC_ALL, else LC_MESSAGES, else LANG; English if none of
 * them is Norwegian. */
enum language language_of_environment(void);

#endif
