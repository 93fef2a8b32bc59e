// Draws the part of the timeline that is in sight: thousands of steps cost no more than those that can be seen.
const hues = 10;

function lanesPicture(canvas, scroller) {
  const drawn = steps.filter(step => step.lane >= 0).sort((a, b) => a.start - b.start);
  const lanes = drawn.reduce((most, step) => Math.max(most, step.lane + 1), 1);
  const height = lanes > 60 ? 10 : lanes > 24 ? 16 : 26;
  const top = 24;
  const span = Math.max(1, run.duration, ...drawn.slice(-1).map(step => step.start + step.duration));
  const view = { zoom: 1, active: null, hover: null };
  let colors = readColors();

  const width = () => scroller.clientWidth;
  const scale = () => (width() - 2) * view.zoom / span;
  const left = step => step.start * scale() - scroller.scrollLeft;
  const wide = step => Math.max(step.duration * scale(), 1.5);

  function draw() {
    const ratio = devicePixelRatio || 1;
    const [w, total] = [width(), top + lanes * height + 2];
    canvas.width = w * ratio;
    canvas.height = total * ratio;
    canvas.style.width = `${w}px`;
    canvas.style.height = `${total}px`;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.textBaseline = 'middle';
    drawAxis(pen, w, total);
    for (const step of drawn) {
      const x = left(step);
      if (x > w) break;
      if (x + wide(step) >= 0) drawBar(pen, step, x, wide(step));
    }
    for (const step of drawn) if (step.critical) drawCritical(pen, step);
  }

  function drawAxis(pen, w, total) {
    const first = scroller.scrollLeft / scale();
    const every = niceInterval(110 / scale());
    pen.font = `11px ${colors.font}`;
    pen.lineWidth = 1;
    for (let at = Math.floor(first / every) * every; at * scale() - scroller.scrollLeft < w; at += every) {
      const x = Math.round(at * scale() - scroller.scrollLeft) + 0.5;
      pen.strokeStyle = colors.line;
      pen.beginPath();
      pen.moveTo(x, 16);
      pen.lineTo(x, total);
      pen.stroke();
      pen.fillStyle = colors.muted;
      if (x + 40 < w) pen.fillText(at === 0 ? '0' : duration(at), Math.max(x - 1, 1), 8);
    }
  }

  function drawBar(pen, step, x, w) {
    const [y, tall] = [top + step.lane * height + 1, height - (height > 12 ? 4 : 2)];
    const radius = w > 8 ? 3 : 0;
    pen.globalAlpha = step.status === 'cached' ? 0.5 : 1;
    pen.fillStyle = step.status === 'failed' ? colors.failed : step.status === 'skipped' ? colors.skipped : colors.hues[step.targetNumber % hues];
    pen.beginPath();
    pen.roundRect(x, y, Math.max(w - (w > 4 ? 1 : 0), 1), tall, radius);
    pen.fill();
    pen.globalAlpha = 1;
    if (w > 34 && height >= 16) drawLabel(pen, step, Math.max(x, 0), Math.min(w, x + w), y + tall / 2);
    if (step === view.active || step === view.hover) {
      pen.strokeStyle = colors.accent;
      pen.lineWidth = 2;
      pen.strokeRect(x - 1, y - 1, w + 2, tall + 2);
    }
  }

  // Wide enough to be found among thousands.
  function drawCritical(pen, step) {
    pen.fillStyle = colors.text;
    pen.fillRect(left(step) - (wide(step) < 6 ? 2 : 0), top + step.lane * height + height - 4, Math.max(wide(step) - 1, 6), 3);
  }

  function drawLabel(pen, step, x, w, y) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y - height / 2, w - 4, height);
    pen.clip();
    pen.font = `${height > 20 ? 12 : 10}px ${colors.font}`;
    pen.fillStyle = step.status === 'failed' ? colors.onFailed : colors.text;
    pen.fillText(`${step.service} ${step.target}`, x + 6, y);
    pen.restore();
  }

  function at(x, y) {
    const lane = Math.floor((y - top) / height);
    let hit = null;
    for (const step of drawn) {
      if (left(step) > x + 2) break;
      if (step.lane === lane && x <= left(step) + wide(step) + 2) hit = step;
    }
    return hit;
  }

  return {
    view, drawn, draw, at, left, wide, width,
    laneTop: step => top + step.lane * height,
    recolor() { colors = readColors(); draw(); },
  };
}

function readColors() {
  return {
    text: css('--text'), muted: css('--muted'), line: css('--line'), accent: css('--accent'), font: css('--font') || 'sans-serif',
    failed: css('--failed-fill'), onFailed: css('--on-failed'), skipped: css('--skipped-fill'),
    hues: Array.from({ length: hues }, (_, i) => css(`--hue-${i}`)),
  };
}

// 1, 2 or 5 times a power of ten; from a minute on, what divides minutes.
function niceInterval(ms) {
  const minutes = [60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
  if (ms > 30_000) return minutes.find(step => step >= ms) ?? Math.ceil(ms / 3_600_000) * 3_600_000;
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return Math.min([1, 2, 5, 10].map(step => step * power).find(step => step >= ms), 30_000);
}
