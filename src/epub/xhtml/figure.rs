//! Figures: a photo or its reserved slot, with cutline and credit.

use super::{Writer, slot};
use crate::book::Picture;
use crate::document::{Aspect, Edition, Figure, FigureRow, Inline, NodeId};
use crate::epub::alternative::Alternative;
use crate::epub::markup::Attribute;
use crate::epub::photos::PhotoFile;
use crate::epub::plan::label;

impl Writer<'_> {
    /// `share` is the room that the figure takes in its row, if it stands in one.
    pub(super) fn figure(
        &mut self,
        node: NodeId,
        figure: &Figure,
        share: Option<&str>,
        attributes: Vec<Attribute<'_>>,
    ) {
        let plan = self.plan;
        let mut attributes = attributes;
        let mut classes = Vec::new();
        if plan.photos.at(node).is_none() {
            classes.push("reserved");
        }
        // Our own number, never a style of the manuscript's.
        let width = figure
            .width
            .map(|share| format!("width:{}%", share.clamp(1, 100)));
        if let Some(share) = share {
            attributes.push(("style", share));
        } else if let Some(width) = &width {
            classes.push("sized");
            attributes.push(("style", width));
        }
        let classes = classes.join(" ");
        if !classes.is_empty() {
            attributes.push(("class", &classes));
        }
        self.out.open("figure", &attributes);
        self.out.line();
        // Photo, cutline and credit are never parted, so a page can only begin before them all.
        self.page_breaks(plan.breaks.at(node));
        let href = figure.link.as_ref().and_then(|target| self.href(target));
        if let Some(href) = &href {
            let mut attributes = vec![("href", href.as_str())];
            if figure.alt.as_deref() == Some("") {
                attributes.push(("aria-label", plan.words.photo));
            }
            self.out.open("a", &attributes);
        }
        self.picture(
            node,
            figure,
            match share {
                Some(_) => slot::Size::InRow,
                None => slot::Size::Figure,
            },
            alternative_text(figure, plan.words.photo),
        );
        if href.is_some() {
            self.out.close();
        }
        self.out.line();
        self.under_photo(&figure.cutline, &figure.credit);
        self.out.close_line();
    }

    /// Photos side by side; where the screen is too narrow for all of them, they go on below.
    pub(super) fn figure_row(
        &mut self,
        node: NodeId,
        row: &FigureRow,
        attributes: Vec<Attribute<'_>>,
    ) {
        let plan = self.plan;
        let mut attributes = attributes;
        attributes.push(("class", "row"));
        let is_one = !(row.cutline.is_empty() && row.credit.is_empty());
        if !is_one {
            attributes.push(("role", "group"));
        }
        let element = if is_one { "figure" } else { "div" };
        self.out.open(element, &attributes);
        self.out.line();
        // A page may also begin with one of the photos, or with what goes on under all of them.
        let is_said = |figure: &Figure| !(figure.cutline.is_empty() && figure.credit.is_empty());
        let each_speaks = row.figures.iter().any(|one| is_said(&one.figure));
        if !each_speaks {
            self.page_breaks(plan.breaks.at(node));
        }
        self.out.open("div", &[("class", "photos")]);
        self.out.line();
        for one in &row.figures {
            let share = plan
                .book
                .picture_in(Edition::Epub, one.id)
                .map(|picture| share(picture.aspect()));
            let id = one.anchor.as_ref().map(|anchor| ("id", anchor.as_str()));
            self.figure(one.id, &one.figure, share.as_deref(), Vec::from_iter(id));
        }
        self.out.close_line();
        if each_speaks {
            self.page_breaks(plan.breaks.at(node));
        }
        self.under_photo(&row.cutline, &row.credit);
        self.out.close_line();
    }

    /// Cutline and credit, if there are any.
    fn under_photo(&mut self, cutline: &[Inline], credit: &[Inline]) {
        if cutline.is_empty() && credit.is_empty() {
            return;
        }
        self.out.open("figcaption", &[]);
        if !cutline.is_empty() {
            self.out.open("span", &[("class", "cutline")]);
            self.unbroken(cutline);
            self.out.close();
        }
        if !(cutline.is_empty() || credit.is_empty()) {
            self.out.text(" ");
        }
        if !credit.is_empty() {
            self.out.open("span", &[("class", "credit")]);
            self.unbroken(credit);
            self.out.close();
        }
        self.out.close_line();
    }

    /// A photo in the middle of a line. Its text is not printed, so it is what stands for the photo
    /// where nobody wrote more.
    pub(super) fn inline_picture(&mut self, node: NodeId, figure: &Figure) {
        let text = label(&figure.cutline);
        let neutral = text.as_deref().unwrap_or(self.plan.words.photo);
        self.picture(
            node,
            figure,
            slot::Size::Inline,
            alternative_text(figure, neutral),
        );
    }

    fn picture(&mut self, node: NodeId, figure: &Figure, size: slot::Size, alt: &str) {
        let picture = self.plan.book.picture_in(Edition::Epub, node);
        match (self.plan.photos.at(node), picture) {
            (Some(photo), _) => self.photo(photo, size, alt),
            (None, Some(Picture::ReservedSlot { aspect, reason })) => {
                self.has_drawing = true;
                let awaited = slot::Awaited {
                    figure,
                    aspect: *aspect,
                    reason: *reason,
                };
                slot::draw(&mut self.out, self.plan.words, awaited, size);
            }
            (None, _) => {}
        }
    }

    fn photo(&mut self, photo: &PhotoFile, size: slot::Size, alt: &str) {
        let (width, height) = (photo.width.to_string(), photo.height.to_string());
        let mut attributes = vec![("src", photo.href.as_str()), ("alt", alt)];
        if alt.is_empty() {
            attributes.push(("role", "presentation"));
        }
        if size == slot::Size::Inline {
            attributes.push(("class", "inline"));
        }
        attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
        self.out.empty("img", &attributes);
    }
}

/// The room that a photo takes in its row: what it grows by and what it asks for are both in
/// proportion to its width at a common height, so that all on one line come out equally high.
fn share(aspect: Aspect) -> String {
    /// The least height, in em.
    const HEIGHT: u64 = 6;
    let (width, height) = (u64::from(aspect.width), u64::from(aspect.height.max(1)));
    let thousandths = (width * 1_000 / height).clamp(100, 10_000);
    let em = thousandths * HEIGHT;
    let decimal = |thousandths: u64| format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    format!("flex:{} 1 {}em", decimal(thousandths), decimal(em))
}

/// What is said in the photo's stead; `neutral` where nobody has written it.
fn alternative_text<'a>(figure: &'a Figure, neutral: &'a str) -> &'a str {
    match Alternative::of(figure) {
        Alternative::Text(text) => text,
        Alternative::Decoration => "",
        Alternative::Missing => neutral,
    }
}
