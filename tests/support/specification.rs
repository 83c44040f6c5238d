//! The examples of a specification in the form of CommonMark's `spec.txt`.

/// One example.
pub struct Example {
    /// From 1.
    pub number: usize,
    pub markdown: String,
    pub html: String,
}

/// Reads `spec.txt`: between fences of 32 backticks the Markdown, a line with a full stop, the
/// HTML; an arrow stands for a tab.
pub fn examples(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example");
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with(&opening) {
            continue;
        }
        let (mut parts, mut part) = ([String::new(), String::new()], 0);
        for line in lines.by_ref().take_while(|line| *line != fence) {
            if line == "." {
                part = 1;
            } else {
                parts[part].push_str(&line.replace('→', "\t"));
                parts[part].push('\n');
            }
        }
        let [markdown, html] = parts;
        found.push(Example {
            number: found.len() + 1,
            markdown,
            html,
        });
    }
    found
}

/// What a browser shows of HTML, and of images what editions show: an image alone in its paragraph
/// is a figure, whose cutline is its title or else its text; one in a line stands without text.
/// Scripts and styles are no text.
pub fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(&unescape(before));
        let end = match tag {
            _ if tag.starts_with("<!-->") => 5,
            _ if tag.starts_with("<!--->") => 6,
            _ if tag.starts_with("<!--") => after(tag, "-->"),
            _ if tag.starts_with("<?") => after(tag, "?>"),
            _ if tag.starts_with("<![CDATA[") => after(tag, "]]>"),
            _ if tag.starts_with("<script") => after(tag, "</script>"),
            _ if tag.starts_with("<style") => after(tag, "</style>"),
            _ => tag_end(tag),
        };
        let (tag, after) = tag.split_at(end);
        let alone = html[..html.len() - rest.len() + at].ends_with("<p>");
        if alone && tag.starts_with("<img") && after.starts_with("</p>") {
            let cutline = attribute(tag, " title=\"").or_else(|| attribute(tag, " alt=\""));
            text.push_str(&unescape(cutline.unwrap_or_default()));
        }
        rest = after;
    }
    text + &unescape(rest)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(name)?.1.split('"').next()
}

fn after(text: &str, mark: &str) -> usize {
    text.find(mark).map_or(text.len(), |at| at + mark.len())
}

fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, character) in tag.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The reference writes these four only.
fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}
