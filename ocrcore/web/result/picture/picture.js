// The page's picture with its boxes: it follows the field in hand, and its words go into that field.

const SVG = 'http://www.w3.org/2000/svg', SURE = 0.9, DOUBTFUL = 0.7, CLICK_PX = 5;

const percent = (share, locale) => new Intl.NumberFormat(locale, {style: 'percent'}).format(Math.floor(share * 100 + 1e-9) / 100);

// Drawn here: letters that look like these are not in every font.
const icon = (path) => {
  const svg = document.createElementNS(SVG, 'svg'), line = document.createElementNS(SVG, 'path');
  for (const [name, value] of Object.entries({viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true'})) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8})) line.setAttribute(name, value);
  svg.append(line);
  return svg;
};

class Picture {
  constructor(root) {
    this.root = root;
    root.classList.add('desk-picture');
    this.image = element('img', {draggable: 'false'});
    this.boxes = document.createElementNS(SVG, 'svg');
    for (const [name, value] of Object.entries({viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true'})) this.boxes.setAttribute(name, value);
    this.sheet = element('div', {class: 'desk-sheet'}, this.image, this.boxes);
    this.port = element('div', {class: 'desk-view', tabindex: '0', role: 'group'}, this.sheet);
    this.view = new View(this.port, this.sheet);
    this.tools = element('div', {class: 'desk-toolbar'});
    this.told = element('p', {class: 'desk-under', role: 'status'});
    root.append(this.tools, this.port, this.told);
    for (const kind of ['down', 'move', 'up', 'cancel']) this.port.addEventListener(`pointer${kind}`, (event) => this[kind](event));
    this.follow = (event) => this.turnTo(event.detail);
    this.key = (event) => this.globalKey(event);
    document.addEventListener('desk:at', this.follow);
    document.addEventListener('keydown', this.key);
  }

  show(data) {
    const isNew = data.place.job !== this.data?.place.job || data.place.run !== this.data?.place.run;
    const lit = JSON.stringify(data.lit), isLit = lit !== this.lit;
    Object.assign(this, {data, lit, chosen: data.lit});
    this.toolbar();
    if (isNew) {
      this.inHand = null;
      this.words = null;
      this.lastPut = null;
      this.page(data.page);
      this.read();
      if (window.deskAt?.job === data.place.job) this.turnTo(window.deskAt);
    } else if (isLit && data.lit) {
      this.page(data.lit.page);
      this.view.show(data.lit.box);
      this.draw();
    } else this.draw();
  }

  // The words are fetched when the picture is there: they are many, and nobody waits for them.
  async read() {
    const {job} = this.data.place;
    const answer = await fetch(apiUrl(`jobs/${job}/result`)).catch(() => null);
    if (!answer?.ok || this.data.place.job !== job) return;
    const result = await answer.json();
    this.words = result.pages.flatMap((page) => page.lines.flatMap((line, row) => line.words.map(
      (word) => ({...word, page: page.number, line: row}))));
    this.draw();
  }

  page(number) {
    const {pages, texts, place, name} = this.data;
    const sheet = pages.find((each) => each.number === number) ?? pages[0];
    this.number = sheet.number;
    this.image.src = pictureUrl({...place, page: sheet.number});
    this.image.alt = texts.picture.replace('{page}', sheet.number).replace('{name}', name);
    this.port.setAttribute('aria-label', this.image.alt);
    this.image.onerror = () => { this.told.textContent = texts.no_picture; };
    this.told.textContent = texts.how;
    this.view.open(sheet);
    if (this.pageName) this.pageName.textContent = `${sheet.number} / ${pages.length}`;
    this.draw();
  }

  turnTo(found) {
    if (found.job !== this.data?.place.job) return; // the next document's form may be here before its picture
    this.inHand = found;
    if (!found?.box) { this.draw(); return; }
    if (found.page !== this.number) this.page(found.page);
    this.chosen = null;
    this.view.show(found.box);
    this.draw();
  }

  toolbar() {
    if (this.tools.childElementCount && this.toolsOf === this.data.pages.length) return;
    const {texts, pages} = this.data;
    this.toolsOf = pages.length;
    const tool = (label, sign, does) => element('button', {type: 'button', 'aria-label': label, title: label, onclick: does}, sign);
    const turn = (by) => () => this.page(Math.min(pages.length, Math.max(1, this.number + by)));
    this.pageName = element('span', {class: 'desk-page'});
    this.kinds = element('select', {'aria-label': texts.boxes, onchange: () => this.draw()},
      ...['fields', 'all', 'doubtful', 'none'].map((kind) => element('option', {value: kind}, texts[`boxes_${kind}`])));
    const turning = pages.length > 1 ? [tool(texts.page_before, '‹', turn(-1)), this.pageName, tool(texts.page_after, '›', turn(1))] : [];
    this.tools.replaceChildren(this.kinds, ...turning, element('span', {class: 'desk-space'}),
      tool(texts.smaller, '−', () => this.view.zoom(1 / STEP)), tool(texts.larger, '+', () => this.view.zoom(STEP)),
      tool(texts.whole, icon('M4 1h8v14H4zM6.5 5h3M6.5 8h3M6.5 11h3'), () => this.view.fit()),
      tool(texts.full_screen, icon('M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4'), () => (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen())));
  }

  draw() {
    if (!this.data) return;
    const kind = this.kinds.value, here = (each) => each.page === this.number && each.box;
    const words = () => (this.words ?? []).filter((each) => here(each) && (kind === 'all' || each.confidence < SURE));
    const shown = kind === 'fields' ? this.data.fields.filter(here) : kind === 'none' ? [] : words();
    const band = (each) => each.band ?? (each.confidence >= SURE ? 0 : each.confidence >= DOUBTFUL ? 1 : 2);
    const rects = shown.map((each) => this.rect(each.box, `band-${band(each)}`, each.name));
    const lit = [this.inHand, this.chosen].filter((each) => each?.box && each.page === this.number);
    rects.push(...lit.map((each) => this.rect(each.box, 'lit', each.name)));
    if (this.frame) rects.push(this.rect(this.frame, 'frame'));
    this.boxes.replaceChildren(...rects);
  }

  rect([x0, y0, x1, y1], className, name) {
    const rect = document.createElementNS(SVG, 'rect');
    for (const [key, value] of Object.entries({x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: className})) rect.setAttribute(key, value);
    if (name) rect.dataset.box = name;
    return rect;
  }

  held([x, y], among, slack = 0.004) {
    const inside = (among ?? []).filter(({page, box}) => page === this.number && box
      && x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack);
    const area = ({box}) => (box[2] - box[0]) * (box[3] - box[1]);
    return inside.sort((a, b) => area(a) - area(b))[0];
  }

  tell(at) {
    const word = this.held(at, this.words), found = this.held(at, this.data.fields);
    const parts = word ? [`${word.text} (${percent(word.confidence, this.data.locale)})`] : [];
    if (found) parts.push(`${found.label}: ${found.value} ${found.sure}`.trim());
    this.told.textContent = parts.join(' · ') || this.data.texts.how;
    this.port.style.cursor = word ? 'copy' : '';
  }

  down(event) {
    const {pointers} = this.view;
    if (event.button > 0) return;
    this.port.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, {x: event.clientX, y: event.clientY});
    const frames = event.shiftKey || (event.pointerType === 'mouse' && this.inHand && window.deskAt?.empty);
    this.began = pointers.size > 1 ? null : {x: event.clientX, y: event.clientY, at: this.view.at(event), frames, alt: event.altKey};
    if (event.pointerType === 'mouse') event.preventDefault(); // the cursor stays in the field
  }

  move(event) {
    const {pointers} = this.view, before = pointers.get(event.pointerId);
    if (!before) { if (event.pointerType === 'mouse') this.tell(this.view.at(event)); return; }
    if (pointers.size > 1) this.view.pinch(event);
    else if (this.began?.frames) this.drawFrame(event);
    else this.view.pan(event.clientX - before.x, event.clientY - before.y);
    pointers.set(event.pointerId, {x: event.clientX, y: event.clientY});
  }

  drawFrame(event) {
    const [x, y] = this.view.at(event), [a, b] = this.began.at;
    this.frame = [Math.min(a, x), Math.min(b, y), Math.max(a, x), Math.max(b, y)];
    this.draw();
  }

  cancel(event) {
    this.view.pointers.delete(event.pointerId);
    this.began = this.frame = null;
  }

  up(event) {
    const {began, frame} = this;
    this.cancel(event);
    if (!began) return;
    const isClick = Math.hypot(event.clientX - began.x, event.clientY - began.y) < CLICK_PX;
    if (isClick) this.click(began.at, began.alt);
    else if (frame) this.take(frame);
    this.draw();
  }

  click(at, isForField) {
    const word = this.held(at, this.words), found = this.held(at, this.data.fields);
    this.tell(at);
    if (found && (isForField || !this.inHand)) {
      document.dispatchEvent(new CustomEvent('desk:goto', {detail: {name: found.name, row: found.row}}));
    } else if (word) this.put([word]);
  }

  // Everything whose middle lies in the frame, line by line.
  take([x0, y0, x1, y1]) {
    const middle = ({box}) => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const words = (this.words ?? []).filter((word) => {
      const [x, y] = middle(word);
      return word.page === this.number && x >= x0 && x <= x1 && y >= y0 && y <= y1;
    });
    if (words.length) this.put(words);
  }

  put(words) {
    const [first] = words, last = this.lastPut;
    // Words of one line that are clicked one after the other belong together: a name.
    const isMore = Boolean(last && last.name === this.inHand?.name && last.page === first.page && last.line === first.line);
    this.lastPut = {name: this.inHand?.name, page: first.page, line: first.line};
    this.chosen = first;
    document.dispatchEvent(new CustomEvent('desk:put', {detail: {text: words.map((word) => word.text).join(' '), isMore}}));
  }

  globalKey(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const does = {Equal: () => this.view.zoom(STEP), NumpadAdd: () => this.view.zoom(STEP), Minus: () => this.view.zoom(1 / STEP),
      NumpadSubtract: () => this.view.zoom(1 / STEP), Digit0: () => this.view.fit(), Numpad0: () => this.view.fit()}[event.code];
    if (!does) return;
    event.preventDefault();
    does();
  }

  end() {
    document.removeEventListener('desk:at', this.follow);
    document.removeEventListener('keydown', this.key);
  }
}

const open = new WeakMap();

export default ({data, parentElement}) => {
  if (!open.has(parentElement)) {
    const root = element('div');
    parentElement.append(root);
    open.set(parentElement, new Picture(root));
  }
  const picture = open.get(parentElement);
  picture.show(data);
  clearTimeout(picture.ends);
  return () => { picture.ends = setTimeout(() => { if (!parentElement.isConnected) { picture.end(); open.delete(parentElement); } }); };
};
