#!/usr/bin/env bash
# `dotnet package search` of the .NET SDK 10 ends with 0 where a package source cannot be reached. As JSON, standard error
# is empty too, and the problem is a member of that source's entry in the answer, which has no packages: a script that
# trusts the exit code takes an older version of another source for the newest.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# A port that nothing listens on: one that was free a moment ago.
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
mkdir local
cat >nuget.config <<XML
<configuration>
  <packageSources>
    <clear />
    <add key="local" value="local" />
    <add key="down" value="http://127.0.0.1:$port/v3/index.json" allowInsecureConnections="true" />
  </packageSources>
</configuration>
XML
cat >Library.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <PackageId>Example.Library</PackageId>
    <Version>1.0.0</Version>
    <PackageOutputPath>local</PackageOutputPath>
  </PropertyGroup>
</Project>
XML
dotnet pack Library.csproj -nologo -v quiet --source local >pack.log 2>&1 || { cat pack.log; exit 1; }

code=0
dotnet package search Example.Library --exact-match --format json --verbosity minimal >answer.json 2>error.txt || code=$?
problem=$(node -e '
    const sources = JSON.parse(require("fs").readFileSync("answer.json", "utf8")).searchResult;
    const down = sources.find(source => source.sourceName === "down");
    const found = sources.flatMap(source => source.packages.map(each => each.version));
    console.log("found " + found + "; problems of the source that is down: " + down.problems.length);')
printf 'SDK %s: exit code %s, %s bytes on standard error, %s\n' \
    "$(dotnet --version)" "$code" "$(wc -c <error.txt | tr -d ' ')" "$problem"
[[ $code == 0 && ! -s error.txt && $problem == 'found 1.0.0; problems of the source that is down: 1' ]] ||
    { echo "the behaviour has changed" >&2; exit 1; }
