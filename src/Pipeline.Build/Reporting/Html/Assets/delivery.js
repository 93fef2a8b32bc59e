function drawImagesView(section) {
  const { node, body } = table('Images in the registry', ['Service', 'Reference', 'Digest', h('th', { scope: 'col', class: 'number' }, 'Size')], 'images');
  const list = rows(body, image => h('tr', {},
    h('th', { scope: 'row' }, image.service),
    h('td', { class: 'place' }, h('code', {}, image.reference)),
    h('td', {}, h('span', { class: 'digest' }, h('code', { title: image.digest }, shortDigest(image.digest)),
      copyButton(`${image.reference}@${image.digest}`, `the reference of ${image.service} with its digest`))),
    h('td', { class: 'number' }, image.sizeBytes === undefined ? h('span', { class: 'muted' }, 'unknown') : bytes(image.sizeBytes))),
  { what: 'images' });
  const shown = h('p', { class: 'muted', role: 'status' });
  const filter = query => {
    const found = report.images.filter(image => !query || contains(`${image.service} ${image.reference} ${image.digest}`, query));
    const size = found.reduce((sum, image) => sum + (image.sizeBytes ?? 0), 0);
    shown.textContent = `${plural(found.length, 'image')}${size > 0 ? `, ${bytes(size)} in all` : ''}`;
    list.set(found);
  };
  section.append(h('div', { class: 'controls' }, searchBox('Filter images', query => filter(query.toLowerCase())), shown), node, list.left);
  filter('');
}

const shortDigest = digest => digest.length > 24 ? `${digest.slice(0, 19)}…` : digest;

function drawChangesView(section) {
  const body = h('div', { class: 'cards' });
  const edits = report.bumps.filter(bump => bump.diff);
  const open = edits.length <= 12;
  const list = rows(body, bump => drawChange(bump, open), { page: 30, what: 'manifests' });
  const rest = report.bumps.length - edits.length;
  section.append(
    h('div', { class: 'controls' },
      searchBox('Filter manifests', query => list.set(report.bumps.filter(bump => contains(`${bump.service} ${bump.file}`, query.toLowerCase())))),
      h('p', { class: 'muted' }, `${plural(edits.length, 'manifest')} edited${rest > 0 ? `, ${count(rest)} as they should be already` : ''}`)),
    body, list.left);
  list.set([...edits, ...report.bumps.filter(bump => !bump.diff)]);
}

function drawChange(bump, open) {
  const summary = h('summary', { class: 'entry' }, h('b', {}, bump.service), ' ', h('code', {}, bump.file),
    h('span', { class: 'muted' }, ` ${bump.environment}${bump.commit ? `, commit ${short(bump.commit)}` : ', no change'}`));
  if (!bump.diff) return h('p', { class: 'card unchanged' }, ...summary.childNodes);
  const details = h('details', { class: 'card', open }, summary);
  const fill = () => details.childElementCount > 1 || details.append(drawDiff(bump));
  if (open) fill();
  details.addEventListener('toggle', fill, { once: true });
  return details;
}

const drawDiff = bump => h('pre', { class: 'diff', tabindex: '0', 'aria-label': `Change of ${bump.file}` },
  bump.diff.replace(/\n$/, '').split('\n').map(line => h('span', { class: diffClass(line) }, `${line}\n`)));

function diffClass(line) {
  if (/^(---|\+\+\+|diff |index )/.test(line)) return 'file';
  return { '+': 'added', '-': 'removed', '@': 'place' }[line[0]] ?? null;
}
