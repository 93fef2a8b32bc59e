function drawComparisonView(section) {
  const { comparison } = report;
  section.append(h('p', {},
    'Compared with ', h('code', {}, short(comparison.commit)), ` of ${moment(comparison.started)}: `,
    h('b', {}, `${duration(run.duration)} now, ${duration(comparison.duration)} then`), ` (${difference(run.duration - comparison.duration)}).`));
  if (changes.length === 0) section.append(h('p', { class: 'empty' }, 'No step ended otherwise, and none became markedly slower or faster.'));
  for (const [kind, group] of groupBy(changes, change => change.kind)) section.append(drawChanges(kind, group));
}

function drawChanges(kind, group) {
  const most = group.reduce((max, change) => Math.max(max, change.before ?? 0, change.now ?? 0), 1);
  const bar = (ms, name) => h('span', { class: `ratio ${name}`, style: { width: `${100 * (ms ?? 0) / most}%` } });
  const { node, body } = table(changeKinds[kind].title, ['Step', h('th', { scope: 'col', class: 'number' }, 'Then'),
    h('th', { scope: 'col', class: 'number' }, 'Now'), h('th', { scope: 'col', class: 'number' }, 'Difference'), h('th', { scope: 'col', class: 'bars' }, h('span', { class: 'unseen' }, 'Then and now'))], 'compare');
  const list = rows(body, change => h('tr', {},
    h('th', { scope: 'row' }, kind === 'removed' ? `${change.service} ${change.target}` : h('a', { class: 'entry', href: stepLink(change) }, `${change.service} ${change.target}`)),
    h('td', { class: 'number' }, change.before === undefined ? '–' : duration(change.before)),
    h('td', { class: 'number' }, change.now === undefined ? '–' : duration(change.now)),
    h('td', { class: `number ${kind === 'slower' || kind === 'faster' ? kind : 'muted'}` }, change.before === undefined || change.now === undefined ? '–' : difference(change.now - change.before)),
    h('td', { class: 'bars', 'aria-hidden': 'true' }, bar(change.before, 'then'), bar(change.now, 'now'))),
  { page: 25, what: 'steps' });
  list.set(group);
  return h('section', { class: 'change-group' }, h('h3', {}, `${changeKinds[kind].title} `, h('span', { class: 'muted' }, count(group.length))), node, list.left);
}

function drawComparisonSummary() {
  if (!report.comparison) return null;
  const kinds = [...countBy(changes, change => change.kind)];
  return h('section', { 'aria-labelledby': 'since-title' },
    h('h2', { id: 'since-title' }, 'Since the previous run'),
    h('ul', { class: 'legend since' },
      kinds.length === 0 && h('li', {}, 'nothing changed'),
      kinds.map(([kind, number]) => h('li', {}, h('a', { href: '#comparison', class: kind }, h('b', {}, count(number)), ` ${changeKinds[kind].word}`)))));
}

// What would have to become faster for the run to become faster.
function drawCriticalPath() {
  const chain = report.critical.steps.map(number => steps[number]).filter(step => step.duration > 0);
  if (chain.length === 0) return null;
  const most = Math.max(...chain.map(step => step.duration));
  const share = Math.round(100 * report.critical.duration / Math.max(1, run.duration));
  return h('section', { 'aria-labelledby': 'critical-title' },
    h('h2', { id: 'critical-title' }, 'Critical path'),
    h('p', { class: 'muted' }, `These steps waited for each other: ${duration(report.critical.duration)}, ${share} % of the run. With any number of cores, the run cannot be shorter than that.`),
    h('ol', { class: 'chain' }, chain.map(step => h('li', {},
      h('a', { class: 'entry', href: stepLink(step) }, `${step.service} ${step.target}`),
      h('span', { class: 'track', 'aria-hidden': 'true' },
        h('span', { class: `ratio fill ${step.status}`, style: { width: `${Math.max(0.5, 100 * step.duration / most)}%` } })),
      h('span', { class: 'time' }, duration(step.duration))))));
}
