// Long lists are drawn as far as they are looked at; the rest follows when the end comes near, or by the button.
function rows(body, draw, { page = 60, what = 'rows', byHand = false } = {}) {
  let items = [];
  let shown = 0;
  const left = h('p', { class: 'more' });
  const watcher = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) more();
  }, { rootMargin: '900px' });

  function more(size = page) {
    body.append(...items.slice(shown, shown + size).map((item, i) => draw(item, shown + i)));
    shown = Math.min(items.length, shown + size);
    watcher.unobserve(left);
    left.hidden = shown === items.length;
    left.replaceChildren(
      h('button', { type: 'button', class: 'quiet', onclick: () => more() },
        `${count(shown)} of ${count(items.length)} ${what}`, h('span', { class: 'on-screen' }, ': show more')));
    if (!left.hidden && !byHand) watcher.observe(left);
  }

  // Paper cannot be scrolled: what is printed is drawn before, within reason.
  addEventListener('drawnforprint', () => more(Math.max(0, 100 - shown)));

  return {
    left,
    more,
    add(list) {
      items = items.concat(list);
      more(Math.max(0, page - shown));
    },
    set(list) {
      items = list;
      shown = 0;
      body.replaceChildren();
      more();
    },
  };
}

function table(caption, heads, className) {
  const body = h('tbody');
  const node = h('table', { class: className },
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, heads.map(head => typeof head === 'string' ? h('th', { scope: 'col' }, head) : head))),
    body);
  return { node, body };
}

// A head that sorts: up, down, up again.
function sortHead(text, key, state, onSort, className) {
  const button = h('button', {
    type: 'button',
    onclick: () => {
      state.down = state.key === key ? !state.down : false;
      state.key = key;
      onSort();
    },
  }, text);
  const head = h('th', { scope: 'col', class: className }, button);
  head.refresh = () =>
    head.setAttribute('aria-sort', state.key !== key ? 'none' : state.down ? 'descending' : 'ascending');
  head.refresh();
  return head;
}
