#include "analysis/picture.h"

#include "analysis/provenance.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char program[] = "Plassflyt";

/* ---- bytes ---- */

/* First place from `at` on where a text stands in bytes [n]; n if it does not. */
static size_t find(const unsigned char *bytes, size_t n, size_t at, const char *text)
{
    size_t length = strlen(text);
    for (; at + length <= n; at++)
        if (bytes[at] == (unsigned char)text[0] && memcmp(bytes + at, text, length) == 0)
            return at;
    return n;
}

static size_t find_last(const unsigned char *bytes, size_t n, const char *text)
{
    size_t last = n;
    for (size_t at = 0; (at = find(bytes, n, at, text)) < n; at++)
        last = at;
    return last;
}

static void put(FILE *out, const unsigned char *bytes, size_t from, size_t to)
{
    fwrite(bytes + from, 1, to - from, out);
}

/* A picture being written anew. */
struct copy {
    FILE *out;
    char *bytes;
    size_t n;
};

static bool copy_begin(struct copy *copy)
{
    copy->bytes = NULL;
    copy->out = open_memstream(&copy->bytes, &copy->n);
    return copy->out != NULL;
}

/* Puts the copy in the picture's place. */
static bool copy_end(struct copy *copy, struct picture *picture)
{
    if (fclose(copy->out) != 0) {
        free(copy->bytes);
        return false;
    }
    free(picture->bytes);
    *picture = (struct picture){(unsigned char *)copy->bytes, copy->n};
    return true;
}

bool picture_is_signed(const unsigned char *bytes, size_t n)
{
    enum { ENDS = 8192 };
    size_t head = n < ENDS ? n : ENDS;
    return n == 0 || find(bytes, head, 0, program) < head || find(bytes, n, n - head, program) < n;
}

/* ---- SVG ---- */

static void put_xml(FILE *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        default:
            fputc(*text, out);
        }
}

static void put_svg_words(FILE *out, const struct drawing *drawing)
{
    fputs("<title>", out);
    put_xml(out, drawing->title);
    fputs("</title>\n<desc>", out);
    put_xml(out, drawing->alternative);
    fputs(" ", out);
    put_xml(out, drawing->source);
    fputs("</desc>\n<metadata id=\"" PROVENANCE_KEY "\">", out);
    put_xml(out, drawing->provenance);
    fputs("</metadata>", out);
}

/* Copies from `from` to `to`. gnuplot writes bold type as part of the family's name, and names one
 * family; Verdana is the nearest that most machines without DejaVu have. */
static void put_svg_body(FILE *out, const unsigned char *bytes, size_t from, size_t to)
{
    static const char family[] = "font-family=\"DejaVu Sans", bold[] = ":Bold\"";
    static const char others[] = "font-family=\"DejaVu Sans, Verdana, sans-serif\"";
    for (size_t at; (at = find(bytes, to, from, family)) < to;) {
        put(out, bytes, from, at);
        fputs(others, out);
        from = at + sizeof family - 1;
        if (find(bytes, to, from, bold) == from) {
            fputs(" font-weight=\"bold\"", out);
            from += sizeof bold - 2;
        }
        from++; /* the quote */
    }
    put(out, bytes, from, to);
}

/* Without what gnuplot calls its lines: the commands that draw them, which browsers show where a
 * mouse rests and read aloud. */
static void put_svg_drawing(FILE *out, const unsigned char *bytes, size_t from, size_t to)
{
    static const char begin[] = "<title>", end[] = "</title>";
    for (size_t at; (at = find(bytes, to, from, begin)) < to;) {
        size_t after = find(bytes, to, at, end);
        if (after == to)
            break;
        put_svg_body(out, bytes, from, at);
        from = after + sizeof end - 1;
    }
    put_svg_body(out, bytes, from, to);
}

static bool sign_svg(struct picture *picture, const struct drawing *drawing)
{
    static const char end[] = "</desc>";
    struct copy copy;
    size_t title = find(picture->bytes, picture->n, 0, "<title>");
    size_t desc = find(picture->bytes, picture->n, title, end);
    if (desc == picture->n || !copy_begin(&copy))
        return false;
    put(copy.out, picture->bytes, 0, title);
    put_svg_words(copy.out, drawing);
    put_svg_drawing(copy.out, picture->bytes, desc + sizeof end - 1, picture->n);
    return copy_end(&copy, picture);
}

/* ---- PNG ---- */

static void put_number(FILE *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        fputc((int)(number >> shift & 0xff), out);
}

static void put_chunk(FILE *out, const char *type, const unsigned char *data, size_t n)
{
    uLong sum = crc32(0, (const unsigned char *)type, 4);
    put_number(out, (uint32_t)n);
    fwrite(type, 1, 4, out);
    fwrite(data, 1, n, out);
    put_number(out, (uint32_t)crc32(sum, data, (uInt)n));
}

/* International text: keyword, no compression, no language, no translated keyword, UTF-8. */
static void put_png_text(FILE *out, const char *keyword, const char *text)
{
    struct copy data;
    if (!copy_begin(&data))
        return;
    fputs(keyword, data.out);
    fwrite("\0\0\0\0\0", 1, 5, data.out);
    fputs(text, data.out);
    if (fclose(data.out) == 0)
        put_chunk(out, "iTXt", (unsigned char *)data.bytes, data.n);
    free(data.bytes);
}

static void put_density(FILE *out)
{
    const double inch = 0.0254; /* m */
    uint32_t per_metre = (uint32_t)(CANVAS_DENSITY / inch + 0.5);
    unsigned char data[9] = {0};
    for (int i = 0; i < 4; i++)
        data[i] = data[4 + i] = (unsigned char)(per_metre >> (24 - 8 * i) & 0xff);
    data[8] = 1; /* the unit is the metre */
    put_chunk(out, "pHYs", data, sizeof data);
}

static bool sign_png(struct picture *picture, const struct drawing *drawing)
{
    enum { AFTER_HEADER = 33 };
    struct copy copy;
    if (picture->n < AFTER_HEADER || memcmp(picture->bytes + 12, "IHDR", 4) != 0 ||
        !copy_begin(&copy))
        return false;
    put(copy.out, picture->bytes, 0, AFTER_HEADER);
    put_density(copy.out);
    put_png_text(copy.out, "Title", drawing->title);
    put_png_text(copy.out, "Description", drawing->alternative);
    put_png_text(copy.out, "Source", drawing->source);
    put_png_text(copy.out, PROVENANCE_KEY, drawing->provenance);
    put(copy.out, picture->bytes, AFTER_HEADER, picture->n);
    return copy_end(&copy, picture);
}

/* ---- PDF ---- */

/* A text string in UTF-16, as hexadecimal digits (ISO 32000-1, 7.9.2.2); what stands beyond the
 * first 65 536 characters of Unicode becomes a question mark. */
static void put_pdf_text(FILE *out, const char *key, const char *text)
{
    fprintf(out, "   /%s <FEFF", key);
    const unsigned char *c = (const unsigned char *)text;
    while (*c) {
        unsigned code = *c++;
        int more = code >= 0xf0 ? 3 : code >= 0xe0 ? 2 : code >= 0xc0 ? 1 : 0;
        code = more == 0 ? code : code & (0x3fU >> more);
        for (; more > 0 && *c; more--)
            code = code << 6 | (*c++ & 0x3f);
        fprintf(out, "%04X", code > 0xffff ? '?' : code);
    }
    fputs(">\n", out);
}

/* The number after a key of the trailer. */
static bool trailer_number(const struct picture *picture, size_t trailer, const char *key,
                           unsigned long *number)
{
    size_t at = find(picture->bytes, picture->n, trailer, key);
    if (at == picture->n)
        return false;
    char digits[24];
    size_t length = picture->n - at - strlen(key);
    length = length < sizeof digits - 1 ? length : sizeof digits - 1;
    memcpy(digits, picture->bytes + at + strlen(key), length);
    digits[length] = '\0';
    char *end;
    *number = strtoul(digits, &end, 10);
    return end != digits;
}

/* "20261122080000Z" of "2026-11-22T08:00:00Z". */
static void pdf_date(const char *date, char out[16])
{
    size_t n = 0;
    for (; *date && n < 14; date++)
        if (*date >= '0' && *date <= '9')
            out[n++] = *date;
    out[n] = '\0';
    strcpy(n == 14 ? out + n : out, n == 14 ? "Z" : "19700101000000Z");
}

/* Writes over the moment of drawing, of the same length. */
static void set_pdf_date(struct picture *picture, const char *when)
{
    static const char key[] = "/CreationDate (D:";
    size_t at = find(picture->bytes, picture->n, 0, key), length = strlen(when);
    if (at < picture->n && at + sizeof key - 1 + length < picture->n)
        memcpy(picture->bytes + at + sizeof key - 1, when, length);
}

/* Adds the words as an update at the end of the file (ISO 32000-1, 7.5.6): a new document
 * information and a table that says where it stands. */
static bool sign_pdf(struct picture *picture, const struct drawing *drawing, const char *date)
{
    unsigned long size, root, info, before;
    char when[16];
    struct copy copy;
    size_t trailer = find_last(picture->bytes, picture->n, "\ntrailer");
    if (!trailer_number(picture, trailer, "/Size ", &size) ||
        !trailer_number(picture, trailer, "/Root ", &root) ||
        !trailer_number(picture, trailer, "/Info ", &info) ||
        !trailer_number(picture, trailer, "startxref\n", &before) || !copy_begin(&copy))
        return false;
    pdf_date(date, when);
    set_pdf_date(picture, when);
    put(copy.out, picture->bytes, 0, picture->n);
    fprintf(copy.out, "%lu 0 obj\n<< /Producer (gnuplot, cairo)\n   /Creator (%s)\n", info,
            program);
    put_pdf_text(copy.out, "Title", drawing->title);
    put_pdf_text(copy.out, "Subject", drawing->alternative);
    put_pdf_text(copy.out, "Keywords", drawing->source);
    put_pdf_text(copy.out, PROVENANCE_KEY, drawing->provenance);
    fprintf(copy.out, "   /CreationDate (D:%s)\n>>\nendobj\n", when);
    fflush(copy.out);
    size_t table = copy.n;
    fprintf(copy.out,
            "xref\n%lu 1\n%010zu 00000 n \ntrailer\n<< /Size %lu\n   /Root %lu 0 R\n   /Info %lu 0 "
            "R\n   /Prev %lu\n>>\nstartxref\n%zu\n%%%%EOF\n",
            info, picture->n, size, root, info, before, table);
    return copy_end(&copy, picture);
}

bool picture_sign(struct picture *picture, enum canvas_format format, const struct drawing *drawing,
                  const char *date)
{
    switch (format) {
    case CANVAS_SVG:
        return sign_svg(picture, drawing);
    case CANVAS_PNG:
        return sign_png(picture, drawing);
    default:
        return sign_pdf(picture, drawing, date);
    }
}
