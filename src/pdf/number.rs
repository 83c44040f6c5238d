//! Numbers of page content: thousandths of a point, written with at most three decimals. Integers
//! only, so that every machine writes the same digits.

use crate::layout::length::Length;

/// A length in thousandths of a point, halves away from zero. Beyond what a PDF reader must keep
/// (ISO 32000-1, annex C) it is clamped.
pub fn milli(length: Length) -> i64 {
    const LARGEST: i64 = 32_767_000;
    divide(length.units().saturating_mul(1_000), Length::pt(1).units()).clamp(-LARGEST, LARGEST)
}

/// `numerator / denominator` to the nearest integer, halves upwards. The denominator is positive.
pub fn divide(numerator: i64, denominator: i64) -> i64 {
    let denominator = denominator.max(1);
    let doubled = numerator.checked_mul(2).zip(denominator.checked_mul(2));
    if let Some((doubled, divisor)) = doubled
        && let Some(dividend) = doubled.checked_add(denominator)
    {
        return dividend.div_euclid(divisor);
    }
    let doubled = i128::from(numerator) * 2 + i128::from(denominator);
    let quotient = doubled.div_euclid(i128::from(denominator) * 2);
    i64::try_from(quotient).unwrap_or(i64::MAX)
}

/// Writes thousandths as a decimal number, without trailing zeros.
pub fn push_milli(out: &mut Vec<u8>, thousandths: i64) {
    push_decimal(out, thousandths, 3);
}

/// Writes millionths as a decimal number, without trailing zeros.
pub fn push_millionths(out: &mut Vec<u8>, millionths: i64) {
    push_decimal(out, millionths, 6);
}

/// Writes a number that is given in units of its last decimal.
fn push_decimal(out: &mut Vec<u8>, value: i64, decimals: usize) {
    if value < 0 {
        out.push(b'-');
    }
    let one = 10_u64.pow(decimals as u32);
    let magnitude = value.unsigned_abs();
    push_digits(out, magnitude / one, 1);
    let mut fraction = magnitude % one;
    if fraction > 0 {
        out.push(b'.');
        let mut digits = decimals;
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            digits -= 1;
        }
        push_digits(out, fraction, digits);
    }
}

/// Writes an integer.
pub fn push_integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    push_digits(out, value.unsigned_abs(), 1);
}

fn push_digits(out: &mut Vec<u8>, mut value: u64, at_least: usize) {
    let start = out.len();
    while value > 0 || out.len() - start < at_least {
        out.push(b'0' + (value % 10) as u8);
        value /= 10;
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// Writes 16 bits inside a literal string (ISO 32000-1, 7.3.4.2): half as long as in hexadecimal.
pub fn push_code(out: &mut Vec<u8>, value: u16) {
    value
        .to_be_bytes()
        .into_iter()
        .for_each(|byte| push_literal(out, byte));
}

/// Writes a byte inside a literal string.
pub fn push_literal(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
        // Bare, it would be read as a line feed.
        b'\r' => out.extend(b"\\r"),
        _ => out.push(byte),
    }
}

/// Writes 16 bits as four hexadecimal digits.
pub fn push_hex(out: &mut Vec<u8>, value: u16) {
    for byte in value.to_be_bytes() {
        push_hex_byte(out, byte);
    }
}

/// Writes a byte as two hexadecimal digits.
pub fn push_hex_byte(out: &mut Vec<u8>, byte: u8) {
    for digit in [byte >> 4, byte & 0xF] {
        out.push(if digit < 10 {
            b'0' + digit
        } else {
            b'A' + digit - 10
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(thousandths: i64) -> String {
        let mut out = Vec::new();
        push_milli(&mut out, thousandths);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn numbers_have_at_most_three_decimals_and_no_trailing_zeros() {
        assert_eq!(written(0), "0");
        assert_eq!(written(10_500), "10.5");
        assert_eq!(written(-5), "-0.005");
        assert_eq!(written(-1_070), "-1.07");
        assert_eq!(written(120_000), "120");
    }

    #[test]
    fn scales_have_at_most_six_decimals() {
        let written = |millionths| {
            let mut out = Vec::new();
            push_millionths(&mut out, millionths);
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(written(1_000_000), "1");
        assert_eq!(written(707_107), "0.707107");
        assert_eq!(written(2_050_000), "2.05");
    }

    #[test]
    fn lengths_round_to_the_nearest_thousandth() {
        assert_eq!(milli(Length::milli_pt(10_500)), 10_500);
        assert_eq!(milli(Length::from_units(33)), 1);
        assert_eq!(milli(Length::from_units(32)), 0);
        assert_eq!(milli(Length::from_units(-33)), -1);
        assert_eq!(milli(Length::from_units(i64::MAX)), 32_767_000);
    }

    #[test]
    fn hexadecimal_codes_have_four_digits() {
        let mut out = Vec::new();
        push_code(&mut out, 0x0D28);
        assert_eq!(out, b"\\r\\(");
        out.clear();
        push_hex(&mut out, 0x0A1F);
        assert_eq!(out, b"0A1F");
    }
}
