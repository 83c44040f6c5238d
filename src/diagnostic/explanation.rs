//! What each code means, for `cutline explain` and the handbook's appendix.

use super::{Code, Severity};

/// A code in plain words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The meaning in one line, without a full stop.
    pub meaning: &'static str,
    /// What happened and what the editions hold instead; Markdown.
    pub text: &'static str,
    /// A piece of a manuscript, or of what lies beside it, that brings the code about.
    pub example: &'static str,
    /// What to do; Markdown.
    pub remedy: &'static str,
}

impl Code {
    /// What it means. Every code has an explanation.
    pub fn explanation(self) -> Explanation {
        let [meaning, text, example, remedy] = match self {
            Code::EmptyManuscript => [
                "the manuscript has no text",
                "There is a file, but nothing in it that a reader could read: it is empty, or all of it is a metadata block. An edition without a word would only look like one, so none is made. In a book of several files it is enough that one of them has text.",
                "---\ntitle: The harbour\n---",
                "Write the text under the metadata block. If there is text, check that the block ends where it should: a missing line of three hyphens makes the rest of the file part of the metadata. Also check that you named the right file.",
            ],
            Code::MalformedMetadata => [
                "a metadata block or project file cannot be read",
                "The lines at the head of a file, or the file `cutline.toml`, do not follow the rules of YAML or TOML, or the block has no end. Cutline would have to guess the title of the book or where its text begins. It makes no edition instead, and points to the place where reading stopped.",
                "---\ntitle: \"The harbour\nauthor: Imke\n---",
                "Look at the place and at the line above it. Most often a quote is not closed, a value with a colon has no quotes around it, or a line is indented with a tab. Close the block with the same three signs that began it.",
            ],
            Code::UnknownMetadataKey => [
                "no edition uses this key of the metadata",
                "A metadata block or project file has a key that means nothing to cutline. Nothing else changes: the editions are made as if the line were not there. Keys of other programs, such as the layout of a website, bring this about, and so do slips of the pen, which is why it is said.",
                "---\ntilte: The harbour\n---",
                "If the hint names a key that is nearly the same, correct the spelling. If the key is meant for another program, leave it or take it out; it does no harm except under `--strict`. The handbook lists the keys that are known.",
            ],
            Code::InvalidMetadataValue => [
                "the key is known, but its value cannot be used",
                "A value is not of the kind that its key asks for: a day that does not exist, a language that is no language tag, a list where one word is wanted, or a value given twice. The default stands in its place, so the editions are made, but may lack a date or be hyphenated in the wrong language.",
                "---\ndate: 2026-02-30\nlanguage: english\n---",
                "Write what the message asks for. Dates are year, month and day with hyphens, as in `2026-02-28`; languages are tags such as `en`, `en-GB` or `de`.",
            ],
            Code::UnusableChapter => [
                "a chapter that is listed cannot be read",
                "The project file names a chapter that is not there, is no text, or lies outside the folder of the book. A book must not lose a chapter in silence, so it is not made until the list is right.",
                "chapters = [\"01-mud.md\", \"../other/02-money.md\"]",
                "Correct the path; it counts from the folder of the `cutline.toml`, with capitals as they are on the disk. Copy a chapter from elsewhere into the folder. Take out of the list what is not written yet, or put an empty file with a heading in its place.",
            ],
            Code::UnusableInclude => [
                "a text to be included cannot be read",
                "A chapter asks for the text of another file, or for a part of it, and that cannot be had: the file is not there, is no text, lies outside the folder of the book, or includes itself by way of others; or it has no part of that name. A chapter with a hole would look finished, so no edition is made.",
                "{{#include examples/lamp.rs:light}}",
                "Correct the path; it counts from the file in which the line stands. For a part, check that its two marks, `ANCHOR: light` and `ANCHOR_END: light`, are in the file. To show such a line to readers as it is, put a backslash before it.",
            ],
            Code::UnusableStyle => [
                "the stylesheet of your own is left out",
                "The metadata names a stylesheet for the e-book, and it cannot go in: it is not there or outside the folder of the manuscript, it fetches something, a bracket or a text in it is not closed, or it sets the direction of text, which an EPUB leaves to its content. The e-book is made with cutline's stylesheet alone.",
                "@import \"https://example.org/fonts.css\";",
                "Do what the hint says. `assets/epub.css` of cutline shows the classes that the e-book uses; a few lines that say what shall be different are enough, since your stylesheet comes after it.",
            ],
            Code::MalformedLayout => [
                "the layout is not there or cannot be read",
                "The manuscript or the command line names a layout for the printed edition, and it is neither one of those that come with cutline nor a file of TOML in the manuscript's folder. Pages of another layout than the one you asked for are of no use, so nothing is written.",
                "layout = \"newpaper\"",
                "Name `book`, `handout`, `newspaper` or `photobook`, or a file whose name ends in `.toml`. The caret stands where the file stops making sense: often a quotation mark or a bracket is missing.",
            ],
            Code::InvalidLayout => [
                "a layout says something that no layout can",
                "The file of a layout has a key that cutline does not know, or a value that the key cannot have. It is passed over: what it would have said is as in the layout that the file is `based_on`, or as plain as can be.",
                "sides = 2",
                "Do what the hint says. The layouts that come with cutline, in `assets/layouts`, show every key with its meaning.",
            ],
            Code::Encoding => [
                "a file is not in the encoding it claims",
                "Text files should be in UTF-8. This one holds bytes that UTF-8 does not allow, so it was read in another encoding, or the bad bytes were replaced by a sign for the unknown. The message says which. Accented letters, quotes and dashes may have come out wrong.",
                "caf\\xE9 (the byte of an old Windows encoding)",
                "Open the file in an editor that shows the letters as they should be, and save it as UTF-8. Then read the places with accents once more: a letter that was replaced cannot be brought back by a program.",
            ],
            Code::ControlCharacter => [
                "control characters were dropped",
                "The file holds characters that stand for no letter, such as a bell or a form feed. XML, of which an e-book is made, cannot carry them, so they were left out of both editions. They usually come from copying out of another program or a terminal.",
                "A line with an \\u{7} invisible bell.",
                "Look at the place: if nothing is missing there, delete the invisible character. If a letter is missing, the text was damaged on its way; take it from its source again.",
            ],
            Code::NestingLimit => [
                "something is nested too deep and was flattened",
                "Lists, quotations, footnotes or stresses stand in each other more than 64 deep, or an image stands in the text of another image. The text is kept, but what is deeper is set at the same depth. No reader could tell such levels apart, and the limit keeps made-up files from doing harm.",
                "![A quay ![A gull](gull.jpg)](quay.jpg)",
                "Usually this is a slip, such as many `>` at the start of a line or a bracket that was not closed. Write images one after the other, and turn very deep lists into sections.",
            ],
            Code::RawHtml => [
                "an HTML tag was left out",
                "The manuscript has a tag of HTML that is not in the small set which both editions can show. The tag is left out, and the text in it is kept; of scripts and style sheets the content goes too, since it is not meant for readers. Each kind of tag is reported once a file, with how often it stands there.",
                "Press <button>Start</button> now.",
                "Read the place in the edition. If the text is right without the tag, delete the tag. Otherwise say in Markdown what it should do. If the tag is meant to be seen, as in a book about HTML, put it into backticks.",
            ],
            Code::UnknownDiv => [
                "a div of colons has a name that means nothing here",
                "Lines of three colons set a stretch of text apart and give it a name. Names such as `note`, `tip` and `warning` make an aside, with a title and a rule at its side. This name is none of them, so the lines with the colons are left out and the text between them stands like any other. Each name is reported once a file, with how often it stands there.",
                "::: sidebar\nThe lamp was lit by hand until 1931.\n:::",
                "If the text should stand apart, give the div one of the names that the handbook lists, or write a quotation. If it should not, take the two lines away. A name that only another program needs may stay; nothing is lost.",
            ],
            Code::UnknownMacro => [
                "a macro of another program was left out",
                "The text holds a command that only some other program can run, such as a short code of a website, an expression of a template or a component of MDX. The command is left out; what stands between an opening and a closing one is kept. Each kind is reported once a file. In code, nothing is taken for a macro.",
                "{{< youtube id=\"x\" >}} and [gallery ids=\"1,2\"]",
                "Write in Markdown what the command would have put there: a photo, a link, a sentence. If it stands for nothing in a book, delete it. To show it to readers as it is, put it into backticks.",
            ],
            Code::UnresolvedLink => [
                "a link leads to nowhere in the book",
                "The target of a link is a place or a file of this book, but no chapter has it. The text of the link stays, without the link, because a link that leads nowhere is worse than none. Addresses on the web are not checked: nothing is fetched.",
                "See [the money](#mony).",
                "If the hint offers a name, take it. Otherwise give the place a name, as in `## Money {#money}`, or correct the file name. A heading without a name of its own has one made of its words.",
            ],
            Code::DuplicateId => [
                "two places claim the same name",
                "Links can lead to one place of a name only. Here two headings, photos or other places of the book have the same one, or two footnotes of a file share a label. Links lead to the first of the places. Of two notes with one label, the second is left out.",
                "## Mud {#mud}\n\n## More mud {#mud}",
                "Give the second place another name, and look at the links: some of them may have meant it. For footnotes, give each note a label of its own and correct the references.",
            ],
            Code::UnresolvedNote => [
                "a footnote and its reference do not find each other",
                "Either a reference has no note, and stands in the text as it was typed, or nothing refers to a note, which then stands nowhere. Labels count within their file, so a note in another chapter does not help.",
                "The ferry left late.[^ice]",
                "Write the missing note as a paragraph of its own in the same file, `[^ice]: There was ice.`, or put the missing reference where the note belongs. Often the two labels differ by a letter. A bracket that is meant as text gets a backslash before it.",
            ],
            Code::InvalidAttribute => [
                "an attribute in braces means nothing",
                "Braces after an image, a link or words in brackets hold an attribute that no edition uses, or a value that makes no sense: a shape without two numbers, a page outside the book, a place of the index without words, an entry to `see` that the index lacks. What stands before them is shown as if that attribute were not there; the others count.",
                "![The quay](quay.jpg){aspect=wide}",
                "Correct the name or the value, or take it out. Photos have a name with `#`, `alt`, `credit` and `aspect`; a value with spaces stands in quotes, and an aspect is two numbers, as in `aspect=3:2`. Links have `.page`, words in brackets `.index` with `term` and `see`.",
            ],
            Code::UnusedIndexTerm => [
                "a term of the index stands nowhere in the text",
                "The project file lists a term for the index, and no chapter has it as a word. Other forms of a word are other words: “harbours” is not “harbour”, and a hyphen joins two words to one. Code is not looked at. The index is made without the term.",
                "index = [\"harbuor\", \"tide table\"]",
                "Correct the spelling, list the form that the text has, or mark the places by hand: `[harbours]{.index term=\"harbour\"}`. A term in small letters also finds itself with capitals; one with capitals is only found as it is.",
            ],
            Code::DuplicateSlug => [
                "two photos have one slug and different cutlines",
                "A slug names one photo. Here two placeholders use the same slug but say different things under it, so it is probably a slip: when the file arrives, it will appear in both places. Nothing is left out.",
                "![The quay](photo:quay)\n\n![A dog](photo:quay)",
                "Give one of the two another slug. If it really is one photo shown twice, give both the same cutline, or leave one of them without any.",
            ],
            Code::MissingPhoto => [
                "a photo is not there yet",
                "No file was found for a figure. A reserved slot keeps its place in both editions, with its cutline and credit, so that nothing moves when the photo comes. The hint says where the file would be found. The photo's alternative text is not asked for until the photo is there.",
                "Delegates sign the accord. (photo: Harbour Press)",
                "Save the photo under the name in the hint. If it lies there already, compare the names letter by letter: a slug is the file's name without its extension, in small letters with hyphens. Under `--strict`, a book with an empty slot is not written.",
            ],
            Code::SimilarPhoto => [
                "a photo is taken from a file of a similar name",
                "The file that the manuscript names is not there, but one is whose name has a usual ending more, such as `-tn` for a small copy or `-scaled`. It is shown in the photo’s place, and the message says which file it is. A small copy may be too small for print; then a second message says so.",
                "Insert 18333fig0101.png (the folder has `18333fig0101-tn.png`)",
                "If it is the right photo, nothing has to be done; naming the file in the manuscript or in `photos.toml` ends the message. Otherwise put the right one at the place that is named.",
            ],
            Code::UnreadablePhoto => [
                "there is a file, but no picture that can be read",
                "The photo's file was found, but its content is cut short, damaged, or no picture of a kind that cutline knows, whatever its name says. A reserved slot keeps its place. The message tells how far reading came.",
                "![The quay](photos/quay.jpg) where the file is half a download",
                "Open the file in a picture viewer. If it cannot show it either, get the photo again from its source. If it can, save it anew as JPEG or PNG. Photos of phones in the HEIC format must be converted first.",
            ],
            Code::PhotoOutsideProject => [
                "a photo lies outside the folder of the book",
                "The path of a photo leads out of the manuscript's folder, by dots, as an absolute path, or by a link in the file system. Such a file is not opened, so that a manuscript from a stranger cannot put private files into a book. A reserved slot keeps the place.",
                "![The quay](../../pictures/quay.jpg)",
                "Copy the photo into the folder `photos` beside the manuscript and name it from there. Then the whole book can also be moved or handed on as one folder.",
            ],
            Code::RemotePhoto => [
                "a photo on the network is not fetched",
                "The address of a photo leads to the web, or holds the photo itself as data. Cutline never uses the network: the same manuscript must give the same book tomorrow, and the web may change. A reserved slot keeps the place of the photo.",
                "![The quay](https://example.org/quay.jpg)",
                "Save a copy under the name that the hint gives; the manuscript can stay as it is. Check at the same time that you may print the photo, and note in its credit whose it is.",
            ],
            Code::PhotoTypeMismatch => [
                "a photo is of another type than its name says",
                "What a file is stands in its first bytes, and cutline goes by them: a PNG named `.jpg` comes out right in both editions. Other programs go by the name and may refuse the file or show nothing. This is a note: nothing is wrong in the editions.",
                "![The quay](photos/quay.jpg), which is a PNG file",
                "Rename the file, and its name in the manuscript, when it suits you. If somebody only changed the ending in order to convert it, ask for the file in the type that was meant.",
            ],
            Code::PhotoTooLarge => [
                "a photo is over the limit of size",
                "The file has more bytes or more pixels than cutline takes in, or would need too much memory. The limits are far above what cameras give; they keep a broken or malicious file from stopping the machine. A reserved slot keeps the place.",
                "![A panorama](photos/panorama.tif) of 60,000 × 20,000 pixels",
                "Save a smaller copy in its place. Across a page of A4, 300 pixels to the inch are 1,500 pixels or so, and no reading device shows more than a few thousand. Crop panoramas to what readers shall see.",
            ],
            Code::MissingAlt => [
                "a photo has no alternative text",
                "People who cannot see the photo hear its alternative text. Where there is none they hear only ‘Photo’ and the cutline, and both editions stop claiming that they are fully accessible. Nothing is made up: a cutline tells what cannot be seen in a photo, so it is no replacement.",
                "![Delegates sign the accord.](photos/signing.jpg)",
                "Say in a sentence or two what can be seen, in braces right after the image: `{alt=\"Two people at a table sign a paper.\"}`. A photo that is pure decoration gets an empty text, `alt=\"\"`.",
            ],
            Code::UnusableCover => [
                "the cover that the metadata names cannot be used",
                "The key `cover` names the slug of a photo in the text, which then leads on the cover, or a file, which then is the whole cover. There is neither a photo of that slug nor such a file, or the file is outside the folder of the manuscript or no picture. The cover is composed from the title, the authors and the first photo instead.",
                "---\ntitle: The harbour\ncover: fornt.jpg\n---",
                "Check the spelling. A path counts from the folder of the manuscript; a file in `photos/` can also be named without folder and type. Finished covers are JPEG or PNG, at least 1600 pixels wide and 2560 high.",
            ],
            Code::ClaimWithheld => [
                "the e-book does not claim the accessibility that was asked for",
                "The metadata says, with `conforms_to`, that the e-book meets a standard of accessibility. All such standards want a description of every photo, and some photo has none. Shops and libraries rely on the claim, so the e-book is made without it; nothing else changes.",
                "conforms_to: WCAG 2.2 AA",
                "Write the alternative texts that are missing; each photo without one is reported. Then build again, and the claim is made. Or take the key out until the book is ready.",
            ],
            Code::LowResolution => [
                "a photo has far too few pixels for its printed size",
                "Print shows 300 pixels to the inch. This photo has less than 150 at the size that it was given on the page, so its edges look soft and its detail is gone. It is printed all the same, and the e-book is not touched by this. The size is measured where the photo stands in the finished pages, after any crop.",
                "![The quay](photos/from-a-messenger.jpg) (640 pixels across a page of 111 mm)",
                "Ask for the original: what messengers and websites hand out is a small copy. The hint says how many pixels would do. Or print it smaller, with `{width=50%}`.",
            ],
            Code::FairResolution => [
                "a photo has fewer pixels than print can show",
                "Between 150 and 300 pixels to the inch, a photo is a little softer than the printer could make it. Most readers will not notice; somebody who looks closely will. This is a note and never stops anything, not even under `--strict`.",
                "![The quay](photos/quay.jpg) (1,000 pixels across a page of 111 mm)",
                "Nothing has to be done. If there is a larger copy, the hint says how large it should be; a photo that matters is worth the question.",
            ],
            Code::NarrowMargin => [
                "a photo does not fit the margin",
                "A photo with `placement=margin` stands beside the text, in the outer margin or in the column that a layout keeps there. It needs 25 mm, and what it brings may be no deeper than the page; several columns have no margin. Where there is no room, the photo stands in the text as any other. This is a note: one manuscript may go into several layouts.",
                "![A pilot](photos/pilot.jpg){placement=margin} (a page of A5)",
                "Take a wider page or a wider outer margin, in the project file `page = { size = \"A4\", outer = \"45mm\" }`, or a layout with a column at the side, such as `handout`. A photo that belongs into the text anyway has no need of the attribute.",
            ],
            Code::MalformedLedger => [
                "the ledger of photos cannot be read",
                "The file `photos.toml` is not valid TOML, is no text, or leads out of the folder of the book. Owners of photos may have set limits in it, and a limit that is passed over in silence is a wrong that no reprint mends. So no edition is made until the ledger can be read.",
                "[harbour-signing\ncredit = \"Harbour Press Office\"",
                "Look at the place and at the line above it. Every record begins with its slug in square brackets, texts stand in double quotes, a record stands in the file once. `cutline photos --update` writes records of the right form.",
            ],
            Code::UnknownLedgerKey => [
                "the ledger has a key that means nothing",
                "A record of `photos.toml` has a key that cutline does not know, or something stands outside of any record. Nothing else changes: the editions are made as if the line were not there. It is said because a slip of the pen in such a file can cost a credit.",
                "[quay]\ncredits = \"Ida Lund\"",
                "If the hint names a key that is nearly the same, correct the spelling. What is meant for people can stand in a comment, after `#`. The handbook's chapter on photos lists the keys: file, alt, credit, creator, aspect, focus and the others.",
            ],
            Code::InvalidLedgerValue => [
                "a value of the ledger cannot be used",
                "A key of a record in `photos.toml` is known, but its value is not of the kind that the key asks for: a point outside the photo, a shape that is not two numbers, a width above a hundred. The record counts without that value.",
                "[quay]\naspect = \"wide\"\nfocus = [40, 30]",
                "Write what the message asks for. A shape is `\"3:2\"`; the focus is two shares of width and height, `[0.4, 0.3]`, or per cents in quotes, `\"40,30\"`; a width is a number of per cent; a placement is here, top, bottom or page.",
            ],
            Code::InvalidRights => [
                "the rights of a photo cannot be understood",
                "A record of `photos.toml` sets a limit to where or how long a photo may be shown, but not in words that cutline knows. To guess could print what must not be printed, so no edition is made until the value is right.",
                "[quay]\neditions = [\"ebook\"]\nexpires = \"next summer\"",
                "Editions are `\"epub\"` and `\"pdf\"`, in square brackets; an empty list is none. The last day of a permission is a date without quotes, as in `expires = 2027-06-30`. Territories are names in quotes, one or a list of them. What only people need to know goes into `licence`.",
            ],
            Code::UnusedRecord => [
                "a record of the ledger belongs to no photo",
                "`photos.toml` has a record whose slug no figure of the book has. What it says, rights included, is said of nothing. Most often a slug is mistyped, or the cutline was changed and with it the slug that was made of it. Where several manuscripts share a folder, and so a ledger, only a slip of the hand is reported.",
                "[harbor-signing] where the photo is `harbour-signing`",
                "If the hint names a slug, take it for the record's name. If the photo was taken out of the manuscript, delete the record. A slug that is written into the manuscript, as in `![…](photo:signing)`, stays when its cutline changes.",
            ],
            Code::PhotoWithheld => [
                "a photo is left out of an edition",
                "The ledger says that the owner of the photo does not allow it in this edition, or not where the book is sold. A placeholder of the same size stands in its place there, with cutline and credit, and no byte of the photo is in that file. Nothing else on the page moves. This is a note.",
                "[quay]\neditions = [\"pdf\"]",
                "Nothing needs to be done. If the owner gave more, say so in the record: take `editions` out for all editions, or add a place to `territory`. Where the book is sold stands in the book's metadata, under `territory`.",
            ],
            Code::PhotoExpired => [
                "the permission for a photo has run out",
                "The record of the photo has a last day, and the edition is later. Its date is `SOURCE_DATE_EPOCH`, or else the date of the metadata: past the last day, the photo is left out of both editions. An undated edition is compared with today; then the photo stays, so that the same manuscript gives the same bytes tomorrow.",
                "[quay]\nexpires = 2024-06-30 in a book of 2025",
                "Ask the owner for a longer permission and write its last day into the record, or choose another photo. For the press use `--strict`: it makes no book with such a photo.",
            ],
            Code::PhotoMetadata => [
                "a photo's own file says what nobody else says",
                "With `--metadata`, the file of a photo is asked for a cutline, an alternative text and a credit where neither the manuscript nor the ledger has one. Each field that is taken is named in a note, since cameras and programs write into files what no editor has read. What is plainly theirs, such as the name of the camera, is never taken.",
                "cutline build --metadata article.md",
                "Read the words in the edition. If they are right, write them into the manuscript or the ledger, so that they stay when the file is replaced. If they are wrong, write better ones there, or leave the option out.",
            ],
            Code::CutlineRepeatsAlt => [
                "a cutline says what the alternative text says",
                "Who listens to a book hears the alternative text of a photo and then its cutline. If both say the same, the listener hears everything twice and learns nothing from the second. This is advice, a note of `check` and `photos`: no build says it, and nothing is rewritten.",
                "![Nine boats lie at a stone mole.](quay.jpg){alt=\"Nine boats lie at a stone mole\"}",
                "Let the alternative text tell what can be seen, and the cutline what cannot: who they are, where it is, when it was, what happened next.",
            ],
            Code::CutlineLength => [
                "a cutline has more than sixty words",
                "A cutline is read in one glance, with an eye on the photo. Past sixty words it is a paragraph that happens to stand under a picture: in print it pushes the photo up the page, and in an e-book it runs over to the next screen. This is advice, a note of `check` and `photos`.",
                "(a cutline that tells the whole history of the harbour)",
                "Keep who, what, where and when, and move the rest into the text beside the photo. Two short sentences are the custom: what is seen, and why it matters.",
            ],
            Code::CutlineFullStop => [
                "a cutline is a sentence without a full stop",
                "The cutline has six words or more and ends with a letter or a digit. Full sentences under photos end as other sentences do, also because a voice that reads them aloud makes its pause there. Labels of a few words need no stop. This is advice, a note of `check` and `photos`.",
                "![Delegates sign the accord in the great hall on Monday](photo:signing)",
                "End the sentence, or shorten it to a label. Of the cutlines of one book, either all are sentences or all are labels.",
            ],
            Code::CutlineContext => [
                "a cutline names neither a day nor a place",
                "A photo shows what, and sometimes who; where it was taken and when only the cutline can say. This one, of six words or more, has no date, no name and no word such as ‘at’ or ‘on’. Only English cutlines are looked at. This is advice, a note of `check` and `photos`.",
                "![A small boat comes home with its catch.](photo:boat)",
                "Say where it is and when it was, if readers can want to know: ‘… at the eastern quay on Monday’. If the text beside the photo says it, leave the cutline as it is.",
            ],
            Code::CutlineTense => [
                "a cutline begins in the past tense",
                "Newsrooms write the first sentence of a cutline in the present tense: the moment in the photo is always now. What led to it or came of it follows in the past. Only English cutlines are looked at, and only where the verb is beyond doubt. This is advice, a note of `check` and `photos`.",
                "![Delegates signed the accord on Monday.](photo:signing)",
                "Write ‘Delegates sign the accord on Monday.’ A historical photo may stay in the past, if all photos of the book do.",
            ],
            Code::ShopPicture => [
                "a shop does not take a picture as it is",
                "With `--profile` the e-book is held against what a shop asks of pictures: their pixels, their bytes, their types. This one is over a limit. The e-book is made all the same; the shop may refuse it, or make the picture anew. The hint says where the rule stands and when it was read there, since shops change their rules.",
                "max_pixels: none (and a photo of 24 million pixels, for `--profile apple`)",
                "Set `max_pixels` in the metadata, or save the photo smaller or as JPEG or PNG.",
            ],
            Code::ShopCover => [
                "a shop does not take the cover as it is",
                "With `--profile` the cover is held against what a shop asks: its pixels, its bytes, its type. A cover that cutline composes meets all of it; one that `cover` names may not, nor one that is a drawing, because its letters are in none of the bundled fonts.",
                "cover: thumbnail.jpg (600 × 800 pixels)",
                "Name a finished cover of at least 1600 × 2560 pixels, as JPEG. Do not stretch a small one: the shops look at covers.",
            ],
            Code::ShopFile => [
                "the e-book is too large for a shop",
                "With `--profile` the pictures of the e-book are added up. They come to more than the shop takes as one file, so that it would refuse the upload, or charge for every delivery. The e-book is made all the same.",
                "four hundred photos with max_pixels: none (for `--profile kindle`)",
                "Set `max_pixels` lower; 4,000,000 is the default, and enough for a tablet. If every pixel is wanted, divide the book into volumes, and sell each as an e-book of its own.",
            ],
            Code::ShopMetadata => [
                "a shop does not take what the metadata says or lacks",
                "With `--profile` the metadata is held against what a shop asks: the length of title and subtitle, trademarks and names of other shops in them or in the description, and whether the e-book bears an ISBN.",
                "---\ntitle: Harbours for Kindle and iBooks\n---",
                "Do what the message asks. Mentions of shops belong on a website, not in the title; `isbn` in the metadata gives the e-book its number.",
            ],
            Code::UnusableProfile => [
                "the profile of the press's inks cannot be used",
                "`press` in the metadata names a colour profile, and it cannot be had: the file is not there, is no ICC profile, lies outside the folder of the book, or describes a screen or a camera and not the four inks of a press. Colours would be made for other inks than the printer's, and nobody would see it before the book is printed, so nothing is made for a press. Other editions have no need of the profile, and are made as ever.",
                "press: {profile: sRGB.icc}",
                "Ask the printer which profile to use, put the file into the folder of the manuscript, and write its name as it is on the disk. Without `profile`, colours are meant for FOGRA39, offset on coated paper.",
            ],
            Code::PressPage => [
                "a printer makes no such book",
                "With `--profile` for a printer the book is held against what it makes: sizes of pages, and how many there may be. This one is outside, and would be refused. Nothing is written, because the margins depend on both.",
                "page: tabloid (for `--profile kdp`)",
                "Choose a size that the printer makes; the hint names them, with the place and the month of the rule. A book that is too thin for a spine is a booklet: `--impose booklet` makes one for an office printer.",
            ],
            Code::PressMargin => [
                "something stands too near to an edge for a printer",
                "Books are trimmed and bound with some play, so printers ask for white at every edge, and for more at the spine of a thick book. On some pages something stands nearer: text, a folio or a photo. It is measured on the finished pages. The book is made all the same; the printer may refuse it.",
                "page: {inner: 8mm} (for `--profile kdp`)",
                "Make the margin wider that the hint names, in `page` of the metadata. Leave `gutter` away: with a printer's profile it grows with the number of pages.",
            ],
            Code::PressPhoto => [
                "a printer takes no book with this photo",
                "A printer that makes books from files refuses those with placeholders, and with photos that have fewer pixels to the inch than it asks for, measured at the size at which they are printed. Such a file would be sent back after days, so it is not written.",
                "![The quay](photos/quay-small.jpg) (400 pixels, across the page, for `--profile kdp`)",
                "Put the photo there that is still to come; `cutline photos --missing` lists them with the pixels that are wanted. Take a larger copy of one with too few, or let it stand narrower. Enlarging it in a picture program adds pixels and no sharpness.",
            ],
            Code::InkLimit => [
                "a photo has more ink than paper can take",
                "Where all four inks lie one over the other, paper does not dry and comes off on the next sheet. Printers say how much they take, in per cent of one full ink. This photo has more in its dark parts: as it is, or as the profile of the press makes it. The file is made all the same.",
                "press: {ink_limit: 240} (and a photo of a night sky)",
                "If only a few pixels are meant, leave it: the printer reduces them. Otherwise convert the photo in a picture program with a profile of less ink, or name such a profile in `press`, and let `print_colours: cmyk` convert with it.",
            ],
            Code::PressColours => [
                "pictures are not converted to the inks of the press",
                "`print_colours: cmyk` asks for photos in the inks of the press. A drawing keeps its colours: it is paths of sRGB, which PDF/X-4 allows, and the printer converts them. And a printer whose files name no inks, as KDP’s do not, gets photos in the colours that they have. This is a note, once a book, with the place of the first drawing.",
                "---\nprint_colours: cmyk\n---\n\n![The plan](photos/plan.svg)",
                "Most printers convert drawings as they should. If yours takes four inks and nothing else, save the drawing as PNG at its printed size with 600 pixels to the inch; then it is converted as photos are.",
            ],
            Code::PressClaim => [
                "the file does not say that it follows PDF/X-4",
                "Files for the press say which standard they follow, and PDF/X-4 asks that they also say what they are called and when they were made. Cutline looks at no clock, so that the same book is always the same file. Everything else is as the standard wants it.",
                "---\ntitle: The harbour\n---",
                "Write the `date` of the edition into the metadata, or set the variable SOURCE_DATE_EPOCH for the build.",
            ],
            Code::MathSource => [
                "formulas are printed as they are written",
                "The manuscript has formulas between dollar signs. The e-book sets them, as MathML, but for those with unknown commands. The printed edition marks them for people who listen, but does not set them yet: its reader sees the TeX that was written, in the type of code. This is a note, once a book, with the number of formulas and the place of the first.",
                "The area is $\\pi r^2$.",
                "Nothing needs to be done. Where readers do not know TeX, say a short formula in words or with raised and lowered letters, as in `r^2^`. If a dollar sign is only money, put a backslash before it, so that it begins no formula.",
            ],
            Code::MissingGlyph => [
                "no font has signs for a script",
                "The fonts that come with cutline have Latin, Greek, Cyrillic, Hebrew, Arabic and many signs. No font has these characters, so the printed edition shows \u{fffd} for each; copied or read aloud, its text is whole. There is one message a script. Reading devices have fonts of their own for the e-book.",
                "春眠不覺曉",
                "Put a font that has them into the folder `fonts/` beside the manuscript, as .otf, .ttf or .ttc: the message names one. Or say `--system-fonts`: then those of your machine are asked, and another machine may make other pages. A character that came in by mistake you replace.",
            ],
            Code::UnusableFont => [
                "a font in the folder `fonts/` cannot be used",
                "A file in `fonts/` is left out, and characters that only it has are missing from the printed edition. It is torn or no font, it is packed for web pages, it has colour pictures or outlines that a PDF cannot hold, its licence, as the file itself states it, forbids to embed it, or it leads out of the manuscript's folder.",
                "fonts/Ornaments.woff2",
                "Take an OpenType or TrueType font with plain outlines (.otf, .ttf, .ttc) whose licence allows to embed it: those under the Open Font License do. If nobody needs the file, take it out of the folder.",
            ],
            Code::OverfullLine => [
                "a printed line is wider than it should be",
                "A word, an address or a piece of code does not fit the width of the page, and there is no place where it may be broken. It runs into the margin; in a table it is cut. This is a note: it never stops a book, not even under `--strict`. The e-book is not affected.",
                "`a_very_long_name_without_any_place_to_break_it_at_all`",
                "Look at the page. If it disturbs, reword the sentence, divide the code into two lines, or put a soft hyphen into the word where it may be broken. A larger page, `--page a4`, gives longer lines.",
            ],
            Code::Parity => [
                "an edition does not say what the manuscript says",
                "`cutline check --parity` read a finished edition back and compared it with the manuscript, word by word. A word is missing, stands twice, or stands in another order, or in a paragraph that is divided in one edition alone, or a printed page begins at another word than the e-book's page list says. The message names the first one. This should never happen: it is a fault of cutline, not of yours.",
                "(any manuscript; none is known)",
                "Please report it with the manuscript, or with the paragraph around the place if it still happens with that alone. Until it is mended, rewording the paragraph often helps.",
            ],
        };
        Explanation {
            meaning,
            text,
            example,
            remedy,
        }
    }
}

/// The appendix of the handbook: all codes with their explanations, in Markdown.
pub fn appendix() -> String {
    let mut out = String::from(
        "# Appendix: what cutline may say {#explanations}\n\n\
         Every code, in the order of the alphabet. `cutline explain CODE` says the same.\n",
    );
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    for code in codes {
        let Explanation {
            meaning,
            text,
            example,
            remedy,
        } = code.explanation();
        let name = code.as_str();
        let severity = match code.severity() {
            Severity::Note => "Note",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
        };
        out.push_str(&format!(
            "\n## `{name}` {{#explain-{name}}}\n\n*{severity}: {meaning}.* {text}\n\n\
             ```text\n{example}\n```\n\n{remedy}\n"
        ));
    }
    out
}
