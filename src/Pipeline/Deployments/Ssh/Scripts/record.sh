# Adds an entry to the log of deployments, and changes nothing else: FOLDER STAMP PATIENCE ENTRY.
set -eu
export LC_ALL=C
folder=$1 stamp=$2 patience=$3 entry=$4
log=$folder/deployments.jsonl
exec 9>>"$folder/.lock"
flock -w "$patience" 9 || { echo busy; exit 1; }
seen=$({ readlink "$folder/current"; cat "$log"; } 2>/dev/null | sha256sum | cut -c 1-64)
test "$seen" = "$stamp" || { echo changed; exit 1; }
# A host that lost its power may have left half a line.
torn=$(tail -c 1 "$log" 2>/dev/null || :)
printf '%s%s\n' "${torn:+
}" "$entry" >>"$log"
echo "done"
