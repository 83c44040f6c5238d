"""Other readers of PDF: what they say of each file, and whether two of them draw the same.

Each gives {file: [finding, …]}. Anything that a reader says is a finding.
"""

import json
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent.parent / ".tools"
PDFJS = TOOLS / "pdfjs/node_modules"
HAYRO = TOOLS / "hayro/cutline-hayro"

DPI = 72
# Squares of so many pixels are compared by how dark they are: what is missing, or stands elsewhere, is
# seen, and how edges of letters are smoothed is not.
SIDE = 9
# Of 255: for the square that differs most, and for a page on average.
MOST, MEAN = 40, 3.0


def run(command, **environment):
    return subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


def said(done):
    text = (done.stderr + b"\n" + done.stdout).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines or ([f"exit code {done.returncode}"] if done.returncode else [])


def heard(done, program):
    """What a program complained of, or at least that it failed."""
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    failed = [f"{program}: exit code {done.returncode}"] if done.returncode else []
    return lines or failed


def each(findings, files):
    """Findings of every file, as many at a time as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return dict(zip(files, pool.map(findings, files)))


def ghostscript(files):
    stop = ["-dPDFSTOPONERROR", "-dPDFSTOPONWARNING"]
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage", *stop]
    return each(lambda file: said(run([*command, file])), files), ""


def mutool(files):
    def findings(file):
        done = run(["mutool", "draw", "-q", "-F", "pgm", "-r", 24, "-o", os.devnull, file])
        # Debian's mutool is built without colour management, and says so of every file.
        return [line for line in said(done) if line != "warning: ICC support is not available"]

    return each(findings, files), ""


def poppler(files):
    def findings(file):
        commands = [["pdftoppm", "-r", 24, "-gray", file], ["pdfinfo", "-struct-text", file]]
        # What they print is the picture and the text.
        return [line for command in commands for line in heard(run(command), command[0])]

    return each(findings, files), ""


def pdfjs(files):
    done = run(["node", HERE / "pdfjs/read.mjs", *files], NODE_MODULES=str(PDFJS))
    # pdf.js reads structure down to the fortieth level, and says so of what is nested deeper.
    limit = "Warning: StructTree MAX_DEPTH reached."
    reports = map(json.loads, done.stdout.decode("utf-8").splitlines())
    heard = {
        Path(report["file"]): [one for one in report["heard"] if one != limit] for report in reports
    }
    return heard, done.stderr.decode("utf-8")


def hayro(files):
    done = run([HAYRO, *files])
    findings = {}
    for line in done.stdout.decode("utf-8").splitlines():
        file, _, finding = line.partition("\t")
        findings.setdefault(Path(file), []).extend([finding] if finding else [])
    return findings, done.stderr.decode("utf-8")


def drawn_alike(files):
    return each(lambda file: list(differences(file)), files), ""


PGM = re.compile(rb"P5\s(?:#.*\s)?(\d+)\s(\d+)\s255\s")


def pictures(stream):
    """Width, height and samples of every grey picture in a stream of them."""
    while stream:
        head = PGM.match(stream)
        width, height = int(head[1]), int(head[2])
        end = head.end() + width * height
        yield width, height, stream[head.end() : end]
        stream = stream[end:].lstrip(b"\n") if stream[end : end + 2] != b"P5" else stream[end:]


def differences(file):
    one = pictures(run(["pdftoppm", "-r", DPI, "-gray", file]).stdout)
    with tempfile.TemporaryDirectory(prefix="drawn-") as work:
        run(["mutool", "draw", "-q", "-F", "pgm", "-r", DPI, "-o", Path(work) / "%05d.pgm", file])
        others = [next(pictures(path.read_bytes())) for path in sorted(Path(work).iterdir())]
    ours = list(one)
    if len(ours) != len(others) or not ours:
        yield f"poppler drew {len(ours)} pages, mutool {len(others)}"
        return
    for number, (left, right) in enumerate(zip(ours, others), start=1):
        width, height = min(left[0], right[0]), min(left[1], right[1])
        if abs(left[0] - right[0]) > 1 or abs(left[1] - right[1]) > 1:
            yield f"page {number}: {left[0]} × {left[1]} by poppler, {right[0]} × {right[1]} by mutool"
            continue
        pairs = zip(squares(left, width, height), squares(right, width, height))
        off = [abs(one - other) / SIDE**2 for one, other in pairs]
        mean, most = sum(off) / max(len(off), 1), max(off, default=0)
        if mean > MEAN or most > MOST:
            yield (
                f"page {number}: poppler and mutool differ by {mean:.1f} of 255 on average,"
                f" by {most:.0f} where it is most"
            )


def squares(picture, width, height):
    """The sums of the whole squares of a picture, row by row."""
    stride, _, samples = picture
    starts = range(0, width - SIDE + 1, SIDE)
    for top in range(0, height - SIDE + 1, SIDE):
        sums = [0] * len(starts)
        for row in range(top, top + SIDE):
            line = samples[row * stride : row * stride + width]
            sums = [known + sum(line[start : start + SIDE]) for known, start in zip(sums, starts)]
        yield from sums
