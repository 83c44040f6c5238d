// What MuPDF makes of a book, as JSON on the standard output: the text of every page, how many pictures there are and
// which pages cut one off, and the entries of the contents with the chapter that each leads to and the page in it. Run by
// `mutool run`.
var book = new Document(scriptArgs[0]);
var texts = [];
var pictures = 0;
var cut = [];
var entries = [];

function textOf(number) {
  var text = "";
  var page = book.loadPage(number);
  var sheet = page.bound();
  var collect = {
    onImageBlock: function (box) {
      pictures += 1;
      if (box[0] < sheet[0] - 1 || box[2] > sheet[2] + 1 || box[3] > sheet[3] + 1) cut.push(number + 1);
    },
    onChar: function (character) {
      text += character;
    },
  };
  page.toStructuredText("preserve-images").walk(collect);
  return text;
}

function add(items) {
  items.forEach(function (item) {
    var place = book.resolveLink(item.uri);
    entries.push({ label: item.title, chapter: place.chapter, page: place.page });
    if (item.down) add(item.down);
  });
}

for (var number = 0; number < book.countPages(); number++) texts.push(textOf(number));
add(book.loadOutline() || []);
print(JSON.stringify({ texts: texts, pictures: pictures, cut: cut, entries: entries }));
