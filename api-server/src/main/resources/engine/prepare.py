"""Prepares what a pod runs: its bento, its models and its Python environment.

It runs in an init container, with nothing but Python 3.9 or later and its standard library; uv is
used where it is on the PATH, else pip. What it makes is below two folders:

    WORK      of the pod alone: bento/, home/models/, and environment/ unless it is shared
    SHARED    of all pods of an organization, where there is one: environments/KEY

The variable PLAN says, as JSON, what to fetch: {"bento": {"url", "digest", "ticket"}, "models":
[{"name", "version", "url", "digest", "ticket"}], "files": the paths below home/ that are mounted
later}, where "ticket" names the variable that opens the address. Other variables are for the build alone, such as those of package
indexes.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request

BLOCK = 1 << 20
ATTEMPTS = 8
REQUIREMENTS = pathlib.PurePath("env/python/requirements.txt")
LOCAL = re.compile(r"^\s*(-[erc]\b|--(editable|requirement|constraint)\b|\.|/|file:|[^#\n]*@\s*file:)", re.M)
VERSION = re.compile(r"[0-9][A-Za-z0-9.+!_-]{0,63}")


class Failure(Exception):
    """A message for users; never a value."""


def say(text):
    print(text, flush=True)


def main():
    work = pathlib.Path(os.environ["WORK"])
    shared = os.environ.get("SHARED")
    plan = json.loads(os.environ["PLAN"])
    for source in [plan["bento"]] + plan["models"]:
        source["ticket"] = os.environ.pop(source["ticket"])
    home = work / "home"
    for path in plan["files"]:
        # A file that is mounted would make its folder one of root.
        (home / path).parent.mkdir(parents=True, exist_ok=True)
    home.mkdir(exist_ok=True)
    bento = work / "bento"
    unpack(plan["bento"], bento)
    say("The bento is unpacked")
    for model in plan["models"]:
        versions = home / "models" / model["name"]
        unpack(model, versions / model["version"])
        (versions / "latest").write_text(model["version"])
        say("The model %s:%s is unpacked" % (model["name"], model["version"]))
    link = work / "environment"
    if shared is None:
        build(bento, link)
        return
    environment = pathlib.Path(shared) / "environments" / key(bento, plan["bento"]["digest"])
    provide(bento, environment)
    with contextlib.suppress(FileNotFoundError):
        link.unlink()
    link.symlink_to(environment)


def unpack(source, folder):
    """Puts an archive into a folder, whole or not at all."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        archive = pathlib.Path(temporary) / "archive"
        fetch(source["url"], source["ticket"], source["digest"], archive)
        content = pathlib.Path(temporary) / "content"
        content.mkdir()
        extract(archive, content)
        content.rename(folder)


def fetch(url, ticket, digest, target):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            download(url, ticket, digest, target)
            return
        except (urllib.error.URLError, OSError) as problem:
            status = getattr(problem, "code", 0)
            if attempt == ATTEMPTS or 400 <= status < 500 and status not in (408, 429):
                raise Failure("%s cannot be fetched: %s" % (url, problem)) from problem
            pause = min(30, 2**attempt)
            say("%s cannot be fetched: %s; tried again in %d s" % (url, problem, pause))
            time.sleep(pause)


def download(url, ticket, digest, target):
    request = urllib.request.Request(url, headers={"Authorization": "Bearer " + ticket})
    trusted = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE"))
    found = hashlib.sha256()
    with urllib.request.urlopen(request, timeout=60, context=trusted) as answer, open(target, "wb") as out:
        for block in iter(lambda: answer.read(BLOCK), b""):
            found.update(block)
            out.write(block)
    if found.hexdigest() != digest:
        raise Failure("%s has another content than it should: its digest is %s" % (url, found.hexdigest()))


def extract(archive, folder):
    """Nothing but plain files and folders, and links that stay inside."""
    root = os.path.realpath(folder)
    with tarfile.open(archive) as tar:
        for member in tar:
            target = os.path.realpath(os.path.join(root, member.name))
            inside = target == root or target.startswith(root + os.sep)
            if member.issym():
                link = os.path.realpath(os.path.join(os.path.dirname(target), member.linkname))
                inside = inside and link.startswith(root + os.sep)
            elif member.islnk():
                link = os.path.realpath(os.path.join(root, member.linkname))
                inside = inside and link.startswith(root + os.sep)
            elif not member.isreg() and not member.isdir():
                inside = False
            if not inside:
                raise Failure("the archive has an entry that leads out of it: %s" % member.name)
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            tar.extract(member, root, set_attrs=member.isreg(), numeric_owner=True)


def description(bento):
    """The versions that the bento names, which need no YAML parser: each is a line of its own."""
    found = {}
    for line in (bento / "bento.yaml").read_text().splitlines():
        name, _, value = line.strip().partition(":")
        value = value.strip().strip("'\"")
        if name in ("bentoml_version", "python_version") and VERSION.fullmatch(value):
            found.setdefault(name, value)
    return found


def key(bento, digest):
    """Equal for bentos that can share an environment."""
    parts = [sys.version, sys.platform, os.uname().machine, description(bento).get("bentoml_version", "")]
    folder = bento / "env" / "python"
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if file.is_file() and file.name != "requirements.in":
            text = file.read_bytes()
            parts += [str(file.relative_to(folder)), text.hex()]
            if file == bento / REQUIREMENTS and LOCAL.search(text.decode(errors="replace")):
                parts.append(digest)
    print_ = hashlib.sha256()
    for part in parts:
        print_.update(b"%d:" % len(part.encode()) + part.encode())
    return print_.hexdigest()[:32]


def provide(bento, environment):
    """Builds a shared environment, unless another pod has, or is about to."""
    environment.parent.mkdir(parents=True, exist_ok=True)
    done = environment.with_name(environment.name + ".done")
    with open(environment.with_name(environment.name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            os.utime(done)
            say("Its Python environment already exists")
            return
        shutil.rmtree(environment, ignore_errors=True)
        build(bento, environment)
        done.touch()


def build(bento, environment):
    uv = shutil.which("uv")
    python = str(environment / "bin" / "python")
    if uv:
        run([uv, "venv", "--python", sys.executable, str(environment)], bento)
        install = [uv, "pip", "install", "--python", python]
    else:
        run([sys.executable, "-m", "venv", str(environment)], bento)
        install = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    sources = bento / "src"
    folder = sources if sources.is_dir() else bento
    requirements = bento / REQUIREMENTS
    if requirements.is_file():
        run(install + ["-r", str(requirements)], folder)
    bentoml = environment / "bin" / "bentoml"
    version = description(bento).get("bentoml_version")
    if not bentoml.exists() and version:
        run(install + ["bentoml==" + version], folder)
    if not bentoml.exists():
        raise Failure("its requirements do not bring bentoml")
    say("Its Python environment is ready")


def run(command, folder):
    say("$ " + " ".join(command))
    end = subprocess.run(command, cwd=folder).returncode
    if end != 0:
        raise Failure("%s ended with exit code %d" % (os.path.basename(command[0]), end))


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit("The environment cannot be prepared: %s" % failure)
