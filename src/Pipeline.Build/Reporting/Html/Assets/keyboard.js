const keyViews = ['overview', 'services', 'timeline', 'findings', 'images', 'changes', 'comparison', 'logs'];

function pressed(event) {
  const typing = event.target.closest('input:not([type=checkbox]), textarea, select');
  if (event.key === 'Escape' && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || find('keys').open || !find('use-keys').checked) return;
  const view = keyViews[Number(event.key) - 1];
  if (view && !find(`view-${view}`).dataset.empty) location.hash = `#${view}`;
  else if (event.key === '/') search();
  else if (event.key === 'f') nextFailure();
  else if (event.key === 'j' || event.key === 'k') nextEntry(event.key === 'j' ? 1 : -1);
  else if (event.key === '?') find('keys').showModal();
  else return;
  event.preventDefault();
}

const shownView = () => document.querySelector('main > section:not([hidden])');

function search() {
  const boxes = [...shownView().querySelectorAll('input[type=search]')].filter(box => box.offsetParent);
  if (boxes.length === 0) {
    location.hash = '#logs';
    setTimeout(() => shownView().querySelector('input[type=search]').focus());
    return;
  }
  const [box] = boxes;
  box.focus();
  box.select();
}

function nextFailure() {
  if (failed.length === 0) return;
  const at = shownView().id === 'view-logs' ? failed.indexOf(logView.step) : -1;
  location.hash = stepLink(failed[(at + 1) % failed.length]);
}

function nextEntry(way) {
  const entries = [...shownView().querySelectorAll('.entry')].filter(entry => entry.offsetParent || entry.getClientRects().length);
  const at = entries.findIndex(entry => entry.contains(document.activeElement));
  const next = entries[at < 0 ? (way > 0 ? 0 : entries.length - 1) : at + way];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

addEventListener('keydown', pressed);
find('show-keys').addEventListener('click', () => find('keys').showModal());
find('skip').addEventListener('click', event => {
  event.preventDefault();
  find('main').focus();
});
