//! Photos as image XObjects (ISO 32000-1, 8.9.5), written before everything else; drawings as forms.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::catalogue::SRGB;
use super::drawing;
use super::object::{entry, name};
use super::save::Body;
use crate::pdf::content::deflate;
use crate::pdf::picture::Pictures;
use crate::pdf::sheet::Purpose;
use crate::pdf::{Error, Options};
use crate::photo::derivative::{PrintCoding, PrintImage};
use crate::photo::{ColourModel, PhotoBytes};

/// What became of the pictures.
#[derive(Debug, Default)]
pub struct Images {
    /// Their objects, in order.
    pub ids: Vec<ObjectId>,
    /// Bytes that differ wherever those of a picture do.
    pub checksums: Vec<u8>,
    /// Whether one has ink colours that no profile describes.
    pub inks: bool,
}

/// Writes every picture to the file; their objects' numbers are the document's.
pub fn write<W: Write>(
    pictures: &Pictures,
    options: &Options,
    document: &mut Document,
    body: &mut Body<W>,
) -> Result<Images, Error> {
    let mut press = Press {
        document,
        body,
        purpose: &options.purpose,
        profiles: Profiles::new(),
        images: Images::default(),
    };
    pictures.hand_over(&options.darkroom, |image| press.image(image))?;
    Ok(press.images)
}

/// Colour profiles that are in the file, by their bytes: most photos of a book have the same.
pub type Profiles = BTreeMap<Arc<[u8]>, ObjectId>;

struct Press<'a, W> {
    document: &'a mut Document,
    body: &'a mut Body<W>,
    purpose: &'a Purpose,
    profiles: Profiles,
    images: Images,
}

impl<W: Write> Press<'_, W> {
    fn image(&mut self, image: PrintImage) -> Result<(), Error> {
        let (width, height) = (image.width, image.height);
        let mut dictionary = samples(width, height);
        match image.coding {
            PrintCoding::Drawing => return self.drawing(&image.bytes),
            PrintCoding::Jpeg => dictionary.set("Filter", name("DCTDecode")),
            PrintCoding::Deflated => set_predictor(&mut dictionary, width, image.colour),
        }
        self.images.inks |= image.colour == ColourModel::Cmyk && image.profile.is_none();
        let space = match self.meant(image.profile, image.colour) {
            Some(profile) => self.profile(profile, image.colour)?,
            None => name(device_space(image.colour)),
        };
        dictionary.set("ColorSpace", space);
        if image.inverted {
            let pairs = [1, 0].repeat(channels(image.colour));
            let pairs: Vec<Object> = pairs.into_iter().map(Object::Integer).collect();
            dictionary.set("Decode", pairs);
        }
        if let Some(alpha) = &image.alpha {
            // A soft mask (11.6.5.3).
            let mut mask = samples(width, height);
            set_predictor(&mut mask, width, ColourModel::Grey);
            mask.set("ColorSpace", name(device_space(ColourModel::Grey)));
            let mask = self.stream(mask, alpha)?;
            dictionary.set("SMask", mask);
        }
        let id = self.stream(dictionary, &image.bytes)?;
        self.images.ids.push(id);
        Ok(())
    }

    /// The profile that is written with a picture. The inks of the press need none, and must have none
    /// (ISO 15930-7, on ICC-based colour); beside it, sRGB is no matter of course.
    fn meant(&self, profile: Option<Arc<[u8]>>, colour: ColourModel) -> Option<Arc<[u8]>> {
        match (self.purpose, profile) {
            (Purpose::Reading | Purpose::Imposed(_), profile) => profile,
            (Purpose::Press(press), Some(profile)) => {
                let intent = press.intent.as_ref();
                let own = intent.is_some_and(|intent| *intent.profile.bytes() == profile);
                (!own).then_some(profile)
            }
            (Purpose::Press(_), None) => (colour == ColourModel::Rgb).then(|| Arc::from(SRGB)),
        }
    }

    fn drawing(&mut self, bytes: &PhotoBytes) -> Result<(), Error> {
        let mut file = Vec::new();
        bytes.copy_to(&mut file)?;
        let form = drawing::take_in(self.document, &mut self.profiles, &file);
        let form = form.ok_or_else(|| io::Error::other("a drawing cannot be taken in"))?;
        self.images.checksums.extend(form.checksum.to_be_bytes());
        self.images.ids.push(form.id);
        Ok(())
    }

    /// A colour space that a profile describes (8.6.5.5).
    fn profile(&mut self, profile: Arc<[u8]>, colour: ColourModel) -> Result<Object, Error> {
        let id = match self.profiles.get(&profile) {
            Some(known) => *known,
            None => {
                let id = self.document.new_object_id();
                let mut dictionary = entry("N", channels(colour) as i64);
                dictionary.set("Alternate", name(device_space(colour)));
                dictionary.set("Filter", name("FlateDecode"));
                self.body.stream(id, dictionary, &deflate(&profile))?;
                *self.profiles.entry(profile).or_insert(id)
            }
        };
        Ok(Object::Array(vec![name("ICCBased"), id.into()]))
    }

    fn stream(&mut self, dictionary: Dictionary, bytes: &PhotoBytes) -> Result<ObjectId, Error> {
        let id = self.document.new_object_id();
        let checksum = self.body.photo(id, dictionary, bytes)?;
        let checksums = &mut self.images.checksums;
        checksums.extend(checksum.to_be_bytes());
        checksums.extend(bytes.length().to_be_bytes());
        Ok(id)
    }
}

/// An image without its coding and its colour space.
fn samples(width: u32, height: u32) -> Dictionary {
    Dictionary::from_iter([
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", Object::from(width)),
        ("Height", Object::from(height)),
        ("BitsPerComponent", Object::Integer(8)),
    ])
}

fn set_predictor(dictionary: &mut Dictionary, width: u32, colour: ColourModel) {
    let predictor = Dictionary::from_iter([
        ("Predictor", Object::Integer(15)),
        ("Colors", Object::Integer(channels(colour) as i64)),
        ("BitsPerComponent", Object::Integer(8)),
        ("Columns", Object::from(width)),
    ]);
    dictionary.set("Filter", name("FlateDecode"));
    dictionary.set("DecodeParms", predictor);
}

fn device_space(colour: ColourModel) -> &'static str {
    match colour {
        ColourModel::Grey => "DeviceGray",
        ColourModel::Rgb => "DeviceRGB",
        ColourModel::Cmyk => "DeviceCMYK",
    }
}

fn channels(colour: ColourModel) -> usize {
    match colour {
        ColourModel::Grey => 1,
        ColourModel::Rgb => 3,
        ColourModel::Cmyk => 4,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ink_colours_have_their_profile_and_share_it() {
        let image = |profile: Option<&[u8]>| PrintImage {
            width: 2,
            height: 1,
            colour: ColourModel::Cmyk,
            profile: profile.map(Arc::from),
            coding: PrintCoding::Jpeg,
            bytes: PhotoBytes::made(vec![7; 8]),
            inverted: true,
            alpha: None,
        };
        let mut document = Document::new();
        let mut out = Vec::new();
        let mut body = Body::begin(&mut out, false).unwrap();
        let mut press = Press {
            document: &mut document,
            body: &mut body,
            purpose: &Purpose::Reading,
            profiles: Profiles::new(),
            images: Images::default(),
        };
        press.image(image(Some(b"coated"))).unwrap();
        press.image(image(Some(b"coated"))).unwrap();
        assert!(!press.images.inks);
        press.image(image(None)).unwrap();
        assert!(press.images.inks);
        let ids = std::mem::take(&mut press.images.ids);
        body.close(document).unwrap();

        let read = Document::load_mem(&out).unwrap();
        let get = |id: ObjectId, key: &[u8]| {
            let image = read.get_object(id).unwrap().as_stream().unwrap();
            image.dict.get(key).unwrap().clone()
        };
        let space = get(ids[0], b"ColorSpace");
        assert_eq!(space, get(ids[1], b"ColorSpace"));
        assert_eq!(get(ids[2], b"ColorSpace"), name("DeviceCMYK"));
        let decode = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer).to_vec();
        assert_eq!(get(ids[0], b"Decode"), Object::Array(decode));
        let space = space.as_array().unwrap();
        assert_eq!(space[0], name("ICCBased"));
        let profile = space[1].as_reference().unwrap();
        assert_eq!(get(profile, b"N"), Object::Integer(4));
        assert_eq!(get(profile, b"Alternate"), name("DeviceCMYK"));
        let profile = read.get_object(profile).unwrap().as_stream().unwrap();
        assert_eq!(profile.get_plain_content().unwrap(), b"coated");
    }
}
