// In the order in which they matter; a case that passed only later is not a plain pass.
const outcomes = {
  failed: { mark: '✗', word: 'failed' },
  flaky: { mark: '~', word: 'flaky' },
  skipped: { mark: '○', word: 'skipped' },
  passed: { mark: '✓', word: 'passed' },
};

const countCases = () => report.suites.reduce((sum, suite) => sum + suite.cases.length, 0);

function drawSuitesView(section) {
  section.append(...report.suites.map(drawSuite));
}

function drawSuite(suite) {
  const counts = countBy(suite.cases, one => one.outcome);
  const { node, body } = table(`Cases of ${suite.name}`,
    ['Outcome', 'Case', 'Why', h('th', { scope: 'col', class: 'number' }, 'Time')], 'cases');
  const list = rows(body, drawCase, { what: 'cases' });
  list.set(suite.cases);
  return h('article', { class: 'suite' },
    h('h3', {}, h('a', { class: 'entry', href: stepLink(suite) }, suite.name),
      h('span', { class: 'muted' }, suite.runs > 1 ? ` in ${plural(suite.runs, 'run')}` : '')),
    suite.trouble && h('p', { class: 'reason' }, suite.trouble),
    h('p', { class: 'tally' }, Object.keys(outcomes).filter(name => counts.get(name)).map(name => outcomeChip(name, count(counts.get(name))))),
    node, list.left, drawArtifacts(suite));
}

const outcomeChip = (outcome, before = '') =>
  h('span', { class: `chip ${outcome}` }, `${outcomes[outcome].mark} ${before} ${outcomes[outcome].word}`.replace('  ', ' '));

const drawCase = one => h('tr', {},
  h('td', {}, outcomeChip(one.outcome)),
  h('th', { scope: 'row', class: 'place' }, one.name),
  h('td', { class: 'message' }, one.message ?? h('span', { class: 'muted' }, '–')),
  h('td', { class: 'number' }, one.duration > 0 ? duration(one.duration) : ''));

// The files lie beside the report, and open from the disk like it.
function drawArtifacts(suite) {
  if (suite.artifacts.length === 0) return null;
  const items = h('ul', { class: 'artifacts' });
  const list = rows(items, file => h('li', {}, h('a', { href: encodeURI(file).replace(/[#?]/g, encodeURIComponent) }, file.replace(/^(\.\.\/)?end-to-end\//, ''))),
    { page: 20, what: 'files', byHand: true });
  list.set(suite.artifacts);
  return h('details', { open: suite.artifacts.length <= 20 },
    h('summary', {}, plural(suite.artifacts.length, 'file')), items, list.left);
}
