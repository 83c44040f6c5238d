#!/usr/bin/env bash
# The books of this folder on hosts that are reached by ssh, and share no file system: GNU parallel sends
# each book to a host and fetches its editions.
#
#     scale/ssh.sh HOSTS BOOK…          HOSTS: a file with a host a line, as ssh knows them
#
# Needs ssh, rsync and GNU parallel here, rsync and cutline there. A host that fails in the middle can make
# parallel believe that a book is done whose editions never came: so what is missing here is tried again,
# until nothing is missing, or until a whole round has brought nothing. OUT, CUTLINE and OPTIONS as in make.
set -euo pipefail

if (($# < 2)); then
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
hosts=$1
shift
out=${OUT:-out} cutline=${CUTLINE:-cutline} options=${OPTIONS:-}

name() {
    local base=${1%/}
    base=${base##*/}
    if [[ -d $1 ]]; then echo "$base"; else echo "${base%.*}"; fi
}

missing() {
    local book stem
    for book in "$@"; do
        stem=$(name "$book")
        [[ -s $out/$stem.epub && -s $out/$stem.pdf ]] || printf '%s\n' "$book"
    done
}

# Without SHELL, as in a bare container or under a daemon, parallel mistakes how to quote for its hosts.
export PARALLEL_SHELL=${PARALLEL_SHELL:-${BASH:-/bin/bash}}
# parallel quotes names for the shell over there, which rsync 3.2.4 and later would else quote once more.
export RSYNC_OLD_ARGS=1
mkdir -p "$out"
there=cutline-work/${PWD##*/}
there=${there//[^[:alnum:].\/_-]/_}
alive=$(mktemp)
trap 'rm -f "$alive"' EXIT
before=-1
while mapfile -t books < <(missing "$@") && ((${#books[@]} > 0)); do
    if ((${#books[@]} == before)); then
        printf 'not made: %s\n' "${books[@]}" >&2
        exit 1
    fi
    before=${#books[@]}
    # Hosts that take the manuscripts take part in this round.
    : >"$alive"
    while read -r host; do
        if ssh -n "$host" mkdir -p "$there" &&
            rsync -a --delete --exclude "/$out" ./ "$host:$there/"; then
            echo "$host" >>"$alive"
        else
            echo "$host takes no part" >&2
        fi
    done <"$hosts"
    [[ -s $alive ]] || { echo 'no host can be reached' >&2; exit 3; }
    # The exit code of parallel counts failed books; what is missing here is what counts.
    for book in "${books[@]}"; do
        printf '%s\t%s\n' "$book" "$(name "$book")"
    done | parallel --colsep '\t' --sshloginfile "$alive" --retries 3 --workdir "$there" \
        --return "$out/{2}.epub" --return "$out/{2}.pdf" \
        "$cutline" build -j1 $options -o "$out" {1} || true
done
