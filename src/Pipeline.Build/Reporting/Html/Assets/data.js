const report = JSON.parse(find('data').textContent);
const { run, targets, services } = report;

// In the order in which they matter.
const statuses = {
  failed: { mark: '✗', word: 'failed' },
  blocked: { mark: '·', word: 'blocked' },
  skipped: { mark: '○', word: 'skipped' },
  passed: { mark: '✓', word: 'passed' },
  cached: { mark: '=', word: 'cached' },
};
const statusOrder = Object.keys(statuses);
const severities = ['critical', 'high', 'medium', 'low', 'unknown'];
const changeKinds = {
  newFailure: { title: 'New failures', word: 'fails now' },
  fixed: { title: 'Fixed', word: 'fixed' },
  slower: { title: 'Slower', word: 'slower' },
  faster: { title: 'Faster', word: 'faster' },
  added: { title: 'New steps', word: 'new' },
  removed: { title: 'Steps no longer there', word: 'gone' },
};

const critical = new Set(report.critical.steps);
const steps = report.steps.map((step, number) => ({
  ...step,
  number,
  target: targets[step.target],
  targetNumber: step.target,
  service: services[step.service],
  critical: critical.has(number),
  hasLog: step.block >= 0,
  neededBy: [],
}));
for (const step of steps) for (const need of step.needs) steps[need].neededBy.push(step.number);

const stepsByName = new Map(steps.map(step => [`${step.service}\n${step.target}`, step]));
const stepOf = (service, target) => stepsByName.get(`${service}\n${target}`);
const failed = steps.filter(step => step.status === 'failed');
const changes = report.comparison?.changes ?? [];

function countBy(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

const stepLink = (step, line) =>
  `#logs/${encodeURIComponent(step.service)}/${encodeURIComponent(step.target)}${line ? `/${line}` : ''}`;

const statusMark = status =>
  h('span', { class: `mark ${status}`, 'aria-hidden': 'true' }, statuses[status].mark);

const statusChip = status =>
  h('span', { class: `chip ${status}` }, `${statuses[status].mark} ${statuses[status].word}`);

const contains = (text, query) => (text ?? '').toLowerCase().includes(query);
