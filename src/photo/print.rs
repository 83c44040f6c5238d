//! Samples for the printed edition, coded as PDF takes them.

use std::sync::Arc;

use super::bytes::{PhotoBytes, Piece};
use super::decode::Samples;
use super::derivative::{PrintCoding, PrintImage};
use super::inks::Inked;
use super::{ColourModel, predictor};

/// Codes the samples of a photo, which are in the colours of `profile`, or sRGB.
pub(super) fn image(samples: &Samples, profile: Option<Arc<[u8]>>) -> PrintImage {
    let coded = |samples: &[u8], width: u32, channels| {
        PhotoBytes::made(predictor::deflated(samples, width as usize, channels))
    };
    let plain = |width, height, colour, bytes, alpha| PrintImage {
        width,
        height,
        colour,
        profile,
        coding: PrintCoding::Deflated,
        bytes,
        inverted: false,
        alpha,
    };
    match samples {
        Samples::Ink {
            width,
            height,
            samples,
        } => {
            let bytes = coded(samples, *width, 4);
            plain(*width, *height, ColourModel::Cmyk, bytes, None)
        }
        Samples::Light(image) => {
            let (width, height) = (image.width(), image.height());
            let (colour, channels) = if image.color().has_color() {
                (ColourModel::Rgb, 3)
            } else {
                (ColourModel::Grey, 1)
            };
            if !image.color().has_alpha() {
                let bytes = coded(image.as_bytes(), width, channels);
                return plain(width, height, colour, bytes, None);
            }
            let pixels = image.as_bytes().chunks_exact(channels + 1);
            let alpha: Vec<u8> = pixels.clone().filter_map(<[u8]>::last).copied().collect();
            let opaque = alpha.iter().all(|value| *value == u8::MAX);
            let colours: Vec<u8> = pixels
                .flat_map(|pixel| pixel.iter().take(channels))
                .copied()
                .collect();
            let alpha = (!opaque).then(|| coded(&alpha, width, 1));
            plain(
                width,
                height,
                colour,
                coded(&colours, width, channels),
                alpha,
            )
        }
    }
}

/// Codes the inks of a photo, which are those of `profile`.
pub(super) fn inked(inked: &Inked, profile: Arc<[u8]>) -> PrintImage {
    let made = image(&inked.samples, Some(profile));
    let alpha = inked.alpha.as_ref().filter(|alpha| {
        let opaque = alpha.iter().all(|value| *value == u8::MAX);
        !opaque
    });
    let width = made.width as usize;
    let alpha = alpha.map(|alpha| PhotoBytes::made(predictor::deflated(alpha, width, 1)));
    PrintImage { alpha, ..made }
}

/// For the cache: what [`image()`] makes, as sizes and then bytes.
pub(super) fn to_bytes(image: &PrintImage) -> Vec<u8> {
    let made = |bytes: &PhotoBytes| {
        let mut copied = Vec::new();
        // Samples are in memory, and so is the copy.
        let _ = bytes.copy_to(&mut copied);
        copied
    };
    let colour: u8 = match image.colour {
        ColourModel::Grey => 1,
        ColourModel::Rgb => 3,
        ColourModel::Cmyk => 4,
    };
    let mut bytes = vec![colour];
    bytes.extend(image.width.to_be_bytes());
    bytes.extend(image.height.to_be_bytes());
    let blocks = [
        image.profile.as_deref().map(<[u8]>::to_vec),
        image.alpha.as_ref().map(made),
        Some(made(&image.bytes)),
    ];
    for block in blocks.iter().map(Option::as_deref) {
        bytes.push(u8::from(block.is_some()));
        let block = block.unwrap_or_default();
        bytes.extend((block.len() as u64).to_be_bytes());
        bytes.extend(block);
    }
    bytes
}

/// What [`to_bytes`] wrote.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<PrintImage> {
    let (colour, rest) = bytes.split_first()?;
    let colour = match colour {
        1 => ColourModel::Grey,
        3 => ColourModel::Rgb,
        4 => ColourModel::Cmyk,
        _ => return None,
    };
    let (width, rest) = rest.split_first_chunk()?;
    let (height, mut rest) = rest.split_first_chunk()?;
    let mut block = || {
        let (there, after) = rest.split_first()?;
        let (length, after) = after.split_first_chunk()?;
        let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
        let (block, after) = after.split_at_checked(length)?;
        rest = after;
        Some((*there == 1).then_some(block))
    };
    let (profile, alpha, samples) = (block()?, block()?, block()??);
    let made = |bytes: &[u8]| PhotoBytes::pieces(vec![Piece::Made(bytes.to_vec())]);
    Some(PrintImage {
        width: u32::from_be_bytes(*width),
        height: u32::from_be_bytes(*height),
        colour,
        profile: profile.map(Arc::from),
        coding: PrintCoding::Deflated,
        bytes: made(samples),
        inverted: false,
        alpha: alpha.map(made),
    })
}
