/* plassflyt manual: the man page and the shell's completion, from the same tables as --help. */
#include "command/command.h"
#include "tables/measures.h"
#include "tables/parameters.h"

#include <string.h>

/* ---- man page ---- */

/* Text as roff shows it: no line may begin with a command, no dash may become a hyphen. */
static void roff_text(const char *text, FILE *out)
{
    bool begins = true;
    for (; *text; text++) {
        if (begins && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        if (*text == '\\' || *text == '-')
            fputc('\\', out);
        fputc(*text == '\\' ? 'e' : *text, out);
        begins = *text == '\n';
    }
}

static void roff_heading(const char *command, const char *text, FILE *out)
{
    fprintf(out, "%s \"", command);
    roff_text(text, out);
    fputs("\"\n", out);
}

static void roff_options(enum command command, enum language language, FILE *out)
{
    for (int i = 0; i < N_OPTIONS; i++) {
        const struct option_row *row = &option_table[i];
        if (row->command != command)
            continue;
        fputs(".TP\n\\fB\\-\\-", out);
        roff_text(row->name, out);
        fputs("\\fR", out);
        if (row->argument) {
            fputs(" \\fI", out);
            roff_text(row->argument, out);
            fputs("\\fR", out);
        }
        fputc('\n', out);
        roff_text(row->label[language], out);
        fputc('\n', out);
    }
}

static void roff_command(const struct command_row *row, enum language language, FILE *out)
{
    fputs(".SS plassflyt ", out);
    roff_text(row->name, out);
    fputc(' ', out);
    roff_text(row->operands, out);
    fputs("\n.nf\n", out);
    roff_text(row->details[language], out);
    fputs(".fi\n", out);
}

static void print_man(enum language language, FILE *out)
{
    static const char version[] = "Plassflyt " PLASSFLYT_VERSION;
    fputs(".\\\" made by `plassflyt manual man` from the tables of the program\n", out);
    fprintf(out, ".TH PLASSFLYT 1 \"\" \"%s\" \"Plassflyt\"\n", version);
    roff_heading(".SH", text_table[TEXT_MANUAL_NAME][language], out);
    fputs("plassflyt \\- ", out);
    roff_text(text_table[TEXT_MANUAL_BRIEF][language], out);
    fputc('\n', out);
    roff_heading(".SH", text_table[TEXT_MANUAL_SYNOPSIS][language], out);
    fprintf(out, "\\fBplassflyt\\fR \\fI%s\\fR … [\\fB\\-\\-%s\\fR …]\n",
            text_table[TEXT_HELP_VERB][language], text_table[TEXT_HELP_OPTIONS_WORD][language]);
    roff_heading(".SH", text_table[TEXT_MANUAL_DESCRIPTION][language], out);
    roff_text(text_table[TEXT_HELP_PURPOSE][language], out);
    fputc('\n', out);
    roff_heading(".SH", text_table[TEXT_HELP_VERBS][language], out);
    for (int i = 0; i < N_COMMANDS; i++) {
        roff_command(&command_table[i], language, out);
        roff_options((enum command)i, language, out);
    }
    roff_heading(".SH", text_table[TEXT_HELP_ALL_OPTIONS][language], out);
    roff_options(COMMAND_ALL, language, out);
    roff_heading(".SH", text_table[TEXT_MANUAL_EXIT][language], out);
    roff_text(text_table[TEXT_HELP_EXIT][language], out);
    fputc('\n', out);
}

/* ---- completion in bash ---- */

/* What may stand for an argument such as "en|nb|nn"; "" if that is a name or a number. */
static const char *choices_of(const char *argument)
{
    static char words[256];
    snprintf(words, sizeof words, "%s", argument ? argument : "");
    words[strcspn(words, " [")] = '\0';
    if (!strchr(words, '|') || strpbrk(words, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        words[0] = '\0';
    for (char *at = words; (at = strchr(at, '|')) != NULL;)
        *at = ' ';
    return words;
}

static void complete_verb(enum command command, FILE *out)
{
    const struct command_row *row = &command_table[command];
    const char *choices = choices_of(row->operands);
    fprintf(out, "    %s) options=\"$options", row->name);
    for (int i = 0; i < N_OPTIONS; i++)
        if (option_table[i].command == command)
            fprintf(out, " --%s", option_table[i].name);
    fprintf(out, "\"; words=\"%s", choices);
    if (strncmp(row->operands, "KEY", 3) == 0) {
        for (int p = 0; p < N_PARAMETERS; p++)
            fprintf(out, " %s", parameter_table[p].name);
        for (int m = 0; m < N_MEASURES; m++)
            fprintf(out, " %s", measure_table[m].name);
    }
    fputs("\" ;;\n", out);
}

static void complete_choices(FILE *out)
{
    fputs("    case $verb:$before in\n", out);
    for (int c = 0; c <= N_COMMANDS; c++)
        for (int i = 0; i < N_OPTIONS; i++) {
            const struct option_row *row = &option_table[i];
            const char *choices = choices_of(row->argument);
            if (row->command == (enum command)c && *choices)
                fprintf(out, "    %s:--%s) choices=\"%s\" ;;\n",
                        c == COMMAND_ALL ? "*" : command_table[c].name, row->name, choices);
        }
    fputs("    esac\n", out);
}

static void print_bash(FILE *out)
{
    fputs("# Completion of plassflyt for bash, made by `plassflyt manual bash`.\n"
          "_plassflyt()\n"
          "{\n"
          "    local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local verb=${COMP_WORDS[1]} choices= words=\n"
          "    local options=\"",
          out);
    for (int i = 0; i < N_OPTIONS; i++)
        if (option_table[i].command == COMMAND_ALL)
            fprintf(out, "%s--%s", i ? " " : "", option_table[i].name);
    fputs("\"\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W \"",
          out);
    for (int i = 0; i < N_COMMANDS; i++)
        fprintf(out, "%s%s", i ? " " : "", command_table[i].name);
    fputs(" $options\" -- \"$now\"))\n"
          "        return\n"
          "    fi\n"
          "    case $verb in\n",
          out);
    for (int c = 0; c < N_COMMANDS; c++)
        complete_verb((enum command)c, out);
    fputs("    esac\n", out);
    complete_choices(out);
    fputs("    if [ -n \"$choices\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$choices\" -- \"$now\"))\n"
          "    elif [ \"${now#-}\" != \"$now\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$now\"))\n"
          "    else\n"
          "        COMPREPLY=($(compgen -W \"$words\" -- \"$now\") $(compgen -f -- \"$now\"))\n"
          "        compopt -o filenames 2>/dev/null\n"
          "    fi\n"
          "}\n"
          "complete -F _plassflyt plassflyt\n",
          out);
}

int command_manual(const struct invocation *invocation)
{
    const char *wanted = invocation->operands[0];
    if (strcmp(wanted, "man") == 0)
        print_man(invocation->language, invocation->out);
    else if (strcmp(wanted, "bash") == 0)
        print_bash(invocation->out);
    else
        return refuse(invocation, TEXT_MANUAL_WHAT, ARGUMENTS(wanted));
    return EXIT_DONE;
}
