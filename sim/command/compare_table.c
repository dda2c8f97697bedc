/* A comparison on a screen: for every indicator the level of the base scenario, and below it the
 * change in each other scenario. */
#include "command/compare.h"

#include "analysis/number.h"
#include "input/arena.h"
#include "input/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { CELL_LABEL, CELL_VALUE, CELL_INTERVAL, CELL_FINDING, CELL_REDUCTION, N_CELLS };
enum { GAP = 2, NARROWEST_LABEL = 20, DEFAULT_WIDTH = 100, NARROWEST = 60 };

struct line {
    bool heading;              /* of a block: stands alone */
    const char *cell[N_CELLS]; /* "" where there is nothing */
};

struct table {
    const struct invocation *invocation;
    const struct comparison *comparison;
    struct arena *arena;
    struct line *line; /* [n] */
    size_t n;
    size_t width[N_CELLS];
    size_t total;
    bool folded; /* findings stand below what they are about */
};

size_t terminal_width(FILE *out)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    int file = fileno(out);
    long width = columns ? strtol(columns, NULL, 10) : 0;
    if (file >= 0 && isatty(file) && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    if (width <= 0)
        return DEFAULT_WIDTH;
    return width < NARROWEST ? NARROWEST : (size_t)width;
}

/* ---- paragraphs ---- */

/* Prints a paragraph in lines of at most `width` characters, those after the first indented. */
static void print_paragraph(const char *text, size_t width, size_t indent, FILE *out)
{
    size_t used = 0;
    while (*text) {
        size_t bytes = strcspn(text, " ");
        char word[512];
        snprintf(word, sizeof word, "%.*s", (int)bytes, text);
        size_t length = utf8_length(word);
        if (used > 0 && used + 1 + length > width) {
            fprintf(out, "\n%*s", (int)indent, "");
            used = indent;
        } else if (used > 0) {
            fputc(' ', out);
            used++;
        }
        fputs(word, out);
        used += length;
        text += bytes + strspn(text + bytes, " ");
    }
    fputc('\n', out);
}

static void print_sentence(const struct table *table, enum text text, const char *const *arguments,
                           int n_arguments)
{
    char sentence[4096];
    text_format(sentence, sizeof sentence, table->invocation->language, text, arguments,
                n_arguments);
    print_paragraph(sentence, table->total, 0, table->invocation->out);
}

/* ---- cells ---- */

static const char *keep(const struct table *table, const char *text)
{
    return arena_text(table->arena, text, strlen(text));
}

static const char *interval_cell(const struct table *table, struct interval interval, int decimals)
{
    char text[NUMBER_SIZE];
    if (isnan(interval.low) || isnan(interval.high))
        number_plain(text, table->invocation->language, NAN, 0);
    else
        number_range(text, table->invocation->language, interval.low, interval.high, decimals);
    return keep(table, text);
}

static const char *reduction_cell(const struct table *table, double reduction)
{
    char text[NUMBER_SIZE];
    double known = isinf(reduction) ? NAN : reduction;
    number_plain(text, table->invocation->language, known, known < 10 ? 1 : 0);
    return keep(table, text);
}

/* How far apart draws are, with the decimals of the interval. */
static const char *between_cell(const struct table *table, const struct estimate *estimate)
{
    char text[NUMBER_SIZE];
    number_plain(text, table->invocation->language, estimate->between,
                 finding_decimals(estimate->interval));
    return keep(table, text);
}

/* What the interval says; and, where there are draws, in how many of them it is so. */
static const char *finding_cell(const struct table *table, const struct paired *paired,
                                enum finding finding)
{
    const struct estimate *change = &paired->difference;
    const char *words = finding_words(finding, table->invocation->language);
    char text[256], share[NUMBER_SIZE];
    if (change->draws == 0 || finding == FINDING_UNKNOWN || finding == FINDING_SAME)
        return words;
    bool higher = change->mean > 0;
    number_percent(share, table->invocation->language, higher ? change->above : change->below, 0);
    text_format(text, sizeof text, table->invocation->language,
                finding != FINDING_NOT_DISTINGUISHABLE ? TEXT_FINDING_IN
                : higher                               ? TEXT_FINDING_HIGHER_IN
                                                       : TEXT_FINDING_LOWER_IN,
                ARGUMENTS(words, share));
    return keep(table, text);
}

static struct line *add_line(struct table *table)
{
    table->line = arena_extend(table->arena, table->line, table->n, sizeof *table->line);
    struct line *line = &table->line[table->n++];
    *line = (struct line){false, {"", "", "", "", ""}};
    return line;
}

static void add_level(struct table *table, const struct comparison_row *row)
{
    char value[NUMBER_SIZE];
    enum language language = table->invocation->language;
    const struct estimate *level = &row->level[table->comparison->order.base];
    int decimals = finding_decimals(level->interval);
    struct line *line = add_line(table);
    line->cell[CELL_LABEL] = row->item.label[language];
    line->cell[CELL_VALUE] = keep(table, number_plain(value, language, level->mean, decimals));
    line->cell[CELL_INTERVAL] = interval_cell(table, level->interval, decimals);
    if (level->draws)
        line->cell[CELL_REDUCTION] = between_cell(table, level);
}

static void add_change(struct table *table, const struct comparison_row *row, size_t scenario)
{
    char value[NUMBER_SIZE];
    enum language language = table->invocation->language;
    const struct paired *paired = &row->difference[scenario];
    const struct estimate *change = &paired->difference;
    int decimals = finding_decimals(change->interval);
    enum finding finding = finding_of(paired);
    struct line *line = add_line(table);
    if (finding == FINDING_SAME)
        decimals = 0;
    const char *name = table->comparison->results->scenario->category[scenario].name;
    line->cell[CELL_LABEL] = arena_print(table->arena, "  %s", name);
    line->cell[CELL_VALUE] = keep(table, number_signed(value, language, change->mean, decimals));
    line->cell[CELL_INTERVAL] = interval_cell(table, change->interval, decimals);
    line->cell[CELL_FINDING] = finding_cell(table, paired, finding);
    line->cell[CELL_REDUCTION] =
        change->draws ? between_cell(table, change) : reduction_cell(table, paired->reduction);
}

static bool is_shown(const struct table *table, int block)
{
    return block_is_brief[block] || option_value(table->invocation, "all");
}

static void fill(struct table *table)
{
    const struct comparison *comparison = table->comparison;
    int block = -1;
    for (size_t i = 0; i < comparison->n_rows; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        int own = (int)indicator_table[row->item.indicator].block;
        if (!is_shown(table, own))
            continue;
        if (own != block) {
            struct line *line = add_line(table);
            line->heading = true;
            line->cell[CELL_LABEL] = block_label[own][table->invocation->language];
            block = own;
        }
        add_level(table, row);
        for (size_t s = 0; s < comparison->results->scenarios; s++)
            if (s != comparison->order.base)
                add_change(table, row, s);
    }
}

/* ---- layout ---- */

static size_t together(const struct table *table)
{
    size_t sum = 0;
    for (int c = 0; c < N_CELLS; c++)
        if (!(table->folded && c == CELL_FINDING))
            sum += table->width[c] + (c ? GAP : 0);
    return sum;
}

static void measure(struct table *table, const struct line *headings)
{
    for (int c = 0; c < N_CELLS; c++)
        table->width[c] = utf8_length(headings->cell[c]);
    for (size_t i = 0; i < table->n; i++)
        for (int c = 0; c < N_CELLS && !table->line[i].heading; c++) {
            size_t width = utf8_length(table->line[i].cell[c]);
            table->width[c] = width > table->width[c] ? width : table->width[c];
        }
    size_t label = table->width[CELL_LABEL];
    table->width[CELL_LABEL] = label < NARROWEST_LABEL ? label : NARROWEST_LABEL;
    table->folded = together(table) > table->total;
    size_t least = together(table);
    size_t spare = table->total > least ? table->total - least : 0;
    size_t wanted = table->width[CELL_LABEL] + spare;
    table->width[CELL_LABEL] = wanted < label ? wanted : label;
}

/* Prints a text, cut with … if it is too wide, in a field of `width`. */
static void print_cell(const char *text, size_t width, bool right, FILE *out)
{
    size_t length = utf8_length(text);
    if (length > width) {
        const char *end = utf8_skip(text, width - 1);
        fprintf(out, "%.*s…", (int)(end - text), text);
        return;
    }
    int space = (int)(width - length);
    fprintf(out, "%*s%s%*s", right ? space : 0, "", text, right ? 0 : space, "");
}

/* Last cell of a line that shows something. */
static int last_cell(const struct table *table, const struct line *line)
{
    int last = N_CELLS - 1;
    while (last > 0 && (!*line->cell[last] || (table->folded && last == CELL_FINDING)))
        last--;
    return last;
}

/* Prints a line whose label is wider than its column: it takes of the value's column what is
 * free there, or a line of its own. */
static void print_wide_label(const struct table *table, const struct line *line)
{
    FILE *out = table->invocation->out;
    size_t room = table->width[CELL_LABEL] + GAP + table->width[CELL_VALUE];
    size_t label = utf8_length(line->cell[CELL_LABEL]);
    size_t value = utf8_length(line->cell[CELL_VALUE]);
    fputs(line->cell[CELL_LABEL], out);
    if (label + GAP + value > room) {
        fputc('\n', out);
        label = 0;
    }
    fprintf(out, "%*s%s", (int)(room - label - value), "", line->cell[CELL_VALUE]);
}

static void print_line(const struct table *table, const struct line *line)
{
    FILE *out = table->invocation->out;
    int last = last_cell(table, line), first = 0;
    if (utf8_length(line->cell[CELL_LABEL]) > table->width[CELL_LABEL]) {
        print_wide_label(table, line);
        first = CELL_VALUE + 1;
    }
    for (int c = first; c <= last; c++) {
        if (table->folded && c == CELL_FINDING)
            continue;
        bool right = c == CELL_VALUE || c == CELL_REDUCTION;
        const char *text = line->cell[c];
        fprintf(out, "%*s", c ? GAP : 0, "");
        print_cell(text, c == last && !right ? utf8_length(text) : table->width[c], right, out);
    }
    fputc('\n', out);
    if (table->folded && *line->cell[CELL_FINDING])
        fprintf(out, "    %s\n", line->cell[CELL_FINDING]);
}

static void print_rows(const struct table *table, const struct line *headings)
{
    FILE *out = table->invocation->out;
    for (size_t i = 0; i < table->n; i++) {
        const struct line *line = &table->line[i];
        if (!line->heading) {
            print_line(table, line);
            continue;
        }
        fprintf(out, "\n%s\n", line->cell[CELL_LABEL]);
        print_line(table, headings);
    }
}

/* ---- what stands around the table ---- */

/* "95 %", "99.95 %". */
static const char *percent(const struct table *table, double confidence)
{
    char text[NUMBER_SIZE];
    int decimals = 0;
    double shown = 100 * confidence;
    while (decimals < 3 && fabs(shown - round(shown)) > 1e-6) {
        shown *= 10;
        decimals++;
    }
    return keep(table, number_percent(text, table->invocation->language, confidence, decimals));
}

static void print_file(const struct table *table)
{
    const struct results *results = table->comparison->results;
    print_sentence(table, TEXT_COMPARE_FILE,
                   ARGUMENTS(results->path, results->title[table->invocation->language],
                             arena_print(table->arena, "%.0f", results->seed), results->digest,
                             results->version));
}

/* Which scenario bears which name: rows have names, for titles can be long. */
static void print_scenarios(const struct table *table)
{
    const struct results *results = table->comparison->results;
    const char *list = "";
    for (size_t s = 0; s < results->scenarios; s++) {
        const struct results_category *scenario = &results->scenario->category[s];
        list = arena_print(table->arena, "%s%s%s (%s)", list, s ? ", " : "", scenario->name,
                           scenario->label[table->invocation->language]);
    }
    print_sentence(table, TEXT_COMPARE_LIST, ARGUMENTS(list));
}

/* What is not shown, and how to see it. */
static void print_more(const struct table *table)
{
    const char *list = "";
    for (int b = 0; b < N_BLOCKS; b++)
        if (!is_shown(table, b))
            list = arena_print(table->arena, "%s%s%s", list, *list ? "; " : "",
                               block_label[b][table->invocation->language]);
    if (*list)
        print_sentence(table, TEXT_COMPARE_MORE, ARGUMENTS(list));
}

static void print_question(const struct table *table)
{
    const struct comparison *comparison = table->comparison;
    const struct results *results = comparison->results;
    char period[PERIOD_LABEL_SIZE], replications[REPLICATIONS_SIZE];
    print_sentence(table, TEXT_COMPARE_SCENARIOS,
                   ARGUMENTS(results->scenario->category[comparison->order.base].name,
                             period_label(period, results, comparison->order.period),
                             replications_words(replications, results->replications,
                                                results->n_draws, table->invocation->language),
                             percent(table, comparison->order.confidence)));
    if (comparison->order.simultaneous)
        print_sentence(table, TEXT_COMPARE_SIMULTANEOUS,
                       ARGUMENTS(arena_print(table->arena, "%zu", comparison->intervals),
                                 percent(table, comparison->order.confidence),
                                 percent(table, comparison->confidence)));
}

/* "2032–2034" of the years of opening. */
static const char *wait_years(const struct table *table, struct period years)
{
    const int32_t *year = table->comparison->results->year->number;
    if (years.end - years.first == 1)
        return arena_print(table->arena, "%d", year[years.first]);
    return arena_print(table->arena, "%d–%d", year[years.first], year[years.end - 1]);
}

static void print_notes_before(const struct table *table)
{
    const struct results *results = table->comparison->results;
    struct period years = period_wait_years(results, table->comparison->order.period);
    const struct results_parameter *price = results_parameter(results, "price_year");
    print_file(table);
    print_scenarios(table);
    print_question(table);
    if (years.end > years.first)
        print_sentence(table, TEXT_COMPARE_WAITS, ARGUMENTS(wait_years(table, years)));
    if (price)
        print_sentence(table, TEXT_COMPARE_PRICES,
                       ARGUMENTS(arena_print(table->arena, "%.0f", price->value[0])));
}

static void print_notes_after(const struct table *table, const struct warnings *warnings)
{
    fputc('\n', table->invocation->out);
    print_more(table);
    bool drawn = table->comparison->results->n_draws > 0;
    print_sentence(table, drawn ? TEXT_COMPARE_NOTE_DRAWS : TEXT_COMPARE_NOTE_INTERVALS,
                   NO_ARGUMENTS);
    print_sentence(table, drawn ? TEXT_COMPARE_NOTE_BETWEEN : TEXT_COMPARE_NOTE_REDUCTION,
                   NO_ARGUMENTS);
    for (size_t i = 0; i < warnings->n; i++)
        print_sentence(table, TEXT_WARNING, ARGUMENTS(warnings->text[i]));
}

void compare_print(const struct invocation *invocation, const struct comparison *comparison,
                   const struct warnings *warnings, size_t width)
{
    struct table table = {
        .invocation = invocation, .comparison = comparison, .arena = arena_make(), .total = width};
    char interval[128];
    text_format(interval, sizeof interval, invocation->language, TEXT_COMPARE_INTERVAL,
                ARGUMENTS(percent(&table, comparison->order.confidence)));
    struct line headings = {
        .cell = {"", say(invocation, TEXT_COMPARE_LEVEL), interval,
                 say(invocation, TEXT_COMPARE_FINDING),
                 say(invocation, comparison->results->n_draws ? TEXT_COMPARE_BETWEEN
                                                              : TEXT_COMPARE_REDUCTION)}};
    fill(&table);
    measure(&table, &headings);
    print_notes_before(&table);
    print_rows(&table, &headings);
    print_notes_after(&table, warnings);
    arena_free(table.arena);
}
