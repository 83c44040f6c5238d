//! What a photo says about itself, written into a JPEG as cameras and picture desks write it.

mod exif;
mod iptc;
mod xmp;

/// When a photo was taken, local time.
#[derive(Clone, Copy)]
pub struct Taken {
    pub date: (u16, u8, u8),
    pub time: (u8, u8, u8),
}

/// What must never leave the house: the sample files carry it so that tests can prove it.
#[derive(Clone, Copy)]
pub struct Private {
    /// Degrees north and east.
    pub place: (f64, f64),
    pub serial_number: &'static str,
}

/// The fields of a photo's record, named as the IPTC Photo Metadata Standard names them.
#[derive(Clone, Copy)]
pub struct Record {
    pub title: &'static str,
    pub description: &'static str,
    pub alt_text: &'static str,
    pub creator: &'static str,
    pub credit_line: &'static str,
    pub copyright_notice: &'static str,
    pub taken: Taken,
    pub private: Option<Private>,
    /// EXIF orientation: 1 is upright, 6 must be turned a quarter to the right.
    pub orientation: u16,
}

/// Puts the record's segments into a JPEG, after the JFIF header that must stay first.
pub fn embed(jpeg: &[u8], record: &Record, width: u32, height: u32) -> Result<Vec<u8>, String> {
    let header = match jpeg {
        [0xff, 0xd8, 0xff, 0xe0, high, low, ..] => {
            4 + usize::from(u16::from_be_bytes([*high, *low]))
        }
        [0xff, 0xd8, ..] => 2,
        _ => return Err("not a JPEG".to_owned()),
    };
    let mut out = jpeg[..header].to_vec();
    segment(&mut out, 0xe1, &exif::payload(record, width, height))?;
    segment(&mut out, 0xe1, &xmp::payload(record))?;
    segment(&mut out, 0xed, &iptc::payload(record))?;
    out.extend_from_slice(&jpeg[header..]);
    Ok(out)
}

fn segment(out: &mut Vec<u8>, marker: u8, payload: &[u8]) -> Result<(), String> {
    let length = u16::try_from(payload.len() + 2).map_err(|_| "segment over 64 kB".to_owned())?;
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(payload);
    Ok(())
}
