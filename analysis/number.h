/* Numbers as people write them in English, bokmål and nynorsk. The program never calls setlocale.
 *
 * Norwegian: decimal comma; no-break space between groups of three digits from five digits on
 * (Språkrådet, "Tall, tid og dato"), and from four on beside such a number in a range or a column of
 * a table ("7 231–13 453"); a space before %. English: decimal point, comma between
 * groups. Both: minus sign U+2212, en dash without spaces in ranges, "to"/"til" where a bound is
 * negative. A number that is not known (NaN) is an en dash; a bound that does not exist is ∞.
 *
 * Every function writes into out[NUMBER_SIZE] and gives it back.
 */
#ifndef PLASSFLYT_ANALYSIS_NUMBER_H
#define PLASSFLYT_ANALYSIS_NUMBER_H

#include "tables/texts.h"

#include <stdbool.h>
#include <stddef.h>

#define NUMBER_SIZE 256

/* 1234567.891 with two decimals: "1,234,567.89", "1 234 567,89" */
char *number_plain(char *out, enum language language, double value, int decimals);

/* With its sign even when positive, for differences: "+12", "−3"; zero has none. */
char *number_signed(char *out, enum language language, double value, int decimals);

/* "1.5–2.0", "1,5–2,0"; "−1,5 til 2,0" */
char *number_range(char *out, enum language language, double low, double high, int decimals);

/* Whether there is a number among the text whose digits a no-break space groups. */
bool number_has_groups(const char *text);

/* The text with whole numbers of four digits grouped too, for columns where one is longer; into
 * out[size]. */
char *number_group(char *out, size_t size, const char *text);

/* Groups a number of four digits if its neighbour in a sentence or cell is grouped. */
void number_group_beside(char number[NUMBER_SIZE], const char *neighbour);

/* Share 0.125 with one decimal: "12.5%", "12,5 %" (for tables and figures) */
char *number_percent(char *out, enum language language, double share, int decimals);

/* "12.5 per cent", "12,5 prosent" (for running text) */
char *number_percent_word(char *out, enum language language, double share, int decimals);

/* "95%", "99.95 %": a confidence with as few decimals as it needs */
char *number_confidence(char *out, enum language language, double confidence);

/* Øre as whole kroner: "NOK 12,346", "12 346 kroner" */
char *number_kroner(char *out, enum language language, double ore);

/* Øre as millions of kroner: "NOK 1.5 million", "1,5 millioner kroner" */
char *number_million_kroner(char *out, enum language language, double ore, int decimals);

/* "3.1 (95% interval 2.0–4.2)", "3,1 (95 %-intervall 2,0–4,2)" */
char *number_interval(char *out, enum language language, double value, double low, double high,
                      double confidence, int decimals);

#endif
