//! Photos side by side. Each line of them fills the measure, all of one height, as a justified line
//! of text does; those that would become too narrow go on a line of their own.

use std::ops::Range;

use super::column::Column;
use super::compose::Composer;
use super::figure::{Mounted, refers};
use super::frame::{Point, Rect, Role};
use super::galley::{Entry, GalleyBox};
use super::length::Length;
use super::line::LineBox;
use super::paragraph::Text;
use crate::document::{
    Anchor, Aspect, Block, BlockAttributes, BlockKind, Edition, Figure, FigureRow, Placement,
    RowFigure,
};

/// Narrower, a photo's cutline is a column of syllables.
pub const NARROWEST: Length = Length::mm(25);
/// What width and height of a photo are together at least: less is a stamp. A landscape photo is
/// then about 33 mm wide.
const SMALLEST: Length = Length::mm(56);
const GAP: Length = Length::tenth_mm(25);

/// A photo of a row, ready to be set in any size.
struct Member<'a> {
    of: &'a RowFigure,
    mounted: Mounted,
    cutline: Option<Text>,
}

impl Composer<'_, '_> {
    /// Sets photos side by side, with what stands under each and under all of them, as one block.
    pub fn figure_row(&mut self, block: &Block, row: &FigureRow, column: Column) {
        let element = self
            .structure
            .add(Role::Division, column.parent, Some(block.id));
        let column = Column {
            parent: element,
            ..column
        };
        self.photos_side_by_side(block, block.anchor.as_ref(), row, column);
    }

    /// Sets two photos that stand, one after the other, side by side: one below the other they would be two
    /// pages. Gives whether they were.
    pub fn portrait_pair(&mut self, blocks: &[Block], column: Column) -> bool {
        let [first, second, ..] = blocks else {
            return false;
        };
        let can = self.spec.columns.count == 1 && !self.spec.plates && !column.nested;
        let (Some(left), Some(right)) = (self.upright(first), self.upright(second)) else {
            return false;
        };
        if !can {
            return false;
        }
        let row = FigureRow {
            figures: vec![left, right],
            cutline: Vec::new(),
            credit: Vec::new(),
        };
        self.photos_side_by_side(first, None, &row, column);
        true
    }

    /// A photo that is higher than wide, if nobody says how it is to stand.
    fn upright(&self, block: &Block) -> Option<RowFigure> {
        let BlockKind::Figure(figure) = &block.kind else {
            return None;
        };
        let Aspect { width, height } = self.book.picture_in(Edition::Pdf, block.id)?.aspect();
        let is_free = figure.placement.is_none() && figure.width.is_none();
        let is_plain = block.attributes == BlockAttributes::default();
        (height > width && is_free && is_plain).then(|| RowFigure {
            id: block.id,
            span: block.span,
            anchor: block.anchor.clone(),
            figure: Figure::clone(figure),
        })
    }

    fn photos_side_by_side(
        &mut self,
        block: &Block,
        anchor: Option<&Anchor>,
        row: &FigureRow,
        column: Column,
    ) {
        let element = column.parent;
        let placement = row
            .figures
            .iter()
            .find_map(|one| match one.figure.placement {
                Some(Placement::FullBleed) => Some(Placement::Page),
                // In the text they are where they stand.
                Some(Placement::Margin | Placement::Row) | None => None,
                other => other,
            });
        let texts = row.figures.iter().map(|one| &one.figure);
        let mut texts = texts.flat_map(|figure| [&figure.cutline, &figure.credit]);
        let has_notes = texts.any(|text| refers(text)) || refers(&row.cutline);
        // Columns are too narrow for several photos side by side: they stand across them.
        let spans = self.spec.columns.count > 1 && !column.nested && !has_notes;
        let placement = placement.or(spans.then_some(Placement::Top));
        let column = match has_notes {
            true => column,
            false => self.column_across(placement, column),
        };
        let mut members = Vec::with_capacity(row.figures.len());
        for of in &row.figures {
            let Some(mounted) = self.place_photo(of.id, &of.figure, element) else {
                continue;
            };
            let cutline = self.own_text(of.id, of.span, &of.figure, &mounted);
            members.push(Member {
                of,
                mounted,
                cutline,
            });
        }
        let shared = self.shared_cutline(block, row, element);
        let mut under_all = match &shared {
            Some(text) => self.cutline_lines(text, column.measure),
            None => Vec::new(),
        };
        let aspects: Vec<Aspect> = members.iter().map(|member| member.mounted.aspect).collect();
        let lines = lines(&aspects, column.measure);
        let depth = self.spec.depth();
        let tallest = match placement {
            Some(Placement::Page) if lines.len() == 1 => depth.scaled(4, 5),
            _ => depth.scaled(self.spec.tallest, 100),
        };
        // What does not fit a narrow column is found once, not in every size.
        let mut found = None;
        let mut sizes = Vec::with_capacity(self.sizes().len());
        for percent in self.sizes().iter().copied() {
            let room = Room {
                left: column.left,
                measure: column.measure.scaled(percent, 100),
                tallest: tallest.scaled(percent, 100),
            };
            let mut made = self.begin_row(anchor);
            for (index, line) in lines.iter().enumerate() {
                if index > 0 {
                    made.height += GAP;
                }
                self.row_line(
                    &mut made,
                    members.get(line.clone()).unwrap_or_default(),
                    room,
                );
            }
            self.add_cutline(&mut made, column.left, &under_all);
            let overfull = &mut self.findings.overfull;
            overfull.truncate(*found.get_or_insert(overfull.len()));
            sizes.push(made);
        }
        if sizes.last().is_some_and(|made| made.height <= depth) {
            return self.push_float(sizes, placement, column);
        }
        let apart = self.spec.body.leading / 2;
        // More than a page holds: line by line.
        let room = Room {
            left: column.left,
            measure: column.measure,
            tallest,
        };
        let own = Column {
            measure: column.measure.min(self.spec.measure()),
            ..column
        };
        let is_across = column.measure > own.measure;
        for (index, line) in lines.iter().enumerate() {
            let anchor = anchor.filter(|_| index == 0);
            let members = members.get(line.clone()).unwrap_or_default();
            let Some(mut made) = self.fitting_line(anchor, members, room) else {
                self.one_by_one(anchor, members, own);
                continue;
            };
            if !is_across {
                self.galley.push(Entry::Space(apart));
                self.galley.push(Entry::Box(made));
                continue;
            }
            if index + 1 == lines.len() {
                let mut whole = made.clone();
                self.add_cutline(&mut whole, column.left, &under_all);
                if whole.height <= depth {
                    made = whole;
                    under_all.clear();
                }
            }
            self.push_float(vec![made], placement, column);
        }
        if let Some(text) = shared.filter(|_| !under_all.is_empty()) {
            let lines = self.cutline_lines(&text, own.measure);
            self.under_photos(lines, own);
        }
        self.galley.push(Entry::Space(apart));
    }

    /// Sets photos of one height, in the largest size for which a page has room. Gives `None` where their
    /// cutlines are too long for any.
    fn fitting_line(
        &mut self,
        anchor: Option<&Anchor>,
        members: &[Member<'_>],
        mut room: Room,
    ) -> Option<GalleyBox> {
        let depth = self.spec.depth();
        let aspects: Vec<Aspect> = members.iter().map(|member| member.mounted.aspect).collect();
        room.tallest = room.tallest.min(common_height(&aspects, room.measure));
        let overfull = self.findings.overfull.len();
        let lowest = room.tallest.min(depth / 4);
        while room.tallest >= lowest {
            self.findings.overfull.truncate(overfull);
            let mut made = self.begin_row(anchor);
            self.row_line(&mut made, members, room);
            if made.height <= depth {
                return Some(made);
            }
            room.tallest -= (made.height - depth).max(self.spec.cutline.leading);
        }
        self.findings.overfull.truncate(overfull);
        None
    }

    /// Sets photos one below the other, their cutlines as text that goes on overleaf.
    fn one_by_one(&mut self, anchor: Option<&Anchor>, members: &[Member<'_>], column: Column) {
        let tallest = self.spec.depth().scaled(self.spec.tallest.min(50), 100);
        let room = Room {
            left: column.left,
            measure: column.measure,
            tallest,
        };
        let mut anchor = anchor;
        for member in members {
            let alone = Member {
                of: member.of,
                mounted: member.mounted.clone(),
                cutline: None,
            };
            let mut made = self.begin_row(anchor.take());
            self.row_line(&mut made, &[alone], room);
            self.galley.push(Entry::Space(self.spec.body.leading / 2));
            self.galley.push(Entry::Box(made));
            if let Some(text) = &member.cutline {
                let lines = self.cutline_lines(text, column.measure);
                self.under_photos(lines, column);
            }
        }
    }

    /// Adds the lines of a cutline as text below photos.
    fn under_photos(&mut self, lines: Vec<LineBox>, column: Column) {
        self.galley.push(Entry::Keep);
        self.galley.push(Entry::Space(self.spec.body.leading / 4));
        let leading = self.spec.cutline.leading;
        self.push_lines(lines, leading, column.left, false, None);
    }

    fn shared_cutline(
        &mut self,
        block: &Block,
        row: &FigureRow,
        element: super::frame::ElementId,
    ) -> Option<Text> {
        if row.cutline.is_empty() && row.credit.is_empty() {
            return None;
        }
        let element = self.structure.add(Role::Caption, element, None);
        Some(self.cutline_text(block.id, block.span, &row.cutline, &row.credit, element))
    }

    fn begin_row(&self, anchor: Option<&Anchor>) -> GalleyBox {
        let anchors = anchor.iter().map(|anchor| anchor.as_str().to_owned());
        GalleyBox {
            height: self.above_photo(),
            on_grid: true,
            anchors: anchors.collect(),
            ..GalleyBox::default()
        }
    }

    /// Adds photos of one height below what a box holds, and under each its cutline.
    fn row_line(&mut self, made: &mut GalleyBox, members: &[Member<'_>], room: Room) {
        let aspects: Vec<Aspect> = members.iter().map(|member| member.mounted.aspect).collect();
        let height = common_height(&aspects, room.measure).min(room.tallest);
        let top = made.height;
        let mut left = room.left;
        let mut bottom = top + height;
        for member in members {
            let aspect = member.mounted.aspect;
            let width = height.scaled(i64::from(aspect.width), i64::from(aspect.height));
            let area = Rect {
                origin: Point { x: left, y: top },
                width,
                height,
            };
            let of = member.of;
            self.mount(made, of.id, of.span, &of.figure, &member.mounted, area);
            let anchors = of.anchor.iter().map(|anchor| anchor.as_str().to_owned());
            made.anchors.extend(anchors);
            made.height = top + height;
            let mut taken = width;
            if let Some(text) = &member.cutline {
                // A photo that a page makes narrower than its cutline needs leaves that its room.
                let measure = match members.len() {
                    1 => room.measure,
                    _ => width.max(NARROWEST),
                };
                let lines = self.cutline_lines(text, measure);
                self.add_cutline(made, left, &lines);
                taken = measure;
            }
            bottom = bottom.max(made.height);
            left += taken + GAP;
        }
        made.height = bottom;
    }
}

/// Where a line of photos may stand.
#[derive(Clone, Copy)]
struct Room {
    left: Length,
    measure: Length,
    tallest: Length,
}

/// Parts photos into the fewest lines on which none is too narrow, as many on each as on the next
/// where that works.
fn lines(aspects: &[Aspect], measure: Length) -> Vec<Range<usize>> {
    let fits = |line: &Range<usize>| {
        line.len() < 2 || {
            let aspects = aspects.get(line.clone()).unwrap_or_default();
            let height = common_height(aspects, measure);
            let width =
                |aspect: &Aspect| height.scaled(i64::from(aspect.width), i64::from(aspect.height));
            let is_large = |width: Length| width >= NARROWEST && width + height >= SMALLEST;
            aspects.iter().all(|aspect| is_large(width(aspect)))
        }
    };
    let mut greedy: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in 1..=aspects.len() {
        if !fits(&(start..end)) {
            greedy.push(start..end - 1);
            start = end - 1;
        }
    }
    greedy.push(start..aspects.len());
    let (count, lines) = (aspects.len(), greedy.len());
    let even = (0..lines).map(|line| count * line / lines..count * (line + 1) / lines);
    let even: Vec<Range<usize>> = even.collect();
    if even.iter().all(fits) { even } else { greedy }
}

/// The height at which photos side by side fill the measure.
fn common_height(aspects: &[Aspect], measure: Length) -> Length {
    /// Parts of one: fine enough that no edge shows the rest.
    const ONE: i64 = 1_000_000;
    let share = |aspect: &Aspect| {
        let share = i64::from(aspect.width) * ONE / i64::from(aspect.height.max(1));
        share.clamp(1, ONE * ONE)
    };
    let shares = aspects.iter().map(share).fold(0_i64, i64::saturating_add);
    let gaps = GAP * (aspects.len().saturating_sub(1) as i64);
    (measure - gaps)
        .max(Length::ZERO)
        .scaled(ONE, shares.max(1))
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    fn aspects(of: &[(u32, u32)]) -> Vec<Aspect> {
        let aspect = |(width, height): &(u32, u32)| Aspect {
            width: *width,
            height: *height,
        };
        of.iter().map(aspect).collect()
    }

    #[test]
    fn photos_of_a_line_fill_the_measure() {
        let photos = aspects(&[(3, 2), (2, 3), (1, 1)]);
        let measure = Length::mm(111);
        let height = common_height(&photos, measure);
        let widths = photos
            .iter()
            .map(|aspect| height.scaled(i64::from(aspect.width), i64::from(aspect.height)));
        let filled = widths.sum::<Length>() + GAP * 2;
        let missing = (measure - filled).units();
        assert!(missing.abs() < 16, "{missing}");
    }

    #[test]
    fn no_line_holds_a_photo_that_is_too_narrow() {
        let measure = Length::mm(111);
        let of = |photos: &[(u32, u32)]| lines(&aspects(photos), measure);
        assert_eq!(of(&[(3, 2); 3]), [0..3]);
        assert_eq!(of(&[(3, 2); 4]), [0..2, 2..4]);
        assert_eq!(of(&[(1, 1), (1, 1), (2, 3)]), [0..3]);
        assert_eq!(of(&[(3, 2); 7]), [0..2, 2..4, 4..7]);
        // A panorama leaves no room beside it.
        assert_eq!(of(&[(6, 1), (2, 3), (2, 3)]), [0..1, 1..3]);
        assert_eq!(of(&[(6, 1), (1, 8), (6, 1)]), [0..1, 1..2, 2..3]);
    }
}
