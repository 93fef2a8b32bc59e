# Tells the state of services on this host, each given as FOLDER UNIT. It changes nothing.
export LC_ALL=C
echo "machine $(uname -m)"
test -d /run/systemd/system && echo systemd
while test $# -gt 1; do
    folder=$1 unit=$2
    shift 2
    echo "service $folder"
    current=$(readlink "$folder/current")
    case $current in
        releases/*) echo "current $current" ;;
        *) if test -n "$current" || test -e "$folder/current"; then echo blocked; fi ;;
    esac
    for release in "$folder"/releases/*/; do
        release=${release%/}
        test -d "$release" && echo "release ${release##*/}"
    done
    if ! test -e "/etc/systemd/system/$unit"; then
        echo "unit missing"
    elif cmp -s "/etc/systemd/system/$unit" "$folder/current/unit"; then
        echo "unit same"
    elif head -n 1 "/etc/systemd/system/$unit" | grep -q '^# Written by Pipeline'; then
        echo "unit edited"
    else
        echo "unit foreign"
    fi
    systemctl show -p ActiveState,SubState,Result,ExecMainStatus,ExecMainPID "$unit" 2>/dev/null | sed 's/^/state /'
    test -f "$folder/deployments.jsonl" && sed 's/^/log /' "$folder/deployments.jsonl"
    # What a decision was made on; activate.sh computes it again.
    echo "stamp $({ readlink "$folder/current"; cat "$folder/deployments.jsonl"; } 2>/dev/null | sha256sum | cut -c 1-64)"
done
echo end
