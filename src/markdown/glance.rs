//! Quick looks. At the events of a line, all bytes of its text once: most lines have none of the
//! signs that `line.rs` reads beyond the parser, and go to the builder as they are. At a whole text,
//! for colons that begin lines: most texts have neither definitions nor fenced divs.

use pulldown_cmark::{Event, Tag};

/// What a line may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Glance(u16);

const MACROS: u16 = 1;
const MARKS: u16 = 1 << 1;
const FORMULAS: u16 = 1 << 2;
const SIGNS: u16 = 1 << 3;
/// What may be a footnote in the text of a photo, with a note.
const BRACKET: u16 = 1 << 4;
const NOTE: u16 = 1 << 5;
/// An address has a colon and two slashes, or an at sign, or begins with `www`.
const COLON: u16 = 1 << 6;
const MAIL: u16 = 1 << 7;
/// Single quotation marks between letters are apostrophes in any language, but not in verbatim HTML.
const APOSTROPHE: u16 = 1 << 8;
const HTML: u16 = 1 << 9;
/// What XML cannot carry, or the parser was not shown.
const ODD: u16 = 1 << 10;
/// What only means something twice in a row.
const HYPHEN: u16 = 1 << 11;
const FULL_STOP: u16 = 1 << 12;
const LETTER_W: u16 = 1 << 13;
const SLASH: u16 = 1 << 14;

const TWICE: u16 = HYPHEN | FULL_STOP | LETTER_W | SLASH;

static MEANINGS: [u16; 256] = meanings();

const fn meanings() -> [u16; 256] {
    let mut all = [0; 256];
    let mut control = 0;
    while control < b' ' as usize {
        all[control] = ODD;
        control += 1;
    }
    // The bytes with which other control characters and what is no character begin.
    all[0x7F] = ODD;
    all[0xC2] = ODD;
    all[0xEF] = ODD;
    all[b'{' as usize] = MACROS | MARKS;
    all[b'<' as usize] = MACROS;
    all[b'[' as usize] = MACROS | BRACKET;
    all[b':' as usize] = COLON;
    all[b'@' as usize] = MAIL;
    all[b'w' as usize] = LETTER_W;
    all[b'W' as usize] = LETTER_W;
    all[b'/' as usize] = SLASH;
    all[b'^' as usize] = MARKS;
    all[b'~' as usize] = MARKS;
    all[b'"' as usize] = SIGNS;
    all[b'\'' as usize] = APOSTROPHE;
    all[b'-' as usize] = HYPHEN;
    all[b'.' as usize] = FULL_STOP;
    all
}

impl Glance {
    /// Looks at an event of the line.
    pub fn see(&mut self, event: &Event<'_>) {
        let meaning = match event {
            Event::Text(text) => of_text(text),
            Event::InlineMath(_) | Event::DisplayMath(_) => FORMULAS,
            Event::InlineHtml(_) => HTML,
            Event::FootnoteReference(_) => NOTE,
            // Lowers, perhaps.
            Event::Start(Tag::Strikethrough) => MARKS,
            _ => 0,
        };
        self.0 |= meaning;
    }

    fn has(self, meaning: u16) -> bool {
        self.0 & meaning != 0
    }

    /// Whether the parser has read all there is, but for apostrophes.
    pub fn is_plain(self) -> bool {
        let quoted_html = self.has_apostrophes() && self.has(HTML);
        let unread = self.has(MACROS | MARKS | FORMULAS | SIGNS) || self.has_addresses();
        !(unread || quoted_html)
    }

    /// Whether a macro may begin.
    pub fn has_macros(self) -> bool {
        self.has(MACROS)
    }

    /// Whether a bare address may stand in it.
    pub fn has_addresses(self) -> bool {
        self.has(MAIL | LETTER_W) || (self.has(COLON) && self.has(SLASH))
    }

    /// Whether text may be raised or lowered, or have attributes.
    pub fn has_marks(self) -> bool {
        self.has(MARKS) || (self.has(NOTE) && self.has(BRACKET))
    }

    /// Whether a formula may stand in it.
    pub fn has_formulas(self) -> bool {
        self.has(FORMULAS)
    }

    /// Whether there are signs of a typewriter.
    pub fn has_signs(self) -> bool {
        self.has(SIGNS | APOSTROPHE)
    }

    /// Whether there are apostrophes between letters.
    pub fn has_apostrophes(self) -> bool {
        self.has(APOSTROPHE)
    }

    /// Whether a text may hold what an edition cannot carry.
    pub fn has_odd(self) -> bool {
        self.has(ODD)
    }
}

/// Whether a line begins with a colon, after the marks of quotations and spaces.
pub(super) fn has_line_with_colon(text: &str) -> bool {
    let mut colons = text.match_indices(':');
    colons.any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t', '>']);
        before.is_empty() || before.ends_with('\n')
    })
}

/// What a text may hold. Of what only means something twice in a row, only that it is there so.
fn of_text(text: &str) -> u16 {
    let (mut once, mut twice) = (0, 0);
    let mut look = |bytes: &[u8]| {
        let mut last = 0;
        for byte in bytes {
            let meaning = MEANINGS[usize::from(*byte)];
            once |= meaning;
            twice |= meaning & last;
            last = meaning;
        }
    };
    let bytes = text.as_bytes();
    let mut rest = bytes;
    while let Some((stretch, _)) = rest.split_first_chunk() {
        if !is_prose(stretch) {
            look(stretch);
        }
        rest = rest.get(STRETCH..).unwrap_or_default();
    }
    // The last stretch may begin in the one before. Its last byte has none after it.
    match bytes.last_chunk() {
        Some(stretch) if is_prose(stretch) => {
            look(bytes.get(bytes.len() - 1..).unwrap_or_default());
        }
        _ => look(rest),
    }
    let twice = twice & TWICE;
    let mut all = (once & !TWICE) | twice;
    if twice & (HYPHEN | FULL_STOP) != 0 || (once & APOSTROPHE != 0 && !are_apostrophes(text)) {
        all |= SIGNS;
    }
    all
}

/// How many bytes are looked at together, each with the one after it.
const STRETCH: usize = 32;

/// Whether no byte has a meaning, alone or twice in a row. Without branches and tables, so that many
/// bytes are compared at once.
fn is_prose(stretch: &[u8; STRETCH + 1]) -> bool {
    let mut odd = [0_u8; STRETCH];
    for ((odd, here), next) in odd.iter_mut().zip(stretch).zip(&stretch[1..]) {
        let folded = *here | 0x20;
        let is_letter = folded.wrapping_sub(b'a') < 26;
        let is_sign = here.wrapping_sub(b'(') <= b'9' - b'(';
        let is_space = here.wrapping_sub(b' ') <= b'!' - b' ';
        let is_foreign = (*here >= 0x80) & (*here != 0xC2) & (*here != 0xEF);
        let counts_twice = (folded.wrapping_sub(b'-') < 3) | (folded == b'w');
        let is_twice = counts_twice & (folded == *next | 0x20);
        *odd = u8::from(!(is_letter | is_sign | is_space | is_foreign) | is_twice);
    }
    odd.iter().fold(0, |all, odd| all | odd) == 0
}

/// Whether all single quotation marks stand between letters or digits. Others are left to
/// `punctuation.rs`.
fn are_apostrophes(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    let mut marks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\'');
    marks.all(|(at, _)| is_letter(at.checked_sub(1)) && is_letter(Some(at + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Glance {
        let mut glance = Glance::default();
        glance.see(&Event::Text(text.into()));
        glance
    }

    #[test]
    fn a_stretch_of_prose_has_no_meaning() {
        let mut proven = 0;
        for (byte, meaning) in (0..).zip(MEANINGS) {
            let mut stretch = [b'a'; STRETCH + 1];
            stretch[7] = byte;
            let means_something = meaning & !TWICE != 0;
            assert!(!(is_prose(&stretch) && means_something), "{byte:#x}");
            proven += usize::from(is_prose(&stretch));
            stretch[8] = byte;
            assert!(!(is_prose(&stretch) && meaning != 0), "{byte:#x} twice");
        }
        assert!(proven > 150);
    }

    #[test]
    fn a_glance_sees_the_same_wherever_it_stands() {
        for sign in [
            "{", "--", "...", "www", "\"", "\u{0}", "\u{85}", "/", "'", "@", "~", ":",
        ] {
            let once = at(sign);
            for before in 0..70 {
                let text = format!("{}{sign}{}", "a ".repeat(before), " a".repeat(40));
                let shifted = format!("a{text}");
                assert_eq!((at(&text), at(&shifted)), (once, once), "{before} {sign}");
                let last = format!("{}{sign}", "a ".repeat(before));
                assert_eq!(at(&last), at(sign), "{before} {sign} at the end");
            }
        }
    }

    #[test]
    fn a_glance_sees_what_may_be_there() {
        for plain in [
            "And more - or less?",
            "a tower",
            "at 9:30",
            "and/or.",
            "é — “ß”",
        ] {
            assert!(at(plain).is_plain(), "{plain}");
        }
        assert!(at("see wWw.x.org").has_addresses());
        assert!(at("see http://x.org").has_addresses());
        assert!(at("a@b.org").has_addresses());
        assert!(at("well...").has_signs());
        assert!(at("one--two").has_signs());
        assert!(at("x^2^").has_marks());
        assert!(at("{{ x }}").has_macros());
        assert!(at("a\u{1}b").has_odd());
    }

    #[test]
    fn colons_begin_lines() {
        assert!(has_line_with_colon(": a"));
        assert!(has_line_with_colon("a: b\n > \t:::"));
        assert!(!has_line_with_colon("a: b\nc > : d"));
    }

    #[test]
    fn apostrophes_between_letters_are_plain() {
        assert!(at("the keeper's").is_plain());
        assert!(at("the keeper's").has_apostrophes());
        for quoted in ["'tis", "the keepers' boat", "é's", "'"] {
            assert!(!at(quoted).is_plain(), "{quoted}");
        }
        let mut verbatim = at("the keeper's");
        verbatim.see(&Event::InlineHtml("<kbd>".into()));
        assert!(!verbatim.is_plain());
    }

    #[test]
    fn what_stands_beside_text_counts_too() {
        let mut photo = at("![a");
        assert!(!photo.has_marks());
        photo.see(&Event::FootnoteReference("1".into()));
        assert!(photo.has_marks());
        let mut formula = Glance::default();
        formula.see(&Event::InlineMath("x".into()));
        assert!(formula.has_formulas());
    }
}
