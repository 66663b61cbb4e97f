// The doubtful fields of all documents to review, one key each. A document is confirmed when all of its own are answered.

class Crops {
  constructor(root) {
    this.root = root;
    root.classList.add('desk-crops');
    this.list = element('ol');
    this.done = element('p', {class: 'desk-under', role: 'status'});
    root.append(this.done, this.list);
    root.addEventListener('keydown', (event) => this.key(event));
  }

  show(data, send) {
    Object.assign(this, {send});
    const isNew = data.batch !== this.data?.batch;
    this.data = data;
    if (isNew) this.open();
    for (const [job, told] of Object.entries(data.told)) this.tellDocument(job, told);
    this.count();
  }

  open() {
    this.answers = new Map();
    this.cards = this.data.documents.flatMap((document) => document.cards.map((card) => ({document, card})));
    this.list.replaceChildren(...this.cards.map((each, number) => this.item(each, number)));
    for (const document of this.data.documents) {
      const {fields = {}, seen = []} = document.draft ?? {};
      for (const each of this.cards.filter((card) => card.document === document)) {
        if (fields[each.card.name] !== undefined) { each.input.value = fields[each.card.name]; each.answer = 'corrected'; }
        else if (seen.includes(each.card.name)) each.answer = 'right';
        this.mark(each);
      }
    }
    this.go(this.cards.findIndex((each) => !each.answer));
  }

  item(each, number) {
    const {document: {name, place, pages}, card} = each, {texts} = this.data, id = `desk-crop-${number}`;
    const sheet = pages.find((page) => page.number === card.page);
    const tool = (does, key) => element('button', {type: 'button', tabindex: '-1', 'data-does': does, onclick: () => this.does(does, each)},
      texts[does], element('kbd', {}, key));
    each.input = element('input', {type: 'text', 'aria-label': `${card.label}, ${name}`, class: card.figure ? 'figure' : null, autocomplete: 'off',
      maxlength: 500, tabindex: '-1'});
    each.input.value = card.value;
    each.told = element('p', {class: 'desk-why', id}, card.reason);
    each.element = element('li', {tabindex: '0', 'data-level': card.level, 'aria-describedby': id, 'data-card': card.name,
      'aria-label': `${card.label}: ${card.value || texts.nothing}. ${name}`},
      element('div', {class: 'desk-name'}, element('strong', {}, card.label), ` ${name}`),
      card.box && sheet ? crop({...place, ...card}, sheet, 'desk-crop') : element('div', {class: 'desk-no-crop'}, texts.nothing),
      each.input, each.told,
      element('div', {class: 'desk-tools'}, tool('right', 'Enter'), tool('correct', 'E'), tool('open', 'O'), tool('skip', 'S')));
    return each.element;
  }

  key(event) {
    const each = this.cards.find(({element: item}) => item.contains(event.target));
    if (!each || event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === 'BUTTON') return;
    const isTyping = event.target === each.input;
    if (isTyping && !['Enter', 'Escape'].includes(event.key)) return;
    const does = {Enter: 'right', e: 'correct', F2: 'correct', o: 'open', s: 'skip', ArrowDown: 'next', ArrowUp: 'before', Escape: 'leave'}[
      event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    this.does(does, each);
  }

  does(what, each) {
    const at = this.cards.indexOf(each);
    if (what === 'correct') { each.input.focus(); each.input.select(); }
    else if (what === 'leave') each.element.focus();
    else if (what === 'before') this.go(at - 1);
    else if (what === 'next') this.go(at + 1);
    else if (what === 'open') this.send('act', {does: 'open', job: each.document.job, at: Date.now()});
    else if (what === 'skip') this.answer(each, 'skipped', at);
    else if (!each.input.value.trim()) { each.told.textContent = this.data.texts.empty; each.input.focus(); }
    else this.answer(each, each.input.value === each.card.value ? 'right' : 'corrected', at);
  }

  answer(each, answer, at) {
    each.answer = answer;
    this.mark(each);
    this.keep(each.document);
    const next = this.cards.findIndex((other, place) => place > at && !other.answer);
    this.go(next < 0 ? this.cards.findIndex((other) => !other.answer) : next);
    this.count();
  }

  // All answered: the document is confirmed. Some: the answers are kept as its draft.
  keep(document) {
    const own = this.cards.filter((each) => each.document === document), of = (answer) => own.filter((each) => each.answer === answer);
    const fields = Object.fromEntries(of('corrected').map((each) => [each.card.name, each.input.value]));
    const seen = of('right').map((each) => each.card.name).sort();
    if (own.every((each) => ['right', 'corrected'].includes(each.answer))) {
      this.send('act', {does: 'confirm', job: document.job, token: document.token, fields, seen, at: Date.now()});
      return;
    }
    const draft = {...(Object.keys(fields).length ? {fields} : {}), ...(seen.length ? {seen} : {})};
    fetch(apiUrl(`jobs/${document.job}/draft`), {
      method: 'PUT', keepalive: true, headers: {'Content-Type': 'application/json'}, body: JSON.stringify({base: document.token, draft}),
    }).catch(() => { this.done.textContent = this.data.texts.lost; });
  }

  mark(each) {
    each.element.toggleAttribute('data-answered', Boolean(each.answer));
    if (each.answer) each.element.dataset.answer = this.data.texts[`is_${each.answer}`];
  }

  tellDocument(job, told) {
    for (const each of this.cards.filter((card) => card.document.job === job)) {
      if (told === true) { each.element.dataset.answer = this.data.texts.confirmed; continue; }
      each.told.textContent = told;
      each.element.dataset.level = 'doubtful';
      each.element.removeAttribute('data-answered');
    }
  }

  go(at) {
    const item = this.cards[at]?.element;
    if (!item) return;
    item.focus({preventScroll: true});
    item.scrollIntoView({block: 'center'});
  }

  count() {
    const left = this.cards.filter((each) => !each.answer).length, {texts} = this.data;
    this.done.textContent = left ? texts.left.replace('{count}', left) : texts.all_done;
  }
}

const open = new WeakMap();

export default ({data, parentElement, setTriggerValue}) => {
  if (!open.has(parentElement)) {
    const root = element('div');
    parentElement.append(root);
    open.set(parentElement, new Crops(root));
  }
  open.get(parentElement).show(data, setTriggerValue);
};
