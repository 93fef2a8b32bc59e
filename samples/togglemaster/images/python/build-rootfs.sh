#!/usr/bin/env bash
# Writes rootfs.tar beside this script: Debian 12's Python from the distribution's own packages,
# without shell, package manager or documentation. The same packages give the same bytes.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
command -v mmdebstrap >/dev/null || {
  echo "build-rootfs.sh: mmdebstrap is missing; install it with: apt-get install mmdebstrap" >&2
  exit 1
}

# Times of files are cut off here: those of a build must not tell one build from another.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1672531200} LC_ALL=C.UTF-8

python=/usr/lib/python3.11
excluded=(
  '/dev/*' '/etc/alternatives/*' '/etc/apt/*' '/etc/cron.daily/*' '/etc/dpkg/*' '/etc/logrotate.d/*'
  '/etc/hostname' '/etc/resolv.conf'
  '/bin/*' '/sbin/*' '/usr/sbin/*' '/usr/bin/*' '/usr/lib/*/gconv/*' '/usr/lib/*/perl-base/*'
  '/usr/share/*' '/var/*'
  "$python/distutils/*" "$python/ensurepip/*" "$python/lib2to3/*" "$python/pydoc_data/*" "$python/test/*"
)
included=('/usr/bin/python3*' '/usr/share/doc/*/copyright')

filters=()
for path in "${excluded[@]}"; do filters+=("--path-exclude=$path"); done
for path in "${included[@]}"; do filters+=("--path-include=$path"); done

mmdebstrap --quiet --variant=extract --include=python3-minimal,libpython3-stdlib bookworm - |
  mmtarfilter "${filters[@]}" >rootfs.tar.new
mv rootfs.tar.new rootfs.tar
