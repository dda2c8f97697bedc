# The first panel of the figure `flyttinger` (moves a year) made from a results file by hdf5r.
#
#   Rscript analysis/examples/moves.R results/hovedstudie.h5 moves
#
# writes moves.pdf and moves.csv, whose numbers are those of flyttinger.csv beside `plassflyt figure`'s
# own picture. Debian: r-cran-hdf5r
library(hdf5r)
arguments <- commandArgs(TRUE)
file <- H5File$new(arguments[1], mode = "r")
out <- arguments[2]

values <- file[["monthly/moves"]]$read()

# R turns the axes round: [area, month, replication, scenario]. First the areas together, then the months
# of each year. A year that the run does not hold in full would be left out.
by_month <- apply(values, c(2, 3, 4), sum)
first <- as.Date(sub("days since ", "", h5attr(file[["month"]], "units")))
year_of <- as.integer(format(first + file[["month"]][], "%Y"))
year <- as.integer(names(which(table(year_of) == 12)))

rows <- data.frame()
for (s in seq_len(dim(by_month)[3])) {
  counts <- rowsum(by_month[, , s], year_of)[as.character(year), , drop = FALSE] # [year, replication]
  # type 7, R's own and Plassflyt's: Hyndman and Fan 1996
  bands <- apply(counts, 1, quantile, c(0.5, 0.025, 0.975))
  rows <- rbind(rows, data.frame(
    scenario = file[["scenario_name"]][s], year = year,
    median = bands[1, ], low = bands[2, ], high = bands[3, ]
  ))
}
rows[3:5] <- lapply(rows[3:5], format, digits = 15, trim = TRUE)
write.csv(rows, paste0(out, ".csv"), row.names = FALSE, quote = FALSE)

pdf(paste0(out, ".pdf"), width = 7, height = 5)
scenarios <- unique(rows$scenario)
plot(range(rows$year), c(0, max(as.numeric(rows$high))),
  type = "n", xlab = "", ylab = "moves a year",
  sub = paste("Plassflyt, simulated;", h5attr(file, "digest")), cex.sub = 0.6
)
for (s in seq_along(scenarios)) {
  own <- rows[rows$scenario == scenarios[s], ]
  lines(own$year, own$median, lty = s)
}
legend("bottomleft", legend = scenarios, lty = seq_along(scenarios), bty = "n")
invisible(dev.off())
