"""Running a typesetter and taking its measures."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPST = "typst==0.15.2"


@dataclass
class Run:
    """What a command took: seconds of CPU (user and system), seconds by the clock, and at most so
    many bytes of memory."""

    cpu: float
    wall: float
    memory: int


def run(command, environment=None, quiet=False):
    """Runs a command and all that it starts; what it says on the standard error too goes nowhere if `quiet`.
    A failure ends the benchmark."""
    started = time.monotonic()
    environment = {**os.environ, **(environment or {})}
    stderr = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command}: exit code {process.returncode}")
    wall = time.monotonic() - started
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024)


def prose(words, folder):
    """Has the manuscripts written by another process: what a parent once held counts as memory of
    its children."""
    run([sys.executable, ROOT / "benches/prose.py", str(words), folder])


def python_package(requirement):
    """The folder in .tools/ that a package of PyPI is in; installed at the first call."""
    folder = ROOT / ".tools" / requirement
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--root-user-action=ignore"]
        subprocess.run([*pip, "--target", folder, requirement], check=True)
    return folder


def typst(source, made):
    """Sets `source` with Typst, in the bundled fonts alone."""
    compile = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
    command = [sys.executable, "-c", compile, source, made, ROOT / "fonts"]
    return run(command, {"PYTHONPATH": str(python_package(TYPST))})
