//! What a photo becomes for the screen.

use std::path::PathBuf;

use super::{Format, Photo};

/// The bytes of a photo that is ready for the screen.
#[derive(Debug)]
pub enum ScreenBytes {
    /// The file as it is.
    File(PathBuf),
    /// Made anew.
    Made(Vec<u8>),
}

/// A photo that is ready for the screen.
#[derive(Debug)]
pub struct ScreenImage {
    /// Its bytes, or where they are.
    pub bytes: ScreenBytes,
    /// Its media type (RFC 6838).
    pub media_type: &'static str,
    /// The extension of its name, without the dot.
    pub extension: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A photo that could not be made ready.
#[derive(Debug)]
pub struct PhotoError(String);

impl std::fmt::Display for PhotoError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for PhotoError {}

/// Passes the file through.
pub fn for_screen(photo: &Photo) -> Result<ScreenImage, PhotoError> {
    let (media_type, extension) = match photo.format {
        Format::Jpeg => ("image/jpeg", "jpg"),
        Format::Png => ("image/png", "png"),
        Format::Gif => ("image/gif", "gif"),
        Format::WebP => ("image/webp", "webp"),
        Format::Tiff | Format::Bmp => return Err(PhotoError("not for the screen".to_owned())),
    };
    let (width, height) = photo.upright_size();
    Ok(ScreenImage {
        bytes: ScreenBytes::File(photo.path.clone()),
        media_type,
        extension,
        width,
        height,
    })
}
