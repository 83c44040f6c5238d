//! Addresses as an `href` may hold them.

/// An external address as a valid URL string, or `None` where it names no place: EPUBCheck refuses
/// a publication for one bad link, and the text of such a link can stand without it.
pub fn written(address: &str) -> Option<String> {
    let mut written = String::with_capacity(address.len());
    let mut rest = address.trim().chars();
    while let Some(character) = rest.next() {
        match character {
            '%' if is_escape(rest.as_str()) => written.push('%'),
            // Neither RFC 3986 nor the URL standard allows these as they are.
            '%' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\0'..=' ' | '\u{7f}' => {
                written.push_str(&format!("%{:02X}", u32::from(character)));
            }
            c => written.push(c),
        }
    }
    has_host(&written).then_some(written)
}

fn is_escape(after: &str) -> bool {
    let digits = after.as_bytes().get(..2);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Whether an address of the web names a host; other schemes need none.
fn has_host(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once(':') else {
        return false;
    };
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return !rest.is_empty();
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && name.chars().all(allowed) && port.parse::<u16>().is_ok() | port.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_out_valid_or_not_at_all() {
        let same = [
            "https://example.org/a%20b?c=d#e",
            "mailto:a@example.org",
            "tel:+49123",
        ];
        for address in same {
            assert_eq!(written(address).as_deref(), Some(address));
        }
        assert_eq!(
            written("http://example.org/100% <b>").as_deref(),
            Some("http://example.org/100%25%20%3Cb%3E")
        );
        for nowhere in [
            "http://",
            "https:example.org",
            "http://a b/",
            "https://[::1",
            "http://a:b/",
        ] {
            assert_eq!(written(nowhere), None, "{nowhere}");
        }
    }
}
