# Shared by the scripts in this folder; sourced, not run. Written for bash 3.2, which macOS still has.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Ends with a helpful message unless the .NET SDK that global.json asks for is installed.
require_dotnet() {
  command -v dotnet >/dev/null 2>&1 ||
    fail "The .NET 10 SDK is needed and dotnet was not found. Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET 10 SDK is needed (see global.json). Installed: $(dotnet --list-sdks 2>/dev/null | awk '{print $1}' | xargs)." \
      "Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
}

# quietly COMMAND...: shows what it says only when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || code=$?
  [ "$code" = 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$code"
}

# build PROJECT: a Release build, skipped when nothing has changed since the last one.
build() {
  is_built "$1" && return
  (cd "$root" && quietly dotnet build "$1" -c Release -v quiet --nologo) || fail "The build failed."
  mark_built "$1"
}

mark_built() {
  touch "$root/$1/bin/Release/.built"
}

# Whether nothing is newer than the last build; a removed source file shows as a newer folder. The bench starts Tests/MongoServer.
is_built() {
  local bin=$root/$1/bin/Release
  [ -f "$bin/.built" ] && [ -f "$bin/net10.0/Pipeline.${1##*/}.dll" ] &&
    [ -z "$(cd "$root" && find ./*.props global.json $(dirname -- */*.csproj) Tests/MongoServer "$1" \
      \( -name bin -o -name obj \) -prune -o -newer "$bin/.built" -print)" ]
}

# Whether Node.js is here and new enough for the web and the emulators.
has_node() {
  command -v npm >/dev/null 2>&1 &&
    node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' \
      >/dev/null 2>&1
}

# install FOLDER: the packages of its package-lock.json, unless they are there.
install() {
  [ "$root/$1/node_modules/.package-lock.json" -nt "$root/$1/package-lock.json" ] ||
    (cd "$root/$1" && quietly npm ci --no-audit --no-fund --prefer-offline)
}

# build_web: dashboard, tracker and demo shop into web/dist; skipped when nothing has changed since the last time.
build_web() {
  local built=$root/web/dist/.built
  install web || return
  if [ ! -f "$built" ] ||
    [ -n "$(cd "$root/web" && find . \( -name node_modules -o -name dist \) -prune -o -newer dist/.built -print)" ]; then
    (cd "$root/web" && quietly npm run --silent build) || return
    touch "$built"
  fi
}

# Becomes the tools' process, so that signals reach it directly. Run it in the background to come back.
tools() {
  exec dotnet "$root/Tools/bin/Release/net10.0/Pipeline.Tools.dll" "$@"
}
