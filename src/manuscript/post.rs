//! What the name of a post says: Jekyll names it `2024-05-01-title.md`, and its metadata block need
//! not say the day again (jekyllrb.com, “Posts”).

use super::entry::Key;
use super::{Manuscript, MetadataEntry, facts};
use crate::source::Span;

/// Takes the day into the metadata, unless that says another, and calls the outputs by the rest.
pub(super) fn name_says(manuscript: &mut Manuscript) {
    let Some((day, slug)) = divided(&manuscript.stem) else {
        return;
    };
    manuscript.stem = slug.to_owned();
    let Some(file) = manuscript.files.first_mut() else {
        return;
    };
    let is_date = |entry: &MetadataEntry| Key::named(&entry.key) == Some(Key::Date);
    if !file.metadata.iter().any(is_date) {
        file.metadata.push(MetadataEntry {
            key: "date".to_owned(),
            span: Span::new(file.file, 0..0),
            values: vec![day],
        });
    }
}

/// The day and the slug of a post's name.
fn divided(stem: &str) -> Option<(String, &str)> {
    const FORM: &[u8] = b"dddd-dd-dd-";
    let (day, slug) = stem.split_at_checked(FORM.len())?;
    let fits = |(byte, form): (u8, &u8)| match form {
        b'd' => byte.is_ascii_digit(),
        form => byte == *form,
    };
    let is_day = day.bytes().zip(FORM).all(fits);
    let day = facts::calendar_date(day.trim_end_matches('-'))?;
    (is_day && !slug.is_empty()).then_some((day, slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posts_name_is_divided() {
        let gulls = Some(("2024-05-01".to_owned(), "gulls-at-dawn"));
        assert_eq!(divided("2024-05-01-gulls-at-dawn"), gulls);
        assert_eq!(divided("2024-05-01"), None);
        assert_eq!(divided("2024-05-01-"), None);
        assert_eq!(divided("2024-13-01-gulls"), None);
        assert_eq!(divided("20240501-gulls-at"), None);
    }
}
