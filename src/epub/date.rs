//! Dates of the package: checked, and made without a clock.

/// What `dcterms:modified` says where neither the build nor the metadata gives a date: the
/// earliest moment that a ZIP entry can carry.
const FIXED: &str = "1980-01-01T00:00:00Z";

/// Seconds from 1970 to the last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// The moment of the last change as `dcterms:modified` wants it (EPUB 3.3, 5.5.6): `seconds` after
/// 1970 began, else the first moment of the metadata's `date`, else a fixed one.
pub fn modified(seconds: Option<u64>, date: Option<&str>) -> String {
    match (seconds, date.and_then(first_day)) {
        (Some(seconds), _) => from_seconds(seconds.min(LAST_SECOND)),
        (None, Some(day)) => format!("{day}T00:00:00Z"),
        (None, None) => FIXED.to_owned(),
    }
}

/// The first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as `YYYY-MM-DD`, if that is a date.
pub fn first_day(date: &str) -> Option<String> {
    let mut parts = date.trim().split('-');
    let mut number = |digits: usize, absent: Option<u32>| match parts.next() {
        None => absent,
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<u32>().ok()
        }
        Some(_) => None,
    };
    let year = number(4, None)?;
    let month = number(2, Some(1)).filter(|month| (1..=12).contains(month))?;
    let day = number(2, Some(1)).filter(|day| (1..=days_in(year, month)).contains(day))?;
    parts
        .next()
        .is_none()
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `seconds` is at most [`LAST_SECOND`].
fn from_seconds(seconds: u64) -> String {
    let mut days = seconds / 86_400;
    let mut year = 1970;
    loop {
        let length = 337 + u64::from(days_in(year, 2));
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let mut month = 1;
    while days >= u64::from(days_in(year, month)) {
        days -= u64::from(days_in(year, month));
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let day = days + 1;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_second_wins_then_the_date_then_the_fixed_moment() {
        assert_eq!(modified(Some(0), Some("2024")), "1970-01-01T00:00:00Z");
        assert_eq!(modified(Some(951_782_399), None), "2000-02-28T23:59:59Z");
        assert_eq!(modified(Some(951_782_400), None), "2000-02-29T00:00:00Z");
        assert_eq!(modified(Some(1_735_689_599), None), "2024-12-31T23:59:59Z");
        assert_eq!(modified(Some(u64::MAX), None), "9999-12-31T23:59:59Z");
        assert_eq!(modified(None, Some("2024-05")), "2024-05-01T00:00:00Z");
        assert_eq!(modified(None, Some("last spring")), FIXED);
        assert_eq!(modified(None, None), FIXED);
    }

    #[test]
    fn only_real_days_are_dates() {
        assert_eq!(first_day("2024-02-29").as_deref(), Some("2024-02-29"));
        for wrong in [
            "2023-02-29",
            "2024-13",
            "24",
            "2024-1-1",
            "2024-01-01-01",
            "",
            "2024-",
        ] {
            assert_eq!(first_day(wrong), None, "{wrong}");
        }
    }
}
