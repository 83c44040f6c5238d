//! Advice on cutlines, as a picture editor gives it: notes only, and nothing is rewritten. What needs
//! a language to be understood is looked for in English alone. Where a rule could be mistaken it
//! keeps silent: advice that is wrong now and then is soon not read any more.
//!
//! The rules are those of newsrooms (Associated Press: the first sentence says in the present tense
//! who does what, and where and when; full sentences).

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::inline::plain_text;
use crate::document::{Document, FigureRow, Inline, InlineKind, NodeId};

/// A longer cutline is a story of its own.
const MOST_WORDS: usize = 60;
/// Shorter ones are labels, which need neither a place nor a full stop.
const FEWEST_WORDS: usize = 6;

/// Reads the cutlines of the figures at `nodes`, those that have their cutline under them.
pub fn advise(document: &Document, nodes: &BTreeSet<NodeId>) -> Vec<Diagnostic> {
    let language = document.metadata.language.split('-').next();
    let is_english = language.is_some_and(|it| it.eq_ignore_ascii_case("en"));
    let figures = document.figures().into_iter();
    let figures = figures.filter(|placed| nodes.contains(&placed.id));
    let mut found = Vec::new();
    for placed in figures {
        let slug = placed.figure.slug.as_str();
        let note = |whose: &str, (code, what, hint): Advice| {
            let message = format!("the cutline of {whose} {what}");
            Diagnostic::new(code, placed.span, message).hint(hint)
        };
        // The first photo of a row speaks for what stands under all of them.
        let row = placed.row.filter(|row| begins_with(row, placed.id));
        if let Some(row) = row {
            let whose = format!("`{slug}` and those beside it");
            let advice = read(&cutline_of(&row.cutline), None, is_english);
            found.extend(advice.into_iter().map(|advice| note(&whose, advice)));
        }
        let cutline = cutline_of(&placed.figure.cutline);
        let advice = read(&cutline, placed.figure.alt.as_deref(), is_english);
        let whose = format!("`{slug}`");
        found.extend(advice.into_iter().map(|advice| note(&whose, advice)));
    }
    found
}

fn begins_with(row: &FigureRow, id: NodeId) -> bool {
    row.figures.first().is_some_and(|first| first.id == id)
}

/// The rule, what is the matter, and what to do.
type Advice = (Code, String, &'static str);

/// A cutline without the number that a cross-reference gives its photo.
fn cutline_of(cutline: &[Inline]) -> String {
    let is_label = |inline: &Inline| matches!(inline.kind, InlineKind::Strong(_));
    let is_gap =
        |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text == "\u{2002}");
    let text = match cutline {
        [label, gap, rest @ ..] if is_label(label) && is_gap(gap) => rest,
        all => all,
    };
    plain_text(text)
}

fn read(cutline: &str, alt: Option<&str>, is_english: bool) -> Vec<Advice> {
    let words: Vec<&str> = cutline.split_whitespace().collect();
    let mut advice = Vec::new();
    if words.is_empty() {
        return advice;
    }
    if alt.is_some_and(|alt| repeats(cutline, alt)) {
        advice.push((
            Code::CutlineRepeatsAlt,
            "says what the alternative text says".to_owned(),
            "let the one tell what can be seen, and the other what cannot: who, where, when",
        ));
    }
    if words.len() > MOST_WORDS {
        let what = format!("has {} words", words.len());
        let hint = "readers look at a photo, not at a column; move what is more into the text";
        advice.push((Code::CutlineLength, what, hint));
    }
    if words.len() >= FEWEST_WORDS && lacks_full_stop(cutline) {
        advice.push((
            Code::CutlineFullStop,
            "ends without a full stop".to_owned(),
            "end it as a sentence, or make it a label of a few words",
        ));
    }
    if is_english && words.len() >= FEWEST_WORDS && !has_context(&words) {
        advice.push((
            Code::CutlineContext,
            "names neither a day nor a place".to_owned(),
            "readers ask where it is and when it was: at the eastern quay, on Monday",
        ));
    }
    if let Some(verb) = is_english.then(|| past_verb(&words)).flatten() {
        advice.push((
            Code::CutlineTense,
            format!("begins in the past tense: `{verb}`"),
            "a photo is always now: delegates sign the accord; what came of it may follow in the past",
        ));
    }
    advice
}

/// Whether both say the same, letter for letter but for signs and capitals, or one begins with the
/// other.
fn repeats(cutline: &str, alt: &str) -> bool {
    let letters = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (cutline, alt) = (letters(cutline), letters(alt));
    let long = cutline.len().min(alt.len()) >= 4;
    !alt.is_empty()
        && (cutline == alt || long && (cutline.starts_with(&alt) || alt.starts_with(&cutline)))
}

/// Whether the last sign is a letter or digit. Thai, Lao and Khmer sentences end so.
fn lacks_full_stop(cutline: &str) -> bool {
    let is_south_east = |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}');
    let last = cutline.trim_end().chars().next_back();
    last.is_some_and(|last| last.is_alphanumeric() && !is_south_east(last))
}

/// Anything that may be a day or a place: a digit, a day's or month's name, a name in the middle of a
/// sentence, or what follows a word such as “at”.
fn has_context(words: &[&str]) -> bool {
    const PLACES: [&str; 16] = [
        "in", "at", "on", "near", "off", "outside", "inside", "behind", "below", "above", "along",
        "across", "beside", "from", "over", "under",
    ];
    const TIMES: [&str; 8] = [
        "today",
        "yesterday",
        "tonight",
        "dawn",
        "dusk",
        "noon",
        "midnight",
        "morning",
    ];
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let mut begins = true;
    words.iter().any(|word| {
        let name = !begins && word.chars().any(char::is_uppercase);
        begins = word.ends_with(['.', '!', '?', ':']);
        let bare = bare(word);
        let known = PLACES.contains(&bare.as_str()) || TIMES.contains(&bare.as_str());
        name || known || word.chars().any(|c| c.is_ascii_digit())
    })
}

/// Past forms that are no participles and no other words.
const PAST: [&str; 30] = [
    "was", "were", "had", "did", "went", "took", "came", "gave", "spoke", "wrote", "drove", "flew",
    "grew", "knew", "ran", "sang", "shook", "swam", "threw", "began", "broke", "chose", "drew",
    "ate", "rode", "sank", "stole", "swore", "woke", "became",
];

/// After these words begins what came before, or belongs to a name: the past is right there.
const TURNS: [&str; 18] = [
    "who", "which", "that", "where", "when", "after", "before", "as", "since", "until", "while",
    "because", "if", "whose", "what", "how", "once", "though",
];

/// Before an object.
const ARTICLES: [&str; 10] = [
    "the", "a", "an", "his", "her", "their", "its", "this", "these", "each",
];

/// With these, “-ed” is a participle.
const AUXILIARIES: [&str; 16] = [
    "is", "are", "be", "been", "being", "has", "have", "having", "gets", "get", "getting", "by",
    "not", "and", "or", "just",
];

/// Participles that have an object without being the sentence's verb.
const NAMING: [&str; 8] = [
    "named",
    "called",
    "dubbed",
    "titled",
    "nicknamed",
    "labelled",
    "considered",
    "elected",
];

/// The verb of the first sentence, where it surely is in the past.
fn past_verb<'a>(words: &[&'a str]) -> Option<&'a str> {
    let mut before = String::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        if TURNS.contains(&lower.as_str()) {
            return None;
        }
        let next = words.get(at + 1).map(|next| next.to_lowercase());
        let has_object = next.is_some_and(|next| ARTICLES.contains(&next.as_str()));
        let is_participle =
            AUXILIARIES.contains(&before.as_str()) || NAMING.contains(&lower.as_str());
        // The verb follows a short subject, and no comma parts them.
        let regular = lower.len() > 4
            && lower.ends_with("ed")
            && (1..=3).contains(&at)
            && has_object
            && !is_participle;
        if regular || PAST.contains(&lower.as_str()) && at > 0 {
            return Some(bare);
        }
        if word.ends_with([',', ';', ':', '.', '!', '?', '–', '—']) {
            return None;
        }
        before = lower;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cutline: &str, alt: Option<&str>) -> Vec<Code> {
        let advice = read(cutline, alt, true);
        advice.into_iter().map(|(code, ..)| code).collect()
    }

    #[test]
    fn good_cutlines_are_left_alone() {
        for cutline in [
            "Delegates sign the accord in the great hall on Monday.",
            "Boats loaded with herring lie at the mole.",
            "The bridge, which was built in 1920, carries the last tram.",
            "Passengers wait on the pier after the ferry was cancelled.",
            "A boat named the Ann-Marie backs out of her berth at dawn.",
            "The lighthouse",
            "Ida Lund, left, and her brother on the quay. They had sold the boat.",
            "The men, seated the whole day, rise at the end of the vote in Norrvik.",
        ] {
            assert_eq!(codes(cutline, None), [], "{cutline}");
        }
    }

    #[test]
    fn each_rule_speaks_for_itself() {
        let tense = [Code::CutlineTense];
        assert_eq!(codes("Delegates signed the accord on Monday.", None), tense);
        assert_eq!(codes("The ferry was late on Monday.", None), tense);
        let context = [Code::CutlineContext];
        assert_eq!(
            codes("A small boat comes home with its catch.", None),
            context
        );
        let stop = [Code::CutlineFullStop];
        assert_eq!(
            codes("Delegates sign the accord on Monday morning", None),
            stop
        );
        let long = format!("On Monday {}.", "many words follow ".repeat(20).trim_end());
        assert_eq!(codes(&long, None), [Code::CutlineLength]);
        let alt = Some("Nine boats lie at a stone mole");
        let repeats = [Code::CutlineRepeatsAlt];
        assert_eq!(codes("Nine boats lie at a stone mole.", alt), repeats);
        assert_eq!(codes("Boats.", Some("Boats")), repeats);
        assert_eq!(codes("Boats at dawn.", Some("Boats")), []);
    }

    #[test]
    fn other_languages_are_not_judged_by_english() {
        let german = read("Das war der letzte Tag im Hafen.", None, false);
        assert_eq!(german, []);
        let chinese = read("代表们在大厅签署协议", None, false);
        assert_eq!(chinese, []);
    }
}
