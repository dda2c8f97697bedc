#include "input/count_rows.h"

#include "input/cells.h"

#include <string.h>

const char *const section_name[N_SECTIONS] = {"children", "waiting", "homes", "totals"};

/* ---- keys ---- */

enum value_kind { OF_DIMENSION, OF_BANDS, OF_WORDS, OF_SWITCH, OF_NUMBER };

struct key_row {
    const char *name;
    enum value_kind kind;
    int which; /* dimension or bands */
    const char *const *word;
    size_t words;
    unsigned allowed, required; /* bits of sections */
};

enum { CHILDREN = 1, WAITING = 2, HOMES = 4, TOTALS = 8, MOST_COUNTED = 1000000 };

static const char *const words_of[] = {"children", "waiting", "homes"};
static const char *const words_for[N_FOR] = {"foster_home", "care", "treatment"};
static const char *const words_stage[N_COUNTED_STAGE] = {"searched", "decided", "requested",
                                                         "matched"};
static const char *const words_state[N_COUNTED_STATE] = {"idle",   "listed",     "resting",
                                                         "paused", "on_the_way", "occupied"};

#define WORDS(list)  OF_WORDS, 0, list, sizeof(list) / sizeof(list)[0]
#define DIMENSION(d) OF_DIMENSION, DIMENSION_##d, NULL, 0

static const struct key_row keys[N_ROW_KEYS] = {
    [ROW_OF] = {"of", WORDS(words_of), TOTALS, TOTALS},
    [ROW_PLACE] = {"place", DIMENSION(PLACE), CHILDREN | TOTALS, CHILDREN},
    [ROW_LIVES] = {"lives", DIMENSION(PLACE), WAITING | TOTALS, WAITING},
    [ROW_KIND] = {"kind", DIMENSION(HOME_KIND), HOMES | TOTALS, HOMES},
    [ROW_OWNER] = {"owner", DIMENSION(OWNER), HOMES | TOTALS, 0},
    [ROW_STATE] = {"state", WORDS(words_state), HOMES | TOTALS, HOMES},
    [ROW_AREA] = {"area", DIMENSION(AREA), CHILDREN | WAITING | HOMES | TOTALS,
                  CHILDREN | WAITING | HOMES},
    [ROW_PLACED_IN] = {"placed_in", DIMENSION(AREA), CHILDREN | TOTALS, 0},
    [ROW_AGE] = {"age", OF_BANDS, BANDS_AGE, NULL, 0, CHILDREN | WAITING | TOTALS, CHILDREN},
    [ROW_THERE] = {"there", OF_BANDS, BANDS_THERE, NULL, 0, CHILDREN | TOTALS, CHILDREN},
    [ROW_NEED] = {"need", DIMENSION(NEED), CHILDREN | WAITING | TOTALS, 0},
    [ROW_PATH] = {"path", DIMENSION(PATH), CHILDREN | WAITING | TOTALS, 0},
    [ROW_MOVED] = {"moved", DIMENSION(MOVED), CHILDREN | TOTALS, 0},
    [ROW_FOR] = {"for", WORDS(words_for), WAITING | TOTALS, 0},
    [ROW_STAGE] = {"stage", WORDS(words_stage), WAITING | TOTALS, 0},
    [ROW_SIBLINGS] = {"siblings", DIMENSION(SIBLINGS), WAITING | TOTALS, 0},
    [ROW_WAITED] = {"waited", OF_BANDS, BANDS_WAITED, NULL, 0, WAITING | TOTALS, WAITING},
    [ROW_PAST_WISH] = {"past_wish", OF_SWITCH, 0, NULL, 0, WAITING | TOTALS, 0},
    [ROW_PLACES] = {"places", OF_NUMBER, 0, NULL, 0, HOMES, 0},
    [ROW_COUNT] = {"count", OF_NUMBER, 0, NULL, 0, CHILDREN | WAITING | HOMES | TOTALS,
                   CHILDREN | WAITING | HOMES | TOTALS},
};

static const enum text descriptions[N_ROW_KEYS] = {
    [ROW_OF] = TEXT_QUEUE_OF,         [ROW_PLACE] = TEXT_QUEUE_PLACE,
    [ROW_LIVES] = TEXT_QUEUE_LIVES,   [ROW_KIND] = TEXT_QUEUE_KIND,
    [ROW_OWNER] = TEXT_QUEUE_OWNER,   [ROW_STATE] = TEXT_QUEUE_STATE,
    [ROW_AREA] = TEXT_QUEUE_AREA,     [ROW_PLACED_IN] = TEXT_QUEUE_PLACED_IN,
    [ROW_AGE] = TEXT_QUEUE_AGE,       [ROW_THERE] = TEXT_QUEUE_THERE,
    [ROW_NEED] = TEXT_QUEUE_NEED,     [ROW_PATH] = TEXT_QUEUE_PATH,
    [ROW_MOVED] = TEXT_QUEUE_MOVED,   [ROW_FOR] = TEXT_QUEUE_FOR,
    [ROW_STAGE] = TEXT_QUEUE_STAGE,   [ROW_SIBLINGS] = TEXT_QUEUE_SIBLINGS,
    [ROW_WAITED] = TEXT_QUEUE_WAITED, [ROW_PAST_WISH] = TEXT_QUEUE_PAST_WISH,
    [ROW_PLACES] = TEXT_QUEUE_PLACES, [ROW_COUNT] = TEXT_QUEUE_COUNT,
};

/* Names of the sections of a set of bits. */
static const char *sections_of(struct arena *arena, unsigned set)
{
    const char *all = "";
    for (int s = 0; s < N_SECTIONS; s++)
        if (set >> s & 1)
            all = arena_print(arena, "%s%s%s", all, *all ? ", " : "", section_name[s]);
    return all;
}

static const char *words_listed(struct arena *arena, const struct key_row *key)
{
    const char *all = "";
    for (size_t i = 0; i < key->words; i++)
        all = arena_print(arena, "%s%s%s", all, *all ? ", " : "", key->word[i]);
    return all;
}

struct count_key count_key_of(struct arena *arena, enum row_key which)
{
    static const char *const bands[] = {"bands: age (years)", "bands: there (months)",
                                        "bands: waited (weeks)"};
    const struct key_row *key = &keys[which];
    return (struct count_key){.name = key->name,
                              .sections = sections_of(arena, key->allowed),
                              .required = sections_of(arena, key->required),
                              .values = key->kind == OF_DIMENSION ? dimension_table[key->which].name
                                        : key->kind == OF_BANDS   ? bands[key->which]
                                        : key->kind == OF_WORDS   ? words_listed(arena, key)
                                        : key->kind == OF_SWITCH  ? "yes, no"
                                                                  : "0, 1, 2 …",
                              .description = descriptions[which]};
}

/* ---- bands ---- */

static const char *const bands_name[N_BANDS_OF] = {"age", "there", "waited"};

static bool read_span(struct reading *reading, const struct yaml *node, struct span *span)
{
    bool pair = node->kind == YAML_LIST && node->count == 2;
    if (!pair) {
        complain(reading, node, TEXT_BAND_PAIR, ARGUMENTS(node->key->text));
        return false;
    }
    if (!read_number(reading, node->first, &span->low) ||
        !read_number(reading, node->first->next, &span->high))
        return false;
    if (span->low >= 0 && span->low < span->high)
        return true;
    complain(reading, node, TEXT_BAND_PAIR, ARGUMENTS(node->key->text));
    return false;
}

/* Each band begins where the one before it ends. */
static bool follows(struct reading *reading, const struct yaml *node, const struct bands *bands,
                    const struct band *band)
{
    double due = bands->n > 0 ? bands->band[bands->n - 1].span.high : 0;
    if (!(band->span.low > due) && !(band->span.low < due))
        return true;
    const char *low = number_text(reading, band->span.low), *end = number_text(reading, due);
    if (bands->n == 0)
        complain(reading, node, TEXT_BAND_FIRST, ARGUMENTS(band->name, low));
    else
        complain(reading, node, band->span.low < due ? TEXT_BAND_OVERLAPS : TEXT_BAND_GAP,
                 ARGUMENTS(band->name, low, bands->band[bands->n - 1].name, end));
    return false;
}

static bool read_bands_of(struct reading *reading, const struct yaml *map, struct bands *bands)
{
    if (map->kind != YAML_MAP || !map->first) {
        complain(reading, map, TEXT_WANTS_MAP, NO_ARGUMENTS);
        return false;
    }
    for (const struct yaml *entry = map->first; entry; entry = entry->next) {
        struct band band = {.name = entry->key->text};
        if (!read_span(reading, entry, &band.span) || !follows(reading, entry, bands, &band))
            return false;
        bands->band = arena_extend(reading->arena, bands->band, bands->n, sizeof band);
        bands->band[bands->n++] = band;
    }
    return true;
}

static bool read_bands(struct reading *reading, const struct yaml *map, struct count_rows *rows)
{
    struct field f[N_BANDS_OF];
    for (int b = 0; b < N_BANDS_OF; b++)
        f[b] = (struct field){.name = bands_name[b], .required = true};
    if (!fields_read(reading, map, f, N_BANDS_OF))
        return false;
    bool good = true;
    for (int b = 0; b < N_BANDS_OF; b++)
        good = read_bands_of(reading, f[b].value, &rows->bands[b]) && good;
    const struct bands *age = &rows->bands[BANDS_AGE];
    const double majority = 18;
    if (good && age->band[age->n - 1].span.high < majority) {
        complain(reading, f[BANDS_AGE].value, TEXT_BAND_AGES_END,
                 ARGUMENTS(number_text(reading, age->band[age->n - 1].span.high)));
        good = false;
    }
    return good;
}

struct span row_span(const struct count_rows *rows, const struct row *row, enum row_key key)
{
    return rows->bands[keys[key].which].band[row->value[key]].span;
}

/* ---- rows ---- */

static const char *band_name(size_t i, const void *context)
{
    return ((const struct bands *)context)->band[i].name;
}

static const char *word_name(size_t i, const void *context)
{
    return ((const struct key_row *)context)->word[i];
}

/* Which of some names a value is; NOT_TOLD and a message if none. */
static int read_name(struct reading *reading, const struct yaml *at, const struct key_row *key,
                     const struct names *names)
{
    const char *text = read_text(reading, at);
    if (!text)
        return NOT_TOLD;
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->name(i, names->context), text) == 0)
            return (int)i;
    complain(reading, at, TEXT_UNKNOWN_WORD,
             ARGUMENTS(key->name, text, suggestion(reading, text, names)));
    return NOT_TOLD;
}

static int read_value(struct reading *reading, const struct count_rows *rows, const struct yaml *at,
                      const struct key_row *key)
{
    int number = NOT_TOLD;
    double switched = NOT_TOLD;
    const struct bands *of = &rows->bands[key->kind == OF_BANDS ? key->which : 0];
    struct names bands = {of->n, band_name, of}, words = {key->words, word_name, key};
    switch (key->kind) {
    case OF_DIMENSION:
        return read_category(reading, at, (enum dimension)key->which);
    case OF_BANDS:
        return read_name(reading, at, key, &bands);
    case OF_WORDS:
        return read_name(reading, at, key, &words);
    case OF_SWITCH:
        return read_switch(reading, at, &switched) ? (int)switched : NOT_TOLD;
    default:
        return read_whole_number(reading, at, 0, MOST_COUNTED, &number) ? number : NOT_TOLD;
    }
}

static bool read_row(struct reading *reading, const struct count_rows *rows,
                     const struct yaml *node, unsigned section, struct row *row)
{
    struct field f[N_ROW_KEYS];
    enum row_key which[N_ROW_KEYS];
    size_t n = 0;
    for (int k = 0; k < N_ROW_KEYS; k++) {
        row->value[k] = NOT_TOLD;
        if (!(keys[k].allowed & section))
            continue;
        which[n] = (enum row_key)k;
        f[n++] = (struct field){.name = keys[k].name, .required = keys[k].required & section};
    }
    row->node = node;
    if (!fields_read(reading, node, f, n))
        return false;
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        row->at[which[i]] = f[i].value;
        if (!f[i].value)
            continue;
        row->value[which[i]] = read_value(reading, rows, f[i].value, &keys[which[i]]);
        good = good && row->value[which[i]] != NOT_TOLD;
    }
    return good;
}

/* Whether two rows say the same but for the number. */
static bool same_row(const struct row *a, const struct row *b)
{
    return memcmp(a->value, b->value, ROW_PLACES * sizeof a->value[0]) == 0;
}

static bool is_first(struct reading *reading, const struct row *rows, size_t n,
                     const struct row *row)
{
    for (size_t i = 0; i < n; i++) {
        if (!same_row(&rows[i], row))
            continue;
        complain(reading, row->node, TEXT_COUNT_ROW_TWICE,
                 ARGUMENTS(number_text(reading, rows[i].node->line)));
        return false;
    }
    return true;
}

enum { MOST_ROWS = 20000 };

static bool read_section(struct reading *reading, struct count_rows *rows, int section,
                         const struct yaml *list)
{
    bool good = true;
    for (const struct yaml *node = list_first(list); node; node = list_next(list, node)) {
        struct row row = {0};
        size_t n = rows->n[section];
        if (n == MOST_ROWS) {
            complain(reading, node, TEXT_TOO_MANY, ARGUMENTS(number_text(reading, MOST_ROWS)));
            return false;
        }
        if (!read_row(reading, rows, node, 1u << section, &row) ||
            !is_first(reading, rows->row[section], n, &row)) {
            good = false;
            continue;
        }
        rows->row[section] = arena_extend(reading->arena, rows->row[section], n, sizeof row);
        rows->row[section][rows->n[section]++] = row;
    }
    return good;
}

bool count_rows_read(struct reading *reading, const struct document *document,
                     struct count_rows *rows)
{
    enum {
        FORMAT,
        TITLE,
        DATE,
        AREAS,
        SOURCE,
        BANDS,
        FIRST_SECTION,
        N = FIRST_SECTION + N_SECTIONS
    };
    struct field f[N] = {[FORMAT] = {.name = "plassflyt"},
                         [TITLE] = {.name = "title"},
                         [DATE] = {.name = "date", .required = true},
                         [AREAS] = {.name = "areas"},
                         [SOURCE] = {.name = "source"},
                         [BANDS] = {.name = "bands", .required = true}};
    for (int s = 0; s < N_SECTIONS; s++)
        f[FIRST_SECTION + s] =
            (struct field){.name = section_name[s], .required = s != SECTION_TOTALS};
    *rows = (struct count_rows){0};
    if (!fields_read(reading, document->root, f, N) || !read_bands(reading, f[BANDS].value, rows))
        return false;
    rows->date = f[DATE].value;
    rows->areas = f[AREAS].value;
    rows->source = f[SOURCE].value;
    rows->title = f[TITLE].value;
    bool good = true;
    for (int s = 0; s < N_SECTIONS; s++)
        good = read_section(reading, rows, s, f[FIRST_SECTION + s].value) && good;
    return good;
}
