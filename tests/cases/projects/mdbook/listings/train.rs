// ANCHOR: ratio
# use std::ops::Div;
#[inline]
fn ratio(wheel: u32, pinion: u32) -> u32 {
    // ANCHOR: body
    wheel / pinion
    // ANCHOR_END: body
}
// ANCHOR_END: ratio
fn main() {}
