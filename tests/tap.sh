# For test scripts: prints TAP. Sourced; gives each script a folder of its own in $place.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
number=0

# test_that NAME COMMAND…: COMMAND succeeds. What it says is shown if not.
test_that() {
    name=$1
    shift
    number=$((number + 1))
    if "$@" >"$place/said" 2>&1; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        sed 's/^/# /' "$place/said"
    fi
}

# skip NAME WHY
skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

# To be called last.
all_done() {
    echo "1..$number"
}

same() {
    [ -n "$1" ] && [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }
}

differ() {
    [ -n "$1" ] && [ -n "$2" ] && [ "$1" != "$2" ] || { echo "'$1' and '$2'"; return 1; }
}
