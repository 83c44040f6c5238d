//! The XMP block that every derivative carries: whose the photo is, and nothing else (ISO 16684-1;
//! the fields as IPTC Photo Metadata 2023.2 maps them).

use super::Notice;

/// A packet with creator, credit line, copyright notice, owner and terms of use, as far as anything is
/// said: who is credited made and owns the photo where nobody else does.
pub(super) fn packet(notice: &Notice) -> Option<Vec<u8>> {
    let Notice {
        credit,
        creator,
        copyright,
        licence,
    } = notice;
    let one = |text: &String| format!("<rdf:li>{}</rdf:li>", escaped(text));
    let in_any_language =
        |text: &String| format!("<rdf:li xml:lang=\"x-default\">{}</rdf:li>", escaped(text));
    let creator = creator.as_ref().or(credit.as_ref());
    let credit = credit.as_ref().or(creator);
    let copyright = copyright.as_ref().or(credit);
    let fields = [
        creator.map(|it| format!("<dc:creator><rdf:Seq>{}</rdf:Seq></dc:creator>", one(it))),
        copyright.map(|it| {
            format!(
                "<dc:rights><rdf:Alt>{}</rdf:Alt></dc:rights>",
                in_any_language(it)
            )
        }),
        credit.map(|it| format!("<photoshop:Credit>{}</photoshop:Credit>", escaped(it))),
        credit.map(|it| {
            format!(
                "<xmpRights:Owner><rdf:Bag>{}</rdf:Bag></xmpRights:Owner>",
                one(it)
            )
        }),
        licence.as_ref().map(|it| {
            let terms = in_any_language(it);
            format!("<xmpRights:UsageTerms><rdf:Alt>{terms}</rdf:Alt></xmpRights:UsageTerms>")
        }),
    ];
    let fields: String = fields.into_iter().flatten().collect();
    if fields.is_empty() {
        return None;
    }
    let packet = format!(
        concat!(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\"",
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
            " xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"",
            " xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\">",
            "{fields}",
            "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
        ),
        fields = fields
    );
    Some(packet.into_bytes())
}

/// Text that XML can carry, at most a few lines of it: a JPEG has room for 64 KiB, and a GIF takes
/// the bytes of XML for lengths.
fn escaped(text: &str) -> String {
    const LONGEST: usize = 2_000;
    let mut escaped = String::new();
    for character in text.chars().take(LONGEST) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}
