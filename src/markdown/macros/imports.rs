//! Lines of code at the head of an MDX file.

use super::line::Events;
use super::report::Kept;
use crate::markdown::builder::Builder;
use crate::markdown::frame::Kind;

impl Builder<'_> {
    /// Leaves out a paragraph that consists of `import … from "…"` and `export …` and nothing
    /// else. Gives `false` for any other.
    pub(in crate::markdown) fn skip_imports(&mut self, line: &Events<'_>) -> bool {
        let is_paragraph = matches!(self.top(), Some(Kind::Paragraph { implicit: false }));
        let (Some((_, first)), Some((_, last))) = (line.first(), line.last()) else {
            return false;
        };
        let range = first.start..last.end.max(first.start);
        let source = self.text;
        let code = source.get(range.clone()).unwrap_or_default();
        if !is_paragraph || !code.lines().all(is_statement) {
            return false;
        }
        let mut at = range.start;
        for statement in code.split_inclusive('\n') {
            let shown = if statement.trim_start().starts_with("import") {
                "import"
            } else {
                "export"
            };
            let place = at..at + statement.trim_end().len();
            self.macros.add(shown, place, Kept::Nothing, false);
            at += statement.len();
        }
        true
    }
}

/// `import Tabs from "@theme/Tabs";`, `export const title = "x"`
fn is_statement(line: &str) -> bool {
    let line = line.trim().trim_end_matches(';');
    if let Some(what) = line.strip_prefix("import ") {
        let is_quoted = what.ends_with(['"', '\'']);
        return is_quoted && (what.starts_with(['"', '\'']) || what.contains(" from "));
    }
    let declarations = ["const ", "let ", "var ", "default ", "function ", "{"];
    let what = line.strip_prefix("export ");
    what.is_some_and(|what| declarations.iter().any(|word| what.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::is_statement;

    #[test]
    fn statements_are_told_from_prose() {
        assert!(is_statement("import Tabs from '@theme/Tabs';"));
        assert!(is_statement("import \"./a.css\""));
        assert!(is_statement("export const a = 1"));
        assert!(!is_statement("import duties from the colonies"));
        assert!(!is_statement("export goods"));
    }
}
