// Ace by DAISY over many files in one browser, with a report folder beside each file: Ace's own command
// line takes one file a run and starts a browser for each.

const ace = require('@daisy/ace-core');
const runner = require('@daisy/ace-axe-runner-puppeteer');
const winston = require('winston');

async function main(files) {
  winston.configure({ silent: true });
  await runner.launch();
  const shared = { ...runner, launch: async () => {}, close: async () => {} };
  for (const file of files) {
    const options = { cwd: process.cwd(), outdir: `${file}.ace`, tmpdir: `${file}.tmp` };
    // A file without a report is a finding of `check`, which calls this.
    await ace(file, options, shared).catch((error) => console.error(`${file}: ${error}`));
  }
  await runner.close();
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
