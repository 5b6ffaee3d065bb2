"""Runs a serving command of BentoML on a UNIX socket, where it would take a port.

Usage: serve.py SOCKET COMMAND ARGUMENTS

A socket file in a private folder can be called by its owner alone, and nobody can take it first.
Where SOCKET is "-" the command takes a port, as its arguments say.
"""

import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if entry != here]

from circus import sockets  # noqa: E402

API_SERVER = "_bento_api_server"
path = sys.argv[1]
open_socket = sockets.CircusSocket.__init__


def open_unix_socket(self, name="", **options):
    if name == API_SERVER and path != "-":
        for option in ("host", "port", "family"):
            options.pop(option, None)
        options.update(path=path, umask=0o177, replace=True)
    open_socket(self, name=name, **options)


sockets.CircusSocket.__init__ = open_unix_socket

if sys.argv[2] == "start-http-server":
    try:
        from bentoml_cli._internal.start import build_start_command

        command = build_start_command()
    except ImportError:
        from bentoml_cli.cli import cli as command
else:
    from bentoml_cli.cli import cli as command

sys.argv[0] = "bentoml"
command(args=sys.argv[2:])
