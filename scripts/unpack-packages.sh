#!/bin/sh
# Unpacks Debian packages into a folder, with the libraries that the machine lacks for them, instead of installing them:
# for servers that exclude each other as packages. Changes nothing outside of that folder, and needs no root; root gets
# apt's lists renewed first.
#   sh scripts/unpack-packages.sh .toolchain/debs/debian-12-x64 cyrus-imapd sasl2-bin
# Leaves FOLDER/unpacked/PACKAGE for each, once it is there as a whole.
set -eu
say() { printf '%s\n' "packages: $*" >&2; }
[ $# -gt 1 ] || { say "usage: $0 FOLDER PACKAGE …"; exit 2; }
mkdir -p "$1/unpacked"
folder=$(CDPATH='' cd -- "$1" && pwd)
shift

exec 9>"$folder/lock"
flock -w 600 9 || { say "another run has held $folder/lock for 10 minutes"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
cd "$work"
# apt downloads as a user of its own, who may write here then.
chmod 755 "$work"
! [ "$(id -u)" = 0 ] || chown _apt "$work" 2>/dev/null || :

since=$(date +%s)
say "unpacking $* into $folder …"
if [ "$(id -u)" = 0 ]; then apt-get -o DPkg::Lock::Timeout=120 -q update >&2; fi
apt-get -q download "$@" >&2 || { say "apt could not download $*; renew its lists with: sudo apt-get update"; exit 1; }

# The libraries they need, by their own word, and what apt would install for those and is not there yet.
libraries=$(for deb in *.deb; do dpkg-deb -f "$deb" Depends; done | tr ',' '\n' |
  sed -n 's/^ *\(lib[^ (|:]*\).*/\1/p' | sort -u)
missing=$(apt-get -s install --no-install-recommends --no-upgrade $libraries | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
# shellcheck disable=SC2086 # names of packages have no blanks
[ -z "$missing" ] || apt-get -q download $missing >&2

for deb in *.deb; do dpkg-deb -x "$deb" "$folder"; done
for package in "$@"; do : >"$folder/unpacked/$package"; done
say "unpacked $*${missing:+ and} $(echo $missing) in $(($(date +%s) - since)) s"
