//! Macros of other programs: `{{< note >}}`, `{% if %}`, `[gallery ids="1"]`, `<Tabs items={x}>`.
//! Nothing here can run them, and as text they would be junk. So the macro itself is left out and
//! reported, and what stands between an opening and a closing one is kept. Two of them speak of
//! photos and are understood: Hugo's `figure` and WordPress's `caption`.

mod find;
mod html;
mod imports;
mod line;
mod report;

pub(super) use find::{Finder, Macro};
pub(super) use html::read as read_html_text;
pub(super) use line::{Events, find};
pub(super) use report::{Kept, MacroReport};
