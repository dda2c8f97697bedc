/* What a back-cast is held against, and the rows that say how it fares. Apart from the simulation, since
 * the model and the analysis each have names of their own. */
#include "command/back_cast.h"

#include "analysis/number.h"
#include "analysis/target.h"
#include "engine/date.h"
#include "input/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- published figures as questions ---- */

#define INSTITUTIONS                                                                               \
    "children place=acute_public|acute_nonprofit|acute_commercial|care_public|care_nonprofit|"     \
    "care_commercial|treatment_public|treatment_nonprofit|treatment_commercial|overflow_acute"

/* What a published series counts in the model, as targets say it. */
static const struct question {
    const char *series, *count, *of;
} questions[] = {
    {"queue", "queue queue_category=", ""},
    {"foster_children_all_ages", "foster_children;children place=emergency", ""},
    {"foster_children_under_18", "foster_children of_age=child;children place=emergency", ""},
    {"emergency_children", "children place=emergency", ""},
    {"kin_share", "children place=kinship", "foster_children"},
    {"institution_mean", INSTITUTIONS, ""},
    {"institution_end", INSTITUTIONS, ""},
    {"institution_municipal_reports", INSTITUTIONS, ""},
    {"institution_round", INSTITUTIONS, ""},
    {"institution_first_stay_acute", "first_stay first_stay_category=acute", "first_stay"},
    {"acute_coercive", "coercive", ""},
    {"emergency_days_beyond_3_months", "emergency_stays emergency_stay!=three_months",
     "emergency_stays"},
    {"emergency_days_beyond_6_months", "emergency_stays emergency_stay=beyond", "emergency_stays"},
    {"foster_moved", "foster_moved moved!=never", "foster_moved"},
    {"oslo_approved", "approved area=oslo channel=oslo", ""},
};

static const struct question *question_of(const struct published *p)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].series, p->series) == 0)
            return &questions[i];
    return NULL; /* nothing in the model counts the same */
}

/* The queue by its definition and areas: what is not said is taken to be (ii), with all areas. */
static const char *counted(struct arena *arena, const struct published *p, const struct question *q)
{
    if (strcmp(p->series, "queue") != 0)
        return q->count;
    const char *definition = strcmp(p->definition, "none") == 0 ? "past_wish" : p->definition;
    const char *areas = strcmp(p->areas, "without_oslo") == 0 ? " area!=oslo" : "";
    return arena_print(arena, "%s%s%s", q->count, definition, areas);
}

/* Whether a target tells of the same source and time. */
static bool is_target(const struct study *study, const struct published *p, const char *when)
{
    for (size_t i = 0; i < study->n_targets; i++)
        if (strstr(study->targets[i].source, p->source) &&
            strcmp(study->targets[i].when, when) == 0)
            return true;
    return false;
}

size_t published_as_targets(const struct study *study, int year, struct arena *texts,
                            struct target *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < study->n_published && n < room; i++) {
        const struct published *p = &study->published[i];
        const struct question *q = question_of(p);
        struct date date = date_of_days(p->date);
        bool whole_year = strcmp(p->period, "year") == 0;
        const char *when =
            whole_year ? arena_print(texts, "%04d", date.year)
                       : arena_print(texts, "%04d-%02d-%02d", date.year, date.month, date.day);
        if (!q || date.year <= year || is_target(study, p, when))
            continue;
        struct target t = {.id = p->series,
                           .value = p->low < p->high ? NAN : p->low,
                           .low = p->low,
                           .high = p->high,
                           .unit = p->unit,
                           .when = when,
                           .statistic = "mean",
                           .count = counted(texts, p, q),
                           .of = q->of,
                           .times = 1,
                           .kind = "found",
                           .use = "published",
                           .source = p->source,
                           .note = p->note ? p->note : ""};
        for (int l = 0; l < N_LANGUAGES; l++)
            t.title[l] = p->note ? p->note : p->series;
        out[n++] = t;
    }
    return n;
}

/* ---- rows ---- */

static const struct column columns[] = {
    {"from", TEXT_COLUMN_FROM, false, FILE_ONLY},
    {"figure", TEXT_COLUMN_TARGET, false, EVERYWHERE},
    {"title", TEXT_COLUMN_TITLE, false, EVERYWHERE},
    {"when", TEXT_COLUMN_YEAR, false, EVERYWHERE},
    {"group", TEXT_COLUMN_USE, false, EVERYWHERE},
    {"published", TEXT_COLUMN_PUBLISHED, true, EVERYWHERE},
    {"published_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"published_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"model", TEXT_COLUMN_MODEL, true, EVERYWHERE},
    {"replications_95", TEXT_COLUMN_MODEL_SPAN, true, TABLE_ONLY},
    {"model_low", TEXT_COLUMN_LOW, true, FILE_ONLY},
    {"model_high", TEXT_COLUMN_HIGH, true, FILE_ONLY},
    {"finding", TEXT_COLUMN_FINDING, false, EVERYWHERE},
    {"unit", TEXT_COLUMN_UNIT, false, FILE_ONLY},
    {"source", TEXT_COLUMN_SOURCE, false, EVERYWHERE},
};

struct back_cast back_cast_open(const struct invocation *invocation)
{
    return (struct back_cast){invocation, sheet_make(columns, sizeof columns / sizeof *columns), 0,
                              0};
}

void back_cast_print(struct back_cast *answer)
{
    sheet_print(answer->sheet, form_wanted(answer->invocation), answer->invocation->language,
                answer->invocation->out);
    sheet_free(answer->sheet);
    answer->sheet = sheet_make(columns, sizeof columns / sizeof *columns);
}

/* What is published: one number, or a span. */
static double low_of(const struct results_target *t)
{
    return isnan(t->value) ? t->low : t->value;
}

static double high_of(const struct results_target *t)
{
    return isnan(t->value) ? t->high : t->value;
}

static const char *group_of(const struct results_target *t)
{
    return t->held_back ? "held_back" : *t->use ? t->use : "fit";
}

static enum text group_text(const struct results_target *t)
{
    bool published = strcmp(t->use, "published") == 0, label = strcmp(t->use, "label") == 0;
    return t->held_back ? TEXT_BACK_CAST_HELD_BACK
           : published  ? TEXT_BACK_CAST_PUBLISHED
           : label      ? TEXT_BACK_CAST_LABEL
                        : TEXT_BACK_CAST_TARGET;
}

/* A span up to here or beyond has no upper end: so many children there are not. */
static const double no_upper_end = 1e5;

static void add_at_least(struct sheet *sheet, enum language language, double low, int decimals)
{
    char out[NUMBER_SIZE], text[NUMBER_SIZE + 8];
    snprintf(text, sizeof text, "≥ %s", number_plain(out, language, low, decimals));
    sheet_add(sheet, text);
}

static void add_span(struct sheet *sheet, enum language language, double low, double high)
{
    char out[NUMBER_SIZE];
    double by = high >= 1e6 ? 1e6 : 1;
    int decimals = high < 2 ? 3 : high < 40 ? 1 : 0;
    if (high >= no_upper_end && high < 1e6)
        add_at_least(sheet, language, low, decimals);
    else if (low < high)
        sheet_add(sheet, number_range(out, language, low / by, high / by, decimals));
    else
        sheet_add(sheet, number_plain(out, language, low / by, decimals));
}

static void add_row(struct back_cast *answer, const char *cut, const struct target_answer *a,
                    enum sheet_form form)
{
    const struct results_target *t = a->target;
    enum language language = answer->invocation->language;
    struct sheet *sheet = answer->sheet;
    bool inside = a->low <= high_of(t) && a->high >= low_of(t);
    answer->asked++;
    answer->inside += inside;
    sheet_add(sheet, cut);
    sheet_add(sheet, t->id);
    sheet_add(sheet, t->title[language]);
    sheet_add(sheet, t->when);
    bool table = form == SHEET_TABLE;
    sheet_add(sheet, table ? say(answer->invocation, group_text(t)) : group_of(t));
    if (table)
        add_span(sheet, language, low_of(t), high_of(t));
    else
        sheet_add_estimate(sheet, t->value);
    sheet_add_number(sheet, low_of(t));
    sheet_add_number(sheet, high_of(t));
    if (table)
        add_span(sheet, language, a->mean, a->mean);
    else
        sheet_add_estimate(sheet, a->mean);
    add_span(sheet, language, a->low, a->high);
    sheet_add_estimate(sheet, a->low);
    sheet_add_estimate(sheet, a->high);
    sheet_add(sheet, table ? say(answer->invocation,
                                 inside ? TEXT_BACK_CAST_IS_INSIDE : TEXT_BACK_CAST_IS_OUTSIDE)
                           : (inside ? "inside" : "outside"));
    sheet_add(sheet, t->unit);
    sheet_add(sheet, t->source);
}

bool back_cast_add(struct back_cast *answer, const char *path, const char *cut)
{
    struct messages messages;
    size_t n = 0;
    messages_start(&messages, answer->invocation->language);
    struct results *results = results_open(path, &messages);
    struct target_answer *answers = results ? target_answers(results, &n, &messages) : NULL;
    for (size_t i = 0; answers && i < n; i++)
        if (answers[i].known && !answers[i].compared_with_first)
            add_row(answer, cut, &answers[i], form_wanted(answer->invocation));
    print_messages(&messages, answer->invocation->err);
    messages_free(&messages);
    bool good = answers != NULL;
    free(answers);
    results_free(results);
    return good;
}
