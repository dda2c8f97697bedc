/* Verbs of the command line and their options, from commands.def. */
#ifndef PLASSFLYT_TABLES_COMMANDS_H
#define PLASSFLYT_TABLES_COMMANDS_H

#include "tables/kinds.h"

enum command {
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)   \
    COMMAND_##ID,
#define OPTION(COMMAND, name, argument, en, nb, nn)
#include "commands.def"
#undef COMMAND
#undef OPTION
    N_COMMANDS,
    COMMAND_ALL = N_COMMANDS /* an option that every verb has */
};

struct command_row {
    const char *name, *operands;
    int least, most; /* operands; most -1: no limit */
    const char *label[N_LANGUAGES];
    const char *details[N_LANGUAGES];
};

struct option_row {
    enum command command;
    const char *name;
    const char *argument; /* NULL: takes no value */
    const char *label[N_LANGUAGES];
};

extern const struct command_row command_table[N_COMMANDS];
enum {
    N_OPTIONS = 0
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)
#define OPTION(COMMAND, name, argument, en, nb, nn) +1
#include "commands.def"
#undef COMMAND
#undef OPTION
};

extern const struct option_row option_table[N_OPTIONS];

/* Verb called name, or -1. */
int command_find(const char *name);

/* Option of the verb, or of all verbs, called name; -1 if there is none. */
int option_find(enum command command, const char *name);

#endif
