//! The words that an edition has, read from its bytes.

use roxmltree::{Document, Node};

use super::flows::{Beginning, Flow, Flows};
use crate::{epub, pdf};

/// What stands around a text.
#[derive(Clone)]
struct Around {
    flow: Flow,
    /// Whether photos float here.
    floats: bool,
    /// Whether the edition adds this text by itself.
    is_added: bool,
    in_code: bool,
    /// Whether this is an element of a PDF that has blocks in it, not words.
    holds_blocks: bool,
    is_block: bool,
    /// Whether what follows belongs to another block, and not only to another word.
    is_node: bool,
    /// Whether this is a note's label, which names the flow around it.
    is_note_label: bool,
    /// Whether this is a label: words of the manuscript stand in a span of it.
    is_label: bool,
    /// Whether this is a table, whose caption is text.
    is_table: bool,
}

impl Around {
    fn root() -> Around {
        Around {
            flow: Flow::Running,
            floats: true,
            is_added: false,
            in_code: false,
            holds_blocks: true,
            is_block: true,
            is_node: true,
            is_note_label: false,
            is_label: false,
            is_table: false,
        }
    }

    /// The same for the words under a photo. In a note they are part of it.
    fn caption(&mut self) {
        self.is_added = false;
        if self.flow == Flow::Running {
            self.flow = match self.floats {
                true => Flow::Cutlines,
                false => Flow::CutlinesInside,
            };
        }
    }
}

/// Reads a PDF through its structure tree.
pub fn pdf(bytes: &[u8]) -> Result<Flows, String> {
    let mut flows = Flows::default();
    let mut around = vec![Around::root()];
    // A note's own label tells its number, and stands first in it.
    let read = pdf::read_back(bytes)?;
    // Of a note that goes on overleaf, the text comes before what is left of this page.
    let mut pages_begun = 0;
    for step in read.steps {
        let Some(inner) = around.last().cloned() else {
            break;
        };
        match step {
            pdf::Step::Begin(kind) => {
                let next = of_structure_type(&kind, &inner);
                part(&next, &mut flows);
                around.push(next);
            }
            pdf::Step::Text { text, .. } if inner.is_note_label => {
                if let Some(note) = around.iter_mut().rev().nth(1) {
                    note.flow = Flow::Note(text.trim().to_owned());
                }
            }
            pdf::Step::Text { text, page_index } => {
                let is_running = inner.flow == Flow::Running && !inner.is_added;
                if is_running && page_index >= pages_begun && !text.trim().is_empty() {
                    pages_begun = page_index + 1;
                    flows.pages.push(Beginning {
                        label: read
                            .page_labels
                            .get(page_index)
                            .cloned()
                            .unwrap_or_default(),
                        letters: flows.letters(),
                    });
                }
                add(&inner, &text, &mut flows);
            }
            pdf::Step::End => {
                part(&inner, &mut flows);
                around.pop();
            }
        }
    }
    flows.labels = read.page_labels;
    Ok(flows)
}

/// Which text belongs to whom by its structure type (ISO 32000-1, 14.8.4).
fn of_structure_type(kind: &str, around: &Around) -> Around {
    let mut inner = Around {
        is_block: !matches!(kind, "Span" | "Link" | "Reference" | "Figure" | "Formula"),
        holds_blocks: matches!(
            kind,
            "Document" | "Part" | "Sect" | "Div" | "BlockQuote" | "LBody" | "Note"
        ),
        is_node: true,
        is_note_label: kind == "Lbl" && around.flow == Flow::Note(String::new()),
        is_label: kind == "Lbl",
        is_table: kind == "Table",
        ..around.clone()
    };
    match kind {
        // The only section is the front matter: title page and contents.
        "Sect" | "TOC" | "Lbl" | "Reference" | "Figure" => inner.is_added = true,
        // The term of a definition.
        "Span" if around.is_label => (inner.is_added, inner.is_block) = (false, true),
        // That of a table stands in the text, where its author wrote it.
        "Caption" if around.is_table => {}
        "Caption" => inner.caption(),
        "Note" => inner.flow = Flow::Note(String::new()),
        "Code" if around.holds_blocks => inner.in_code = true,
        // Code among words.
        "Code" => inner.is_block = false,
        "BlockQuote" | "L" | "Table" => inner.floats = false,
        _ => {}
    }
    inner
}

/// Reads an EPUB's content documents in the order of its spine.
pub fn epub(bytes: &[u8]) -> Result<Flows, String> {
    let mut flows = Flows::default();
    for text in epub::read_back(bytes)? {
        let document = Document::parse_with_options(&text, epub::parsing());
        let document = document.map_err(|error| error.to_string())?;
        read_document(document.root(), &mut flows);
    }
    Ok(flows)
}

/// A walk with a stack of its own: documents are as deep as the manuscript's nesting.
fn read_document(root: Node<'_, '_>, flows: &mut Flows) {
    enum Task<'a, 'i> {
        Node(Node<'a, 'i>, Around),
        End(Around),
    }
    let mut tasks = vec![Task::Node(root, Around::root())];
    while let Some(task) = tasks.pop() {
        match task {
            Task::End(around) => part(&around, flows),
            Task::Node(node, around) if node.is_text() => {
                add(&around, node.text().unwrap_or_default(), flows);
            }
            Task::Node(node, around) => {
                let inner = of_element(node, &around);
                if node.tag_name().name() == "math" {
                    // Its signs are set from the TeX that the manuscript has.
                    add(
                        &around,
                        node.attribute("alttext").unwrap_or_default(),
                        flows,
                    );
                }
                if node.attribute("role") == Some("doc-pagebreak") {
                    let label = node.attribute("aria-label").unwrap_or_default().to_owned();
                    let letters = flows.letters();
                    flows.pages.push(Beginning { label, letters });
                }
                part(&inner, flows);
                tasks.push(Task::End(inner.clone()));
                let kids = node.children().rev();
                tasks.extend(kids.map(|kid| Task::Node(kid, inner.clone())));
            }
        }
    }
}

/// Elements inside a block that part words.
const PARTING: [&str; 3] = ["br", "ruby", "rt"];

/// Elements inside a word.
const PHRASES: [&str; 25] = [
    "a", "em", "strong", "s", "sup", "sub", "code", "span", "img", "svg", "small", "mark", "kbd",
    "abbr", "cite", "math", "q", "ins", "del", "u", "i", "b", "dfn", "var", "samp",
];

/// Which text belongs to whom by its element.
fn of_element(node: Node<'_, '_>, around: &Around) -> Around {
    let name = node.tag_name().name();
    let class = node.attribute("class").unwrap_or_default();
    let role = node.attribute("role").unwrap_or_default();
    let parts = class == "credit" || class == "cutline";
    let mut inner = Around {
        is_block: parts || !PHRASES.contains(&name),
        is_node: !parts && !PHRASES.contains(&name) && !PARTING.contains(&name),
        ..around.clone()
    };
    match (name, class, role) {
        ("head" | "nav" | "svg" | "math", _, _)
        | (
            _,
            "task" | "note-number" | "title-page" | "cover" | "back-list" | "index"
            | "page-reference",
            _,
        )
        | (_, _, "doc-noteref" | "doc-pagebreak" | "doc-cover") => inner.is_added = true,
        ("figcaption", _, _) => inner.caption(),
        ("pre", _, _) => inner.in_code = true,
        ("blockquote" | "ul" | "ol" | "dl" | "table", _, _) => inner.floats = false,
        (_, _, "doc-footnote") => {
            let number = node
                .descendants()
                .find(|node| node.attribute("role") == Some("doc-backlink"))
                .and_then(|link| link.text());
            inner.flow = Flow::Note(number.unwrap_or_default().to_owned());
        }
        _ => {}
    }
    inner
}

fn add(around: &Around, text: &str, flows: &mut Flows) {
    match (around.is_added, around.in_code) {
        (true, _) => {}
        (false, true) => flows.push_code(&around.flow, text),
        (false, false) => flows.push(&around.flow, text),
    }
}

/// Words never go on from one block into the next.
fn part(around: &Around, flows: &mut Flows) {
    if around.is_block && !around.is_added {
        match around.is_node {
            true => flows.part(&around.flow),
            false => flows.push(&around.flow, "\n"),
        }
    }
}
