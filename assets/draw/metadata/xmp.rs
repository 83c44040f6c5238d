//! An XMP packet in an APP1 segment: the only place where alt text and long credit lines fit.

use super::Record;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn alternative(name: &str, text: &str) -> String {
    format!(
        "  <{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></{name}>\n",
        escaped(text)
    )
}

pub fn payload(record: &Record) -> Vec<u8> {
    let ((year, month, day), (hour, minute, second)) = (record.taken.date, record.taken.time);
    let body = [
        alternative("dc:title", record.title),
        alternative("dc:description", record.description),
        alternative("dc:rights", record.copyright_notice),
        alternative("Iptc4xmpCore:AltTextAccessibility", record.alt_text),
        format!(
            "  <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
            escaped(record.creator)
        ),
        format!("  <photoshop:Credit>{}</photoshop:Credit>\n", escaped(record.credit_line)),
        format!(
            "  <photoshop:DateCreated>{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}\
             </photoshop:DateCreated>\n"
        ),
    ]
    .concat();
    format!(
        "http://ns.adobe.com/xap/1.0/\0\
         <?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n \
         <rdf:Description rdf:about=\"\"\n  \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n  \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"\n  \
         xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">\n\
         {body} </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
    .into_bytes()
}
