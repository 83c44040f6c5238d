//! Reading: a manuscript's text becomes blocks and inlines. The only room that knows
//! `pulldown_cmark`, and the conventions by which a manuscript speaks of its photos.

mod anchors;
mod asides;
mod autolinks;
mod braces;
mod builder;
mod chapters;
mod closing;
mod code_info;
mod definitions;
mod entities;
mod events;
mod fences;
mod files;
mod frame;
mod glance;
mod heading_numbers;
mod hidden_lines;
mod html;
mod html_blocks;
mod html_flow;
mod html_frames;
mod html_lists;
mod html_pre;
mod html_table;
mod html_tags;
mod index_terms;
mod line;
mod links;
mod macros;
mod marks;
mod notes;
mod numbering;
mod photo;
mod plain;
mod punctuation;
mod quotation_marks;
mod read;
mod references;
mod roles;
mod signs;
mod span_attributes;
mod splice;
mod survey;
mod table_caption;
mod verse;

pub use read::read;

use crate::document::walk;
