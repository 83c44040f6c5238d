//! What cameras and programs write where a person's words belong.

/// Whole texts, in lower case.
const WHOLE: [&str; 27] = [
    "olympus digital camera",
    "konica minolta digital camera",
    "minolta digital camera",
    "kodak digital still camera",
    "digital camera",
    "sony dsc",
    "samsung camera pictures",
    "exif_jpeg_picture",
    "exif jpeg",
    "jpeg image",
    "camera",
    "default",
    "untitled",
    "unknown",
    "none",
    "null",
    "test",
    "image",
    "photo",
    "picture",
    "screenshot",
    "photographer",
    "your name",
    "owner name",
    "picasa",
    "user comments",
    "description",
];

/// How texts begin that programs sign their work with, in lower case.
const BEGINNINGS: [&str; 13] = [
    "processed with vsco",
    "processed with moldiv",
    "processed with snapseed",
    "created with gimp",
    "created with the gimp",
    "creator: gd-jpeg",
    "file written by adobe photoshop",
    "lead technologies",
    "made with ",
    "edited with ",
    "dcim\\",
    "captured with ",
    "<kenox",
];

/// The scene modes of some telephones: `cof_soft`, `dav`, `sdr_hdr_vivid`.
const MODES: [&str; 14] = [
    "cof", "cof_soft", "dav", "edf", "fbt", "fznor", "hdr", "mde", "nfd", "oznor", "ptr", "rbt",
    "sdr", "vhdr",
];

/// Whether nobody meant a text to be read. File names count.
pub(super) fn is_junk(text: &str) -> bool {
    let lower = text.to_lowercase();
    let lower = lower.trim_matches(|c: char| c.is_whitespace() || c == '.');
    WHOLE.contains(&lower)
        || BEGINNINGS.iter().any(|start| lower.starts_with(start))
        || MODES.contains(&lower)
        || is_file_name(lower)
        || !lower.chars().any(char::is_alphanumeric)
}

/// `img_1234`, `_dsc0012.jpg`, `p1010035`: a short prefix and a number, alone.
fn is_file_name(lower: &str) -> bool {
    const EXTENSIONS: [&str; 6] = [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif"];
    const PREFIXES: [&str; 12] = [
        "img", "dsc", "dscn", "dscf", "dsc_", "pict", "p", "pxl", "mvi", "gopr", "dji", "image",
    ];
    if lower.contains(char::is_whitespace) {
        return false;
    }
    if EXTENSIONS
        .iter()
        .any(|extension| lower.ends_with(extension))
    {
        return true;
    }
    let name = lower.trim_start_matches('_');
    let digits = name.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, '_' | '-'));
    let prefix = name.strip_suffix(digits).unwrap_or_default();
    let number = digits.len() >= 3
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '_' | '-'));
    number && PREFIXES.contains(&prefix.trim_end_matches(['_', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_machines_write_is_told_from_words() {
        for junk in [
            "OLYMPUS DIGITAL CAMERA",
            "OLYMPUS DIGITAL CAMERA         ",
            "Processed with VSCO with a6 preset",
            "SONY DSC",
            "DCIM\\100MEDIA\\DJI_0035.JPG",
            "IMG_1234",
            "_DSC0012.jpg",
            "P1010035",
            "PXL_20240501_083000123",
            "cof_soft",
            "...",
        ] {
            assert!(is_junk(junk), "{junk}");
        }
        for words in [
            "Delegates sign the accord.",
            "A digital camera on a table",
            "Harbour Press Office",
            "Processed fish on ice",
            "1914",
            "会议室",
            "Pictures of 2024",
        ] {
            assert!(!is_junk(words), "{words}");
        }
    }
}
