//! Reads the text of a finished PDF back through its structure tree, in logical order (ISO 32000-1,
//! 14.7 and 14.8.2.3): what a reader aloud would say. Only for files that [`write`](super::write())
//! made: one content stream a page, codes of one byte or two, a ToUnicode table a font.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A step of the way through the structure tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// An element of this structure type begins.
    Begin(String),
    /// The innermost element ends.
    End,
    /// Text of the innermost element.
    Text {
        /// The text.
        text: String,
        /// The page that it stands on, from 0.
        page_index: usize,
    },
}

/// What a PDF says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// The way through its structure tree.
    pub steps: Vec<Step>,
    /// What its pages are called, in order.
    pub page_labels: Vec<String>,
}

/// Reads a PDF.
///
/// # Errors
///
/// In words, where the bytes are no PDF with a structure tree and page labels.
pub fn read_back(bytes: &[u8]) -> Result<ReadBack, String> {
    let document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    Ok(ReadBack {
        steps: steps(&document)?,
        page_labels: page_labels(&document)?,
    })
}

/// Walks through the structure tree.
fn steps(document: &Document) -> Result<Vec<Step>, String> {
    let marked = marked_text(document)?;
    let step = |(text, page_index): &(String, usize)| Step::Text {
        text: text.clone(),
        page_index: *page_index,
    };
    let root = document
        .catalog()
        .and_then(|catalogue| catalogue.get(b"StructTreeRoot"))
        .and_then(Object::as_reference)
        .and_then(|root| document.get_dictionary(root))
        .map_err(|error| error.to_string())?;
    let kids = root.get(b"K").map_err(|error| error.to_string())?;

    enum Task<'a> {
        Kid(&'a Object, Option<ObjectId>),
        End,
    }
    let mut steps = Vec::new();
    // A stack of its own: the tree is as deep as the manuscript's nesting.
    let mut tasks = vec![Task::Kid(kids, None)];
    while let Some(task) = tasks.pop() {
        let (kid, page) = match task {
            Task::End => {
                steps.push(Step::End);
                continue;
            }
            Task::Kid(kid, page) => (kid, page),
        };
        match kid {
            Object::Array(kids) => tasks.extend(kids.iter().rev().map(|kid| Task::Kid(kid, page))),
            Object::Integer(mark) => {
                let text = page.and_then(|page| marked.get(&(page, *mark)));
                steps.extend(text.map(step));
            }
            Object::Dictionary(reference) if reference.has_type(b"MCR") => {
                let text = page_of(reference)
                    .zip(reference.get(b"MCID").and_then(Object::as_i64).ok())
                    .and_then(|place| marked.get(&place));
                steps.extend(text.map(step));
            }
            Object::Reference(id) => {
                let element = document
                    .get_dictionary(*id)
                    .map_err(|error| error.to_string())?;
                let kind = element.get(b"S").and_then(Object::as_name);
                let kind = kind.map_err(|error| error.to_string())?;
                steps.push(Step::Begin(String::from_utf8_lossy(kind).into_owned()));
                tasks.push(Task::End);
                if let Ok(kids) = element.get(b"K") {
                    tasks.push(Task::Kid(kids, page_of(element)));
                }
            }
            _ => {}
        }
    }
    Ok(steps)
}

fn page_of(dictionary: &Dictionary) -> Option<ObjectId> {
    dictionary.get(b"Pg").and_then(Object::as_reference).ok()
}

/// What the pages are called, in order (ISO 32000-1, 12.4.2).
fn page_labels(document: &Document) -> Result<Vec<String>, String> {
    let numbers = document
        .catalog()
        .and_then(|catalogue| catalogue.get_deref(b"PageLabels", document))
        .and_then(Object::as_dict)
        .and_then(|labels| labels.get_deref(b"Nums", document))
        .and_then(Object::as_array)
        .map_err(|error| error.to_string())?;
    let mut labels = Vec::new();
    let pages = document.get_pages().len();
    let mut runs = numbers.chunks_exact(2).peekable();
    while let Some([_, run]) = runs.next() {
        let (_, run) = document.dereference(run).map_err(|e| e.to_string())?;
        let run = run.as_dict().map_err(|error| error.to_string())?;
        let next = runs.peek().and_then(|next| next.first()?.as_i64().ok());
        let end = next.and_then(|next| usize::try_from(next).ok());
        let first = run.get(b"St").and_then(Object::as_i64).unwrap_or(1);
        let words = run.get(b"P").and_then(Object::as_str).unwrap_or_default();
        let words = match words.strip_prefix(&[0xFE, 0xFF]) {
            Some(_) => utf_16(words),
            None => String::from_utf8_lossy(words).into_owned(),
        };
        for number in (first..).take(end.unwrap_or(pages).saturating_sub(labels.len())) {
            let counted = match run.get(b"S").and_then(Object::as_name) {
                Ok(b"D") => number.to_string(),
                Ok(b"r") => roman(number).to_ascii_lowercase(),
                Ok(b"R") => roman(number),
                _ => String::new(),
            };
            labels.push(format!("{words}{counted}"));
        }
    }
    Ok(labels)
}

fn roman(number: i64) -> String {
    const LETTERS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut left, mut out) = (number, String::new());
    for (value, letters) in LETTERS {
        while left >= value {
            out.push_str(letters);
            left -= value;
        }
    }
    out
}

/// A piece of text with the index of its page.
type OnPage = (String, usize);

/// The text of every piece of marked content, by its page and identifier.
fn marked_text(document: &Document) -> Result<HashMap<(ObjectId, i64), OnPage>, String> {
    let mut marked = HashMap::new();
    // All pages share their fonts.
    let mut tables: BTreeMap<Vec<u8>, Texts> = BTreeMap::new();
    for (page, page_index) in document.get_pages().into_values().zip(0..) {
        let fonts = document.get_page_fonts(page);
        for (name, font) in fonts.map_err(|error| error.to_string())? {
            tables
                .entry(name)
                .or_insert_with(|| to_unicode(document, font).unwrap_or_default());
        }
        let content = document.get_page_content(page);
        let content = Content::decode(&content).map_err(|error| error.to_string())?;
        let mut reader = PageReader {
            tables: &tables,
            font: None,
            open: Vec::new(),
        };
        for operation in &content.operations {
            if let Some((mark, text)) = reader.read(&operation.operator, &operation.operands) {
                marked.insert((page, mark), (text, page_index));
            }
        }
    }
    Ok(marked)
}

/// A piece of marked content that is not closed yet.
struct Open {
    mark: Option<i64>,
    /// Text that stands for whatever is shown inside (ISO 32000-1, 14.9.4).
    actual: Option<String>,
    /// Whether the characters of each string inside stand in reverse (ISO 32000-1, 14.8.2.3.3).
    reversed: bool,
    text: String,
}

struct PageReader<'a> {
    tables: &'a BTreeMap<Vec<u8>, Texts>,
    font: Option<&'a Texts>,
    open: Vec<Open>,
}

impl PageReader<'_> {
    fn read(&mut self, operator: &str, operands: &[Object]) -> Option<(i64, String)> {
        match operator {
            "BDC" => {
                let properties = operands.get(1).and_then(|object| object.as_dict().ok());
                let get = |key: &[u8]| properties.and_then(|dictionary| dictionary.get(key).ok());
                self.open.push(Open {
                    mark: get(b"MCID").and_then(|mark| mark.as_i64().ok()),
                    actual: get(b"ActualText")
                        .and_then(|text| text.as_str().ok())
                        .map(utf_16),
                    reversed: false,
                    text: String::new(),
                });
            }
            "BMC" => {
                let tag = operands.first().and_then(|object| object.as_name().ok());
                self.open.push(Open {
                    mark: None,
                    actual: None,
                    reversed: tag == Some(b"ReversedChars"),
                    text: String::new(),
                });
            }
            "EMC" => {
                let closed = self.open.pop()?;
                let text = closed.actual.unwrap_or(closed.text);
                if let Some(mark) = closed.mark {
                    return Some((mark, text));
                }
                if let Some(around) = self.open.last_mut() {
                    around.text.push_str(&text);
                }
            }
            "Tf" => {
                let name = operands.first().and_then(|object| object.as_name().ok());
                self.font = name.and_then(|name| self.tables.get(name));
            }
            "TJ" => {
                let pieces = operands.first().and_then(|object| object.as_array().ok());
                let (font, open) = (self.font?, self.open.last_mut()?);
                let mut texts = Vec::new();
                for piece in pieces.into_iter().flatten() {
                    for code in piece
                        .as_str()
                        .unwrap_or_default()
                        .chunks_exact(font.bytes.max(1))
                    {
                        let code = code
                            .iter()
                            .fold(0, |code, byte| code << 8 | u16::from(*byte));
                        // A code that no table knows shows as what it is: a character lost.
                        texts.push(font.codes.get(&code).map_or("\u{FFFD}", String::as_str));
                    }
                }
                if open.reversed {
                    texts.reverse();
                }
                open.text.extend(texts);
            }
            _ => {}
        }
        None
    }
}

/// A text string that begins with a byte-order mark (ISO 32000-1, 7.9.2.2).
fn utf_16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).skip(1);
    let units = units.map(|pair| {
        pair.iter()
            .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
    });
    let units: Vec<u16> = units.collect();
    String::from_utf16_lossy(&units)
}

/// The ToUnicode table of a font (ISO 32000-1, 9.10.3).
#[derive(Default)]
struct Texts {
    /// Bytes of a code.
    bytes: usize,
    codes: HashMap<u16, String>,
}

fn to_unicode(document: &Document, font: &Dictionary) -> Option<Texts> {
    let stream = font.get(b"ToUnicode").and_then(Object::as_reference).ok()?;
    let stream = document
        .get_object(stream)
        .and_then(Object::as_stream)
        .ok()?;
    let bytes = match stream.decompressed_content() {
        Ok(bytes) => bytes,
        Err(_) => stream.content.clone(),
    };
    Some(table(&String::from_utf8_lossy(&bytes)))
}

fn table(text: &str) -> Texts {
    let mut table = HashMap::new();
    // The first code of the codespace has as many digits as all have.
    let space = text.split("begincodespacerange").nth(1).unwrap_or_default();
    let digits = space.split(['<', '>']).nth(1).unwrap_or_default().trim();
    let bytes = digits.len() / 2;
    let mut rest = text;
    while let Some((kind, at)) = [("bfchar", 2), ("bfrange", 3)]
        .into_iter()
        .filter_map(|(name, size)| {
            Some((size, rest.find(&format!("begin{name}"))? + name.len() + 5))
        })
        .min_by_key(|(_, at)| *at)
    {
        let section = rest.get(at..).unwrap_or_default();
        let end = section.find("endbf").unwrap_or(section.len());
        let (section, after) = section.split_at(end);
        let strings: Vec<Vec<u8>> = section
            .split('<')
            .skip(1)
            .map(|string| hex(string.split('>').next().unwrap_or_default()))
            .collect();
        let code = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0_u16, |code, byte| code << 8 | u16::from(*byte))
        };
        for entry in strings.chunks_exact(kind) {
            match entry {
                [from, text] => {
                    table.insert(code(from), utf_16(&[&[0xFE, 0xFF], &text[..]].concat()));
                }
                [from, to, text] => {
                    let (mut text, first) = (text.clone(), code(from));
                    for code in first..=code(to) {
                        table.insert(code, utf_16(&[&[0xFE, 0xFF], &text[..]].concat()));
                        if let Some(last) = text.last_mut() {
                            *last = last.wrapping_add(1);
                        }
                    }
                }
                _ => {}
            }
        }
        rest = after;
    }
    Texts {
        bytes,
        codes: table,
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .chars()
        .filter_map(|digit| {
            digit
                .to_digit(16)
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect()
}
