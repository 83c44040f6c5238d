//! The fonts of both editions: those that are part of the program, those of the project's own folder, and, only
//! where somebody asks for them, the system's. What an e-book embeds of them is cut out here.

mod bundled;
mod face;
mod family;
mod found;
mod part;
mod project;
mod system;

pub use bundled::{BUNDLED, Bundled};
pub use face::{FontData, GivenFace, Unfit};
pub use family::{FOR_TEXT, FontFamily, families};
pub use part::part;
pub use project::{FOLDER, inputs, of_project, refusal};
pub use system::of_system;

use std::sync::Arc;

/// Faces that are given beside the bundled ones, in the order in which they are asked.
#[derive(Clone, Debug, Default)]
pub struct Given(Arc<Vec<GivenFace>>);

impl Given {
    /// These faces.
    pub fn of(faces: Vec<GivenFace>) -> Given {
        Given(Arc::new(faces))
    }

    /// The faces.
    pub fn faces(&self) -> &[GivenFace] {
        &self.0
    }

    /// These faces, and then others.
    pub fn and(&self, others: Given) -> Given {
        let all = self.0.iter().chain(others.0.iter()).cloned();
        Given::of(all.collect())
    }

    /// These faces without those at `places`.
    pub fn without(&self, places: &[usize]) -> Given {
        let all = self.0.iter().enumerate();
        let kept = all.filter(|(at, _)| !places.contains(at));
        Given::of(kept.map(|(_, face)| face.clone()).collect())
    }
}
