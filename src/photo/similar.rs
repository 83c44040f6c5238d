//! Names under which programs keep another size of a photo: the book that asks for
//! `18333fig0101.png` has `18333fig0101-tn.png`.

/// What is hung on a file's stem, the likeliest first.
pub(super) const SUFFIXES: [&str; 14] = [
    "-tn",
    "_tn",
    "-thumb",
    "_thumb",
    "-scaled",
    "-large",
    "_large",
    "-full",
    "-original",
    "-web",
    "_web",
    "-small",
    "_small",
    "@2x",
];

/// The stems that may stand for `stem`.
pub(super) fn stems(stem: &str) -> impl Iterator<Item = String> {
    SUFFIXES.iter().map(move |suffix| format!("{stem}{suffix}"))
}
