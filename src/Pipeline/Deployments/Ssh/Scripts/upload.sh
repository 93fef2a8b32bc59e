# Takes a release whole or not at all: FOLDER NAME SHA256, and its archive on standard input.
set -eu
export LC_ALL=C
# Whatever umask root has, the service reads its files; the variables are for their owner alone.
umask 022
folder=$1 name=$2 sum=$3
mkdir -p "$folder/releases"
part=$(mktemp -d "$folder/releases/.part-XXXXXX")
trap 'rm -rf "$part"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$part/archive"
if test "$(sha256sum <"$part/archive" | cut -c 1-64)" != "$sum"; then
    echo torn
    exit 1
fi
mkdir "$part/release"
tar -xzof "$part/archive" -C "$part/release"
# Another deployment may have brought it meanwhile.
test -d "$folder/releases/$name" || mv -T "$part/release" "$folder/releases/$name"
echo whole
