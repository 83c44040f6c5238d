//! Drawings: SVG files, kept as shapes in both editions. What goes in is never the file itself but
//! what was understood of it, written anew: no script, style, event or link can survive that.

mod lettering;
mod weight;

use std::io::Read;
use std::path::Path;

use svg2pdf::{ConversionOptions, PageOptions};
use usvg::{FontResolver, ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use super::bytes::PhotoBytes;
use super::derivative::{PrintCoding, PrintImage, ScreenImage};
use super::fault::Fault;
use super::{ColourModel, Crop, Format, Notice, Orientation, Photo, header};
use crate::limits::Limits;

/// The largest drawing that is read, in bytes.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Whether a file may be SVG, by its first bytes. Reading tells.
pub(super) fn may_be(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let start = start.trim_ascii_start();
    [b"<?xml".as_slice(), b"<!--", b"<!DOCTYPE", b"<svg"]
        .iter()
        .any(|beginning| start.starts_with(beginning))
}

/// Reads a drawing.
///
/// # Errors
///
/// [`Fault::UnknownType`] where it is other XML, and a [`Fault`] for what would be lost in one of the
/// editions: pictures inside, HTML, filters.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Photo, Fault> {
    let (stored_width, stored_height) = Drawing::open(path, limits)?.size();
    Ok(Photo {
        path: path.to_owned(),
        limits: *limits,
        format: Format::Svg,
        stored_width,
        stored_height,
        orientation: Orientation::Upright,
        colour: ColourModel::Rgb,
        coarse_colours: false,
        crop: None,
        notice: Notice::default(),
    })
}

/// What the e-book embeds: SVG of paths alone.
pub(super) fn for_screen(photo: &Photo) -> Result<ScreenImage, Fault> {
    let (width, height) = photo.shown_size();
    let drawing = Drawing::open(&photo.path, &photo.limits)?;
    Ok(ScreenImage {
        bytes: PhotoBytes::made(drawing.to_svg(photo.crop).into_bytes()),
        media_type: "image/svg+xml",
        extension: "svg",
        width,
        height,
    })
}

/// What the printed edition embeds.
pub(super) fn for_print(photo: &Photo) -> Result<PrintImage, Fault> {
    let drawing = Drawing::open(&photo.path, &photo.limits)?;
    Ok(PrintImage {
        width: photo.stored_width,
        height: photo.stored_height,
        colour: photo.colour,
        profile: None,
        coding: PrintCoding::Drawing,
        bytes: PhotoBytes::made(drawing.to_pdf()?),
        inverted: false,
        alpha: None,
    })
}

/// A drawing, understood.
struct Drawing {
    tree: Tree,
}

impl Drawing {
    fn open(path: &Path, limits: &Limits) -> Result<Drawing, Fault> {
        let mut file = Vec::new();
        header::open(path, limits)?
            .take(MOST_BYTES + 1)
            .read_to_end(&mut file)?;
        if file.len() as u64 > MOST_BYTES {
            let most = MOST_BYTES / 1024 / 1024;
            return Err(Fault::Broken(format!("the SVG is larger than {most} MiB")));
        }
        Drawing::parse(&file)
    }

    fn parse(file: &[u8]) -> Result<Drawing, Fault> {
        let text = std::str::from_utf8(file)
            .map_err(|_| Fault::Broken("the SVG is not in UTF-8".into()))?;
        let text = text.trim_start_matches('\u{FEFF}');
        weight::check(text)?;
        let options = Options {
            fontdb: lettering::FONTS.clone(),
            font_resolver: FontResolver {
                select_font: Box::new(|font, fonts| lettering::select(font, fonts)),
                ..FontResolver::default()
            },
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let tree = Tree::from_str(text, &options).map_err(broken)?;
        if !tree.filters().is_empty() {
            let reason = "the SVG has filters, like shadows or blur, which are no shapes";
            return Err(Fault::Broken(reason.into()));
        }
        Ok(Drawing { tree })
    }

    /// Width and height in CSS pixels; times ten or a hundred where whole numbers of them would give
    /// it another form, and less where there are very many.
    fn size(&self) -> (u32, u32) {
        const SHORTEST: f32 = 1_000.0;
        const LONGEST: f32 = 10_000.0;
        let (width, height) = self.exact_size();
        let longer = width.max(height);
        let scale = longer.clamp(SHORTEST, LONGEST) / longer;
        let whole = |side: f32| ((side * scale).round() as u32).max(1);
        (whole(width), whole(height))
    }

    fn exact_size(&self) -> (f32, f32) {
        let size = self.tree.size();
        (size.width(), size.height())
    }

    /// The drawing as SVG of paths alone; `crop` is in pixels of [`Drawing::size`].
    fn to_svg(&self, crop: Option<Crop>) -> String {
        let written = self.tree.to_string(&WriteOptions {
            indent: Indent::None,
            attributes_indent: Indent::None,
            ..WriteOptions::default()
        });
        // Its own first tag has no view box, without which some readers do not scale it.
        let (_, inside) = written.split_once('>').unwrap_or_default();
        let (mut width, mut height) = self.exact_size();
        let (mut left, mut top) = (0.0, 0.0);
        if let Some(crop) = crop {
            let pixels = self.size();
            let (across, down) = (width / pixels.0 as f32, height / pixels.1 as f32);
            (left, top) = (crop.left as f32 * across, crop.top as f32 * down);
            (width, height) = (crop.width as f32 * across, crop.height as f32 * down);
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{left} {top} {width} {height}\">{inside}"
        )
    }

    /// The drawing as a PDF of one page.
    fn to_pdf(&self) -> Result<Vec<u8>, Fault> {
        // Read again, so that texts are shapes here too.
        let paths = Tree::from_str(&self.to_svg(None), &Options::default()).map_err(broken)?;
        let options = ConversionOptions {
            compress: true,
            raster_scale: 1.0,
            embed_text: false,
            pdfa: true,
        };
        svg2pdf::to_pdf(&paths, options, PageOptions::default())
            .map_err(|error| Fault::Broken(error.to_string()))
    }
}

fn broken(error: usvg::Error) -> Fault {
    Fault::Broken(error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn drawing(attributes: &str, inside: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}>{inside}</svg>")
    }

    fn parsed(text: &str) -> Result<Drawing, Fault> {
        Drawing::parse(text.as_bytes())
    }

    #[test]
    fn nothing_active_survives() {
        let text = drawing(
            "width='60' height='40' onload='alert(1)'",
            "<style>@import url(https://example.org/a.css); #wet { fill: #c33 }</style>\
             <script>alert(2)</script><title>Tide</title>\
             <a href='javascript:alert(3)'><rect id='wet' onclick='alert(4)' width='9' height='9'/></a>\
             <text x='3' y='30' font-family='Arial'>Tide</text>\
             <rect width='5' height='5' fill='url(#gone) #0f0'/>\
             <rect width='4' height='4' fill='url(https://example.org/b#c) #0f0'/>\
             <animate attributeName='x' to='9'/>",
        );
        let svg = parsed(&text).unwrap().to_svg(None);
        for word in [
            "alert", "script", " on", "href=", "example", "style", "text", "animate",
        ] {
            assert!(!svg.contains(word), "{word} in {svg}");
        }
        for fill in ["fill=\"#cc3333\"", "fill=\"#00ff00\""] {
            assert!(svg.contains(fill), "{fill} is not in {svg}");
        }
        assert_eq!(
            svg.matches("<path").count(),
            4,
            "three rectangles and a text: {svg}"
        );
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for (inside, reason) in [
            (
                "<image href='https://example.org/a.png' width='9' height='9'/>",
                "picture",
            ),
            (
                "<image href='/etc/passwd' width='9' height='9'/>",
                "picture",
            ),
            (
                "<image href='data:image/png;base64,AAAA' width='9' height='9'/>",
                "picture",
            ),
            (
                "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>a</b></foreignObject>",
                "HTML",
            ),
            (
                "<filter id='f' width='9e6' height='9e6'><feGaussianBlur stdDeviation='9e5'/></filter>\
                 <rect width='9' height='9' filter='url(#f)'/>",
                "filters",
            ),
        ] {
            match parsed(&drawing("width='60' height='40'", inside)) {
                Err(Fault::Broken(said)) => assert!(said.contains(reason), "{said}"),
                Err(other) => panic!("{other:?}"),
                Ok(_) => panic!("{inside} was taken"),
            }
        }
        let chosen = "<switch><foreignObject requiredExtensions='x'/><text y='9'>a</text></switch>";
        assert!(parsed(&drawing("width='60' height='40'", chosen)).is_ok());
    }

    #[test]
    fn other_xml_is_no_drawing() {
        assert!(may_be(b"\xEF\xBB\xBF <?xml version='1.0'?>") && !may_be(b"\x1F\x8B\x08"));
        let html = "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>";
        assert!(matches!(parsed(html), Err(Fault::UnknownType)));
        assert!(matches!(parsed("<svg/>"), Err(Fault::UnknownType)));
    }

    #[test]
    fn the_size_has_the_form_of_the_drawing() {
        let size = |attributes: &str| parsed(&drawing(attributes, "")).unwrap().size();
        assert_eq!(size("width='1600' height='900'"), (1600, 900));
        assert_eq!(size("viewBox='0 0 1.5 1'"), (1000, 667));
        assert_eq!(size("width='1e30' height='1e30'"), (10_000, 10_000));
        assert!(parsed(&drawing("width='0' height='1'", "")).is_err());
    }

    #[test]
    fn a_crop_is_a_view_box() {
        let text = drawing("viewBox='0 0 300 200'", "<rect width='9' height='9'/>");
        let crop = Crop {
            left: 500,
            top: 0,
            width: 250,
            height: 334,
        };
        let svg = parsed(&text).unwrap().to_svg(Some(crop));
        assert!(svg.contains("width=\"75\" "), "{svg}");
        assert!(svg.contains("viewBox=\"150 0 75 "), "{svg}");
    }
}
