// The fields of a document. Enter walks through what is doubtful or missing and confirms when none of it is left.

let forms = 0;

class Form {
  constructor(root) {
    this.root = root;
    this.id = `desk-form-${++forms}`;
    root.classList.add('desk-form');
    this.bar = new Bar(this);
    this.draft = new Draft((state) => this.bar.tellDraft(state, this.isChanged()));
    this.live = element('div', {class: 'desk-unseen', 'aria-live': 'polite'});
    const on = (kind, does) => root.addEventListener(kind, does);
    on('keydown', (event) => this.key(event));
    on('input', () => this.typed());
    on('focusin', (event) => this.at(event.target));
    this.put = (event) => putInto(this.inHand, event.detail);
    this.goTo = (event) => this.focus(event.detail.name, event.detail.row);
    document.addEventListener('desk:put', this.put);
    document.addEventListener('desk:goto', this.goTo);
  }

  show(data, send) {
    this.send = send;
    const isNew = data.token !== this.data?.token, isAnswered = data.round !== this.data?.round;
    // Somebody else has changed the document: what was typed here stays, over what it is now.
    const typed = isNew && data.job === this.data?.job && data.problems.general.length ? this.changed() : null;
    if (isNew) this.draft.begin(data.job, data.token, data.draft ?? {});
    this.data = typed ? {...data, draft: typed} : data;
    if (isNew) this.open();
    if (isNew || isAnswered) this.isBusy = false;
    this.tell();
    if (typed) this.draft.keep(this.changed());
    if (isNew) this.begin();
    else if (isAnswered && data.problems.at) this.focus(data.problems.at);
  }

  open() {
    const {data} = this;
    this.fields = {};
    this.seen = new Set(data.draft?.seen ?? []);
    this.looked = new Set();
    this.inHand = this.bar.missing = null;
    this.tables = data.lists.map((list) => new Table(list, data.texts, this));
    const draw = (rows) => rows.map((row) => element('div', {class: 'desk-row'}, ...row.map((each) => this.field(each))));
    const lists = (isFolded) => this.tables.filter((each) => (each.list.rows.length === 0) === isFolded).map((each) => each.element);
    this.more = element('details', {class: 'desk-more'}, element('summary', {}, data.texts.more), ...draw(data.more), ...lists(true));
    this.root.replaceChildren(this.live, ...draw(data.head), ...lists(false), this.more, this.bar.element);
    for (const [name, text] of Object.entries(data.draft?.fields ?? {})) if (this.fields[name]) this.fields[name].value = text;
    for (const table of this.tables) if (data.draft?.rows?.[table.list.name]) table.fill(data.draft.rows[table.list.name]);
    this.bar.tellDraft(this.isChanged() ? 'kept' : '', this.isChanged());
  }

  field({name, share}) {
    const found = this.data.fields[name], id = `${this.id}-${name}`;
    const attributes = {
      id, 'data-name': name, 'data-figure': found.figure, class: found.figure ? 'figure' : null, autocomplete: 'off',
      maxlength: 500, 'aria-describedby': `${id}-why`, required: found.required,
    };
    const input = found.choices
      ? element('select', {...attributes, maxlength: null, autocomplete: null}, element('option', {value: ''}),
        ...found.choices.map((each) => element('option', {value: each.value}, each.label)))
      : element('input', {type: 'text', ...attributes});
    input.value = found.value;
    this.fields[name] = input;
    const sheet = this.data.pages.find((each) => each.number === found.page);
    return element('div', {class: 'desk-field', 'data-field': name, 'data-level': found.level, style: `flex-grow: ${share}`},
      element('div', {class: 'desk-label'}, element('label', {for: id}, found.label), element('span', {class: 'desk-share'}, found.share)),
      input, found.box && sheet ? crop({...this.data.place, ...found}, sheet, 'desk-crop') : null,
      element('p', {class: 'desk-why', id: `${id}-why`}));
  }

  begin() {
    const now = document.activeElement;
    if (now && now !== document.body && !this.root.contains(now) && now.closest('input, textarea, select, dialog')) return;
    const first = this.openNames()[0] ?? this.data.first;
    this.focus(first);
    this.looked.clear(); // the desk went there, not the person
  }

  focus(name, row) {
    const table = this.tables.find((each) => each.list.name === name);
    const rows = table && [...table.body.rows];
    const input = table ? (rows.find((each) => Number(each.dataset.at) === row) ?? rows[0])?.querySelector('input') : this.fields[name];
    if (!input) return;
    if (this.more.contains(input)) this.more.open = true;
    // A phone does not open its keyboard before somebody asks for it with a finger.
    if (hasMouse()) input.focus({preventScroll: true});
    else this.at(input);
    input.scrollIntoView({block: 'nearest'});
    if (hasMouse()) input.select?.();
  }

  at(input) {
    if (!input?.matches?.('[data-name], [data-column]')) return;
    this.inHand = input;
    for (const each of this.root.querySelectorAll('[data-in-hand]')) delete each.dataset.inHand;
    const place = input.closest('tr, .desk-field');
    place.dataset.inHand = '';
    const found = input.dataset.name ? this.data.fields[input.dataset.name] : place.desk;
    window.deskAt = {job: this.data.job, name: input.dataset.name ?? input.closest('[data-field]').dataset.field, ...found, empty: !input.value.trim()};
    document.dispatchEvent(new CustomEvent('desk:at', {detail: window.deskAt}));
    this.looked.add(window.deskAt.name);
    this.bar.tellOpen();
  }

  typed() {
    const changed = this.changed();
    if (this.inHand && window.deskAt) window.deskAt.empty = !this.inHand.value.trim();
    this.draft.keep(changed);
    this.bar.tellDraft(this.isChanged() ? 'typing' : '', this.isChanged());
    this.bar.tellOpen();
  }

  changed() {
    const fields = {}, rows = {};
    for (const [name, input] of Object.entries(this.fields)) if (input.value !== this.data.fields[name].value) fields[name] = input.value;
    for (const table of this.tables) {
      const found = table.changed();
      if (found) rows[table.list.name] = found;
    }
    const told = {};
    if (Object.keys(fields).length) told.fields = fields;
    if (Object.keys(rows).length) told.rows = rows;
    if (this.seen.size) told.seen = [...this.seen].sort();
    return told;
  }

  isChanged() {
    const {fields, rows} = this.changed();
    return Boolean(fields || rows);
  }

  isOpen(name) {
    const input = this.fields[name], found = this.data.fields[name];
    if (found.level === 'missing') return !input.value.trim();
    if (found.required && !input.value.trim()) return true;
    return ['look', 'doubtful'].includes(found.level) && !this.seen.has(name) && input.value === found.value;
  }

  openNames() {
    return this.data.order.filter((name) => this.isOpen(name));
  }

  // Enter: on to the next open field after this one, or, with none left, the document is confirmed.
  enter(name) {
    if (name) this.seen.add(name);
    const open = this.openNames(), {order} = this.data;
    if (!open.length) { this.act('confirm'); return; }
    const here = order.indexOf(name);
    const next = open.find((each) => order.indexOf(each) > here) ?? open[0];
    this.focus(next);
    this.typed();
    if (next === name) this.bar.askMissing(open);
  }

  // Enter behind a table's last row confirms nothing yet: who types row after row presses it once too often.
  leave() {
    const [first] = this.openNames();
    if (first) this.focus(first);
    else this.bar.confirm.focus();
  }

  key(event) {
    if (event.key !== 'Enter' || event.isComposing || event.altKey || !event.target.matches('input, select')) return;
    event.preventDefault();
    if (event.repeat) return;
    if (event.ctrlKey || event.metaKey) this.act('confirm', {anyway: true});
    else if (event.target.dataset.name) this.enter(event.target.dataset.name);
  }

  act(does, more = {}) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.draft.flush();
    const {fields = {}, rows = {}} = this.changed();
    this.send('act', {does, token: this.data.token, fields, rows, seen: [...this.seen], looked: [...this.looked], at: Date.now(), ...more});
  }

  tell() {
    const {problems, fields} = this.data;
    for (const [name, input] of Object.entries(this.fields)) {
      const wrong = problems.fields[name], why = wrong ?? fields[name].reason;
      document.getElementById(input.getAttribute('aria-describedby')).replaceChildren(why ?? '');
      input.closest('.desk-field').toggleAttribute('data-wrong', Boolean(wrong));
      input.toggleAttribute('aria-invalid', false);
      if (wrong) input.setAttribute('aria-invalid', 'true');
    }
    for (const table of this.tables) table.told.replaceChildren(...(problems.rows[table.list.name] ?? []).map((each) => element('p', {}, each)));
    this.bar.tell();
  }

  say(text) {
    this.live.textContent = text;
  }

  end() {
    this.draft.end();
    document.removeEventListener('desk:put', this.put);
    document.removeEventListener('desk:goto', this.goTo);
  }
}

// Puts words of the picture into an input, so that Ctrl+Z takes them back.
const putInto = (input, {text, isMore}) => {
  if (!input?.isConnected || input.tagName !== 'INPUT') return;
  const adds = isMore && input.value.trim() && input.dataset.figure === undefined;
  const whole = adds ? `${input.value.trim()} ${text}` : text;
  if (hasMouse()) {
    input.focus({preventScroll: true});
    input.select();
    if (document.execCommand('insertText', false, whole)) return;
  }
  input.value = whole;
  input.dispatchEvent(new Event('input', {bubbles: true}));
};

const open = new WeakMap();

export default ({data, parentElement, setTriggerValue}) => {
  if (!open.has(parentElement)) {
    const root = element('div');
    parentElement.append(root);
    open.set(parentElement, new Form(root));
  }
  const form = open.get(parentElement);
  form.show(data, setTriggerValue);
  clearTimeout(form.ends);
  return () => { form.ends = setTimeout(() => { if (!parentElement.isConnected) { form.end(); open.delete(parentElement); } }); };
};
