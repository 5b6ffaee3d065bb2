#!/bin/sh
# Starts the provider. It must exec: the host waits for the end of this very process, and a shell
# in between would leave an orphan that keeps the host waiting.
here=${0%/*}
# Ctrl-C reaches the whole process group; the host decides when the provider stops. An ignored
# signal stays ignored in the JVM. A person who debugs wants Ctrl-C to work.
[ "$1" = --debug ] || trap '' INT
# Variables that would bring an agent, a debugger or dumps into the process, which holds secrets.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# No core file, whoever ends the process.
ulimit -c 0
exec "$here/runtime/bin/java" -XX:AOTCache="$here/lib/provider.aot" @OPTIONS@ \
  -cp "@CLASSPATH@" io.bentoform.provider.Main "$@"
