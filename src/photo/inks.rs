//! What a press prints with: the profile of its inks, the way to them, and how much of them lies on
//! one place.

use std::sync::Arc;

use image::DynamicImage;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, ProfileText, RenderingIntent,
    TransformOptions,
};

use super::colour::{Profile, coated};
use super::decode::Samples;
use super::fault::Fault;

/// The profile of a press with four inks.
#[derive(Clone, Debug)]
pub struct OutputProfile {
    bytes: Arc<[u8]>,
    parsed: Arc<ColorProfile>,
}

impl PartialEq for OutputProfile {
    fn eq(&self, other: &OutputProfile) -> bool {
        self.bytes == other.bytes
    }
}

/// Inks of a photo, and its opacity where it has any.
pub(super) struct Inked {
    pub samples: Samples,
    pub alpha: Option<Vec<u8>>,
}

/// How much ink lies on a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InkUse {
    /// The most of all four inks on one pixel, in per cent of one full ink: at most 400.
    pub most: u16,
    /// Of ten thousand pixels, so many have more than the limit.
    pub over: u16,
}

impl OutputProfile {
    /// Offset on coated paper: FOGRA39.
    pub fn fogra39() -> Option<OutputProfile> {
        OutputProfile::given(coated()).ok()
    }

    /// A profile that was given.
    ///
    /// # Errors
    ///
    /// Half a sentence that says why no press can be meant by it. PDF/X-4 asks for an output
    /// profile (ISO 15930-7, on output intents); this writer makes four inks.
    pub fn given(bytes: Arc<[u8]>) -> Result<OutputProfile, &'static str> {
        let parsed = ColorProfile::new_from_slice(&bytes).map_err(|_| "it is no ICC profile")?;
        if parsed.profile_class != ProfileClass::OutputDevice {
            return Err("it is a profile of no press, but of a screen, a scanner or a camera");
        }
        if parsed.color_space != DataColorSpace::Cmyk {
            return Err("it is not for the four inks of a press: cyan, magenta, yellow, black");
        }
        let profile = OutputProfile {
            bytes,
            parsed: Arc::new(parsed),
        };
        // One that cannot be used is found here, not where it is needed.
        match profile.inks_of([0; 3]) {
            Some(_) => Ok(profile),
            None => Err("it does not say which inks make a colour"),
        }
    }

    /// The file.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// What it says of itself.
    pub fn description(&self) -> String {
        let said = match &self.parsed.description {
            Some(ProfileText::PlainString(text)) => text.clone(),
            Some(ProfileText::Localizable(texts)) => {
                let first = texts.first();
                first.map(|text| text.value.clone()).unwrap_or_default()
            }
            Some(ProfileText::Description(text)) => text.ascii_string.clone(),
            None => String::new(),
        };
        let said = said.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        match said {
            "" => "a press".to_owned(),
            said => said.chars().filter(|c| !c.is_control()).collect(),
        }
    }

    /// The inks of a colour of sRGB: cyan, magenta, yellow and black, 255 for full ink.
    pub fn inks_of(&self, rgb: [u8; 3]) -> Option<[u8; 4]> {
        let inks = self.convert(&ColorProfile::new_srgb(), Layout::Rgb, &rgb);
        inks.ok()?.first_chunk().copied()
    }

    /// A photo in these inks. Grey without a profile has black ink alone, and stays as it is.
    pub(super) fn inked(
        &self,
        samples: &Samples,
        profile: Option<&Profile>,
    ) -> Result<Option<Inked>, Fault> {
        let srgb = ColorProfile::new_srgb();
        let source = profile.map_or(&srgb, Profile::parsed);
        match samples {
            Samples::Ink { .. } if self.is_of(profile) => Ok(None),
            Samples::Ink {
                width,
                height,
                samples,
            } => Ok(Some(Inked {
                samples: Samples::Ink {
                    width: *width,
                    height: *height,
                    samples: self.convert(source, Layout::Rgba, samples)?,
                },
                alpha: None,
            })),
            Samples::Light(image) if !image.color().has_color() => Ok(None),
            Samples::Light(image) => {
                let alpha = image.color().has_alpha().then(|| {
                    let pixels = image.as_bytes().chunks_exact(4);
                    pixels.filter_map(<[u8]>::last).copied().collect()
                });
                let plain = match image {
                    DynamicImage::ImageRgb8(_) => None,
                    other => Some(other.to_rgb8()),
                };
                let light = plain
                    .as_ref()
                    .map_or(image.as_bytes(), |plain| plain.as_raw());
                Ok(Some(Inked {
                    samples: Samples::Ink {
                        width: image.width(),
                        height: image.height(),
                        samples: self.convert(source, Layout::Rgb, light)?,
                    },
                    alpha,
                }))
            }
        }
    }

    /// Whether samples of that profile have these inks already.
    pub(super) fn is_of(&self, profile: Option<&Profile>) -> bool {
        profile.is_some_and(|profile| profile.bytes == self.bytes)
    }

    /// How much ink lies on a photo, against a limit in per cent.
    pub(super) fn used(
        &self,
        samples: &Samples,
        profile: Option<&Profile>,
        limit: u16,
    ) -> Result<InkUse, Fault> {
        let inked = self.inked(samples, profile)?;
        match inked.as_ref().map_or(samples, |inked| &inked.samples) {
            Samples::Ink { samples, .. } => Ok(used(samples, limit)),
            // Grey: one ink.
            Samples::Light(_) => Ok(InkUse { most: 100, over: 0 }),
        }
    }

    fn convert(
        &self,
        source: &ColorProfile,
        from: Layout,
        samples: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let broken = |error: moxcms::CmsError| {
            Fault::Broken(format!("its colours cannot be made inks of: {error}"))
        };
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        // Four channels of any meaning.
        let to = Layout::Rgba;
        let transform = source
            .create_transform_8bit(from, &self.parsed, to, options)
            .map_err(broken)?;
        const PIXELS: usize = 64 * 1024;
        let wide = from.channels();
        let mut converted = vec![0; samples.len() / wide * 4];
        let bands = samples.chunks(PIXELS * wide);
        for (band, room) in bands.zip(converted.chunks_mut(PIXELS * 4)) {
            transform.transform(band, room).map_err(broken)?;
        }
        Ok(converted)
    }
}

fn used(samples: &[u8], limit: u16) -> InkUse {
    let (mut most, mut over, mut pixels) = (0_u32, 0_u64, 0_u64);
    for inks in samples.chunks_exact(4) {
        let sum: u32 = inks.iter().copied().map(u32::from).sum();
        most = most.max(sum);
        over += u64::from(sum * 100 > u32::from(limit) * 255);
        pixels += 1;
    }
    InkUse {
        most: u16::try_from(most * 100 / 255).unwrap_or(400),
        over: u16::try_from((over * 10_000).div_ceil(pixels.max(1))).unwrap_or(10_000),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::photo::ColourModel;

    #[test]
    fn black_and_white_have_the_inks_that_print_expects() {
        let profile = OutputProfile::fogra39().unwrap();
        assert_eq!(profile.inks_of([255; 3]), Some([0; 4]));
        let [cyan, magenta, yellow, black] = profile.inks_of([0; 3]).unwrap();
        let sum: u32 = [cyan, magenta, yellow, black].map(u32::from).iter().sum();
        assert!(black > 200 && sum > 255 * 2, "{black} of {sum}");
    }

    /// The way back to sRGB is proved beside another colour engine: so is the way here, by going
    /// there and back with colours that ink can show.
    #[test]
    fn inks_look_like_the_light_they_were_made_of() {
        let profile = OutputProfile::fogra39().unwrap();
        let own = Profile::of(ColourModel::Cmyk, Some(profile.bytes.to_vec())).unwrap();
        let steps = [90, 130, 170, 210];
        for [red, green, blue] in steps
            .iter()
            .flat_map(|red| {
                steps
                    .iter()
                    .flat_map(move |green| steps.map(|blue| [*red, *green, blue]))
            })
            .filter(|rgb| rgb.iter().max().unwrap() - rgb.iter().min().unwrap() <= 40)
        {
            let inks = Samples::Ink {
                width: 1,
                height: 1,
                samples: profile.inks_of([red, green, blue]).unwrap().to_vec(),
            };
            let back = own.to_srgb(&inks).unwrap();
            let off = back.as_bytes().iter().zip([red, green, blue]);
            let off = off.map(|(back, there)| back.abs_diff(there)).max();
            assert!(
                off <= Some(7),
                "{red} {green} {blue}: {:?}",
                back.as_bytes()
            );
        }
    }

    #[test]
    fn only_a_press_is_a_press() {
        let refused = |bytes: &[u8]| OutputProfile::given(Arc::from(bytes)).err();
        assert_eq!(refused(b"no profile"), Some("it is no ICC profile"));
        let screen = include_bytes!("../../assets/srgb.icc");
        assert!(refused(screen).unwrap().contains("of no press"));
    }

    #[test]
    fn total_ink_is_the_sum_of_four() {
        let samples = [
            [255, 255, 255, 255],
            [0, 0, 0, 255],
            [128, 128, 128, 0],
            [0; 4],
        ];
        let used = used(samples.as_flattened(), 300);
        assert_eq!(
            used,
            InkUse {
                most: 400,
                over: 2_500
            }
        );
    }
}
