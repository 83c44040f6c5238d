//! How manuscripts speak of photos: cutline paragraphs, placeholders, images with and without
//! attributes. Each convention is a pure function over inlines.

pub(super) mod attributes;
pub(super) mod beside;
pub(super) mod cell;
mod credit;
mod credit_words;
pub(super) mod image;
pub(super) mod junk;
pub(super) mod lead_photo;
pub(super) mod paragraph;
mod placeholder;
pub(super) mod slugs;
