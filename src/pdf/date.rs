//! Moments in UTC, as the file writes them.

/// A moment, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
}

impl Moment {
    /// A moment by the seconds since 1970-01-01 UTC, if its year has at most four digits.
    pub fn from_seconds(seconds: i64) -> Option<Moment> {
        const DAY: i64 = 86_400;
        let mut days = seconds.div_euclid(DAY);
        let of_day = u32::try_from(seconds.rem_euclid(DAY)).ok()?;
        // 400 years of the calendar have 146,097 days: count the rest one by one.
        let mut year = 1970 + days.div_euclid(146_097) * 400;
        days = days.rem_euclid(146_097);
        while days >= days_in_year(year) {
            days -= days_in_year(year);
            year += 1;
        }
        let mut month = 1;
        while days >= days_in_month(year, month) {
            days -= days_in_month(year, month);
            month += 1;
        }
        (0..=9999).contains(&year).then_some(Moment {
            year,
            month,
            day: u32::try_from(days).ok()? + 1,
            hour: of_day / 3_600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
        })
    }

    /// Midnight of a metadata date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub fn from_date(date: &str) -> Option<Moment> {
        let mut parts = date.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
        let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
        let year = i64::from(year);
        let exists = parts.next().is_none()
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&i64::from(day));
        exists.then_some(Moment {
            year,
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
        })
    }

    /// As the information dictionary has it (ISO 32000-1, 7.9.4).
    pub fn to_pdf(self) -> String {
        let Moment {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
    }

    /// As XMP has it (ISO 8601).
    pub fn to_xmp(self) -> String {
        let Moment {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

fn number(digits: &str, length: usize) -> Option<u32> {
    let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: i64, month: u32) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_moments() {
        let pdf = |seconds| Moment::from_seconds(seconds).map(Moment::to_pdf);
        assert_eq!(pdf(0).as_deref(), Some("D:19700101000000Z"));
        assert_eq!(pdf(951_827_696).as_deref(), Some("D:20000229123456Z"));
        assert_eq!(pdf(-1).as_deref(), Some("D:19691231235959Z"));
        assert_eq!(pdf(i64::MAX), None);
        assert_eq!(pdf(i64::MIN), None);
    }

    #[test]
    fn dates_may_lack_day_and_month() {
        let xmp = |date| Moment::from_date(date).map(Moment::to_xmp);
        assert_eq!(xmp("2024-02-29").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(xmp("2024").as_deref(), Some("2024-01-01T00:00:00Z"));
        assert_eq!(xmp("2023-02-29"), None);
        assert_eq!(xmp("2023-13"), None);
        assert_eq!(xmp("May 2023"), None);
        assert_eq!(xmp("2023-01-01-01"), None);
    }
}
