#!/bin/sh
# Joins the parts that parts.sh has left in a folder. Send it at the same time, to begin when they are all done:
#
#   sbatch --dependency=afterok:JOB scenarios/slurm/merge.sh results/hovedstudie results/hovedstudie.h5
#
#SBATCH --job-name=plassflyt-merge
#SBATCH --ntasks=1
# however large the parts are
#SBATCH --mem-per-cpu=1G
#SBATCH --time=02:00:00
# When a part fails for good, this is taken out of the queue.
#SBATCH --kill-on-invalid-dep=yes
#SBATCH --open-mode=append
#SBATCH --output=plassflyt-%j.log
set -u
folder=${1:?which folder are the parts in?} output=${2:?which file shall they become?}
program=${PLASSFLYT:-build/plassflyt}

srun --ntasks=1 "$program" merge "$folder"/part_*.h5 --output "$output"
status=$?
# 3: done, but some replications had failed.
[ $status -ne 3 ] || exit 0
exit $status
