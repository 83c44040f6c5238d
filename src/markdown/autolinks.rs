//! Addresses in plain text, by the rules of GitHub Flavored Markdown 0.29, 6.9 (autolinks,
//! extension).

use std::ops::Range;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where it leads.
    pub address: String,
}

/// The addresses in `text`, in order. `before` is the character that stands before the text.
pub(super) fn find(text: &str, before: Option<char>) -> Vec<Found> {
    let mut found = Vec::new();
    // Nothing before this byte is looked at again, so that the search stays linear.
    let mut done = 0;
    let mut at = 0;
    while let Some(next) = text
        .get(at..)
        .and_then(|rest| rest.find([':', '@', 'w', 'W']))
    {
        let place = at + next;
        at = place + 1;
        if place < done {
            continue;
        }
        let one = match text.as_bytes().get(place) {
            Some(b'@') => mail(text, done, place),
            Some(b':') => web(text, before, done, place),
            _ => www(text, before, place),
        };
        match one {
            Ok(one) => {
                done = one.range.end;
                at = at.max(done);
                found.push(one);
            }
            Err(seen) => at = at.max(seen),
        }
    }
    found
}

/// Found, or up to where the text was gone through in vain.
type Search = Result<Found, usize>;

fn web(text: &str, before: Option<char>, done: usize, colon: usize) -> Search {
    let head = text.get(done..colon).unwrap_or_default();
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = head.len().checked_sub(scheme.len());
        let end = start.and_then(|start| head.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    });
    let begins = text
        .get(colon..)
        .is_some_and(|rest| rest.starts_with("://"));
    let Some(scheme) = scheme.filter(|_| begins) else {
        return Err(colon + 1);
    };
    let start = colon - scheme.len();
    let previous = text.get(..start).and_then(|head| head.chars().next_back());
    if previous.or(before).is_some_and(char::is_alphanumeric) {
        return Err(colon + 1);
    }
    let host = colon + 3;
    let end = end_of_domain(text, host, false)?;
    Ok(until_end(text, start, end, ""))
}

fn www(text: &str, before: Option<char>, start: usize) -> Search {
    let is_www = text
        .get(start..start + 4)
        .is_some_and(|it| it.eq_ignore_ascii_case("www."));
    let previous = text.get(..start).and_then(|head| head.chars().next_back());
    let is_free = previous
        .or(before)
        .is_none_or(|c| c.is_whitespace() || "*_~(\"'“‘«„[".contains(c));
    if !is_www || !is_free {
        return Err(start + 1);
    }
    let end = end_of_domain(text, start, true)?;
    if end <= start + 4 {
        return Err(end);
    }
    Ok(until_end(text, start, end, "http://"))
}

/// The end of a domain: letters, digits, `-` and `_` with periods between; no `_` in the last two
/// parts.
fn end_of_domain(text: &str, start: usize, needs_period: bool) -> Result<usize, usize> {
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let domain = rest.get(..length).unwrap_or_default().trim_end_matches('.');
    let mut last = domain.rsplit('.').take(2);
    let is_sound = !domain.is_empty()
        && last.all(|part| !part.is_empty() && !part.contains('_'))
        && (!needs_period || domain.contains('.'));
    if is_sound {
        Ok(start + domain.len())
    } else {
        Err(start + length)
    }
}

/// An address goes on to the next space or `<`, without the punctuation at its end.
fn until_end(text: &str, start: usize, domain_end: usize, scheme: &str) -> Found {
    let rest = text.get(domain_end..).unwrap_or_default();
    let length = rest.find(|c: char| c.is_whitespace() || c == '<');
    let path = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
    let end = domain_end + trimmed(path).len();
    Found {
        range: start..end,
        address: format!("{scheme}{}", text.get(start..end).unwrap_or_default()),
    }
}

/// A path without what belongs to the sentence: closing punctuation, a parenthesis that was not
/// opened in it, an entity.
fn trimmed(path: &str) -> &str {
    let count = |sign| path.matches(sign).count();
    let mut too_many = count(')').saturating_sub(count('('));
    let mut path = path;
    loop {
        let Some(last) = path.chars().next_back() else {
            return path;
        };
        let shorter = path.strip_suffix(last).unwrap_or_default();
        match last {
            ')' if too_many > 0 => too_many -= 1,
            ';' => {
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                if name.len() < shorter.len() && name.ends_with('&') {
                    path = name.strip_suffix('&').unwrap_or_default();
                    continue;
                }
            }
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '”' | '’' | '»' | '“'
            | '‘' | '…' => {}
            _ => return path,
        }
        path = shorter;
    }
}

fn mail(text: &str, done: usize, at: usize) -> Search {
    let head = text.get(done..at).unwrap_or_default();
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".+-_".contains(c);
    let local = head.len() - head.trim_end_matches(is_local).len();
    let rest = text.get(at + 1..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let domain = rest.get(..length).unwrap_or_default();
    let domain = domain.trim_end_matches('.');
    let is_sound = local > 0
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with(['-', '_']);
    if !is_sound {
        return Err(at + 1);
    }
    let range = at - local..at + 1 + domain.len();
    let address = format!("mailto:{}", text.get(range.clone()).unwrap_or_default());
    Ok(Found { range, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let found = find(text, None);
        found.into_iter().map(|found| found.address).collect()
    }

    #[test]
    fn addresses_end_before_the_sentence_goes_on() {
        for (text, address) in [
            (
                "Visit www.example.org/help for",
                "http://www.example.org/help",
            ),
            ("www.example.org/a.b.", "http://www.example.org/a.b"),
            ("(www.x.org/s?q=A+(b))", "http://www.x.org/s?q=A+(b)"),
            ("https://x.org/a_(b)_c).", "https://x.org/a_(b)_c"),
            ("https://x.org/a?b=c&amp;", "https://x.org/a?b=c"),
            ("\"https://x.org/a\",", "https://x.org/a"),
            ("http://localhost:80/a<b", "http://localhost:80/a"),
            ("HTTPS://X.ORG", "HTTPS://X.ORG"),
            ("to a.b-c_d@a.b.", "mailto:a.b-c_d@a.b"),
            ("hello+x@mail.example", "mailto:hello+x@mail.example"),
        ] {
            assert_eq!(all(text), [address], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "awww.x.org",
            "www.",
            "www.a_b.c_d",
            "xhttp://x.org",
            "http://",
            "ftp://x.org",
            "a@b",
            "a@b.c-",
            "a@b.c_",
            "@x.org",
            "see @fig:a.b",
            "http:/x.org",
        ] {
            assert_eq!(all(text), [""; 0], "{text}");
        }
    }
}
