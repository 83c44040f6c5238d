//! From files to a document, step by step.

use std::path::Path;

use rayon::prelude::*;

use super::builder::Shared;
use super::chapters::{self, DividedFile, ReadFile, Titles};
use super::line::Reading;
use super::links::Resolver;
use super::photo::{lead_photo, slugs};
use super::survey::Found;
use super::{
    anchors, asides, events, heading_numbers, index_terms, numbering, plain, punctuation,
    references, roles,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{CoverChoice, Document, Makeup, Metadata};
use crate::manuscript::{Facts, Manuscript, ManuscriptFile, Standing, Syntax};
use crate::source::{Sources, Span};

/// Reads a manuscript. Never fails: what is wrong is in the diagnostics, in the order of the
/// source. Those of opening it are not repeated.
///
/// The document always has a chapter. Where the manuscript has no text,
/// [`Code::EmptyManuscript`] says so.
pub fn read(manuscript: &Manuscript) -> (Document, Vec<Diagnostic>) {
    let mut shared = Shared::new(&manuscript.conventions, manuscript.limits.nesting);
    let mut project = Facts::read(&manuscript.metadata, &mut shared.diagnostics);
    let mut of_files: Vec<Facts> = manuscript
        .files
        .iter()
        .map(|file| Facts::read(&file.metadata, &mut shared.diagnostics))
        .collect();
    // The first file that is more than a title speaks for the book where the project does not.
    let mut files = manuscript.files.iter();
    let first = files.position(|file| file.listing.standing == Standing::Text);
    let first = first.unwrap_or_default();
    let language = project.language.as_deref();
    let language = language.or_else(|| of_files.get(first)?.language.as_deref());
    let language = language.unwrap_or("en").to_owned();
    let smart = project.smart.or_else(|| of_files.get(first)?.smart);
    let smart = smart.unwrap_or(true);
    if smart {
        set_signs(&mut project, &language);
        of_files
            .iter_mut()
            .for_each(|facts| set_signs(facts, &language));
    }
    shared.reading = Reading {
        language: language.clone(),
        smart,
    };
    let is_single = manuscript.files.len() == 1;
    let titles_of_files = of_files.iter().map(|facts| facts.title.as_deref());
    let titles = Titles::new(project.title.as_deref(), titles_of_files);
    let read: Vec<(DividedFile, Shared)> = manuscript
        .files
        .par_iter()
        .zip(&of_files)
        .enumerate()
        .map(|(index, (file, facts))| {
            let above = project.title.as_ref().filter(|_| is_single);
            let title = facts.title.as_ref().or(above);
            let mut of_file = shared.of_file();
            let read = read_file(manuscript, file, facts, title, &mut of_file);
            (titles.divide(index, read, &of_file.notes), of_file)
        })
        .collect();
    let join = |(mut read, of_file): (DividedFile, Shared)| {
        let beginning = shared.join(read.file, of_file);
        read.raise_notes(beginning);
        read
    };
    let files: Vec<DividedFile> = read.into_iter().map(join).collect();

    let is_empty = files.iter().all(|file| file.is_empty);
    if is_empty {
        shared.diagnostics.push(empty(manuscript));
    }
    let start = start_of(manuscript);
    let made = chapters::make(files, &titles, &manuscript.stem, start, &shared.notes);
    let chapters::Made {
        title,
        mut chapters,
        names,
        surveys,
    } = made;
    roles::give(manuscript, &mut chapters, &names, &language, &mut shared);
    let Shared {
        notes,
        has_photos,
        has_references,
        chosen_slugs,
        unnumbered,
        formulas,
        mut diagnostics,
        ..
    } = shared;
    diagnostics.extend(formulas.map(|(first, count)| formulas_note(first, count)));
    let mut found = Found::default();
    surveys.iter().for_each(|survey| found.add(survey.found));
    let references = surveys.into_iter().flat_map(|survey| survey.references);
    let (mut notes, places) = notes.in_order(references, &mut found, &mut diagnostics);
    if found.asides {
        asides::title(&mut chapters, &mut notes, &language);
    }
    if has_photos {
        let mut figures = slugs::Figures {
            chapters: &mut chapters,
            notes: &mut notes,
            in_lines: found.photos_in_lines,
        };
        slugs::settle(&mut figures, &chosen_slugs, &mut diagnostics);
    }
    let index = anchors::give(&mut chapters, names, &mut notes, found, &mut diagnostics);
    let mut of_first = of_files.get_mut(first);
    let mut terms = std::mem::take(&mut project.index);
    if let Some(facts) = of_first.as_mut().filter(|_| terms.is_empty()) {
        terms = std::mem::take(&mut facts.index);
    }
    if found.index || !terms.is_empty() {
        index_terms::mark(&mut chapters, &mut notes, terms, &mut diagnostics);
    }
    let mut links = Resolver::new(&index, manuscript, &mut diagnostics);
    if has_references {
        references::fill(&mut chapters, &mut notes, &mut links, &language);
    }
    let numbered = project.number_headings;
    let numbered = numbered.or_else(|| of_files.get(first)?.number_headings);
    if numbered == Some(true) {
        heading_numbers::give(&mut chapters, &unnumbered);
    }
    numbering::finish(&mut chapters, &mut notes, links, &places);

    let facts = match of_files.get_mut(first) {
        Some(first) => project.or(std::mem::take(first)),
        None => project,
    };
    let document = Document {
        metadata: metadata(facts, title, language),
        chapters,
        notes,
    };
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.file, span.start)));
    (document, diagnostics)
}

fn read_file(
    manuscript: &Manuscript,
    file: &ManuscriptFile,
    facts: &Facts,
    title: Option<&String>,
    shared: &mut Shared,
) -> ReadFile {
    let text = manuscript.sources.file(file.file).text();
    let mut blocks = match file.syntax {
        Syntax::Markdown => events::read(file.file, text, file.body, shared),
        Syntax::PlainText => {
            let title = title.map(String::as_str);
            plain::read(file.file, text, file.body, title, shared)
        }
    };
    if let Some(lead) = &facts.lead_photo {
        lead_photo::add(lead, &mut blocks, shared);
    }
    let stem = Path::new(&file.name).file_stem().unwrap_or_default();
    ReadFile {
        file: file.file,
        stem: stem.to_string_lossy().into_owned(),
        start: Span::new(file.file, file.body..file.body),
        title: facts.title.clone(),
        listing: file.listing.clone(),
        blocks,
    }
}

/// What metadata shows is set as the text is, and compared with it.
fn set_signs(facts: &mut Facts, language: &str) {
    let lines = [
        &mut facts.title,
        &mut facts.subtitle,
        &mut facts.description,
        &mut facts.kicker,
    ];
    let lines = lines.into_iter().flatten();
    for line in lines.chain(&mut facts.authors) {
        *line = punctuation::set(line, language);
    }
}

fn formulas_note(first: Span, count: usize) -> Diagnostic {
    let message = match count {
        1 => "a formula is printed as its TeX source".to_owned(),
        _ => format!("{count} formulas are printed as their TeX source; this is the first"),
    };
    Diagnostic::new(Code::MathSource, first, message)
        .hint("where readers need it set, put a picture of it in its place")
}

/// The place of what stands nowhere.
fn start_of(manuscript: &Manuscript) -> Span {
    let file = match manuscript.files.first() {
        Some(file) => Some((file.file, file.body)),
        None => manuscript.sources.iter().next().map(|(file, _)| (file, 0)),
    };
    // A manuscript that was opened has a source; one made by hand may have none.
    let (file, at) = file.unwrap_or_else(|| {
        let nothing = Sources::default().add(manuscript.root.clone(), String::new());
        (nothing, 0)
    });
    Span::new(file, at..at)
}

fn empty(manuscript: &Manuscript) -> Diagnostic {
    let message = "the manuscript has no text";
    match manuscript.files.first() {
        Some(file) => {
            let span = Span::new(file.file, file.body..file.body);
            Diagnostic::new(Code::EmptyManuscript, span, message)
        }
        None => Diagnostic::without_span(Code::EmptyManuscript, message),
    }
}

fn metadata(facts: Facts, title: String, language: String) -> Metadata {
    Metadata {
        title,
        subtitle: facts.subtitle,
        authors: facts.authors,
        language,
        date: facts.date,
        description: facts.description,
        kicker: facts.kicker,
        publisher: facts.publisher,
        rights: facts.rights,
        identifier: facts.identifier,
        bibliography: facts.bibliography,
        territory: facts.territory,
        hyphenation: facts.hyphenation,
        cover: facts.cover.map(|cover| CoverChoice {
            name: cover.name,
            span: cover.span,
        }),
        makeup: Makeup {
            number_headings: facts.number_headings.unwrap_or_default(),
            list_of_photos: facts.list_of_photos.unwrap_or_default(),
            photo_credits: facts.photo_credits.unwrap_or_default(),
            ragged: facts.ragged.unwrap_or_default(),
            drop_caps: facts.drop_caps.unwrap_or_default(),
            embed_fonts: facts.embed_fonts.unwrap_or_default(),
            page: facts.page,
            max_pixels: facts.max_pixels,
            print_colours: facts.print_colours,
            press: facts.press,
        },
    }
}
