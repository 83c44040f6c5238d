//! The pages before the body, which need its folios.

use super::super::chapter::Composed;
use super::super::column::Column;
use super::super::compose::Composer;
use super::super::finish::Sheet;
use super::super::frame::Role;
use super::super::index;
use super::super::lists;
use super::super::numeral::roman;
use super::super::pagebreak::Side;
use super::super::spec::Spec;
use super::super::structure::Structure;
use super::{add_index, add_lists, add_pages, contents_lines, fill, lines_to_come, number_body};
use crate::source::Span;

/// Preliminary matter, not yet counted.
#[derive(Default)]
pub(super) struct Front {
    /// Dedication and motto, before the contents.
    pub(super) before: Vec<Sheet>,
    /// What follows the contents.
    pub(super) after: Vec<Composed>,
}

/// Title page, blank verso, dedication and motto, contents, foreword and preface; an even number
/// of pages, so that the body opens on a recto. The contents begin on a recto too.
pub(super) fn front_matter<'a>(
    composer: &mut Composer<'a, '_>,
    mut trial: Composer<'_, '_>,
    of_index: &'a Spec,
    span: Span,
    mut front: Front,
    body: &mut Vec<Sheet>,
) -> Vec<Sheet> {
    let section = composer.structure.add(Role::Section, Structure::ROOT, None);
    let column = Column::of_text(composer.spec, section);
    composer.title_page(span, column);
    let mut sheets: Vec<Sheet> = Vec::new();
    let own = |body, shows_folio| Sheet {
        body,
        shows_folio,
        ..Sheet::blank(span)
    };
    let title = fill(composer, Vec::new(), Side::Recto);
    sheets.extend(title.into_iter().map(|page| own(page, false)));
    sheets.push(Sheet::blank(span));
    sheets.append(&mut front.before);
    if sheets.len() % 2 == 1 {
        sheets.push(Sheet::blank(span));
    }
    number_body(body);
    // A folio takes no room from the line it stands in: the contents are as long without any.
    let length = {
        let mut lines: Vec<_> = {
            let front = front.after.iter();
            front
                .flat_map(|chapter| lines_to_come(chapter, false))
                .collect()
        };
        lines.extend(contents_lines(body));
        let document = composer.book.document();
        lines.extend(lists::titles(&document.back_lists(), span));
        lines.extend(index::title(document, Some(String::new()), span));
        let column = Column::of_text(trial.spec, Structure::ROOT);
        trial.contents(&lines, span, column);
        fill(&mut trial, Vec::new(), Side::Recto).len()
    };
    let before = sheets.len() + length;
    let mut after = Vec::new();
    for chapter in front.after {
        add_pages(composer, chapter, before, &mut after);
    }
    for (index, sheet) in (before..).zip(&mut after) {
        sheet.folio = roman(index as u64 + 1);
    }
    add_lists(composer, span, &after, body);
    number_front(&mut sheets);
    add_index(composer, of_index, span, &[&sheets, &after], body);
    let mut lines = contents_lines(&after);
    lines.extend(contents_lines(body));
    composer.contents(&lines, span, column);
    let contents = fill(composer, Vec::new(), Side::Recto);
    sheets.extend(contents.into_iter().map(|page| own(page, true)));
    sheets.append(&mut after);
    if sheets.len() % 2 == 1 {
        sheets.push(Sheet::blank(span));
    }
    number_front(&mut sheets);
    sheets
}

fn number_front(sheets: &mut [Sheet]) {
    for (number, sheet) in (1..).zip(sheets) {
        sheet.folio = roman(number);
    }
}
