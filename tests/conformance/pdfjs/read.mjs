// Reads every file by pdf.js as a viewer would, page by page, and writes a line of JSON for each: its name, and
// what pdf.js warned of. NODE_MODULES names the folder that pdf.js is in.

import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

let heard = [];
const hear = (...words) => {
  const said = words.join(' ');
  // Nothing is drawn here, so the missing canvas does not matter.
  if (!/canvas|Path2D|DOMMatrix|ImageData|Please use the `legacy` build/.test(said)) heard.push(said);
};
console.warn = hear;
console.log = hear;

// Names that pdf.js wants to be there before it draws, which it never does here.
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) globalThis[name] ??= class {};

const folder = `${process.env.NODE_MODULES}/pdfjs-dist/`;
const pdfjs = await import(pathToFileURL(`${folder}legacy/build/pdf.mjs`));

for (const file of process.argv.slice(2)) {
  heard = [];
  try {
    const task = pdfjs.getDocument({
      data: new Uint8Array(await readFile(file)),
      verbosity: pdfjs.VerbosityLevel.WARNINGS,
      isEvalSupported: false,
      useSystemFonts: false,
      disableFontFace: true,
      standardFontDataUrl: `${folder}standard_fonts/`,
    });
    const pdf = await task.promise;
    await Promise.all([pdf.getOutline(), pdf.getPageLabels(), pdf.getDestinations(), pdf.getMetadata()]);
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      await page.getOperatorList();
      await page.getTextContent();
      await page.getStructTree();
      await page.getAnnotations();
      page.cleanup();
    }
    await task.destroy();
  } catch (error) {
    heard.push(String(error));
  }
  process.stdout.write(`${JSON.stringify({ file, heard })}\n`);
}
process.exit(0);
