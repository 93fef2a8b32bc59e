#!/usr/bin/env bash
# Measures how long it takes until the build says something, next to a bare program and to NUKE's stock bootstrap, in one run.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
output=$root/artifacts/benchmarks
hello=$output/hello
mkdir -p "$hello"

if ! command -v hyperfine >/dev/null; then
    printf 'benchmarks/startup/run.sh: hyperfine is not on the PATH; install it (apt-get install hyperfine, brew install hyperfine).\n' >&2
    exit 1
fi

# The repository's settings and packages are not for a bare program.
for name in Build.props Build.targets Packages.props; do printf '<Project />\n' >"$hello/Directory.$name"; done
printf 'System.Console.WriteLine("hello");\n' >"$hello/Program.cs"
cat >"$hello/hello.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
</Project>
PROJECT
dotnet build "$hello/hello.csproj" --configuration Release --output "$hello/out" -nologo -verbosity:quiet

stock="dotnet build build/Build.csproj -nodeReuse:false -p:UseSharedCompilation=false -nologo -verbosity:quiet"
stock="$stock && dotnet run --project build/Build.csproj --no-build -- --help"
./build.sh --help >/dev/null
if ! bash -c "$stock" >"$output/stock.log" 2>&1; then
    cat "$output/stock.log" >&2
    exit 1
fi

hyperfine --warmup 2 --min-runs 5 --export-markdown "$output/startup.md" \
    --command-name 'a bare program: dotnet hello.dll' "dotnet $hello/out/hello.dll" \
    --command-name 'this bootstrap: build.sh --help' './build.sh --help' \
    --command-name "NUKE's stock bootstrap: dotnet build, dotnet run" "$stock"
printf '\n'
cat "$output/startup.md"
