#include "engine/date.h"

#include <stddef.h>

/* Days from civil and back by counting 400-year eras of years that start in March,
 * so that the leap day is the last day of a year. */

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, DAYS_TO_1970 = 719468 };

int64_t date_days(struct date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
    int64_t year_of_era = year - era * YEARS_PER_ERA;
    int month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct date date_of_days(int64_t days)
{
    days += DAYS_TO_1970;
    int64_t era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    struct date date;
    date.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    date.month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    date.year = (int)(year_of_era + era * YEARS_PER_ERA + (date.month <= 2));
    return date;
}

int date_weekday(int64_t days)
{
    /* 1970-01-01 was a Thursday. */
    int64_t weekday = (days + 3) % 7;
    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool date_valid(struct date date)
{
    return date.year >= 1900 && date.year < 2200 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

bool date_parse(const char *text, struct date *date)
{
    static const char form[] = "dddd-dd-dd";
    int digits[8];
    int n = 0;
    for (size_t i = 0; form[i]; i++) {
        if (form[i] == 'd') {
            if (text[i] < '0' || text[i] > '9')
                return false;
            digits[n++] = text[i] - '0';
        } else if (text[i] != form[i]) {
            return false;
        }
    }
    if (text[sizeof form - 1] != '\0')
        return false;
    date->year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    date->month = digits[4] * 10 + digits[5];
    date->day = digits[6] * 10 + digits[7];
    return date_valid(*date);
}

struct date date_add_months(struct date date, int months)
{
    int index = date.year * 12 + date.month - 1 + months;
    struct date first = {index / 12, index % 12 + 1, 1};
    return first;
}
