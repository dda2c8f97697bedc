#include "analysis/figure_grid.h"

#include <math.h>

static const double below_panel = 0.75, gap = 0.5, above_panel = 0.08, row_gap = 0.08;

static bool has_keys(const struct page *page)
{
    return page->look.size == LOOK_COLUMN;
}

static void key_of(const struct row_grid *grid, size_t row, char key[32])
{
    if (grid->first_key == '1')
        snprintf(key, 32, "%zu", row + 1);
    else
        snprintf(key, 32, "%c", (char)(grid->first_key + (char)row));
}

static size_t across_of(const struct page *page, const struct row_grid *grid)
{
    size_t across = grid->across[page->look.size];
    return across < grid->n_panels ? across : grid->n_panels;
}

static size_t lines_of(const struct page *page, const struct row_grid *grid)
{
    size_t across = across_of(page, grid);
    return (grid->n_panels + across - 1) / across;
}

/* The widest label where it fits, else a part of the page, in which labels are wrapped. */
static double label_width(const struct page *page, const struct row_grid *grid)
{
    static const double most = 0.27;
    double widest = 0;
    if (has_keys(page))
        return 0.45;
    for (size_t i = 0; i < grid->n_rows; i++)
        widest = fmax(widest, canvas_text_width(grid->row[i], page->look.tic, 0));
    return fmin(widest, most * page->look.width) + 0.2;
}

static double cell_width(const struct page *page, const struct row_grid *grid)
{
    return (page_room(page) - label_width(page, grid)) / (double)across_of(page, grid);
}

double grid_row_height(const struct page *page, const struct row_grid *grid, size_t row)
{
    const char *label = has_keys(page) ? "1" : grid->row[row];
    return row_gap + grid->more +
           canvas_paragraph(NULL, 0, 0, label_width(page, grid) - 0.2, page->look.tic,
                            TEXT_STYLE_PLAIN, label);
}

static double rows_height(const struct page *page, const struct row_grid *grid)
{
    double sum = 0;
    for (size_t i = 0; i < grid->n_rows; i++)
        sum += grid_row_height(page, grid, i);
    return sum;
}

double grid_middle(const struct page *page, const struct row_grid *grid, size_t row)
{
    double above = grid_row_height(page, grid, row) / 2;
    for (size_t i = 0; i < row; i++)
        above += grid_row_height(page, grid, i);
    return rows_height(page, grid) - above;
}

static double heading(struct page *page, const struct row_grid *grid, size_t number, double x,
                      double y, bool draw)
{
    return canvas_paragraph(draw ? &page->canvas : NULL, x, y, cell_width(page, grid) - gap,
                            page->look.legend, TEXT_STYLE_BOLD, grid->heading[number]);
}

/* Of a line of panels. */
static double heading_height(const struct page *page, const struct row_grid *grid, size_t line)
{
    struct page unseen = *page;
    size_t across = across_of(page, grid);
    double highest = 0;
    for (size_t i = line * across; i < (line + 1) * across && i < grid->n_panels; i++)
        highest = fmax(highest, heading(&unseen, grid, i, 0, 0, false));
    return highest + above_panel;
}

double grid_height(const struct page *page, const struct row_grid *grid)
{
    double sum = 0;
    for (size_t line = 0; line < lines_of(page, grid); line++)
        sum += heading_height(page, grid, line) + rows_height(page, grid) + below_panel;
    return sum;
}

void grid_fill(const struct page *page, struct row_grid *grid)
{
    static const double most = 0.7;
    double spare = page->top - page->bottom - grid_height(page, grid);
    double rows = (double)(lines_of(page, grid) * grid->n_rows);
    grid->more = fmin(most, fmax(0, spare / rows));
}

/* Where a line of panels begins, its headings first. */
static double top_of(const struct page *page, const struct row_grid *grid, size_t line)
{
    double top = page->top;
    for (size_t i = 0; i < line; i++)
        top -= heading_height(page, grid, i) + rows_height(page, grid) + below_panel;
    return top;
}

struct panel grid_panel(const struct page *page, const struct row_grid *grid, size_t number)
{
    size_t across = across_of(page, grid), line = number / across;
    double height = rows_height(page, grid);
    return (struct panel){.left = MARGIN + label_width(page, grid) +
                                  cell_width(page, grid) * (double)(number % across),
                          .bottom =
                              top_of(page, grid, line) - heading_height(page, grid, line) - height,
                          .width = cell_width(page, grid) - gap,
                          .height = height,
                          .y_high = height};
}

static void write_label(struct page *page, const struct row_grid *grid, const struct panel *panel,
                        size_t row)
{
    char key[32];
    double line = canvas_line_height(page->look.tic), width = label_width(page, grid) - 0.2;
    double middle = panel->bottom + grid_middle(page, grid, row);
    double high = grid_row_height(page, grid, row) - row_gap - grid->more;
    key_of(grid, row, key);
    if (has_keys(page))
        canvas_text(&page->canvas, panel->left - 0.1, middle, page->look.tic, TEXT_STYLE_RIGHT,
                    key);
    else
        canvas_paragraph(&page->canvas, MARGIN, middle + high / 2 - line / 2, width, page->look.tic,
                         TEXT_STYLE_PLAIN, grid->row[row]);
}

void grid_write(struct page *page, const struct row_grid *grid, size_t number)
{
    size_t across = across_of(page, grid);
    struct panel panel = grid_panel(page, grid, number);
    heading(page, grid, number, panel.left,
            top_of(page, grid, number / across) - canvas_line_height(page->look.legend) / 2, true);
    if (number % across == 0)
        for (size_t row = 0; row < grid->n_rows; row++)
            write_label(page, grid, &panel, row);
}

void grid_legend(struct page *page, const struct row_grid *grid)
{
    if (!has_keys(page))
        return;
    for (size_t i = 0; i < grid->n_rows; i++) {
        char key[32], label[512];
        key_of(grid, i, key);
        text_format(label, sizeof label, page->order->language, TEXT_FIGURE_NUMBERED,
                    ARGUMENTS(key, grid->row[i]));
        legend_words(page, label);
    }
    legend_end(page);
}
