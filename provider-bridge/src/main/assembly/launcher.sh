#!/bin/sh
# Starts the provider. It must exec: the host waits for the end of this very process, and a shell
# in between would leave an orphan that keeps the host waiting.
here=${0%/*}
# Ctrl-C reaches the whole process group; the host decides when the provider stops. An ignored
# signal stays ignored in the JVM. A person who debugs wants Ctrl-C to work.
[ "$1" = --debug ] || trap '' INT
exec "$here/runtime/bin/java" -XX:AOTCache="$here/lib/provider.aot" @OPTIONS@ \
  -cp "@CLASSPATH@" io.bentoform.provider.Main "$@"
