#include "command/facts.h"

#include "command/sheet.h"
#include "input/utf8.h"

#include <string.h>

struct fact {
    const char *key;
    enum text label;
    bool many;
    const char *value;
};

void facts_add(struct facts *facts, const char *key, enum text label, bool many, const char *value)
{
    if (!value || !*value)
        return;
    facts->fact = arena_extend(facts->arena, facts->fact, facts->n, sizeof facts->fact[0]);
    facts->fact[facts->n++] = (struct fact){key, label, many, value};
}

/* Whether a fact has the same key as the one before it. */
static bool goes_on(const struct facts *facts, size_t i)
{
    return i > 0 && i < facts->n && strcmp(facts->fact[i].key, facts->fact[i - 1].key) == 0;
}

void facts_print(const struct facts *facts, enum language language, FILE *out)
{
    size_t width = 0;
    for (size_t i = 0; i < facts->n; i++) {
        size_t label = utf8_length(text_table[facts->fact[i].label][language]);
        width = label > width ? label : width;
    }
    for (size_t i = 0; i < facts->n; i++) {
        const char *label = goes_on(facts, i) ? "" : text_table[facts->fact[i].label][language];
        fprintf(out, "  %s%*s  %s\n", label, (int)(width - utf8_length(label)), "",
                facts->fact[i].value);
    }
}

void facts_json(const struct facts *facts, FILE *out)
{
    fputs("{", out);
    for (size_t i = 0; i < facts->n; i++) {
        const struct fact *fact = &facts->fact[i];
        if (goes_on(facts, i)) {
            fputs(", ", out);
        } else {
            fputs(i ? ",\n  " : "", out);
            json_string(fact->key, out);
            fputs(fact->many ? ": [" : ": ", out);
        }
        json_string(fact->value, out);
        if (fact->many && !goes_on(facts, i + 1))
            fputs("]", out);
    }
    fputs("}", out);
}
