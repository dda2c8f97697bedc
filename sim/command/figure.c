/* plassflyt figure: figures of a results file. */
#include "command/choice.h"
#include "command/new_file.h"
#include "command/open_results.h"

#include "analysis/picture.h"

#include <stdlib.h>
#include <string.h>

static const char default_folder[] = "results";

/* What is asked for, and the files made. */
struct request {
    const struct invocation *invocation;
    struct figure_order order;
    const char *folder;
    bool figure[N_FIGURES], format[N_CANVAS_FORMATS];
    struct results **more; /* [n_more] the files after the first */
    struct sheet *files;
};

static const struct column columns[] = {
    {"figure", TEXT_COLUMN_NAME, false, EVERYWHERE},
    {"format", TEXT_COLUMN_TYPE, false, EVERYWHERE},
    {"file", TEXT_COLUMN_FILE, false, EVERYWHERE},
    {"title", TEXT_COLUMN_LABEL, false, EVERYWHERE},
};

/* ---- options ---- */

static const char *figure_name(size_t i, const void *context)
{
    (void)context;
    return figure_table[i].name;
}

static const char *format_name(size_t i, const void *context)
{
    (void)context;
    return canvas_format_name[i];
}

static bool read_request(const struct invocation *invocation, struct request *request)
{
    const struct choices figures = {N_FIGURES, figure_name, NULL};
    const struct choices formats = {N_CANVAS_FORMATS, format_name, NULL};
    const char *folder = option_value(invocation, "output");
    request->invocation = invocation;
    request->folder = folder ? folder : default_folder;
    return choose_some(invocation, "only", &figures, request->figure) &&
           choose_some(invocation, "format", &formats, request->format);
}

/* Several files are shown beside each other in one figure only; and that wants published figures. */
static bool choose_figures(struct request *request)
{
    const struct invocation *invocation = request->invocation;
    bool named = option_value(invocation, "only") != NULL;
    for (int f = 0; f < N_FIGURES; f++) {
        bool several = f == FIGURE_TARGETS;
        if (!request->figure[f])
            continue;
        if (!named)
            request->figure[f] =
                several ? request->order.results->n_targets > 0 : request->order.n_more == 0;
        else if (!several && request->order.n_more > 0) {
            refuse(invocation, TEXT_FIGURE_ONE_FILE, ARGUMENTS(figure_table[f].name));
            return false;
        }
    }
    return true;
}

/* Opens the files after the first. */
static bool open_more(struct request *request)
{
    const struct invocation *invocation = request->invocation;
    size_t n = invocation->n_operands - 1;
    request->more = calloc(n + 1, sizeof *request->more);
    for (size_t i = 0; i < n && request->more; i++) {
        request->more[i] = open_results_at(invocation, invocation->operands[i + 1]);
        if (!request->more[i])
            return false;
        request->order.n_more++;
    }
    request->order.more = (const struct results *const *)request->more;
    return request->more != NULL;
}

static void close_all(struct request *request)
{
    for (size_t i = 0; i < request->order.n_more; i++)
        results_free(request->more[i]);
    free(request->more);
}

/* ---- files ---- */

/* Whether there is no such file yet, or one that a figure may replace: one of Plassflyt's own. */
static bool may_replace(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return true; /* what else is wrong is told when the file is made */
    char *bytes = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&bytes, &n);
    char part[4096];
    for (size_t length; memory && (length = fread(part, 1, sizeof part, file)) > 0;)
        fwrite(part, 1, length, memory);
    fclose(file);
    if (memory)
        fclose(memory);
    bool own = bytes && picture_is_signed((unsigned char *)bytes, n);
    free(bytes);
    return own;
}

static bool write_picture(const struct invocation *invocation, const char *path,
                          const struct picture *picture)
{
    static const char *const any[] = {""};
    struct new_file file;
    if (!may_replace(path)) {
        refuse(invocation, TEXT_FILE_FOREIGN, ARGUMENTS(path));
        return false;
    }
    make_folders(path);
    if (!new_file_open(&file, path, any, 1, invocation))
        return false;
    fwrite(picture->bytes, 1, picture->n, file.stream);
    return new_file_close(&file, invocation);
}

/* ---- drawing ---- */

/* Tells of a picture that is in place: people at once, machines at the end. */
static void tell(const struct request *request, enum figure figure, enum canvas_format format,
                 const char *path, const char *title)
{
    sheet_add(request->files, figure_table[figure].name);
    sheet_add(request->files, canvas_format_name[format]);
    sheet_add(request->files, path);
    sheet_add(request->files, title);
    if (!request->invocation->quiet && !request->invocation->json)
        fprintf(request->invocation->out, "%s\n", path);
}

static bool draw_format(const struct request *request, enum figure figure,
                        enum canvas_format format, const struct drawing *drawing,
                        struct messages *messages)
{
    char *heading = NULL;
    size_t length;
    struct picture picture = {NULL, 0};
    FILE *out = open_memstream(&heading, &length);
    if (!out)
        return false;
    canvas_heading(out, format, drawing->width, drawing->height);
    fclose(out);
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%s", request->folder, figure_table[figure].name,
             canvas_format_name[format]);
    bool drawn = gnuplot_draw(heading, drawing->script, &picture, messages);
    bool done = drawn && picture_sign(&picture, format, drawing, request->order.results->finished);
    if (drawn && !done)
        message_add(messages, NULL, 0, 0, NULL, TEXT_GNUPLOT_FAILED, ARGUMENTS(path));
    done = done && write_picture(request->invocation, path, &picture);
    if (done)
        tell(request, figure, format, path, drawing->title);
    free(picture.bytes);
    free(heading);
    return done;
}

/* Draws a figure in every format asked for; false after messages. */
static bool draw_formats(const struct request *request, enum figure figure,
                         const struct drawing *drawing, struct messages *messages)
{
    bool done = true;
    for (int f = 0; done && f < N_CANVAS_FORMATS; f++)
        if (request->format[f])
            done = draw_format(request, figure, (enum canvas_format)f, drawing, messages);
    return done;
}

/* Draws all figures asked for. One that the results cannot give is told and passed over; one that
 * cannot be drawn or written ends it, for so would the others. False after messages. */
static bool draw_all(const struct request *request)
{
    struct messages messages;
    messages_start(&messages, request->invocation->language);
    bool all = true, writable = true;
    for (int f = 0; writable && f < N_FIGURES; f++) {
        struct drawing drawing;
        if (!request->figure[f])
            continue;
        bool made = figure_make((enum figure)f, &request->order, &drawing, &messages);
        writable = !made || draw_formats(request, (enum figure)f, &drawing, &messages);
        all = all && made && writable;
        if (made)
            drawing_free(&drawing);
    }
    print_messages(&messages, request->invocation->err);
    messages_free(&messages);
    return all;
}

int command_figure(const struct invocation *invocation)
{
    struct request request = {.order = {.language = invocation->language}};
    if (!read_request(invocation, &request))
        return EXIT_BAD_INPUT;
    struct results *results = open_results(invocation, &request.order.period);
    if (!results)
        return EXIT_BAD_INPUT;
    request.order.results = results;
    request.files = sheet_make(columns, sizeof columns / sizeof columns[0]);
    bool done = open_more(&request) && choose_figures(&request) && draw_all(&request);
    if (invocation->json)
        sheet_print(request.files, SHEET_JSON, invocation->language, invocation->out);
    sheet_free(request.files);
    close_all(&request);
    results_free(results);
    return done ? EXIT_DONE : EXIT_BAD_INPUT;
}
