//! Every picture of the handbook: its size, its painter, and what its file says about it.

use crate::canvas::{Canvas, Size};
use crate::develop::Look;
use crate::metadata::{Private, Record, Taken};
use crate::scenes::{harbour, lighthouse, market, mountains, press_hall, proof_desk, winter};

pub struct Photo {
    /// File name without its extension, and the slug by which a manuscript may call it.
    pub name: &'static str,
    /// Pixels as a reader sees them, before any turn that the file asks for.
    pub size: Size,
    pub look: Look,
    pub paint: fn(Size, u32) -> Canvas,
    pub record: Record,
}

const LANDSCAPE: Size = Size {
    width: 2160,
    height: 1440,
};
/// For scenes whose every pixel costs many rays.
const TRACED: Size = Size {
    width: 2010,
    height: 1340,
};
const FOUR_BY_THREE: Size = Size {
    width: 2000,
    height: 1500,
};
const PORTRAIT: Size = Size {
    width: 1440,
    height: 2160,
};

/// What all records share: nobody stood behind a camera, and the files say so.
const RECORD: Record = Record {
    title: "",
    description: "",
    alt_text: "",
    creator: "The cutline contributors",
    credit_line: "cutline project",
    copyright_notice: "Drawn by a program for the cutline project. MIT OR Apache-2.0.",
    taken: Taken {
        date: (2026, 1, 1),
        time: (12, 0, 0),
    },
    private: None,
    orientation: 1,
};

pub const PHOTOS: &[Photo] = &[
    Photo {
        name: "harbour-dawn",
        size: LANDSCAPE,
        look: harbour::LOOK,
        paint: harbour::paint,
        record: Record {
            title: "Harbour at dawn",
            description: "Cranes wait for the first ship of the day while a boat comes home.",
            alt_text: "Three tall cranes stand in silhouette on a quay at sunrise. A row of old \
                       wooden piles crosses calm water towards the sun and a small fishing boat.",
            taken: Taken {
                date: (2026, 9, 14),
                time: (6, 41, 8),
            },
            ..RECORD
        },
    },
    Photo {
        name: "mountain-haze",
        size: LANDSCAPE,
        look: mountains::LOOK,
        paint: mountains::paint,
        record: Record {
            title: "Ranges in the haze",
            description: "Mist fills the valleys below the snow line an hour after sunrise.",
            alt_text: "Dark ridges rise like islands from white mist; behind them range after \
                       range of snowy peaks fades into a pale sky.",
            taken: Taken {
                date: (2026, 10, 3),
                time: (7, 58, 30),
            },
            ..RECORD
        },
    },
    Photo {
        name: "lighthouse",
        size: LANDSCAPE,
        look: lighthouse::LOOK,
        paint: lighthouse::paint,
        record: Record {
            title: "The light on the point",
            description: "The lamp is lit on the point; the long exposure turns the sea to mist.",
            alt_text: "A white lighthouse with one red band shines from the end of a high cliff \
                       at dusk. Rocks stand in smooth, pale water in front.",
            taken: Taken {
                date: (2026, 8, 21),
                time: (20, 52, 0),
            },
            // Open water on the Dogger Bank: a place that gives nobody's home away.
            private: Some(Private {
                place: (54.7125, 2.2675),
                serial_number: "SAMPLE-0042",
            }),
            ..RECORD
        },
    },
    Photo {
        name: "winter-lime",
        size: PORTRAIT,
        look: winter::LOOK,
        paint: winter::paint,
        record: Record {
            title: "Lime tree in snow",
            description: "Somebody has walked to the old lime tree since the snow began.",
            alt_text: "A broad leafless tree stands in falling snow. A line of footprints leads \
                       to its trunk, past an empty bench.",
            taken: Taken {
                date: (2026, 1, 25),
                time: (15, 20, 44),
            },
            // Stored lying on its side, as a camera held upright stores it.
            orientation: 6,
            ..RECORD
        },
    },
    Photo {
        name: "press-hall",
        size: TRACED,
        look: press_hall::LOOK,
        paint: press_hall::paint,
        record: Record {
            title: "The press hall",
            description: "Morning in the press hall: yesterday's sheets hang over the hand \
                          presses.",
            alt_text: "Sunlight falls through tall windows on the wooden floor of an old printing \
                       workshop with two iron hand presses. Printed sheets hang from lines.",
            // Longer than the 32 bytes that IIM allows: there it is cut, in XMP it is whole.
            credit_line: "cutline project, with thanks to every printer's devil",
            taken: Taken {
                date: (2026, 3, 11),
                time: (9, 5, 17),
            },
            ..RECORD
        },
    },
    Photo {
        name: "proof-desk",
        size: FOUR_BY_THREE,
        look: proof_desk::LOOK,
        paint: proof_desk::paint,
        record: Record {
            title: "Proofs with an empty slot",
            description: "Page proofs wait for a decision: the slot is ringed in red, two prints \
                          are to hand.",
            alt_text: "A wooden desk in window light with two page proofs. One has an empty box \
                       crossed by two diagonals; beside it lie two photo prints and a red pencil.",
            taken: Taken {
                date: (2026, 3, 11),
                time: (10, 32, 51),
            },
            ..RECORD
        },
    },
    Photo {
        name: "market-evening",
        size: TRACED,
        look: market::LOOK,
        paint: market::paint,
        record: Record {
            title: "Evening market",
            description: "Oranges under the lamp of the last stall in the row.",
            alt_text: "Crates of lemons, oranges and apples on a market stall at dusk, with a \
                       slate that reads oranges, sweet. The lights of the street are out of focus.",
            taken: Taken {
                date: (2026, 11, 6),
                time: (17, 14, 2),
            },
            ..RECORD
        },
    },
];

/// The one picture that is a drawing and stays a PNG.
pub const DRAWING: (&str, Size) = (
    "page-anatomy",
    Size {
        width: 1780,
        height: 1190,
    },
);
