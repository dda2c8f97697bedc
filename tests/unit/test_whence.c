/* plassflyt whence, and what it reads out of figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/provenance_read.h"
#include "command/zip.h"
#include "spoken.h"

#include <stdio.h>
#include <unistd.h>

static const char svg[] =
    "<svg><title>K\xc3\xb8</title><metadata id=\"plassflyt\">{&quot;plassflyt&quot;: 1, "
    "&quot;kind&quot;: &quot;figure&quot;, &quot;name&quot;: &quot;ko&quot;, "
    "&quot;results&quot;: [{&quot;file&quot;: &quot;a&amp;b.h5&quot;, "
    "&quot;digest&quot;: &quot;xxh3:0&quot;, &quot;seed&quot;: 7}]}</metadata></svg>";
static const char pdf[] = "%PDF-1.5\n<< /plassflyt <FEFF007B00F8007D>\n>>";
static const unsigned char png[] =
    "\x89PNG\r\n\x1a\n\0\0\0\1abcdXcrcc\0\0\0\x10iTXtplassflyt\0\0\0\0\0{}crcc";

/* As weasyprint writes text that is ASCII, and text that is not. */
static const char pdf_literal[] =
    "%PDF-1.7\n<</plassflyt ({\"a\": \"b \\(c\\) \\\\\"})/Title (x)>>";
static const char pdf_lower[] = "%PDF-1.7\n<</plassflyt <feff007b00f8007d>>>";
static const char html[] =
    "<!DOCTYPE html><html><head><meta name=\"generator\" content=\"x\">\n<meta name=\"plassflyt\" "
    "content=\"{&quot;plassflyt&quot;: 1, &quot;kind&quot;: &quot;report&quot;, "
    "&quot;results&quot;: []}\">\n<style></style></head></html>";
static const char core[] =
    "<cp:coreProperties><dc:title>x</dc:title><dc:description>{&quot;plassflyt&quot;: 1, "
    "&quot;kind&quot;: &quot;report&quot;, &quot;results&quot;: [{&quot;file&quot;: "
    "&quot;a&amp;b.h5&quot;, &quot;digest&quot;: &quot;xxh3:1&quot;}]}</dc:description>"
    "</cp:coreProperties>";

static char *found(const void *bytes, size_t n)
{
    return provenance_find(bytes, n);
}

static void every_format_gives_its_line(void **state)
{
    (void)state;
    static const struct {
        const void *bytes;
        size_t n;
        const char *line;
    } files[] = {
        {pdf, sizeof pdf - 1, "{\xc3\xb8}"},
        {png, sizeof png - 1, "{}"},
        {pdf_literal, sizeof pdf_literal - 1, "{\"a\": \"b (c) \\\"}"},
        {pdf_lower, sizeof pdf_lower - 1, "{\xc3\xb8}"},
        {html, sizeof html - 1, "{\"plassflyt\": 1, \"kind\": \"report\", \"results\": []}"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *text = found(files[i].bytes, files[i].n);
        assert_string_equal(text, files[i].line);
        free(text);
    }
    char *text = found(svg, sizeof svg - 1);
    assert_true(strncmp(text, "{\"plassflyt\": 1, ", 17) == 0);
    assert_non_null(strstr(text, "a&b.h5"));
    free(text);
}

/* Cut short anywhere, a file gives its line or nothing, and is never read beyond its end. */
static void what_is_cut_short_gives_nothing(void **state)
{
    (void)state;
    const struct {
        const void *bytes;
        size_t n;
    } files[] = {{svg, sizeof svg - 8},
                 {pdf, sizeof pdf - 6},
                 {png, sizeof png - 2},
                 {pdf_literal, sizeof pdf_literal - sizeof "/Title (x)>>"},
                 {pdf_lower, sizeof pdf_lower - 4}};
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++)
        for (size_t n = 0; n < files[f].n; n++) {
            unsigned char *part = malloc(n + 1); /* the sanitizer sees where it ends */
            memcpy(part, files[f].bytes, n);
            part = realloc(part, n ? n : 1);
            char *text = found(part, n);
            if (n + 6 < files[f].n && f > 0)
                assert_null(text);
            free(text);
            free(part);
        }
    assert_null(found("<svg></svg>", 11));
}

static void the_chain_is_told(void **state)
{
    char path[] = "/tmp/plassflyt-whence-XXXXXX";
    (void)state;
    int file = mkstemp(path);
    assert_true(write(file, svg, sizeof svg - 1) == sizeof svg - 1);
    close(file);
    assert_int_equal(SPEAK("whence", path, "--lang", "en"), EXIT_DONE);
    assert_says(said, "figure ko");
    assert_says(said, "a&b.h5");
    assert_says(said, "xxh3:0");
    assert_says(said, "not found here");
    assert_int_equal(SPEAK("whence", path, "--json"), EXIT_DONE);
    assert_says(said, "\"digest\"");
    unlink(path);
}

/* A Word document: a zip with the line in its core properties. */
static void of_a_document_too(void **state)
{
    char path[] = "/tmp/plassflyt-whence-XXXXXX";
    (void)state;
    int file = mkstemp(path);
    struct zip zip = {.out = fdopen(file, "wb")};
    assert_non_null(zip.out);
    zip_add(&zip, "docProps/core.xml", core, sizeof core - 1);
    zip_add(&zip, "word/document.xml", "<w:document/>", 13);
    zip_end(&zip);
    fclose(zip.out);
    assert_int_equal(SPEAK("whence", path, "--lang", "en"), EXIT_DONE);
    assert_says(said, "report");
    assert_says(said, "a&b.h5");
    assert_says(said, "xxh3:1");
    unlink(path);
}

static void what_is_not_ours_is_refused(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("whence", "README.md", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "carries nothing from Plassflyt");
    assert_int_equal(SPEAK("whence", "/nowhere/x.svg", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "cannot open");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_gives_its_line),
        cmocka_unit_test(what_is_cut_short_gives_nothing),
        cmocka_unit_test_teardown(the_chain_is_told, forget),
        cmocka_unit_test_teardown(of_a_document_too, forget),
        cmocka_unit_test_teardown(what_is_not_ours_is_refused, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
