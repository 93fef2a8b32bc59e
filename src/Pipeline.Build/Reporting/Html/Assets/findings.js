const findingView = { severity: '', service: '', query: '' };

function drawFindingsView(section) {
  if (report.findings.length === 0) {
    section.append(h('p', { class: 'empty' }, 'The tools that ran found nothing.'));
    return;
  }
  const { node, body } = table('Findings', ['Severity', 'Finding', 'Where', 'Service', 'Tool'], 'findings');
  const list = rows(body, drawFinding, { what: 'findings' });
  const counts = countBy(report.findings, finding => finding.severity);
  const chips = h('div', { class: 'buttons', role: 'group', 'aria-label': 'Severity' });
  const search = searchBox('Filter findings', query => { findingView.query = query.toLowerCase(); refresh(); });
  const service = choice('Service', [['', 'All services'],
    ...[...new Set(report.findings.map(finding => finding.service))].sort().map(name => [name, name])],
  value => { findingView.service = value; refresh(); });
  const shown = h('p', { class: 'muted', role: 'status' });

  function refresh() {
    const { severity, query } = findingView;
    const found = report.findings.filter(finding =>
      (!severity || finding.severity === severity)
      && (!findingView.service || finding.service === findingView.service)
      && (!query || contains(`${finding.rule} ${finding.message} ${finding.place ?? ''} ${finding.tool}`, query)));
    service.value = findingView.service;
    shown.textContent = `${count(found.length)} of ${plural(report.findings.length, 'finding')}`;
    chips.replaceChildren(...['', ...severities.filter(name => counts.get(name))].map(name => h('button', {
      type: 'button', 'aria-pressed': String(severity === name), class: name ? `severity ${name}` : null,
      onclick: () => { findingView.severity = name; refresh(); chips.querySelector('[aria-pressed=true]').focus(); },
    }, name ? `${name} ${count(counts.get(name))}` : `all ${count(report.findings.length)}`)));
    list.set(found);
  }

  section.append(
    drawFindingCounts(name => { findingView.service = name; refresh(); node.scrollIntoView({ block: 'nearest' }); }),
    h('h3', {}, 'All findings'),
    h('div', { class: 'controls' }, chips, search, service, shown), node, list.left);
  refresh();
}

const drawFinding = finding => h('tr', {},
  h('td', {}, h('span', { class: `severity ${finding.severity}` }, finding.severity)),
  h('td', { class: 'message' }, h('code', { class: 'rule' }, finding.rule), ' ', finding.message),
  h('td', { class: 'place' }, finding.place ? h('code', {}, finding.place) : h('span', { class: 'muted' }, '–')),
  h('td', {}, h('a', { class: 'entry', href: stepLink(finding) }, finding.service), h('span', { class: 'muted' }, ` ${finding.target}`)),
  h('td', {}, finding.tool));

// Services by severity, the worst first.
function drawFindingCounts(onChoose) {
  const present = severities.filter(name => report.findings.some(finding => finding.severity === name));
  const groups = [...groupBy(report.findings, finding => finding.service)]
    .map(([service, found]) => ({ service, counts: countBy(found, finding => finding.severity) }))
    .sort((a, b) => present.reduce((order, name) => order || (b.counts.get(name) ?? 0) - (a.counts.get(name) ?? 0), 0));
  const { node, body } = table('Findings by service and severity', ['Service', ...present.map(name => h('th', { scope: 'col', class: 'number' }, name))], 'counts');
  const list = rows(body, ({ service, counts }) => h('tr', {},
    h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', onclick: () => onChoose(service) }, service)),
    present.map(name => h('td', { class: 'number' },
      counts.get(name) ? h('span', { class: `severity ${name}` }, count(counts.get(name))) : h('span', { class: 'muted' }, '0')))),
  { page: 10, what: 'services', byHand: true });
  list.set(groups);
  return h('div', {}, h('h3', {}, 'By service'), node, list.left);
}
