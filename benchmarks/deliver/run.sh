#!/usr/bin/env bash
# Delivers the sample from a new clone at a new commit, cold and once more, and shows how far the steps ran side by side.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
output=$root/artifacts/benchmarks/deliver
rm -rf "$output"
mkdir -p "$output"

git clone --quiet "$root" "$output/clone"
cd "$output/clone"
# What the container engine keeps of an earlier commit must not help.
git -c user.name=Benchmark -c user.email=benchmark@example.invalid -c commit.gpgSign=false commit --quiet --allow-empty --message 'A new commit'
./build.sh --help >/dev/null

show() {
    python3 -c '
import json, sys
record = json.load(open("artifacts/run.json"))
steps = sum(step["durationMs"] for step in record["steps"]) / 1000
wall = record["durationMs"] / 1000
counts = ", ".join(f"{count} {status}" for status, count in record["counts"].items() if count)
print(f"| {sys.argv[1]} | {wall:.1f} | {steps:.1f} | {steps / wall:.2f} | {counts} |")' "$1"
}

{
    printf '| Deliver | wall, s | sum of steps, s | steps at a time | steps |\n|---|---:|---:|---:|---|\n'
    ./build.sh Deliver >"$output/cold.log"
    show cold
    ./build.sh Deliver >"$output/again.log"
    show 'the same commit again'
} | tee "$output/table.md"
printf '%s cores\n' "$(getconf _NPROCESSORS_ONLN)"
