//! Inputs that are known to hurt readers, for tests and for `benches/reading.rs`.

/// Inputs that are known to make readers slow or to overflow their stack.
pub fn pathological(size: usize) -> Vec<(&'static str, String)> {
    let many = |piece: &str| piece.repeat(size);
    let numbered = |make: fn(usize) -> String| (0..size).map(make).collect::<String>();
    vec![
        ("brackets", many("[")),
        ("closed brackets", many("[") + &many("]")),
        ("image brackets", many("![")),
        ("links in links", many("[a](") + &many(")")),
        ("images in images", many("![a") + &many("](b)")),
        ("spans of a line", many("[") + "a" + &many("]{.mark}")),
        ("unclosed spans", many("[a]{c='x ") + &many("[a]{#")),
        ("scripts of a line", many("^a~b") + &many("^ ~a^")),
        ("photos with notes", many("![a[^a]](b ") + "\n\n[^a]: a"),
        (
            "notes in emphasis",
            many("*[a") + &many("[^a]*") + "\n\n[^a]: a",
        ),
        (
            "quotation marks",
            many("\"a ") + &many("a' ") + &many("'a "),
        ),
        (
            "quotation marks of HTML",
            many("<span>\"") + &many("'</code>"),
        ),
        ("dashes", many("-*-") + &many("---.... ")),
        (
            "addresses",
            many("www._.") + &many("a@") + &many("http:// (www.a.b))"),
        ),
        ("formulas", many("$a $$b ") + &many("$1 ")),
        ("quotes", many(">") + " deep"),
        ("quotes apart", many("> a\n\n")),
        ("emphasis", many("*a ")),
        ("closed emphasis", many("*a **a ") + &many("a** a* ")),
        ("strikes", many("~~a ~") + &many("a~ a~~")),
        (
            "backticks",
            (0..size.min(1000)).map(|n| "`".repeat(n) + " ").collect(),
        ),
        ("list", many("- ") + "deep"),
        ("entities", many("&amp; &#10; ")),
        ("open tags", many("<b>")),
        ("open block tags", "<div>\n".to_owned() + &many("<b x='")),
        ("scripts", many("a <script> ")),
        ("script blocks", many("<div><script>\n\n")),
        ("closed scripts", many("<div><script>x</script></div>\n\n")),
        ("comments", many("<!-- ")),
        ("unclosed tables", many("<table><tr><td>a\n\n")),
        (
            "tables in tables",
            many("<table><tr><td>a ") + &many("</table>"),
        ),
        ("cells", "<table>".to_owned() + &many("<td>a") + "</table>"),
        (
            "spans",
            "<table>".to_owned() + &many("<tr><td rowspan=0 colspan=9>a") + "</table>",
        ),
        ("figures of HTML", many("<figure><p>a") + "</figure>"),
        (
            "misnested",
            "<div>".to_owned() + &many("<b><i><a href=x>a</b></i>"),
        ),
        ("attribute", format!("<div><p title=\"{}\">a", many("b "))),
        ("headings of HTML", many("<h1><h2>a</h2>")),
        ("attributes", many("![a](b){c=\"")),
        ("figures", many("![a](b.jpg)\n\n")),
        ("one cutline", many("Gulls. (photo: Lee)\n\n")),
        ("parentheses", many("a (photo: ") + ")"),
        ("photo lines", many("![a](b.jpg)\n*a*\n")),
        ("images in a line", many("![a](b.jpg) ")),
        ("equal headings", many("## a\n\n")),
        ("chapters", many("# a\n\n")),
        ("equal ids", many("## a {#a}\n\n")),
        (
            "headings",
            numbered(|n| format!("## heading {n}\n\n[a](#headnig{n})\n\n")),
        ),
        ("definitions", numbered(|n| format!("[a{n}]: /b\n"))),
        (
            "references",
            numbered(|n| format!("[^{n}] \n\n[^{n}]: note [^{}]\n\n", n + 1)),
        ),
        ("lost references", many("\\[^a] [^b] ")),
        ("tables", "|a|\n|-|\n".to_owned() + &many("|b|c|\n")),
        (
            "data",
            format!("![a](data:image/png;base64,{})", many("QUJD")),
        ),
        ("long word", many("ab")),
        (
            "yaml keys",
            format!("---\n{}---\n", numbered(|n| format!("k{n}: é\n"))),
        ),
        ("yaml nesting", format!("---\na: {}\n---\n", many("["))),
        ("yaml blocks", format!("---\na:\n  {}b\n---\n", many("- "))),
        ("toml nesting", format!("+++\na = {}\n+++\n", many("["))),
        (
            "toml keys",
            format!("+++\n{}+++\n", numbered(|n| format!("k{n} = 1\n"))),
        ),
    ]
}
