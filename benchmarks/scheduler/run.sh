#!/bin/sh
# Measures what a step costs beside the work that it does. See benchmarks/README.md.
set -eu
cd "$(dirname "$0")/../.."
dotnet build benchmarks/scheduler --nologo --verbosity quiet --configuration Release
mkdir -p artifacts/benchmarks
dotnet artifacts/dotnet/bin/SchedulerBenchmark/release/SchedulerBenchmark.dll | tee artifacts/benchmarks/scheduler.md
