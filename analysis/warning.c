#include "analysis/warning.h"

#include "analysis/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE = 2048, PART = 512 };

const char *const warning_kind_name[N_WARNING_KINDS] = {
    [WARNING_FAILED] = "failed replications",
    [WARNING_FEW_REPLICATIONS] = "few replications",
    [WARNING_FEW_FOR_QUANTILES] = "few replications for quantiles",
    [WARNING_DETAIL] = "little detail",
    [WARNING_GROWS] = "queue grows",
    [WARNING_NO_WAITS] = "no waits",
    [WARNING_ASSUMPTIONS] = "assumptions",
};

static bool add(struct warnings *warnings, enum warning_kind kind, const char *sentence)
{
    char **text = realloc(warnings->text, (warnings->n + 1) * sizeof *text);
    if (text)
        warnings->text = text;
    enum warning_kind *kinds = realloc(warnings->kind, (warnings->n + 1) * sizeof *kinds);
    if (kinds)
        warnings->kind = kinds;
    char *copy = strdup(sentence);
    if (text && kinds && copy) {
        warnings->kind[warnings->n] = kind;
        warnings->text[warnings->n++] = copy;
        return true;
    }
    free(copy);
    return false;
}

static bool say(struct warnings *warnings, enum warning_kind kind, enum language language,
                enum text text, const char *const *arguments, int n_arguments)
{
    char sentence[SENTENCE];
    text_format(sentence, sizeof sentence, language, text, arguments, n_arguments);
    return add(warnings, kind, sentence);
}

/* Adds one more to a list "a; b". */
static void append(char list[SENTENCE], const char *part)
{
    size_t used = strlen(list);
    snprintf(list + used, SENTENCE - used, "%s%s", used ? "; " : "", part);
}

/* ---- replications ---- */

static bool warn_of_replications(const struct results *results, enum language language,
                                 struct warnings *warnings)
{
    char count[32], enough[32], failed[32];
    snprintf(count, sizeof count, "%zu", results->replications);
    snprintf(enough, sizeof enough, "%d", REPLICATIONS_ENOUGH);
    snprintf(failed, sizeof failed, "%zu", results->n_failures);
    if (results->n_failures > 0 &&
        !say(warnings, WARNING_FAILED, language, TEXT_WARNING_FAILED, ARGUMENTS(failed)))
        return false;
    if (results->n_draws > 0 && results->n_draws < REPLICATIONS_ENOUGH) {
        snprintf(count, sizeof count, "%zu", results->n_draws);
        return say(warnings, WARNING_FEW_REPLICATIONS, language, TEXT_WARNING_FEW_DRAWS,
                   ARGUMENTS(count, enough));
    }
    if (results->replications >= REPLICATIONS_ENOUGH)
        return true;
    enum text text =
        results->replications < 2 ? TEXT_WARNING_ONE_REPLICATION : TEXT_WARNING_FEW_REPLICATIONS;
    return say(warnings, WARNING_FEW_REPLICATIONS, language, text, ARGUMENTS(count, enough));
}

/* The unit of a quantile over replications is the replication, or the draw that some share. */
static bool warn_of_quantiles(const struct comparison *comparison, enum language language,
                              struct warnings *warnings)
{
    const struct results *results = comparison->results;
    size_t units = results->n_draws > 0 ? results->n_draws : results->replications;
    size_t enough = quantile_enough(0.1, comparison->order.confidence);
    char least[32];
    snprintf(least, sizeof least, "%zu", enough);
    return units < 2 || units >= enough ||
           say(warnings, WARNING_FEW_FOR_QUANTILES, language, TEXT_WARNING_QUANTILES,
               ARGUMENTS(least));
}

/* ---- detail ---- */

/* How many indicators the file does not keep. */
static bool warn_of_detail(const struct results *results, enum language language,
                           struct warnings *warnings)
{
    char lacking[32], all[32];
    int n = 0;
    for (int i = 0; i < N_INDICATORS; i++)
        n += !indicator_is_kept(results, (enum indicator)i);
    snprintf(lacking, sizeof lacking, "%d", n);
    snprintf(all, sizeof all, "%d", N_INDICATORS);
    return n == 0 || say(warnings, WARNING_DETAIL, language, TEXT_WARNING_DETAIL,
                         ARGUMENTS(results->detail, lacking, all));
}

/* ---- growth ---- */

/* Growth of queue (ii) from one year to the next, for every scenario; false and a message if the
 * file cannot give it. */
static bool estimate_growth(const struct comparison *comparison, struct paired *growth,
                            struct messages *messages)
{
    const struct results *results = comparison->results;
    size_t n = results->scenarios * results->replications;
    struct indicator_source source = {.results = results, .messages = messages};
    struct indicator_item item;
    struct period last = {results->months - 12, results->months};
    struct period before = {last.first - 12, last.first};
    double *values = calloc(2 * n + 1, sizeof *values);
    bool good = values && indicator_items(&source, INDICATOR_queue_past_wish, &item, 1) == 1 &&
                indicator_values(&source, &item, last, values) &&
                indicator_values(&source, &item, before, values + n);
    for (size_t s = 0; good && s < results->scenarios; s++)
        growth[s] = estimate_drawn_difference(values + s * results->replications,
                                              values + n + s * results->replications, results->draw,
                                              results->replications, comparison->order.confidence);
    indicator_source_free(&source);
    free(values);
    return good;
}

static void append_growth(char list[SENTENCE], const char *label, const struct estimate *growth,
                          enum language language)
{
    char mean[NUMBER_SIZE], range[NUMBER_SIZE], part[2 * PART];
    int decimals = finding_decimals(growth->interval);
    number_signed(mean, language, growth->mean, decimals);
    number_range(range, language, growth->interval.low, growth->interval.high, decimals);
    snprintf(part, sizeof part, "%s %s (%s)", label, mean, range);
    append(list, part);
}

static bool warn_of_growth(const struct comparison *comparison, enum language language,
                           struct warnings *warnings, struct messages *messages)
{
    const struct results *results = comparison->results;
    bool kept = results->keeps_all || indicator_is_kept(results, INDICATOR_queue_past_wish);
    if (results->months < 24 || !kept)
        return true;
    char list[SENTENCE] = "";
    struct paired *growth = calloc(results->scenarios, sizeof *growth);
    bool good = growth && estimate_growth(comparison, growth, messages);
    for (size_t s = 0; good && s < results->scenarios; s++)
        if (finding_of(&growth[s]) == FINDING_HIGHER)
            append_growth(list, results->scenario->category[s].label[language],
                          &growth[s].difference, language);
    free(growth);
    return good &&
           (!*list || say(warnings, WARNING_GROWS, language, TEXT_WARNING_GROWS, ARGUMENTS(list)));
}

/* ---- waits ---- */

static bool warn_of_waits(const struct comparison *comparison, enum language language,
                          struct warnings *warnings)
{
    const struct results *results = comparison->results;
    struct period years = period_wait_years(results, comparison->order.period);
    if (years.first == years.end)
        return say(warnings, WARNING_NO_WAITS, language, TEXT_WARNING_NO_WAITS, NO_ARGUMENTS);
    return true;
}

/* ---- assumptions ---- */

/* Assumptions that the answer is known to hang on, by source id. */
static const struct {
    const char *id;
    enum text text;
} assumptions[] = {{"R-1", TEXT_ASSUMPTION_R1},
                   {"R-15", TEXT_ASSUMPTION_R15},
                   {"R-21", TEXT_ASSUMPTION_R21},
                   {"R-27", TEXT_ASSUMPTION_R27}};

/* Whether a list "F-Q10, R-1" names an id. */
static bool names_id(const char *ids, const char *id)
{
    for (const char *at = ids; at && *at;) {
        size_t length = strcspn(at, ",");
        if (length == strlen(id) && strncmp(at, id, length) == 0)
            return true;
        at += length + strspn(at + length, ", ");
    }
    return false;
}

/* Parameters that rest on a source: "a, b". */
static void list_parameters(const struct results *results, const char *id, char list[PART])
{
    size_t used = 0;
    list[0] = '\0';
    for (size_t p = 0; p < results->n_parameters && used < PART; p++)
        if (names_id(results->parameters[p].source, id))
            used += (size_t)snprintf(list + used, PART - used, "%s%s", used ? ", " : "",
                                     results->parameters[p].name);
}

static bool warn_of_assumptions(const struct results *results, enum language language,
                                struct warnings *warnings)
{
    char list[SENTENCE] = "";
    for (size_t i = 0; i < sizeof assumptions / sizeof assumptions[0]; i++) {
        char parameters[PART], part[2 * PART];
        list_parameters(results, assumptions[i].id, parameters);
        if (!*parameters)
            continue;
        snprintf(part, sizeof part, "%s %s (%s)", assumptions[i].id,
                 text_table[assumptions[i].text][language], parameters);
        append(list, part);
    }
    return !*list ||
           say(warnings, WARNING_ASSUMPTIONS, language, TEXT_WARNING_ASSUMPTIONS, ARGUMENTS(list));
}

bool warnings_make(const struct comparison *comparison, enum language language,
                   struct warnings *warnings, struct messages *messages)
{
    *warnings = (struct warnings){NULL, NULL, 0};
    bool good = warn_of_replications(comparison->results, language, warnings) &&
                warn_of_quantiles(comparison, language, warnings) &&
                warn_of_detail(comparison->results, language, warnings) &&
                warn_of_growth(comparison, language, warnings, messages) &&
                warn_of_waits(comparison, language, warnings) &&
                warn_of_assumptions(comparison->results, language, warnings);
    if (!good)
        warnings_free(warnings);
    return good;
}

void warnings_free(struct warnings *warnings)
{
    for (size_t i = 0; i < warnings->n; i++)
        free(warnings->text[i]);
    free(warnings->text);
    free(warnings->kind);
    *warnings = (struct warnings){NULL, NULL, 0};
}
