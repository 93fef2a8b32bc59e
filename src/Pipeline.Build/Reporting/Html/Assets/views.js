// A view is drawn when it is first looked at.
const views = {
  overview: { draw: drawOverview },
  services: { draw: drawServicesView, open: openServices },
  timeline: { draw: drawTimelineView },
  findings: { draw: drawFindingsView, count: report.findings.length },
  suites: { draw: drawSuitesView, count: countCases(), empty: report.suites.length === 0 },
  load: { draw: drawLoadView, count: report.loads.length, empty: report.loads.length === 0 },
  images: { draw: drawImagesView, count: report.images.length, empty: report.images.length === 0 },
  changes: { draw: drawChangesView, count: report.bumps.length, empty: report.bumps.length === 0 },
  comparison: { draw: drawComparisonView, count: changes.length, empty: !report.comparison },
  logs: { draw: drawLogsView, open: openLogs },
};
const scrolled = new Map();

function drawOverview() {
  drawOutcome();
  put(find('overview-body'), drawFailures(), drawGraph(), drawComparisonSummary(), drawCriticalPath(), drawSkips());
}

// Not the name itself: the browser would scroll to the section below the bar.
const section = name => find(`view-${name}`);

function draw(name) {
  const view = views[name];
  if (view.drawn) return;
  view.drawn = true;
  view.draw(section(name));
}

function go() {
  const [name, ...rest] = location.hash.slice(1).split('/').map(decodeURIComponent);
  const shown = views[name] && !views[name].empty ? name : 'overview';
  const before = shownView()?.id;
  if (before) scrolled.set(before, scrollY);
  for (const other of Object.keys(views)) section(other).hidden = other !== shown;
  for (const link of find('nav').children) {
    if (link.hash === `#${shown}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  draw(shown);
  views[shown].open?.(section(shown), rest);
  if (before !== section(shown).id) scrollTo(0, scrolled.get(section(shown).id) ?? 0);
  find('nav').querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

for (const link of find('nav').children) {
  const view = views[link.hash.slice(1)];
  link.hidden = Boolean(view.empty);
  if (view.empty) section(link.hash.slice(1)).dataset.empty = 'true';
  if (view.count) link.append(' ', h('span', { class: 'badge' }, count(view.count)));
}

// Paper shows everything but the logs.
addEventListener('beforeprint', () => {
  for (const name of Object.keys(views)) if (!views[name].empty && name !== 'logs') draw(name);
  dispatchEvent(new Event('drawnforprint'));
});

addEventListener('hashchange', go);
go();
document.documentElement.dataset.ready = Math.round(performance.now());
