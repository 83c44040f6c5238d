//! Writing XML: the one place where text is escaped.

/// XML in the making. Elements are closed in the order they were opened, so what comes out is
/// always balanced.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
    open: Vec<&'static str>,
}

/// An attribute: its name and its value, not yet escaped.
pub type Attribute<'a> = (&'static str, &'a str);

impl Markup {
    /// An XML document that begins with `prolog`, written as it is.
    pub fn with_prolog(prolog: &str) -> Markup {
        Markup {
            out: prolog.to_owned(),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Closes the element that was opened last, and ends the line.
    pub fn close_line(&mut self) {
        self.close();
        self.line();
    }

    /// An element that never has content (`br`, `img`, `meta` …).
    pub fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with nothing but text in it.
    pub fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\r' => self.out.push_str("&#13;"),
                c if is_xml(c) => self.out.push(c),
                _ => {}
            }
        }
    }

    /// A line break between elements, where white space means nothing.
    pub fn line(&mut self) {
        self.out.push('\n');
    }

    /// Closes what is still open, and gives the XML.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close_line();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.attribute_value(value);
            self.out.push('"');
        }
    }

    fn attribute_value(&mut self, value: &str) {
        for character in value.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // A parser would make a plain space of each (XML 1.0, 3.3.3).
                '\t' => self.out.push_str("&#9;"),
                '\n' => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                c if is_xml(c) => self.out.push(c),
                _ => {}
            }
        }
    }
}

/// Whether XML 1.0 can carry the character at all (production 2).
fn is_xml(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut markup = Markup::default();
        markup.open("p", &[("title", "a \"b\" <c> & 'd'\n")]);
        markup.text("1 < 2 && 3 > 2 \"quoted\" 🦀\u{0}\u{b}\u{fffe}\r");
        let expected = "<p title=\"a &quot;b&quot; &lt;c&gt; &amp; 'd'&#10;\">\
            1 &lt; 2 &amp;&amp; 3 &gt; 2 \"quoted\" 🦀&#13;</p>\n";
        assert_eq!(markup.finish(), expected);
    }

    #[test]
    fn what_is_open_is_closed_from_the_inside_out() {
        let mut markup = Markup::default();
        markup.open("section", &[]);
        markup.open("p", &[]);
        markup.empty("br", &[]);
        assert_eq!(markup.finish(), "<section><p><br/></p>\n</section>\n");
    }
}
