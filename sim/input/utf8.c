#include "input/utf8.h"

/* Decodes one character of at most `length` bytes into *point; its bytes, or 0 if it is not valid.
 */
static size_t decode(const unsigned char *text, size_t length, uint32_t *point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = text[0];
    size_t bytes = first < 0x80             ? 1
                   : (first & 0xe0) == 0xc0 ? 2
                   : (first & 0xf0) == 0xe0 ? 3
                   : (first & 0xf8) == 0xf0 ? 4
                                            : 0;
    if (bytes == 0 || bytes > length)
        return 0;
    *point = bytes == 1 ? first : first & (0x7fU >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (text[i] & 0x3fU);
    }
    bool surrogate = *point >= 0xd800 && *point < 0xe000;
    return *point < smallest[bytes] || surrogate || *point > 0x10ffff ? 0 : bytes;
}

size_t utf8_valid_length(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t valid = 0;
    while (valid < length) {
        uint32_t point;
        size_t n = decode(bytes + valid, length - valid, &point);
        if (n == 0)
            break;
        valid += n;
    }
    return valid;
}

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t utf8_length(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += !continues(*text);
    return n;
}

const char *utf8_skip(const char *text, size_t n)
{
    while (n > 0 && *text) {
        text++;
        while (continues(*text))
            text++;
        n--;
    }
    return text;
}

static uint32_t fold(uint32_t point)
{
    bool ascii_capital = point >= 'A' && point <= 'Z';
    bool latin_capital = point >= 0xc0 && point <= 0xde && point != 0xd7;
    if (ascii_capital || latin_capital)
        return point + 0x20;
    return point == '-' || point == ' ' ? '_' : point;
}

size_t utf8_fold(const char *text, uint32_t *points, size_t room)
{
    size_t n = 0;
    while (*text && n < room) {
        const char *next = utf8_skip(text, 1);
        uint32_t point = 0xfffd;
        decode((const unsigned char *)text, (size_t)(next - text), &point);
        points[n++] = fold(point);
        text = next;
    }
    return n;
}

bool utf8_same_name(const char *a, const char *b)
{
    uint32_t x = 0, y = 0;
    while (*a && *b) {
        utf8_fold(a, &x, 1);
        utf8_fold(b, &y, 1);
        if (x != y)
            return false;
        a = utf8_skip(a, 1);
        b = utf8_skip(b, 1);
    }
    return *a == *b;
}
