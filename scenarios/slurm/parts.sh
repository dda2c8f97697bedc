#!/bin/sh
# One task of a job array: one part of a run. Send it from the project's folder, with the study, a folder for
# the parts and how many parts there are; the array says which of them to compute.
#
#   sbatch --array=1-8 scenarios/slurm/parts.sh scenarios/studies/hovedstudie.yaml results/hovedstudie 8
#
# Options of sbatch on the command line take the place of the lines below; further words, after the number
# of parts, are handed to `plassflyt run`.
#
#SBATCH --job-name=plassflyt
#SBATCH --ntasks=1
# processor cores of one part, all on one machine
#SBATCH --cpus-per-task=4
# `plassflyt check STUDY` says what a run needs
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
# Two minutes before the time is up the part is told to stop. It keeps what is computed, ends in order,
# and is put in the queue again (below).
#SBATCH --signal=TERM@120
# After a machine has failed too, or a more urgent job has taken it.
#SBATCH --requeue
# Where it goes on, the log does too.
#SBATCH --open-mode=append
#SBATCH --output=plassflyt-%A-%a.log
set -u
study=${1:?which study?} folder=${2:?which folder for the parts?} parts=${3:?how many parts?}
shift 3
program=${PLASSFLYT:-build/plassflyt}
part=${SLURM_ARRAY_TASK_ID:?send this with sbatch --array=1-$parts}

mkdir -p "$folder"
srun --ntasks=1 --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" "$program" run "$study" "$@" --part "$part/$parts" \
    --output "$folder/part_$part.h5" --threads "${SLURM_CPUS_PER_TASK:-1}"
status=$?

# 3: done, but some replications failed. The file says which; merging goes on.
[ $status -ne 3 ] || exit 0
# 4: stopped, and can go on. If it was Slurm's warning (a job that was cancelled is no longer running), the same
# job goes on when its turn comes again.
if [ $status -eq 4 ] && squeue --noheader --job="$SLURM_JOB_ID" --states=RUNNING | grep -q .; then
    echo "part $part of $parts goes on when there is time again"
    scontrol requeue "$SLURM_JOB_ID"
fi
exit $status
