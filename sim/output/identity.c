#include "output/identity.h"

#include "output/input_names.h"
#include "output/schema.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Of a line's value: a hash says nothing to a reader. */
#define HASH "xxh3:"
#define PART "part: "

/* ---- lines ---- */

/* A text that grows; once memory is short it stays as it is. */
struct lines {
    char *text;
    size_t length, room;
    bool torn;
};

static bool make_room(struct lines *lines, size_t more)
{
    if (lines->torn || lines->length + more < lines->room)
        return !lines->torn;
    size_t room = 2 * (lines->length + more) + 256;
    char *moved = realloc(lines->text, room);
    lines->torn = !moved;
    if (!moved)
        return false;
    lines->text = moved;
    lines->room = room;
    return true;
}

__attribute__((format(printf, 2, 3))) static void add_line(struct lines *lines, const char *format,
                                                           ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0 && make_room(lines, (size_t)length + 2)) {
        vsnprintf(lines->text + lines->length, (size_t)length + 1, format, again);
        lines->length += (size_t)length;
        lines->text[lines->length++] = '\n';
        lines->text[lines->length] = '\0';
    }
    va_end(again);
    va_end(arguments);
}

/* ---- what a run hangs on ---- */

static uint64_t hash_of_changes(const struct change *changes, size_t n)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < n; i++) {
        const struct change *c = &changes[i];
        size_t cells = shape_cells(&parameter_table[c->parameter].shape);
        int64_t numbers[] = {(int64_t)c->parameter, (int64_t)c->operation, c->from, c->to,
                             c->ramp_months};
        hash = XXH3_64bits_withSeed(numbers, sizeof numbers, hash);
        hash = XXH3_64bits_withSeed(c->where, cells * sizeof *c->where, hash);
        hash = XXH3_64bits_withSeed(c->amount, cells * sizeof *c->amount, hash);
    }
    return hash;
}

static void add_files(struct lines *lines, const struct study *study)
{
    struct input_names names;
    if (!input_names_make(&names, study)) {
        lines->torn = true;
        return;
    }
    for (size_t i = 0; i < study->n_files; i++)
        add_line(lines, "file %s: " HASH "%016" PRIx64, input_name(&names, i),
                 XXH3_64bits(study->files[i].text, study->files[i].length));
    input_names_free(&names);
}

static void add_study(struct lines *lines, const struct study *study)
{
    add_line(lines, "world: %s", study->world_name);
    add_line(lines, "values: " HASH "%016" PRIx64, XXH3_64bits(&study->value, sizeof study->value));
    for (size_t i = 0; i < study->n_policies; i++)
        add_line(lines, "scenario %zu %s: " HASH "%016" PRIx64, i, study->policies[i].name,
                 hash_of_changes(study->policies[i].changes, study->policies[i].n_changes));
    add_files(lines, study);
}

static void add_draws(struct lines *lines, const struct draws *draws)
{
    if (!draws)
        return;
    uint64_t hash = XXH3_64bits(draws->cell, draws->n_cells * sizeof *draws->cell);
    hash =
        XXH3_64bits_withSeed(draws->value, draws->n * draws->n_cells * sizeof *draws->value, hash);
    for (size_t i = 0; i < draws->n; i++)
        hash = XXH3_64bits_withSeed(draws->name[i], strlen(draws->name[i]), hash);
    add_line(lines, "draws: %zu", draws->n);
    add_line(lines, "replications of a draw: %ld", (long)draws->each);
    add_line(lines, "values of draws: " HASH "%016" PRIx64, hash);
}

static void add_kept(struct lines *lines, const struct identity_order *order)
{
    const struct layout *layout = order->layout;
    uint64_t hash = XXH3_64bits(layout->cells, sizeof layout->cells);
    hash = XXH3_64bits_withSeed(layout->first, sizeof layout->first, hash);
    add_line(lines, "detail: %s", order->detail ? detail_word[order->detail->name] : "all");
    add_line(lines, "numbers of a scenario: %zu", layout->total);
    add_line(lines, "measures: " HASH "%016" PRIx64, hash);
    if (order->children > 0)
        add_line(lines, "children: %ld", (long)order->children);
}

bool identity_make(struct identity *identity, const struct identity_order *order)
{
    struct lines lines = {0};
    add_line(&lines, "program: Plassflyt " PLASSFLYT_VERSION);
    add_line(&lines, "model: " PLASSFLYT_MODEL);
    add_line(&lines, "schema: %d.%d", SCHEMA_MAJOR, SCHEMA_MINOR);
    add_line(&lines, "seed: %lu", (unsigned long)order->seed);
    add_line(&lines, "check: %s", order->check_each_event ? "event" : "month");
    if (order->event_limit)
        add_line(&lines, "event limit: %" PRIu64, order->event_limit);
    add_kept(&lines, order);
    add_study(&lines, order->study);
    add_draws(&lines, order->draws);
    identity->values = lines.length;
    add_line(&lines, "replications: %ld", (long)order->replications);
    if (order->precision)
        add_line(&lines, "precision: %s", order->precision);
    if (order->parts > 0)
        add_line(&lines, PART "%d/%d", order->part, order->parts);
    identity->text = lines.text;
    identity->hash = lines.torn ? 0 : XXH3_64bits(lines.text, identity->values);
    identity->whole = lines.torn ? 0 : XXH3_64bits(lines.text, lines.length);
    return !lines.torn;
}

void identity_leave_part(char *text)
{
    char *line = strstr(text, "\n" PART);
    char *end = line ? strchr(line + 1, '\n') : NULL;
    if (end)
        memmove(line, end, strlen(end) + 1);
}

void identity_free(struct identity *identity)
{
    free(identity->text);
    identity->text = NULL;
}

/* ---- differences ---- */

/* A line "key: value" of a text; the key is all before the last ": ". */
struct line {
    const char *key, *value, *end;
};

static bool next_line(const char **at, struct line *line)
{
    if (!**at)
        return false;
    line->key = *at;
    line->end = *at + strcspn(*at, "\n");
    line->value = line->end;
    for (const char *c = line->key; c + 1 < line->end; c++)
        if (c[0] == ':' && c[1] == ' ')
            line->value = c;
    *at = line->end + (*line->end == '\n');
    return true;
}

static bool same_piece(const char *a, const char *a_end, const char *b, const char *b_end)
{
    return a_end - a == b_end - b && memcmp(a, b, (size_t)(a_end - a)) == 0;
}

/* The line of a text with the same key. */
static bool find_line(const char *text, const struct line *like, struct line *found)
{
    while (next_line(&text, found))
        if (same_piece(found->key, found->value, like->key, like->value))
            return true;
    return false;
}

static const char *shown(const struct line *line, int *length)
{
    static const char nothing[] = "–";
    const char *value = line && line->value < line->end ? line->value + 2 : nothing;
    *length = line && line->value < line->end ? (int)(line->end - value) : (int)strlen(nothing);
    return value;
}

/* Adds one difference; what no longer fits is left out. */
static void tell(const struct line *before, const struct line *after, char *text, size_t size)
{
    const struct line *one = before ? before : after;
    size_t used = strlen(text);
    int before_length, after_length, key = (int)(one->value - one->key);
    const char *old = shown(before, &before_length), *new = shown(after, &after_length);
    bool hashes = strncmp(old, HASH, strlen(HASH)) == 0 || strncmp(new, HASH, strlen(HASH)) == 0;
    char told[512];
    int length = hashes ? snprintf(told, sizeof told, "%s%.*s", used ? ", " : "", key, one->key)
                        : snprintf(told, sizeof told, "%s%.*s (%.*s → %.*s)", used ? ", " : "", key,
                                   one->key, before_length, old, after_length, new);
    if (length > 0 && (size_t)length < sizeof told && used + (size_t)length < size)
        memcpy(text + used, told, (size_t)length + 1);
}

size_t identity_difference(const char *earlier, const char *later, char *text, size_t size)
{
    struct line line, other;
    size_t n = 0;
    text[0] = '\0';
    for (const char *at = earlier; next_line(&at, &line);) {
        bool there = find_line(later, &line, &other);
        if (there && same_piece(line.value, line.end, other.value, other.end))
            continue;
        tell(&line, there ? &other : NULL, text, size);
        n++;
    }
    for (const char *at = later; next_line(&at, &line);)
        if (!find_line(earlier, &line, &other)) {
            tell(NULL, &line, text, size);
            n++;
        }
    return n;
}
