const logView = { query: '', search: 0 };

function drawLogsView(section) {
  const entries = h('ul', { class: 'log-entries' });
  const list = rows(entries, drawLogEntry, { what: 'steps' });
  const progress = h('p', { class: 'muted', role: 'status' });
  const viewer = h('div', { class: 'log-viewer' });
  const inOrder = [...failed, ...steps.filter(step => step.status !== 'failed' && (step.hasLog || step.reason))]
    .map(step => ({ step, lines: [], total: 0 }));

  async function search(query) {
    const mine = ++logView.search;
    logView.query = query.toLowerCase();
    if (!query) {
      progress.textContent = plural(inOrder.length, 'step');
      list.set(inOrder);
      return;
    }
    list.set([]);
    let logs = 0;
    const all = steps.filter(step => step.hasLog).length;
    for await (const { hits, searched } of searchLogs(logView.query)) {
      // A newer search has taken over.
      if (mine !== logView.search) return;
      logs += hits.length;
      list.add(hits);
      progress.textContent = searched < all ? `${plural(logs, 'log')} so far, ${count(searched)} of ${count(all)} searched` : `${plural(logs, 'log')} of ${count(all)}`;
    }
  }

  section.append(h('div', { class: 'log-panes' },
    h('div', { class: 'log-list' }, h('div', { class: 'controls' }, searchBox('Search all logs', search), progress), entries, list.left),
    viewer));
  logView.viewer = viewer;
  logView.entries = entries;
  search('');
}

function drawLogEntry({ step, lines, total }) {
  const snippets = lines.map(line => h('li', {}, h('a', { class: 'entry', href: stepLink(step, line.number) },
    h('span', { class: 'muted' }, `${line.number} `), snippet(line.text, logView.query))));
  return h('li', {},
    h('a', { class: 'entry', href: stepLink(step), 'aria-current': logView.step === step ? 'true' : null },
      statusMark(step.status), h('span', { class: 'name' }, `${step.service} ${step.target}`),
      h('span', { class: 'time' }, total > 0 ? plural(total, 'line') : step.status === 'blocked' ? 'blocked' : duration(step.duration))),
    snippets.length > 0 && h('ul', { class: 'snippets' }, snippets));
}

function snippet(line, query) {
  const at = Math.max(0, line.toLowerCase().indexOf(query) - 30);
  return marked(`${at > 0 ? '…' : ''}${line.slice(at, at + 160)}`, query);
}

async function openLogs(section, [service, target, line]) {
  const step = stepOf(service, target);
  section.toggleAttribute('data-open', Boolean(step));
  const shown = step ?? (logView.step || failed[0] || steps.find(other => other.hasLog));
  if (!shown) {
    logView.viewer.replaceChildren(h('p', { class: 'empty' }, 'No step kept a log.'));
    return;
  }
  logView.step = shown;
  for (const link of logView.entries.querySelectorAll('a[aria-current]')) link.removeAttribute('aria-current');
  const own = [...logView.entries.querySelectorAll(':scope > li > a')].find(link => link.getAttribute('href') === stepLink(shown));
  own?.setAttribute('aria-current', 'true');
  const query = logView.query && !nameMatches(shown, logView.query) ? logView.query : '';
  await drawStep(logView.viewer, shown, { line: Number(line) || null, query });
  if (step) logView.viewer.querySelector('h3').focus({ preventScroll: true });
}
