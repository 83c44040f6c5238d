//! The scenes. Each paints a canvas of any size; the traced ones also take paths a pixel.

pub mod anatomy;
pub mod harbour;
pub mod lighthouse;
pub mod market;
pub mod mountains;
pub mod press_hall;
pub mod proof_desk;
pub mod winter;
