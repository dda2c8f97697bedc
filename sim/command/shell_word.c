#include "command/shell_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Letters of other alphabets are plain too. */
static bool is_plain(const char *word)
{
    for (const unsigned char *c = (const unsigned char *)word; *c; c++)
        if (*c < 0x80 && !isalnum(*c) && !strchr("_-./,:=+@%", *c))
            return false;
    return *word != '\0';
}

void shell_word(const char *word, FILE *out)
{
    if (is_plain(word)) {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}
