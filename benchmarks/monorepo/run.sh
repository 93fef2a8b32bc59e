#!/usr/bin/env bash
# Measures Preview and a fully cached run on generated monorepos, beside git status and turbo on the same repositories.
# usage: run.sh [SERVICES …]    Default: 100 1000 3000, of 100 files each; turbo takes part at 1000.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
output=$root/artifacts/benchmarks/monorepo
turbo_version=2.11.11
mkdir -p "$output"
export TURBO_TELEMETRY_DISABLED=1 NO_COLOR=1

for tool in hyperfine node npm python3; do
    if ! command -v "$tool" >/dev/null; then
        printf 'benchmarks/monorepo/run.sh: %s is not on the PATH\n' "$tool" >&2
        exit 1
    fi
done

if [[ ! -x $output/turbo/node_modules/.bin/turbo ]]; then
    npm install --silent --no-audit --no-fund --prefix "$output/turbo" "turbo@$turbo_version"
fi
turbo=$output/turbo/node_modules/.bin/turbo

# The most memory that a command took, children included, in MB.
peak() {
    python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))' "$@"
}

./build.sh --help >/dev/null
memory=''
for services in "${@:-100 1000 3000}"; do
    # Several numbers may come as one word, as the default does.
    for count in $services; do
        repository=$output/$count
        [[ -d $repository ]] || benchmarks/monorepo/generate.mjs "$repository" "$count"
        printf '\n%s services: the first run fills the caches …\n' "$count"
        ./build.sh Compile --root "$repository" >"$output/$count.log"
        tests=(
            --command-name "$count: git status --porcelain" "git -C $repository status --porcelain"
            --command-name "$count: build.sh --help" './build.sh --help'
            --command-name "$count: build.sh Preview" "./build.sh Preview --root $repository"
            --command-name "$count: build.sh Preview --assume-clean" "./build.sh Preview --assume-clean --root $repository"
            --command-name "$count: build.sh Compile, all cached" "./build.sh Compile --root $repository"
        )
        if [[ $count == 1000 ]]; then
            [[ -d $repository/node_modules ]] || npm install --silent --no-audit --no-fund --prefix "$repository"
            "$turbo" run build --cwd "$repository" --output-logs=none >"$output/turbo.log"
            tests+=(--command-name "$count: turbo run build, all cached" "$turbo run build --cwd $repository --output-logs=none")
        fi

        hyperfine --shell=none --warmup 2 --min-runs 5 --export-markdown "$output/$count.md" "${tests[@]}" >/dev/null
        memory+="| $count | $(peak ./build.sh Preview --root "$repository") | $(peak ./build.sh Compile --root "$repository") |"$'\n'
    done
done

{
    cat "$output"/[0-9]*.md
    printf '\nPeak memory in MB:\n\n| services | Preview | Compile, all cached |\n|---:|---:|---:|\n%s' "$memory"
} | tee "$output/table.md"
