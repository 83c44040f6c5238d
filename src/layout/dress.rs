//! Dressing pages: margins, running heads and folios make a page of a page body.

use super::compose::Composer;
use super::frame::{Item, Owner, Page, Point};
use super::galley::{moved, moved_link};
use super::length::Length;
use super::line::LineBox;
use super::page::PageBody;
use super::style::{Letters, TextStyle};
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
    /// How many pages there are.
    pub count: usize,
    /// What the texts are reported under.
    pub span: Span,
}

impl Composer<'_, '_> {
    /// The finished page.
    pub fn dress(&mut self, body: PageBody, dress: &Dress<'_>) -> Page {
        let corner = self.spec.corner(dress.recto);
        let mut items: Vec<Item> = Vec::with_capacity(body.items.len() + 2);
        if self.spec.running_at_foot {
            self.foot(dress, corner, &mut items);
        } else {
            self.head(dress, corner, &mut items);
        }
        items.extend(body.items.into_iter().map(|item| moved(item, corner)));
        if let Some(below) = self.spec.slug {
            items.extend(self.slug(dress, below));
        }
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

    /// The running head above the text, and the folio: on a page without a running head in the middle
    /// below it.
    fn head(&mut self, dress: &Dress<'_>, corner: Point, items: &mut Vec<Item>) {
        let style = self.spec.running_head;
        let measure = self.spec.across();
        let head_y = self.above(corner);
        // The folio stands at the outer edge, the running head at the inner.
        if let (Some(head), Some(head_y)) = (dress.running_head, head_y) {
            let line = self.running_head(head, style, dress.span);
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
            let style = TextStyle {
                letters: Letters::AsWritten,
                letterspacing: 0,
                ..style
            };
            let line = self.one_line(dress.folio, style, Owner::Pagination, dress.span);
            let (x, y) = if dress.running_head.is_some() {
                let x = if dress.recto {
                    corner.x + measure - line.width
                } else {
                    corner.x
                };
                (x, head_y)
            } else {
                let x = corner.x + (measure - line.width) / 2;
                (x, self.below(corner))
            };
            let place = y.map(|y| Point { x, y });
            items.extend(place.into_iter().flat_map(|place| {
                let line = line.items.iter().cloned();
                line.map(move |item| moved(item, place))
            }));
        }
    }

    /// The baseline above the text: a line above it, or nearer where the margin is low. `None` where it has no
    /// room at all.
    fn above(&self, corner: Point) -> Option<Length> {
        let size = self.spec.running_head.size;
        let y = (corner.y - self.spec.body.leading).max(size);
        (y + size / 4 <= corner.y).then_some(y)
    }

    /// The baseline below the text, likewise.
    fn below(&self, corner: Point) -> Option<Length> {
        let size = self.spec.running_head.size;
        let text = corner.y + self.spec.depth();
        let y = (text + self.spec.body.leading * 2).min(self.spec.height - size / 2);
        (text + size <= y).then_some(y)
    }

    /// Title, date and folio on a line below the text, the folio at the outer edge.
    fn foot(&mut self, dress: &Dress<'_>, corner: Point, items: &mut Vec<Item>) {
        let style = self.spec.running_head;
        let Some(y) = self.below(corner) else {
            return;
        };
        let width = self.spec.width - self.spec.inner - self.spec.outer;
        let mirrored = self.spec.facing && !dress.recto;
        let mut put = |line: LineBox, right: bool| {
            let x = if right != mirrored {
                corner.x + width - line.width
            } else {
                corner.x
            };
            let at = Point { x, y };
            items.extend(line.items.into_iter().map(|item| moved(item, at)));
        };
        if let Some(head) = dress.running_head {
            let date = self.book.document().metadata.date.as_deref();
            let dated = date.filter(|_| self.spec.folio_of_all);
            let head = match dated {
                Some(date) => format!("{head}\u{2003}{date}"),
                None => head.to_owned(),
            };
            put(self.running_head(&head, style, dress.span), false);
        }
        if dress.shows_folio {
            let folio = match self.spec.folio_of_all {
                true => format!("{} / {}", dress.folio, dress.count),
                false => dress.folio.to_owned(),
            };
            put(
                self.one_line(&folio, style, Owner::Pagination, dress.span),
                true,
            );
        }
    }

    /// Which page of which book this is, in its language, below what is cut off, before the middle.
    fn slug(&mut self, dress: &Dress<'_>, below: Length) -> Vec<Item> {
        const SIZE: Length = Length::pt(6);
        let style = TextStyle {
            size: SIZE,
            letters: Letters::AsWritten,
            letterspacing: 0,
            ..self.spec.running_head
        };
        let folio = match dress.folio {
            "" => "–",
            folio => folio,
        };
        let title = self.book.document().metadata.title.as_str();
        let room = self.spec.width / 2 - Length::mm(14);
        let mut line = LineBox::default();
        // A title that is too long is left out.
        let place = format!("{} {folio} / {}", self.words.page, dress.count);
        for text in [format!("{title} · {place}"), place] {
            line = self.one_line(&text, style, Owner::Pagination, dress.span);
            if line.width <= room {
                break;
            }
        }
        let place = Point {
            x: Length::mm(7),
            y: self.spec.height + below + Length::mm(5),
        };
        line.items
            .into_iter()
            .map(|item| moved(item, place))
            .collect()
    }

    /// A running head that leaves room for the folio: words are dropped from its end. Of a head many
    /// times too long most is dropped at once, for each try sets the line again.
    fn running_head(&mut self, head: &str, style: TextStyle, span: Span) -> LineBox {
        let room = self.spec.across() - self.spec.body.leading * 3;
        let mut line = self.one_line(head, style, Owner::Pagination, span);
        let mut kept = head;
        if line.width > room * 2 {
            let share = i128::from((room * 2).units()) * (head.len() as i128);
            let length = share / i128::from(line.width.units());
            let length = usize::try_from(length).unwrap_or(head.len());
            let end = (0..=length.min(head.len())).rev();
            let mut ends = end.filter(|at| head.is_char_boundary(*at));
            kept = &head[..ends.next().unwrap_or_default()];
        }
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
