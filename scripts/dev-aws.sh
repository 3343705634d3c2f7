# The --aws part of scripts/dev; sourced by it, not run. Api, Workers and Jobs on emulated services, stopped in the order in which
# nothing is left behind. The output of each process goes to a file.

logs=$(mktemp -d "${TMPDIR:-/tmp}/pipeline-dev.XXXXXX")
names=()
pids=()
code=0

# start NAME COMMAND...: in a process group of its own, so that a terminal's Ctrl-C reaches this script only, which keeps the order.
start() {
  local name=$1
  shift
  set -m
  "$@" </dev/null >"$logs/$name.log" 2>&1 &
  set +m
  names+=("$name")
  pids+=($!)
}

# finish NAME: stops the process, if there is one, and waits for its end.
finish() {
  local i
  for ((i = 0; i < ${#names[@]}; i++)); do
    [ "${names[i]}" = "$1" ] || continue
    kill -TERM "${pids[i]}" 2>/dev/null || return 0
    settle "${pids[i]}" || return $?
  done
}

# Whether all is well: not told to stop, and every process lives. Shows the log of the one that does not.
goes_on() {
  local i
  [ "$stopping" = no ] || return 1
  for ((i = 0; i < ${#names[@]}; i++)); do
    kill -0 "${pids[i]}" 2>/dev/null && continue
    printf '\n%s has ended; stopping the others. Its last words, of %s:\n\n' "${names[i]}" "$logs/${names[i]}.log" >&2
    tail -n 40 "$logs/${names[i]}.log" >&2
    code=1
    stopping=yes
    return 1
  done
}

# await COMMAND...: until it succeeds; fails when something ends first.
await() {
  until "$@"; do
    goes_on || return 1
    sleep 0.2 || true
  done
}

# said NAME WORD: the first line of its output that begins with the word.
said() {
  grep -m 1 "^$2" "$logs/$1.log" 2>/dev/null
}

start_services() {
  start emulators node "$root/Tests/emulators/serve.js" --queue events --bucket archive --detached
  await said emulators ready >/dev/null || return
  local port_of_services
  port_of_services=$(said emulators ready | cut -d ' ' -f 2)

  # Never the real services, whatever this shell is set up for.
  unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_SQS AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_SSM AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
  export AWS_ENDPOINT_URL=http://127.0.0.1:$port_of_services AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export Pipeline__Profile=Aws Pipeline__S3__Bucket=archive Pipeline__S3__PathStyle=true
  export Pipeline__Sqs__QueueUrl=http://sqs.us-east-1.localhost:$port_of_services/000000000000/events
  export Pipeline__Sqs__DeadLetterQueueUrl=http://sqs.us-east-1.localhost:$port_of_services/000000000000/events-dead

  export Pipeline__Mongo__ConnectionString=${MONGODB_URI:-}
  [ -n "${MONGODB_URI:-}" ] && return
  start mongodb dotnet "$root/Tests/MongoServer/bin/Release/net10.0/Pipeline.MongoServer.dll"
  await said mongodb mongodb:// >/dev/null || return
  Pipeline__Mongo__ConnectionString=$(said mongodb mongodb://)
}

# start_process PROJECT ARGUMENT...
start_process() {
  local name=$1 project=$2
  shift 2
  Pipeline__DataDirectory=$logs Pipeline__Liveness__HeartbeatFile=$logs/$name.alive \
    start "$name" dotnet "$root/$project/bin/Release/net10.0/Pipeline.$project.dll" "$@"
}

start_pipeline() {
  start_process api Api --urls "$url"
  start_process workers Workers
  start_process jobs Jobs
  await is_ready && await test -f "$logs/workers.alive" && await test -f "$logs/jobs.alive"
}

warn() {
  echo "  The queue and the archive are emulated: they keep nothing, and what is queued when you stop is lost."
  [ -n "${MONGODB_URI:-}" ] || cat <<'TEXT'

  *** MONGODB_URI is not set: this is a TEST DOUBLE of MongoDB, in memory. ***
  *** IT KEEPS NOTHING. When you stop, all events and numbers are gone.    ***
TEXT
  echo
}

serve() {
  start_services && start_pipeline || return 0
  announce "Logs         $logs"
  warn
  if [ "$demo" = yes ]; then
    case $(get /api/ops/status) in
      *'"accepted":0,'*) fill ;;
      *) echo "Not filling in demo data: the database is not empty." ;;
    esac
  fi
  await false || true
}

has_node || fail "Node.js 20.19 or newer is needed for the emulator of SQS and S3. Get it from https://nodejs.org"
install Tests/emulators || fail "The emulator was not installed."
build Workers
build Jobs
[ -n "${MONGODB_URI:-}" ] || build Tests/MongoServer

serve || code=1

# Who brings work first, what they all need last.
for name in api workers jobs; do
  finish "$name" || code=1
done
for name in mongodb emulators; do
  finish "$name" || true
done
[ "$code" != 0 ] || rm -rf "$logs"
exit "$code"
