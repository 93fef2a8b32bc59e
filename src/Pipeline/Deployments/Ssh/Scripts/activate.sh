# Makes a release the running one: FOLDER UNIT NAME STAMP KEEP PATIENCE SECONDS. It says on standard output how far it
# is, and stays only where it is told to by "commit ENTRY end": any other end, such as a broken connection, goes back.
set -u
export LC_ALL=C
folder=$1 unit=$2 name=$3 stamp=$4 keep=$5 patience=$6 seconds=$7
units=/etc/systemd/system
log=$folder/deployments.jsonl
# Whoever it talks to may be gone: it still has to put everything in order.
trap '' HUP INT TERM PIPE

say() { printf '%s\n' "$*"; }

show() { systemctl show -p "$1" "$unit" | cut -d = -f 2-; }

# Points "current" at a release by one rename, and starts it.
start() {
    rm -f "$folder/current.new"
    ln -s "releases/$1" "$folder/current.new" && mv -T "$folder/current.new" "$folder/current" || return 1
    if ! cmp -s "$folder/current/unit" "$units/$unit"; then
        cp "$folder/current/unit" "$units/.$unit.new" && mv -T "$units/.$unit.new" "$units/$unit" || return 1
        systemctl daemon-reload
    fi
    systemctl enable --quiet "$unit" 2>/dev/null
    # After too many starts, not even a good release is started.
    systemctl reset-failed "$unit" 2>/dev/null
    systemctl restart "$unit"
}

# Passes where the unit runs one and the same process for some seconds.
stays() {
    state=$(state)
    left=$seconds
    while is_same && test "$left" -gt 0; do
        sleep 1
        left=$((left - 1))
    done
    is_same
}

state() { systemctl show -p ActiveState,SubState,ExecMainPID,NRestarts "$unit"; }

is_same() {
    case $state in
        *ActiveState=active*SubState=running*) test "$(state)" = "$state" ;;
        *) false ;;
    esac
}

back() {
    say "failed $1"
    say "status $(show ExecMainStatus)"
    journalctl -u "$unit" -n 50 --no-pager -o cat --since "@$began" 2>/dev/null | sed 's/^/journal /'
    if test -n "$before"; then
        if start "$before" && stays; then say "back up"; else say "back down"; fi
    else
        systemctl stop "$unit"
        systemctl disable --quiet "$unit" 2>/dev/null
        rm -f "$folder/current" "$units/$unit"
        systemctl daemon-reload
        say "back none"
    fi
    # The first to go when releases are cleaned up.
    test "$name" = "$before" || touch -t 197001020000 "$folder/releases/$name"
    exit 1
}

exec 9>>"$folder/.lock"
if ! flock -n 9; then
    say waiting
    flock -w "$patience" 9 || { say busy; exit 1; }
fi
if test "$({ readlink "$folder/current"; cat "$log"; } 2>/dev/null | sha256sum | cut -c 1-64)" != "$stamp"; then
    say changed
    exit 1
fi
if test -e "$units/$unit" && ! head -n 1 "$units/$unit" | grep -q '^# Written by Pipeline'; then
    say foreign
    exit 1
fi
before=$(readlink "$folder/current")
case $before in
    releases/*) before=${before#releases/} ;;
    *) if test -n "$before" || test -e "$folder/current"; then
        say blocked
        exit 1
    fi ;;
esac
began=$(date +%s)
start "$name" || back start
stays || back crashed
say "up $(show ExecMainPID)"
# A link that is cut without a word ends by the time.
answer=$(timeout "$patience" head -n 1)
case $answer in
    "commit {"*"} end") ;;
    back*) back unhealthy ;;
    *) back alone ;;
esac
is_same || back crashed
entry=${answer#commit }
# A host that lost its power may have left half a line.
torn=$(tail -c 1 "$log" 2>/dev/null)
printf '%s%s\n' "${torn:+
}" "${entry% end}" >>"$log" || back log
touch "$folder/releases/$name"
kept=0
# Their names need no quoting.
# shellcheck disable=SC2012
ls -1t "$folder/releases" | while read -r release; do
    kept=$((kept + 1))
    case $release in
        "$name" | "$before") ;;
        *) test "$kept" -le "$keep" || rm -rf "${folder:?}/releases/$release" ;;
    esac
done
# What uploads have left that were cut off.
find "$folder/releases" -maxdepth 1 -name '.part-*' -mmin +60 -exec rm -rf {} +
say "done"
