//! Figures: a photo or its reserved slot, with cutline and credit.

use super::{Writer, slot};
use crate::book::Picture;
use crate::document::{Edition, Figure, NodeId};
use crate::epub::alternative::Alternative;
use crate::epub::markup::Attribute;
use crate::epub::photos::PhotoFile;
use crate::epub::plan::label;

impl Writer<'_> {
    pub(super) fn figure(
        &mut self,
        node: NodeId,
        figure: &Figure,
        mut attributes: Vec<Attribute<'_>>,
    ) {
        let plan = self.plan;
        if plan.photos.at(node).is_none() {
            attributes.push(("class", "reserved"));
        }
        self.out.open("figure", &attributes);
        self.out.line();
        // Photo, cutline and credit are never parted, so a page can only begin before them all.
        self.page_breaks(plan.breaks.at(node));
        self.picture(
            node,
            figure,
            slot::Size::Figure,
            alternative_text(figure, plan.words.photo),
        );
        self.out.line();
        if !(figure.cutline.is_empty() && figure.credit.is_empty()) {
            self.out.open("figcaption", &[]);
            if !figure.cutline.is_empty() {
                self.out.open("span", &[("class", "cutline")]);
                self.unbroken(&figure.cutline);
                self.out.close();
            }
            if !(figure.cutline.is_empty() || figure.credit.is_empty()) {
                self.out.text(" ");
            }
            if !figure.credit.is_empty() {
                self.out.open("span", &[("class", "credit")]);
                self.unbroken(&figure.credit);
                self.out.close();
            }
            self.out.close_line();
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

/// What is said in the photo's stead; `neutral` where nobody has written it.
fn alternative_text<'a>(figure: &'a Figure, neutral: &'a str) -> &'a str {
    match Alternative::of(figure) {
        Alternative::Text(text) => text,
        Alternative::Decoration => "",
        Alternative::Missing => neutral,
    }
}
