/* plassflyt figure: figures of a results file. */
#include "command/choice.h"
#include "command/new_file.h"
#include "command/open_results.h"

#include "analysis/gnuplot.h"
#include "analysis/picture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char default_folder[] = "results";

/* A picture being drawn. */
struct piece {
    struct gnuplot_work work;
    struct drawing *drawing; /* of one figure in one look: the last picture of it frees it */
    bool is_last;
    struct figure_order order;
    enum figure figure;
    enum canvas_format format;
    char path[4096];
};

enum { MOST_AT_ONCE = 64 };

/* What is asked for, what is being drawn, and the files made. */
struct request {
    const struct invocation *invocation;
    struct figure_order order;
    const char *folder;
    bool figure[N_FIGURES], format[N_CANVAS_FORMATS], size[N_LOOK_SIZES], theme[N_LOOK_THEMES];
    struct results **more; /* [n_more] the files after the first */
    struct piece piece[MOST_AT_ONCE];
    size_t oldest, n_pieces, at_once; /* a ring */
    bool failed;                      /* a file could not be drawn or written: nor could others */
    struct sheet *files;
    struct messages messages;
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

static const char *name_in(size_t i, const void *context)
{
    const char *const *names = context;
    return names[i];
}

/* As choose_some, but without the option the first alone is chosen. */
static bool choose_first(const struct invocation *invocation, const char *option,
                         const struct choices *choices, bool *chosen)
{
    if (option_value(invocation, option))
        return choose_some(invocation, option, choices, chosen);
    chosen[0] = true;
    return true;
}

static bool read_request(const struct invocation *invocation, struct request *request)
{
    const struct choices figures = {N_FIGURES, figure_name, NULL};
    const struct choices formats = {N_CANVAS_FORMATS, name_in, canvas_format_name};
    const struct choices sizes = {N_LOOK_SIZES, name_in, look_size_name};
    const struct choices themes = {N_LOOK_THEMES, name_in, look_theme_name};
    const char *folder = option_value(invocation, "output");
    long cores = sysconf(_SC_NPROCESSORS_ONLN), most = invocation->threads;
    most = most > 0 ? most : cores > 0 ? cores : 1;
    request->invocation = invocation;
    request->folder = folder ? folder : default_folder;
    request->at_once = (size_t)(most < MOST_AT_ONCE ? most : MOST_AT_ONCE);
    return choose_some(invocation, "only", &figures, request->figure) &&
           choose_some(invocation, "format", &formats, request->format) &&
           choose_first(invocation, "size", &sizes, request->size) &&
           choose_first(invocation, "theme", &themes, request->theme);
}

/* Says why a figure is not drawn that nobody named. */
static void pass_over(const struct invocation *invocation, enum figure figure, enum text why)
{
    char text[512];
    text_format(text, sizeof text, invocation->language, TEXT_FIGURE_PASSED_OVER,
                ARGUMENTS(figure_table[figure].name, say(invocation, why)));
    if (!invocation->quiet)
        fprintf(invocation->err, "%s\n", text);
}

/* Several files are shown beside each other in one figure only. Of those that nobody named only what
 * the file can give is drawn. */
static bool choose_figures(struct request *request)
{
    const struct invocation *invocation = request->invocation;
    bool named = option_value(invocation, "only") != NULL;
    for (int f = 0; f < N_FIGURES; f++) {
        bool one_file = f != FIGURE_TARGETS && request->order.n_more > 0;
        enum text why;
        if (!request->figure[f])
            continue;
        if (named && one_file) {
            refuse(invocation, TEXT_FIGURE_ONE_FILE, ARGUMENTS(figure_table[f].name));
            return false;
        }
        bool possible = figure_is_possible((enum figure)f, &request->order, &why);
        request->figure[f] = !one_file && (named || possible);
        if (!one_file && !named && !possible)
            pass_over(invocation, (enum figure)f, why);
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

/* Starts a file that replaces only one that begins so. */
static bool open_file(const struct request *request, const char *path, const char *beginning,
                      struct new_file *file)
{
    make_folders(path);
    return new_file_open(file, path, &beginning, 1, request->invocation);
}

static bool write_picture(const struct request *request, const char *path,
                          const struct picture *picture)
{
    struct new_file file;
    if (!may_replace(path)) {
        refuse(request->invocation, TEXT_FILE_FOREIGN, ARGUMENTS(path));
        return false;
    }
    if (!open_file(request, path, "", &file))
        return false;
    fwrite(picture->bytes, 1, picture->n, file.stream);
    return new_file_close(&file, request->invocation);
}

/* Tells of a file that is in place: people at once, machines at the end. */
static void tell(const struct request *request, enum figure figure, const char *ending,
                 const char *path, const char *title)
{
    sheet_add(request->files, figure_table[figure].name);
    sheet_add(request->files, ending);
    sheet_add(request->files, path);
    sheet_add(request->files, title);
    if (!request->invocation->quiet && !request->invocation->json)
        fprintf(request->invocation->out, "%s\n", path);
}

/* "ko", "ko_slide", "ko_column_print". */
static void name_of(const struct figure_order *order, enum figure figure, char name[64])
{
    bool page = order->size == LOOK_PAGE, standard = order->theme == LOOK_STANDARD;
    snprintf(name, 64, "%s%s%s%s%s", figure_table[figure].name, page ? "" : "_",
             page ? "" : look_size_name[order->size], standard ? "" : "_",
             standard ? "" : look_theme_name[order->theme]);
}

static struct canvas_size size_of(const struct drawing *drawing)
{
    return (struct canvas_size){drawing->width, drawing->height, drawing->scale};
}

/* The script that draws the figure again, or its data. */
static bool write_text(const struct request *request, const struct piece *piece, const char *ending,
                       const char *beginning)
{
    char name[64], path[4096];
    struct new_file file;
    const struct drawing *drawing = piece->drawing;
    name_of(&piece->order, piece->figure, name);
    snprintf(path, sizeof path, "%s/%s.%s", request->folder, name, ending);
    if (!open_file(request, path, beginning, &file))
        return false;
    if (strcmp(ending, "gp") == 0) {
        canvas_heading_alone(file.stream, name, size_of(drawing));
        fputs(drawing->script, file.stream);
    } else {
        fputs(drawing->csv, file.stream);
    }
    if (!new_file_close(&file, request->invocation))
        return false;
    tell(request, piece->figure, ending, path, drawing->title);
    return true;
}

/* ---- drawing ---- */

/* Waits for the picture begun first, signs it and puts it in place. */
static void finish_oldest(struct request *request)
{
    struct piece *piece = &request->piece[request->oldest];
    struct picture picture;
    struct messages *messages = &request->messages;
    bool drawn = gnuplot_finish(&piece->work, &picture, messages);
    bool is_signed = drawn && picture_sign(&picture, piece->format, piece->drawing,
                                           request->order.results->finished);
    if (drawn && !is_signed)
        message_add(messages, NULL, 0, 0, NULL, TEXT_GNUPLOT_FAILED, ARGUMENTS(piece->path));
    if (is_signed && !request->failed && write_picture(request, piece->path, &picture))
        tell(request, piece->figure, canvas_format_name[piece->format], piece->path,
             piece->drawing->title);
    else
        request->failed = true;
    free(picture.bytes);
    if (piece->is_last) {
        request->failed = request->failed ||
                          !write_text(request, piece, "csv", "panel,panel_label,series") ||
                          !write_text(request, piece, "gp", "# Plassflyt");
        drawing_free(piece->drawing);
        free(piece->drawing);
    }
    request->oldest = (request->oldest + 1) % MOST_AT_ONCE;
    request->n_pieces--;
}

static void start(struct request *request, enum figure figure, enum canvas_format format,
                  struct drawing *drawing, bool is_last)
{
    char *heading = NULL, name[64];
    size_t length;
    while (request->n_pieces >= request->at_once)
        finish_oldest(request);
    FILE *out = open_memstream(&heading, &length);
    if (out) {
        canvas_heading(out, format, size_of(drawing));
        fclose(out);
    }
    size_t at = (request->oldest + request->n_pieces++) % MOST_AT_ONCE;
    struct piece *piece = &request->piece[at];
    *piece = (struct piece){.drawing = drawing,
                            .is_last = is_last,
                            .order = request->order,
                            .figure = figure,
                            .format = format};
    name_of(&piece->order, figure, name);
    snprintf(piece->path, sizeof piece->path, "%s/%s.%s", request->folder, name,
             canvas_format_name[format]);
    gnuplot_start(&piece->work, heading ? heading : "", drawing->script, drawing->csv);
    free(heading);
}

/* Begins all pictures of a figure, which take the drawing over. */
static void start_formats(struct request *request, enum figure figure, struct drawing *drawing)
{
    int last = -1;
    for (int f = 0; f < N_CANVAS_FORMATS; f++)
        last = request->format[f] ? f : last;
    for (int f = 0; f <= last; f++)
        if (request->format[f])
            start(request, figure, (enum canvas_format)f, drawing, f == last);
}

/* One figure in the order's size and theme; false if the results cannot give it. */
static bool draw_figure(struct request *request, enum figure figure)
{
    struct drawing *drawing = malloc(sizeof *drawing);
    if (!drawing || !figure_make(figure, &request->order, drawing, &request->messages)) {
        free(drawing);
        return false;
    }
    start_formats(request, figure, drawing);
    return true;
}

static bool draw_look(struct request *request)
{
    bool all = true;
    for (int f = 0; f < N_FIGURES && !request->failed; f++)
        if (request->figure[f])
            all = draw_figure(request, (enum figure)f) && all;
    return all;
}

/* Draws all figures asked for. One that the results cannot give is told and passed over; one that
 * cannot be drawn or written ends it, for so would the others. False after messages. */
static bool draw_all(struct request *request)
{
    bool all = true;
    messages_start(&request->messages, request->invocation->language);
    for (int s = 0; s < N_LOOK_SIZES; s++)
        for (int t = 0; t < N_LOOK_THEMES && request->size[s]; t++) {
            request->order.size = (enum look_size)s;
            request->order.theme = (enum look_theme)t;
            all = (!request->theme[t] || draw_look(request)) && all;
        }
    while (request->n_pieces > 0)
        finish_oldest(request);
    print_messages(&request->messages, request->invocation->err);
    messages_free(&request->messages);
    return all && !request->failed;
}

int command_figure(const struct invocation *invocation)
{
    struct indicator_source source = {0};
    struct request request = {.order = {.language = invocation->language, .source = &source}};
    if (!read_request(invocation, &request))
        return EXIT_BAD_INPUT;
    struct results *results = open_results(invocation, &request.order.period);
    if (!results)
        return EXIT_BAD_INPUT;
    request.order.results = results;
    source = (struct indicator_source){.results = results, .messages = &request.messages};
    request.files = sheet_make(columns, sizeof columns / sizeof columns[0]);
    bool done = open_more(&request) && choose_figures(&request) && draw_all(&request);
    if (invocation->json)
        sheet_print(request.files, SHEET_JSON, invocation->language, invocation->out);
    sheet_free(request.files);
    indicator_source_free(&source);
    close_all(&request);
    results_free(results);
    return done ? EXIT_DONE : EXIT_BAD_INPUT;
}
