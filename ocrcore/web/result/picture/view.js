// What of a page is seen: wheel, pinch, keys and buttons zoom and pan.

const MOST_PX_A_LINE = 44, MOST_SCALE = 10, STEP = 1.3;

class View {
  constructor(port, sheet) {
    Object.assign(this, {port, sheet, scale: 1, x: 0, y: 0, pointers: new Map()});
    port.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX, event.clientY);
    }, {passive: false});
    port.addEventListener('keydown', (event) => this.key(event));
    new ResizeObserver(() => this.again()).observe(port);
  }

  // The page's own shape decides how large it is when all of it is seen.
  open(shape) {
    this.shape = shape;
    this.fit();
  }

  get size() {
    const {clientWidth, clientHeight} = this.port, {width, height} = this.shape;
    const share = Math.min(clientWidth / width, clientHeight / height);
    return [width * share, height * share];
  }

  fit() {
    this.box = null;
    this.to(1, 0, 0);
  }

  // After the window has changed: the same box, the whole page, or as much of it as before.
  again() {
    if (!this.shape) return;
    if (this.box) this.show(this.box);
    else this.to(this.scale, this.x, this.y);
  }

  to(scale, x, y) {
    const {clientWidth, clientHeight} = this.port, [width, height] = this.size;
    this.scale = Math.min(MOST_SCALE, Math.max(1, scale));
    const within = (at, length, room) => (length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at)));
    this.x = within(x, width * this.scale, clientWidth);
    this.y = within(y, height * this.scale, clientHeight);
    Object.assign(this.sheet.style, {
      width: `${width * this.scale}px`, height: `${height * this.scale}px`, transform: `translate(${this.x}px, ${this.y}px)`,
    });
    this.port.dataset.scale = this.scale.toFixed(2);
  }

  zoom(factor, clientX, clientY) {
    const place = this.port.getBoundingClientRect();
    const x = (clientX ?? place.left + place.width / 2) - place.left, y = (clientY ?? place.top + place.height / 2) - place.top;
    const scale = Math.min(MOST_SCALE, Math.max(1, this.scale * factor)), by = scale / this.scale;
    this.box = null;
    this.to(scale, x - (x - this.x) * by, y - (y - this.y) * by);
  }

  pan(x, y) {
    this.box = null;
    this.to(this.scale, this.x + x, this.y + y);
  }

  // Brings a box into the middle, its line as high as print that is read with ease, as far as its width allows.
  show(box) {
    const [x0, y0, x1, y1] = box;
    this.box = box;
    const {clientWidth, clientHeight} = this.port, [width, height] = this.size;
    const wide = 0.92 * clientWidth / ((x1 - x0) * width), high = 0.6 * clientHeight / ((y1 - y0) * height);
    const scale = Math.max(1, Math.min(wide, high, MOST_PX_A_LINE / ((y1 - y0) * height), MOST_SCALE));
    this.to(scale, clientWidth / 2 - (x0 + x1) / 2 * width * scale, clientHeight / 2 - (y0 + y1) / 2 * height * scale);
  }

  key(event) {
    const step = 60, moves = {ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step]};
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) this.pan(...moves[event.key]);
    else if (event.key === '+' || event.key === '=') this.zoom(STEP);
    else if (event.key === '-') this.zoom(1 / STEP);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
  }

  // Where a pointer stands, as fractions of the page.
  at(event) {
    const place = this.sheet.getBoundingClientRect();
    return [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height];
  }

  pinch(event) {
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    const [other] = others, before = this.pointers.get(event.pointerId);
    const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y), now = {x: event.clientX, y: event.clientY};
    this.zoom(far(now, other) / Math.max(1, far(before, other)), (now.x + other.x) / 2, (now.y + other.y) / 2);
  }
}
