#!/bin/sh
# The header that ncdump prints has named axes, labels in three languages and no scale it cannot name.
set -eu
header=$(ncdump -h "$1")
has() {
    printf '%s\n' "$header" | grep -qF -- "$1" || {
        echo "missing: $1"
        exit 1
    }
}
has 'scenario = 3 ;'
has 'replication = UNLIMITED ; // (38 currently)'
has 'double queue(scenario, replication, month, queue_category, area) ;'
has 'int queue_end(scenario, replication, month, queue_category, area) ;'
has 'int wait_from_search(scenario, replication, year, week, wait_end) ;'
has 'double breakdown(home_kind, stay_year) ;'
has 'month:units = "days since 2018-01-01" ;'
has 'replication:standard_name = "realization" ;'
has 'area:flag_meanings = "nord midt vest sor ost oslo" ;'
has 'queue:long_name_nn = "barn som ventar på fosterheim" ;'
has 'child_row = 232 ;'
has 'double waited(scenario, child_row) ;'
has 'int moves(scenario, child_row) ;'
has ':Conventions = "CF-1.10" ;'
if printf '%s\n' "$header" | grep -q phony_dim; then
    echo 'an axis has no name'
    exit 1
fi
values=$(ncdump -v area_label_nb,/failures/replication_number,/monthly/month,/yearly/arrivals "$1")
printf '%s\n' "$values" | grep -qF '"Nord", "Midt", "Vest", "Sør", "Øst", "Oslo"'
printf '%s\n' "$values" | grep -qF 'replication_number = 2, 33 ;'
printf '%s\n' "$values" | grep -qF 'month = 0, 31, 59, 90, 120, 151'
