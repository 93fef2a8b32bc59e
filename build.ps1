# Starts Pipeline: build/Build.csproj, compiled if one of its inputs has changed; without that, the version of Pipeline.Tool
# that .config/dotnet-tools.json pins, installed once: build.sh for Windows.
# Works on Windows PowerShell 5.1 and on PowerShell 7. It calls .NET instead of cmdlets from modules, which start slower.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$root = [IO.Path]::GetDirectoryName($MyInvocation.MyCommand.Path)
$temp = [IO.Path]::Combine($root, '.nuke', 'temp')
$builds = [IO.Path]::Combine($temp, 'build')
$intermediate = [IO.Path]::Combine($temp, 'obj')
$decision = [IO.Path]::Combine($temp, 'packages.props')
$log = [IO.Path]::Combine($temp, 'bootstrap.log')
$polyfills = [IO.Path]::Combine($root, 'src', 'Polyfills')
$manifest = [IO.Path]::Combine($root, '.config', 'dotnet-tools.json')
$script:dotnet = 'dotnet'
$script:dropped = $false
$script:exitCode = 0
# https://github.com/dotnet/runtime/blob/main/docs/design/features/host-error-codes.md: the SDK is not there.
$noSdk = 131, 145, 155

# Without a home (a container with a foreign user), the SDK keeps its files here.
if (-not $env:DOTNET_CLI_HOME -and -not [Environment]::GetFolderPath('UserProfile')) {
    $env:DOTNET_CLI_HOME = [IO.Path]::Combine($temp, 'home')
}

function Say([string] $text) { [Console]::Error.WriteLine($text) }

function Stop-Bootstrap([string] $text) {
    Say "build.ps1: $text"
    exit 1
}

# A hash over the words, and over the names and contents of the files, including those in folders.
function Get-Fingerprint([string] $words, [string[]] $paths) {
    $files = [Collections.Generic.List[string]]::new()
    foreach ($path in $paths) {
        if ([IO.File]::Exists($path)) { $files.Add($path) }
        elseif ([IO.Directory]::Exists($path)) { $files.AddRange([IO.Directory]::GetFiles($path, '*', 'AllDirectories')) }
    }
    $files.Sort([StringComparer]::Ordinal)
    $text = [Text.StringBuilder]::new($words)
    $sha = [Security.Cryptography.SHA256]::Create()
    foreach ($file in $files) {
        $stream = [IO.File]::Open($file, 'Open', 'Read', 'ReadWrite, Delete')
        try { $null = $text.Append("`n").Append([BitConverter]::ToString($sha.ComputeHash($stream))).Append($file) }
        finally { $stream.Dispose() }
    }
    $all = $sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($text.ToString()))
    return [BitConverter]::ToString($all).Replace('-', '').Substring(0, 20).ToLowerInvariant()
}

# What decides whether a package is available: its version, the SDK, and each NuGet.config that applies here.
function Get-FeedInput {
    [IO.Path]::Combine($root, 'global.json')
    [IO.Path]::Combine($root, 'Directory.Packages.props')
    for ($folder = $root; $folder; $folder = [IO.Path]::GetDirectoryName($folder)) {
        # On Linux these are different names; elsewhere the same file, read three times.
        foreach ($name in 'NuGet.config', 'nuget.config', 'NuGet.Config') { [IO.Path]::Combine($folder, $name) }
    }
    [IO.Path]::Combine([Environment]::GetFolderPath('ApplicationData'), 'NuGet', 'NuGet.Config')
    [IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), '.nuget', 'NuGet', 'NuGet.Config')
}

function Get-BuildFingerprint {
    $names = @('build', 'build.sh', 'build.ps1', 'build.cmd', 'docs/pipeline.schema.json', '.editorconfig',
        'Directory.Build.props', 'Directory.Build.targets')
    # Elsewhere it has the sources of services.
    if ([IO.Directory]::Exists($polyfills)) { $names += 'src' }
    $inputs = @($names | ForEach-Object { [IO.Path]::Combine($root, $_) }) + @(Get-FeedInput) + $decision
    return Get-Fingerprint "$env:PIPELINE_PACKAGES" $inputs
}

# Runs the SDK in the repository, so that global.json applies, with its output in the log; returns whether it passed.
function Invoke-Sdk([string[]] $arguments, [hashtable] $environment = @{}) {
    $environment.DOTNET_NOLOGO = '1'
    $environment.DOTNET_CLI_TELEMETRY_OPTOUT = '1'
    $start = [Diagnostics.ProcessStartInfo]::new()
    $start.FileName = $script:dotnet
    $start.Arguments = ($arguments | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.WorkingDirectory = $root
    $start.UseShellExecute = $false
    foreach ($name in $environment.Keys) { $start.EnvironmentVariables[$name] = $environment[$name] }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    try { $process = [Diagnostics.Process]::Start($start) }
    catch {
        [IO.File]::WriteAllText($log, "$_")
        $script:exitCode = $noSdk[0]
        return $false
    }
    $errors = $process.StandardError.ReadToEndAsync()
    [IO.File]::WriteAllText($log, $process.StandardOutput.ReadToEnd() + $errors.Result)
    $process.WaitForExit()
    $script:exitCode = $process.ExitCode -band 0xff
    return $process.ExitCode -eq 0
}

function Use-InstalledSdk {
    $folder = [IO.Path]::Combine($temp, 'dotnet')
    $name = if ([IO.Path]::DirectorySeparatorChar -eq '\') { 'dotnet.exe' } else { 'dotnet' }
    if ([IO.File]::Exists([IO.Path]::Combine($folder, $name))) {
        $script:dotnet = [IO.Path]::Combine($folder, $name)
        $env:DOTNET_ROOT = $folder
        $env:PATH = $folder + [IO.Path]::PathSeparator + $env:PATH
    }
}

function Find-Sdk {
    $global = [IO.Path]::Combine($root, 'global.json')
    $version = ''
    if ([IO.File]::Exists($global)) {
        $version = [regex]::Match([IO.File]::ReadAllText($global), '"version":\s*"([^"]*)"').Groups[1].Value
    }
    if (Invoke-Sdk '--version') {
        if ($version -or [IO.File]::ReadAllText($log) -match '^[1-9][0-9]\.') { return }
    }
    elseif ($noSdk -notcontains $script:exitCode) {
        Say ([IO.File]::ReadAllText($log)).Trim()
        Stop-Bootstrap "the .NET SDK does not run: `"$script:dotnet --version`" fails with the words above."
    }
    $asked = if ($version) { "global.json asks for the .NET SDK $version" } else { 'Pipeline takes the .NET SDK 10 or a later one' }
    if (-not $version) { $version = '10.0.100' }
    Say "build: installing the .NET SDK $version into .nuke/temp/dotnet"
    try {
        $installer = [IO.Path]::Combine($temp, 'dotnet-install.ps1')
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        [Net.WebClient]::new().DownloadFile('https://dot.net/v1/dotnet-install.ps1', $installer)
        $null = & $installer -Version $version -InstallDir ([IO.Path]::Combine($temp, 'dotnet')) -NoPath
        Use-InstalledSdk
        if (Invoke-Sdk '--version') { return }
    }
    catch { Say "$_" }
    Stop-Bootstrap ("$asked. It is not installed, and Microsoft's script could not " +
        'install it. Install it from https://dotnet.microsoft.com/download, then try again.')
}

# Tries to restore the real packages in a temporary project, and records which of them this machine's feeds have.
function Select-Package {
    if (-not [IO.Directory]::Exists($polyfills)) { return }
    $ids = [string[]] @([IO.Directory]::GetDirectories($polyfills) | ForEach-Object { [IO.Path]::GetFileName($_) })
    [Array]::Sort($ids, [StringComparer]::Ordinal)
    $key = Get-Fingerprint "$ids" @(Get-FeedInput)
    if ([IO.File]::Exists($decision) -and [IO.File]::ReadAllText($decision).Contains("key $key")) { return }

    [IO.File]::Delete($decision)
    $probe = [IO.Path]::Combine($temp, 'probe')
    $project = [IO.Path]::Combine($probe, 'probe.csproj')
    $null = [IO.Directory]::CreateDirectory($probe)
    $references = ($ids | ForEach-Object { "<PackageReference Include=`"$_`" />" }) -join ''
    [IO.File]::WriteAllText($project, '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><PublishReadyToRun>true</PublishReadyToRun>' +
        "</PropertyGroup><ItemGroup>$references</ItemGroup></Project>")
    $restored = Invoke-Sdk ('restore', $project, '--use-current-runtime', "-p:ArtifactsPath=$probe/artifacts") @{
        PIPELINE_PACKAGES = 'upstream'
        DOTNET_CLI_UI_LANGUAGE = 'en'
    }
    $output = [IO.File]::ReadAllText($log)
    if ($output -match 'NU1301|NU1801') {
        Say 'packages: polyfills for now, since a package source did not answer; the next compile asks again'
        return
    }

    $pattern = 'error NU110[123].* package ([\w.-]*\w)|error NU1603.* depends on (\S+) '
    $missing = @([regex]::Matches($output, $pattern) | ForEach-Object { $_.Groups[1].Value + $_.Groups[2].Value })
    $packs = @($missing | Where-Object { $_ -match '^Microsoft\.(NETCore|AspNetCore)\.App\.' })
    $others = @($missing | Where-Object { $packs -notcontains $_ -and $ids -notcontains $_ })
    $reason = if ($others) { "needs $($others[0]), which is not in the feed" }
    elseif (-not $restored -and -not $missing) { "does not restore: $([regex]::Match($output, 'error ([A-Z]+\d+: .*)').Groups[1].Value)" }
    $versions = [IO.File]::ReadAllText([IO.Path]::Combine($root, 'Directory.Packages.props'))
    $fromFeed = @()
    $summary = foreach ($id in $ids) {
        $version = [regex]::Match($versions, "Include=`"$([regex]::Escape($id))`" Version=`"([^`"]*)`"").Groups[1].Value
        if ($missing -contains $id) { "$id $version polyfill (not in the feed)" }
        elseif ($reason) { "$id $version polyfill ($reason)" }
        else {
            "$id $version from the feed"
            $fromFeed += $id
        }
    }
    $readyToRun = if ($packs) { 'false' } else { 'true' }
    [IO.File]::WriteAllText($decision, "<Project>`n  <!-- key $key -->`n  <PropertyGroup>`n" +
        "    <PackagesFromFeed>$($fromFeed -join ';')</PackagesFromFeed>`n" +
        "    <BootstrapReadyToRun>$readyToRun</BootstrapReadyToRun>`n  </PropertyGroup>`n</Project>`n")
    [IO.Directory]::Delete($probe, $true)
    $override = if ($env:PIPELINE_PACKAGES) { "; overridden by PIPELINE_PACKAGES=$env:PIPELINE_PACKAGES" }
    Say "packages: $($summary -join '; ')$override"
}

# Drops a decision that no longer restores, once; true if there was one.
function Remove-Choice {
    if ($env:PIPELINE_PACKAGES -or $script:dropped -or -not [IO.File]::Exists($decision)) { return $false }
    if ([IO.File]::ReadAllText($log) -notmatch 'error NU') { return $false }
    $script:dropped = $true
    [IO.File]::Delete($decision)
    return $true
}

# Compiles into a new folder and renames it at the end, so that no one ever sees half a build.
function Invoke-Compile([string] $hash) {
    $output = [IO.Path]::Combine($builds, $hash)
    $unfinished = [IO.Path]::Combine($intermediate, 'unfinished')
    # After a killed compile, an intermediate file may be truncated and yet look up to date.
    if ([IO.File]::Exists($unfinished)) { [IO.Directory]::Delete($intermediate, $true) }
    foreach ($left in [IO.Directory]::GetDirectories($builds, '*.new')) { [IO.Directory]::Delete($left, $true) }
    $null = [IO.Directory]::CreateDirectory($intermediate)
    [IO.File]::WriteAllText($unfinished, '')
    $ready = [IO.File]::Exists($decision) -and [IO.File]::ReadAllText($decision).Contains('ReadyToRun>true')

    Say 'build: compiling'
    $compiled = Invoke-Sdk 'publish', 'build/Build.csproj', '--output', "$output.new", '--configuration', 'Release',
        '--use-current-runtime', '--self-contained', 'false', '-nologo', '-verbosity:quiet', '-nodeReuse:false',
        '-consoleLoggerParameters:NoSummary', "-p:ArtifactsPath=$intermediate", "-p:PublishReadyToRun=$ready", '-p:UseAppHost=false',
        '-p:TieredPGO=false', '-p:RunAnalyzers=false', '-p:GenerateDocumentationFile=false',
        '-p:EnableSourceControlManagerQueries=false'
    [IO.File]::Delete($unfinished)
    if (-not $compiled) {
        if (Remove-Choice) { return }
        $text = [IO.File]::ReadAllText($log).Replace($root + [IO.Path]::DirectorySeparatorChar, '')
        $seen = [Collections.Generic.HashSet[string]]::new()
        $lines = [regex]::Replace($text, ' \[[^\]]*proj\]', '') -split '\r?\n' | Where-Object { $seen.Add($_) }
        Say ($lines -join "`n").Trim()
        Stop-Bootstrap 'the build does not compile.'
    }
    [IO.Directory]::Move("$output.new", $output)
}

# A build may be running from any recently used folder: the last ten, and those of the last day, stay.
function Remove-OldBuild {
    $folders = [IO.Directory]::GetDirectories($builds)
    $times = [DateTime[]] @($folders | ForEach-Object { [IO.File]::GetLastWriteTimeUtc([IO.Path]::Combine($_, 'used')) })
    [Array]::Sort($times, $folders)
    for ($i = 0; $i -lt $folders.Length - 10; $i++) {
        if ($times[$i] -lt [DateTime]::UtcNow.AddDays(-1)) { [IO.Directory]::Delete($folders[$i], $true) }
    }
}

# The open file is the lock: the system closes it when the process ends, however it ends.
function Wait-Lock {
    try { $null = [IO.Directory]::CreateDirectory($builds) }
    catch { Stop-Bootstrap "cannot write to $temp, where the compiled build is kept." }
    for ($said = $false; ; $said = $true) {
        try { return [IO.File]::Open([IO.Path]::Combine($temp, 'lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $said) { Say 'build: waiting for another compile' }
            [Threading.Thread]::Sleep(200)
        }
    }
}

function Get-BuildAssembly { [IO.Path]::Combine($builds, (Get-BuildFingerprint), 'Build.dll') }

function Update-Build {
    $lock = Wait-Lock
    try {
        if ([IO.File]::Exists((Get-BuildAssembly))) { return }
        Find-Sdk
        # At its first use the SDK writes a configuration for the user. Written only while compiling, it would count as a
        # change at the next call.
        $null = Invoke-Sdk 'nuget', 'list', 'source'
        for ($try = 1; -not [IO.File]::Exists((Get-BuildAssembly)); $try++) {
            if ($try -gt 4) { Stop-Bootstrap 'files under build/ or src/ keep changing while they are compiled.' }
            Select-Package
            if (-not [IO.File]::Exists((Get-BuildAssembly))) { Invoke-Compile (Get-BuildFingerprint) }
        }
        Remove-OldBuild
    }
    finally { $lock.Dispose() }
}

# The version of Pipeline.Tool in the manifest.
function Get-PinnedVersion {
    $pin = '"pipeline\.tool"[^}]*"version"\s*:\s*"([0-9][0-9A-Za-z.+-]*)"'
    $found = [regex]::Match([IO.File]::ReadAllText($manifest), $pin, 'IgnoreCase')
    if ($found.Success) { return $found.Groups[1].Value }
    Stop-Bootstrap ".config/dotnet-tools.json pins no version of Pipeline.Tool: `"dotnet tool install Pipeline.Tool`" adds one."
}

# Installs into a new folder and renames what is started, so that no one ever sees half of it.
function Install-Tool([string] $version, [string] $assembly) {
    $lock = Wait-Lock
    try {
        if ([IO.File]::Exists($assembly)) { return }
        Find-Sdk
        Say "build: installing Pipeline.Tool $version"
        $installed = [IO.Path]::Combine($builds, 'tool.new')
        if ([IO.Directory]::Exists($installed)) { [IO.Directory]::Delete($installed, $true) }
        if (-not (Invoke-Sdk 'tool', 'install', 'Pipeline.Tool', '--version', "[$version]", '--tool-path', $installed)) {
            Say ([IO.File]::ReadAllText($log)).Trim()
            Stop-Bootstrap ("Pipeline.Tool $version, which .config/dotnet-tools.json pins, cannot be installed. It takes the " +
                '.NET SDK 10 or a later one, and a package source that has it, as nuget.config names them.')
        }
        $found = [IO.Directory]::GetFiles($installed, 'Pipeline.Tool.dll', 'AllDirectories')[0]
        [IO.Directory]::Move([IO.Path]::GetDirectoryName($found), [IO.Path]::GetDirectoryName($assembly))
        [IO.Directory]::Delete($installed, $true)
        Remove-OldBuild
    }
    finally { $lock.Dispose() }
}

# A shell that completes a command line waits for neither a compile nor a download.
function Assert-MayWait { if ($env:PIPELINE_COMPILE -eq 'no') { exit 1 } }

if ('', 'upstream', 'polyfill' -notcontains "$env:PIPELINE_PACKAGES") {
    Stop-Bootstrap "PIPELINE_PACKAGES is '$env:PIPELINE_PACKAGES'; expected upstream, polyfill or nothing."
}
Use-InstalledSdk
if ([IO.File]::Exists([IO.Path]::Combine($root, 'build', 'Build.csproj'))) {
    $assembly = Get-BuildAssembly
    if (-not [IO.File]::Exists($assembly)) {
        Assert-MayWait
        Update-Build
        $assembly = Get-BuildAssembly
    }
}
else {
    if (-not [IO.File]::Exists($manifest)) {
        Stop-Bootstrap "there is no build/Build.csproj in ${root}: build.ps1 belongs in the root of the repository that it builds."
    }
    $version = Get-PinnedVersion
    $assembly = [IO.Path]::Combine($builds, $version, 'Pipeline.Tool.dll')
    if (-not [IO.File]::Exists($assembly)) {
        Assert-MayWait
        Install-Tool $version $assembly
    }
}
try { [IO.File]::WriteAllText([IO.Path]::Combine([IO.Path]::GetDirectoryName($assembly), 'used'), '') } catch { $null = $_ }
$env:NUKE_TELEMETRY_OPTOUT = '1'
# Whoever may open the runtime's pipes, such as the code of a service, could have the build run anything.
foreach ($port in 'IPC', 'Debugger') {
    $name = "DOTNET_EnableDiagnostics_$port"
    if (-not [Environment]::GetEnvironmentVariable($name)) { [Environment]::SetEnvironmentVariable($name, '0') }
}
& $script:dotnet $assembly @args
exit $LASTEXITCODE
