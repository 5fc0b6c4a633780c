#!/bin/sh
# Installs Debian packages without letting their services start, now or at the next boot: the tests start their own
# servers, and a machine must not end up with a mail server because somebody ran a test.
#   sudo sh scripts/system-packages.sh dovecot-imapd openssl
set -eu
say() { printf '%s\n' "packages: $*" >&2; }
[ $# -gt 0 ] || { say "usage: $0 PACKAGE …"; exit 2; }
[ "$(id -u)" = 0 ] || { say "only root installs packages: sudo sh $0 $*"; exit 1; }

# Debian asks this script before it starts a service; 101 means "not now" (policy-rc.d, Debian policy 9.3.3).
policy=/usr/sbin/policy-rc.d
saved=
restore() {
  rm -f "$policy"
  [ -z "$saved" ] || mv "$saved" "$policy"
}
if [ -e "$policy" ] || [ -L "$policy" ]; then
  saved=$policy.before-mapistore.$$
  mv "$policy" "$saved"
fi
trap restore EXIT
trap 'exit 130' INT TERM HUP
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

installed() { dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | sed -n 's/^ii  *//p' | sort; }
before=$(mktemp)
installed >"$before"

export DEBIAN_FRONTEND=noninteractive
since=$(date +%s)
say "installing $* …"
apt-get -o DPkg::Lock::Timeout=120 -q update >&2
apt-get -o DPkg::Lock::Timeout=120 -q install -y --no-install-recommends "$@" >&2

# Only what came new just now: a server that was there before is its owner's business.
new=$(installed | comm -13 "$before" -)
rm -f "$before"
for package in $new; do
  for file in $(dpkg -L "$package" | grep -E '^(/usr)?/lib/systemd/system/[^/@]+\.(service|socket|timer)$|^/etc/init\.d/[^/]+$' || :); do
    unit=${file##*/}
    case $file in
      /etc/init.d/*) ! command -v update-rc.d >/dev/null || update-rc.d "$unit" disable >&2 || : ;;
      *) if command -v systemctl >/dev/null; then systemctl disable --quiet "$unit" 2>/dev/null || :
         elif command -v deb-systemd-helper >/dev/null; then deb-systemd-helper disable "$unit" >/dev/null 2>&1 || :; fi ;;
    esac
  done
done
say "installed $* in $(($(date +%s) - since)) s; no service was started or enabled"
