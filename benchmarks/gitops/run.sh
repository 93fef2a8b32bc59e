#!/usr/bin/env bash
# Measures bumps beside what people write by hand.
# usage: run.sh race [ROUNDS] | many [SERVICES] | large [SERVICES [COMMITS]]    Default: 10 rounds; 1000; 5000 and 20000.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
./build.sh --help >/dev/null
build=$(ls -td .nuke/temp/build/*/ | head -n 1)Build.dll
export BENCHMARK_BUILD=$root/$build
dotnet build benchmarks/gitops/GitOps.csproj --configuration Release -nologo -verbosity:quiet >&2
exec dotnet artifacts/dotnet/bin/GitOps/release/GitOps.dll "$@"
