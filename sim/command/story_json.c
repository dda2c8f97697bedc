/* A child's story for machines. */
#include "command/replay.h"

static void print_detail(const struct retelling *r, const struct detail_row *row, int64_t detail)
{
    FILE *out = r->invocation->out;
    if (row->kind == DETAIL_NONE)
        return;
    fprintf(out, ", \"%s%s\": ", row->name, row->kind == DETAIL_TIME ? "_ms" : "");
    if (row->kind == DETAIL_CATEGORY)
        json_string(dimension_table[row->dimension].category[detail].name, out);
    else if (row->kind == DETAIL_DAY)
        json_string(told_iso_date(r, detail), out);
    else
        fprintf(out, "%lld", (long long)detail);
}

static void print_line(const struct retelling *r, const struct story_line *line, bool last)
{
    FILE *out = r->invocation->out;
    const struct story_row *row = &story_table[line->what];
    const char *text = told_sentence(r, line);
    fprintf(out, "      {\"date\": \"%s\", \"ms\": %lld, \"event\": \"%s\"",
            told_iso_date(r, line->when), (long long)line->when, row->name);
    for (int i = 0; i < STORY_DETAILS; i++)
        print_detail(r, &row->detail[i], line->detail[i]);
    if (*text) {
        fputs(", \"text\": ", out);
        json_string(text, out);
    }
    fputs(last ? "}\n" : "},\n", out);
}

/* {"at_home": 12.5, …}: days, those that are not zero. */
static void print_days(const struct retelling *r, const char *key, enum dimension d,
                       const tick *time)
{
    FILE *out = r->invocation->out;
    char number[32];
    const char *comma = "";
    fprintf(out, "\"%s\": {", key);
    for (int c = 0; c < dimension_table[d].count; c++) {
        if (time[c] == 0)
            continue;
        exact_number((double)time[c] / (double)TICKS_PER_DAY, number);
        fprintf(out, "%s\"%s\": %s", comma, dimension_table[d].category[c].name, number);
        comma = ", ";
    }
    fputs("}", out);
}

static void print_sums(const struct retelling *r, const struct story_book *book)
{
    FILE *out = r->invocation->out;
    struct story_sums sums;
    char number[32];
    story_add_up(book->line, book->n, INT64_MIN, r->plan->end, &sums);
    exact_number((double)sums.waited_institution / (double)TICKS_PER_DAY, number);
    fputs("     \"sums\": {", out);
    print_days(r, "days_by_place", DIMENSION_PLACE, sums.in_place);
    fputs(", ", out);
    print_days(r, "days_waited_by_reason", DIMENSION_REASON, sums.waited);
    fprintf(out,
            ", \"days_waited_for_institution\": %s, \"moves\": %d, \"breakdowns\": %d, "
            "\"families_asked\": %d, \"families_declined\": %d, \"breaches\": {",
            number, sums.moves, sums.breakdowns, sums.offers, sums.declined);
    for (int b = 0; b < N_BREACH; b++)
        fprintf(out, "%s\"%s\": %d", b > 0 ? ", " : "",
                dimension_table[DIMENSION_BREACH].category[b].name, sums.breaches[b]);
    fputs("}}}", out);
}

void story_print_json(const struct retelling *r, const struct story_book *book)
{
    FILE *out = r->invocation->out;
    fprintf(out, "{\"child\": %llu, \"replication\": %lu, \"seed\": %lu, \"world\": ",
            (unsigned long long)book[0].child, (unsigned long)r->order.number,
            (unsigned long)r->order.seed);
    json_string(r->study->world_name, out);
    if (r->results)
        fprintf(out, ", \"digest\": \"%s\"", r->results->digest);
    fputs(",\n \"stories\": [\n", out);
    for (size_t s = 0; s < r->order.scenarios; s++) {
        fputs("    {\"scenario\": ", out);
        json_string(told_scenario(r, s), out);
        fputs(", \"events\": [\n", out);
        for (size_t i = 0; i < book[s].n; i++)
            print_line(r, &book[s].line[i], i + 1 == book[s].n);
        fputs("     ],\n", out);
        print_sums(r, &book[s]);
        fputs(s + 1 < r->order.scenarios ? ",\n" : "\n", out);
    }
    fputs("]}\n", out);
}
