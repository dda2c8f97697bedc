/* From the Markdown of a report to its documents, by pandoc and weasyprint. */
#include "command/program.h"
#include "command/report_assets.h"
#include "command/report_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const report_format_name[N_REPORT_FORMATS] = {"html", "docx", "pdf"};

/* What pandoc reads: only what report_markdown.c writes. */
static const char reader[] =
    "markdown_strict+pipe_tables+table_captions+link_attributes+fenced_divs+header_attributes"
    "+bracketed_spans+yaml_metadata_block+backtick_code_blocks+raw_attribute"
    "+all_symbols_escapable+intraword_underscores+implicit_figures";

/* Paths of everything that takes part. */
struct paths {
    char text[REPORT_PATH], filter[REPORT_PATH], html_template[REPORT_PATH], style[REPORT_PATH];
    char out[N_REPORT_FORMATS][REPORT_PATH];
    char resources[REPORT_PATH + 32];
};

static void fill_paths(const struct report_making *making, struct paths *paths)
{
    char name[64];
    report_file(making, REPORT_NAME ".md", paths->text);
    report_file(making, "filter.lua", paths->filter);
    report_file(making, "template.html", paths->html_template);
    report_file(making, "style.html", paths->style);
    snprintf(paths->resources, sizeof paths->resources, "--resource-path=%s", making->work);
    for (int f = 0; f < N_REPORT_FORMATS; f++) {
        snprintf(name, sizeof name, REPORT_NAME ".%s", report_format_name[f]);
        report_file(making, name, paths->out[f]);
    }
}

/* ---- what takes part ---- */

static bool write_style(const struct report_making *making)
{
    char *text = NULL;
    size_t n = 0;
    struct report_asset style = report_asset(ASSET_STYLE);
    FILE *out = open_memstream(&text, &n);
    if (!out)
        return false;
    fputs("<style>\n", out);
    fwrite(style.bytes, 1, style.n, out);
    fputs("</style>\n", out);
    fclose(out);
    bool done = report_file_write(making, "style.html", text, n);
    free(text);
    return done;
}

static bool write_assets(const struct report_making *making)
{
    static const enum report_asset_id whole[] = {ASSET_TEMPLATE, ASSET_FILTER};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        struct report_asset asset = report_asset(whole[i]);
        if (!report_file_write(making, asset.name, asset.bytes, asset.n))
            return false;
    }
    return write_style(making);
}

static void remove_assets(const struct report_making *making)
{
    static const char *const names[] = {"template.html", "filter.lua", "style.html"};
    char path[REPORT_PATH];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(report_file(making, names[i], path));
}

/* ---- programs ---- */

/* Tells what became of a program; true if it did its work. */
static bool finish(struct report_making *making, struct program *program, enum report_format format)
{
    char said[PROGRAM_SAID];
    enum program_end end = program_wait(program, said);
    if (end == PROGRAM_DONE)
        return true;
    refuse(making->invocation,
           end == PROGRAM_MISSING ? TEXT_REPORT_PROGRAM_MISSING : TEXT_REPORT_PROGRAM_FAILED,
           ARGUMENTS(program->name, report_format_name[format], said));
    making->all_made = false;
    return false;
}

static struct program start_html(const struct report_making *making, const struct paths *paths)
{
    (void)making;
    const char *const argv[] = {"pandoc",
                                "--from",
                                reader,
                                "--to",
                                "html5",
                                "--standalone",
                                "--toc",
                                "--toc-depth=3",
                                "--section-divs",
                                "--columns=10",
                                "--template",
                                paths->html_template,
                                "--lua-filter",
                                paths->filter,
                                "--include-in-header",
                                paths->style,
                                paths->resources,
                                "--output",
                                paths->out[REPORT_HTML],
                                paths->text,
                                NULL};
    return program_start(argv);
}

void report_documents(struct report_making *making)
{
    struct paths paths;
    fill_paths(making, &paths);
    if (!write_assets(making)) {
        making->all_made = false;
        return;
    }
    struct program html = start_html(making, &paths);
    finish(making, &html, REPORT_HTML);
    remove_assets(making);
}
