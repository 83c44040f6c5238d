//! The metadata packet (ISO 16684-1), with the claims of PDF/A, PDF/UA and PDF/X.

use std::fmt::Write;

use super::claim::Claims;
use super::date::Moment;
use crate::layout::frame::PagedBook;

/// What writes these files.
pub const PRODUCER: &str = concat!("cutline ", env!("CARGO_PKG_VERSION"));

/// The packet for a book.
pub fn packet(book: &PagedBook, moment: Option<Moment>, claims: Claims, document: &str) -> String {
    let metadata = &book.metadata;
    let mut xmp = Xmp(String::new());
    xmp.0.push_str(concat!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
        "<rdf:Description rdf:about=\"\"",
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"",
        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"",
        " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"",
        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"",
        " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"",
        " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n",
    ));
    xmp.text("dc:format", "application/pdf");
    xmp.alternative("dc:title", Some(&metadata.title));
    xmp.list("dc:creator", "Seq", &metadata.authors);
    let record = &metadata.bibliography;
    let contributors = record.contributors.iter().map(|one| one.name.clone());
    xmp.list("dc:contributor", "Bag", &contributors.collect::<Vec<_>>());
    let subjects = record.subjects.iter().map(|one| one.name.clone());
    let subjects: Vec<String> = subjects.collect();
    xmp.list("dc:subject", "Bag", &subjects);
    xmp.list("dc:date", "Seq", metadata.date.as_slice());
    xmp.alternative("dc:description", metadata.description.as_deref());
    xmp.list(
        "dc:language",
        "Bag",
        std::slice::from_ref(&metadata.language),
    );
    xmp.list("dc:publisher", "Bag", metadata.publisher.as_slice());
    xmp.alternative("dc:rights", metadata.rights.as_deref());
    let isbn = || record.print_isbn.as_ref().map(|isbn| isbn.urn());
    if let Some(identifier) = metadata.identifier.clone().or_else(isbn) {
        xmp.text("dc:identifier", &identifier);
    }
    if !subjects.is_empty() {
        xmp.text("pdf:Keywords", &subjects.join(", "));
    }
    xmp.text("pdf:Producer", PRODUCER);
    xmp.text("xmp:CreatorTool", PRODUCER);
    if let Some(moment) = moment {
        for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
            xmp.text(name, &moment.to_xmp());
        }
    }
    xmp.text("xmpMM:DocumentID", document);
    if claims.press {
        // ISO 15930-7, on identification and metadata.
        xmp.text("xmpMM:VersionID", "1");
        xmp.text("xmpMM:RenditionClass", "default");
        xmp.text("pdf:Trapped", "False");
        xmp.text("pdfxid:GTS_PDFXVersion", "PDF/X-4");
    }
    if claims.archive {
        xmp.text("pdfaid:part", "2");
        xmp.text("pdfaid:conformance", "A");
    }
    if claims.accessible {
        xmp.text("pdfuaid:part", "1");
    }
    xmp.0.push_str("</rdf:Description>\n");
    if claims.archive && claims.accessible {
        xmp.0.push_str(UA_SCHEMA);
    }
    xmp.0
        .push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    xmp.0
}

/// PDF/A wants every schema it does not know described (ISO 19005-2, 6.6.2.3.3).
const UA_SCHEMA: &str = r#"<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"#;

struct Xmp(String);

impl Xmp {
    fn text(&mut self, name: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "<{name}>{}</{name}>", escaped(value));
    }

    fn alternative(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            let value = escaped(value);
            let item = format!("<rdf:li xml:lang=\"x-default\">{value}</rdf:li>");
            let _ = writeln!(self.0, "<{name}><rdf:Alt>{item}</rdf:Alt></{name}>");
        }
    }

    fn list(&mut self, name: &str, kind: &str, values: &[String]) {
        if !values.is_empty() {
            let items = values.iter().map(|value| escaped(value));
            let items: String = items
                .map(|value| format!("<rdf:li>{value}</rdf:li>"))
                .collect();
            let _ = writeln!(self.0, "<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>");
        }
    }
}

/// `text` as XML 1.0 can hold it: marks escaped, forbidden characters dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_metadata_is_text() {
        assert_eq!(escaped("a <b> & \u{1}c\nd"), "a &lt;b&gt; &amp; c d");
    }
}
