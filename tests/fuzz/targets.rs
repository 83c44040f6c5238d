//! What is done with bytes that nobody vouches for: for `cargo fuzz` and for `tests/fuzzing.rs`, which does
//! the same on the stable toolchain. Nothing may panic; and where both editions come out, both must say
//! what the manuscript says. (Where pages begin, `tests/properties.rs` proves.)

use std::cell::OnceCell;
use std::fs;
use std::path::Path;

use cutline::diagnostic::Code;
use cutline::document::Edition;
use cutline::inputs::Inputs;
use cutline::layout::{self, Spec};
use cutline::manuscript::{self, Manuscript};
use cutline::photo::derivative::{Darkroom, Settings};
use cutline::photo::{self, Assignment};
use cutline::{cover, epub, markdown, parity, pdf};
use tempfile::TempDir;

/// A target: its name and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 10] = [
    ("reader", reader),
    ("placeholders", placeholders),
    ("ledger", ledger),
    ("project", project),
    ("folder", folder),
    ("photo", photo_file),
    ("html", html),
    ("svg", svg),
    ("layout", layout),
    ("editions", editions),
];

/// Bytes as a Markdown file: read, and no further.
pub fn reader(bytes: &[u8]) {
    with_files(&[("a.md", bytes)], |root| {
        if let Ok(manuscript) = manuscript::open(&root.join("a.md")) {
            let _ = markdown::read(&manuscript);
        }
    });
}

/// Each line as the end of a paragraph that may be a photo's.
pub fn placeholders(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut manuscript = String::new();
    for (number, line) in text.lines().take(100).enumerate() {
        manuscript.push_str(match number % 4 {
            0 => "The boats came in. (photo: ",
            1 => "![A boat](photo:",
            2 => "![A boat](boats.jpg){",
            _ => "",
        });
        manuscript.push_str(line);
        manuscript.push_str(match number % 4 {
            0 | 1 => ")\n\n",
            2 => "}\n\n",
            _ => "\n\n",
        });
    }
    with_files(&[("a.md", manuscript.as_bytes())], |root| {
        make(&root.join("a.md"), false)
    });
}

/// Bytes as `photos.toml`, and records added to it.
pub fn ledger(bytes: &[u8]) {
    let text = b"# A\n\n![](photo:boats)\n\n![](photo:quay)\n";
    with_files(&[("a.md", text), ("photos.toml", bytes)], |root| {
        make(&root.join("a.md"), false);
    });
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = photo::update(text, &[]);
    }
}

/// Bytes as `cutline.toml`, and as the metadata block of a chapter.
pub fn project(bytes: &[u8]) {
    let block = [b"---\n", bytes, b"\n---\n\n# One\n\nText.\n"].concat();
    let files: [(&str, &[u8]); 3] = [
        ("cutline.toml", bytes),
        ("one.md", &block),
        ("two.md", b"# Two\n"),
    ];
    with_files(&files, |root| make(root, false));
}

/// Bytes as what tells other programs what a book is.
pub fn folder(bytes: &[u8]) {
    let names = [
        "SUMMARY.md",
        "src/SUMMARY.md",
        "Book.txt",
        "_sidebar.md",
        "metadata.yaml",
        "book.toml",
    ];
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let name = names[usize::from(*first) % names.len()];
    let included: &[u8] = b"# One\n\n{{#include one.md}}\n{{#include two.md:2}}\n";
    let files = [
        (name, rest),
        ("one.md", included),
        ("two.md", b"# Two\n"),
        ("src/one.md", included),
        ("book.toml", b"[book]\ntitle = \"x\"\n"),
    ];
    // The later of two files of one name would win.
    let files: Vec<_> = match name {
        "src/SUMMARY.md" => files.to_vec(),
        _ => files[..4].to_vec(),
    };
    with_files(&files, |root| make(root, false));
}

/// Bytes as a photo, with all that its file may say.
pub fn photo_file(bytes: &[u8]) {
    let text = b"# A\n\n![](p.jpg){aspect=\"3:2\"}\n\n![](p.jpg)\n";
    with_files(&[("a.md", text), ("p.jpg", bytes)], |root| {
        make(&root.join("a.md"), true)
    });
}

/// Bytes inside HTML.
pub fn html(bytes: &[u8]) {
    let block = [
        b"<div>\n",
        bytes,
        b"\n</div>\n\na <span>",
        bytes,
        b"</span> b\n",
    ]
    .concat();
    with_files(&[("a.md", &block)], |root| make(&root.join("a.md"), false));
}

/// Bytes as a drawing.
pub fn svg(bytes: &[u8]) {
    let bytes = match bytes.starts_with(b"<") {
        true => bytes.to_vec(),
        false => [
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>",
            bytes,
            b"</svg>",
        ]
        .concat(),
    };
    let text = b"# A\n\n![](p.svg)\n";
    with_files(&[("a.md", text), ("p.svg", &bytes)], |root| {
        make(&root.join("a.md"), true)
    });
}

/// Bytes as decisions: a manuscript in which everything that can be set stands inside anything else,
/// on a page of any size.
pub fn layout(bytes: &[u8]) {
    let text = structured(bytes);
    with_files(&[("a.md", text.as_bytes())], |root| {
        make(&root.join("a.md"), true)
    });
}

/// Bytes as an article, through both editions.
pub fn editions(bytes: &[u8]) {
    with_files(&[("a.md", bytes)], |root| make(&root.join("a.md"), true));
}

/// A manuscript out of pieces that bytes choose.
fn structured(bytes: &[u8]) -> String {
    const PIECES: [&str; 36] = [
        "harbour ",
        "**quay** ",
        "*mole* ",
        "`code` ",
        "[link](#a) ",
        "word[^1] ",
        "x^2^ ",
        "$x^2$ ",
        "\n\n",
        "\n\n# Head {#a}\n\n",
        "\n\n## Sub\n\n",
        "\n\n- ",
        "\n\n1. ",
        "\n\n> ",
        "\n\n| a | b |\n|---|---|\n| c | d |\n\n",
        "\n\n```\ncode\n```\n\n",
        "\n\n![A boat](photo:boat){alt=\"x\"}\n\n",
        "\n\n![](photo:tall){aspect=\"1:4\"}\n\n",
        "\n\nTerm\n: Definition\n\n",
        "\n\n| verse\n| verse\n\n",
        "\n\n> [!NOTE]\n> aside\n\n",
        "\n\n---\n\n",
        "\n\n[^1]: A note, and more of it.\n\n",
        "Straßenbahnhaltestelle ",
        "Ωμέγα ",
        "日本 ",
        "—",
        "a\u{ad}b ",
        "<div align=\"right\">\n\n",
        "\n\n</div>\n\n",
        "\\\n",
        "    ",
        "\n\n![Sea](photo:sea){placement=full-bleed}\n\n",
        "\n\n![Pilot](photo:pilot){placement=margin aspect=2:3}\n\n",
        "\n\n![Deck](photo:deck){placement=row}\n\n",
        "\n\nTable: Fees {#t}\n\n",
    ];
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let pages = ["a4", "a5", "pocket", "6x9", "50x80mm", "300x60mm"];
    let page = pages[usize::from(*first) % pages.len()];
    let mut text = format!(
        "---\npage:\n  size: {page}\nragged: {}\n---\n\n",
        first & 128 == 0
    );
    for byte in rest.iter().take(600) {
        let piece = PIECES[usize::from(*byte) % PIECES.len()];
        for _ in 0..=byte / 64 {
            text.push_str(piece);
        }
    }
    text
}

/// Makes both editions of what can be opened, and reads them back.
fn make(input: &Path, with_editions: bool) {
    let Ok(manuscript) = manuscript::open(input) else {
        return;
    };
    let (document, found) = markdown::read(&manuscript);
    let darkroom = Darkroom::new(Settings::default(), None);
    let resolved = photo::resolve_with_inputs(document, &assignment(&manuscript, &darkroom));
    named(&manuscript.inputs);
    named(&resolved.inputs);
    let (book, looked_up) = (resolved.book, resolved.findings);
    let is_error = |it: &cutline::diagnostic::Diagnostic| {
        it.severity() == cutline::diagnostic::Severity::Error
    };
    if !with_editions
        || found
            .iter()
            .chain(&looked_up)
            .chain(&manuscript.diagnostics)
            .any(is_error)
    {
        return;
    }
    let makeup = &book.document().metadata.makeup;
    let layout = layout::paginate(&book, &Spec::of(&makeup.page));
    let mut printed = Vec::new();
    let options = pdf::Options {
        modified: None,
        darkroom: darkroom.clone(),
        ..pdf::Options::default()
    };
    pdf::write(layout.pages.clone(), &options, &mut printed).expect("a PDF");
    let mut e_book = std::io::Cursor::new(Vec::new());
    let options = epub::Options {
        modified: None,
        style: manuscript.style.clone(),
        fonts: None,
        // One whose photo cannot be decoded is drawn by who reads the e-book.
        cover: cover::picture(&book, &darkroom).unwrap_or_default(),
        darkroom,
    };
    epub::write(&book, Some(&layout.page_map), &options, &mut e_book).expect("an EPUB");
    let e_book = e_book.into_inner();
    parity::of_epub(&book, &e_book).expect("parity of the EPUB");
    // A box that stands for a letter that no face has says none; that is reported.
    if layout
        .diagnostics
        .iter()
        .any(|it| it.code == Code::MissingGlyph)
    {
        return;
    }
    parity::of_pdf(&book, &printed).expect("parity of the PDF");
}

fn assignment<'a>(manuscript: &'a Manuscript, darkroom: &'a Darkroom) -> Assignment<'a> {
    Assignment {
        ledger: manuscript.ledger,
        metadata: true,
        darkroom: Some(darkroom),
        editions: &[Edition::Epub, Edition::Pdf],
        ..Assignment::of(&manuscript.root, &manuscript.sources)
    }
}

/// Nothing outside the folder is an input.
fn named(inputs: &Inputs) {
    for path in inputs.files() {
        assert!(path.starts_with(ROOT.with(root)), "{}", path.display());
    }
}

thread_local! {
    static ROOT: OnceCell<TempDir> = const { OnceCell::new() };
}

fn root(cell: &OnceCell<TempDir>) -> std::path::PathBuf {
    // Files of the last round are written over, and no others are read.
    let folder = cell.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        match memory.is_dir() {
            true => tempfile::tempdir_in(memory).expect("a folder"),
            false => tempfile::tempdir().expect("a folder"),
        }
    });
    folder.path().to_owned()
}

/// Does something in a folder with these files and no others.
fn with_files(files: &[(&str, &[u8])], work: impl FnOnce(&Path)) {
    let root = ROOT.with(root);
    for entry in fs::read_dir(&root).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
    }
    for (name, bytes) in files {
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder");
        }
        fs::write(path, bytes).expect("a file");
    }
    work(&root);
}
