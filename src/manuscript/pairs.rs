//! Metadata that has keys of its own under its name: `page`, `press`.

use super::MetadataEntry;
use super::facts::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// What keys there are under a name.
pub(super) struct Pairs {
    /// The name.
    pub of: &'static str,
    /// The keys.
    pub keys: &'static [&'static str],
}

/// Keys and values under an entry's name, but for empty values.
pub(super) fn pairs(entry: &MetadataEntry) -> impl Iterator<Item = (&str, &str)> {
    let pairs = entry.values.chunks_exact(2);
    let pairs = pairs.map(|pair| (pair[0].as_str(), pair[1].trim()));
    pairs.filter(|(_, value)| !value.is_empty())
}

/// `true` or `false`.
pub(super) fn truth(value: &str) -> Option<bool> {
    value.parse().ok()
}

impl Pairs {
    /// A key cannot have this value.
    pub fn refused(&self, entry: &MetadataEntry, key: &str, value: &str) -> Diagnostic {
        let of = self.of;
        refused(entry, format!("`{key}` of the {of} cannot be “{value}”"))
    }

    /// There is no such key.
    pub fn unknown(&self, entry: &MetadataEntry, key: &str) -> Diagnostic {
        let message = format!("no edition uses the key `{key}` of the {}", self.of);
        let diagnostic = Diagnostic::new(Code::UnknownMetadataKey, entry.span, message);
        match nearest(key, self.keys.iter().copied()) {
            Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
            None => diagnostic,
        }
    }
}
