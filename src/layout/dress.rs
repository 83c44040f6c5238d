//! Dressing pages: margins, running heads and folios make a page of a page body.

use super::compose::Composer;
use super::frame::{Item, Owner, Page, Point};
use super::galley::{moved, moved_link};
use super::line::LineBox;
use super::page::PageBody;
use super::style::TextStyle;
use crate::source::Span;

/// What a page's head and foot say.
pub struct Dress<'a> {
    /// The folio.
    pub folio: &'a str,
    /// The running head, unless the page shows none.
    pub running_head: Option<&'a str>,
    /// Whether the folio is printed.
    pub shows_folio: bool,
    /// Whether the page is a right-hand one.
    pub recto: bool,
    /// What the texts are reported under.
    pub span: Span,
}

impl Composer<'_, '_> {
    /// Where the text area's top left corner is on the page.
    pub fn corner(&self, recto: bool) -> Point {
        let x = if recto {
            self.spec.inner
        } else {
            self.spec.outer
        };
        Point {
            x,
            y: self.spec.top,
        }
    }

    /// The finished page.
    pub fn dress(&mut self, body: PageBody, dress: &Dress<'_>) -> Page {
        let corner = self.corner(dress.recto);
        let style = self.spec.running_head;
        let measure = self.spec.measure();
        let leading = self.spec.body.leading;
        let head_y = corner.y - leading;
        let mut items: Vec<Item> = Vec::with_capacity(body.items.len() + 2);
        // The folio stands at the outer edge, the running head at the inner.
        if let Some(head) = dress.running_head {
            let line = self.running_head(head, style.all_small_caps(60), dress.span);
            let x = if dress.recto {
                corner.x
            } else {
                corner.x + measure - line.width
            };
            items.extend(
                line.items
                    .into_iter()
                    .map(|i| moved(i, Point { x, y: head_y })),
            );
        }
        if dress.shows_folio {
            let line = self.one_line(dress.folio, style, Owner::Pagination, dress.span);
            let place = if dress.running_head.is_some() {
                let x = if dress.recto {
                    corner.x + measure - line.width
                } else {
                    corner.x
                };
                Point { x, y: head_y }
            } else {
                let x = corner.x + (measure - line.width) / 2;
                Point {
                    x,
                    y: corner.y + self.spec.depth() + leading * 2,
                }
            };
            items.extend(line.items.into_iter().map(|item| moved(item, place)));
        }
        items.extend(body.items.into_iter().map(|item| moved(item, corner)));
        Page {
            width: self.spec.width,
            height: self.spec.height,
            folio: dress.folio.to_owned(),
            items,
            links: body
                .links
                .into_iter()
                .map(|link| moved_link(link, corner))
                .collect(),
        }
    }

    /// A running head that leaves room for the folio: words are dropped from its end.
    fn running_head(&mut self, head: &str, style: TextStyle, span: Span) -> LineBox {
        let room = self.spec.measure() - self.spec.body.leading * 3;
        let mut line = self.one_line(head, style, Owner::Pagination, span);
        let mut kept = head;
        while line.width > room {
            let Some((shorter, _)) = kept.trim_end().rsplit_once(char::is_whitespace) else {
                // One word that is too long: better no running head than one on the folio.
                return LineBox::default();
            };
            kept = shorter;
            line = self.one_line(&format!("{kept}…"), style, Owner::Pagination, span);
        }
        line
    }
}
