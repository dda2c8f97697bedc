/* From the Markdown of a report to its documents, by pandoc and weasyprint; the workbook meanwhile. */
#include "command/program.h"
#include "command/report_assets.h"
#include "command/report_parts.h"
#include "command/zip.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const report_format_name[N_REPORT_FORMATS] = {"html", "docx", "pdf", "xlsx"};

/* What pandoc reads: only what report_markdown.c writes. */
static const char reader[] =
    "markdown_strict+pipe_tables+table_captions+link_attributes+fenced_divs+header_attributes"
    "+bracketed_spans+yaml_metadata_block+backtick_code_blocks+raw_attribute"
    "+all_symbols_escapable+intraword_underscores+implicit_figures+auto_identifiers";

/* Paths of everything that takes part. */
struct paths {
    char text[REPORT_PATH], filter[REPORT_PATH], html_template[REPORT_PATH], head[REPORT_PATH],
        after[REPORT_PATH], print[REPORT_PATH];
    char reference[REPORT_PATH], resources[REPORT_PATH + 32];
    const char *description;
    char out[N_REPORT_FORMATS][REPORT_PATH];
};

static void fill_paths(const struct report_making *making, struct paths *paths)
{
    char name[64];
    report_file(making, REPORT_NAME ".md", paths->text);
    report_file(making, "filter.lua", paths->filter);
    report_file(making, "template.html", paths->html_template);
    report_file(making, "head.html", paths->head);
    report_file(making, "after.html", paths->after);
    report_file(making, "print.html", paths->print);
    report_file(making, "reference.docx", paths->reference);
    snprintf(paths->resources, sizeof paths->resources, "--resource-path=%s", making->work);
    for (int f = 0; f < N_REPORT_FORMATS; f++) {
        snprintf(name, sizeof name, REPORT_NAME ".%s", report_format_name[f]);
        report_file(making, name, paths->out[f]);
    }
}

/* ---- what takes part ---- */

/* Where the page comes from, and what it looks like. */
static bool write_head(const struct report_making *making, const char *provenance)
{
    char *text = NULL;
    size_t n = 0;
    struct report_asset style = report_asset(ASSET_STYLE);
    FILE *out = open_memstream(&text, &n);
    if (!out)
        return false;
    report_page_provenance(provenance, out);
    fputs("<style>\n", out);
    fwrite(style.bytes, 1, style.n, out);
    fputs("</style>\n", out);
    fclose(out);
    bool done = report_file_write(making, "head.html", text, n);
    free(text);
    return done;
}

/* The numbers of the page, and the script that shows them. */
static bool write_script(const struct report_making *making)
{
    char *text = NULL;
    size_t n = 0;
    struct report_asset script = report_asset(ASSET_SCRIPT);
    FILE *out = open_memstream(&text, &n);
    if (!out)
        return false;
    fputs("<script type=\"application/json\" id=\"plassflyt-data\">\n", out);
    report_page_data(&making->order, out);
    fputs("</script>\n<script>\n", out);
    fwrite(script.bytes, 1, script.n, out);
    fputs("</script>\n", out);
    fclose(out);
    bool done = report_file_write(making, "after.html", text, n);
    free(text);
    return done;
}

/* Styles of the Word document: pandoc takes them from another document. */
static bool write_reference(const struct report_making *making)
{
    static const struct {
        enum report_asset_id id;
        const char *name;
    } parts[] = {{ASSET_DOCX_TYPES, "[Content_Types].xml"},
                 {ASSET_DOCX_RELATIONS, "_rels/.rels"},
                 {ASSET_DOCX_DOCUMENT, "word/document.xml"},
                 {ASSET_DOCX_DOCUMENT_RELATIONS, "word/_rels/document.xml.rels"},
                 {ASSET_DOCX_STYLES, "word/styles.xml"},
                 {ASSET_DOCX_FOOTER, "word/footer1.xml"}};
    char *bytes = NULL;
    size_t n = 0;
    struct zip zip = {.out = open_memstream(&bytes, &n)};
    if (!zip.out)
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct report_asset asset = report_asset(parts[i].id);
        zip_add(&zip, parts[i].name, asset.bytes, asset.n);
    }
    zip_end(&zip);
    fclose(zip.out);
    bool done = report_file_write(making, "reference.docx", bytes, n);
    free(bytes);
    return done;
}

static bool write_assets(const struct report_making *making, const char *provenance)
{
    static const enum report_asset_id whole[] = {ASSET_TEMPLATE, ASSET_FILTER};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        struct report_asset asset = report_asset(whole[i]);
        if (!report_file_write(making, asset.name, asset.bytes, asset.n))
            return false;
    }
    return write_head(making, provenance) && write_script(making) && write_reference(making);
}

static void remove_assets(const struct report_making *making)
{
    static const char *const names[] = {"template.html",  "filter.lua", "head.html",
                                        "reference.docx", "after.html", "print.html"};
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
    making->format[format] = false;
    return false;
}

/* The page; or, without what only a page has, what is printed. */
static struct program start_html(const struct paths *paths, bool printed)
{
    const char *const argv[] = {"pandoc",
                                "--from",
                                reader,
                                "--to",
                                "html5",
                                "--standalone",
                                "--toc",
                                "--toc-depth=3",
                                "--section-divs",
                                "--wrap=none",
                                "--columns=10",
                                "--template",
                                paths->html_template,
                                "--lua-filter",
                                paths->filter,
                                "--include-in-header",
                                paths->head,
                                printed ? "--metadata=printed" : "--include-after-body",
                                printed ? "--metadata=page:none" : paths->after,
                                "--output",
                                printed ? paths->print : paths->out[REPORT_HTML],
                                paths->text,
                                NULL};
    return program_start(argv);
}

/* The description in a Word document's properties is for where it comes from, as in a workbook's. */
static struct program start_docx(const struct paths *paths)
{
    const char *const argv[] = {"pandoc",
                                "--from",
                                reader,
                                "--to",
                                "docx",
                                "--columns=10",
                                "--lua-filter",
                                paths->filter,
                                "--reference-doc",
                                paths->reference,
                                "--output",
                                paths->out[REPORT_DOCX],
                                paths->resources,
                                paths->description,
                                paths->text,
                                NULL};
    return program_start(argv);
}

static struct program start_pdf(const struct paths *paths)
{
    const char *const argv[] = {"weasyprint", "--quiet",           "--pdf-variant",
                                "pdf/ua-1",   "--custom-metadata", "--optimize-size",
                                "fonts",      paths->print,        paths->out[REPORT_PDF],
                                NULL};
    return program_start(argv);
}

/* What is printed is made first: weasyprint takes longest. */
static void make_documents(struct report_making *making, const struct paths *paths)
{
    struct program docx, html, print, pdf;
    bool *wanted = making->format;
    if (wanted[REPORT_PDF])
        print = start_html(paths, true);
    if (wanted[REPORT_HTML])
        html = start_html(paths, false);
    if (wanted[REPORT_PDF] && finish(making, &print, REPORT_PDF))
        pdf = start_pdf(paths);
    if (wanted[REPORT_XLSX])
        report_workbook(making);
    if (wanted[REPORT_HTML])
        finish(making, &html, REPORT_HTML);
    if (wanted[REPORT_DOCX]) {
        docx = start_docx(paths);
        finish(making, &docx, REPORT_DOCX);
    }
    if (wanted[REPORT_PDF])
        finish(making, &pdf, REPORT_PDF);
}

void report_documents(struct report_making *making)
{
    static const char option[] = "--metadata=description=";
    struct paths paths;
    char *provenance = report_provenance(&making->order);
    size_t size = sizeof option + (provenance ? strlen(provenance) : 0);
    char *description = malloc(size);
    if (provenance && description && write_assets(making, provenance)) {
        snprintf(description, size, "%s%s", option, provenance);
        fill_paths(making, &paths);
        paths.description = description;
        make_documents(making, &paths);
    } else {
        making->all_made = false;
    }
    remove_assets(making);
    free(description);
    free(provenance);
}
