//! The draft that printpdf makes: page tree, fonts with their widths and text. Page content, photos
//! and everything about structure are added in [`finish`](super::finish).

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, FontId, FontMetrics, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle,
    PdfFontMetricsStub, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::font::Program;

/// Makes the draft of so many pages. Fonts have the names that page content uses.
pub fn draft(pages: usize, fonts: &[Program]) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for font in fonts {
        let id = FontId(font.resource.clone());
        let font = PdfFont::new(parsed(font));
        document.resources.fonts.map.insert(id, font);
    }
    document.pages = (0..pages).map(|_| blank()).collect();
    if let Some(first) = document.pages.first_mut() {
        // printpdf embeds what the operators name: the first page names every glyph once. Its
        // content is replaced, like that of all pages.
        first.ops = fonts.iter().flat_map(every_glyph).collect();
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    // Its warnings speak of fonts and operators that this draft does not have.
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// A page without a size: the boxes are set when it is finished, from exact numbers.
fn blank() -> PdfPage {
    let nowhere = || Rect::from_wh(Pt(0.0), Pt(0.0));
    PdfPage {
        media_box: nowhere(),
        trim_box: nowhere(),
        crop_box: nowhere(),
        ops: Vec::new(),
    }
}

fn parsed(font: &Program) -> ParsedFont {
    let metrics = font.metrics;
    let widths = font.glyphs().map(|glyph| (glyph.number, glyph.width));
    // Measures are in thousandths already, so that printpdf's own scaling changes nothing.
    let mut parsed = ParsedFont::with_glyph_data(
        font.file.clone(),
        0,
        Some(font.name.clone()),
        BTreeMap::new(),
        widths.collect(),
        1_000,
        FontMetrics {
            ascent: metrics.ascent,
            descent: metrics.descent,
        },
    );
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    parsed.pdf_font_metrics = PdfFontMetricsStub {
        units_per_em: 1_000,
        x_min,
        y_min,
        x_max,
        y_max,
        us_weight_class: metrics.weight,
        ..PdfFontMetricsStub::default()
    };
    parsed
}

fn every_glyph(font: &Program) -> [Op; 2] {
    let glyphs = font.glyphs().map(|glyph| Codepoint {
        gid: glyph.number,
        offset: 0.0,
        cid: Some(glyph.text.clone()),
    });
    let select = Op::SetFont {
        font: PdfFontHandle::External(FontId(font.resource.clone())),
        size: Pt(1.0),
    };
    let show = Op::ShowText {
        items: vec![TextItem::GlyphIds(glyphs.collect())],
    };
    [select, show]
}
