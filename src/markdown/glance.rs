//! A quick look at the source of a line, at all of its bytes once: most lines have none of the
//! signs that `line.rs` reads beyond the parser, and need not be gathered for it.

/// What a line may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glance(u16);

const MACROS: u16 = 1;
const ADDRESSES: u16 = 1 << 1;
const MARKS: u16 = 1 << 2;
const FORMULAS: u16 = 1 << 3;
const SIGNS: u16 = 1 << 4;
/// What only means something twice in a row.
const HYPHEN: u16 = 1 << 5;
const FULL_STOP: u16 = 1 << 6;
const LETTER_W: u16 = 1 << 7;

static MEANINGS: [u16; 256] = meanings();

const fn meanings() -> [u16; 256] {
    let mut all = [0; 256];
    all[b'{' as usize] = MACROS | MARKS;
    all[b'<' as usize] = MACROS;
    all[b'[' as usize] = MACROS;
    all[b':' as usize] = ADDRESSES;
    all[b'@' as usize] = ADDRESSES;
    all[b'w' as usize] = LETTER_W;
    all[b'W' as usize] = LETTER_W;
    all[b'^' as usize] = MARKS;
    all[b'~' as usize] = MARKS;
    all[b'$' as usize] = FORMULAS;
    all[b'"' as usize] = SIGNS;
    all[b'\'' as usize] = SIGNS;
    all[b'-' as usize] = HYPHEN;
    all[b'.' as usize] = FULL_STOP;
    all
}

impl Glance {
    /// Looks at the source of a line.
    pub fn at(source: &str) -> Glance {
        let (mut once, mut twice, mut last) = (0, 0, 0);
        for byte in source.bytes() {
            let meaning = MEANINGS[usize::from(byte)];
            once |= meaning;
            twice |= meaning & last;
            last = meaning;
        }
        if twice & LETTER_W != 0 {
            once |= ADDRESSES;
        }
        if twice & (HYPHEN | FULL_STOP) != 0 {
            once |= SIGNS;
        }
        Glance(once & (MACROS | ADDRESSES | MARKS | FORMULAS | SIGNS))
    }

    /// Whether the parser has read all there is.
    pub fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// Whether a macro may begin.
    pub fn has_macros(self) -> bool {
        self.0 & MACROS != 0
    }

    /// Whether a bare address may stand in it.
    pub fn has_addresses(self) -> bool {
        self.0 & ADDRESSES != 0
    }

    /// Whether text may be raised or lowered, or have attributes.
    pub fn has_marks(self) -> bool {
        self.0 & MARKS != 0
    }

    /// Whether a formula may stand in it.
    pub fn has_formulas(self) -> bool {
        self.0 & FORMULAS != 0
    }

    /// Whether there are signs of a typewriter.
    pub fn has_signs(self) -> bool {
        self.0 & SIGNS != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Glance;

    #[test]
    fn a_glance_sees_what_may_be_there() {
        assert!(Glance::at("Plain prose, with *stress*. And more - or less?").is_plain());
        assert!(Glance::at("see wWw.x.org").has_addresses());
        assert!(Glance::at("a tower").is_plain());
        assert!(Glance::at("at 9:30").has_addresses());
        assert!(Glance::at("the keeper's").has_signs());
        assert!(Glance::at("well...").has_signs());
        assert!(Glance::at("one--two").has_signs());
        assert!(Glance::at("x^2^").has_marks());
        assert!(Glance::at("$x$").has_formulas());
        assert!(Glance::at("{{ x }}").has_macros());
    }
}
