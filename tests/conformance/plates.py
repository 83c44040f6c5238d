"""The plates that a press would get, by Ghostscript: `inkcov` and `tiffsep`.

A page without pictures and coloured surfaces has black ink alone inside its trim; marks are on every plate,
and outside the bleed.
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

import pdfx

DPI = 72
PLATES = ("Cyan", "Magenta", "Yellow", "Black")
COVERAGE = re.compile(r"^\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+) CMYK", re.M)


def ghostscript(device, output, path, *options):
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", f"-sDEVICE={device}", *options]
    done = subprocess.run(
        [*command, "-o", str(output), str(path)], capture_output=True, encoding="utf-8", errors="replace"
    )
    return done.stdout, done.stderr.splitlines() if done.returncode else []


def samples(path):
    """Width, height and grey samples of an uncompressed TIFF of one byte a pixel; 0 is full ink."""
    data = path.read_bytes()
    order = "<" if data[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    tags = {}
    for entry in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from(f"{order}HHI", data, entry)
        form = {3: "H", 4: "I"}.get(kind)
        if form:
            size = struct.calcsize(form) * number
            place = entry + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, entry + 8)[0]
            tags[tag] = struct.unpack_from(f"{order}{number}{form}", data, place)
    assert tags[259] == (1,) and tags[258] == (8,), "the plate is not of plain bytes"
    strips = zip(tags[273], tags[279])
    return tags[256][0], tags[257][0], b"".join(data[at : at + length] for at, length in strips)


def inked(plate, box, height, outside=False):
    """How many pixels of a plate have ink inside a box in points, or outside it."""
    width, rows, data = plate
    scale = DPI / 72
    left, right = round(box[0] * scale), round(box[2] * scale)
    top, bottom = round((height - box[3]) * scale), round((height - box[1]) * scale)
    found = 0
    for row in range(rows):
        line = data[row * width : (row + 1) * width]
        within = top <= row < bottom
        parts = [line[left:right]] if within else []
        if outside:
            parts = [line[:left], line[right:]] if within else [line]
        found += sum(len(part) - part.count(255) for part in parts)
    return found


def findings(path):
    pdf = pdfx.Pdf(path)
    said, errors = ghostscript("inkcov", "-", path)
    yield from errors
    coverage = COVERAGE.findall(said)
    contents = [content for content, _ in zip((data for data, _ in pdf.streams_of_content()), pdf.pages)]
    if len(coverage) != len(contents):
        yield f"inkcov saw {len(coverage)} pages of {len(contents)}"
        return
    with tempfile.TemporaryDirectory(prefix="plates-") as work:
        _, errors = ghostscript(
            "tiffsep", Path(work) / "%d.tif", path, f"-r{DPI}", "-sCompression=none", "-dMaxSeparations=4"
        )
        yield from errors
        for number, (page, content, inks) in enumerate(zip(pdf.pages, contents, coverage), start=1):
            used = {operator for operator, _ in pdfx.operators(content)}
            marked = b"/All CS" in content
            coloured = bool(used & {b"Do", b"k"})
            height = page["/MediaBox"][3]
            files = [next(Path(work).glob(f"{number}*({plate}).tif")) for plate in PLATES]
            plates = dict(zip(PLATES, map(samples, files)))
            if not coloured and not marked and any(float(ink) for ink in inks[:3]):
                yield f"page {number} has text alone and the inks {', '.join(inks)} (inkcov)"
            for name, plate in plates.items():
                if not coloured and name != "Black" and inked(plate, page["/TrimBox"], height):
                    yield f"page {number} has text alone, and ink on the plate {name}"
                beyond = inked(plate, page["/BleedBox"], height, outside=True)
                if marked and not beyond:
                    yield f"page {number}: no mark is on the plate {name}"
                if not marked and beyond:
                    yield f"page {number}: something outside the bleed is on the plate {name}"
