#include "tables/texts.h"

#include <stdio.h>

const char *const text_table[N_TEXTS][N_LANGUAGES] = {
#define TEXT(ID, en, nb, nn) [TEXT_##ID] = {en, nb, nn},
#include "tables/report_texts.def"
#include "tables/texts.def"
#undef TEXT
};

void text_fill(char *out, size_t size, const char *text, const char *const *arguments,
               int n_arguments)
{
    size_t used = 0;
    for (const char *c = text; *c && used + 1 < size; c++) {
        int which = c[0] == '{' && c[1] >= '1' && c[1] <= '9' && c[2] == '}' ? c[1] - '1' : -1;
        if (which < 0 || which >= n_arguments) {
            out[used++] = *c;
            continue;
        }
        int n = snprintf(out + used, size - used, "%s", arguments[which]);
        used += n > 0 ? (size_t)n : 0;
        c += 2;
    }
    out[used < size ? used : size - 1] = '\0';
}

void text_format(char *out, size_t size, enum language language, enum text text,
                 const char *const *arguments, int n_arguments)
{
    text_fill(out, size, text_table[text][language], arguments, n_arguments);
}
