const count = number => number.toLocaleString('en');

const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

function duration(ms) {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = number => String(number).padStart(2, '0');
  return hours > 0 ? `${hours} h ${two(minutes)} m` : `${minutes} m ${two(rest)} s`;
}

const difference = ms => `${ms < 0 ? '−' : '+'}${duration(Math.abs(ms))}`;

function bytes(size) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

const moment = text => new Date(text).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const short = commit => commit.slice(0, 7);

function list(names, most = 6) {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${count(rest)} more` : names.join(', ');
}
