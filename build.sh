#!/usr/bin/env bash
# Starts Pipeline: build/Build.csproj, compiled if one of its inputs has changed; without that, the version of Pipeline.Tool
# that .config/dotnet-tools.json pins, installed once. Works on bash 3.2 (macOS) too.
set -eu
shopt -s nullglob
unset CDPATH

case $0 in */*) root=${0%/*} ;; *) root=. ;; esac
here=$PWD
cd "$root"
root=$(pwd -P)
temp=$root/.nuke/temp
builds=$temp/build
intermediate=$temp/obj
decision=$temp/packages.props
manifest=.config/dotnet-tools.json
log=$temp/bootstrap.log
dotnet=dotnet
if command -v sha256sum >/dev/null; then sha256=(sha256sum); else sha256=(shasum -a 256); fi

# The next file that is opened would take the place of a closed one.
[[ ! -d /dev/fd || -e /dev/fd/1 ]] || exec >/dev/null
[[ ! -d /dev/fd || -e /dev/fd/2 ]] || exec 2>/dev/null

say() { printf '%s\n' "$*" >&2; }

die() {
    say "build.sh: $*"
    exit 1
}

# .NET opens about a hundred files to start, and says of none that it was one too many.
files=$(ulimit -Hn)
[[ $files == unlimited ]] || ((files >= 256)) || die "this shell may open $files files, and a build needs 256: raise ulimit -n"

# Sets $hash to a hash over the words in $1 and the names and contents of the files in the other arguments.
hash_of() {
    local words=$1
    shift
    # A file may vanish meanwhile, and an editor's lock is a dangling link: both are ignored.
    hash=$({
        printf '%s\n' "$words"
        { find "$@" ! -type d -print0 | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"; } 2>/dev/null || true
    } | "${sha256[@]}")
    hash=${hash:0:20}
}

# Sets $hash to a hash over all inputs of the build. Unchanged inputs are not hashed again: any change of a file, or of a
# folder's entries, updates its change time, which nobody can set back.
fingerprint() {
    local words hashed=$temp/fingerprint hashed_words input
    inputs=()
    for input in build build.* docs/pipeline.schema.json .editorconfig Directory.*.{props,targets} "${feed_inputs[@]}" "$decision"; do
        if [[ -e $input ]]; then inputs+=("$input"); fi
    done
    # Elsewhere it has the sources of services.
    if [[ -d src/Polyfills ]]; then inputs+=(src); fi
    words="${PIPELINE_PACKAGES:-} ${inputs[*]}"
    if [[ -f $hashed ]] && { IFS= read -r hash && IFS= read -r hashed_words; } <"$hashed" &&
        [[ $hashed_words == "$words" && -z $(find "${inputs[@]}" -cnewer "$hashed" 2>&1) ]]; then return; fi

    { : >"$hashed.$$"; } 2>/dev/null || true
    hash_of "${PIPELINE_PACKAGES:-}" "${inputs[@]}"
    # It gets the time from before the hashing, so that anything changed meanwhile counts as changed.
    {
        printf '%s\n%s\n' "$hash" "$words" >"$hashed.$$.new" && touch -r "$hashed.$$" "$hashed.$$.new" &&
            mv "$hashed.$$.new" "$hashed"
        rm -f "$hashed.$$"
    } 2>/dev/null || true
}

# What decides whether a package is available: its version, the SDK, and each NuGet.config that applies here.
find_feed_inputs() {
    local folder=$root
    feed_inputs=(global.json Directory.Packages.props)
    while
        feed_inputs+=("$folder"/[Nn]u[Gg]et.[Cc]onfig)
        [[ -n $folder ]]
    do folder=${folder%/*}; done
    user_feeds=("${HOME:-}"/.nuget/NuGet/NuGet.[Cc]onfig "${HOME:-}"/.config/NuGet/NuGet.[Cc]onfig)
    # Before bash 4.4 an empty array counts as unset.
    feed_inputs+=(${user_feeds[@]+"${user_feeds[@]}"} "${HOME:-}"/.nuget/config/*.[Cc]onfig)
}
find_feed_inputs

# Where the home cannot be written (a container with a foreign user), the SDK and other tools keep their files here.
if [[ ! -d ${HOME:-~} || ! -w ${HOME:-~} ]]; then
    export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$temp/home} GOPATH=${GOPATH:-$temp/home/go}
    export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$temp/home/.cache} XDG_DATA_HOME=${XDG_DATA_HOME:-$temp/home/.local/share}
    export npm_config_cache=${npm_config_cache:-$temp/home/.npm}
fi

# No child may inherit the lock's descriptor: a compiler server would hold the lock for good.
sdk() { DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 "$dotnet" "$@" </dev/null >"$log" 2>&1 9>&-; }

find_sdk() {
    local version='' code=0 asked installer=$temp/dotnet-install.sh url=https://dot.net/v1/dotnet-install.sh
    if [[ -f global.json ]]; then version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json); fi
    if command -v "$dotnet" >/dev/null; then
        sdk --version || code=$?
        # It is not there: https://github.com/dotnet/runtime/blob/main/docs/design/features/host-error-codes.md.
        case $code in
            0) if [[ -n $version || $(<"$log") == [1-9][0-9].* ]]; then return; fi ;;
            131 | 145 | 155) ;;
            *)
                say "$(head -n 5 "$log")"
                die "the .NET SDK at $(command -v "$dotnet") does not run: \"$dotnet --version\" fails with the words above."
                ;;
        esac
    fi
    asked='Pipeline takes the .NET SDK 10 or a later one'
    if [[ -n $version ]]; then asked="global.json asks for the .NET SDK $version"; fi
    version=${version:-10.0.100}
    say "build: installing the .NET SDK $version into .nuke/temp/dotnet"
    if { curl -fsSL --connect-timeout 10 "$url" -o "$installer" || wget -qT 10 "$url" -O "$installer"; } >"$log" 2>&1 &&
        bash "$installer" --version "$version" --install-dir "$temp/dotnet" --no-path >>"$log" 2>&1; then
        use_installed_sdk
        if sdk --version; then return; fi
    fi
    say "$(tail -n 3 "$log")"
    die "$asked. It is not installed, and Microsoft's script could not install it. Install it from https://dotnet.microsoft.com/download, then try again."
}

use_installed_sdk() {
    if [[ -x $temp/dotnet/dotnet ]]; then
        dotnet=$temp/dotnet/dotnet
        export DOTNET_ROOT=$temp/dotnet PATH=$temp/dotnet:$PATH
    fi
}

# At its first use the SDK writes a configuration for the user. Written only while compiling, it would count as a change
# at the next call.
settle_user_feeds() {
    if ((${#user_feeds[@]} > 0)); then return; fi
    sdk nuget list source || true
    find_feed_inputs
}

# Tries to restore the real packages in a temporary project, and records which of them this machine's feeds have.
decide_packages() {
    local key id version missing reason='' ready_to_run=true from_feed='' summary=''
    if [[ ! -d src/Polyfills ]]; then return; fi
    hash_of "$(printf '%s ' src/Polyfills/*/)" "${feed_inputs[@]}"
    key=$hash
    if [[ -f $decision && $(<"$decision") == *"key $key"* ]]; then return; fi

    rm -rf "$temp/probe" "$decision"
    mkdir -p "$temp/probe"
    {
        printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><PublishReadyToRun>true</PublishReadyToRun></PropertyGroup><ItemGroup>'
        for id in src/Polyfills/*/; do printf '<PackageReference Include="%s" />' "$(basename "$id")"; done
        printf '</ItemGroup></Project>\n'
    } >"$temp/probe/probe.csproj"
    if ! PIPELINE_PACKAGES=upstream DOTNET_CLI_UI_LANGUAGE=en \
        sdk restore "$temp/probe/probe.csproj" --use-current-runtime -p:ArtifactsPath="$temp/probe/artifacts"; then
        reason="does not restore: $(sed -n 's/.*: error \([A-Z]*[0-9]*: .*\)/\1/p' "$log" | head -n 1)"
    fi
    missing=$(sed -n -e 's/.*error NU110[123].* package \([A-Za-z0-9_.-]*[A-Za-z0-9]\).*/\1/p' \
        -e 's/.*error NU1603.* depends on \([^ ]*\) .*/\1/p' "$log" | sort -u)
    if grep -q -e NU1301 -e NU1801 "$log"; then
        say 'packages: polyfills for now, since a package source did not answer; the next compile asks again'
        return
    fi

    for id in $missing; do
        case $id in
            Microsoft.NETCore.App.* | Microsoft.AspNetCore.App.*) ready_to_run=false reason='' ;;
            *) if [[ -d src/Polyfills/$id ]]; then reason=''; else reason="needs $id, which is not in the feed" && break; fi ;;
        esac
    done
    for id in src/Polyfills/*/; do
        id=$(basename "$id")
        version=$(sed -n "s/.*Include=\"$id\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props)
        if [[ $'\n'$missing$'\n' == *$'\n'$id$'\n'* ]]; then
            summary="$summary; $id $version polyfill (not in the feed)"
        elif [[ -n $reason ]]; then
            summary="$summary; $id $version polyfill ($reason)"
        else
            summary="$summary; $id $version from the feed"
            from_feed="$from_feed;$id"
        fi
    done
    printf '<Project>\n  <!-- key %s -->\n  <PropertyGroup>\n    <PackagesFromFeed>%s</PackagesFromFeed>\n    <BootstrapReadyToRun>%s</BootstrapReadyToRun>\n  </PropertyGroup>\n</Project>\n' \
        "$key" "${from_feed#;}" "$ready_to_run" >"$decision.new"
    mv "$decision.new" "$decision"
    rm -rf "$temp/probe"
    say "packages: ${summary#; }${PIPELINE_PACKAGES:+; overridden by PIPELINE_PACKAGES=$PIPELINE_PACKAGES}"
}

# Drops a decision that no longer restores, once; true if there was one.
drop_choice() {
    if [[ -n ${PIPELINE_PACKAGES:-}$dropped || ! -f $decision ]] || ! grep -q 'error NU' "$log"; then return 1; fi
    dropped=yes
    rm "$decision"
}

# Compiles into a new folder and renames it at the end, so that no one ever sees half a build.
compile() {
    local unfinished=$intermediate/unfinished compiled=$intermediate/compiled output=$builds/$hash ready_to_run=false
    # After a killed compile, an intermediate file may be truncated and yet look up to date.
    if [[ -e $unfinished ]]; then rm -rf "$intermediate"; fi
    # MSBuild compares modification times, and moved files keep their old timestamps.
    if [[ -n $(find "${inputs[@]}" -cnewer "$compiled" ! -newer "$compiled" 2>/dev/null) ]]; then
        rm -rf "${intermediate:?}"/{bin,obj/*/release}
    fi
    rm -rf "$builds"/*.new
    mkdir -p "$intermediate"
    : >"$unfinished"
    if [[ -f $decision && $(<"$decision") == *'ReadyToRun>true'* ]]; then ready_to_run=true; fi

    say 'build: compiling'
    if ! sdk publish build/Build.csproj --output "$output.new" --configuration Release --use-current-runtime --self-contained false \
        -nologo -verbosity:quiet -nodeReuse:false -consoleLoggerParameters:NoSummary -p:ArtifactsPath="$intermediate" \
        -p:PublishReadyToRun=$ready_to_run -p:UseAppHost=false -p:TieredPGO=false \
        -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -p:EnableSourceControlManagerQueries=false; then
        rm -f "$unfinished"
        if drop_choice; then return; fi
        sed -e "s|$root/||g" -e 's| \[[^]]*proj\]$||' "$log" | awk '!seen[$0]++' >&2
        die 'the build does not compile.'
    fi
    : >"$output.new/used"
    mv "$output.new" "$output"
    mv "$unfinished" "$compiled"
}

# A build may be running from any recently used folder: the last ten, and those of the last day, stay.
prune() {
    local used
    # shellcheck disable=SC2012 # The names are hexadecimal, and ls alone sorts by time everywhere.
    ls -t "$builds"/*/used | tail -n +11 | while read -r used; do
        if [[ -n $(find "$used" -mtime +0) ]]; then rm -rf "${used%/used}"; fi
    done
}

# Sets $version to that of Pipeline.Tool in the manifest.
find_version() {
    local pin='"[Pp]ipeline\.[Tt]ool"[^}]*"version"[[:space:]]*:[[:space:]]*"([0-9][0-9A-Za-z.+-]*)"'
    [[ $(<"$manifest") =~ $pin ]] || die "$manifest pins no version of Pipeline.Tool: \"dotnet tool install Pipeline.Tool\" adds one."
    version=${BASH_REMATCH[1]}
}

# Installs into a new folder and renames what is started, so that no one ever sees half of it.
install() {
    local installed=$builds/tool.new found
    lock
    if [[ ! -f $assembly ]]; then
        find_sdk
        say "build: installing Pipeline.Tool $version"
        rm -rf "$builds"/*.new
        if ! sdk tool install Pipeline.Tool --version "[$version]" --tool-path "$installed"; then
            cat "$log" >&2
            die "Pipeline.Tool $version, which $manifest pins, cannot be installed. It takes the .NET SDK 10 or a later one, and a package source that has it, as nuget.config names them."
        fi
        found=("$installed"/.store/pipeline.tool/*/pipeline.tool*/*/tools/*/*/Pipeline.Tool.dll)
        mv "${found[0]%/*}" "${assembly%/*}"
        rm -rf "$installed"
        prune
    fi
    unlock
}

lock() {
    local holder waiting='' link=$temp/lock.pid
    { mkdir -p "$builds" && [[ -w $temp ]]; } 2>/dev/null || die "cannot write to $temp, where the compiled build is kept."
    if command -v flock >/dev/null; then
        exec 9>"$temp/lock"
        if ! flock -n 9; then
            say 'build: waiting for another compile'
            flock 9
        fi
        return
    fi
    until ln -s $$ "$link" 2>/dev/null; do
        holder=$(readlink "$link" || true)
        # The holder was killed. Of those that see it, one succeeds in moving its link away.
        if [[ -n $holder ]] && ! kill -0 "$holder" 2>/dev/null && mv "$link" "$link.$$" 2>/dev/null; then
            [[ $(readlink "$link.$$") == "$holder" ]] || mv "$link.$$" "$link"
            rm -f "$link.$$"
        else
            [[ -n $waiting ]] || say 'build: waiting for another compile'
            waiting=yes
            sleep 0.2
        fi
    done
    trap 'rm -f "$temp/lock.pid"' EXIT
}

unlock() {
    exec 9>&-
    rm -f "$temp/lock.pid"
}

compile_what_changed() {
    local try dropped=''
    lock
    fingerprint
    for try in 1 2 3 4; do
        if [[ -f $builds/$hash/Build.dll ]]; then break; fi
        if [[ $try == 1 ]]; then
            find_sdk
            settle_user_feeds
        fi
        decide_packages
        fingerprint
        if [[ -f $builds/$hash/Build.dll ]]; then break; fi
        compile
        fingerprint
    done
    [[ -f $builds/$hash/Build.dll ]] || die 'files under build/ or src/ keep changing while they are compiled.'
    prune
    unlock
}

# A shell that completes a command line waits for neither a compile nor a download.
may_wait() { [[ ${PIPELINE_COMPILE:-} != no ]] || exit 1; }

case ${PIPELINE_PACKAGES:-} in
    '' | upstream | polyfill) ;;
    *) die "PIPELINE_PACKAGES is '$PIPELINE_PACKAGES'; expected upstream, polyfill or nothing." ;;
esac
use_installed_sdk
if [[ -f build/Build.csproj ]]; then
    fingerprint
    if [[ ! -f $builds/$hash/Build.dll ]]; then
        may_wait
        compile_what_changed
    fi
    assembly=$builds/$hash/Build.dll
else
    [[ -f $manifest ]] || die "there is no build/Build.csproj in $root: build.sh belongs in the root of the repository that it builds."
    find_version
    assembly=$builds/$version/Pipeline.Tool.dll
    if [[ ! -f $assembly ]]; then
        may_wait
        install
    fi
fi
{ : >"${assembly%/*}/used"; } 2>/dev/null || true
cd "$here"
export NUKE_TELEMETRY_OPTOUT=1
# Whoever may open the runtime's sockets, such as the code of a service, could have the build run anything.
export DOTNET_EnableDiagnostics_IPC=${DOTNET_EnableDiagnostics_IPC:-0}
export DOTNET_EnableDiagnostics_Debugger=${DOTNET_EnableDiagnostics_Debugger:-0}
exec "$dotnet" "$assembly" "$@"
