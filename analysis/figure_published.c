/* Published figures beside the model's. */
#include "analysis/figure_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool names(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at && *at;) {
        size_t part = strcspn(at, "|");
        if (part == length && strncmp(at, name, length) == 0)
            return true;
        at += part + (at[part] == '|');
    }
    return false;
}

double published_time(const struct results_published *published)
{
    int year = 0, month = 1, day = 1;
    sscanf(published->date, "%d-%d-%d", &year, &month, &day);
    if (strcmp(published->period, "year") == 0)
        return year + 0.5;
    if (strcmp(published->period, "month") == 0)
        return year + (month - 0.5) / 12;
    return year + (month - 1 + day / 31.0) / 12;
}

bool published_is_shown(const struct results *results, const struct results_published *published,
                        const char *series)
{
    double first = month_time(results, 0), last = month_time(results, results->months - 1);
    double at = published_time(published);
    bool other = strcmp(published->definition, "searched") == 0 ||
                 strcmp(published->definition, "past_six_weeks") == 0;
    return names(series, published->series) && !other && at >= first && at <= last;
}

enum mark published_mark(const struct results_published *published)
{
    if (strcmp(published->definition, "past_wish") == 0)
        return MARK_DEFINED;
    if (strcmp(published->areas, "all") == 0)
        return MARK_ALL_AREAS;
    return strcmp(published->areas, "unknown") == 0 ? MARK_UNKNOWN_AREAS : MARK_OTHER_AREAS;
}

int mark_type(enum mark mark)
{
    enum { SQUARE = 4, CIRCLE = 6, FULL_CIRCLE = 7, TRIANGLE = 8 };
    static const int types[N_MARKS] = {[MARK_DEFINED] = FULL_CIRCLE,
                                       [MARK_OTHER_AREAS] = TRIANGLE,
                                       [MARK_UNKNOWN_AREAS] = SQUARE,
                                       [MARK_ALL_AREAS] = CIRCLE};
    return types[mark];
}

double published_highest(const struct results *results, const char *series)
{
    double highest = 0;
    for (size_t i = 0; i < results->n_published; i++)
        if (published_is_shown(results, &results->published[i], series))
            highest = fmax(highest, results->published[i].high);
    return highest;
}

/* ---- sources ---- */

/* Who issued a source; that of a part of a document is the document's. */
static const char *issuer_of(const struct results *results, const char *id)
{
    const struct results_source *source = results_source(results, id);
    const struct results_source *document = source ? results_source(results, source->issuer) : NULL;
    return document ? document->issuer : source ? source->issuer : "";
}

/* Ids of sources, each once. */
struct ids {
    char id[32][64];
    size_t n;
};

/* Adds the ids of a list "F-Q10, C1". */
static void add_ids(struct ids *ids, const char *list)
{
    enum { MOST = sizeof ids->id / sizeof ids->id[0] };
    for (const char *at = list; *at && ids->n < MOST;) {
        size_t part = strcspn(at, ", ");
        bool known = part == 0;
        snprintf(ids->id[ids->n], sizeof ids->id[0], "%.*s", (int)part, at);
        for (size_t i = 0; i < ids->n; i++)
            known = known || strcmp(ids->id[i], ids->id[ids->n]) == 0;
        ids->n += !known;
        at += part + strspn(at + part, ", ");
    }
}

/* Adds an issuer; a list of many is cut after the first. */
static void add_issuer(const char *issuer, enum language language, char *out)
{
    enum { LONG = 60 };
    size_t used = strlen(out);
    int length = (int)(strlen(issuer) > LONG ? strcspn(issuer, ",") : strlen(issuer));
    snprintf(out + used, PUBLISHED_SOURCES_SIZE - used, "%s%.*s%s%s", used ? "; " : "", length,
             issuer, issuer[length] ? " " : "",
             issuer[length] ? text_table[TEXT_FIGURE_AND_OTHERS][language] : "");
}

/* Adds the ids that one issuer has from the i-th on, and empties them: "Bufdir (F-S3, F-S4)". */
static void add_source(const struct results *results, struct ids *ids, size_t i,
                       enum language language, char *out)
{
    const char *issuer = issuer_of(results, ids->id[i]), *mark = " (";
    add_issuer(issuer, language, out);
    for (; i < ids->n; i++) {
        size_t used = strlen(out);
        if (!*ids->id[i] || strcmp(issuer_of(results, ids->id[i]), issuer) != 0)
            continue;
        snprintf(out + used, PUBLISHED_SOURCES_SIZE - used, "%s%s", mark, ids->id[i]);
        ids->id[i][0] = '\0';
        mark = ", ";
    }
    size_t used = strlen(out);
    snprintf(out + used, PUBLISHED_SOURCES_SIZE - used, ")");
}

void published_sources(const struct results *results, const char *const *series,
                       enum language language, char out[PUBLISHED_SOURCES_SIZE])
{
    struct ids ids = {.n = 0};
    out[0] = '\0';
    for (; *series; series++)
        for (size_t i = 0; i < results->n_published; i++)
            if (published_is_shown(results, &results->published[i], *series))
                add_ids(&ids, results->published[i].source);
    for (size_t i = 0; i < ids.n; i++)
        if (*ids.id[i])
            add_source(results, &ids, i, language, out);
}

/* ---- data ---- */

/* Where the data of published figures come from. */
struct published_series {
    const char *panel, *panel_label, *series;
};

static bool is_in_block(const struct results *results, const struct results_published *published,
                        const char *series, enum mark mark)
{
    bool span = published->low < published->high;
    bool wanted = mark == N_MARKS ? span : !span && published_mark(published) == mark;
    return wanted && published_is_shown(results, published, series);
}

/* Rows of those shown with a mark (all spans with mark N_MARKS); −1 if there are none. */
static int block(struct page *page, const struct published_series *s, enum mark mark)
{
    const struct results *results = page->order->results;
    struct figure_data *data = page->canvas.data;
    int number = -1;
    for (size_t i = 0; i < results->n_published; i++) {
        const struct results_published *p = &results->published[i];
        bool span = p->low < p->high;
        double numbers[] = {published_time(p), span ? NAN : p->low, p->low, p->high};
        if (!is_in_block(results, p, s->series, mark))
            continue;
        if (number < 0)
            number = figure_data_block(data, s->panel, s->panel_label, "published",
                                       page_text(page, TEXT_FIGURE_PUBLISHED_MARK));
        figure_data_row(data, p->date, numbers, sizeof numbers / sizeof numbers[0]);
    }
    return number;
}

struct published_data published_data(struct page *page, const char *panel, const char *panel_label,
                                     const char *series)
{
    const struct published_series all = {panel, panel_label, series};
    struct published_data data;
    for (int mark = 0; mark < N_MARKS; mark++)
        data.points[mark] = block(page, &all, (enum mark)mark);
    data.spans = block(page, &all, N_MARKS);
    return data;
}

void published_plot(struct page *page, const struct published_data *data)
{
    const unsigned colour = look_published(&page->look);
    const struct pen pen = {colour, 2.4, "1"};
    for (int mark = 0; mark < N_MARKS; mark++)
        if (data->points[mark] >= 0)
            canvas_points(&page->canvas, data->points[mark], mark_type((enum mark)mark), 0.7,
                          colour);
    if (data->spans >= 0)
        canvas_spans(&page->canvas, data->spans, &pen);
}
