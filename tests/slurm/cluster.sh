# A Slurm of one machine, for test scripts that have sourced tests/tap.sh. All of it lies in $place and listens
# on ports of its own; nothing else on the machine is touched.

# why_no_cluster: says what is missing here; says nothing if a cluster can be started.
why_no_cluster() {
    [ "$(id -u)" = 0 ] || { echo "only root can start a Slurm"; return; }
    for needed in munged slurmctld slurmd sbatch; do
        command -v $needed >/dev/null || { echo "no $needed (packages slurm-wlm and munge)"; return; }
    done
}

# Ports that nobody listens on.
free_ports() {
    "${PYTHON:-/usr/bin/python3}" -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))'
}

# start_cluster CORES: 1 if it does not answer within 30 s; what it says is in $slurm/*.log.
start_cluster() {
    slurm=$place/slurm
    mkdir -p "$slurm/state" "$slurm/spool" "$slurm/munge"
    chmod 755 "$place" "$slurm"
    chmod 700 "$slurm/munge"
    dd if=/dev/urandom of="$slurm/munge/key" bs=128 count=1 2>/dev/null
    chmod 600 "$slurm/munge/key"
    set -- "$1" $(free_ports)
    cat >"$slurm/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$2
SlurmdPort=$3
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge/socket,cred_expire=5
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
ReturnToService=2
KillWait=5
OverTimeLimit=0
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=100000
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$1 RealMemory=1024 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
END
    SLURM_CONF=$slurm/slurm.conf
    export SLURM_CONF
    munged --foreground --force --key-file="$slurm/munge/key" --socket="$slurm/munge/socket" \
        --pid-file="$slurm/munge/pid" --log-file="$slurm/munge/log" --seed-file="$slurm/munge/seed" \
        >"$slurm/munged.log" 2>&1 &
    daemons=$!
    slurmctld -D -c >"$slurm/slurmctld.out" 2>&1 &
    daemons="$daemons $!"
    slurmd -D -N "$(hostname -s)" >"$slurm/slurmd.out" 2>&1 &
    daemons="$daemons $!"
    trap stop_cluster EXIT
    trap 'exit 130' INT TERM HUP
    wait_until 30 cluster_is_up
}

cluster_is_up() {
    sinfo --noheader --format=%T 2>/dev/null | grep -q idle
}

# wait_until SECONDS COMMAND…: 1 if it has not succeeded by then.
wait_until() {
    last=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt $last ] || return 1
        sleep 0.2
    done
}

no_jobs() {
    [ -z "$(squeue --noheader 2>/dev/null)" ]
}

stop_cluster() {
    scancel --user="$(id -un)" 2>/dev/null && wait_until 15 no_jobs
    for daemon in $daemons; do
        kill "$daemon" 2>/dev/null
    done
    wait
    rm -rf "$place"
}
