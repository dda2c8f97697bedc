#include "analysis/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MINUS          "\u2212"
#define EN_DASH        "\u2013"
#define NO_BREAK_SPACE "\u00a0"
#define INFINITY_SIGN  "\u221e"

/* Room for every double printed in full with DECIMALS_MOST decimals. */
enum { DIGITS_SIZE = 352, DECIMALS_MOST = 12 };

static const char *const decimal_mark[N_LANGUAGES] = {".", ",", ","};
static const char *const group_mark[N_LANGUAGES] = {",", NO_BREAK_SPACE, NO_BREAK_SPACE};
/* Whole numbers shorter than this are not grouped. */
static const int grouped_from[N_LANGUAGES] = {4, 5, 5};

struct line {
    char *text;
    size_t used, size;
};

static void append(struct line *line, const char *text, size_t length)
{
    if (line->used + length >= line->size)
        length = line->size - 1 - line->used;
    memcpy(line->text + line->used, text, length);
    line->used += length;
    line->text[line->used] = '\0';
}

static void append_text(struct line *line, const char *text)
{
    append(line, text, strlen(text));
}

static void append_grouped(struct line *line, const char *digits, int n, enum language language)
{
    for (int i = 0; i < n; i++) {
        if (i > 0 && n >= grouped_from[language] && (n - i) % 3 == 0)
            append_text(line, group_mark[language]);
        append(line, &digits[i], 1);
    }
}

static bool all_zero(const char *digits)
{
    return strspn(digits, "0.") == strlen(digits);
}

/* Appends |value| and before it, unless it rounds to zero, the sign: always, or only if negative.
 */
static void append_number(struct line *line, enum language language, double value, int decimals,
                          bool always_sign)
{
    char digits[DIGITS_SIZE];
    if (isnan(value)) {
        append_text(line, EN_DASH);
        return;
    }
    decimals = decimals < DECIMALS_MOST ? decimals : DECIMALS_MOST;
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    if (isinf(value) || !all_zero(digits))
        append_text(line, value < 0 ? MINUS : (always_sign ? "+" : ""));
    if (isinf(value)) {
        append_text(line, INFINITY_SIGN);
        return;
    }
    int whole = (int)strcspn(digits, ".");
    append_grouped(line, digits, whole, language);
    if (digits[whole] == '.') {
        append_text(line, decimal_mark[language]);
        append_text(line, digits + whole + 1);
    }
}

char *number_plain(char *out, enum language language, double value, int decimals)
{
    struct line line = {out, 0, NUMBER_SIZE};
    append_number(&line, language, value, decimals, false);
    return out;
}

char *number_signed(char *out, enum language language, double value, int decimals)
{
    struct line line = {out, 0, NUMBER_SIZE};
    append_number(&line, language, value, decimals, true);
    return out;
}

/* ---- numbers that stand together ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool are_digits(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(text[i]))
            return false;
    return true;
}

bool number_has_groups(const char *text)
{
    const size_t mark = strlen(NO_BREAK_SPACE);
    for (const char *at = text; (at = strstr(at, NO_BREAK_SPACE)) != NULL; at += mark)
        if (at > text && is_digit(at[-1]) && are_digits(at + mark, 3))
            return true;
    return false;
}

/* Whether a whole number of four digits begins here. */
static bool begins_four(const char *text, const char *at)
{
    if (!are_digits(at, 4) || is_digit(at[4]))
        return false;
    if (at == text)
        return true;
    /* nor what follows a decimal comma, nor a group of a longer number */
    return !is_digit(at[-1]) && at[-1] != ',' && at[-1] != '.';
}

char *number_group(char *out, size_t size, const char *text)
{
    struct line line = {out, 0, size};
    *out = '\0';
    for (const char *at = text; *at; at++) {
        append(&line, at, 1);
        if (begins_four(text, at)) {
            append_text(&line, NO_BREAK_SPACE);
            append(&line, at + 1, 3);
            at += 3;
        }
    }
    return out;
}

void number_group_beside(char number[NUMBER_SIZE], const char *neighbour)
{
    char copy[NUMBER_SIZE];
    if (!number_has_groups(neighbour) || number_has_groups(number))
        return;
    snprintf(copy, sizeof copy, "%s", number);
    number_group(number, NUMBER_SIZE, copy);
}

/* Puts finished numbers into a sentence of texts.def. */
static char *sentence(char *out, enum language language, enum text text, const char *first,
                      const char *second, const char *third)
{
    const char *const arguments[] = {first, second, third};
    text_format(out, NUMBER_SIZE, language, text, arguments, third ? 3 : (second ? 2 : 1));
    return out;
}

char *number_range(char *out, enum language language, double low, double high, int decimals)
{
    char from[NUMBER_SIZE], to[NUMBER_SIZE];
    number_plain(from, language, low, decimals);
    number_plain(to, language, high, decimals);
    number_group_beside(from, to);
    number_group_beside(to, from);
    if (strncmp(from, MINUS, strlen(MINUS)) == 0 || strncmp(to, MINUS, strlen(MINUS)) == 0)
        return sentence(out, language, TEXT_NUMBER_FROM_TO, from, to, NULL);
    struct line line = {out, 0, NUMBER_SIZE};
    append_text(&line, from);
    append_text(&line, EN_DASH);
    append_text(&line, to);
    return out;
}

static char *with_unit(char *out, enum language language, double value, int decimals,
                       enum text text)
{
    char number[NUMBER_SIZE];
    number_plain(number, language, value, decimals);
    return sentence(out, language, text, number, NULL, NULL);
}

char *number_percent(char *out, enum language language, double share, int decimals)
{
    return with_unit(out, language, 100 * share, decimals, TEXT_NUMBER_PERCENT_SIGN);
}

char *number_percent_word(char *out, enum language language, double share, int decimals)
{
    return with_unit(out, language, 100 * share, decimals, TEXT_NUMBER_PERCENT_WORD);
}

char *number_kroner(char *out, enum language language, double ore)
{
    return with_unit(out, language, ore / 100, 0, TEXT_NUMBER_KRONER);
}

char *number_million_kroner(char *out, enum language language, double ore, int decimals)
{
    return with_unit(out, language, ore / 1e8, decimals, TEXT_NUMBER_MILLION_KRONER);
}

/* As few decimals as the confidence needs: 95 %, 99,5 %. */
static int decimals_of(double confidence)
{
    double percent = 100 * confidence;
    int decimals = 0;
    while (decimals < 3 && fabs(percent - round(percent)) > 1e-6) {
        percent *= 10;
        decimals++;
    }
    return decimals;
}

char *number_confidence(char *out, enum language language, double confidence)
{
    return number_percent(out, language, confidence, decimals_of(confidence));
}

char *number_interval(char *out, enum language language, double value, double low, double high,
                      double confidence, int decimals)
{
    char number[NUMBER_SIZE], percent[NUMBER_SIZE], range[NUMBER_SIZE];
    number_plain(number, language, value, decimals);
    number_confidence(percent, language, confidence);
    number_range(range, language, low, high, decimals);
    number_group_beside(number, range);
    return sentence(out, language, TEXT_NUMBER_INTERVAL, number, percent, range);
}
