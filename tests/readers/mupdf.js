// What MuPDF makes of a book, as JSON on the standard output: the text of every page, and the entries of the contents
// with the chapter that each leads to and the page in it. Run by `mutool run`.
var book = new Document(scriptArgs[0]);
var texts = [];
var entries = [];

function textOf(number) {
  var text = "";
  var collect = {
    onChar: function (character) {
      text += character;
    },
  };
  book.loadPage(number).toStructuredText().walk(collect);
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
print(JSON.stringify({ texts: texts, entries: entries }));
