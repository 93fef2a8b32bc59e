#!/usr/bin/env bash
# YamlDotNet reads an anchored scalar in a flow mapping only where it is the last value: before a comma it is refused,
# quoted or plain. YAML 1.2.2 (7.4.2, 6.9.2) allows it anywhere, and the npm package "yaml" reads it. In a flow sequence
# YamlDotNet reads it too. Helm values are written so: {repository: &image shop/auth, tag: "1"}.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >Parse.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="YamlDotNet" Version="18.1.0" />
  </ItemGroup>
</Project>
XML
cat >Parse.cs <<'CS'
using System;
using System.IO;
using YamlDotNet.Core;

try
{
    var parser = new Parser(new StringReader(args[0]));
    while (parser.MoveNext()) { }
    Console.WriteLine("read");
}
catch (YamlException refused)
{
    Console.WriteLine($"refused: {refused.Message}");
}
CS
dotnet build -nologo -v quiet -o out >build.log 2>&1 || { cat build.log; exit 1; }
npm install --silent --no-save --no-audit --no-fund yaml@2.9.1 >/dev/null

changed=0
expect() {
    local text=$1 expected=$2 seen other
    seen=$(dotnet out/Parse.dll "$text")
    other=$(node -e 'const d = require("yaml").parseDocument(process.argv[1]); console.log(d.errors.length ? "refused" : "read")' "$text")
    printf '%-36s YamlDotNet 18.1.0: %s; yaml 2.9.1: %s\n' "$text" "$seen" "$other"
    [[ ${seen%%:*} == "$expected" && $other == read ]] || changed=1
}

expect '{repository: &image shop, tag: "1"}' refused
expect '{repository: &image "shop", tag: "1"}' refused
expect '{tag: "1", repository: &image shop}' read
expect '[&image shop, "1"]' read
((changed == 0)) || { echo "the behaviour has changed" >&2; exit 1; }
