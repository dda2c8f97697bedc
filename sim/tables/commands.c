#include "tables/commands.h"

#include <stdbool.h>
#include <string.h>

const struct command_row command_table[N_COMMANDS] = {
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)   \
    {name, operands, least, most, {en, nb, nn}, {details_en, details_nb, details_nn}},
#define OPTION(COMMAND, name, argument, en, nb, nn)
#include "tables/commands.def"
#undef COMMAND
#undef OPTION
};

const struct option_row option_table[N_OPTIONS] = {
#define COMMAND(ID, name, operands, least, most, en, nb, nn, details_en, details_nb, details_nn)
#define OPTION(COMMAND, name, argument, en, nb, nn)                                                \
    {COMMAND_##COMMAND, name, argument, {en, nb, nn}},
#include "tables/commands.def"
#undef COMMAND
#undef OPTION
};

int command_find(const char *name)
{
    for (int i = 0; i < N_COMMANDS; i++)
        if (strcmp(command_table[i].name, name) == 0)
            return i;
    return -1;
}

int option_find(enum command command, const char *name)
{
    for (int i = 0; i < N_OPTIONS; i++) {
        const struct option_row *row = &option_table[i];
        bool belongs = row->command == command || row->command == COMMAND_ALL;
        if (belongs && strcmp(row->name, name) == 0)
            return i;
    }
    return -1;
}
