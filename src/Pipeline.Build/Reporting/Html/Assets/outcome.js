function drawOutcome() {
  const counts = countBy(steps, step => step.status);
  const passed = run.result === 'passed';
  find('brand').append(
    h('span', { class: `dot ${run.result}`, 'aria-hidden': 'true' }, passed ? '✓' : '✗'),
    h('strong', {}, run.platform), ' ', h('code', {}, short(run.commit)), h('span', { class: 'where' }, ` → ${run.environment}`));

  find('overview-body').append(
    h('div', { class: `outcome ${run.result}` },
      h('p', { class: 'sign', 'aria-hidden': 'true' }, passed ? '✓' : '✗'),
      h('div', {},
        h('h1', { id: 'outcome' }, outcomeSentence(counts, passed)),
        h('p', { class: 'sub' }, outcomeDetail(counts)))),
    drawFacts(),
    drawShares(counts));
}

function outcomeSentence(counts, passed) {
  if (passed) return `Passed in ${duration(run.duration)}`;
  const broken = counts.get('failed') ?? 0;
  return broken > 0 ? `${plural(broken, 'step')} failed` : 'Ended before every step could run';
}

function outcomeDetail(counts) {
  if (steps.length === 0) return 'There was nothing to do.';
  const hit = new Set(steps.filter(s => s.status === 'failed' || s.status === 'blocked').map(s => s.service)).size;
  const blocked = counts.get('blocked') ?? 0;
  const fine = `${plural(services.length - hit, 'service')} of ${count(services.length)} came through`;
  return blocked > 0 ? `${fine}; ${plural(blocked, 'step')} could not start because of it.` : `${fine}.`;
}

function drawFacts() {
  const fact = (name, ...value) => h('div', {}, h('dt', {}, name), h('dd', {}, ...value));
  return h('dl', { class: 'facts' },
    fact('Commit', h('code', { title: run.commit }, short(run.commit)), copyButton(run.commit, 'the commit')),
    run.branch && fact('Branch', run.branch),
    fact('Environment', run.environment),
    fact('Started', h('time', { datetime: run.started }, moment(run.started))),
    fact('Duration', duration(run.duration),
      report.comparison && h('span', { class: 'muted' }, `, ${duration(Math.abs(run.duration - report.comparison.duration))} ${run.duration < report.comparison.duration ? 'less' : 'more'} than before`)),
    fact('Steps', `${count(steps.length)} for ${plural(services.length, 'service')}`));
}

// How the steps ended, as shares of a bar and as links to what they stand for.
function drawShares(counts) {
  const present = statusOrder.filter(status => counts.get(status));
  return h('div', { class: 'shares' },
    h('div', { class: 'share-bar', 'aria-hidden': 'true' },
      present.map(status => h('span', { class: `fill ${status}`, style: { 'flex-grow': counts.get(status) } }))),
    h('ul', { class: 'legend' },
      present.map(status => h('li', {},
        h('a', { href: `#services/${status}` },
          h('span', { class: `swatch fill ${status}`, 'aria-hidden': 'true' }),
          h('b', {}, count(counts.get(status))), ` ${statuses[status].word}`)))));
}
