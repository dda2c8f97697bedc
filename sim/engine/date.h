/* Civil dates (proleptic Gregorian calendar) as days since 1970-01-01. */
#ifndef PLASSFLYT_ENGINE_DATE_H
#define PLASSFLYT_ENGINE_DATE_H

#include <stdbool.h>
#include <stdint.h>

struct date {
    int year;  /* for example 2027 */
    int month; /* 1–12 */
    int day;   /* 1–31 */
};

/* Days since 1970-01-01 of a valid date; negative before. */
int64_t date_days(struct date date);

/* The date that lies `days` days after 1970-01-01. */
struct date date_of_days(int64_t days);

/* Weekday of a day number: 0 Monday … 6 Sunday. */
int date_weekday(int64_t days);

/* Whether year, month and day name a day that exists (years 1900–2199). */
bool date_valid(struct date date);

/* Reads exactly "YYYY-MM-DD"; false if the text has another form or the day does not exist. */
bool date_parse(const char *text, struct date *date);

/* First day of the month `months` months after the month of `date` (may be negative). */
struct date date_add_months(struct date date, int months);

#endif
