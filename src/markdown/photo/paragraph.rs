//! Which paragraphs are photos: a cutline that ends with its credit, images that stand alone.

use std::ops::Range;

use super::{credit, image, placeholder};
use crate::document::inline::plain_text;
use crate::document::{
    Anchor, BlockKind, Figure, FigureRow, Inline, InlineKind, NodeId, RowFigure,
};
use crate::markdown::splice;
use crate::source::Span;

/// What a part of a paragraph turns out to be.
pub(in crate::markdown) enum Part {
    /// Prose, perhaps with photos in its lines.
    Prose(Vec<Inline>),
    /// Photos that have their lines to themselves.
    Figures(Group),
}

/// Photos that stand together: one, or several side by side.
pub(in crate::markdown) struct Group {
    /// At least one, each with its place.
    figures: Vec<(Span, Figure)>,
    /// What stands under all of several.
    cutline: Vec<Inline>,
    credit: Vec<Inline>,
    /// Where the slug stands that the author chose in a placeholder of words.
    pub chosen_slug: Option<Span>,
}

impl Group {
    fn one(span: Span, figure: Figure) -> Group {
        Group {
            figures: vec![(span, figure)],
            cutline: Vec::new(),
            credit: Vec::new(),
            chosen_slug: None,
        }
    }

    /// Each photo by itself, for a place where none stand side by side: what is said of all of them
    /// stands under the last.
    pub(super) fn one_by_one(mut self) -> Vec<(Span, Figure)> {
        if let Some((_, last)) = self.figures.last_mut() {
            if last.cutline.is_empty() {
                last.cutline = self.cutline;
            }
            if last.credit.is_empty() {
                last.credit = self.credit;
            }
        }
        self.figures
    }

    /// The block that it is, with the anchor that is its own, and its place. `anchor` gives the id
    /// that the photo at a place asks for.
    pub fn into_block(
        mut self,
        mut anchor: impl FnMut(Span) -> Option<Anchor>,
    ) -> Option<(BlockKind, Option<Anchor>, Span)> {
        let mut span = self.figures.first()?.0;
        span.end = self.figures.last()?.0.end.max(span.end);
        if self.figures.len() == 1 {
            let (_, figure) = self.figures.pop()?;
            return Some((BlockKind::Figure(Box::new(figure)), anchor(span), span));
        }
        let figures = self.figures.into_iter().map(|(span, figure)| RowFigure {
            id: NodeId(0),
            span,
            anchor: anchor(span),
            figure,
        });
        let row = FigureRow {
            figures: figures.collect(),
            cutline: self.cutline,
            credit: self.credit,
        };
        Some((BlockKind::FigureRow(row), None, span))
    }
}

/// Where a paragraph stands, which says what its text may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum Place {
    /// On the chapter's own level: it may be the cutline of a photo to come.
    Alone,
    /// In a list or quotation: it may be one too, but not by the word `source`.
    Nested,
    /// Where it is never more than text.
    Elsewhere,
}

/// Reads a paragraph: one part, unless lines of photos stand between lines of text.
pub(in crate::markdown) fn read(inlines: Vec<Inline>, place: Place) -> Vec<Part> {
    if holds_photo(&inlines) {
        return lines_of_photos(inlines);
    }
    let Some(span) = whole(&inlines).filter(|_| place != Place::Elsewhere) else {
        return vec![Part::Prose(inlines)];
    };
    let inlines = match placeholder::read(inlines, span) {
        Ok(named) => {
            let group = Group {
                chosen_slug: named.slug_is_chosen.then_some(span),
                ..Group::one(span, named.figure)
            };
            return vec![Part::Figures(group)];
        }
        Err(inlines) => inlines,
    };
    if may_end_with_credit(&inlines) {
        vec![cutline_paragraph(inlines, span, place == Place::Nested)]
    } else {
        vec![Part::Prose(inlines)]
    }
}

fn cutline_paragraph(inlines: Vec<Inline>, span: Span, nested: bool) -> Part {
    let wrapped = matches!(
        inlines.as_slice(),
        [Inline {
            kind: InlineKind::Emphasis(_) | InlineKind::Strong(_),
            ..
        }]
    );
    // A reporter may set the whole cutline in italics, credit and all.
    let (content, otherwise) = if wrapped {
        (splice::unwrapped(inlines.clone()), Some(inlines))
    } else {
        (inlines, None)
    };
    match credit::split_plausible(content, nested) {
        Ok(credited) => {
            let figure = image::placeholder(credited.cutline, credited.credit);
            Part::Figures(Group::one(span, figure))
        }
        Err(content) => Part::Prose(otherwise.unwrap_or(content)),
    }
}

/// Parts the lines that hold photos and nothing else, with the cutlines that follow them, from the
/// lines of text.
pub(super) fn lines_of_photos(inlines: Vec<Inline>) -> Vec<Part> {
    let stretches = stretches(&inlines);
    if let [(false, _)] = stretches.as_slice() {
        return vec![Part::Prose(inlines)];
    }
    let mut inlines: Vec<Option<Inline>> = inlines.into_iter().map(Some).collect();
    let mut parts = Vec::new();
    for (is_photos, range) in stretches {
        let taken = inlines.get_mut(range).unwrap_or_default();
        let mut taken: Vec<Inline> = taken.iter_mut().filter_map(Option::take).collect();
        splice::trim(&mut taken);
        match is_photos.then(|| plan(&taken)).flatten() {
            Some(plan) => parts.extend(carry_out(taken, plan).into_iter().map(Part::Figures)),
            None => parts.push(Part::Prose(taken)),
        }
    }
    parts
}

/// The stretches of photos and of text, as indices of inlines.
fn stretches(inlines: &[Inline]) -> Vec<(bool, Range<usize>)> {
    let mut found: Vec<(bool, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < inlines.len() {
        let line = inlines.get(at..).unwrap_or_default();
        let end = line.iter().position(|inline| is_break(&inline.kind));
        let end = end.map_or(inlines.len(), |length| at + length);
        let line = inlines.get(at..end).unwrap_or_default();
        let is_photos = holds_photo(line)
            && line
                .iter()
                .all(|inline| is_photo(inline) || is_blank(inline));
        let next = (end + 1).min(inlines.len());
        match found.last_mut() {
            Some((last, range)) if *last == is_photos => range.end = next,
            _ => found.push((is_photos, at..next)),
        }
        at = next;
    }
    // Lines of text right after photos may be their cutline.
    let mut joined: Vec<(bool, Range<usize>)> = Vec::with_capacity(found.len());
    for (is_photos, range) in found {
        let text = inlines.get(range.clone()).unwrap_or_default();
        match joined.last_mut() {
            Some((true, before)) if is_photos || is_cutline(trimmed(text)) => {
                before.end = range.end;
            }
            _ => joined.push((is_photos, range)),
        }
    }
    joined
}

fn trimmed(mut inlines: &[Inline]) -> &[Inline] {
    while let [first, rest @ ..] = inlines
        && is_blank(first)
    {
        inlines = rest;
    }
    while let [rest @ .., last] = inlines
        && is_blank(last)
    {
        inlines = rest;
    }
    inlines
}

/// A quick look at the last letter, before any plain text is made.
fn may_end_with_credit(inlines: &[Inline]) -> bool {
    let mut inlines = inlines;
    loop {
        match inlines.last().map(|inline| &inline.kind) {
            Some(InlineKind::Text(text)) => {
                let text = text.trim_end();
                let text = text.strip_suffix(['.', '。']).unwrap_or(text);
                return text.ends_with([')', '）']);
            }
            Some(
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Link { content, .. },
            ) => inlines = content,
            Some(InlineKind::NoteReference(_)) => {
                inlines = inlines.split_last().map_or(&[], |(_, rest)| rest);
            }
            _ => return false,
        }
    }
}

pub(super) fn whole(inlines: &[Inline]) -> Option<Span> {
    let mut span = inlines.first()?.span;
    span.end = inlines.last()?.span.end.max(span.end);
    Some(span)
}

pub(super) fn holds_photo(inlines: &[Inline]) -> bool {
    inlines.iter().any(is_photo)
}

/// A photo, also one inside a link or emphasis that holds nothing else.
fn is_photo(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Photo(_) => true,
        InlineKind::Link { content, .. }
        | InlineKind::Emphasis(content)
        | InlineKind::Strong(content) => matches!(content.as_slice(), [only] if is_photo(only)),
        _ => false,
    }
}

fn is_blank(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        kind => is_break(kind),
    }
}

fn is_break(kind: &InlineKind) -> bool {
    matches!(kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// The photos of a paragraph and the text lines that belong to them, as indices of its inlines.
#[derive(Default)]
struct Plan {
    groups: Vec<PlannedGroup>,
}

#[derive(Default)]
struct PlannedGroup {
    photos: Vec<Planned>,
    /// The lines under all of them, which close the group.
    cutline: Option<Range<usize>>,
}

struct Planned {
    photo: usize,
    cutline: Option<Range<usize>>,
}

/// `None` if the paragraph holds anything but photos and their cutlines. A cutline stands on the
/// lines right after a photo; it is wholly italic, ends with a credit in parentheses, or is nothing
/// but a credit. After a line of several photos it belongs to all of them.
fn plan(inlines: &[Inline]) -> Option<Plan> {
    let mut plan = Plan::default();
    let mut group = PlannedGroup::default();
    let mut photos_on_line = 0;
    let mut at = 0;
    while let Some(inline) = inlines.get(at) {
        if is_photo(inline) {
            photos_on_line += 1;
            group.photos.push(Planned {
                photo: at,
                cutline: None,
            });
            at += 1;
        } else if is_break(&inline.kind) {
            let next = inlines
                .get(at + 1..)?
                .iter()
                .position(|next| !is_blank(next));
            let Some(next) = next.map(|next| at + 1 + next) else {
                break;
            };
            let lines_of_text = !inlines.get(next).is_some_and(is_photo);
            if lines_of_text {
                let last = group.photos.last_mut()?;
                let end = end_of_text(inlines, next);
                if last.cutline.is_some() || !is_cutline(inlines.get(next..end)?) {
                    return None;
                }
                if photos_on_line == 1 {
                    last.cutline = Some(next..end);
                } else {
                    group.cutline = Some(next..end);
                    plan.groups.push(std::mem::take(&mut group));
                }
                at = end;
            } else {
                at = next;
            }
            photos_on_line = 0;
        } else if is_blank(inline) {
            at += 1;
        } else {
            return None;
        }
    }
    if !group.photos.is_empty() {
        plan.groups.push(group);
    }
    Some(plan)
}

/// Where the lines of text that begin at `start` end: before the next line that begins with a
/// photo.
fn end_of_text(inlines: &[Inline], start: usize) -> usize {
    let rest = inlines.get(start..).unwrap_or_default();
    let next_photo = rest.iter().position(is_photo).unwrap_or(rest.len());
    let lines = rest.get(..next_photo).unwrap_or_default();
    let blank = lines
        .iter()
        .rev()
        .take_while(|inline| is_blank(inline))
        .count();
    start + next_photo - blank
}

fn is_cutline(lines: &[Inline]) -> bool {
    let italic = matches!(
        lines,
        [Inline {
            kind: InlineKind::Emphasis(_),
            ..
        }]
    );
    italic
        || may_end_with_credit(lines) && credit::split_parentheses(lines.to_vec()).is_ok()
        || credit::is_credit(lines)
}

fn carry_out(inlines: Vec<Inline>, plan: Plan) -> Vec<Group> {
    let mut inlines: Vec<Option<Inline>> = inlines.into_iter().map(Some).collect();
    let mut take = |range: Range<usize>| -> Vec<Inline> {
        let inlines = inlines.get_mut(range).unwrap_or_default();
        inlines.iter_mut().filter_map(Option::take).collect()
    };
    let mut groups = Vec::with_capacity(plan.groups.len());
    for planned in plan.groups {
        let mut figures = Vec::with_capacity(planned.photos.len());
        for planned in planned.photos {
            let photo = take(planned.photo..planned.photo + 1).pop();
            let Some((mut span, mut figure)) = photo.and_then(take_photo) else {
                continue;
            };
            if let Some(lines) = planned.cutline.map(&mut take) {
                if let Some(last) = lines.last() {
                    span.end = span.end.max(last.span.end);
                }
                image::attach(&mut figure, lines);
            }
            figures.push((span, figure));
        }
        let lines = planned.cutline.map(&mut take).unwrap_or_default();
        groups.push(row_of(figures, lines));
    }
    groups
}

/// What stands in the brackets of photos with a cutline under all of them describes each, as with
/// one photo.
fn row_of(mut figures: Vec<(Span, Figure)>, lines: Vec<Inline>) -> Group {
    let credited = credit::split_any(splice::unwrapped(lines));
    if !credited.cutline.is_empty() {
        figures
            .iter_mut()
            .for_each(|(_, figure)| image::describe(figure));
    }
    Group {
        figures,
        cutline: credited.cutline,
        credit: credited.credit,
        chosen_slug: None,
    }
}

/// The figure inside links and emphasis. A link goes on to its cutline, or stays with the photo.
fn take_photo(inline: Inline) -> Option<(Span, Figure)> {
    match inline.kind {
        InlineKind::Photo(figure) => Some((inline.span, *figure)),
        InlineKind::Emphasis(content) | InlineKind::Strong(content) => {
            take_photo(content.into_iter().next()?)
        }
        InlineKind::Link { target, content } => {
            let (span, mut figure) = take_photo(content.into_iter().next()?)?;
            if plain_text(&figure.cutline).is_empty() {
                figure.link = Some(*target);
            } else {
                let content = std::mem::take(&mut figure.cutline);
                figure.cutline = vec![Inline {
                    kind: InlineKind::Link { target, content },
                    ..inline
                }];
            }
            Some((span, figure))
        }
        _ => None,
    }
}
