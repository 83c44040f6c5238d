//! Addresses as an `href` may hold them.

use std::net::Ipv6Addr;

/// An external address as a valid URL string, or `None` where it names no place: EPUBCheck refuses
/// a publication for one bad link, and the text of such a link can stand without it.
pub fn written(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once(':')?;
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return (!rest.is_empty()).then(|| format!("{scheme}:{}", escaped(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    is_authority(authority).then(|| format!("{scheme}://{authority}{}", escaped(rest)))
}

/// Path, query and fragment with everything escaped that neither RFC 3986 nor the URL standard
/// allows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_fragment = false;
    for (at, character) in text.char_indices() {
        let after = text.get(at + 1..at + 3).unwrap_or_default();
        let allowed = match character {
            '%' => after.len() == 2 && after.bytes().all(|byte| byte.is_ascii_hexdigit()),
            '#' => !std::mem::replace(&mut in_fragment, true),
            '"' | '<' | '>' | '[' | '\\' | ']' | '^' | '`' | '{' | '|' | '}' => false,
            c => !(c.is_control() || c.is_whitespace() || is_noncharacter(c)),
        };
        if allowed {
            out.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// The code points that Unicode keeps free of characters for ever.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

/// A user's name, if any, then a host, then a port, if any.
fn is_authority(authority: &str) -> bool {
    let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !user.chars().all(|c| plain(c) || c == ':') {
        return false;
    }
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (place, ""),
    };
    if !(port.is_empty() || port.parse::<u16>().is_ok()) {
        return false;
    }
    if let Some(inside) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        return inside.parse::<Ipv6Addr>().is_ok();
    }
    let mut labels = host.strip_suffix('.').unwrap_or(host).split('.');
    labels.all(|label| !label.is_empty() && label.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_addresses_stay_as_they_are() {
        for address in [
            "https://example.org/a%20b?c=d&e#f",
            "http://user:name@example.org.:80/",
            "https://[2001:db8::1]:8080/a",
            "https://münchen.example/straße",
            "mailto:a@example.org",
            "tel:+49123",
        ] {
            assert_eq!(written(address).as_deref(), Some(address));
        }
    }

    #[test]
    fn what_no_url_may_hold_is_escaped() {
        let path = |path: &str| written(&format!("http://example.org/{path}"));
        let expected = |path: &str| Some(format!("http://example.org/{path}"));
        assert_eq!(path("100% <b>"), expected("100%25%20%3Cb%3E"));
        assert_eq!(path("a[1]#b#c"), expected("a%5B1%5D#b%23c"));
        assert_eq!(path("%é\u{fdd0}"), expected("%25é%EF%B7%90"));
        assert_eq!(written("mailto:a b").as_deref(), Some("mailto:a%20b"));
    }

    #[test]
    fn an_address_without_a_place_is_none() {
        for nowhere in [
            "http://",
            "https:a.org",
            "http://a b/",
            "https://[::1",
            "http://a:b/",
            "https://a..b/",
            "https://.org",
            "https://a%41.org",
            "tel:",
            "nothing",
        ] {
            assert_eq!(written(nowhere), None, "{nowhere}");
        }
    }
}
