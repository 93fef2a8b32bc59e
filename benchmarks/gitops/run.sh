#!/usr/bin/env bash
# Measures bumps beside what people write by hand.
# usage: run.sh race [ROUNDS] | many [SERVICES] | large [SERVICES [COMMITS]]    Default: 10 rounds; 1000; 5000 and 20000.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
for project in build/Build.csproj benchmarks/gitops/GitOps.csproj; do
    dotnet build "$project" -nologo -verbosity:quiet
done
exec dotnet artifacts/dotnet/bin/GitOps/debug/GitOps.dll "$@"
