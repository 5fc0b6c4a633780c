#!/bin/sh
# Finds, or fetches from the npm registry, a Node and a pnpm this workspace runs on, installs the dependencies when
# they changed, and hands over. Everything it says itself goes to stderr: stdout belongs to what it runs.
#   sh scripts/tool.sh run build                  pnpm run build, in the workspace's root
#   sh scripts/tool.sh exec vitest run            a tool of the workspace, in its root
#   sh scripts/tool.sh here packages/x/main.ts …  node on a file of the workspace, in the caller's folder
set -eu
NODE_SPEC=node@24 PNPM_SPEC=pnpm@12.21.0
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tc=$root/.toolchain

say() { printf '%s\n' "toolchain: $*" >&2; }
die() { say "$*"; exit 1; }
now() { date +%s; }

# good NODE: is that binary new enough (sources run by type stripping: 22.18), and does it start at all?
good() { [ -x "$1" ] && "$1" -e "
const [a, b] = process.versions.node.split('.').map(Number)
process.exit((a === 22 && b >= 18) || a === 24 || a >= 26 ? 0 : 1)" >/dev/null 2>&1; }

# manifests: a checksum of all that decides what an install gives; cheap, for it runs at each start
manifests() {
  cat "$root/pnpm-lock.yaml" "$root/pnpm-workspace.yaml" "$root"/package.json "$root"/packages/*/package.json \
    "$root"/apps/*/package.json "$root"/examples/*/package.json "$root"/benchmarks/package.json \
    "$root"/tooling/*/package.json 2>/dev/null | cksum
}

# grab DIR SPEC: npm install into DIR.tmp, then rename, so an interrupted install leaves nothing behind
grab() {
  command -v npm >/dev/null 2>&1 || die "npm is needed to fetch $2; install Node 24"
  say "installing $2 into ${1#"$root"/} …"
  grab_since=$(now)
  rm -rf "$1.tmp"
  mkdir -p "$1.tmp"
  echo '{"private":true}' >"$1.tmp/package.json"
  # npm's own variables of an outer "npm run" must not leak in (prefix, workspace, dry-run)
  (cd "$1.tmp" && env -u npm_config_prefix -u npm_config_workspace -u npm_config_workspaces -u npm_config_dry_run \
    npm install --no-audit --no-fund --no-save --ignore-scripts=false --loglevel=error "$2" >&2) ||
    die "could not install $2"
  rm -rf "$1"
  mv "$1.tmp" "$1"
  say "installed $2 in $(($(now) - grab_since)) s"
}

# prepare: the slow way, one at a time; leaves $tc/ready for the fast way
prepare() {
  mkdir -p "$tc"
  i=0
  until mkdir "$tc/.lock" 2>/dev/null; do
    i=$((i + 1))
    p=$(cat "$tc/.lock/pid" 2>/dev/null || :)
    if [ -n "$p" ] && ! kill -0 "$p" 2>/dev/null; then rm -rf "$tc/.lock"; continue; fi
    [ $i -lt 600 ] || die "another start holds $tc/.lock since 10 minutes; remove it if nothing runs"
    sleep 1
  done
  echo $$ >"$tc/.lock/pid"
  trap 'rm -rf "$tc/.lock"' EXIT
  trap 'exit 130' INT TERM

  first=
  node=$(command -v node || :)
  if [ -z "$node" ] || ! good "$node"; then
    found=$( (node -v) 2>/dev/null || echo none)
    node=$tc/node/node_modules/node/bin/node
    good "$node" || { say "found Node $found, need 22.18+, 24 or 26+"; grab "$tc/node" "$NODE_SPEC"; }
    good "$node" || die "the fetched Node does not start on this machine; install Node 24 yourself"
    first=$(dirname -- "$node"):
    PATH=$first$PATH
  fi
  want=${PNPM_SPEC#pnpm@}
  if [ "$( (cd / && pnpm --version) 2>/dev/null || :)" != "$want" ]; then
    pnpm=$tc/pnpm/node_modules/.bin
    [ "$( (cd / && "$pnpm/pnpm" --version) 2>/dev/null || :)" = "$want" ] || grab "$tc/pnpm" "$PNPM_SPEC"
    first=$pnpm:$first
    PATH=$pnpm:$PATH
  fi
  export PATH

  stamp="$(manifests) $("$node" -p 'process.versions.modules')"
  if [ ! -d "$root/node_modules" ] || [ "$(cat "$tc/installed" 2>/dev/null || :)" != "$stamp" ]; then
    say 'installing the dependencies …'
    since=$(now)
    frozen=--frozen-lockfile
    [ -f "$root/pnpm-lock.yaml" ] || frozen=--no-frozen-lockfile
    # A developer who changed a manifest gets the lockfile rewritten; a build server refuses.
    [ -n "${CI:-}" ] || frozen=--no-frozen-lockfile
    (cd "$root" && CI=true pnpm install "$frozen" --reporter=append-only >&2) || die 'could not install the dependencies'
    stamp="$(manifests) $("$node" -p 'process.versions.modules')"
    echo "$stamp" >"$tc/installed"
    say "installed the dependencies in $(($(now) - since)) s"
  fi
  { manifests; printf '%s\n' "$node" "$first"; } >"$tc/ready"
  rm -rf "$tc/.lock"
  trap - EXIT INT TERM
}

# ready: is everything as the last start left it? Starts no Node: this runs before every command.
ready() {
  [ -f "$tc/ready" ] && [ -d "$root/node_modules" ] || return 1
  { read -r sum && read -r node && read -r first; } <"$tc/ready" || return 1
  [ "$sum" = "$(manifests)" ] && [ -x "$node" ] || return 1
  case $node in "$tc"/*) ;; *) [ "$(command -v node)" = "$node" ] || return 1 ;; esac
  PATH=$first$PATH
  export PATH
}

ready || prepare
export TURBO_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1 TURBO_NO_UPDATE_NOTIFIER=1
[ $# -gt 0 ] || die 'usage: tool.sh run|exec|here …'
if [ "$1" = here ]; then
  [ $# -gt 1 ] || die 'usage: tool.sh here FILE …'
  file=$root/$2
  shift 2
  cd "${INIT_CWD:-$PWD}"
  exec "$node" --disable-warning=ExperimentalWarning --conditions=@mapistore/source "$file" "$@"
fi
cd "$root"
exec pnpm "$@"
