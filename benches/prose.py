#!/usr/bin/env python3
"""English prose for the benchmarks: Jane Austen's novels (public domain), as Debian's package
r-cran-janeaustenr carries them. The package comes through apt-get into .tools/ at the first call.

Usage: benches/prose.py WORDS FOLDER    writes prose.typ and, in the folder prose, a manuscript
"""

import itertools
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "r-cran-janeaustenr"
FOLDER = ROOT / ".tools" / PACKAGE
DATA = FOLDER / "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"
WORDS_A_CHAPTER = 4_000


def chapters(words, words_a_chapter):
    """At least so many words as chapters, each a list of paragraphs. The novels begin again where
    they end, since all of them have 724,000 words."""
    made, chapter, counted, total = [], [], 0, 0
    for paragraph in itertools.cycle(paragraphs()):
        chapter.append(paragraph)
        counted += len(paragraph.split())
        if total + counted >= words or counted >= words_a_chapter:
            made.append(chapter)
            total, chapter, counted = total + counted, [], 0
        if total >= words:
            return made


def paragraphs():
    """The paragraphs of all novels, with the signs of print that their transcribers did without."""
    text = "\n".join("\n".join(lines) + "\n" for lines in novels())
    for paragraph in re.split(r"\n\s*\n", text):
        line = " ".join(paragraph.split())
        heading = re.match(r"(CHAPTER|VOLUME|Chapter|Volume)\b", line) or line.isupper()
        line = typographic(line)
        if len(line) > 2 and not heading and line.lower() not in ("the end", "finis", "finis."):
            yield line


def typographic(line):
    line = line.replace("_", "").replace("--", "—")
    line = re.sub(r'(^|[\s(—])"', r"\1“", line).replace('"', "”")
    line = re.sub(r"(^|[\s(—“])'", r"\1‘", line).replace("'", "’")
    # What either typesetter would read as markup.
    return re.sub(r"[*\\`#<>\[\]$@~=^|{}&+]", "", line).lstrip("-0123456789. /")


def novels():
    """The lines of each novel, out of R's database: a length and a deflated, serialized vector of
    strings each ("R Internals", 1.8)."""
    install()
    stored, at, found = DATA.read_bytes(), 0, []
    while at + 4 < len(stored):
        inflate = zlib.decompressobj()
        data = inflate.decompress(stored[at + 4 :])
        at = len(stored) - len(inflate.unused_data)
        lines = strings(data)
        if lines:
            found.append(lines)
    return found


def strings(data):
    """The strings of a serialized vector of them; nothing of other data."""
    integer = lambda at: struct.unpack_from(">i", data, at)[0]
    at = 14
    if integer(2) == 3:
        at += 4 + integer(at)
    if data[at + 3] != 16:
        return []
    count, at, lines = integer(at + 4), at + 8, []
    for _ in range(count):
        length = integer(at + 4)
        lines.append(data[at + 8 : at + 8 + max(length, 0)].decode())
        at += 8 + max(length, 0)
    return lines


def install():
    if DATA.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(["apt-get", "download", PACKAGE], cwd=FOLDER, capture_output=True)
    archives = list(FOLDER.glob("*.deb"))
    if fetched.returncode != 0 or not archives:
        sys.exit(f"{PACKAGE} cannot be had from Debian's packages:\n{fetched.stderr.decode()}")
    subprocess.run(["dpkg-deb", "-x", archives[0], FOLDER], check=True)


def write(words, folder, words_a_chapter=WORDS_A_CHAPTER):
    """The same text for all typesetters, on A5 with a measure of 108 mm, 10.5/14 pt."""
    made = chapters(words, words_a_chapter)
    manuscript = folder / "prose"
    manuscript.mkdir(parents=True, exist_ok=True)
    (manuscript / "cutline.toml").write_text(PROJECT)
    typst, latex = [TYPST], [LATEX]
    for number, chapter in enumerate(made, 1):
        text = "\n\n".join(chapter)
        (manuscript / f"{number:04}.md").write_text(f"# Chapter {number}\n\n{text}\n")
        typst.append(f"= Chapter {number}\n\n{text}\n")
        latex.append(f"\\chapter{{Chapter {number}}}\n\n{text.replace('%', chr(92) + '%')}\n")
    (folder / "prose.tex").write_text("\n".join([*latex, "\\end{document}\n"]))
    (folder / "prose.typ").write_text("\n".join(typst))


PROJECT = """\
title = "Prose"
language = "en-GB"

[page]
size = "a5"
inner = "20mm"
outer = "20mm"
gutter = "0mm"
"""

# 33 lines of 14 pt to a page, as cutline's; lines are as far apart as their leading says.
TYPST = """\
#set document(title: "Prose")
#set page(width: 148mm, height: 210mm, margin: (x: 20mm, top: 19mm, bottom: 28mm))
#set page(footer: context align(center, text(8.5pt, counter(page).display())))
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", region: "GB", number-type: "old-style")
#set text(top-edge: 10.5pt, bottom-edge: 0pt)
#set par(justify: true, leading: 3.5pt, spacing: 3.5pt, first-line-indent: 1em)
#show heading: it => pagebreak(weak: true) + block(it, height: 84pt)
"""

# The same with what LaTeX has of microtypography; two lines' grid and pages as deep as the others'.
LATEX = r"""
\documentclass[twoside,openany]{book}
\usepackage[paperwidth=148mm,paperheight=210mm,textwidth=108mm,textheight=462pt,inner=20mm,top=19mm]{geometry}
\usepackage{fontspec}
\setmainfont{LibertinusSerif}[Path=FONTS/,Extension=.otf,UprightFont=*-Regular,ItalicFont=*-Italic,
  BoldFont=*-Bold,BoldItalicFont=*-BoldItalic,Numbers=OldStyle]
\usepackage[british]{babel}
\usepackage{microtype}
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{10.5bp}{14bp}}
\makeatother
\normalsize
\setlength\parindent{1em}
\setlength\parskip{0pt}
\clubpenalty=10000 \widowpenalty=10000
\begin{document}
""".replace("FONTS", str(ROOT / "fonts"))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
