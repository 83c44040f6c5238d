//! What a file says of its photo.

use std::path::Path;

use image::ImageFormat;

use super::super::Format;
use super::super::metadata::{Stated, stated};
use super::{encoded, four_quarters, read_header, with_segment, write};

/// What the JPEG says that has these segments after its start marker, the last first.
fn said(segments: &[(u8, Vec<u8>)]) -> Stated {
    let mut jpeg = encoded(&four_quarters(), ImageFormat::Jpeg);
    for (marker, body) in segments {
        jpeg = with_segment(&jpeg, *marker, body);
    }
    let folder = tempfile::tempdir().unwrap();
    stated(&read_header(&write(folder.path(), "a.jpg", &jpeg)).unwrap())
}

fn xmp(properties: &str) -> (u8, Vec<u8>) {
    let packet = format!(
        "<?xpacket begin='\u{FEFF}' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'
 xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'
 xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' {properties}</rdf:Description>
</rdf:RDF></x:xmpmeta>{}<?xpacket end='w'?>",
        " ".repeat(200)
    );
    let body = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    (0xE1, body)
}

fn iim(sets: &[(u8, &[u8])]) -> (u8, Vec<u8>) {
    let mut data = Vec::new();
    for (number, value) in sets {
        data.extend([0x1C, 2, *number]);
        data.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        data.extend(*value);
    }
    let mut body = b"Photoshop 3.0\0".to_vec();
    // A resource before it, of odd length and with a name.
    body.extend(b"8BIM\x03\xED\x02ab\0\0\0\0\x03xyz\0");
    body.extend(b"8BIM\x04\x04\0\0");
    body.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    body.extend(&data);
    (0xED, body)
}

/// A block with these fields of text in its first directory.
fn exif(fields: &[(u16, &str)]) -> (u8, Vec<u8>) {
    let mut body = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    body.extend(u16::try_from(fields.len()).unwrap().to_be_bytes());
    let mut values = Vec::new();
    let base = 8 + 2 + 12 * fields.len() + 4;
    for (tag, text) in fields {
        let text = [text.as_bytes(), b"\0\0\0\0"].concat();
        body.extend(tag.to_be_bytes());
        body.extend([0, 2]);
        body.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
        let at = u32::try_from(base + values.len()).unwrap();
        body.extend(at.to_be_bytes());
        values.extend(text);
    }
    body.extend([0; 4]);
    body.extend(values);
    (0xE1, body)
}

const ALL: &str = "photoshop:Credit='Harbour Press Office and the whole of its long name'
 photoshop:DateCreated='2024-05-01T08:30:00+02:00'>
 <dc:description><rdf:Alt><rdf:li xml:lang='de'>Am Tisch</rdf:li>
 <rdf:li xml:lang='x-default'>Delegates sign &amp; smile.</rdf:li></rdf:Alt></dc:description>
 <dc:creator><rdf:Seq><rdf:li>Ann Lee</rdf:li><rdf:li>Bo Ek</rdf:li></rdf:Seq></dc:creator>
 <dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>© 2024 Harbour</rdf:li></rdf:Alt></dc:rights>
 <Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>Two people at a table.</rdf:li>
 </rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
 <Iptc4xmpCore:ExtDescrAccessibility>A long table.</Iptc4xmpCore:ExtDescrAccessibility>";

#[test]
fn xmp_is_read_in_all_its_forms_and_preferred() {
    let old: (u8, &[u8]) = (110, b"Harbour Press Office and the who");
    let said = said(&[exif(&[(0x010E, "of EXIF")]), iim(&[old]), xmp(ALL)]);
    let some = |text: &str| Some(text.to_owned());
    let expected = Stated {
        description: some("Delegates sign & smile."),
        creator: some("Ann Lee, Bo Ek"),
        credit: some("Harbour Press Office and the whole of its long name"),
        copyright: some("© 2024 Harbour"),
        alt: some("Two people at a table."),
        extended_description: some("A long table."),
        date: some("2024-05-01"),
    };
    assert_eq!(said, expected);
}

#[test]
fn the_older_standards_fill_what_xmp_leaves_open() {
    let sets: [(u8, &[u8]); 6] = [
        (120, "Aus dem Hafen – früh".as_bytes()),
        (80, b"Jos\xE9 Mu\xF1oz"),
        (80, b"Ann Lee"),
        (55, b"20240500"),
        (116, b"\x1B\x01  "),
        (110, b"Agency"),
    ];
    let fields = [
        (0x010E, "OLYMPUS DIGITAL CAMERA"),
        (0x013B, "Cam Owner"),
        (0x8298, "\u{20}\0Editor"),
    ];
    let said = said(&[exif(&fields), iim(&sets), xmp(">")]);
    assert_eq!(said.description.as_deref(), Some("Aus dem Hafen – früh"));
    assert_eq!(said.creator.as_deref(), Some("José Muñoz, Ann Lee"));
    assert_eq!(said.credit.as_deref(), Some("Agency"));
    assert_eq!(said.copyright.as_deref(), Some("Editor"));
    assert_eq!(said.date.as_deref(), Some("2024-05"));
    assert_eq!(said.alt, None);
}

#[test]
fn what_machines_wrote_says_nothing() {
    let said = said(&[
        exif(&[
            (0x010E, "OLYMPUS DIGITAL CAMERA         "),
            (0x013B, "Picasa"),
        ]),
        iim(&[(120, b"Processed with VSCO with a6 preset"), (110, b" \0 ")]),
        xmp("photoshop:DateCreated='soon'><dc:description>IMG_1234.JPG</dc:description>"),
    ]);
    assert_eq!(said, Stated::default());
}

#[test]
fn hostile_blocks_say_nothing_and_do_no_harm() {
    let entities = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>";
    let deep = format!("{}x", "<a>".repeat(20_000));
    let named = |text: &str| [b"http://ns.adobe.com/xap/1.0/\0", text.as_bytes()].concat();
    for text in [entities, &deep, "<", "", "\0\0", "<x:xmpmeta/>"] {
        assert_eq!(said(&[(0xE1, named(text))]), Stated::default());
    }
    let (_, whole) = exif(&[(0x010E, "a"), (0x013B, "b")]);
    let (_, sets) = iim(&[(120, b"words"), (110, b"credit")]);
    for length in 0..whole.len() {
        said(&[(0xE1, whole[..length].to_vec())]);
    }
    for length in 0..sets.len() {
        said(&[(0xED, sets[..length].to_vec())]);
    }
}

#[test]
fn the_handbooks_photos_say_whose_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript/handbook/photos");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(photo) = read_header(&path) else {
            continue;
        };
        if photo.format != Format::Jpeg {
            continue;
        }
        let said = stated(&photo);
        assert!(said.credit.is_some(), "{}: {said:?}", path.display());
        read += 1;
    }
    assert!(read > 0);
}
