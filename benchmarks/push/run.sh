#!/usr/bin/env bash
# Measures the second push of unchanged images: this build's Push, docker push and skopeo copy, to one registry in one run.
# usage: run.sh [IMAGES [ROUNDS]]    Default: 20 3. It starts an engine and a registry of its own, for which it has to be root.
set -eu

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
cd "$root"
output=$root/artifacts/benchmarks/push
images=${1:-20}
rounds=${2:-3}

for tool in docker dockerd docker-registry python3 skopeo; do
    if ! command -v "$tool" >/dev/null; then
        printf 'benchmarks/push/run.sh: %s is not on the PATH: apt-get install docker.io docker-registry python3 skopeo\n' "$tool" >&2
        exit 1
    fi
done

rm -rf "$output"
mkdir -p "$output"
# A socket's path has to be short.
runtime=$(mktemp -d)
started=()
stop() {
    kill "${started[@]}" 2>/dev/null || true
    wait "${started[@]}" 2>/dev/null || true
    rm -rf "$runtime"
}
trap stop EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
eventually() {
    for _ in {1..300}; do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    printf 'benchmarks/push/run.sh: this was not to be had: %s\n' "$*" >&2
    exit 1
}

port=$(free_port)
wire=$(free_port)
registry=127.0.0.1:$wire
cat >"$runtime/registry.yml" <<YAML
version: 0.1
storage: { filesystem: { rootdirectory: $runtime/registry } }
http: { addr: 127.0.0.1:$port }
YAML
docker-registry serve "$runtime/registry.yml" >"$output/registry.log" 2>&1 &
started+=($!)
benchmarks/push/wire.py "$wire" "$port" "$output/wire" &
started+=($!)
counter=$!
export DOCKER_HOST=unix://$runtime/docker.sock
dockerd --iptables=false --bridge=none --data-root "$runtime/docker" --exec-root "$runtime/exec" \
    --pidfile "$runtime/docker.pid" -H "$DOCKER_HOST" >"$output/dockerd.log" 2>&1 &
started+=($!)
eventually docker version
eventually python3 -c "import urllib.request; urllib.request.urlopen('http://$registry/v2/')"

# A megabyte in each of two layers, of which one is the same in all images.
repository=$output/repository
mkdir -p "$repository/.nuke"
printf '/artifacts/\n/.nuke/\n' >"$repository/.gitignore"
head -c 1000000 /dev/urandom >"$output/shared"
{
    printf 'platform: benchmark\nenvironments:\n  local: { registry: "%s" }\nservices:\n' "$registry"
    for ((i = 1; i <= images; i++)); do
        folder=$repository/services/s$i
        mkdir -p "$folder"
        cp "$output/shared" "$folder/shared"
        head -c 1000000 /dev/urandom >"$folder/own"
        printf 'FROM scratch\nCOPY shared /\nCOPY own /\n' >"$folder/Dockerfile"
        printf '  s%s: { language: custom, commands: { compile: ["true"], test: ["true"], lint: ["true"] } }\n' "$i"
    done
} >"$repository/pipeline.yaml"
git -C "$repository" init --quiet --initial-branch main
git -C "$repository" add --all
git -C "$repository" -c user.name=Benchmark -c user.email=benchmark@example.invalid -c commit.gpgSign=false commit --quiet --message 'Images'
tag=$(git -C "$repository" log --format=%h --abbrev=7 -1)

pipeline() {
    ./build.sh Push --skip --root "$repository" >"$output/pipeline.log"
}
docker_push() {
    for ((i = 1; i <= images; i++)); do
        docker push --quiet "$registry/docker/s$i:$tag" >>"$output/docker.log"
    done
}
docker_push_4() {
    seq "$images" | xargs -P 4 -I @ docker push --quiet "$registry/docker/s@:$tag" >>"$output/docker.log"
}
skopeo_copy() {
    for ((i = 1; i <= images; i++)); do
        skopeo copy --quiet --src-daemon-host "$DOCKER_HOST" --dest-tls-verify=false \
            "docker-daemon:$registry/docker/s$i:$tag" "docker://$registry/skopeo/s$i:$tag" >>"$output/skopeo.log"
    done
}
bytes() {
    rm -f "$output/wire"
    kill -USR1 "$counter"
    eventually test -f "$output/wire"
    cat "$output/wire"
}

./build.sh --help >/dev/null
printf 'the first push of %s images …\n' "$images"
./build.sh Push --root "$repository" >"$output/first.log"
for ((i = 1; i <= images; i++)); do
    docker tag "$registry/benchmark/s$i:$tag" "$registry/docker/s$i:$tag"
done
docker_push
skopeo_copy
first=$(bytes)

for ((round = 1; round <= rounds; round++)); do
    for contender in pipeline docker_push docker_push_4 skopeo_copy; do
        begin=$EPOCHREALTIME
        "$contender"
        end=$EPOCHREALTIME
        printf '%s %s %s %s\n' "$contender" "${begin/[.,]/}" "${end/[.,]/}" "$(bytes)" >>"$output/measured"
    done
done

python3 - "$output/measured" "$images" "$first" <<'PYTHON' | tee "$output/table.md"
import collections
import sys

names = {
    "pipeline": "`./build.sh Push --skip`",
    "docker_push": "`docker push`, one after another",
    "docker_push_4": "`docker push`, four at a time",
    "skopeo_copy": "`skopeo copy`, one after another",
}
measured = collections.defaultdict(list)
for line in open(sys.argv[1]):
    name, begin, end, sent, received = line.split()
    measured[name].append(((int(end) - int(begin)) / 1e6, int(sent), int(received)))
print(f"| second push of {sys.argv[2]} unchanged images | wall, s: best | worst | KB sent | KB received |")
print("|---|---:|---:|---:|---:|")
for name, rounds in measured.items():
    walls = sorted(wall for wall, _, _ in rounds)
    sent, received = (max(one[index] for one in rounds) / 1e3 for index in (1, 2))
    print(f"| {names[name]} | {walls[0]:.1f} | {walls[-1]:.1f} | {sent:.0f} | {received:.0f} |")
sent, _ = sys.argv[3].split()
print(f"\nThe first pushes, of all three, have sent {int(sent) / 1e6:.1f} MB.")
PYTHON
