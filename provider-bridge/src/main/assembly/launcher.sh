#!/bin/sh
# Starts the provider, or hands the host over to a warm process, which serves it without the start
# of a runtime. Whatever stands in the way of that leads to a start as if there were no such thing.
here=${0%/*}
# Ctrl-C reaches the whole process group; the host decides when the provider stops. An ignored
# signal stays ignored in the JVM. A person who debugs wants Ctrl-C to work.
[ "$1" = --debug ] || trap '' INT
# Variables that would bring an agent, a debugger or dumps into the process, which holds secrets.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# No core file, whoever ends the process.
ulimit -c 0

# A folder of this user into which nobody else can look or write.
is_private() {
  [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] || return
  case $(ls -ldn "$1") in drwx------[+]*) return 1 ;; drwx------*) ;; *) return 1 ;; esac
}

# Sets mode and started, from which a process is known again: a process id alone may be reused.
look_at() {
  read -r line 2>/dev/null <"/proc/$1/stat" || return
  set -- ${line##*) }
  mode=$1 started=${20}
}

# Sets folder, where a warm process of this package and user meets its launchers, or reason.
find_folder() {
  here=$(cd -P "$here" && pwd -P) || return
  runtime="$LANG:$LC_ALL:$LC_CTYPE:$TZ:$LD_PRELOAD:$LD_LIBRARY_PATH"
  base=$XDG_RUNTIME_DIR/bentocloud
  if [ -z "$XDG_RUNTIME_DIR" ]; then
    while read -r key uid line && [ "$key" != Uid: ]; do :; done 2>/dev/null </proc/self/status
    base=${TMPDIR:-/tmp}/bentocloud-$uid
  fi
  reason="$base is not a private folder"
  case $base in /*) ;; *) return 1 ;; esac
  [ -d "$base" ] || mkdir -m 700 "$base" 2>/dev/null
  is_private "$base" || return
  set -f
  IFS=/
  set -- $here
  IFS=-
  folder=$base/@BUILD@$*
  unset IFS
  set +f
}

write_state() {
  printf '%s %s\n%s\n%s\n' "$1" "$started" "$here" "$runtime" 2>/dev/null >"$folder/state"
}

# Starts a warm process. It gets nothing of this host's environment, and holds the writing end of
# every FIFO that is read by a launcher, which so learns of its end.
start_warm() {
  reason="$folder cannot be made"
  mkdir -m 700 "$folder" 2>/dev/null && look_at $$ && write_state $$ || return
  (cd "$folder" && mkfifo -m 600 1.in 2.in 3.in 4.in 5.in 6.in 7.in \
    1.out 2.out 3.out 4.out 5.out 6.out 7.out && true >1.claim) 2>/dev/null || return
  {
    cd / && exec env -i LANG="$LANG" LC_ALL="$LC_ALL" LC_CTYPE="$LC_CTYPE" TZ="$TZ" \
      LD_PRELOAD="$LD_PRELOAD" LD_LIBRARY_PATH="$LD_LIBRARY_PATH" \
      GLIBC_TUNABLES=glibc.malloc.perturb=90:glibc.malloc.tcache_count=0 \
      setsid "$here/runtime/bin/java" -XX:AOTCache="$here/lib/provider.aot" @OPTIONS@ @WARM@ \
      -cp "@CLASSPATH@" io.bentoform.provider.Main --warm "$folder" </dev/null >/dev/null 2>&1 &
  } 3<>"$folder/1.out" 4<>"$folder/2.out" 5<>"$folder/3.out" 6<>"$folder/4.out" \
    7<>"$folder/5.out" 8<>"$folder/6.out" 9<>"$folder/7.out" || return
  look_at $! && write_state $! && slot=1
}

# Sets slot to one that no other launcher has. A process that is gone is replaced.
find_slot() {
  slot=
  [ -d "$folder" ] || { start_warm; return; }
  { read -r pid since && read -r package && read -r its_runtime; } 2>/dev/null <"$folder/state"
  reason="another process is being started or ended"
  [ -n "$pid" ] || return
  if ! look_at "$pid" || [ "$started" != "$since" ] || [ "$mode" = Z ]; then
    mv "$folder" "$folder.$$" 2>/dev/null && rm -rf "$folder.$$" && start_warm
    return
  fi
  reason="process $pid is not one of this package and environment that runs"
  [ -O "/proc/$pid" ] && [ "/proc/$pid/exe" -ef "$here/runtime/bin/java" ] &&
    [ "$package" = "$here" ] && [ "$its_runtime" = "$runtime" ] || return
  case $mode in [RSDI]) ;; *) return 1 ;; esac
  reason="process $pid serves as many hosts as it can"
  set -C
  for slot in 1 2 3 4 5 6 7 ''; do
    [ -z "$slot" ] || true 2>/dev/null >"$folder/$slot.claim" && break
  done
  set +C
  [ -n "$slot" ]
}

# Lets the warm process serve the host until Shutdown. Comes back when it does not take the host.
hand_over() {
  reason="the warm process did not take the host"
  {
    # Opened for both, no FIFO blocks; what is read from here on ends with the warm process, which
    # writes the log of this host to standard error of this shell.
    exec 4>&-
    printf '%s %s\n' $$ "$warm" >&3
    while read -r pid line <&5; do
      case $pid:$line in
        $$:serving\ *) printf '%s\n' "${line#* }" && served=yes ;;
        $$:ended\ *) exit "${line#* }" ;;
        $$:*) return 1 ;;
      esac
    done
  } 3<>"$folder/$slot.in" 4<>"$folder/$slot.out" 5<"$folder/$slot.out"
  [ -z "$served" ] || { echo "panic: the process that served this host has ended" >&2; exit 1; }
}

# How long a warm process stays without a host, as 90s or 5m.
is_time() {
  number=${1%[smh]}
  reason="BENTOCLOUD_WARM is not a time such as 5m"
  case ${number%m} in "$1" | '' | *[!0-9]*) return 1 ;; esac
}

warm=${BENTOCLOUD_WARM:-5m}
if [ $# = 0 ] && [ -n "$TF_PLUGIN_MAGIC_COOKIE" ] && [ "$warm" != 0 ]; then
  is_time "$warm" && find_folder && find_slot && hand_over
  [ -z "$TF_LOG$TF_LOG_PROVIDER" ] || echo "[DEBUG] no warm process: $reason" >&2
fi
exec "$here/runtime/bin/java" -XX:AOTCache="$here/lib/provider.aot" @OPTIONS@ \
  -cp "@CLASSPATH@" io.bentoform.provider.Main "$@"
