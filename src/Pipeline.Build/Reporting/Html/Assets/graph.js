// The graph of targets: from left to right where there is room, else from top to bottom.
function drawGraph() {
  if (steps.length === 0) return null;
  const holder = h('div', { class: 'graph' });
  const wide = matchMedia('(min-width: 60rem)');
  new ResizeObserver(() => {
    if (holder.clientWidth > 0) holder.replaceChildren(graphPicture(wide.matches, holder.clientWidth - 4));
  }).observe(holder);
  return h('section', { 'aria-labelledby': 'graph-title' },
    h('h2', { id: 'graph-title' }, 'Targets'), holder);
}

function graphPicture(across, room) {
  const gap = across ? { x: 40, y: 18 } : { x: 8, y: 30 };
  const byLayer = groupBy(report.graph.nodes, node => node.layer);
  const widest = Math.max(...[...byLayer.values()].map(layer => layer.length), 1);
  const inRow = across ? byLayer.size : widest;
  const size = { w: Math.min(176, Math.max(across ? 112 : 80, (room - 2 + gap.x) / inRow - gap.x)), h: 58 };
  const place = new Map(report.graph.nodes.map(node => {
    // A layer with fewer targets than the widest sits in the middle.
    const row = node.row + (widest - byLayer.get(node.layer).length) / 2;
    const [column, line] = across ? [node.layer, row] : [row, node.layer];
    return [node.target, { x: 1 + column * (size.w + gap.x), y: 1 + line * (size.h + gap.y) }];
  }));
  const [columns, lines] = across ? [byLayer.size, widest] : [widest, byLayer.size];
  const width = columns * (size.w + gap.x) - gap.x + 2;
  const height = lines * (size.h + gap.y) - gap.y + 2;
  return svg('svg', {
    viewBox: `0 0 ${width} ${height}`, width, height, role: 'group', 'aria-label': 'Graph of the targets',
  },
  report.graph.edges.map(({ from, to }) => graphEdge(place.get(from), place.get(to), size, across)),
  report.graph.nodes.map(node => graphNode(node.target, place.get(node.target), size)));
}

function graphEdge(from, to, size, across) {
  const [x1, y1] = across ? [from.x + size.w, from.y + size.h / 2] : [from.x + size.w / 2, from.y + size.h];
  const [x2, y2] = across ? [to.x, to.y + size.h / 2] : [to.x + size.w / 2, to.y];
  const bend = across ? `${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2}` : `${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2}`;
  return svg('path', { class: 'edge', d: `M${x1} ${y1}C${bend} ${x2} ${y2}`, 'aria-hidden': 'true' });
}

function graphNode(target, { x, y }, size) {
  const counts = countBy(steps.filter(step => step.target === target), step => step.status);
  const present = statusOrder.filter(status => counts.get(status));
  const total = present.reduce((sum, status) => sum + counts.get(status), 0);
  const pad = size.w < 100 ? 7 : 11;
  const inner = size.w - 2 * pad;
  let at = x + pad;
  const needs = report.graph.edges.filter(edge => edge.to === target).map(edge => edge.from);
  const words = present.map(status => `${count(counts.get(status))} ${statuses[status].word}`);
  return svg('a', {
    href: `#services//${encodeURIComponent(target)}`, class: 'node',
    'aria-label': `${target}: ${words.join(', ')}${needs.length ? `; needs ${needs.join(', ')}` : ''}`,
  },
  svg('rect', { x, y, width: size.w, height: size.h, rx: 7, class: `box ${present[0]}` }),
  svg('text', { x: x + pad, y: y + 20, class: 'name' }, fitting(target, inner)),
  present.map(status => {
    const width = Math.max(3, inner * counts.get(status) / total);
    const part = svg('rect', { x: at, y: y + 28, width, height: 4, class: `fill ${status}` });
    at += width;
    return part;
  }),
  svg('text', { x: x + pad, y: y + 47, class: 'counts' },
    present.map((status, i) => svg('tspan', { class: status, dx: i > 0 ? 6 : 0 }, `${statuses[status].mark} ${count(counts.get(status))}`))));
}

// About 8 pixels a letter.
const fitting = (text, width) => text.length * 8 > width + 8 ? `${text.slice(0, Math.floor(width / 8) - 1)}…` : text;
