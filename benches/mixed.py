#!/usr/bin/env python3
"""A book of everything for the benchmarks: prose with photos, notes, tables and blocks of code spread evenly
over it, the same for cutline and for Typst.

Usage: benches/mixed.py WORDS FOLDER    writes mixed.typ, photos and, in the folder mixed, a manuscript

The prose is that of benches/prose.py, the photos come from benches/camera.py, and the code is the source of
cutline itself.
"""

import itertools
import sys
from pathlib import Path

import prose
from camera import Camera

PHOTOS, NOTES, TABLES, CODES = 60, 100, 30, 60
SIZE, DETAILS = (2304, 1728), 26.3          # within the e-book's cap, 1.7 MB each
LINES_OF_CODE, ROWS = 14, 9


def excerpts():
    """Stretches of Rust that no line is too long for and no typesetter takes for its own marks."""
    lines = []
    for file in sorted((prose.ROOT / "src/layout").glob("*.rs")):
        lines += [line for line in file.read_text().splitlines() if line.strip() and len(line) < 64 and "```" not in line]
    return ["\n".join(lines[at : at + LINES_OF_CODE]) for at in range(0, len(lines) - LINES_OF_CODE, LINES_OF_CODE)]


def cells(paragraph, number):
    """Rows of a table: two words and two numbers each."""
    words = [word.strip(".,;:!?“”‘’()—") for word in paragraph.split()]
    words = [word for word in words if word] or ["word"]
    pick = lambda at: words[at % len(words)]
    return [(pick(2 * row), pick(2 * row + 1), str(row * 37 + number), str(row * 1009 % 997)) for row in range(ROWS)]


class Both:
    """Writes every block in both languages."""

    def __init__(self):
        self.markdown, self.typst, self.notes = [], [], []

    def paragraph(self, text, note=None):
        if note is None:
            self.add(text, text)
            return
        label = f"n{len(self.notes)}"
        self.notes.append(f"[^{label}]: {note}")
        self.add(f"{text}[^{label}]", f"{text}#footnote[{note}]")

    def photo(self, number):
        cutline = f"What photo {number} shows, in a sentence that has some length to it."
        alt = f"Water, photo {number}."
        self.add(
            f'![{cutline}](photos/{number}.jpg){{alt="{alt}"}}',
            f'#figure(image("mixed/photos/{number}.jpg", alt: "{alt}"), caption: [{cutline}], placement: auto)',
        )

    def table(self, rows):
        head = ("One", "Two", "Count", "Sum")
        bars = lambda row: "| " + " | ".join(row) + " |"
        marks = ", ".join(f"[{cell}]" for row in (head, *rows) for cell in row)
        self.add(
            "\n".join([bars(head), "|:--|:--|--:|--:|", *map(bars, rows)]),
            f"#table(columns: 4, align: (left, left, right, right), {marks})",
        )

    def code(self, text):
        block = f"```rust\n{text}\n```"
        self.add(block, block)

    def add(self, markdown, typst):
        self.markdown.append(markdown)
        self.typst.append(typst)


def write(words, folder):
    made = prose.chapters(words, prose.WORDS_A_CHAPTER)
    count = sum(map(len, made))
    every = lambda total: {at * count // total for at in range(1, total)} | {count - 1}
    photos, notes, tables, codes = map(every, (PHOTOS, NOTES, TABLES, CODES))
    code = itertools.cycle(excerpts())
    manuscript = folder / "mixed"
    (manuscript / "photos").mkdir(parents=True, exist_ok=True)
    (manuscript / "cutline.toml").write_text(prose.PROJECT)
    book = [prose.TYPST, '#show raw: set text(font: "Source Code Pro", size: 8.5pt)\n']
    at = number = 0
    for chapter_number, chapter in enumerate(made, 1):
        both = Both()
        for paragraph in chapter:
            note = " ".join(paragraph.split()[:18]).rstrip(".,;—") + "." if at in notes else None
            both.paragraph(paragraph, note)
            if at in photos:
                both.photo(number)
                number += 1
            if at in tables:
                both.table(cells(paragraph, at))
            if at in codes:
                both.code(next(code))
            at += 1
        text = "\n\n".join(both.markdown + both.notes)
        (manuscript / f"{chapter_number:04}.md").write_text(f"# Chapter {chapter_number}\n\n{text}\n")
        book.append(f"= Chapter {chapter_number}\n\n" + "\n\n".join(both.typst) + "\n")
    (folder / "mixed.typ").write_text("\n".join(book))
    camera = Camera(SIZE, DETAILS)
    for photo in range(number):
        (manuscript / f"photos/{photo}.jpg").write_bytes(camera.photo(photo))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
