//! Comma-separated values (RFC 4180).

/// One line.
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\n", quoted.join(","))
}

fn quoted(cell: &str) -> String {
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
}
