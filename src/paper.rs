//! Paper: lengths on it, the sizes of pages, and what a manuscript asks of the printed page and of its
//! press.

/// A length on paper, in thousandths of a millimetre. An inch is 25,400 of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaperLength(u32);

impl PaperLength {
    const MM: u32 = 1_000;
    const INCH: u32 = 25_400;

    /// A length in tenths of a millimetre.
    pub const fn tenth_mm(tenths: u32) -> PaperLength {
        PaperLength(tenths * PaperLength::MM / 10)
    }

    /// A length in thousandths of an inch.
    pub const fn milli_inch(thousandths: u32) -> PaperLength {
        PaperLength(thousandths * PaperLength::INCH / 1_000)
    }

    /// A length in thousandths of a millimetre.
    pub const fn micrometre(micrometres: u32) -> PaperLength {
        PaperLength(micrometres)
    }

    /// The length in thousandths of a millimetre.
    pub const fn micrometres(self) -> u32 {
        self.0
    }

    /// Reads `17mm`, `1.7 cm` or `0.65 in`. A number alone is in millimetres. Below 2 m.
    pub fn parse(text: &str) -> Option<PaperLength> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'));
        let (number, unit) = text.split_at(end.unwrap_or(text.len()));
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "mm" => PaperLength::MM,
            "cm" => 10 * PaperLength::MM,
            "in" | "\"" | "″" => PaperLength::INCH,
            _ => return None,
        };
        let thousandths = thousandths(number)?;
        let length = thousandths.checked_mul(u64::from(unit))? / 1_000;
        let length = u32::try_from(length).ok()?;
        (length < 2_000 * PaperLength::MM).then_some(PaperLength(length))
    }
}

/// `5.5` as 5,500. Digits past the third are dropped.
fn thousandths(number: &str) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let part = format!("{:0<3}", part.get(..part.len().min(3))?);
    whole.checked_mul(1_000)?.checked_add(part.parse().ok()?)
}

/// The size of a page when it is trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// From spine to fore edge.
    pub width: PaperLength,
    /// From head to foot.
    pub height: PaperLength,
}

impl PageSize {
    /// 148 × 210 mm.
    pub const A5: PageSize = PageSize::tenth_mm(1_480, 2_100);
    /// 210 × 297 mm.
    pub const A4: PageSize = PageSize::tenth_mm(2_100, 2_970);
    /// 176 × 250 mm (ISO 216).
    pub const B5: PageSize = PageSize::tenth_mm(1_760, 2_500);
    /// 8.5 × 11 in.
    pub const LETTER: PageSize = PageSize::milli_inch(8_500, 11_000);
    /// 6 × 9 in: the usual American trade book.
    pub const SIX_BY_NINE: PageSize = PageSize::milli_inch(6_000, 9_000);
    /// 5.5 × 8.5 in: half a letter page.
    pub const HALF_LETTER: PageSize = PageSize::milli_inch(5_500, 8_500);
    /// 110 × 178 mm: the paperback that fits a coat.
    pub const POCKET: PageSize = PageSize::tenth_mm(1_100, 1_780);

    /// 11 × 17 in: the small newspaper.
    pub const TABLOID: PageSize = PageSize::milli_inch(11_000, 17_000);

    /// Every size that has a name.
    pub const NAMED: [(&str, PageSize); 8] = [
        ("a4", PageSize::A4),
        ("a5", PageSize::A5),
        ("b5", PageSize::B5),
        ("letter", PageSize::LETTER),
        ("6x9", PageSize::SIX_BY_NINE),
        ("5.5x8.5", PageSize::HALF_LETTER),
        ("pocket", PageSize::POCKET),
        ("tabloid", PageSize::TABLOID),
    ];

    /// No page is smaller, and none larger: text needs some room, and presses have an end.
    const SMALLEST: u32 = 50 * PaperLength::MM;
    const LARGEST: u32 = 1_000 * PaperLength::MM;

    const fn tenth_mm(width: u32, height: u32) -> PageSize {
        PageSize {
            width: PaperLength::tenth_mm(width),
            height: PaperLength::tenth_mm(height),
        }
    }

    const fn milli_inch(width: u32, height: u32) -> PageSize {
        PageSize {
            width: PaperLength::milli_inch(width),
            height: PaperLength::milli_inch(height),
        }
    }

    /// Reads a name, or `148x210mm`, `5.25 × 8 in`. The error says what is wrong in half a
    /// sentence.
    pub fn parse(text: &str) -> Result<PageSize, &'static str> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .map(|c| if c == '×' { 'x' } else { c })
            .collect();
        if let Some((_, size)) = PageSize::NAMED.iter().find(|(name, _)| *name == plain) {
            return Ok(*size);
        }
        const FORM: &str = "it is a4, a5, b5, letter, 6x9, 5.5x8.5, pocket, tabloid, or a size such as 148x210mm or 5.25x8in";
        let (width, height) = plain.split_once('x').ok_or(FORM)?;
        let unit = height.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if unit.is_empty() {
            return Err("its unit is missing: mm or in");
        }
        let width = if width.ends_with(|c: char| c.is_ascii_digit()) {
            PaperLength::parse(&format!("{width}{unit}"))
        } else {
            PaperLength::parse(width)
        };
        let size = PageSize {
            width: width.ok_or(FORM)?,
            height: PaperLength::parse(height).ok_or(FORM)?,
        };
        let fits = |length: PaperLength| {
            (PageSize::SMALLEST..=PageSize::LARGEST).contains(&length.micrometres())
        };
        if fits(size.width) && fits(size.height) {
            Ok(size)
        } else {
            Err("a side of a page measures between 50 and 1000 mm")
        }
    }
}

/// What the binding takes from the inner margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gutter {
    /// As much as the thickness of the book asks for.
    Auto,
    /// So much.
    Fixed(PaperLength),
}

/// The pages that chapters may open on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChaptersOn {
    /// The next one.
    Any,
    /// Right-hand ones, after an empty page if need be.
    Recto,
}

/// What is asked of the page. Whatever is not said follows from the size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageSetup {
    /// Its size.
    pub size: Option<PageSize>,
    /// The margin at the spine.
    pub inner: Option<PaperLength>,
    /// The margin at the fore edge.
    pub outer: Option<PaperLength>,
    /// The margin above the text.
    pub top: Option<PaperLength>,
    /// The margin below it.
    pub bottom: Option<PaperLength>,
    /// What the binding takes.
    pub gutter: Option<Gutter>,
    /// Where chapters open.
    pub chapters_on: Option<ChaptersOn>,
    /// Whether a book opens with its cover.
    pub cover: Option<bool>,
}

impl PageSetup {
    /// Fills what is not said here from `other`.
    pub fn or(self, other: PageSetup) -> PageSetup {
        PageSetup {
            size: self.size.or(other.size),
            inner: self.inner.or(other.inner),
            outer: self.outer.or(other.outer),
            top: self.top.or(other.top),
            bottom: self.bottom.or(other.bottom),
            gutter: self.gutter.or(other.gutter),
            chapters_on: self.chapters_on.or(other.chapters_on),
            cover: self.cover.or(other.cover),
        }
    }

    /// The same without margins.
    pub fn without_margins(self) -> PageSetup {
        PageSetup {
            inner: None,
            outer: None,
            top: None,
            bottom: None,
            ..self
        }
    }
}

/// What the printed edition does with photos whose colours are not sRGB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintColours {
    /// They stay as they are, each with its ICC profile.
    #[default]
    Keep,
    /// They are converted to sRGB.
    Convert,
    /// All but grey ones are converted to the inks of the press.
    Inks,
}

/// What is asked of the file for a press. Whatever is not said follows from who prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PressSetup {
    /// How far colour goes beyond the trimmed page.
    pub bleed: Option<PaperLength>,
    /// Whether crop and registration marks stand around it.
    pub marks: Option<bool>,
    /// Whether a line below it says which page of which book it is.
    pub slug: Option<bool>,
    /// The most ink on one place, in per cent of one full ink: up to 400.
    pub ink_limit: Option<u16>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units() {
        let read = |text| PaperLength::parse(text).map(PaperLength::micrometres);
        assert_eq!(read("17mm"), Some(17_000));
        assert_eq!(read(" 1.75 cm "), Some(17_500));
        assert_eq!(read("0.625in"), Some(15_875));
        assert_eq!(read(".5 in"), Some(12_700));
        assert_eq!(read("12"), Some(12_000));
        for wrong in [
            "",
            ".",
            "mm",
            "-3mm",
            "1.2.3mm",
            "3 ells",
            "9999999999999999999mm",
            "2000mm",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_have_names_or_units() {
        assert_eq!(PageSize::parse("A5"), Ok(PageSize::A5));
        assert_eq!(PageSize::parse("6 × 9"), Ok(PageSize::SIX_BY_NINE));
        assert_eq!(PageSize::parse("6x9in"), Ok(PageSize::SIX_BY_NINE));
        assert_eq!(PageSize::parse("148mm x 210mm"), Ok(PageSize::A5));
        assert_eq!(PageSize::parse("148x210mm"), Ok(PageSize::A5));
        for wrong in [
            "a6",
            "",
            "x",
            "148x210",
            "10x10mm",
            "6x9ft",
            "2000x3000mm",
            "x9in",
        ] {
            assert!(PageSize::parse(wrong).is_err(), "{wrong}");
        }
    }
}
