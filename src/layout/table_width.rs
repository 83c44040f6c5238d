//! How wide the columns of a table are: constrained water-filling.

use super::length::Length;

/// A cell whose natural width is known.
#[derive(Clone, Copy)]
pub struct Wish {
    /// Its first column.
    pub column: usize,
    /// How many it spans, at least 1.
    pub columns: usize,
    /// The width of its text on one line.
    pub natural: Length,
    /// The width of its longest word.
    pub longest_word: Length,
}

/// What the columns of a table ask for.
pub struct Wishes {
    natural: Vec<Length>,
    least: Vec<Length>,
    gap: Length,
}

impl Wishes {
    /// Those of so many columns with these cells and this gap between them.
    pub fn of(cells: &[Wish], columns: usize, gap: Length) -> Wishes {
        Wishes {
            natural: widest(cells, columns, gap, |cell| cell.natural),
            least: widest(cells, columns, gap, |cell| cell.longest_word),
            gap,
        }
    }

    fn gaps(&self) -> Length {
        self.gap * (self.least.len().saturating_sub(1) as i64)
    }

    /// Room between the columns.
    pub fn gap(&self) -> Length {
        self.gap
    }

    /// The width below which words would have to be cut.
    pub fn least(&self) -> Length {
        self.least.iter().copied().sum::<Length>() + self.gaps()
    }

    /// Shares `measure` among the columns: one that wants no more than an even share gets all it wants,
    /// and the others share what is left, none below its longest word.
    pub fn share(&self, measure: Length) -> Vec<Length> {
        share(&self.natural, &self.least, measure - self.gaps())
    }
}

/// What each column asks for: as much as its widest cell. A cell that spans several takes what they
/// have, and what is missing then is asked for by all of them alike.
fn widest(cells: &[Wish], columns: usize, gap: Length, by: fn(&Wish) -> Length) -> Vec<Length> {
    let mut wanted = vec![Length::ZERO; columns];
    for cell in cells.iter().filter(|cell| cell.columns == 1) {
        if let Some(width) = wanted.get_mut(cell.column) {
            *width = (*width).max(by(cell));
        }
    }
    for cell in cells.iter().filter(|cell| cell.columns > 1) {
        let end = (cell.column + cell.columns).min(columns);
        let Some(spanned) = wanted.get_mut(cell.column..end) else {
            continue;
        };
        let gaps = gap * (spanned.len().saturating_sub(1) as i64);
        let missing = by(cell) - gaps - spanned.iter().copied().sum::<Length>();
        if missing > Length::ZERO {
            let part = missing / (spanned.len().max(1) as i64) + Length::from_units(1);
            spanned.iter_mut().for_each(|width| *width += part);
        }
    }
    wanted
}

fn share(natural: &[Length], least: &[Length], room: Length) -> Vec<Length> {
    if natural.iter().copied().sum::<Length>() <= room {
        return natural.to_vec();
    }
    let needed: Length = least.iter().copied().sum();
    if needed >= room {
        // Even single words do not fit side by side: every column gives up the same share.
        let part = |width: &Length| width.scaled(room.units().max(0), needed.units());
        return least.iter().map(part).collect();
    }
    let mut widths: Vec<Option<Length>> = vec![None; natural.len()];
    loop {
        let settled: Length = widths.iter().flatten().copied().sum();
        let open = widths.iter().filter(|width| width.is_none()).count().max(1);
        let even = (room - settled) / (open as i64);
        // Columns that need more than the share are settled first: what the others may take
        // depends on what these leave.
        let find = |fits: &dyn Fn(usize) -> bool| {
            (0..widths.len()).find(|index| widths[*index].is_none() && fits(*index))
        };
        if let Some(index) = find(&|index| least[index] > even) {
            widths[index] = Some(least[index]);
        } else if let Some(index) = find(&|index| natural[index] <= even) {
            widths[index] = Some(natural[index]);
        } else {
            return widths
                .into_iter()
                .map(|width| width.unwrap_or(even))
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(natural: &[i64], least: &[i64], room: i64) -> Vec<i64> {
        let lengths = |points: &[i64]| points.iter().map(|p| Length::pt(*p)).collect::<Vec<_>>();
        let widths = share(&lengths(natural), &lengths(least), Length::pt(room));
        widths
            .iter()
            .map(|width| width.units() / Length::pt(1).units())
            .collect()
    }

    #[test]
    fn short_columns_get_what_they_want() {
        assert_eq!(shared(&[30, 40, 300], &[20, 20, 50], 200), [30, 40, 130]);
        assert_eq!(shared(&[30, 40, 50], &[20, 20, 50], 200), [30, 40, 50]);
        assert_eq!(shared(&[300, 400], &[20, 150], 200), [50, 150]);
        assert_eq!(shared(&[90, 200], &[20, 150], 200), [50, 150]);
        assert_eq!(shared(&[300, 300], &[200, 200], 200), [100, 100]);
    }
}
