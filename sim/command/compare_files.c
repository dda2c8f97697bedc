/* A comparison in files: CSV for programs and for Norwegian Excel; a workbook; JSON. */
#include "command/compare.h"

#include "analysis/workbook.h"
#include "command/new_file.h"
#include "command/table_print.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- CSV ---- */

/* A file of this kind begins with so many of its headings; one with more columns after them, from
 * another version, is Plassflyt's own too. */
enum { TELLING_COLUMNS = 10 };

static char *headings(const struct table *table, enum sheet_form form, enum language language)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (out) {
        table_print_headings(table, TELLING_COLUMNS, form, language, out);
        fclose(out);
    }
    return text;
}

bool compare_write_table(const struct invocation *invocation, const char *option,
                         enum sheet_form form, const struct table *table)
{
    const char *path = option_value(invocation, option);
    if (!path)
        return true;
    char *beginning[N_LANGUAGES];
    for (int l = 0; l < N_LANGUAGES; l++)
        beginning[l] = headings(table, form, (enum language)l);
    struct new_file file;
    make_folders(path);
    bool good = new_file_open(&file, path, (const char *const *)beginning, N_LANGUAGES, invocation);
    if (good) {
        table_print(table, form, invocation->language, file.stream);
        good = new_file_close(&file, invocation);
    }
    for (int l = 0; l < N_LANGUAGES; l++)
        free(beginning[l]);
    return good;
}

/* Writes the table of all numbers into the file that an option names. True if it names none. */
static bool write_csv(const struct compared *compared, const char *option, enum sheet_form form)
{
    if (!option_value(compared->invocation, option))
        return true;
    struct table *table = table_of_all(&compared->worlds, compared->invocation->language);
    bool good = compare_write_table(compared->invocation, option, form, table);
    table_free(table);
    return good;
}

/* ---- the workbook ---- */

/* Whether there is no such file yet, or one of Plassflyt's own. */
static bool may_replace(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || workbook_is_own(path);
}

static bool write_workbook(const struct compared *compared)
{
    static const char *const any[] = {""};
    const struct invocation *invocation = compared->invocation;
    const char *path = option_value(invocation, "xlsx");
    const struct workbook_order order = {&compared->worlds, compared->ranking, compared->n_rankings,
                                         compared->warnings, invocation->language};
    if (!path)
        return true;
    if (!may_replace(path)) {
        refuse(invocation, TEXT_FILE_FOREIGN, ARGUMENTS(path));
        return false;
    }
    struct new_file file;
    struct messages messages;
    make_folders(path);
    if (!new_file_open(&file, path, any, 1, invocation))
        return false;
    messages_start(&messages, invocation->language);
    bool good = workbook_write(file.temporary, &order, &messages);
    print_messages(&messages, invocation->err);
    messages_free(&messages);
    if (good)
        return new_file_close(&file, invocation);
    new_file_drop(&file);
    return false;
}

bool compare_write_files(const struct compared *compared)
{
    return write_csv(compared, "csv", SHEET_CSV) &&
           write_csv(compared, "csv-norwegian", SHEET_CSV_LOCAL) && write_workbook(compared);
}

/* ---- JSON: analysis/README.md describes it ---- */

static void print_key(const char *key, FILE *out)
{
    json_string(key, out);
    fputs(": ", out);
}

static void print_member(const char *key, const char *text, FILE *out)
{
    print_key(key, out);
    json_string(text, out);
    fputs(", ", out);
}

static void print_number(const char *key, double number, FILE *out)
{
    char text[32];
    exact_number(number, text);
    print_key(key, out);
    fprintf(out, "%s, ", text);
}

static void print_scenarios(const struct results *results, enum language language, FILE *out)
{
    print_key("scenarios", out);
    for (size_t s = 0; s < results->scenarios; s++) {
        const struct results_category *scenario = &results->scenario->category[s];
        fputs(s ? ", {" : "[{", out);
        print_member("name", scenario->name, out);
        print_key("title", out);
        json_string(scenario->label[language], out);
        fputc('}', out);
    }
    fputc(']', out);
}

static void print_file(const struct compared *compared, size_t w, FILE *out)
{
    const struct results *results = compared->results[w];
    enum language language = compared->invocation->language;
    fputs(w ? ",\n  {" : "\n  {", out);
    print_member("path", results->path, out);
    print_member("digest", results->digest, out);
    print_member("title", results->title[language], out);
    print_member("world", results->world, out);
    print_member("program", results->version, out);
    print_member("schema", results->schema, out);
    print_number("seed", results->seed, out);
    print_number("replications", (double)results->replications, out);
    print_number("replications_asked", results->replications_asked, out);
    print_number("failed", (double)results->n_failures, out);
    print_number("draws", (double)results->n_draws, out);
    print_scenarios(results, language, out);
    fputc('}', out);
}

static void print_month(const char *key, const struct results *results, size_t month, FILE *out)
{
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d", period_year(results, month),
             period_month(results, month));
    print_member(key, text, out);
}

/* First and last year in which waits that are counted began; null if there is none. */
static void print_wait_years(const struct comparison *comparison, FILE *out)
{
    const struct results *results = comparison->results;
    struct period years = period_wait_years(results, comparison->order.period);
    print_key("wait_years", out);
    if (years.end > years.first)
        fprintf(out, "[%d, %d],\n ", results->year->number[years.first],
                results->year->number[years.end - 1]);
    else
        fputs("null,\n ", out);
}

static void print_question(const struct compared *compared, FILE *out)
{
    const struct comparison *comparison = compared->comparison[0];
    const struct results *results = comparison->results;
    const struct results_parameter *price = results_parameter(results, "price_year");
    print_month("first_month", results, comparison->order.period.first, out);
    print_month("last_month", results, comparison->order.period.end - 1, out);
    print_wait_years(comparison, out);
    print_member("base", results->scenario->category[comparison->order.base].name, out);
    if (price)
        print_number("price_year", price->value[0], out);
    print_number("level_confidence", comparison->order.confidence, out);
    print_number("change_confidence", comparison->confidence, out);
    print_number("changes", (double)comparison->intervals, out);
    print_member("interval_kind", comparison_kind_name(comparison), out);
}

static void print_warnings(const struct compared *compared, FILE *out)
{
    const char *separator = "\n  {";
    print_key("warnings", out);
    fputc('[', out);
    for (size_t w = 0; w < compared->n; w++)
        for (size_t i = 0; i < compared->warnings[w].n; i++) {
            fputs(separator, out);
            print_member("world", compared->results[w]->world, out);
            print_member("kind", warning_kind_name[compared->warnings[w].kind[i]], out);
            print_key("text", out);
            json_string(compared->warnings[w].text[i], out);
            fputc('}', out);
            separator = ",\n  {";
        }
    fputs("],\n ", out);
}

static void print_table(const char *key, struct table *table, enum language language,
                        const char *after, FILE *out)
{
    print_key(key, out);
    table_print(table, SHEET_JSON, language, out);
    fputs(after, out);
    table_free(table);
}

void compare_print_json(const struct compared *compared)
{
    static const char *const names[N_LANGUAGES] = {"en", "nb", "nn"};
    FILE *out = compared->invocation->out;
    enum language language = compared->invocation->language;
    fputc('{', out);
    print_member("format", "plassflyt compare/1", out);
    print_member("language", names[language], out);
    print_key("files", out);
    fputc('[', out);
    for (size_t w = 0; w < compared->n; w++)
        print_file(compared, w, out);
    fputs("],\n ", out);
    print_question(compared, out);
    fputs("\n ", out);
    print_warnings(compared, out);
    print_table("rows", table_of_all(&compared->worlds, language), language, ",\n ", out);
    print_table("ranking", table_of_ranking(compared->ranking, compared->n_rankings, language),
                language, ",\n ", out);
    print_table("worlds", table_of_worlds(&compared->worlds, language), language, ",\n ", out);
    print_table("uncertainty", table_of_uncertainty(&compared->worlds, language), language, "}\n",
                out);
}
