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

# build PROJECT: a Release build, silent unless it fails, and skipped when nothing has changed since the last one.
build() {
  local log
  is_built "$1" && return
  log=$(mktemp)
  if ! (cd "$root" && dotnet build "$1" -c Release -v quiet --nologo) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "The build failed."
  fi
  rm -f "$log"
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

# Becomes the tools' process, so that signals reach it directly. Run it in the background to come back.
tools() {
  exec dotnet "$root/Tools/bin/Release/net10.0/Pipeline.Tools.dll" "$@"
}
