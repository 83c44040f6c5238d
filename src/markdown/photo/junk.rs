//! Alternative texts that say nothing: file names and what cameras and sites put in.

/// Whether a text is no cutline and no description: a file's name, a camera's number, or a word
/// that only says that there is a picture. An empty text is not junk, it is nothing.
pub(in crate::markdown) fn is_junk(text: &str, address: &str) -> bool {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return false;
    }
    let file = address.rsplit(['/', '\\']).next().unwrap_or(address);
    let file = file.split(['?', '#']).next().unwrap_or(file).to_lowercase();
    let stem = file
        .rsplit_once('.')
        .map_or(file.as_str(), |(stem, _)| stem);
    text == file
        || text == stem
        || (!text.contains(' ') && names_picture(&text))
        || is_camera_name(&text)
        || is_bare_word(&text)
}

/// Whether a text ends as the name of a picture does. It is in small letters.
pub(in crate::markdown) fn names_picture(text: &str) -> bool {
    const EXTENSIONS: [&str; 11] = [
        "jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "bmp", "svg", "avif", "heic",
    ];
    let extension = text.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// `IMG_1234`, `DSC01234`, `P1010023`, `20240131_120000` and the like.
fn is_camera_name(text: &str) -> bool {
    const MAKES: [&str; 14] = [
        "img",
        "image",
        "dsc",
        "dscn",
        "dscf",
        "_dsc",
        "_mg",
        "p",
        "pict",
        "pxl",
        "gopr",
        "dji",
        "photo",
        "screenshot",
    ];
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit() || " _-.()".contains(c));
    digits > 0 && (letters.is_empty() && digits >= 4 || MAKES.contains(&letters))
}

fn is_bare_word(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "image",
        "images",
        "img",
        "photo",
        "photos",
        "photograph",
        "picture",
        "pic",
        "figure",
        "foto",
        "bild",
        "imgur",
        "screenshot",
        "untitled",
        "alt",
        "alt text",
        "placeholder",
    ];
    WORDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_is_told_from_words() {
        for text in [
            "IMG_1234",
            "image",
            "Imgur",
            "dsc01234",
            "P1010023",
            "a.jpg",
            "harbour.jpeg",
            "20240131_120000",
            "Quay-At-Dawn",
            "photo 3",
            "image1.png",
        ] {
            assert!(is_junk(text, "photos/quay-at-dawn.jpg"), "{text}");
        }
        for text in [
            "The quay at dawn",
            "Quay at dawn",
            "Pier 17",
            "In 1999",
            "A photo of us",
            "",
        ] {
            assert!(!is_junk(text, "photos/quay-at-dawn.jpg"), "{text}");
        }
    }
}
