//! What can be said on the command line.

mod values;

use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

pub use values::{
    EditionKind, ImposeArgument, LayoutArgument, MessageFormat, PixelLimit, PrintColoursArgument,
    ProfileArgument, Shard, SheetArgument, TableFormat,
};

use super::exit::Exit;
use super::limits::LimitArguments;
use crate::paper::PageSize;
use values::{jobs, layout, pixel_limit, seconds, shard};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "cutline",
    version,
    about = "One manuscript with photos, two editions: an accessible EPUB and a printable PDF",
    after_help = "Start with:  cutline build article.md\nAll about it: cutline build --help",
    arg_required_else_help = true
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the editions of one or more manuscripts
    Build(BuildArguments),
    /// Report what is amiss in manuscripts, and write nothing
    Check(CheckArguments),
    /// Show every photo of manuscripts, what is still wanted, and keep the ledger
    Photos(PhotosArguments),
    /// Print rules for GNU make that make the editions of every manuscript in a folder
    MakeRules,
    /// Say what a code means and what to do about it
    Explain(ExplainArguments),
}

const BUILD_HELP: &str = "\
Photos:
  A photo is looked for in photos/, in assets/ and beside the manuscript. One that
  is not there yet keeps its place: a frame with its name, its cutline and credit
  under it. Nothing outside the manuscript's folder is opened, nothing is fetched.
  Its position, camera and other private data are left out of both editions.

Examples:
  cutline build article.md                 out/article.epub and out/article.pdf
  cutline build book/ -o editions          a folder of chapters
  cutline build news/*.md --to pdf         many articles, each a PDF of its own
  cutline build article.md --strict        for the press: nothing may be amiss
  cutline build article.md --layout newspaper --page tabloid
  cutline build book/ --profile print      PDF/X-4, with bleed, for a press
  cutline build book/ --impose booklet     sheets of A4 to fold and staple
  cutline build -j2 news/*.md book/        on two threads, which share all the work
  cutline build --shard 0/3 news/*.md      a third of them; 1/3 and 2/3 elsewhere

Several books are made side by side. What is said of them comes in their order, and
a summary at the end. One that cannot be made does not stop the others.

For make there is cutline make-rules. What a book depends on is said in three ways:
  --depfile FILE       for make, files that were looked for in vain among them
  --list-inputs        before a build, one file a line
  --manifest FILE      after it, every file with its hash, as JSON

Messages go to the standard error; with --format json they go to the standard
output, one object a line: code, severity, file, line, column, message, hint.

Exit codes, of several the first in this list:
  2  the command does not make sense; nothing was done
  3  something could not be read or written
  1  an error in a manuscript; that book was not written
  4  warnings under --strict; that book was not written
  0  done

Editions are replaced only when both are whole; a failed build leaves the old ones.
Two runs that make one book wait for each other.
Limits, which --limit NAME=N moves: a text has 64 MiB (text), what it includes 256 MiB
(included); a photo 256 MiB (photo) and 200 million pixels (pixels), and takes 320
million bytes of memory (memory); blocks and stresses nest 64 deep (nesting). Time has
no limit but --timeout. What meets a limit is reported.
SOURCE_DATE_EPOCH sets the date of the editions. The same input gives the same bytes.";

/// Arguments of `cutline build`.
#[derive(Debug, Args)]
#[command(after_help = BUILD_HELP, arg_required_else_help = true)]
pub struct BuildArguments {
    /// Markdown or plain text files, or folders (cutline.toml, mdBook, GitBook, docsify, Leanpub, pandoc, Hugo, Obsidian); each is a book of its own
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Where the editions go; made if it is not there
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub output: PathBuf,

    /// Which editions to make
    #[arg(
        long,
        value_name = "EDITIONS",
        value_enum,
        value_delimiter = ',',
        default_value = "epub,pdf"
    )]
    pub to: Vec<EditionKind>,

    /// Take cutlines, alternative texts and credits from the photos' own files, where nobody says them
    #[arg(long)]
    pub metadata: bool,

    /// Layout of the printed edition: book, handout, newspaper, photobook, or a file of one's own that ends in .toml [default: what the manuscript says, or book]
    #[arg(long, value_name = "LAYOUT", value_parser = layout)]
    pub layout: Option<LayoutArgument>,

    /// Size of the printed page: a4, a5, b5, letter, 6x9, 5.5x8.5, pocket, tabloid, or as 148x210mm [default: what the manuscript or its layout says]
    #[arg(long, value_name = "SIZE", value_parser = PageSize::parse)]
    pub page: Option<PageSize>,

    /// Set what neither cutline's fonts nor those in fonts/ have in fonts of this machine; other machines may make other pages
    #[arg(long)]
    pub system_fonts: bool,

    /// Leave the marks of printed pages out of the e-book
    #[arg(long)]
    pub no_page_list: bool,

    /// Whom the editions are for: hold the e-book, with an article's cover painted, against what these shops ask, and make the PDF for this printer
    #[arg(long, value_name = "PROFILES", value_enum, value_delimiter = ',')]
    pub profile: Vec<ProfileArgument>,

    /// Put several pages of the PDF on each side of a sheet: a booklet to fold and staple, 2up, 4up
    #[arg(long, value_name = "HOW", value_enum)]
    pub impose: Option<ImposeArgument>,

    /// The paper that they are put on
    #[arg(long, value_name = "PAPER", value_enum, default_value_t = SheetArgument::A4, requires = "impose")]
    pub sheet: SheetArgument,

    /// Most pixels of a photo in the e-book, or none for as many as it has; the default is 4000000
    #[arg(long, value_name = "N", value_parser = pixel_limit)]
    pub max_pixels: Option<PixelLimit>,

    /// What print does with photos that are not sRGB; the default is keep, with their colour profile, and cmyk for ingram
    #[arg(long, value_name = "HOW", value_enum)]
    pub print_colours: Option<PrintColoursArgument>,

    /// Where photos that had to be made anew are kept for the next build; else .cutline in the output folder
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub cache: Option<PathBuf>,

    /// Keep nothing for the next build
    #[arg(long)]
    pub no_cache: bool,

    /// Take warnings for errors: a book with any is not written
    #[arg(long)]
    pub strict: bool,

    /// Begin no further book after one that could not be made; else all are tried
    #[arg(long)]
    pub fail_fast: bool,

    /// Of the inputs, sorted by name, make every Nth from the Ith on, counted from 0: for several machines
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,

    /// Give a book up that takes longer, and go on with the others
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,

    #[command(flatten)]
    pub limits: LimitArguments,

    /// Work on so many threads, of all books together; the default is one a core
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<usize>,

    /// Say what is amiss and nothing else: no progress, no closing lines
    #[arg(short, long)]
    pub quiet: bool,

    /// Write what each book depends on, in the language of GNU make; also for one that is not written
    #[arg(long, value_name = "FILE")]
    pub depfile: Option<PathBuf>,

    /// Write what was read and made, each file with its hash, as JSON
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,

    /// List the files that would be read, one a line, and build nothing
    #[arg(long, conflicts_with_all = ["depfile", "manifest"])]
    pub list_inputs: bool,

    /// Say at the end how long each stage took
    #[arg(long)]
    pub timings: bool,

    /// How to say what was found: drawn for people, or as lines of JSON
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub format: MessageFormat,
}

const CHECK_HELP: &str = "\
Examples:
  cutline check article.md                 what build would report
  cutline check --parity book/             and prove that nothing got lost on the way

With --parity both editions are built in memory and read back: every word of the
manuscript must stand exactly once, in order, in the text of the EPUB and in that of
the PDF, and in the same paragraphs, items and cells of both. The first that differs
is reported (code: parity).

Exit codes are those of cutline build; a difference is 1.";

/// Arguments of `cutline check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP, arg_required_else_help = true)]
pub struct CheckArguments {
    /// Markdown or plain text files, or folders (cutline.toml, mdBook, GitBook, docsify, Leanpub, pandoc, Hugo, Obsidian); each is a book of its own
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Hold the e-book against what these shops ask of pictures, cover, size and metadata, and the pages against what this printer asks
    #[arg(long, value_name = "PROFILES", value_enum, value_delimiter = ',')]
    pub profile: Vec<ProfileArgument>,

    /// Prove that both editions say every word of the manuscript once and in order
    #[arg(long)]
    pub parity: bool,

    /// Take cutlines, alternative texts and credits from the photos' own files, where nobody says them
    #[arg(long)]
    pub metadata: bool,

    /// Layout of the printed edition: book, handout, newspaper, photobook, or a file of one's own that ends in .toml [default: what the manuscript says, or book]
    #[arg(long, value_name = "LAYOUT", value_parser = layout)]
    pub layout: Option<LayoutArgument>,

    /// Size of the printed page: a4, a5, b5, letter, 6x9, 5.5x8.5, pocket, tabloid, or as 148x210mm [default: what the manuscript or its layout says]
    #[arg(long, value_name = "SIZE", value_parser = PageSize::parse)]
    pub page: Option<PageSize>,

    /// Set what neither cutline's fonts nor those in fonts/ have in fonts of this machine; other machines may make other pages
    #[arg(long)]
    pub system_fonts: bool,

    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,

    #[command(flatten)]
    pub limits: LimitArguments,

    /// How to say what was found: drawn for people, or as lines of JSON
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub format: MessageFormat,
}

const PHOTOS_HELP: &str = "\
The ledger, photos.toml beside the manuscript or in its folder, has one record a
photo: file, alt, credit, rights. The manuscript says more than the ledger.

Examples:
  cutline photos book/                     every photo: page, size, resolution, credit
  cutline photos --missing book/           what is still wanted, and in which size
  cutline photos --update book/            add new photos to photos.toml
  cutline photos --format csv book/        the table for a spreadsheet
  cutline photos --contact-sheet sheet.pdf book/
                                           all photos, several a page, for the wall

With --update nothing that stands in photos.toml is changed: records are added, and
the pixels of photos that are there are remembered, so that their pages stay as they
are when a file is lost. Running it twice changes nothing.

With --format json every photo is an object on a line of its own, as messages are:
a photo has a slug, a message a code.

Exit codes are those of cutline check.";

/// Arguments of `cutline photos`.
#[derive(Debug, Args)]
#[command(after_help = PHOTOS_HELP, arg_required_else_help = true)]
pub struct PhotosArguments {
    /// Markdown or plain text files, or folders, as for build; each is a book of its own
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Add what is new to the ledger
    #[arg(long)]
    pub update: bool,

    /// Only what is still to come: the pixels that are wanted, and where to put it
    #[arg(long)]
    pub missing: bool,

    /// Also write a contact sheet of all photos, for printing
    #[arg(long, value_name = "FILE.pdf")]
    pub contact_sheet: Option<PathBuf>,

    /// Take cutlines, alternative texts and credits from the photos' own files, where nobody says them
    #[arg(long)]
    pub metadata: bool,

    /// Layout of the printed edition: book, handout, newspaper, photobook, or a file of one's own that ends in .toml [default: what the manuscript says, or book]
    #[arg(long, value_name = "LAYOUT", value_parser = layout)]
    pub layout: Option<LayoutArgument>,

    /// Size of the printed page: a4, a5, b5, letter, 6x9, 5.5x8.5, pocket, tabloid, or as 148x210mm [default: what the manuscript or its layout says]
    #[arg(long, value_name = "SIZE", value_parser = PageSize::parse)]
    pub page: Option<PageSize>,

    /// Set what neither cutline's fonts nor those in fonts/ have in fonts of this machine; other machines may make other pages
    #[arg(long)]
    pub system_fonts: bool,

    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,

    #[command(flatten)]
    pub limits: LimitArguments,

    /// How to show it: for people, as lines of JSON, or as comma-separated values
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// Arguments of `cutline explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A code such as missing-alt; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Refuses arguments that only together make no sense, in the way that clap refuses others.
pub fn usage_error(subcommand: &str, kind: ErrorKind, message: &str) -> Exit {
    let mut command = Arguments::command();
    command.build();
    let error = match command.find_subcommand_mut(subcommand) {
        Some(subcommand) => subcommand.error(kind, message),
        None => command.error(kind, message),
    };
    // Nobody can be told when the standard error itself fails.
    let _ = error.print();
    Exit::Usage
}
