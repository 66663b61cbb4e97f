// The bar that is always in view: what fails or is missing, what Enter does next, whether something is a draft.

class Bar {
  constructor(form) {
    this.form = form;
    const button = (does, kind) => element('button', {type: 'button', class: kind, 'data-act': does, onclick: () => this.press(does)});
    this.confirm = button('confirm', 'desk-main');
    this.buttons = Object.fromEntries(['anyway', 'save', 'discard', 'restore', 'undo'].map((does) => [does, button(does, 'desk-quiet')]));
    this.told = element('div', {class: 'desk-told', role: 'status'});
    this.draft = element('span', {class: 'desk-draft', role: 'status'});
    this.keys = element('p', {class: 'desk-keys'});
    this.element = element('div', {class: 'desk-bar'}, this.told,
      element('div', {class: 'desk-buttons'}, this.confirm, ...Object.values(this.buttons), this.draft), this.keys);
  }

  press(does) {
    const {form} = this;
    if (does === 'confirm') form.enter(form.inHand?.dataset.name);
    else if (does === 'anyway') form.act('confirm', {anyway: true});
    else if (does === 'discard') this.discard();
    else form.act(does);
  }

  discard() {
    const {form} = this;
    for (const [name, input] of Object.entries(form.fields)) input.value = form.data.fields[name].value;
    for (const table of form.tables) table.fill(table.list.rows.map((row, at) => ({at, cells: row.cells})));
    form.seen.clear();
    form.typed();
  }

  tell() {
    const {data} = this.form, {problems, texts} = data;
    const line = (kind, text) => element('p', {class: `desk-${kind}`}, text);
    const asks = problems.warnings.length ? [line('warning', `${problems.warnings.join(' ')} ${texts.confirm_anyway}`)] : [];
    const failed = asks.length ? [] : data.failed.map((each) => line('failed', each));
    const missing = this.missing ? [element('p', {class: 'desk-warning desk-missing'}, this.missing)] : [];
    this.told.replaceChildren(...missing, ...problems.general.map((each) => line('failed', each)), ...asks, ...failed);
    for (const [does, button] of Object.entries(this.buttons)) {
      button.textContent = texts[does];
      button.title = texts[`${does}_help`] ?? data.undo ?? '';
    }
    this.confirm.title = texts.confirm_help;
    this.buttons.restore.hidden = !data.has_corrections;
    this.buttons.undo.hidden = !data.undo;
    this.keys.textContent = `${texts.keys} ${data.left}`;
    this.tellOpen();
  }

  tellOpen() {
    const {form} = this, open = form.openNames(), {texts, fields} = form.data;
    const inHand = form.inHand?.dataset.name, here = form.data.order.indexOf(inHand);
    // Enter passes the doubtful field in hand, but not one that is missing.
    const next = open.filter((name) => name !== inHand || !form.inHand.value.trim());
    const first = next.find((name) => form.data.order.indexOf(name) > here) ?? next[0];
    this.confirm.textContent = first ? texts.next.replace('{field}', fields[first].label) : texts.confirm;
    this.buttons.anyway.hidden = !open.length;
    if (open.length || !this.missing) return;
    this.missing = null;
    this.told.querySelector('.desk-missing')?.remove();
  }

  askMissing(open) {
    const {texts, fields} = this.form.data;
    this.missing = texts.missing.replace('{fields}', open.map((name) => fields[name].label).join(', '));
    this.tell();
  }

  tellDraft(state, isChanged) {
    const {texts} = this.form.data ?? {};
    if (!texts) return;
    const isLost = ['lost', 'stale'].includes(state);
    this.draft.textContent = isLost ? texts[`draft_${state}`] : isChanged ? (state === 'kept' ? texts.draft_kept : texts.draft) : '';
    this.draft.toggleAttribute('data-lost', isLost);
    this.buttons.discard.hidden = !isChanged;
    this.buttons.save.hidden = !isChanged;
  }
}
