//! Lines of Rust code that stand there for the compiler (rustdoc book, “Hiding portions of the
//! example”): they begin with `# `, or are a lone `#`. A second `#` says that the line is meant.

/// The code without them.
pub(super) fn without(code: &str) -> String {
    let mut shown = Vec::new();
    for line in code.split('\n') {
        let text = line.trim_start();
        let Some(after) = text.strip_prefix('#') else {
            shown.push(line.to_owned());
            continue;
        };
        let indentation = line.get(..line.len() - text.len()).unwrap_or_default();
        if after.starts_with('#') {
            shown.push(format!("{indentation}{after}"));
        } else if !(after.is_empty() || after.starts_with(' ')) {
            // An attribute: `#[derive(Debug)]`.
            shown.push(line.to_owned());
        }
    }
    shown.join("\n")
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn hidden_lines_go_and_attributes_stay() {
        let code = "# fn main() {\n#[test]\n  ## heading\n    let a = 1;\n#\n# }\n#![x]";
        assert_eq!(without(code), "#[test]\n  # heading\n    let a = 1;\n#![x]");
        assert_eq!(without(""), "");
    }
}
