/* The numbers that a figure shows, as a tidy table: what gnuplot draws from, what stands beside the
 * picture as CSV, and what a document shows to those who do not see the picture. */
#ifndef PLASSFLYT_ANALYSIS_FIGURE_DATA_H
#define PLASSFLYT_ANALYSIS_FIGURE_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Numbers of a row; NaN where there is none. */
enum figure_number {
    DATA_POSITION, /* on the other axis: time as a year and its part, weeks, or the row's place */
    DATA_VALUE,
    DATA_LOW,
    DATA_HIGH,
    DATA_LOW_80,
    DATA_HIGH_80,
    DATA_LOW_50,
    DATA_HIGH_50,
    N_DATA_NUMBERS
};

#define DATA_LABEL_SIZE 160

struct figure_point {
    char label[DATA_LABEL_SIZE]; /* "2027-01", "2032", "6": what the position is called */
    double number[N_DATA_NUMBERS];
};

/* Rows that are drawn as one: of one panel and one series. */
struct figure_block {
    char *panel, *panel_label;   /* "queue_past_wish", and what people call it */
    char *series, *series_label; /* "bistandsplikt" */
    size_t first, n;             /* rows */
};

struct figure_data {
    struct figure_block *block; /* [n_blocks] */
    size_t n_blocks;
    struct figure_point *row; /* [n_rows] */
    size_t n_rows;
    bool failed; /* no memory: the table is not whole */
};

/* Begins a block; its number. Texts are copied. */
int figure_data_block(struct figure_data *data, const char *panel, const char *panel_label,
                      const char *series, const char *series_label);

/* Adds a row to the last block; numbers [n], the rest NaN. */
void figure_data_row(struct figure_data *data, const char *label, const double *number, size_t n);

/* How many numbers the fullest row has: 4 or N_DATA_NUMBERS. */
size_t figure_data_numbers(const struct figure_data *data);

/* As CSV with the headings panel, panel_label, series, series_label, label, position, value, low,
 * high (and low_80, high_80, low_50, high_50): comma, decimal point, UTF-8; empty where unknown. */
void figure_data_print(const struct figure_data *data, FILE *out);

/* The column of a number in the CSV, counted from 1 as gnuplot does. */
int figure_data_column(enum figure_number number);

void figure_data_free(struct figure_data *data);

#endif
