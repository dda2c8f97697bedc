/* The page that explores: its controls, and the numbers that its script shows. */
#include "analysis/provenance.h"
#include "analysis/report_parts.h"

#include <math.h>
#include <string.h>

/* A text as part of HTML. */
static void put_html(FILE *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
}

void report_page_provenance(const char *provenance, FILE *out)
{
    fputs("<meta name=\"" PROVENANCE_KEY "\" content=\"", out);
    put_html(out, provenance);
    fputs("\">\n", out);
}

/* ---- controls ---- */

static void put_word(struct report *report, const char *before, enum text text, const char *after)
{
    fputs(before, report->out);
    put_html(report->out, report_word(report, text));
    fputs(after, report->out);
}

static void put_choice(struct report *report, const char *id, enum text label)
{
    fprintf(report->out, "<div class=\"field\"><label for=\"%s\">", id);
    put_html(report->out, report_word(report, label));
    fprintf(report->out, "</label><select id=\"%s\"></select></div>\n", id);
}

/* How many of the worlds keep numbers by year and area. */
static size_t worlds_to_explore(const struct report_order *order)
{
    size_t n = 0;
    for (size_t w = 0; w < order->n_worlds; w++)
        n += order->world[w].years->n_items > 0;
    return n;
}

static void put_form(struct report *report)
{
    fputs("<form id=\"explore-form\">\n", report->out);
    if (worlds_to_explore(report->order) > 1)
        put_choice(report, "explore-world", TEXT_REPORT_EXPLORE_WORLD);
    put_choice(report, "explore-scenario", TEXT_REPORT_EXPLORE_SCENARIO);
    put_choice(report, "explore-measure", TEXT_REPORT_EXPLORE_MEASURE);
    put_choice(report, "explore-place", TEXT_REPORT_EXPLORE_PLACE);
    put_word(report, "<fieldset><legend>", TEXT_REPORT_EXPLORE_SHOW, "</legend>\n");
    put_word(report,
             "<label><input type=\"radio\" name=\"explore-show\" id=\"explore-level\" checked> ",
             TEXT_REPORT_EXPLORE_LEVEL, "</label>\n");
    put_word(report, "<label><input type=\"radio\" name=\"explore-show\" id=\"explore-change\"> ",
             TEXT_REPORT_EXPLORE_CHANGE, "</label>\n</fieldset>\n</form>\n");
}

/* Hidden until the script shows it: without a script there is nothing to choose. */
void report_explorer(struct report *report)
{
    char percent[NUMBER_SIZE], text[1024];
    size_t worlds = worlds_to_explore(report->order);
    if (worlds == 0)
        return;
    report_confidence(report, report->comparison->confidence, percent);
    text_format(text, sizeof text, report->language,
                worlds > 1 ? TEXT_REPORT_EXPLORE_TEXT_WORLDS : TEXT_REPORT_EXPLORE_TEXT,
                ARGUMENTS(percent));
    fputs("```{=html}\n<section class=\"explore\" id=\"explore\" hidden "
          "aria-labelledby=\"explore-title\">\n<h2 id=\"explore-title\">",
          report->out);
    put_html(report->out, report_word(report, TEXT_REPORT_EXPLORE));
    fputs("</h2>\n<p>", report->out);
    put_html(report->out, text);
    fputs("</p>\n", report->out);
    put_form(report);
    fputs("<figure><div id=\"explore-figure\"></div>\n"
          "<figcaption id=\"explore-caption\" role=\"status\" aria-live=\"polite\"></figcaption>"
          "</figure>\n<div class=\"table\" role=\"region\" tabindex=\"0\" "
          "aria-labelledby=\"explore-table\">\n<table>\n<caption id=\"explore-table\">",
          report->out);
    put_html(report->out, report_word(report, TEXT_REPORT_EXPLORE_TABLE));
    fputs("</caption>\n<thead id=\"explore-head\"></thead>\n<tbody id=\"explore-rows\"></tbody>\n"
          "</table>\n</div>\n</section>\n```\n\n",
          report->out);
}

/* ---- data ---- */

/* A JSON string that may stand in a script of a page. */
static void put_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if (*text == '<')
            fputs("\\u003c", out);
        else if ((unsigned char)*text < 0x20)
            fprintf(out, "\\u%04x", (unsigned)*text);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

static void put_field(FILE *out, const char *name, const char *text, const char *after)
{
    fprintf(out, "\"%s\": ", name);
    put_text(out, text);
    fputs(after, out);
}

static void put_number(FILE *out, double number)
{
    if (isnan(number) || isinf(number))
        fputs("null", out);
    else
        fprintf(out, "%.7g", number);
}

static void put_names(FILE *out, const char *name, const char *label, bool first)
{
    fputs(first ? "\n  {" : ",\n  {", out);
    put_field(out, "name", name, ", ");
    put_field(out, "label", label, "}");
}

static void put_words(FILE *out, enum language language)
{
    fputs("\"words\": {", out);
    put_field(out, "year", text_table[TEXT_COLUMN_YEAR][language], ", ");
    put_field(out, "change", text_table[TEXT_REPORT_COLUMN_CHANGE][language], ", ");
    put_field(out, "finding", text_table[TEXT_COLUMN_FINDING][language], ", ");
    put_field(out, "from_to", text_table[TEXT_NUMBER_FROM_TO][language], ", ");
    put_field(out, "policy", text_table[TEXT_REPORT_EXPLORE_POLICY][language],
              ",\n \"findings\": [");
    for (int f = 0; f <= FINDING_HIGHER; f++) {
        fputs(f ? ", " : "", out);
        put_text(out, finding_words((enum finding)f, language));
    }
    fputs("]},\n", out);
}

static void put_format(FILE *out, enum language language)
{
    bool english = language == LANGUAGE_EN;
    fputs("\"format\": {", out);
    put_field(out, "decimal", english ? "." : ",", ", ");
    put_field(out, "group", english ? "," : "\u00a0", ", ");
    fprintf(out, "\"grouped_from\": %d},\n", english ? 4 : 5);
}

static void put_lists(FILE *out, const struct report_world *world, enum language language)
{
    const struct report_years *years = world->years;
    const struct results *results = world->results;
    fputs("\"scenarios\": [", out);
    for (size_t s = 0; s < results->scenarios; s++)
        put_names(out, results->scenario->category[s].name,
                  results->scenario->category[s].label[language], s == 0);
    fputs("],\n\"places\": [", out);
    put_names(out, "", text_table[TEXT_REPORT_COUNTRY][language], true);
    for (size_t a = 1; a < years->places; a++)
        put_names(out, years->area->category[a - 1].name,
                  years->area->category[a - 1].label[language], false);
    fputs("],\n\"measures\": [", out);
    for (size_t i = 0; i < years->n_items; i++)
        put_names(out, years->items[i].name, years->items[i].label[language], i == 0);
    fputs("],\n\"years\": [", out);
    for (size_t y = 0; y < years->n_years; y++)
        fprintf(out, "%s%d", y ? ", " : "", years->first_year + (int)y);
    fprintf(out, "],\n\"policy_year\": %d,\n", period_year(results, period_projection(results)));
}

/* Level and half of its interval, change and half of its interval, and what may be said of it.
 * Student's intervals lie evenly about the mean. */
static void put_numbers(FILE *out, const struct report_number *number)
{
    const struct estimate *level = &number->level, *change = &number->change.difference;
    const double numbers[] = {level->mean, level->interval.high - level->mean, change->mean,
                              change->interval.high - change->mean};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        fputs(i ? "," : "[", out);
        put_number(out, numbers[i]);
    }
    fprintf(out, ",%d]", (int)finding_said(&number->change, finding_decimals(change->interval)));
}

static void put_item(FILE *out, const struct report_years *years, size_t item, size_t place)
{
    for (size_t s = 0; s < years->results->scenarios; s++) {
        fputs(s ? ",\n   [" : "\n   [", out);
        for (size_t y = 0; y <= years->n_years; y++) {
            fputs(y ? "," : "", out);
            put_numbers(out, report_years_at(years, item, place, y, s));
        }
        fputs("]", out);
    }
}

static void put_all_numbers(FILE *out, const struct report_years *years)
{
    fputs("\"numbers\": [", out);
    for (size_t i = 0; i < years->n_items; i++) {
        fputs(i ? ",\n [" : "\n [", out);
        for (size_t place = 0; place < years->places; place++) {
            fputs(place ? ",\n  [" : "\n  [", out);
            put_item(out, years, i, place);
            fputs("]", out);
        }
        fputs("]", out);
    }
    fputs("]", out);
}

static void put_world(FILE *out, const struct report_world *world, enum language language)
{
    char period[PERIOD_LABEL_SIZE];
    period_label(period, world->results, world->comparison->order.period);
    fputs("{", out);
    put_field(out, "name", world->results->world ? world->results->world : "", ",\n");
    put_field(out, "digest", world->results->digest, ",\n");
    put_field(out, "label", report_world_title(world->results, language), ",\n");
    put_field(out, "period", period, ",\n");
    put_lists(out, world, language);
    put_all_numbers(out, world->years);
    fputs("}", out);
}

void report_page_data(const struct report_order *order, FILE *out)
{
    const char *before = "";
    fputs("{", out);
    put_words(out, order->language);
    put_format(out, order->language);
    fputs("\"worlds\": [", out);
    for (size_t w = 0; w < order->n_worlds; w++)
        if (order->world[w].years->n_items > 0) {
            fputs(before, out);
            put_world(out, &order->world[w], order->language);
            before = ",\n";
        }
    fputs("]}\n", out);
}
