/* Help, made from the table of verbs and options. */
#include "command/command.h"
#include "input/utf8.h"

#include <string.h>

enum { WIDTH = 100, COLUMN = 24 };

/* Prints a paragraph with lines of at most WIDTH characters. */
static void print_paragraph(const char *text, FILE *out)
{
    size_t used = 0;
    while (*text) {
        size_t bytes = strcspn(text, " ");
        size_t width = 0;
        for (size_t i = 0; i < bytes; i++)
            width += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (used > 0 && used + 1 + width > WIDTH) {
            fputc('\n', out);
            used = 0;
        }
        fprintf(out, "%s%.*s", used ? " " : "", (int)bytes, text);
        used += (used > 0) + width;
        text += bytes + strspn(text + bytes, " ");
    }
    fputc('\n', out);
}

/* Prints "  name                  label". */
static void print_entry(const char *name, const char *label, FILE *out)
{
    size_t width = utf8_length(name);
    size_t space = width + 2 < COLUMN ? COLUMN - width - 2 : 1;
    fprintf(out, "  %s%*s%s\n", name, (int)space, "", label);
}

static void print_options(enum command command, enum text heading, enum language language,
                          FILE *out)
{
    bool any = false;
    for (int i = 0; i < N_OPTIONS; i++) {
        const struct option_row *row = &option_table[i];
        if (row->command != command)
            continue;
        if (!any)
            fprintf(out, "\n%s:\n", text_table[heading][language]);
        any = true;
        char name[64];
        snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        print_entry(name, row->label[language], out);
    }
}

void print_help(enum language language, FILE *out)
{
    const char *verb = text_table[TEXT_HELP_VERB][language];
    print_paragraph(text_table[TEXT_HELP_PURPOSE][language], out);
    fprintf(out, "\n%s: plassflyt %s … [--%s …]\n", text_table[TEXT_HELP_USAGE][language], verb,
            text_table[TEXT_HELP_OPTIONS_WORD][language]);
    fprintf(out, "\n%s:\n", text_table[TEXT_HELP_VERBS][language]);
    for (int i = 0; i < N_COMMANDS; i++)
        print_entry(command_table[i].name, command_table[i].label[language], out);
    print_options(COMMAND_ALL, TEXT_HELP_ALL_OPTIONS, language, out);
    fputc('\n', out);
    print_paragraph(text_table[TEXT_HELP_MORE][language], out);
    print_paragraph(text_table[TEXT_HELP_EXIT][language], out);
}

void print_command_help(enum command command, enum language language, FILE *out)
{
    const struct command_row *row = &command_table[command];
    fprintf(out, "%s: plassflyt %s %s\n\n", text_table[TEXT_HELP_USAGE][language], row->name,
            row->operands);
    fputs(row->details[language], out);
    print_options(command, TEXT_HELP_OPTIONS, language, out);
    print_options(COMMAND_ALL, TEXT_HELP_ALL_OPTIONS, language, out);
}
