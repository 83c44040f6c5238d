//! What each edition gets of a photo. Never re-encoded without a reason: the picture of a photo that
//! an edition can take as it stands goes in byte for byte, and only what else its file says is left
//! out.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use uuid::Uuid;

use super::anatomy::{self, Anatomy, Known, Source};
use super::bytes::PhotoBytes;
use super::cache::Cache;
use super::colour::Profile;
use super::copy::{self, Copy};
use super::decode::{self, Samples};
use super::fault::Fault;
use super::inks::{InkUse, OutputProfile};
use super::progress::{Count, Task, Watch};
use super::{
    ColourModel, Format, Notice, Orientation, Photo, canvas, header, jpeg, print, svg, xmp,
};
use crate::document::Edition;

pub use super::fault::{PhotoError, in_order};
pub use crate::document::PrintColours;

/// A photo for the printed edition, as stored: the page's transform turns it upright.
#[derive(Debug)]
pub struct PrintImage {
    /// Stored width in pixels.
    pub width: u32,
    /// Stored height in pixels.
    pub height: u32,
    /// How many channels there are and what they are of.
    pub colour: ColourModel,
    /// What the channels mean exactly, an ICC profile of as many. Without one RGB is sRGB, and grey
    /// has its tone curve; CMYK always has one.
    pub profile: Option<Arc<[u8]>>,
    /// How the bytes are coded.
    pub coding: PrintCoding,
    /// The coded bytes, 8 bits a channel.
    pub bytes: PhotoBytes,
    /// The least value stands for the most ink, as Adobe's programs write CMYK JPEGs: in PDF,
    /// `Decode [1 0 1 0 1 0 1 0]`.
    pub inverted: bool,
    /// Opacity where the photo is not opaque all over: one channel of the same size, 255 for
    /// opaque, coded as [`PrintCoding::Deflated`].
    pub alpha: Option<PhotoBytes>,
}

/// How the bytes of a photo for print are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintCoding {
    /// A JPEG file (DCTDecode).
    Jpeg,
    /// Rows from the top, each with the number of its PNG predictor before it, deflated
    /// (FlateDecode with `Predictor 15`; ISO 32000-1, 7.4.4.4).
    Deflated,
    /// A PDF of one page that shows the whole picture, to be drawn as a form XObject.
    Drawing,
}

/// A photo for the e-book, upright.
#[derive(Debug)]
pub struct ScreenImage {
    /// Its bytes.
    pub bytes: PhotoBytes,
    /// A core media type of EPUB 3.3 (section 3.2).
    pub media_type: &'static str,
    /// For its name in the container, without the point.
    pub extension: &'static str,
    /// Width in pixels as the reader sees it.
    pub width: u32,
    /// Height in pixels as the reader sees it.
    pub height: u32,
}

/// What a book says about how its photos are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The most pixels that a photo has in the e-book; larger ones are reduced.
    pub max_pixels: Option<NonZeroU64>,
    /// Colours in print.
    pub print_colours: PrintColours,
}

impl Settings {
    /// The most pixels where nothing is said. Shops refuse pictures over 4 to 5.6 million (Apple
    /// Books Asset Guide, "Images").
    pub const MAX_PIXELS: NonZeroU64 = NonZeroU64::new(4_000_000).unwrap();
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            max_pixels: Some(Settings::MAX_PIXELS),
            print_colours: PrintColours::Keep,
        }
    }
}

/// 1600 × 2560 (KDP, “eBook cover guidelines”).
const COVER_PIXELS: NonZeroU64 = NonZeroU64::new(1_600 * 2_560).unwrap();

/// Makes what the editions embed of photos. What had to be decoded is kept in a cache, if there is
/// one, so that the same photo need not be decoded again: not for the second edition, and not for
/// the next build.
#[derive(Clone, Debug, Default)]
pub struct Darkroom {
    settings: Settings,
    /// The inks of the press, where the printed edition is for one.
    press: Option<OutputProfile>,
    cache: Option<Cache>,
    watch: Watch,
    known: Arc<Known>,
    decoded: Arc<AtomicUsize>,
}

/// What is to be done with a photo, found without decoding it.
struct Plan {
    anatomy: Arc<Anatomy>,
    profile: Option<Profile>,
    /// Whether the printed edition needs its samples.
    prints_samples: bool,
    /// Whether the e-book needs another picture than the file's own.
    screens_copy: bool,
}

impl Darkroom {
    /// One that keeps to `settings`, and keeps what it makes in `cache`.
    pub fn new(settings: Settings, cache: Option<Cache>) -> Darkroom {
        Darkroom {
            settings,
            press: None,
            cache,
            watch: Watch::default(),
            known: Arc::default(),
            decoded: Arc::default(),
        }
    }

    /// One whose work `watch` is told of.
    pub fn watched(self, watch: Watch) -> Darkroom {
        Darkroom { watch, ..self }
    }

    /// One whose prints are for a press of those inks.
    pub fn for_press(self, press: OutputProfile) -> Darkroom {
        Darkroom {
            press: Some(press),
            ..self
        }
    }

    /// What becomes of photos in print.
    pub fn print_colours(&self) -> PrintColours {
        self.settings.print_colours
    }

    /// How much ink of the press lies on a photo, against a limit in per cent. `None` where no more
    /// than one ink can, for a drawing, and where there is no press.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn ink_use(&self, photo: &Photo, limit: u16) -> Result<Option<InkUse>, PhotoError> {
        let Some(press) = &self.press else {
            return Ok(None);
        };
        if photo.format == Format::Svg || photo.colour == ColourModel::Grey {
            return Ok(None);
        }
        let recipe = format!("ink, {}, limit {limit}", named(press.bytes()));
        if let Some([a, b, c, d]) = self.kept(photo, &recipe).as_deref() {
            return Ok(Some(InkUse {
                most: u16::from_be_bytes([*a, *b]),
                over: u16::from_be_bytes([*c, *d]),
            }));
        }
        let measured = self.plan(photo).and_then(|plan| {
            let (samples, _lent) = self.decode(photo)?;
            press.used(&samples, plan.profile.as_ref(), limit)
        });
        let used = measured.map_err(|fault| error(photo, fault))?;
        let bytes = [used.most.to_be_bytes(), used.over.to_be_bytes()];
        self.keep(photo, &recipe, bytes.as_flattened());
        Ok(Some(used))
    }

    /// The inks that photos are converted to.
    fn inks(&self) -> Option<&OutputProfile> {
        let converts = self.settings.print_colours == PrintColours::Inks;
        self.press.as_ref().filter(|_| converts)
    }

    /// Begins to count the photos of a task, or its pages.
    pub(crate) fn begin(&self, task: Task, of: usize) -> Count<'_> {
        self.watch.begin(task, of)
    }

    /// One that makes given covers of: they may have as many pixels as shops ask for, whatever the
    /// limit for photos is.
    pub(crate) fn of_covers(&self) -> Darkroom {
        let settings = Settings {
            max_pixels: self.settings.max_pixels.map(|most| most.max(COVER_PIXELS)),
            ..self.settings
        };
        Darkroom {
            settings,
            ..self.clone()
        }
    }

    /// Makes upright sRGB samples of a photo, three bytes a pixel and exactly as many pixels as
    /// `size` says.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn for_canvas(&self, photo: &Photo, size: (u32, u32)) -> Result<Vec<u8>, PhotoError> {
        let made = self.plan(photo).and_then(|plan| {
            let (samples, _lent) = self.decode(photo)?;
            canvas::pixels(photo, samples, plan.profile.as_ref(), size)
        });
        made.map_err(|fault| error(photo, fault))
    }

    /// The file of a painted cover with this photo on it: the one that was kept, or else the one that
    /// `draw` makes. `recipe` says all that it is made of but the pixels of the photo.
    ///
    /// # Errors
    ///
    /// Those of `draw`.
    pub fn cover_over(
        &self,
        photo: &Photo,
        recipe: &str,
        draw: impl FnOnce() -> Result<Vec<u8>, PhotoError>,
    ) -> Result<Vec<u8>, PhotoError> {
        if let Some(kept) = self.kept(photo, recipe) {
            return Ok(kept);
        }
        let bytes = draw()?;
        self.keep(photo, recipe, &bytes);
        Ok(bytes)
    }

    /// How many photos were decoded so far, by this one and its clones.
    pub fn decoded(&self) -> usize {
        self.decoded.load(Ordering::Relaxed)
    }

    /// Makes what the printed edition embeds.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn for_print(&self, photo: &Photo) -> Result<PrintImage, PhotoError> {
        if photo.format == Format::Svg {
            return svg::for_print(photo).map_err(|fault| error(photo, fault));
        }
        let made = self.plan(photo).and_then(|plan| {
            if !plan.prints_samples {
                return self.print_as_it_stands(photo, &plan);
            }
            match self.kept_print(photo) {
                Some(kept) => Ok(kept),
                None => {
                    let (samples, _lent) = self.decode(photo)?;
                    self.print_samples(photo, &plan, &samples)
                }
            }
        });
        made.map_err(|fault| error(photo, fault))
    }

    /// Makes what the e-book embeds.
    ///
    /// # Errors
    ///
    /// Where the file has changed since it was looked up, or cannot be read any more.
    pub fn for_screen(&self, photo: &Photo) -> Result<ScreenImage, PhotoError> {
        if photo.format == Format::Svg {
            return svg::for_screen(photo).map_err(|fault| error(photo, fault));
        }
        let made = self.plan(photo).and_then(|plan| {
            if !plan.screens_copy {
                return screen_as_it_stands(photo, &plan);
            }
            let copy = match self.kept_copy(photo) {
                Some(kept) => kept,
                None => {
                    let (samples, _lent) = self.decode(photo)?;
                    self.copy(photo, plan, samples)?
                }
            };
            screen_copy(photo, copy)
        });
        made.map_err(|fault| error(photo, fault))
    }

    /// Proves that `editions` can have the photo. With a cache, what they will embed is made for
    /// both from one decoding. JPEGs that go in as they stand are not decoded: their structure was
    /// walked when their header was read, and hundreds are proved in the time of decoding one.
    pub(super) fn prove(&self, photo: &Photo, editions: &[Edition]) -> Result<(), Fault> {
        if photo.format == Format::Svg {
            return svg::for_print(photo).map(drop);
        }
        let plan = self.plan(photo)?;
        let wanted = |edition| editions.contains(&edition);
        let prints = wanted(Edition::Pdf) && plan.prints_samples;
        let screens = wanted(Edition::Epub) && plan.screens_copy;
        if photo.format == Format::Jpeg && !prints && !screens {
            return Ok(());
        }
        let print_missing = prints && self.kept_print(photo).is_none();
        let copy_missing = screens && self.kept_copy(photo).is_none();
        let proved = !prints && !screens && self.kept(photo, PROOF).is_some();
        if proved || (prints || screens) && !print_missing && !copy_missing {
            return Ok(());
        }
        let (samples, _lent) = self.decode(photo)?;
        if self.cache.is_none() {
            return Ok(());
        }
        if print_missing {
            self.print_samples(photo, &plan, &samples)?;
        }
        if copy_missing {
            self.copy(photo, plan, samples)?;
        }
        if !prints && !screens {
            self.keep(photo, PROOF, &[]);
        }
        Ok(())
    }

    fn plan(&self, photo: &Photo) -> Result<Plan, Fault> {
        let anatomy = self.known.of(photo)?;
        let profile = Profile::of(photo.colour, decode::profile(photo, &anatomy)?);
        let converts = match self.settings.print_colours {
            PrintColours::Keep => false,
            PrintColours::Convert => profile.is_some(),
            PrintColours::Inks => self.inks().is_some_and(|press| {
                photo.colour != ColourModel::Grey && !press.is_of(profile.as_ref())
            }),
        };
        let (width, height) = photo.shown_size();
        let pixels = u64::from(width) * u64::from(height);
        let too_many = |most: NonZeroU64| pixels > most.get();
        Ok(Plan {
            prints_samples: photo.format != Format::Jpeg || converts,
            screens_copy: matches!(photo.format, Format::Tiff | Format::Bmp)
                || anatomy.moves
                || profile.is_some()
                || photo.orientation != Orientation::Upright
                || photo.crop.is_some()
                || self.settings.max_pixels.is_some_and(too_many),
            anatomy,
            profile,
        })
    }

    fn decode(&self, photo: &Photo) -> Result<(Samples, super::memory::Lent), Fault> {
        self.decoded.fetch_add(1, Ordering::Relaxed);
        decode::decode(photo)
    }

    fn print_as_it_stands(&self, photo: &Photo, plan: &Plan) -> Result<PrintImage, Fault> {
        let inverted = photo.colour == ColourModel::Cmyk
            && jpeg::walk(&mut header::open(&photo.path, &photo.limits)?)?.adobe;
        Ok(PrintImage {
            width: photo.stored_width,
            height: photo.stored_height,
            colour: photo.colour,
            profile: plan.profile.as_ref().map(|profile| profile.bytes.clone()),
            coding: PrintCoding::Jpeg,
            bytes: bare(photo, &plan.anatomy, &Source::File(&photo.path))?,
            inverted,
            alpha: None,
        })
    }

    /// Samples for print, kept for the next time.
    fn print_samples(
        &self,
        photo: &Photo,
        plan: &Plan,
        samples: &Samples,
    ) -> Result<PrintImage, Fault> {
        let inked = match self.inks() {
            Some(press) => {
                let inked = press.inked(samples, plan.profile.as_ref())?;
                inked.map(|inked| print::inked(&inked, Arc::clone(press.bytes())))
            }
            None => None,
        };
        let image = match (inked, &plan.profile, self.settings.print_colours) {
            (Some(inked), _, _) => inked,
            (None, Some(profile), PrintColours::Convert) => {
                let converted = profile.to_srgb(samples)?;
                print::image(&Samples::Light(converted), None)
            }
            (None, profile, _) => {
                let bytes = profile.as_ref().map(|profile| profile.bytes.clone());
                print::image(samples, bytes)
            }
        };
        self.keep(photo, &self.print_recipe(), &print::to_bytes(&image));
        Ok(image)
    }

    /// A picture for the e-book, kept for the next time.
    fn copy(&self, photo: &Photo, plan: Plan, samples: Samples) -> Result<Copy, Fault> {
        let copy = copy::make(photo, samples, plan.profile, self.settings.max_pixels)?;
        self.keep(photo, &self.screen_recipe(photo), &copy.to_bytes());
        Ok(copy)
    }

    fn kept_print(&self, photo: &Photo) -> Option<PrintImage> {
        print::from_bytes(&self.kept(photo, &self.print_recipe())?)
    }

    fn kept_copy(&self, photo: &Photo) -> Option<Copy> {
        Copy::from_bytes(&self.kept(photo, &self.screen_recipe(photo))?)
    }

    fn kept(&self, photo: &Photo, recipe: &str) -> Option<Vec<u8>> {
        self.cache.as_ref()?.get(&photo.path, recipe)
    }

    fn keep(&self, photo: &Photo, recipe: &str, bytes: &[u8]) {
        if let Some(cache) = &self.cache {
            cache.put(&photo.path, recipe, bytes);
        }
    }

    fn print_recipe(&self) -> String {
        let colours = self.settings.print_colours;
        match self.inks() {
            Some(press) => format!("print, colours {colours:?} {}", named(press.bytes())),
            None => format!("print, colours {colours:?}"),
        }
    }

    fn screen_recipe(&self, photo: &Photo) -> String {
        format!(
            "screen, at most {:?}, crop {:?}, colours as stored",
            self.settings.max_pixels, photo.crop
        )
    }
}

/// A name for a colour profile, by its bytes.
fn named(profile: &[u8]) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, profile)
}

/// Stands for a photo of which nothing had to be made, and that can be decoded.
const PROOF: &str = "proof";

fn error(photo: &Photo, fault: Fault) -> PhotoError {
    PhotoError {
        path: photo.path.clone(),
        fault,
    }
}

/// A file without what is nobody's business, and with what the book says whose the photo is.
fn bare(photo: &Photo, anatomy: &Anatomy, source: &Source<'_>) -> Result<PhotoBytes, Fault> {
    bare_as(photo.format, photo, anatomy, source)
}

fn bare_as(
    format: Format,
    photo: &Photo,
    anatomy: &Anatomy,
    source: &Source<'_>,
) -> Result<PhotoBytes, Fault> {
    let packet = xmp::packet(&photo.notice);
    anatomy::bare(format, anatomy, source, packet.as_deref())
}

fn screen_as_it_stands(photo: &Photo, plan: &Plan) -> Result<ScreenImage, Fault> {
    let (media_type, extension) = match photo.format {
        Format::Png => copy::PNG,
        Format::Gif => ("image/gif", "gif"),
        Format::WebP => ("image/webp", "webp"),
        // TIFF and BMP are no core media types and never come here, nor do drawings.
        Format::Jpeg | Format::Tiff | Format::Bmp | Format::Svg => copy::JPEG,
    };
    let (width, height) = photo.upright_size();
    Ok(ScreenImage {
        bytes: bare(photo, &plan.anatomy, &Source::File(&photo.path))?,
        media_type,
        extension,
        width,
        height,
    })
}

fn screen_copy(photo: &Photo, copy: Copy) -> Result<ScreenImage, Fault> {
    let (media_type, extension) = match copy.format {
        Format::Jpeg => copy::JPEG,
        _ => copy::PNG,
    };
    let bytes = if photo.notice != Notice::default() {
        let anatomy = anatomy::dissect_bytes(copy.format, &copy.bytes)?;
        bare_as(copy.format, photo, &anatomy, &Source::Made(&copy.bytes))?
    } else {
        PhotoBytes::made(copy.bytes)
    };
    Ok(ScreenImage {
        bytes,
        media_type,
        extension,
        width: copy.width,
        height: copy.height,
    })
}
