/* for memmem NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _GNU_SOURCE
#include "analysis/provenance_read.h"

#include "analysis/provenance.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A stretch of bytes. */
struct stretch {
    const unsigned char *at;
    size_t n;
};

/* What follows a text; false if it is not there. */
static bool follow(struct stretch *stretch, const char *text)
{
    const unsigned char *found = memmem(stretch->at, stretch->n, text, strlen(text));
    if (!found)
        return false;
    const unsigned char *after = found + strlen(text);
    stretch->n -= (size_t)(after - stretch->at);
    stretch->at = after;
    return true;
}

/* Cuts it before a byte; false if that is not there. */
static bool cut(struct stretch *stretch, unsigned char before)
{
    const unsigned char *end = memchr(stretch->at, before, stretch->n);
    if (end)
        stretch->n = (size_t)(end - stretch->at);
    return end != NULL;
}

/* ---- SVG, HTML, and the core properties of office documents ---- */

static size_t unescape(const struct stretch *from, size_t at, char *to)
{
    static const struct {
        const char *name;
        char is;
    } names[] = {{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#39;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i].name);
        if (from->n - at >= length && memcmp(from->at + at, names[i].name, length) == 0) {
            *to = names[i].is;
            return length;
        }
    }
    *to = (char)from->at[at];
    return 1;
}

static char *plain_of_markup(const struct stretch *stretch)
{
    char *text = malloc(stretch->n + 1);
    size_t n = 0;
    for (size_t at = 0; text && at < stretch->n; n++)
        at += unescape(stretch, at, text + n);
    if (text)
        text[n] = '\0';
    return text;
}

static char *find_in_markup(struct stretch all)
{
    struct stretch svg = all, html = all, office = all;
    if (follow(&svg, "<metadata id=\"" PROVENANCE_KEY "\">") && cut(&svg, '<'))
        return plain_of_markup(&svg);
    if (follow(&html, "<meta name=\"" PROVENANCE_KEY "\" content=\"") && cut(&html, '"'))
        return plain_of_markup(&html);
    if (follow(&office, "<dc:description>") && cut(&office, '<'))
        return plain_of_markup(&office);
    return NULL;
}

/* ---- PNG ---- */

static uint32_t number_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* An iTXt chunk: keyword, two bytes that say that it is not packed, language, translated keyword, text. */
static char *text_of_chunk(const unsigned char *data, size_t n)
{
    static const unsigned char head[] = PROVENANCE_KEY "\0\0"; /* and the literal's own end */
    size_t at = sizeof head;
    if (n < sizeof head || memcmp(data, head, sizeof head) != 0)
        return NULL;
    for (int names = 0; names < 2; names++) {
        const unsigned char *end = memchr(data + at, '\0', n - at);
        if (!end)
            return NULL;
        at = (size_t)(end - data) + 1;
    }
    return strndup((const char *)data + at, n - at);
}

static char *find_in_png(struct stretch all)
{
    enum { SIGNATURE = 8, FRAME = 12 };
    for (size_t at = SIGNATURE; at + FRAME <= all.n;) {
        size_t length = number_at(all.at + at);
        if (length > all.n - at - FRAME)
            return NULL;
        char *text =
            memcmp(all.at + at + 4, "iTXt", 4) == 0 ? text_of_chunk(all.at + at + 8, length) : NULL;
        if (text)
            return text;
        at += FRAME + length;
    }
    return NULL;
}

/* ---- PDF ---- */

static int digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = c | ('a' - 'A');
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static size_t put_utf8(unsigned code, char *to)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xc0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | code >> 12);
    to[1] = (char)(0x80 | (code >> 6 & 0x3f));
    to[2] = (char)(0x80 | (code & 0x3f));
    return 3;
}

/* UTF-16 as hexadecimal digits; NULL if they are none. */
static char *text_of_hexadecimal(struct stretch all)
{
    if (!cut(&all, '>') || all.n % 4 != 0)
        return NULL;
    char *text = malloc(all.n / 4 * 3 + 1);
    size_t n = 0;
    for (size_t at = 0; text && at < all.n; at += 4) {
        unsigned code = 0;
        for (size_t i = 0; i < 4; i++) {
            int d = digit(all.at[at + i]);
            if (d < 0) {
                free(text);
                return NULL;
            }
            code = code << 4 | (unsigned)d;
        }
        n += put_utf8(code, text + n);
    }
    if (text)
        text[n] = '\0';
    return text;
}

/* ASCII up to a bracket, with a backslash before brackets and backslashes that are part of it; NULL
 * if the bracket is missing. */
static char *text_of_literal(struct stretch all)
{
    char *text = malloc(all.n + 1);
    size_t n = 0, at = 0;
    for (; text && at < all.n && all.at[at] != ')'; at++) {
        at += all.at[at] == '\\';
        if (at < all.n)
            text[n++] = (char)all.at[at];
    }
    if (text && at < all.n) {
        text[n] = '\0';
        return text;
    }
    free(text);
    return NULL;
}

/* As picture.c writes it, or weasyprint. */
static char *find_in_pdf(struct stretch all)
{
    struct stretch hexadecimal = all, literal = all;
    if (follow(&hexadecimal, "/" PROVENANCE_KEY " <FEFF") ||
        follow(&hexadecimal, "/" PROVENANCE_KEY " <feff"))
        return text_of_hexadecimal(hexadecimal);
    return follow(&literal, "/" PROVENANCE_KEY " (") ? text_of_literal(literal) : NULL;
}

char *provenance_find(const unsigned char *bytes, size_t n)
{
    const struct stretch all = {bytes, n};
    if (n > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
        return find_in_png(all);
    if (n > 5 && memcmp(bytes, "%PDF-", 5) == 0)
        return find_in_pdf(all);
    return find_in_markup(all);
}
