"""A person with a terminal, an editor and a browser who works in a codespace.

What is done is a list of steps in JSON: "menu" and a name make a new codespace, "see" waits for a text on the terminal, "edit"
replaces a text in a file of the project, "answer" waits for an answer of the endpoint, "stop" presses Ctrl-C.
"""

import json
import os
import pathlib
import pty
import re
import select
import signal
import sys
import time
import urllib.request

PATIENCE = 120
program, project = os.environ["PROGRAM"], pathlib.Path(os.environ["PROJECT"])
seen, saved = "", None

process, terminal = pty.fork()
if process == 0:
    # What runs in the background of a shell inherits that Ctrl-C does nothing.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(project)
    os.execv(program, [program, "code", *json.loads(os.environ["WORDS"])])


def plain():
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)


def look(seconds):
    """Reads what comes to the terminal; false when nothing did."""
    global seen
    if not select.select([terminal], [], [], seconds)[0]:
        return False
    try:
        seen += os.read(terminal, 65536).decode(errors="replace")
        return True
    except OSError:
        sys.exit("it ended with " + plain())


def until(what, happened, key=b""):
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            os.kill(process, 9)
            sys.exit("waited for " + what + " in " + plain())
        if not look(0.5) and key:
            os.write(terminal, key)


def see(text):
    until(text, lambda: text in plain())


def menu(others, name):
    see("Create a new codespace")
    until("the name", lambda: "Enter a name" in plain(), b"\x1b[B" * others + b"\r")
    os.write(terminal, name.encode() + b"\r")


def edit(file, before, after):
    global saved
    see("Watching for changes")
    saved = project / file
    text = saved.read_text()
    assert before in text
    saved.write_text(text.replace(before, after))


def answer(wanted):
    until("the endpoint", lambda: re.search(r"Endpoint: http://\S+", plain()))
    url = re.search(r"Endpoint: (http://\S+)", plain()).group(1)

    save_again = time.monotonic() + 15

    def answers():
        nonlocal save_again
        if saved and time.monotonic() > save_again:
            # The client may have begun to watch just after the file was saved.
            saved.touch()
            save_again = time.monotonic() + 15
        request = urllib.request.Request(
            url + "/slow", b'{"seconds": 0}', {"Content-Type": "application/json"})
        try:
            return urllib.request.urlopen(request, timeout=5).read().decode() == wanted
        except OSError:
            return False

    until("the answer " + wanted, answers)


def stop():
    os.write(terminal, b"\x03")
    see("Shut down the codespace")


for step, *arguments in json.loads(os.environ["STEPS"]):
    {"menu": menu, "see": see, "edit": edit, "answer": answer, "stop": stop}[step](*arguments)
print(plain())
while True:
    # The terminal is read to its end, or the client would wait for that.
    if select.select([terminal], [], [], 0.2)[0]:
        try:
            os.read(terminal, 65536)
        except OSError:
            break
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
