//! From the text of a layout to a design.

use std::sync::OnceLock;

use toml_edit::{Document, Item, TableLike};

use super::value::{self, Wanted};
use super::{
    BUILT_IN, ChapterPlace, ColumnsDesign, CutlinePlace, Design, FamilyName, FiguresDesign,
    Opening, PageDesign, RunningPlace, SideDesign, Sides, StyleDesign, TitlePlace, TypeDesign,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::manuscript::{LayoutChoice, Manuscript};
use crate::nearest::nearest;
use crate::paper::PageSize;
use crate::source::{FileId, Sources, Span};

/// The built-in layouts, each read once for all books of a run.
static NAMED: [OnceLock<Option<Design>>; BUILT_IN.len()] =
    [const { OnceLock::new() }; BUILT_IN.len()];

/// A built-in layout.
pub fn named(name: &str) -> Option<Design> {
    let mut all = BUILT_IN.iter().zip(&NAMED);
    let ((_, text), design) = all.find(|((known, _), _)| *known == name)?;
    let design = design.get_or_init(|| read(text, &mut Vec::new()).ok());
    design.clone()
}

/// The layout that a manuscript asks for; *book* where it asks for none. What cannot be is reported
/// and passed over; a name that is none and a file that is no TOML are errors.
pub fn of(manuscript: &Manuscript, diagnostics: &mut Vec<Diagnostic>) -> Design {
    match &manuscript.layout {
        None => Design::book(),
        Some(LayoutChoice::File(file)) => of_file(&manuscript.sources, *file, diagnostics),
        Some(LayoutChoice::Named {
            name,
            span,
            may_be_foreign,
        }) => named(name).unwrap_or_else(|| {
            let near = nearest(name, BUILT_IN.iter().map(|(name, _)| *name));
            if near.is_some() || !may_be_foreign {
                let message = format!("there is no layout “{name}”");
                let diagnostic = Diagnostic::new(Code::MalformedLayout, *span, message);
                diagnostics.push(
                    diagnostic.hint(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "it is book, handout, newspaper, photobook or a file: \"mine.toml\""
                                .to_owned()
                        }
                    }),
                );
            }
            Design::book()
        }),
    }
}

/// The layout that a file of one's own describes. What it does not say is as in the layout that it
/// is `based_on`.
fn of_file(sources: &Sources, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Design {
    let mut refusals = Vec::new();
    let text = sources.file(file).text();
    let span = |range: std::ops::Range<usize>| {
        Span::new(file, range.start.min(text.len())..range.end.min(text.len()))
    };
    let design = read(text, &mut refusals).unwrap_or_else(|refusal| {
        diagnostics.push(
            Diagnostic::new(Code::MalformedLayout, span(refusal.range), refusal.message)
                .hint("copy one of the layouts that come with cutline, and change it"),
        );
        Design::book()
    });
    diagnostics.extend(refusals.into_iter().map(|refusal| {
        let diagnostic = Diagnostic::new(Code::InvalidLayout, span(refusal.range), refusal.message);
        match refusal.hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }));
    design
}

/// Something that no layout can be, and where it stands in the text.
pub(super) struct Refusal {
    range: std::ops::Range<usize>,
    message: String,
    hint: Option<String>,
}

/// Reads a layout; the error is that of TOML.
pub(super) fn read(text: &str, refusals: &mut Vec<Refusal>) -> Result<Design, Refusal> {
    let document = Document::parse(text).map_err(|error| Refusal {
        range: error.span().unwrap_or_default(),
        message: format!(
            "the layout cannot be read: {}",
            error.message().lines().next().unwrap_or_default()
        ),
        hint: None,
    })?;
    let root = document.as_table();
    let mut reader = Reader { text, refusals };
    let mut design = Design::default();
    if let Some(item) = root.get("based_on") {
        match item.as_str().and_then(named) {
            Some(base) => design = base,
            None => reader.refuse(root, "based_on", item, &value::ONE_OF_THE_LAYOUTS),
        }
    }
    for (name, item) in root.iter() {
        if name == "based_on" {
            continue;
        }
        let Some(table) = item.as_table_like() else {
            const TABLES: [&str; 7] = [
                "page", "margins", "type", "columns", "side", "figures", "styles",
            ];
            match TABLES.contains(&name) {
                true => reader.refuse(root, name, item, &Wanted("it is a table of keys")),
                false => reader.unknown(root, name, item, &TABLES),
            }
            continue;
        };
        match name {
            "page" => reader.page(table, &mut design.page),
            "margins" => reader.margins(table, &mut design),
            "type" => reader.text(table, &mut design.text),
            "columns" => reader.columns(table, &mut design.columns),
            "side" => reader.side(table, &mut design.side),
            "figures" => reader.figures(table, &mut design.figures),
            "styles" => reader.styles(table, &mut design),
            _ => reader.unknown(
                root,
                name,
                item,
                &[
                    "page", "margins", "type", "columns", "side", "figures", "styles",
                ],
            ),
        }
    }
    Ok(design)
}

struct Reader<'a> {
    text: &'a str,
    refusals: &'a mut Vec<Refusal>,
}

impl Reader<'_> {
    fn unknown(&mut self, table: &dyn TableLike, name: &str, item: &Item, known: &[&str]) {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.refusals.push(Refusal {
            range: key.or_else(|| item.span()).unwrap_or_default(),
            message: format!("no layout has the key `{name}` here"),
            hint: Some(hint),
        });
    }

    fn refuse(&mut self, table: &dyn TableLike, name: &str, item: &Item, wanted: &Wanted) {
        let key = table.get_key_value(name).and_then(|(key, _)| key.span());
        const LONGEST: usize = 40;
        let shown = item.span().and_then(|range| self.text.get(range));
        let shown = shown.filter(|shown| shown.len() <= LONGEST && !shown.contains('\n'));
        let message = format!("`{name}` of a layout cannot be {}", shown.unwrap_or("that"));
        self.refusals.push(Refusal {
            range: item.span().or(key).unwrap_or_default(),
            message,
            hint: Some(wanted.0.to_owned()),
        });
    }

    /// Hands each key to `set`, which gives `None` for one that it does not know.
    fn each(
        &mut self,
        table: &dyn TableLike,
        known: &[&str],
        mut set: impl FnMut(&str, &Item) -> Option<Result<(), Wanted>>,
    ) {
        for (name, item) in table.iter() {
            match set(name, item) {
                Some(Ok(())) => {}
                Some(Err(wanted)) => self.refuse(table, name, item, &wanted),
                None => self.unknown(table, name, item, known),
            }
        }
    }

    fn page(&mut self, table: &dyn TableLike, page: &mut PageDesign) {
        let known = [
            "size", "sides", "title", "chapters", "contents", "sink", "opening", "running", "folio",
        ];
        self.each(table, &known, |name, item| {
            Some(match name {
                "size" => value::size(item).map(|size| page.size = Some(size)),
                "sides" => value::word(item, &[("one", Sides::One), ("two", Sides::Two)])
                    .map(|sides| page.sides = sides)
                    .ok_or(Wanted("it is \"one\" or \"two\"")),
                "title" => value::word(
                    item,
                    &[("page", TitlePlace::Page), ("block", TitlePlace::Block)],
                )
                .map(|title| page.title = title)
                .ok_or(Wanted("it is \"page\" or \"block\"")),
                "chapters" => value::word(
                    item,
                    &[
                        ("page", ChapterPlace::Page),
                        ("run-on", ChapterPlace::RunOn),
                    ],
                )
                .map(|chapters| page.chapters = chapters)
                .ok_or(Wanted("it is \"page\" or \"run-on\"")),
                "opening" => value::word(
                    item,
                    &[
                        ("plain", Opening::Plain),
                        ("small-caps", Opening::SmallCaps),
                    ],
                )
                .map(|opening| page.opening = opening)
                .ok_or(Wanted("it is \"plain\" or \"small-caps\"")),
                "running" => value::word(
                    item,
                    &[("head", RunningPlace::Head), ("foot", RunningPlace::Foot)],
                )
                .map(|running| page.running = running)
                .ok_or(Wanted("it is \"head\" or \"foot\"")),
                "folio" => value::word(item, &[("3", false), ("3/7", true)])
                    .map(|of_all| page.folio_of_all = of_all)
                    .ok_or(Wanted("it is \"3\" or \"3/7\"")),
                "contents" => value::count(item, 1..=2, "it is 1, chapters alone, or 2")
                    .map(|levels| page.contents = levels),
                "sink" => value::count(item, 0..=20, "it is a number of lines from 0 to 20")
                    .map(|sink| page.sink = sink),
                _ => return None,
            })
        });
    }

    fn margins(&mut self, table: &dyn TableLike, design: &mut Design) {
        let mut margins = Vec::new();
        for (name, item) in table.iter() {
            let Ok(size) = PageSize::parse(name) else {
                const NAMES: [&str; 8] = [
                    "a4", "a5", "b5", "letter", "6x9", "5.5x8.5", "pocket", "tabloid",
                ];
                self.unknown(table, name, item, &NAMES);
                continue;
            };
            match value::four_lengths(item) {
                Ok(four) => margins.push((size, four)),
                Err(wanted) => self.refuse(table, name, item, &wanted),
            }
        }
        if !margins.is_empty() {
            design.margins = margins;
        }
    }

    fn text(&mut self, table: &dyn TableLike, text: &mut TypeDesign) {
        self.each(table, &["size", "leading", "grows"], |name, item| {
            Some(match name {
                "size" => value::points(item, value::SIZES).map(|size| text.size = size),
                "leading" => value::points(item, value::LEADINGS).map(|it| text.leading = it),
                "grows" => value::truth(item).map(|grows| text.grows = grows),
                _ => return None,
            })
        });
    }

    fn columns(&mut self, table: &dyn TableLike, columns: &mut ColumnsDesign) {
        let known = ["most", "narrowest", "gap", "rule"];
        self.each(table, &known, |name, item| {
            Some(match name {
                "most" => value::count(item, 1..=6, "it is a number of columns from 1 to 6")
                    .map(|most| columns.most = most),
                "narrowest" => value::length(item).map(|length| columns.narrowest = length),
                "gap" => value::length(item).map(|length| columns.gap = length),
                "rule" => value::points(item, value::RULES).map(|rule| columns.rule = rule),
                _ => return None,
            })
        });
    }

    fn side(&mut self, table: &dyn TableLike, side: &mut Option<SideDesign>) {
        let mut made = side.unwrap_or(SideDesign {
            width: crate::paper::PaperLength::tenth_mm(400),
            gap: crate::paper::PaperLength::tenth_mm(60),
        });
        self.each(table, &["width", "gap"], |name, item| {
            Some(match name {
                "width" => value::length(item).map(|width| made.width = width),
                "gap" => value::length(item).map(|gap| made.gap = gap),
                _ => return None,
            })
        });
        *side = Some(made);
    }

    fn figures(&mut self, table: &dyn TableLike, figures: &mut FiguresDesign) {
        let known = ["cutline", "tallest", "plates", "lead"];
        self.each(table, &known, |name, item| {
            Some(match name {
                "cutline" => value::word(
                    item,
                    &[("below", CutlinePlace::Below), ("side", CutlinePlace::Side)],
                )
                .map(|cutline| figures.cutline = cutline)
                .ok_or(Wanted("it is \"below\" or \"side\"")),
                "tallest" => value::count(item, 20..=100, "it is a share from 20 to 100 per cent")
                    .map(|tallest| figures.tallest = tallest),
                "plates" => value::truth(item).map(|plates| figures.plates = plates),
                "lead" => value::count(item, 1..=6, "it is a number of columns from 1 to 6")
                    .map(|lead| figures.lead = lead),
                _ => return None,
            })
        });
    }

    fn styles(&mut self, table: &dyn TableLike, design: &mut Design) {
        const KNOWN: [&str; 13] = [
            "body",
            "title",
            "kicker",
            "standfirst",
            "byline",
            "chapter",
            "section",
            "subsection",
            "cutline",
            "note",
            "code",
            "table",
            "running",
        ];
        for (name, item) in table.iter() {
            let styles = &mut design.styles;
            let style = match name {
                "body" => &mut styles.body,
                "title" => &mut styles.title,
                "kicker" => &mut styles.kicker,
                "standfirst" => &mut styles.standfirst,
                "byline" => &mut styles.byline,
                "chapter" => &mut styles.chapter,
                "section" => &mut styles.section,
                "subsection" => &mut styles.subsection,
                "cutline" => &mut styles.cutline,
                "note" => &mut styles.note,
                "code" => &mut styles.code,
                "table" => &mut styles.table,
                "running" => &mut styles.running,
                _ => {
                    self.unknown(table, name, item, &KNOWN);
                    continue;
                }
            };
            match item.as_table_like() {
                Some(inner) => self.style(inner, style),
                None => {
                    let wanted =
                        Wanted("a style stands in braces: { family = \"serif\", size = 10.5 }");
                    self.refuse(table, name, item, &wanted);
                }
            }
        }
    }

    fn style(&mut self, table: &dyn TableLike, style: &mut StyleDesign) {
        let known = [
            "family",
            "size",
            "leading",
            "bold",
            "italic",
            "capitals",
            "letterspacing",
            "above",
            "below",
        ];
        self.each(table, &known, |name, item| {
            Some(match name {
                "family" => value::word(
                    item,
                    &[
                        ("serif", FamilyName::Serif),
                        ("sans", FamilyName::Sans),
                        ("mono", FamilyName::Mono),
                    ],
                )
                .map(|family| style.family = family)
                .ok_or(Wanted("it is \"serif\", \"sans\" or \"mono\"")),
                "size" => value::points(item, value::SIZES).map(|size| style.size = size),
                "leading" => value::points(item, value::LEADINGS).map(|it| style.leading = it),
                "bold" => value::truth(item).map(|bold| style.bold = bold),
                "italic" => value::truth(item).map(|italic| style.italic = italic),
                "capitals" => value::word(item, &[("small", true), ("usual", false)])
                    .map(|small| style.small_capitals = small)
                    .ok_or(Wanted("it is \"small\" or \"usual\"")),
                "above" => value::count(item, 0..=9, value::LINES).map(|it| style.above = it),
                "below" => value::count(item, 0..=9, value::LINES).map(|it| style.below = it),
                "letterspacing" => {
                    value::count(item, 0..=250, "it is 0 to 250 thousandths of the size")
                        .map(|spacing| style.letterspacing = u32::from(spacing))
                }
                _ => return None,
            })
        });
    }
}
