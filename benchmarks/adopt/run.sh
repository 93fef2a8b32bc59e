#!/usr/bin/env bash
# Measures Adopt on a generated monorepo without a catalog, beside what Git takes to list the same files.
# usage: run.sh [SERVICES]    Default: 1000, of 100 files each.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
count=${1:-1000}
output=$root/artifacts/benchmarks/adopt
repository=$output/$count
mkdir -p "$output"

for tool in hyperfine node; do
    if ! command -v "$tool" >/dev/null; then
        printf 'benchmarks/adopt/run.sh: %s is not on the PATH\n' "$tool" >&2
        exit 1
    fi
done

if [[ ! -d $repository ]]; then
    benchmarks/monorepo/generate.mjs "$repository.new" "$count"
    rm "$repository.new/pipeline.yaml"
    mv "$repository.new" "$repository"
fi

./build.sh --help >/dev/null
hyperfine --shell=none --warmup 2 --min-runs 5 --export-markdown "$output/table.md" \
    --command-name 'git ls-files' "git -C $repository ls-files" \
    --command-name 'git ls-files, with those it does not know' "git -C $repository ls-files --cached --others --exclude-standard" \
    --command-name 'build.sh --help' './build.sh --help' \
    --command-name 'build.sh Adopt --dry-run' "./build.sh Adopt --dry-run --into $repository" >/dev/null
cat "$output/table.md"
