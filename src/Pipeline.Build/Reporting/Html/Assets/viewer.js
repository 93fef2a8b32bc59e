const linesPerChunk = 200;
const longestLine = 4000;

// A log as lines in chunks, each drawn when it comes near: a log of 100,000 lines opens like one of ten.
function logBox(text, label) {
  const lines = text.replace(/\n$/, '').split('\n');
  const box = h('div', { class: 'log', tabindex: '0', role: 'region', 'aria-label': label });
  const lineHeight = 20;
  const state = { query: '', current: -1, hits: [] };
  const chunks = Array.from({ length: Math.ceil(lines.length / linesPerChunk) }, (_, i) => {
    const chunk = h('div', { class: 'chunk' });
    chunk.number = i;
    chunk.style.minHeight = `${Math.min(linesPerChunk, lines.length - i * linesPerChunk) * lineHeight}px`;
    return chunk;
  });
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting) fill(entry.target);
  }, { root: box, rootMargin: '800px' });
  box.append(...chunks);
  chunks.forEach(chunk => watcher.observe(chunk));

  function fill(chunk, again = false) {
    if (chunk.childElementCount > 0 && !again) return;
    const first = chunk.number * linesPerChunk;
    chunk.replaceChildren(...lines.slice(first, first + linesPerChunk).map((line, i) =>
      h('div', { class: first + i === state.current ? 'line current' : 'line', 'data-n': first + i + 1 }, marked(line, state.query))));
    chunk.style.minHeight = '';
  }

  function refill() {
    for (const chunk of chunks) if (chunk.childElementCount > 0) fill(chunk, true);
  }

  function goTo(line) {
    if (line < 0 || line >= lines.length) return;
    const before = state.current;
    state.current = line;
    for (const number of new Set([before, line].map(at => Math.floor(at / linesPerChunk))))
      if (chunks[number]) fill(chunks[number], true);
    const node = chunks[Math.floor(line / linesPerChunk)].children[line % linesPerChunk];
    box.scrollTop += node.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }

  return {
    box,
    goTo,
    toEnd() { if (chunks.length > 0) { fill(chunks.at(-1)); box.scrollTop = box.scrollHeight; } },
    search(query) {
      state.query = query.toLowerCase();
      state.hits = state.query ? lines.flatMap((line, i) => line.toLowerCase().includes(state.query) ? [i] : []) : [];
      refill();
      return state.hits;
    },
  };
}

function marked(line, query) {
  const rest = line.length - longestLine;
  const shown = rest > 0 ? `${line.slice(0, longestLine)} … ${count(rest)} characters more` : line;
  if (!query) return shown;
  const lower = shown.toLowerCase();
  // A letter whose lower case is longer would shift the marks.
  if (lower.length !== shown.length) return shown;
  const parts = [];
  let from = 0;
  for (let at = lower.indexOf(query); at >= 0; at = lower.indexOf(query, from)) {
    parts.push(shown.slice(from, at), h('mark', {}, shown.slice(at, at + query.length)));
    from = at + query.length;
  }
  return [...parts, shown.slice(from)];
}

// The step's own page: what it is, and its log with a search.
async function drawStep(holder, step, { line, query }) {
  holder.replaceChildren(drawStepHead(step));
  if (!step.hasLog) {
    holder.append(h('p', { class: 'empty' }, step.status === 'blocked' ? 'It never started, so there is no log.' : 'It kept no log.'));
    return;
  }
  const log = await openLog(step).catch(error => {
    holder.append(h('p', { class: 'empty' }, `This browser cannot open the log: ${error.message}`));
  });
  // Another step may have been opened meanwhile.
  if (!log || logView.step !== step) return;
  const view = logBox(log.text, `Log of ${step.service} ${step.target}`);
  const position = h('span', { class: 'muted', role: 'status' });
  let hits = [];
  let at = -1;
  const show = number => {
    at = hits.length ? (number + hits.length) % hits.length : -1;
    position.textContent = search.value ? `${hits.length ? at + 1 : 0} of ${plural(hits.length, 'line')}` : '';
    if (at >= 0) view.goTo(hits[at]);
  };
  const search = searchBox('Search this log', text => { hits = view.search(text); show(0); });
  search.addEventListener('keydown', event => { if (event.key === 'Enter') show(at + (event.shiftKey ? -1 : 1)); });
  const wrap = h('input', { type: 'checkbox', onchange: event => view.box.classList.toggle('wrap', event.target.checked) });
  wrap.checked = matchMedia('(max-width: 40rem)').matches;
  view.box.classList.toggle('wrap', wrap.checked);
  put(holder,
    h('div', { class: 'controls' }, search,
      h('div', { class: 'buttons' },
        h('button', { type: 'button', 'aria-label': 'Hit before', onclick: () => show(at - 1) }, '↑'),
        h('button', { type: 'button', 'aria-label': 'Next hit', onclick: () => show(at + 1) }, '↓')),
      position, h('label', {}, wrap, ' wrap lines'),
      h('a', { href: log.path.split('/').map(encodeURIComponent).join('/'), target: '_blank', rel: 'noreferrer' }, 'whole file')),
    log.omitted > 0 && h('p', { class: 'note' }, `The log is long: ${bytes(log.omitted)} of its middle are only in the file.`),
    view.box);
  if (query) {
    search.value = query;
    hits = view.search(query);
    show(Math.max(0, hits.indexOf((line ?? 0) - 1)));
  } else if (line) view.goTo(line - 1);
  else if (step.status === 'failed') view.toEnd();
}

function drawStepHead(step) {
  const links = numbers => numbers.slice(0, 8).map((number, i) =>
    [i > 0 && ', ', h('a', { href: stepLink(steps[number]) }, steps[number].service === step.service ? steps[number].target : `${steps[number].service} ${steps[number].target}`)]);
  const change = changes.find(change => change.service === step.service && change.target === step.target);
  return h('header', { class: 'step-head' },
    h('a', { href: '#logs', class: 'back' }, '← All logs'),
    h('h3', { tabindex: '-1' }, `${step.service} ${step.target} `, statusChip(step.status)),
    step.reason && h('p', { class: 'reason' }, step.reason),
    h('p', { class: 'muted' },
      step.status === 'blocked' ? '' : `${duration(step.duration)}, starting at ${duration(step.start)}`,
      step.critical && ', on the critical path',
      change && ` · ${changeKinds[change.kind].word}${change.before === undefined ? '' : ` (${duration(change.before)} before)`}`,
      step.needs.length > 0 && [' · needs ', links(step.needs)],
      step.neededBy.length > 0 && [' · needed by ', links(step.neededBy)]),
    step.command && h('p', { class: 'command' }, h('code', {}, step.command), copyButton(step.command, 'the command')));
}
