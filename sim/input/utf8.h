/* Text in UTF-8: whether it is valid, how long it looks, and whether two names are the same. */
#ifndef PLASSFLYT_INPUT_UTF8_H
#define PLASSFLYT_INPUT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Number of bytes before the first one that is not valid UTF-8; `length` if all of it is. */
size_t utf8_valid_length(const char *text, size_t length);

/* Number of characters (code points) in valid UTF-8. */
size_t utf8_length(const char *text);

/* Start of character number `n` of a text, or its end if it has fewer. */
const char *utf8_skip(const char *text, size_t n);

/* Writes the characters of valid UTF-8 without regard to case, with '-' and ' ' as '_', into
 * points[room]; returns how many there are, at most `room`. */
size_t utf8_fold(const char *text, uint32_t *points, size_t room);

/* Whether two names are the same but for case, '-', ' ' and '_'. */
bool utf8_same_name(const char *a, const char *b);

#endif
