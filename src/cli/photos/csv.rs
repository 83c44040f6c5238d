//! Comma-separated values (RFC 4180).

/// One line.
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\n", quoted.join(","))
}

/// A spreadsheet takes what begins with these signs for a formula, whoever wrote it: an apostrophe
/// before them makes it text (OWASP, CSV Injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn quoted(cell: &str) -> String {
    if cell.starts_with(FORMULA) {
        return quoted(&format!("'{cell}"));
    }
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        assert_eq!(
            line(&["a", "b, c", "say \"no\""]),
            "a,\"b, c\",\"say \"\"no\"\"\"\n"
        );
    }

    #[test]
    fn nothing_is_a_formula() {
        assert_eq!(
            line(&["=1+1", "a=b", "@sum(a1, b1)"]),
            "'=1+1,a=b,\"'@sum(a1, b1)\"\n"
        );
    }
}
