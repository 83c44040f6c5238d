//! What colours of the page become in the file.

use crate::layout::frame::Colour;
use crate::photo::inks::OutputProfile;

/// A colour in thousandths of its channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// DeviceGray: 0 is black. A press prints it with black ink alone.
    Grey([i64; 1]),
    /// DeviceRGB, which is sRGB: the output intent says so.
    Rgb([i64; 3]),
    /// DeviceCMYK, of the output intent.
    Cmyk([i64; 4]),
}

/// How colours are made.
#[derive(Clone, Copy)]
pub enum Inks<'a> {
    /// As they are.
    Light,
    /// Text of black ink alone, since no letter is so large that four plates fit on it. Surfaces
    /// in the inks of the press, where that is known.
    Press(Option<&'a OutputProfile>),
}

impl Inks<'_> {
    /// The ink of text.
    pub fn of_text(self, colour: Colour) -> Ink {
        match (self, colour) {
            (Inks::Press(_), Colour::Rgb([red, green, blue])) => {
                // As dark as it looks (ITU-R BT.709).
                let [red, green, blue] = [red, green, blue].map(i64::from);
                let light = 2_126 * red + 7_152 * green + 722 * blue;
                Ink::Grey([light / 2_550])
            }
            _ => plain(colour),
        }
    }

    /// The ink of a surface or a rule.
    pub fn of_surface(self, colour: Colour) -> Ink {
        match (self, colour) {
            (Inks::Press(Some(profile)), Colour::Rgb(rgb)) => match profile.inks_of(rgb) {
                Some(inks) => Ink::Cmyk(inks.map(thousandths)),
                None => self.of_text(colour),
            },
            _ => plain(colour),
        }
    }
}

fn plain(colour: Colour) -> Ink {
    match colour {
        Colour::Black => Ink::BLACK,
        Colour::Grey(per_cent) => Ink::Grey([1_000 - 10 * i64::from(per_cent.min(100))]),
        Colour::White => Ink::Grey([1_000]),
        Colour::Rgb(rgb) => Ink::Rgb(rgb.map(thousandths)),
    }
}

fn thousandths(value: u8) -> i64 {
    (i64::from(value) * 1_000 + 127) / 255
}

impl Ink {
    /// Full black.
    pub const BLACK: Ink = Ink::Grey([0]);

    /// Its channels.
    pub fn operands(&self) -> &[i64] {
        match self {
            Ink::Grey(channels) => channels,
            Ink::Rgb(channels) => channels,
            Ink::Cmyk(channels) => channels,
        }
    }

    /// What sets it for filling, and for stroking (ISO 32000-1, 8.6.8).
    pub fn operators(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Ink::Grey(_) => (b"g\n", b"G\n"),
            Ink::Rgb(_) => (b"rg\n", b"RG\n"),
            Ink::Cmyk(_) => (b"k\n", b"K\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_for_a_press_is_of_one_ink() {
        let profile = OutputProfile::fogra39();
        let press = Inks::Press(profile.as_ref());
        for colour in [Colour::Black, Colour::Grey(40), Colour::Rgb([122, 46, 18])] {
            assert!(matches!(press.of_text(colour), Ink::Grey(_)), "{colour:?}");
        }
        let surface = press.of_surface(Colour::Rgb([0x1f, 0x3b, 0x63]));
        let blue = |inks: [i64; 4]| inks[0] > 600 && inks[2] < 500;
        let is_blue = matches!(surface, Ink::Cmyk(inks) if blue(inks));
        assert!(is_blue, "{surface:?}");
    }
}
