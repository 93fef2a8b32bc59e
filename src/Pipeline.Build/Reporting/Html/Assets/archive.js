// The logs come in compressed blocks after the script; a block is opened when one of its logs is asked for.
const whole = document.readyState === 'loading'
  ? new Promise(resolve => addEventListener('DOMContentLoaded', resolve, { once: true }))
  : Promise.resolve();
const openBlocks = new Map();
const mostOpen = 24;

function openBlock(number) {
  const open = openBlocks.get(number) ?? unpack(number);
  // The least recently used goes first: a map keeps the order of insertion.
  openBlocks.delete(number);
  openBlocks.set(number, open);
  if (openBlocks.size > mostOpen) openBlocks.delete(openBlocks.keys().next().value);
  return open;
}

async function unpack(number) {
  await whole;
  const packed = Uint8Array.from(atob(find(`logs-${number}`).textContent), letter => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const logs = JSON.parse(await new Response(stream).text());
  return new Map(logs.map(([step, text, omitted, path]) => [step, { step, text, omitted, path }]));
}

const openLog = async step => (await openBlock(step.block)).get(step.number);

// Goes through every log for a text, block by block, so that the first hits show at once and the page stays alive.
async function* searchLogs(query, { linesEach = 3 } = {}) {
  const blocks = [...new Set(steps.filter(step => step.hasLog).map(step => step.block))].sort((a, b) => a - b);
  let searched = 0;
  for (const number of blocks) {
    const hits = [];
    for (const log of (await openBlock(number)).values()) {
      searched++;
      const found = linesWith(log.text, query, linesEach);
      if (found.total > 0 || nameMatches(steps[log.step], query)) hits.push({ step: steps[log.step], ...found });
    }
    yield { hits, searched };
  }
}

const nameMatches = (step, query) => contains(`${step.service} ${step.target}`, query);

function linesWith(text, query, most) {
  const lower = text.toLowerCase();
  const lines = [];
  let total = 0;
  let number = 1;
  let counted = 0;
  for (let at = lower.indexOf(query); at >= 0;) {
    const start = lower.lastIndexOf('\n', at) + 1;
    const end = lower.indexOf('\n', at);
    total++;
    if (lines.length < most) {
      for (let i = lower.indexOf('\n', counted); i >= 0 && i < at; i = lower.indexOf('\n', i + 1)) number++;
      counted = start;
      lines.push({ number, text: text.slice(start, end < 0 ? undefined : end) });
    }
    if (end < 0) break;
    counted = lines.length < most ? end : counted;
    at = lower.indexOf(query, end);
  }
  return { total, lines };
}
