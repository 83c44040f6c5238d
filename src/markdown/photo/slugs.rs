//! Slugs: one a photo. Those that the author chose stand; the others are numbered where two
//! different photos would share one.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Chapter, Figure, Note, PhotoSource, Slug};
use crate::markdown::walk::{self, EachFigure, Visit};
use crate::source::{FileId, Span};

/// Where the figures stand whose slug the author chose.
pub(in crate::markdown) type ChosenSlugs = HashSet<(FileId, u32)>;

/// Makes slugs tell photos apart, in reading order.
pub(in crate::markdown) fn settle(
    figures: &mut Figures<'_>,
    chosen: &ChosenSlugs,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut first = Chosen {
        chosen,
        seen: HashMap::new(),
        diagnostics,
    };
    let mut all_are_chosen = true;
    figures.for_each(|span, figure| all_are_chosen &= first.see(span, figure));
    if all_are_chosen {
        return;
    }
    let mut then = Automatic {
        taken: first.seen.into_keys().collect(),
        by_source: HashMap::new(),
        next: HashMap::new(),
    };
    figures.for_each(|span, figure| {
        if !chosen.contains(&(span.file, span.start)) {
            then.name(figure);
        }
    });
}

/// All figures of a document.
pub(in crate::markdown) struct Figures<'a> {
    pub chapters: &'a mut [Chapter],
    pub notes: &'a mut [Note],
    /// Whether there are some in lines of text.
    pub in_lines: bool,
}

impl Figures<'_> {
    fn for_each(&mut self, mut see: impl FnMut(Span, &mut Figure)) {
        let mut each = EachFigure(&mut see);
        if self.in_lines {
            return walk::all(self.chapters, self.notes, &mut each);
        }
        let chapters = self.chapters.iter_mut().map(|chapter| &mut chapter.blocks);
        let notes = self.notes.iter_mut().map(|note| &mut note.blocks);
        chapters
            .chain(notes)
            .for_each(|blocks| walk::blocks_only(blocks, &mut |block| each.block(block)));
    }
}

struct Chosen<'a> {
    chosen: &'a ChosenSlugs,
    /// The cutline that was first given with each slug.
    seen: HashMap<Slug, String>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Chosen<'_> {
    /// The same slug twice is one photo shown twice. With two cutlines it is probably a slip.
    /// Gives whether the slug was chosen.
    fn see(&mut self, span: Span, figure: &Figure) -> bool {
        if !self.chosen.contains(&(span.file, span.start)) {
            return false;
        }
        let cutline = plain_text(&figure.cutline);
        let Some(first) = self.seen.get_mut(&figure.slug) else {
            self.seen.insert(figure.slug.clone(), cutline);
            return true;
        };
        if first.is_empty() {
            *first = cutline;
        } else if !cutline.is_empty() && *first != cutline {
            let slug = figure.slug.as_str();
            let message =
                format!("the slug `{slug}` already stands for a photo of another cutline");
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateSlug, span, message)
                    .hint("give each photo a slug of its own"),
            );
        }
        true
    }
}

struct Automatic {
    taken: HashSet<Slug>,
    /// One file shown twice is one photo.
    by_source: HashMap<String, Slug>,
    next: HashMap<Slug, usize>,
}

impl Automatic {
    fn name(&mut self, figure: &mut Figure) {
        let source = match &figure.source {
            PhotoSource::Slug => None,
            PhotoSource::Path(path) => Some(path.trim_start_matches("./").to_owned()),
            // Embedded pictures are known by their type only, which tells none apart.
            PhotoSource::Remote(address) => {
                (!address.starts_with("data:")).then(|| address.clone())
            }
        };
        if let Some(known) = source
            .as_ref()
            .and_then(|source| self.by_source.get(source))
        {
            figure.slug = known.clone();
            return;
        }
        let wanted = figure.slug.clone();
        if !self.taken.insert(wanted.clone()) {
            let next = self.next.entry(wanted.clone()).or_insert(2);
            loop {
                figure.slug = wanted.numbered(*next);
                *next += 1;
                if self.taken.insert(figure.slug.clone()) {
                    break;
                }
            }
        }
        if let Some(source) = source {
            self.by_source.insert(source, figure.slug.clone());
        }
    }
}
