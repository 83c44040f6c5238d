// What both reading systems' pages ask of a document that stands in a frame.

// Whether the beginning of an element can be seen in the window.
export function seen(element) {
  const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect();
  // A chapter is one box a column; a page-break mark in a line has a box without width.
  const box = element.getClientRects()[0];
  if (!box) return false;
  const [left, top] = [frame.left + box.left, frame.top + box.top];
  return left > -2 && left < innerWidth && top > -2 && top < innerHeight;
}

// Waits, at most two seconds, until it can be seen: photos and fonts that come move what is set.
export async function comesIntoView(element) {
  for (const end = performance.now() + 2000; !seen(element); ) {
    if (performance.now() > end) return false;
    await new Promise((done) => setTimeout(done, 20));
  }
  return true;
}

// A document as it is shown: its text, its pictures, and which of them did not come.
export async function shown(document) {
  const photos = [...document.querySelectorAll("img")];
  await Promise.all(photos.map((photo) => photo.decode().catch(() => {})));
  return {
    text: document.body.textContent.trim().length,
    pictures: photos.length + document.querySelectorAll("svg").length,
    missing: photos.filter((photo) => !photo.naturalWidth).map((photo) => photo.alt || photo.src),
    notes: [...document.querySelectorAll("a[role=doc-noteref]")].map((note) => note.getAttribute("href")),
  };
}

// What a jump came to: whether it can be seen, what it says, and what it is.
export async function arrived(element) {
  if (!element) return { found: false };
  return {
    found: true,
    visible: await comesIntoView(element),
    role: element.getAttribute("role"),
    label: element.getAttribute("aria-label") || element.getAttribute("title"),
    text: element.textContent,
    back: element.querySelector("a[role=doc-backlink]")?.getAttribute("href"),
  };
}

// A tree of contents as a list.
export function flat(items, label) {
  return (items ?? []).flatMap((item) => [
    { label: label(item), href: item.href },
    ...flat(item.subitems, label),
  ]);
}
