#include "analysis/provenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORM = 1 };

static void put_string(const char *text, FILE *out)
{
    fputc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c < ' ')
            fprintf(out, "\\u%04x", *c);
        else
            fputc(*c, out);
    fputc('"', out);
}

static void put_field(const char *key, const char *text, FILE *out)
{
    fprintf(out, "\"%s\": ", key);
    put_string(text, out);
    fputs(", ", out);
}

static void put_month(const struct provenance *p, const char *key, size_t month, FILE *out)
{
    char text[16];
    const struct results *results = p->results[0];
    snprintf(text, sizeof text, "%04d-%02d", period_year(results, month),
             period_month(results, month));
    put_field(key, text, out);
}

static void put_results(const struct results *results, FILE *out)
{
    const char *slash = strrchr(results->path, '/');
    fputc('{', out);
    put_field("file", slash ? slash + 1 : results->path, out);
    put_field("digest", results->digest, out);
    put_field("program", results->version, out);
    put_field("schema", results->schema, out);
    put_field("world", results->world ? results->world : "", out);
    fputs("\"scenarios\": [", out);
    for (size_t s = 0; s < results->scenarios; s++) {
        fputs(s ? ", " : "", out);
        put_string(results->scenario->category[s].name, out);
    }
    fprintf(out, "], \"replications\": %zu, \"draws\": %zu, \"seed\": %.0f}", results->replications,
            results->n_draws, results->seed);
}

const char *provenance_intervals(bool simultaneous)
{
    return simultaneous ? INTERVAL_MEAN "; " INTERVAL_CHANGES_TOGETHER "; " INTERVAL_QUANTILES
                        : INTERVAL_MEAN "; " INTERVAL_CHANGE "; " INTERVAL_QUANTILES;
}

char *provenance_json(const struct provenance *p)
{
    static const char *const language[N_LANGUAGES] = {
        [LANGUAGE_EN] = "en", [LANGUAGE_NB] = "nb", [LANGUAGE_NN] = "nn"};
    char *json = NULL;
    size_t n;
    FILE *out = open_memstream(&json, &n);
    if (!out)
        return NULL;
    fprintf(out, "{\"%s\": %d, ", PROVENANCE_KEY, FORM);
    put_field("kind", p->kind, out);
    if (p->name)
        put_field("name", p->name, out);
    put_field("language", language[p->language], out);
    if (p->period.first < p->period.end) {
        put_month(p, "first_month", p->period.first, out);
        put_month(p, "last_month", p->period.end - 1, out);
    }
    put_field("interval", p->interval, out);
    fputs("\"results\": [", out);
    for (size_t i = 0; i < p->n_results; i++) {
        fputs(i ? ", " : "", out);
        put_results(p->results[i], out);
    }
    fputs("]}", out);
    if (fclose(out) == 0)
        return json;
    free(json);
    return NULL;
}
