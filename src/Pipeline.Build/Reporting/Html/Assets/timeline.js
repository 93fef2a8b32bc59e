function drawTimelineView(section) {
  const tip = h('div', { class: 'tip', hidden: true });
  const canvas = h('canvas', {
    tabindex: '0', role: 'application', 'aria-describedby': 'timeline-hint',
    'aria-label': 'Timeline of the steps. The table below holds the same.',
  });
  const room = h('div', { class: 'room' }, canvas);
  const scroller = h('div', { class: 'lanes' }, room);
  const total = steps.reduce((sum, step) => sum + step.duration, 0);
  const zoomOut = h('button', { type: 'button', onclick: () => zoom(0.5) }, '−', h('span', { class: 'unseen' }, ' zoom out'));
  section.append(
    h('p', {}, `Steps of ${duration(total)} in ${duration(run.duration)}: ${(total / Math.max(1, run.duration)).toFixed(1)} ran side by side on average.`),
    h('div', { class: 'controls' },
      h('div', { class: 'buttons', role: 'group', 'aria-label': 'Zoom' }, zoomOut,
        h('button', { type: 'button', onclick: () => zoom(2) }, '+', h('span', { class: 'unseen' }, ' zoom in')),
        h('button', { type: 'button', onclick: () => zoom(0) }, 'Fit')),
      drawLaneLegend()),
    h('div', { class: 'lanes-frame' }, scroller, tip),
    h('p', { class: 'muted hint', id: 'timeline-hint' }, 'Arrow keys go from step to step, Enter opens the log, + and − zoom.'));

  const picture = lanesPicture(canvas, scroller);
  const redraw = () => requestAnimationFrame(picture.draw);

  function zoom(factor) {
    const { view } = picture;
    const middle = (scroller.scrollLeft + picture.width() / 2) / (picture.width() * view.zoom);
    view.zoom = factor === 0 ? 1 : Math.min(4096, Math.max(1, view.zoom * factor));
    room.style.width = `${picture.width() * view.zoom}px`;
    if (view.zoom === 1) room.style.width = '100%';
    scroller.scrollLeft = middle * picture.width() * view.zoom - picture.width() / 2;
    zoomOut.disabled = view.zoom === 1;
    redraw();
  }

  function show(step) {
    tip.hidden = !step;
    if (!step) return;
    tip.replaceChildren(h('b', {}, `${step.service} ${step.target}`), h('br'),
      `${statuses[step.status].word} in ${duration(step.duration)}, from ${duration(step.start)}`, step.critical ? ', on the critical path' : '');
    const x = Math.min(Math.max(picture.left(step), 0), Math.max(0, picture.width() - tip.offsetWidth - 4));
    tip.style.left = `${x}px`;
    tip.style.top = `${picture.laneTop(step) + 28}px`;
  }

  function activate(step) {
    if (!step) return;
    picture.view.active = step;
    const x = picture.left(step);
    if (x < 0 || x > picture.width() - 40) scroller.scrollLeft += x - picture.width() / 3;
    show(step);
    say(`${step.service} ${step.target}, ${statuses[step.status].word}, ${duration(step.duration)}`);
    redraw();
  }

  canvas.addEventListener('keydown', event => {
    const zooms = { '+': 2, '=': 2, '-': 0.5, 0: 0 };
    if (event.key in zooms) zoom(zooms[event.key]);
    else if (event.key === 'Enter' && picture.view.active) location.hash = stepLink(picture.view.active);
    else if (event.key.startsWith('Arrow')) activate(neighbour(picture, event.key));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  canvas.addEventListener('mousemove', event => {
    const step = picture.at(event.offsetX, event.offsetY);
    if (step === picture.view.hover) return;
    picture.view.hover = step;
    canvas.style.cursor = step ? 'pointer' : '';
    show(step);
    redraw();
  });
  canvas.addEventListener('mouseleave', () => { picture.view.hover = null; show(null); redraw(); });
  canvas.addEventListener('blur', () => show(null));
  canvas.addEventListener('click', event => {
    const step = picture.at(event.offsetX, event.offsetY);
    if (step) location.hash = stepLink(step);
  });
  scroller.addEventListener('scroll', redraw, { passive: true });
  new ResizeObserver(() => zoom(1)).observe(scroller);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', picture.recolor);
  section.append(drawStepTable());
}

function neighbour({ drawn, view }, key) {
  const from = view.active;
  if (!from) return drawn[0];
  const aside = { ArrowUp: -1, ArrowDown: 1 }[key];
  const inLane = drawn.filter(step => step.lane === from.lane + (aside ?? 0));
  if (aside) return inLane.reduce((best, step) =>
    !best || Math.abs(step.start - from.start) < Math.abs(best.start - from.start) ? step : best, null);
  return inLane[inLane.indexOf(from) + (key === 'ArrowRight' ? 1 : -1)];
}

const drawLaneLegend = () => h('ul', { class: 'legend' },
  targets.map((target, i) => h('li', {}, h('span', { class: `swatch hue-${i % hues}`, 'aria-hidden': 'true' }), target)),
  failed.length > 0 && h('li', {}, h('span', { class: 'swatch fill failed', 'aria-hidden': 'true' }), 'failed'),
  h('li', {}, h('span', { class: 'swatch critical', 'aria-hidden': 'true' }), 'critical path'));

function drawStepTable() {
  const { node, body } = table('Steps in the order in which they began', [
    h('th', { scope: 'col', class: 'number' }, 'Start'), 'Step', 'Outcome', h('th', { scope: 'col', class: 'number' }, 'Duration')], 'steps');
  const list = rows(body, step => h('tr', { class: step.critical ? 'critical' : null },
    h('td', { class: 'number' }, duration(step.start)),
    h('th', { scope: 'row' }, h('a', { class: 'entry', href: stepLink(step) }, `${step.service} ${step.target}`),
      step.critical && h('span', { class: 'unseen' }, ' on the critical path')),
    h('td', {}, statusMark(step.status), h('span', {}, statuses[step.status].word)),
    h('td', { class: 'number' }, step.status === 'blocked' ? '' : duration(step.duration))), { what: 'steps' });
  const inOrder = [...steps].sort((a, b) => a.start - b.start);
  const state = { query: '', critical: false };
  const refresh = () => list.set(inOrder.filter(step => (!state.critical || step.critical)
    && (!state.query || contains(`${step.service} ${step.target} ${step.reason ?? ''}`, state.query))));
  const box = h('input', { type: 'checkbox', onchange: event => { state.critical = event.target.checked; refresh(); } });
  refresh();
  return h('div', {}, h('h3', {}, 'Steps in the order in which they began'),
    h('div', { class: 'controls' }, searchBox('Filter steps', query => { state.query = query.toLowerCase(); refresh(); }),
      h('label', {}, box, ' critical path only')),
    node, list.left);
}
