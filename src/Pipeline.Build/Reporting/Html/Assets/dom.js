'use strict';

// What is left out by a condition arrives as null, undefined or false.
function put(node, ...children) {
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

// Elements are made from names and text alone: nothing that a tool has printed is ever read as markup.
function builder(namespace) {
  return (name, attributes, ...children) => {
    const node = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === 'style') for (const [property, v] of Object.entries(value)) node.style.setProperty(property, v);
      else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? '' : value);
    }
    return put(node, ...children);
  };
}

const h = builder('http://www.w3.org/1999/xhtml');
const svg = builder('http://www.w3.org/2000/svg');
const find = id => document.getElementById(id);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Says something to a screen reader.
const say = text => { find('said').textContent = text; };

function later(action, milliseconds = 120) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

function searchBox(label, onChange) {
  const input = h('input', { type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('input', later(() => onChange(input.value.trim())));
  return input;
}

function choice(label, options, onChange) {
  const select = h('select', { 'aria-label': label }, options.map(([value, text]) => h('option', { value }, text)));
  select.addEventListener('change', () => onChange(select.value));
  return select;
}

function copyButton(text, what) {
  return h('button', {
    type: 'button', class: 'quiet copy', 'aria-label': `Copy ${what}`,
    onclick: event => copy(text, event.currentTarget),
  }, 'Copy');
}

// A page from the disk may not use the clipboard's own interface in every browser; a selection can always be copied.
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { class: 'unseen' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  button.textContent = 'Copied';
  say('Copied');
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}
