//! What a book may ask of the machine: how large files may be, how much memory a photo may take, how deep
//! text may nest. A file over a limit is refused before anything that it claims is allocated.

/// The limits of a run. All of them are far above what people write and photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The most bytes that one text file may have.
    pub text: u64,
    /// The most bytes of included files that are looked through for one book, for every time that they
    /// are: a file that includes another ten times, which does the same, would never end.
    pub included: u64,
    /// The most bytes that a photo's file may have.
    pub photo: u64,
    /// The most pixels that a photo may have.
    pub pixels: u64,
    /// The most bytes that decoding a photo may take.
    pub memory: u64,
    /// How deep blocks may stand in blocks, and stresses in stresses.
    pub nesting: usize,
}

const MIB: u64 = 1024 * 1024;

impl Limits {
    /// The deepest nesting that can be asked for: every step of it lies on the stack when a book is set and
    /// written.
    pub const DEEPEST_NESTING: usize = 256;

    /// The most memory that decoding a photo may take, by the length of its file. A file that grows to more
    /// than 64 times its size is a trick, or a plain surface: it may take three fifths, usually as much as
    /// 64 million pixels in colour, more than a full-frame sensor has.
    pub fn decoded(&self, file: u64) -> u64 {
        let least = self.memory / 5 * 3;
        file.saturating_mul(64).clamp(least, self.memory)
    }
}

impl Default for Limits {
    /// Ten million words; a photo of the largest cameras, uncompressed at 16 bits, with twice the pixels
    /// that they have; and nesting that no reader could tell apart any more.
    fn default() -> Limits {
        Limits {
            text: 64 * MIB,
            included: 256 * MIB,
            photo: 256 * MIB,
            pixels: 200_000_000,
            memory: 320_000_000,
            nesting: 64,
        }
    }
}

/// A size in words: in MiB, if it is a whole number of them.
pub fn size(bytes: u64) -> String {
    match bytes % MIB {
        0 => format!("{} MiB", bytes / MIB),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_may_take_more_memory() {
        let usual = Limits::default();
        assert_eq!(usual.decoded(0), 192_000_000);
        assert_eq!(usual.decoded(4_000_000), 256_000_000);
        assert_eq!(usual.decoded(u64::MAX), 320_000_000);
        let low = Limits {
            memory: 1_000,
            ..usual
        };
        assert_eq!((low.decoded(0), low.decoded(u64::MAX)), (600, 1_000));
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        assert_eq!(size(64 * MIB), "64 MiB");
        assert_eq!(size(1_000), "1000 bytes");
    }
}
