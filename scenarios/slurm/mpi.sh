#!/bin/sh
# One run over many machines at once, by MPI. Send it from the project's folder, with the study and the results
# file; further words are handed to `plassflyt run`.
#
#   make MPI=1
#   sbatch --ntasks=8 scenarios/slurm/mpi.sh scenarios/studies/hovedstudie.yaml results/hovedstudie.h5
#
# Options of sbatch on the command line take the place of the lines below.
#
#SBATCH --job-name=plassflyt-mpi
# so many ranks, wherever there is room, and processor cores of each
#SBATCH --ntasks=8
#SBATCH --cpus-per-task=4
# `plassflyt check STUDY` says what a run needs
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
# Two minutes before the time is up all ranks are told to stop. They keep what is computed, and the job is put
# in the queue again (below).
#SBATCH --signal=TERM@120
# After a machine has failed too, or a more urgent job has taken it.
#SBATCH --requeue
# Where it goes on, the log does too.
#SBATCH --open-mode=append
#SBATCH --output=plassflyt-%j.log
set -u
study=${1:?which study?} output=${2:?which results file?}
shift 2
program=${PLASSFLYT:-build/plassflyt-mpi}

# How the ranks find each other: `srun --mpi=list` says what this Slurm has. Open MPI wants pmix, MPICH pmi2.
srun --mpi="${PLASSFLYT_MPI:-pmix}" --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" "$program" run "$study" "$@" \
    --output "$output" --threads "${SLURM_CPUS_PER_TASK:-1}"
status=$?

# 3: done, but some replications failed. The file says which.
[ $status -ne 3 ] || exit 0
# 4: stopped, and can go on. If it was Slurm's warning (a job that was cancelled is no longer running), the same
# job goes on when its turn comes again.
if [ $status -eq 4 ] && squeue --noheader --job="$SLURM_JOB_ID" --states=RUNNING | grep -q .; then
    echo "goes on when there is time again"
    scontrol requeue "$SLURM_JOB_ID"
fi
exit $status
