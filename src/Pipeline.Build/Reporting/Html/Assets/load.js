function drawLoadView(section) {
  section.append(...report.loads.map(drawLoad));
}

function drawLoad(load) {
  const { node, body } = table(`Numbers of the load test in ${load.environment}`,
    ['Route', ...['Requests', 'A second', 'p50', 'p95', 'p99', 'Failed'].map(head => h('th', { scope: 'col', class: 'number' }, head))], 'routes');
  rows(body, drawRoute, { what: 'routes' }).set([load.result.total, ...load.result.routes]);
  return h('article', { class: 'suite' },
    h('h3', {}, `${load.environment} by ${load.tool}, ${plural(load.users, 'user')}`),
    load.violations.map(violation => h('p', { class: 'reason' }, violation)),
    h('p', { class: 'muted' }, `${load.comparison}. The first ${load.warmUpSeconds} s do not count.`),
    h('div', { class: 'wide' }, node),
    drawCourse(load, 'Response time, ms', [['p95', sample => sample.p95], ['p50', sample => sample.p50]]),
    drawCourse(load, 'Requests a second', [['requests', sample => sample.rps]]));
}

const measured = (value, unit = '') => value === undefined ? h('span', { class: 'muted' }, '–') : `${Number(value.toFixed(2)).toLocaleString('en')}${unit}`;

const drawRoute = route => h('tr', {},
  h('th', { scope: 'row', class: 'place' }, route.name),
  [count(route.requests), measured(route.rps), measured(route.p50, ' ms'), measured(route.p95, ' ms'), measured(route.p99, ' ms'), measured(route.errorPercent, ' %')]
    .map(value => h('td', { class: 'number' }, value)));

// A line for each series over time; the warm-up is shaded.
function drawCourse(load, title, series) {
  const { samples } = load.result;
  if (samples.length < 2) return null;
  const [width, height] = [960, 160];
  const end = samples.at(-1).second;
  const most = Math.max(1, ...samples.flatMap(sample => series.map(([, value]) => value(sample) ?? 0)));
  const x = second => second / end * width;
  const y = value => height - value / most * height;
  const line = value => samples.filter(sample => value(sample) !== undefined)
    .map(sample => `${x(sample.second).toFixed(1)},${y(value(sample)).toFixed(1)}`).join(' ');
  return h('figure', { class: 'course' },
    h('figcaption', {}, `${title}: up to ${measured(most)}, over ${duration(end * 1000)}`,
      series.length > 1 && h('span', { class: 'muted' }, ` (${series.map(([name]) => name).join(' above ')})`)),
    svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${title} over time` },
      svg('rect', { class: 'warm-up', width: x(Math.min(load.warmUpSeconds, end)), height }),
      series.map(([, value], i) => svg('polyline', { class: `series series-${i}`, points: line(value) }))));
}
