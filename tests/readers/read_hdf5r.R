# Opens a results file with R's hdf5r: labels in UTF-8 and the values that were written. R reads axes in
# the opposite order: [area, …, scenario].
library(hdf5r)
arguments <- commandArgs(TRUE)
file <- H5File$new(arguments[1], mode = "r")

data <- list()
for (line in readLines(arguments[2])) {
  part <- strsplit(line, " ")[[1]]
  place <- part[1]
  if (is.null(data[[place]])) data[[place]] <- file[[place]]$read()
  index <- rev(as.integer(part[2:(length(part) - 1)])) + 1
  value <- data[[place]][matrix(index, nrow = 1)]
  stopifnot(value == as.numeric(part[length(part)]))
}
stopifnot(length(data) > 50)

queue <- file[["monthly/queue"]]
stopifnot(
  all(queue$dims == c(6, 3, 14, 38, 3)),
  identical(file[["area_label_nb"]][], c("Nord", "Midt", "Vest", "Sør", "Øst", "Oslo")),
  identical(file[["scenario_label_en"]][2], "Duty of assistance"),
  h5attr(queue, "long_name_nb") == "barn som venter på fosterhjem",
  h5attr(queue, "coordinates") == "scenario_name queue_category_name area_name",
  h5attr(file[["month"]], "units") == "days since 2018-01-01",
  all(file[["failures/replication_number"]][] == c(2, 33)),
  grepl("køen – ærlig", file[["scenarios/files/text"]][3], fixed = TRUE),
  file[["replication"]]$dims == 38,
  is.na(file[["children/moves"]][1:3, 2]) == c(TRUE, FALSE, FALSE),
  is.nan(file[["children/waited"]][1:3, 2]) == c(TRUE, FALSE, FALSE)
)
file$close_all()
