//! What make has to know: which files a book depends on, and which would change it if they came.
//! (GNU make manual, 4.3 “Types of Prerequisites”, 4.4 “Using Wildcard Characters”.)

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::inputs::Inputs;

/// The first lines of a dependency file.
pub const HEAD: &str = "\
# What books depend on, for GNU make: written by cutline.
cutline-equals := =
";

/// Files that have their endings in common: under which names they are looked for, and which of
/// them are there.
#[derive(Default)]
struct Kind {
    patterns: Vec<String>,
    there: Vec<String>,
}

/// The lines of a dependency file about one book: `targets` are made again when one of its inputs
/// changes or goes, and when one that was looked for in vain comes. A name with a line end, which
/// make cannot hold, is left out.
pub fn lines(targets: &[PathBuf], inputs: &Inputs) -> String {
    let writable = |path: &&Path| !path.to_string_lossy().contains(['\n', '\r']);
    let names: Vec<String> = targets.iter().map(|path| target(path)).collect();
    let targets = names.join(" ");
    let files: Vec<&Path> = inputs.files().into_iter().filter(writable).collect();
    let names: Vec<String> = files.iter().map(|path| prerequisite(path)).collect();
    let mut lines = format!("{targets}:{}\n", continued(&names));
    // So that a file which is gone is no reason to stop, but to make the book again.
    for file in files {
        let _ = writeln!(lines, "{}:", target(file));
    }
    let mut conditions = Vec::new();
    let missing: Vec<String> = inputs.missing().filter(writable).map(sought).collect();
    if !missing.is_empty() {
        let _ = writeln!(lines, "cutline-missing :={}", continued(&missing));
        conditions.push("$(wildcard $(cutline-missing))".to_owned());
    }
    // Files of one kind have their endings in common.
    let mut kinds: BTreeMap<&Arc<[String]>, Kind> = BTreeMap::new();
    for sought in inputs.sought_files() {
        let kind = kinds.entry(&sought.endings).or_default();
        let pattern = pattern(&sought.folder, &sought.stem, &sought.endings);
        kind.patterns.push(pattern);
        kind.there
            .extend(sought.there.iter().map(|path| word(path)));
    }
    for (number, (endings, Kind { patterns, there })) in kinds.into_iter().enumerate() {
        let endings = endings.iter().flat_map(|ending| {
            let cases = [ending.clone(), ending.to_uppercase()];
            cases.map(|ending| format!("%{}", ending.replace('%', "\\%")))
        });
        let endings: Vec<String> = endings.collect();
        let _ = writeln!(lines, "cutline-endings-{number} := {}", endings.join(" "));
        for (name, words) in [("sought", patterns), ("there", there)] {
            let _ = writeln!(lines, "cutline-{name}-{number} :={}", continued(&words));
        }
        conditions.push(format!(
            "$(filter-out $(cutline-there-{number}),$(filter $(cutline-endings-{number}),\
             $(wildcard $(cutline-sought-{number}))))"
        ));
    }
    if !conditions.is_empty() {
        let _ = write!(
            lines,
            "ifneq (,$(strip {}))\n.PHONY: cutline-again\n{targets}: cutline-again\nendif\n",
            conditions.join(" ")
        );
    }
    lines
}

/// Words on lines of their own.
fn continued(words: &[String]) -> String {
    words.iter().map(|word| format!(" \\\n  {word}")).collect()
}

/// A name to be made. A `%` would make a pattern of it.
fn target(path: &Path) -> String {
    quoted(path, &[' ', '\t', '#', '%', ':', '*', '?', '[', ']'])
}

/// A name that something is made from.
fn prerequisite(path: &Path) -> String {
    quoted(path, &[' ', '\t', '#', ':', '*', '?', '[', ']'])
}

/// A name to look for. A backslash cannot be told to both make and its globs: any sign will do.
fn sought(path: &Path) -> String {
    let text = path.to_string_lossy();
    let parts = text.split('\\').map(Path::new);
    let quoted = parts.map(|part| quoted(part, &[' ', '\t', '#', '*', '?', '[', ']']));
    quoted.collect::<Vec<_>>().join("?")
}

/// Names that begin so in any case of letters, to look for. What is behind is left to the endings,
/// but for a first character that all have in common.
fn pattern(folder: &Path, stem: &str, endings: &[String]) -> String {
    let mut pattern = sought(&folder.join("x"));
    pattern.pop();
    if stem.is_empty() {
        pattern.push('*');
    }
    for letter in stem.chars() {
        let upper = letter.to_ascii_uppercase();
        if letter == upper {
            pattern.push_str(&sought(Path::new(&letter.to_string())));
        } else {
            pattern.extend(['[', letter, upper, ']']);
        }
    }
    let first = endings.first().and_then(|ending| ending.chars().next());
    let common = first.filter(|first| endings.iter().all(|ending| ending.starts_with(*first)));
    match common {
        Some(first) => pattern.extend([first, '*']),
        None => pattern.push_str("[-_@]*"),
    }
    pattern
}

/// A name as a word that `$(wildcard)` gives and `$(filter-out)` is given.
fn word(path: &Path) -> String {
    quoted(path, &['#', '%'])
}

fn quoted(path: &Path, special: &[char]) -> String {
    let text = path.to_string_lossy();
    let mut quoted = String::with_capacity(text.len());
    if text.starts_with('~') {
        // Not somebody's home.
        quoted.push_str("./");
    }
    let mut backslashes = 0;
    for character in text.chars() {
        if special.contains(&character) {
            // Backslashes before a quoted character are halved by make.
            quoted.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = match character {
            '\\' => backslashes + 1,
            _ => 0,
        };
        match character {
            '$' => quoted.push_str("$$"),
            // Plainly written it would make a variable of what is before it.
            '=' => quoted.push_str("$(cutline-equals)"),
            other => quoted.push(other),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Sought;

    #[test]
    fn a_book_of_one_file_depends_on_it() {
        let mut inputs = Inputs::default();
        inputs.read("news/a.md".into());
        let lines = lines(&["out/a.epub".into(), "out/a.pdf".into()], &inputs);
        assert_eq!(lines, "out/a.epub out/a.pdf: \\\n  news/a.md\nnews/a.md:\n");
    }

    #[test]
    fn what_make_understands_otherwise_is_quoted() {
        let name = |text: &str| target(Path::new(text));
        assert_eq!(name("a b.md"), "a\\ b.md");
        assert_eq!(name("5$ #1.md"), "5$$\\ \\#1.md");
        assert_eq!(name("a\\ b"), "a\\\\\\ b");
        assert_eq!(name("100%"), "100\\%");
    }

    #[test]
    fn what_was_not_there_is_looked_for() {
        let mut inputs = Inputs::default();
        inputs.missed("photos.toml".into());
        inputs.sought(Sought {
            folder: "photos".into(),
            stem: "boats-1".into(),
            endings: Arc::new([".jpg".to_owned(), ".png".to_owned()]),
            there: Vec::new(),
        });
        let lines = lines(&["a.pdf".into()], &inputs);
        assert!(lines.contains("photos/[bB][oO][aA][tT][sS]-1.*"), "{lines}");
        assert!(lines.contains("  photos.toml\n"), "{lines}");
        assert!(lines.contains("a.pdf: cutline-again\n"), "{lines}");
    }
}
