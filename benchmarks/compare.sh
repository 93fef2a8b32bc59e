#!/usr/bin/env bash
# Runs a benchmark on another commit and on this checkout in turn, and prints the ratio of the medians of each row.
# usage: compare.sh REV BENCHMARK [ARGUMENT …]    ROUNDS=5; for example compare.sh HEAD~1 gitops many 1000
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
cd "$root"
if (($# < 2)) || [[ ! -x benchmarks/$2/run.sh ]]; then
    sed -n '2,3s/^# //p' benchmarks/compare.sh >&2
    printf 'benchmarks:%s\n' "$(printf ' %s' benchmarks/*/run.sh | sed 's#benchmarks/\([^/]*\)/run.sh#\1#g')" >&2
    exit 2
fi

commit=$(git rev-parse --verify --quiet "$1^{commit}") || {
    printf 'benchmarks/compare.sh: %s is no commit of this repository\n' "$1" >&2
    exit 2
}
benchmark=$2
shift 2
output=$root/artifacts/benchmarks/compare
other=$output/${commit:0:12}
rm -rf "$output/before" "$output/after"
mkdir -p "$output/before" "$output/after"
[[ -d $other ]] || git worktree add --quiet --detach "$other" "$commit"

for ((round = 1; round <= ${ROUNDS:-5}; round++)); do
    printf 'round %s of %s …\n' "$round" "${ROUNDS:-5}" >&2
    "$other/benchmarks/$benchmark/run.sh" "$@" >"$output/before/$round.md"
    "benchmarks/$benchmark/run.sh" "$@" >"$output/after/$round.md"
done

python3 - "$output" "${commit:0:7}" <<'PYTHON'
import pathlib, re, statistics, sys

# A row of a table: its name, and the first figure after it.
ROW = re.compile(r"^\| *(?!-)([^|]+?) *\| *([0-9][0-9.,]*)")


def medians(folder):
    figures = {}
    for file in sorted(folder.glob("*.md")):
        # A run may print a table twice.
        rows = {match[1]: match[2] for match in map(ROW.match, file.read_text().splitlines()) if match}
        for name, figure in rows.items():
            figures.setdefault(name, []).append(float(figure.replace(",", "")))
    return {name: statistics.median(values) for name, values in figures.items()}


output, commit = pathlib.Path(sys.argv[1]), sys.argv[2]
before, after = medians(output / "before"), medians(output / "after")
rows = [name for name in after if before.get(name)]
if not rows:
    sys.exit("benchmarks/compare.sh: the two commits have no row with a figure in common")
print(f"| | {commit} | this checkout | ratio |\n|---|---:|---:|---:|")
for name in rows:
    print(f"| {name} | {before[name]:g} | {after[name]:g} | {after[name] / before[name]:.2f} |")
PYTHON
