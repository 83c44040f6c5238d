//! Reading: a manuscript's text becomes blocks and inlines. The only room that knows
//! `pulldown_cmark`, and the conventions by which a manuscript speaks of its photos.

mod anchors;
mod builder;
mod chapters;
mod closing;
mod entities;
mod events;
mod files;
mod frame;
mod heading_numbers;
mod hidden_lines;
mod html;
mod html_blocks;
mod html_flow;
mod html_table;
mod html_tags;
mod links;
mod notes;
mod numbering;
mod photo;
mod plain;
mod read;
mod references;
mod roles;
mod splice;
mod walk;

pub use builder::DEEPEST_NESTING;
pub use read::read;
