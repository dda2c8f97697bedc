#include "input/fields.h"

#include "engine/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

const char *const language_code[N_LANGUAGES] = {
    [LANGUAGE_EN] = "en", [LANGUAGE_NB] = "nb", [LANGUAGE_NN] = "nn"};

/* ---- maps ---- */

static const char *field_name(size_t i, const void *context)
{
    return ((const struct field *)context)[i].name;
}

bool is_comma_trap(struct reading *reading, const struct yaml *entry)
{
    const char *key = entry->key->text;
    if (entry->kind != YAML_EMPTY || !*key || strspn(key, DIGITS) != strlen(key))
        return false;
    complain(reading, entry->key, TEXT_DECIMAL_COMMA, NO_ARGUMENTS);
    return true;
}

static bool take_entry(struct reading *reading, const struct yaml *entry, struct field *fields,
                       size_t n)
{
    const char *key = entry->key->text;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(fields[i].name, key) != 0)
            continue;
        fields[i].value = entry;
        if (entry->kind != YAML_EMPTY)
            return true;
        complain(reading, entry->key, TEXT_NO_VALUE, ARGUMENTS(key));
        return false;
    }
    if (is_comma_trap(reading, entry))
        return false;
    struct names names = {n, field_name, fields};
    complain(reading, entry->key, TEXT_UNKNOWN_KEY,
             ARGUMENTS(key, suggestion(reading, key, &names)));
    return false;
}

bool fields_read(struct reading *reading, const struct yaml *map, struct field *fields, size_t n)
{
    if (map->kind != YAML_MAP) {
        complain(reading, map, TEXT_WANTS_MAP, NO_ARGUMENTS);
        return false;
    }
    bool good = true;
    for (const struct yaml *entry = map->first; entry; entry = entry->next)
        good = take_entry(reading, entry, fields, n) && good;
    const struct yaml *at = map->key ? map->key : map;
    for (size_t i = 0; i < n; i++) {
        if (!fields[i].required || fields[i].value)
            continue;
        complain(reading, at, TEXT_MISSING_KEY, ARGUMENTS(fields[i].name));
        good = false;
    }
    return good;
}

/* ---- texts ---- */

const char *read_text(struct reading *reading, const struct yaml *node)
{
    if (!node)
        return NULL;
    if (node->kind == YAML_SCALAR)
        return node->text;
    complain(reading, node, TEXT_WANTS_TEXT, NO_ARGUMENTS);
    return NULL;
}

void read_translated(struct reading *reading, const struct yaml *node, const char *out[N_LANGUAGES])
{
    if (!node)
        return;
    struct field fields[N_LANGUAGES];
    for (int l = 0; l < N_LANGUAGES; l++)
        fields[l] = (struct field){.name = language_code[l]};
    bool one_text = node->kind == YAML_SCALAR;
    if (!one_text && !fields_read(reading, node, fields, N_LANGUAGES))
        return;
    for (int l = 0; l < N_LANGUAGES; l++) {
        const char *text = read_text(reading, one_text ? node : fields[l].value);
        if (text)
            out[l] = text;
    }
}

/* ---- numbers ---- */

/* Length of "12", "12.5", "-.5" …, or 0. */
static size_t decimal_length(const char *text, char point)
{
    size_t sign = *text == '-' || *text == '+';
    size_t whole = strspn(text + sign, DIGITS);
    size_t length = sign + whole;
    size_t part = 0;
    if (text[length] == point) {
        part = strspn(text + length + 1, DIGITS);
        length += 1 + part;
    }
    return whole + part > 0 ? length : 0;
}

static size_t exponent_length(const char *text)
{
    if (*text != 'e' && *text != 'E')
        return 0;
    size_t sign = text[1] == '-' || text[1] == '+';
    size_t digits = strspn(text + 1 + sign, DIGITS);
    return digits ? 1 + sign + digits : 0;
}

/* Whether a text is a number with a decimal comma. */
static bool has_decimal_comma(const char *text)
{
    return strchr(text, ',') && decimal_length(text, ',') == strlen(text);
}

bool read_number(struct reading *reading, const struct yaml *node, double *number)
{
    const char *text = node->text;
    size_t length = decimal_length(text, '.');
    length += length ? exponent_length(text + length) : 0;
    if (node->kind == YAML_SCALAR && has_decimal_comma(text)) {
        complain(reading, node, TEXT_DECIMAL_COMMA, NO_ARGUMENTS);
        return false;
    }
    if (node->kind != YAML_SCALAR || node->quoted || length == 0 || text[length] != '\0') {
        complain(reading, node, TEXT_WANTS_NUMBER, ARGUMENTS(text));
        return false;
    }
    *number = strtod(text, NULL);
    if (!isfinite(*number)) {
        complain(reading, node, TEXT_NUMBER_TOO_LARGE, ARGUMENTS(text));
        return false;
    }
    return true;
}

bool read_whole_number(struct reading *reading, const struct yaml *node, int low, int high,
                       int *number)
{
    double given;
    if (!read_number(reading, node, &given))
        return false;
    if (given < low || given > high || floor(given) < given) {
        complain(reading, node, TEXT_WANTS_WHOLE_NUMBER,
                 ARGUMENTS(number_text(reading, low), number_text(reading, high), node->text));
        return false;
    }
    *number = (int)given;
    return true;
}

bool read_switch(struct reading *reading, const struct yaml *node, double *number)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"yes", 1}, {"no", 0}, {"true", 1}, {"false", 0}, {"on", 1},
                 {"off", 0}, {"ja", 1}, {"nei", 0},  {"1", 1},     {"0", 0}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (node->kind == YAML_SCALAR && strcmp(node->text, words[i].word) == 0) {
            *number = words[i].value;
            return true;
        }
    }
    complain(reading, node, TEXT_WANTS_SWITCH, ARGUMENTS(node->text));
    return false;
}

/* ---- dates ---- */

bool read_date(struct reading *reading, const struct yaml *node, int64_t *days)
{
    struct date date;
    if (node->kind == YAML_SCALAR && date_parse(node->text, &date)) {
        *days = date_days(date);
        return true;
    }
    bool has_form = strlen(node->text) == strlen("2027-01-01") && node->text[4] == '-' &&
                    node->text[7] == '-' && strspn(node->text, DIGITS "-") == strlen(node->text);
    complain(reading, node, has_form ? TEXT_NO_SUCH_DATE : TEXT_WANTS_DATE, ARGUMENTS(node->text));
    return false;
}

bool read_month_start(struct reading *reading, const struct yaml *node, int64_t *days)
{
    if (!read_date(reading, node, days))
        return false;
    if (date_of_days(*days).day == 1)
        return true;
    complain(reading, node, TEXT_NOT_MONTH_START, ARGUMENTS(node->text));
    return false;
}

/* ---- lists ---- */

const struct yaml *list_first(const struct yaml *node)
{
    return node && node->kind == YAML_LIST ? node->first : node;
}

const struct yaml *list_next(const struct yaml *list, const struct yaml *entry)
{
    return list->kind == YAML_LIST ? entry->next : NULL;
}
