// One cause often fails many services: equal reasons of a target are told once.
function drawFailures() {
  const groups = [...groupBy(failed, step => `${step.target}\n${step.reason}`).values()]
    .sort((a, b) => b.length - a.length);
  if (groups.length === 0) return null;

  const cards = h('div', { class: 'cards' });
  const list = rows(cards, drawFailure, { page: 8, what: 'causes', byHand: true });
  list.set(groups);
  return h('section', { 'aria-labelledby': 'failed-title' },
    h('h2', { id: 'failed-title' }, 'What failed, and why'), cards, list.left);
}

function drawFailure(group) {
  const [first] = group;
  const end = report.logEnds.find(log => group.some(step => step.number === log.step));
  const shown = end ? steps[end.step] : first;
  return h('article', { class: 'card failure' },
    h('h3', {},
      statusMark('failed'),
      h('a', { href: stepLink(shown), class: 'entry' }, group.length === 1 ? `${first.service} ${first.target}` : first.target),
      group.length > 1 && h('span', { class: 'muted' }, ` in ${plural(group.length, 'service')}`),
      group.length === 1 && h('span', { class: 'time' }, duration(first.duration))),
    h('p', { class: 'reason' }, first.reason ?? 'No reason was given.'),
    group.length > 1 && drawServices(group),
    end && h('figure', {},
      h('figcaption', { class: 'muted' }, `The log of ${shown.service} ends with`),
      h('pre', { class: 'log-end', tabindex: '0', 'aria-label': `End of the log of ${shown.service} ${shown.target}` }, end.text)),
    shown.command && h('p', { class: 'command' }, h('code', {}, shown.command), copyButton(shown.command, 'the command')),
    drawBlocked(group));
}

function drawServices(group) {
  const links = group.slice(0, 24).map(step => h('li', {}, h('a', { href: stepLink(step) }, step.service)));
  return h('ul', { class: 'inline' }, links,
    group.length > links.length && h('li', { class: 'muted' },
      h('a', { href: '#services/failed' }, `and ${count(group.length - links.length)} more`)));
}

function drawBlocked(group) {
  const blocked = new Set();
  const open = group.map(step => step.number);
  while (open.length > 0)
    for (const next of steps[open.pop()].neededBy)
      if (steps[next].status === 'blocked' && !blocked.has(next)) {
        blocked.add(next);
        open.push(next);
      }
  if (blocked.size === 0) return null;
  const names = [...new Set([...blocked].map(number => steps[number].target))];
  return h('p', { class: 'muted' }, `Blocks ${plural(blocked.size, 'step')}: ${list(names, 8)}`);
}

// Skips are counted and shown: a gate that did not run is not a pass.
function drawSkips() {
  const groups = [...groupBy(steps.filter(step => step.status === 'skipped'), step => `${step.target}\n${step.reason}`).values()]
    .sort((a, b) => b.length - a.length);
  if (groups.length === 0) return null;
  return h('section', { 'aria-labelledby': 'skips-title' },
    h('h2', { id: 'skips-title' }, 'What was skipped'),
    h('ul', { class: 'plain' }, groups.slice(0, 12).map(group => h('li', {},
      statusMark('skipped'), h('b', {}, group[0].target), ` ${group[0].reason ?? ''} `,
      h('span', { class: 'muted' }, `(${list(group.map(step => step.service), 5)})`)))));
}
