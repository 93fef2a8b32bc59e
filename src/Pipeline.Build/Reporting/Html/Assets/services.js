const serviceRows = services.map(name => ({ name, steps: [], total: 0, worst: statusOrder.length }));
{
  const byName = new Map(serviceRows.map(row => [row.name, row]));
  for (const step of steps) {
    const row = byName.get(step.service);
    row.steps[step.targetNumber] = step;
    row.total += step.duration;
    row.worst = Math.min(row.worst, statusOrder.indexOf(step.status));
  }
}

const serviceView = { query: '', status: '', sort: { key: 'outcome', down: false } };

function drawServicesView(section) {
  const { sort } = serviceView;
  const heads = [
    sortHead('Service', 'name', sort, refresh, 'name'),
    ...targets.map((target, i) => sortHead(h('span', {}, target), i, sort, refresh, 'target')),
    sortHead('Total', 'total', sort, refresh, 'number'),
  ];
  const { node, body } = table('Services and how their steps ended', heads, 'matrix');
  const list = rows(body, drawServiceRow, { page: 80, what: 'services' });
  const search = searchBox('Filter services', query => { serviceView.query = query.toLowerCase(); refresh(); });
  const status = choice('Show', [
    ['', 'All services'],
    ...statusOrder.filter(name => steps.some(step => step.status === name)).map(name => [name, `With ${statuses[name].word} steps`]),
  ], value => { serviceView.status = value; refresh(); });
  const order = choice('Order', [
    ['outcome', 'Worst first'], ['name', 'By name'], ['total', 'Longest first'],
  ], value => { sort.key = value; sort.down = value === 'total'; refresh(); });
  const shown = h('p', { class: 'muted', role: 'status' });

  function refresh() {
    const found = serviceRows
      .filter(row => (!serviceView.query || contains(row.name, serviceView.query))
        && (!serviceView.status || row.steps.some(step => step?.status === serviceView.status)))
      .sort(serviceOrder(sort));
    heads.forEach(head => head.refresh());
    order.value = ['outcome', 'name', 'total'].includes(sort.key) ? sort.key : '';
    status.value = serviceView.status;
    shown.textContent = found.length === services.length ? plural(found.length, 'service') : `${count(found.length)} of ${plural(services.length, 'service')}`;
    list.set(found);
  }

  node.addEventListener('keydown', event => moveInMatrix(event, list));
  section.append(h('div', { class: 'controls' }, search, status, order, shown), h('div', { class: 'wide' }, node), list.left);
  serviceView.refresh = refresh;
  refresh();
}

function serviceOrder({ key, down }) {
  const byName = (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true });
  const sign = down ? -1 : 1;
  if (key === 'name') return (a, b) => sign * byName(a, b);
  if (key === 'total') return (a, b) => sign * (a.total - b.total) || byName(a, b);
  if (key === 'outcome') return (a, b) => a.worst - b.worst || byName(a, b);
  const rank = row => row.steps[key] ? statusOrder.indexOf(row.steps[key].status) : statusOrder.length;
  const time = row => row.steps[key]?.duration ?? -1;
  return (a, b) => sign * (rank(a) - rank(b) || time(b) - time(a)) || byName(a, b);
}

function drawServiceRow(row) {
  return h('tr', {},
    h('th', { scope: 'row', class: 'name' }, row.name),
    targets.map((target, i) => h('td', { class: 'target' }, row.steps[i] ? drawCell(row.steps[i]) : h('span', { class: 'muted' }, '–'))),
    h('td', { class: 'number' }, duration(row.total)));
}

function drawCell(step) {
  const time = step.status === 'blocked' ? '' : duration(step.duration);
  const words = `${step.service} ${step.target}: ${[statuses[step.status].word, time, step.reason].filter(Boolean).join(', ')}`;
  return h('a', { class: `cell entry ${step.status}`, href: stepLink(step), 'aria-label': words, title: words },
    h('span', { class: 'mark' }, statuses[step.status].mark), h('span', { class: 'time' }, time));
}

// Arrow keys go from cell to cell.
function moveInMatrix(event, list) {
  const cell = event.target.closest('td');
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!cell || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  if (step[0] > 0 && !cell.parentElement.nextElementSibling) list.more();
  let next = cell;
  do {
    const row = step[0] > 0 ? next.parentElement.nextElementSibling
      : step[0] < 0 ? next.parentElement.previousElementSibling : next.parentElement;
    next = row?.cells[next.cellIndex + step[1]];
  } while (next && !next.querySelector('a'));
  if (!next) return;
  event.preventDefault();
  next.querySelector('a').focus();
}

function openServices(section, [status = '', target = '']) {
  if (!status && !target) return;
  serviceView.status = statuses[status] ? status : '';
  const number = targets.indexOf(target);
  if (number >= 0) Object.assign(serviceView.sort, { key: number, down: false });
  serviceView.refresh();
}
