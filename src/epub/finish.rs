//! The final container (EPUB 3.3, OCF ZIP). The only room that knows `zip`.

use std::io::{self, Cursor, Seek, SeekFrom, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Error;
use super::assemble::Parcel;
use super::manifest::{Content, PACKAGE};
use crate::photo::{CopyError, PhotoBytes};

/// Where the assembling crate puts the publication; `META-INF/container.xml` says so.
const FOLDER: &str = "OEBPS";

/// The container while it is written: photos first, each straight from its file, then the texts,
/// the package last, when everything in it is known.
pub struct Container<W: Write + Seek> {
    zip: ZipWriter<Output<W>>,
}

impl<W: Write + Seek> Container<W> {
    /// Begins with `mimetype`, uncompressed, as a reader's first look expects (OCF, 4.2.2).
    pub fn begin(out: W) -> Result<Container<W>, Error> {
        let mut zip = ZipWriter::new(Output::new(out));
        let bytes = b"application/epub+zip";
        add(&mut zip, "mimetype", CompressionMethod::Stored, bytes)?;
        Ok(Container { zip })
    }

    /// Copies a photo in, as it is: its own format compresses better than deflate could.
    pub fn store_photo(&mut self, href: &str, bytes: &PhotoBytes) -> Result<(), Error> {
        let name = format!("{FOLDER}/{href}");
        let options = options(CompressionMethod::Stored);
        self.zip.start_file(name, options).map_err(from_zip)?;
        bytes.copy_to(&mut self.zip).map_err(|error| match error {
            CopyError::Read(path, error) => Error::Photo {
                path,
                source: Box::new(error),
            },
            CopyError::Write(error) => Error::Output(error),
        })
    }

    /// Adds everything else: what was assembled is copied without compressing it again.
    pub fn finish(mut self, parcels: Vec<Parcel<'_>>, package: &str) -> Result<(), Error> {
        let deflated = CompressionMethod::Deflated;
        for (number, Parcel { items, packed }) in parcels.into_iter().enumerate() {
            let packed = Cursor::new(packed.as_slice());
            let mut packed = ZipArchive::new(packed).map_err(from_zip)?;
            if number == 0 {
                copy(&mut self.zip, &mut packed, "META-INF/container.xml")?;
            }
            for item in items {
                let name = format!("{FOLDER}/{}", item.href);
                match &item.content {
                    Content::Assembled(_) | Content::Font(_) => {
                        copy(&mut self.zip, &mut packed, &name)?;
                    }
                    Content::Replacing(text) => {
                        add(&mut self.zip, &name, deflated, text.as_bytes())?;
                    }
                    Content::Stored => {}
                }
            }
        }
        let name = format!("{FOLDER}/{PACKAGE}");
        add(&mut self.zip, &name, deflated, package.as_bytes())?;
        let mut out = self.zip.finish().map_err(from_zip)?;
        out.flush().map_err(Error::Output)
    }
}

/// Every entry is of the same moment, the earliest that ZIP knows: no clock is asked.
fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
}

fn add<W: Write + Seek>(
    zip: &mut ZipWriter<Output<W>>,
    name: &str,
    method: CompressionMethod,
    bytes: &[u8],
) -> Result<(), Error> {
    zip.start_file(name, options(method)).map_err(from_zip)?;
    zip.write_all(bytes).map_err(Error::Output)
}

fn copy<W: Write + Seek>(
    zip: &mut ZipWriter<Output<W>>,
    from: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<(), Error> {
    let entry = from.by_name(name).map_err(from_zip)?;
    zip.raw_copy_file_touch(entry, DateTime::default(), None)
        .map_err(from_zip)
}

fn from_zip(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => Error::Output(error),
        other => Error::Assemble(other.to_string()),
    }
}

/// The output until its first failure; after that, a place where bytes vanish. A `ZipWriter` that
/// is dropped tries to write the rest and complains on the terminal where it cannot, and only the
/// `cli` room may speak there.
struct Output<W> {
    out: W,
    position: u64,
    /// The furthest position so far: where the act goes on after a failure, since `ZipWriter` takes
    /// the distance from an entry's beginning for its length.
    end: u64,
    failed: bool,
}

impl<W: Write + Seek> Output<W> {
    fn new(out: W) -> Output<W> {
        Output {
            out,
            position: 0,
            end: 0,
            failed: false,
        }
    }

    fn stand(&mut self, position: u64) {
        self.position = position;
        self.end = self.end.max(position);
    }

    fn fail(&mut self) {
        self.failed = true;
        self.position = self.end;
    }
}

impl<W: Write + Seek> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = if self.failed {
            Ok(bytes.len())
        } else {
            self.out.write(bytes)
        };
        match result {
            Ok(written) => self.stand(self.position.saturating_add(written as u64)),
            Err(_) => self.fail(),
        }
        result
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed {
            return Ok(());
        }
        let result = self.out.flush();
        if result.is_err() {
            self.fail();
        }
        result
    }
}

impl<W: Write + Seek> Seek for Output<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let result = match to {
            SeekFrom::Start(start) if self.failed => Ok(start),
            SeekFrom::Current(by) if self.failed => Ok(self.position.saturating_add_signed(by)),
            SeekFrom::End(by) if self.failed => Ok(self.end.saturating_add_signed(by)),
            _ => self.out.seek(to),
        };
        match result {
            Ok(position) => self.stand(position),
            Err(_) => self.fail(),
        }
        result
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Room for so many bytes, then none.
    struct Full {
        cursor: Cursor<Vec<u8>>,
        room: usize,
    }

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.cursor.get_ref().len() + bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.cursor.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Full {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.cursor.seek(to)
        }
    }

    #[test]
    fn a_full_disk_is_an_output_error_wherever_it_strikes() {
        let mut succeeded = 0;
        for room in 0..1_200 {
            let cursor = Cursor::new(Vec::new());
            let result = Container::begin(Full { cursor, room }).and_then(|mut container| {
                let photo = PhotoBytes::made(vec![7; 300]);
                container.store_photo("photos/a.jpg", &photo)?;
                let parcels = super::super::assemble::parcels(&[])?;
                container.finish(parcels, "<package/>")
            });
            match result {
                Ok(()) => succeeded += 1,
                Err(error) => assert!(matches!(error, Error::Output(_)), "{room}: {error}"),
            }
        }
        assert!(succeeded > 0);
    }

    #[test]
    fn a_photo_that_is_gone_is_named() {
        let mut container = Container::begin(Cursor::new(Vec::new())).unwrap();
        let gone = PhotoBytes::file(Path::new("/nowhere/a.jpg"), 1);
        let result = container.store_photo("photos/a.jpg", &gone);
        assert!(
            matches!(result, Err(Error::Photo { path, .. }) if path == Path::new("/nowhere/a.jpg"))
        );
    }
}
