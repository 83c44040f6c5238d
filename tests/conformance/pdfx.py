"""PDF/X-4 (ISO 15930-7:2010) rule by rule, on what qpdf reads of a file; no free validator knows it.

`findings(file)` gives what speaks against the claim that the file makes. A rule is a function that is
given the file and yields findings; `MUTATIONS` says for each how a sound file is spoilt so that it must
speak, and `deaf_rules` names those that do not. The last rules are ours: what a printer would send back
although the standard allows it.
"""

import base64
import copy
import json
import re
import struct
import subprocess

XMP_PROPERTY = re.compile(r"<([\w]+:[\w]+)>(.*?)</\1>", re.S)
ITEM = re.compile(r"<rdf:li[^>]*>(.*?)</rdf:li>", re.S)


class Pdf:
    """A file as qpdf reads it: objects by their references, values as in its JSON."""

    def __init__(self, path):
        done = subprocess.run(
            ["qpdf", "--json-output", "--json-stream-data=inline", "--decode-level=generalized", path, "-"],
            capture_output=True,
            check=True,
        )
        header, self.objects = json.loads(done.stdout)["qpdf"]
        self.version = header["pdfversion"]

    def at(self, value):
        """What a value refers to; of a stream its dictionary."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects.get(f"obj:{value}", {})
            value = found["stream"]["dict"] if "stream" in found else found.get("value")
        return value

    def get(self, dictionary, *keys):
        for key in keys:
            dictionary = self.at(self.at(dictionary).get(key)) if self.at(dictionary) else None
        return dictionary

    def data(self, reference):
        return base64.b64decode(self.objects[f"obj:{reference}"]["stream"]["data"])

    def dictionaries(self):
        """Every dictionary of the file, also those inside others."""

        def inside(value):
            if isinstance(value, dict):
                yield value
                value = value.values()
            if not isinstance(value, (str, int, float, type(None))):
                for item in value:
                    yield from inside(item)

        for found in self.objects.values():
            yield from inside(found["stream"]["dict"] if "stream" in found else found.get("value"))

    @property
    def trailer(self):
        return self.objects["trailer"]["value"]

    @property
    def catalogue(self):
        return self.get(self.trailer, "/Root")

    @property
    def pages(self):
        def below(reference, inherited):
            node = {**inherited, **self.at(reference)}
            if node.get("/Type") != "/Pages":
                yield node
                return
            kept = {key: node[key] for key in ("/MediaBox", "/Resources", "/CropBox") if key in node}
            for kid in node["/Kids"]:
                yield from below(kid, kept)

        return list(below(self.catalogue["/Pages"], {}))

    @property
    def xmp(self):
        reference = self.catalogue.get("/Metadata")
        if not reference:
            return {}
        packet = self.data(reference).decode("utf-8")
        return dict(XMP_PROPERTY.findall(packet))

    @property
    def intents(self):
        found = map(self.at, self.get(self.catalogue, "/OutputIntents") or [])
        return [intent for intent in found if intent.get("/S") == "/GTS_PDFX"]

    def streams_of_content(self):
        """The content of every page and form, each with its resources."""
        for page in self.pages:
            contents = page.get("/Contents", [])
            parts = contents if isinstance(contents, list) else [contents]
            data = b"\n".join(self.data(part) for part in parts)
            yield data, self.at(page.get("/Resources")) or {}
        for key, found in self.objects.items():
            dictionary = found.get("stream", {}).get("dict", {})
            if dictionary.get("/Subtype") == "/Form":
                yield self.data(key.removeprefix("obj:")), self.at(dictionary.get("/Resources")) or {}


# A token of page content: a string, a hexadecimal string, a sign, a name, a word.
TOKEN = re.compile(rb"\((?:[^\\()]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/[^\s()<>\[\]{}/%]*|[^\s()<>\[\]{}/%]+", re.S)


def operators(content):
    """Operators with their operands."""
    operands = []
    for token in TOKEN.findall(content):
        if token[:1] in b"(</[]>" or re.fullmatch(rb"[+-]?[\d.]+|true|false|null", token):
            operands.append(token)
        else:
            yield token, operands
            operands = []


def text(value):
    """A string of qpdf's JSON."""
    if isinstance(value, str) and value[:2] == "u:":
        return value[2:]
    return value


def header(pdf):
    if pdf.version not in ("1.3", "1.4", "1.5", "1.6"):
        yield f"the version is {pdf.version}; PDF/X-4 builds on 1.6"


def encryption(pdf):
    if "/Encrypt" in pdf.trailer:
        yield "the file is encrypted"


def identity(pdf):
    if len(pdf.trailer.get("/ID") or []) != 2:
        yield "the trailer has no ID"


def identification(pdf):
    if pdf.xmp.get("pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        yield "the metadata does not say PDF/X-4"


def dates(pdf):
    information = pdf.get(pdf.trailer, "/Info") or {}
    for key, names in (
        ("/CreationDate", ["xmp:CreateDate"]),
        ("/ModDate", ["xmp:ModifyDate", "xmp:MetadataDate"]),
    ):
        digits = re.sub(r"\D", "", text(information.get(key, "")))[:14]
        for name in names:
            if not digits or re.sub(r"\D", "", pdf.xmp.get(name, ""))[:14] != digits:
                yield f"{name} is missing, or not what {key} is"


def title(pdf):
    information = pdf.get(pdf.trailer, "/Info") or {}
    said = ITEM.findall(pdf.xmp.get("dc:title", ""))
    plain = [one.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for one in said]
    if not plain or not plain[0] or text(information.get("/Title")) != plain[0]:
        yield "dc:title is missing, or not what Title is"


def management(pdf):
    for name in ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"):
        if not pdf.xmp.get(name):
            yield f"{name} is missing"


def trapping(pdf):
    information = pdf.get(pdf.trailer, "/Info") or {}
    trapped = information.get("/Trapped")
    if trapped not in ("/True", "/False") or pdf.xmp.get("pdf:Trapped") != trapped[1:]:
        yield "Trapped is neither true nor false, or the metadata says otherwise"


def one_intent(pdf):
    if len(pdf.intents) != 1:
        yield f"there are {len(pdf.intents)} output intents of PDF/X"


def condition(pdf):
    for intent in pdf.intents:
        if not text(intent.get("/OutputConditionIdentifier")):
            yield "the output intent has no condition"
        if "/RegistryName" not in intent and not text(intent.get("/Info")):
            yield "the output intent is in no registry and says nothing of itself"


def output_profile(pdf):
    for intent in pdf.intents:
        reference = intent.get("/DestOutputProfile")
        if not reference:
            yield "the output profile is not embedded"
            continue
        profile = pdf.data(reference)
        size, version = struct.unpack(">I4xB", profile[:9])
        channels = {b"CMYK": 4, b"RGB ": 3, b"GRAY": 1}.get(profile[16:20])
        if profile[12:16] != b"prtr" or profile[36:40] != b"acsp" or size != len(profile) or version > 4:
            yield "the output profile is no whole profile of a printer"
        if pdf.at(reference).get("/N") != channels:
            yield "N of the output profile is wrong"


def boxes(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        media, trim = pdf.at(page.get("/MediaBox")), pdf.at(page.get("/TrimBox"))
        bleed = pdf.at(page.get("/BleedBox")) or media
        if not media or bool(trim) == bool(page.get("/ArtBox")):
            yield f"page {number} has no media box, or not one of trim and art box"
            continue
        for inner, outer, names in ((trim, bleed, "trim, bleed"), (bleed, media, "bleed, media")):
            around = zip(inner or page["/ArtBox"], outer)
            signs = (1, 1, -1, -1)
            if any(sign * (a - b) < 0 for sign, (a, b) in zip(signs, around)):
                yield f"page {number}: boxes do not lie in each other: {names}"
        if "/CropBox" in page:
            yield f"page {number} has a crop box"


def annotations(pdf):
    # The standard allows some outside the bleed; an edition for paper has none.
    for number, page in enumerate(pdf.pages, start=1):
        if page.get("/Annots"):
            yield f"page {number} has annotations"


def actions(pdf):
    for dictionary in pdf.dictionaries():
        if "/AA" in dictionary or dictionary.get("/Type") == "/Action" or "/JS" in dictionary:
            yield "there is an action"
    if "/OpenAction" in pdf.catalogue or "/AcroForm" in pdf.catalogue:
        yield "the file does something when it is opened, or has a form"
    if {"/JavaScript", "/EmbeddedFiles"} & set(pdf.get(pdf.catalogue, "/Names") or {}):
        yield "there are scripts or files inside"


def fonts(pdf):
    for dictionary in pdf.dictionaries():
        if dictionary.get("/Type") != "/Font" or dictionary.get("/Subtype") in ("/Type0", "/Type3"):
            continue
        descriptor = pdf.get(dictionary, "/FontDescriptor") or {}
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            yield f"the font {dictionary.get('/BaseFont')} is not embedded"


def device_colour(pdf):
    """DeviceRGB stands for nothing where the output intent is of four inks."""
    for content, _ in pdf.streams_of_content():
        for operator, operands in operators(content):
            if operator in (b"rg", b"RG") or operator in (b"cs", b"CS") and operands == [b"/DeviceRGB"]:
                yield f"page content uses DeviceRGB: {operator.decode()}"
                break
    for dictionary in pdf.dictionaries():
        for key in ("/ColorSpace", "/CS"):
            space = pdf.at(dictionary.get(key))
            flat = json.dumps(space)
            if '"/DeviceRGB"' in flat or '"/CalRGB"' in flat:
                yield f"{key} uses DeviceRGB"


def own_profile_twice(pdf):
    """The inks of the output intent are DeviceCMYK, and not a profile of the same bytes."""
    meant = {pdf.data(intent["/DestOutputProfile"]) for intent in pdf.intents if "/DestOutputProfile" in intent}
    for dictionary in pdf.dictionaries():
        space = pdf.at(dictionary.get("/ColorSpace"))
        if isinstance(space, list) and space[0] == "/ICCBased" and pdf.data(space[1]) in meant:
            yield "a picture has the profile of the output intent as its own"


def graphics_states(pdf):
    for dictionary in pdf.dictionaries():
        if "/TR" in dictionary or dictionary.get("/TR2", "/Default") != "/Default" or "/HTP" in dictionary:
            yield "a graphics state has a transfer function or an origin of its halftones"
        if dictionary.get("/Type") == "/Halftone" and dictionary.get("/HalftoneType") not in (1, 5):
            yield "a halftone is of a kind that no press can keep"


def external(pdf):
    for found in pdf.objects.values():
        dictionary = found.get("stream", {}).get("dict", {})
        filters = json.dumps(dictionary.get("/Filter"))
        if dictionary.get("/Subtype") == "/PS" or "/Ref" in dictionary or "/OPI" in dictionary:
            yield "there is PostScript, or a picture from elsewhere"
        if "/F" in dictionary or "/LZWDecode" in filters or "/Crypt" in filters or "/Alternates" in dictionary:
            yield "a stream is in another file, of an old coding, or has alternates"


def content_operators(pdf):
    known = set(
        b"b B b* B* BDC BI BMC BT c cm CS cs d d0 d1 Do DP EI EMC ET f F f* G g gs h i ID j J K k l m M MP n"
        b" q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
    )
    for content, _ in pdf.streams_of_content():
        for operator, _ in operators(content):
            if operator not in known:
                yield f"page content says {operator!r}, which no standard knows"
                break


def black_text(pdf):
    """Ours: text is of black ink alone, since four plates never meet on a letter."""
    for content, _ in pdf.streams_of_content():
        fill, stack = b"g", []
        for operator, _ in operators(content):
            if operator == b"q":
                stack.append(fill)
            elif operator == b"Q":
                fill = stack.pop() if stack else b"g"
            elif operator in (b"g", b"rg", b"k", b"scn", b"sc"):
                fill = operator
            elif operator in (b"Tj", b"TJ", b"'", b'"') and fill != b"g":
                yield f"text is set in more than black: {fill.decode()}"
                break


def outline(pdf):
    """Ours: an edition for paper has no outline and no named places."""
    if {"/Outlines", "/Names", "/Dests"} & set(pdf.catalogue):
        yield "there is an outline, or named places"


def set_in(path, value):
    """Spoils the dictionary that `path` leads to from the trailer: its last key gets `value`, or goes."""

    def spoil(pdf):
        *way, key = path
        dictionary = pdf.trailer
        for step in way:
            dictionary = pdf.at(dictionary[step])
        if value is None:
            dictionary.pop(key, None)
        else:
            dictionary[key] = value(dictionary) if callable(value) else value

    return spoil


def packet(old, new):
    def spoil(pdf):
        stream = pdf.objects[f"obj:{pdf.catalogue['/Metadata']}"]["stream"]
        data = base64.b64decode(stream["data"])
        stream["data"] = base64.b64encode(data.replace(old, new)).decode()

    return spoil


def content(addition):
    def spoil(pdf):
        contents = first_page(pdf)["/Contents"]
        reference = contents[0] if isinstance(contents, list) else contents
        stream = pdf.objects[f"obj:{reference}"]["stream"]
        stream["data"] = base64.b64encode(base64.b64decode(stream["data"]) + addition).decode()

    return spoil


def first_page(pdf):
    node = pdf.at(pdf.catalogue["/Pages"])
    while node.get("/Type") == "/Pages":
        node = pdf.at(node["/Kids"][0])
    return node


def on_page(key, value):
    def spoil(pdf):
        first_page(pdf)[key] = value

    return spoil


def unembed(pdf):
    for dictionary in pdf.dictionaries():
        if dictionary.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                dictionary.pop(key, None)


def other_version(pdf):
    pdf.version = "1.7"


def second_profile(pdf):
    space = ["/ICCBased", pdf.intents[0]["/DestOutputProfile"]]
    pdf.objects["obj:99999 0 R"] = {"value": {"/ColorSpace": space}}


def extra(dictionary):
    def spoil(pdf):
        pdf.objects["obj:99999 0 R"] = {"stream": {"dict": dictionary, "data": ""}}

    return spoil


ROOT, INTENT = "/Root", ("/Root", "/OutputIntents")
RULES = {
    header: other_version,
    encryption: set_in(["/Encrypt"], {}),
    identity: set_in(["/ID"], None),
    identification: packet(b"PDF/X-4", b"PDF/X-3"),
    dates: packet(b"xmp:ModifyDate", b"xmp:Modified"),
    title: packet(b"dc:title", b"dc:titel"),
    management: packet(b"xmpMM:VersionID", b"xmpMM:Version"),
    trapping: set_in(["/Info", "/Trapped"], "/Unknown"),
    one_intent: set_in([ROOT, "/OutputIntents"], []),
    condition: lambda pdf: pdf.intents[0].pop("/OutputConditionIdentifier"),
    output_profile: lambda pdf: pdf.intents[0].pop("/DestOutputProfile"),
    boxes: on_page("/TrimBox", [-1, 0, 100, 100]),
    annotations: on_page("/Annots", [{"/Subtype": "/Link"}]),
    actions: set_in([ROOT, "/OpenAction"], {"/S": "/GoTo"}),
    fonts: unembed,
    device_colour: content(b"\n1 0 0 rg 0 0 9 9 re f\n"),
    own_profile_twice: second_profile,
    graphics_states: extra({"/TR": "/Identity"}),
    external: extra({"/Subtype": "/PS"}),
    content_operators: content(b"\nBX\n"),
    black_text: content(b"\n1 1 1 1 k BT (a) Tj ET\n"),
    outline: set_in([ROOT, "/Outlines"], {}),
}


def claims(path):
    """Whether a file says that it follows PDF/X. Its metadata is never compressed."""
    return b"pdfxid:GTS_PDFXVersion>" in path.read_bytes()


def findings(path):
    pdf = Pdf(path)
    for rule in RULES:
        for finding in rule(pdf):
            yield f"{rule.__name__}: {finding}"


def deaf_rules(path):
    """The rules that say nothing of a sound file although it was spoilt for them."""
    sound = Pdf(path)
    for rule, spoil in RULES.items():
        spoilt = copy.deepcopy(sound)
        spoil(spoilt)
        if not list(rule(spoilt)):
            yield rule.__name__
