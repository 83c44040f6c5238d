//! The cost of what readers see. A unit is about what a hundredth of a line's depth is worth.

/// A spread runs a line short: for each of its pages.
pub const SHORT: i64 = 70;
/// Or a line long.
pub const LONG: i64 = 110;
/// For the square of the lines that a page lacks beyond the first.
pub const SHORTER: i64 = 1_600;
/// For the square of the lines by which facing pages differ.
pub const UNEVEN: i64 = 900;
/// Room between text and notes, for a line of it.
pub const ABOVE_NOTES: i64 = 30;
/// A hyphen at the end of a left-hand page, and of a right-hand one, which is turned.
pub const HYPHEN: i64 = 900;
pub const HYPHEN_OVERLEAF: i64 = 1_100;
/// And at the end of a column: the eye goes no further than to the head of the next.
pub const HYPHEN_IN_COLUMN: i64 = 300;
/// For the square of the lines that the last page lacks of a decent number.
pub const SHORT_LAST: i64 = 120;
/// A line of a paragraph alone in a column, where columns are to end together.
pub const LINE_ALONE: i64 = 400;
/// A heading with a photo below it, and its text overleaf.
pub const PHOTO_ALONE: i64 = 400;
/// What columns that cannot end together cost at most, each: less than a forbidden end.
pub const MOST_UNEVEN: i64 = 20_000;
/// A page that ends where none should: after a heading, or with a line of a paragraph.
pub const FORBIDDEN: i64 = 100_000;
