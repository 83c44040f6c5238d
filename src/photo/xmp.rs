//! The XMP block that every derivative carries: whose the photo is, and nothing else (ISO 16684-1;
//! the fields as IPTC Photo Metadata 2023.2 maps them).

/// A packet with the credit as creator, credit line and rights notice.
pub(super) fn packet(credit: &str) -> Vec<u8> {
    let credit = escaped(credit);
    format!(
        concat!(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\"",
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
            " xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"",
            " xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\">",
            "<dc:creator><rdf:Seq><rdf:li>{credit}</rdf:li></rdf:Seq></dc:creator>",
            "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">{credit}</rdf:li></rdf:Alt></dc:rights>",
            "<photoshop:Credit>{credit}</photoshop:Credit>",
            "<xmpRights:Owner><rdf:Bag><rdf:li>{credit}</rdf:li></rdf:Bag></xmpRights:Owner>",
            "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
        ),
        credit = credit
    )
    .into_bytes()
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
