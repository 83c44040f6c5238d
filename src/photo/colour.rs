//! What samples mean: ICC profiles, and the way to sRGB.

use std::sync::{Arc, LazyLock};

use image::{ColorType, DynamicImage, RgbImage, RgbaImage};
use moxcms::{
    ColorDateTime, ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent,
    TransformOptions,
};

use super::ColourModel;
use super::decode::Samples;
use super::fault::Fault;

/// FOGRA39 (ISO 12647-2:2004/Amd 1, paper types 1 and 2: offset on coated paper), the standard
/// behind what CMYK without a profile usually is. `assets/README.md` says how it was made.
static COATED: LazyLock<Arc<[u8]>> =
    LazyLock::new(|| Arc::from(&include_bytes!("../../assets/FOGRA39L_coated.icc")[..]));

/// The profile of FOGRA39.
pub(super) fn coated() -> Arc<[u8]> {
    Arc::clone(&COATED)
}

/// Adobe RGB (1998) as an ICC profile, of a fixed date: what is embedded must not change from day to
/// day.
pub(super) fn adobe_rgb() -> Option<Vec<u8>> {
    let mut profile = ColorProfile::new_adobe_rgb();
    profile.creation_date_time = ColorDateTime {
        year: 1998,
        month: 5,
        day_of_the_month: 1,
        hours: 0,
        minutes: 0,
        seconds: 0,
    };
    profile.encode().ok()
}

/// Samples whose sRGB differs from them by no more than this many of 255 steps are sRGB: profiles
/// of sRGB differ among each other in the last digits of their numbers.
const SAME: u8 = 2;

/// What samples mean that are not sRGB, or grey with its tone curve.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    /// The ICC profile.
    pub bytes: Arc<[u8]>,
    parsed: ColorProfile,
    model: ColourModel,
}

impl Profile {
    /// The profile that samples of that kind have, by what is embedded in their file. A profile
    /// for samples of another kind, or a broken one, counts for nothing. `None` is sRGB.
    pub fn of(model: ColourModel, embedded: Option<Vec<u8>>) -> Option<Profile> {
        let embedded = embedded.and_then(|bytes| Profile::parse(model, bytes.into()));
        match model {
            ColourModel::Cmyk => embedded.or_else(|| Profile::parse(model, Arc::clone(&COATED))),
            ColourModel::Grey | ColourModel::Rgb => embedded.filter(|profile| !profile.is_srgb()),
        }
    }

    fn parse(model: ColourModel, bytes: Arc<[u8]>) -> Option<Profile> {
        let parsed = ColorProfile::new_from_slice(&bytes).ok()?;
        let space = match model {
            ColourModel::Grey => DataColorSpace::Gray,
            ColourModel::Rgb => DataColorSpace::Rgb,
            ColourModel::Cmyk => DataColorSpace::Cmyk,
        };
        // The classes that PDF/A-2 takes (ISO 19005-2, 6.2.4.2).
        let class = matches!(
            parsed.profile_class,
            ProfileClass::InputDevice
                | ProfileClass::DisplayDevice
                | ProfileClass::OutputDevice
                | ProfileClass::ColorSpace
        );
        if parsed.color_space != space || !class {
            return None;
        }
        let profile = Profile {
            bytes,
            parsed,
            model,
        };
        // One that cannot be used is found here, not where it is needed.
        let probe = vec![0; profile.channels()];
        profile.to_rgb(&probe, profile.layout()).ok()?;
        Some(profile)
    }

    /// What the profile says.
    pub fn parsed(&self) -> &ColorProfile {
        &self.parsed
    }

    fn channels(&self) -> usize {
        match self.model {
            ColourModel::Grey => 1,
            ColourModel::Rgb => 3,
            ColourModel::Cmyk => 4,
        }
    }

    fn layout(&self) -> Layout {
        match self.model {
            ColourModel::Grey => Layout::Gray,
            ColourModel::Rgb => Layout::Rgb,
            // Four channels of any meaning.
            ColourModel::Cmyk => Layout::Rgba,
        }
    }

    /// Whether its samples can be taken for sRGB, by a grid of colours.
    fn is_srgb(&self) -> bool {
        const STEPS: [u8; 9] = [0, 32, 64, 96, 128, 160, 192, 224, 255];
        let grid: Vec<u8> = match self.model {
            ColourModel::Grey => (0..=u8::MAX).collect(),
            ColourModel::Rgb | ColourModel::Cmyk => STEPS
                .into_iter()
                .flat_map(|red| STEPS.map(|green| (red, green)))
                .flat_map(|(red, green)| STEPS.map(|blue| [red, green, blue]))
                .flatten()
                .collect(),
        };
        let Ok(converted) = self.to_rgb(&grid, self.layout()) else {
            return false;
        };
        let repeated = 3 / self.channels().min(3);
        let expected = grid
            .iter()
            .flat_map(|value| std::iter::repeat_n(*value, repeated));
        expected
            .zip(converted)
            .all(|(expected, value)| expected.abs_diff(value) <= SAME)
    }

    /// Samples in sRGB, three channels each, or four where the layout has alpha.
    fn to_rgb(&self, samples: &[u8], from: Layout) -> Result<Vec<u8>, Fault> {
        let to = if self.has_alpha(from) {
            Layout::Rgba
        } else {
            Layout::Rgb
        };
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            // Between the points of its table, whole numbers would be coarse.
            prefer_fixed_point: self.model != ColourModel::Cmyk,
            ..TransformOptions::default()
        };
        let broken = |error: moxcms::CmsError| {
            Fault::Broken(format!("its colour profile cannot be used: {error}"))
        };
        let transform = self
            .parsed
            .create_transform_8bit(from, &ColorProfile::new_srgb(), to, options)
            .map_err(broken)?;
        // A band at a time, since both sides are lent to it.
        const PIXELS: usize = 64 * 1024;
        let (wide, narrow) = (from.channels(), to.channels());
        let mut converted = vec![0; samples.len() / wide * narrow];
        let bands = samples.chunks(PIXELS * wide);
        for (band, room) in bands.zip(converted.chunks_mut(PIXELS * narrow)) {
            transform.transform(band, room).map_err(broken)?;
        }
        Ok(converted)
    }

    /// A picture in sRGB; grey stays grey, and alpha as it is.
    pub fn to_srgb(&self, samples: &Samples) -> Result<DynamicImage, Fault> {
        let broken = || Fault::Broken("the picture is shorter than its size says".into());
        let (width, height, from, bytes) = match samples {
            Samples::Ink {
                width,
                height,
                samples,
            } => (*width, *height, Layout::Rgba, samples.as_slice()),
            Samples::Light(image) => {
                let from = match image.color() {
                    ColorType::L8 => Layout::Gray,
                    ColorType::La8 => Layout::GrayAlpha,
                    ColorType::Rgba8 => Layout::Rgba,
                    _ => Layout::Rgb,
                };
                (image.width(), image.height(), from, image.as_bytes())
            }
        };
        let converted = self.to_rgb(bytes, from)?;
        let image: Option<DynamicImage> = if self.has_alpha(from) {
            RgbaImage::from_raw(width, height, converted).map(Into::into)
        } else {
            RgbImage::from_raw(width, height, converted).map(Into::into)
        };
        let image = image.ok_or_else(broken)?;
        // Grey came out as three channels of the same value.
        Ok(match from {
            Layout::Gray => image.into_luma8().into(),
            Layout::GrayAlpha => image.into_luma_alpha8().into(),
            _ => image,
        })
    }

    fn has_alpha(&self, layout: Layout) -> bool {
        layout == Layout::GrayAlpha || (layout == Layout::Rgba && self.model != ColourModel::Cmyk)
    }
}
