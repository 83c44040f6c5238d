"""Negative controls: small editions with known faults, which every checker must find in every run.

Each is whole enough to be read to its end, so that what is reported is the fault and not a file that
could not be opened.
"""

import re
import zipfile
from pathlib import Path

# What the report of each checker on its control must say.
EXPECTED = {
    "epubcheck": "RSC-007",  # a picture that is not in the container
    "ace": "image-alt",
    "qpdf": "endstream",  # a stream with a wrong length
    "pdffonts": "Helvetica: not embedded",
    "ghostscript": "exit code",  # a picture that is no JPEG
    "mutool": "error",
    "poppler": "Error",
    "pdfjs": "image",
    "hayro": "ImageDecodeFailure",
    "drawn-alike": "differ",
    "pdfx4": "device_colour",
    "plates": "ink on the plate Magenta",
    "verapdf-ua1": "7.1-11",  # no structure tree
    "verapdf-2a": "6.2.11.4.1-1",  # a font that is not embedded
}

# What is done to one of our editions, and what the checker must say of it.
MUTATIONS = {
    "ace": {
        "a removed alternative text": "image-alt",
        "an unlisted page break": "epub-pagelist-missing-pagebreak",
    },
}

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:00000000-0000-4000-8000-000000000000</dc:identifier>
    <dc:title>Broken</dc:title>
    <dc:language>en</dc:language>
    <meta property="dcterms:modified">2000-01-01T00:00:00Z</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  </manifest>
  <spine><itemref idref="nav"/></spine>
</package>
"""

NAV = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
  <head><title>Broken</title></head>
  <body>
    <nav epub:type="toc"><ol><li><a href="nav.xhtml">Broken</a></li></ol></nav>
    <p><img src="missing.png"/></p>
  </body>
</html>
"""


def without_alt(name, text):
    """Takes the first alternative text out."""
    return re.sub(r'(<img\b[^>]*?) alt="[^"]+"', r"\1", text, count=1) if name.endswith(".xhtml") else text


def without_page(name, text):
    """Takes the first entry out of the page list."""
    before, found, pages = text.partition('epub:type="page-list"')
    if not found:
        return text
    return before + found + re.sub(r"<li>\s*<a [^>]*>[^<]*</a>\s*</li>", "", pages, count=1)


CHANGES = {
    "a removed alternative text": without_alt,
    "an unlisted page break": without_page,
}


def mutants(editions, work):
    """Copies of editions, each with one thing gone that it had: {file: what}."""
    made = {}
    for what, change in CHANGES.items():
        for edition in editions:
            target = Path(work) / f"{change.__name__}.epub"
            if mutate(edition, target, change):
                made[target] = what
                break
    return made


def mutate(edition, target, change):
    """Writes `edition` with the first change that can be made, and says whether there was one."""
    changed = False
    with zipfile.ZipFile(edition) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if not changed and entry.filename.endswith(".xhtml"):
                text = content.decode()
                content = change(entry.filename, text).encode()
                changed = content != text.encode()
            copy.writestr(entry, content)
    return changed


def write_epub(path):
    """An EPUB that shows a picture which is not there, and gives no alternative text for it."""
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("mimetype", "application/epub+zip")
        container.writestr("META-INF/container.xml", CONTAINER)
        container.writestr("book.opf", PACKAGE)
        container.writestr("nav.xhtml", NAV)


def write_pdf(path):
    """A PDF with a font that is not embedded, no tags, and a stream longer than it says."""
    text = b"BT /F1 24 Tf 72 700 Td (Broken) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text) - 9, text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    path.write_bytes(whole(objects))


def write_press_pdf(path):
    """A PDF that says that it follows PDF/X-4, and paints in DeviceRGB."""
    page = b"1 0 0 rg 0 0 99 99 re f"
    claim = b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/TrimBox[9 9 586 833]/BleedBox[0 0 595 842]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(claim), claim),
    ]
    path.write_bytes(whole(objects))


def write_torn_pdf(path):
    """A PDF whose page shows a picture that says it is a JPEG and is none, and one that is not there."""
    page = b"q 500 0 0 700 40 60 cm /Im Do Q /None Do"
    picture = b"\xff\xd8\xff\xe0 no picture at all"
    image = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</Im 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<<%s/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (image, len(picture), picture),
    ]
    path.write_bytes(whole(objects))


def write_control(path, checker):
    """The edition whose fault a checker must find."""
    if path.suffix == ".epub":
        write_epub(path)
    elif checker in ("pdfx4", "plates"):
        write_press_pdf(path)
    elif checker in ("ghostscript", "mutool", "poppler", "pdfjs", "hayro", "drawn-alike"):
        write_torn_pdf(path)
    else:
        write_pdf(path)


def whole(objects):
    """A PDF of objects that are numbered from 1."""
    # The second line tells readers that the file is binary, as the standard advises.
    pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(pdf))
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
    return pdf
