// A list of the document as a table of inputs: rows are added, taken out and split with the keyboard.

class Table {
  constructor(list, texts, form) {
    Object.assign(this, {list, texts, form});
    this.body = element('tbody');
    const heads = list.columns.map((column) => element('th', {scope: 'col', class: column.figure ? 'figure' : ''}, column.label));
    const table = element('table', {'aria-label': list.label},
      element('thead', {}, element('tr', {}, ...heads, element('th', {scope: 'col', class: 'figure', title: texts.sure_help}, texts.sure))), this.body);
    const tool = (does, label, keys) => element('button', {
      type: 'button', class: 'desk-quiet', 'data-row-tool': does, title: keys,
      onclick: () => this.does(does, this.row ?? this.body.lastElementChild),
      // The cursor stays in its cell, so that the tool knows the row.
      onpointerdown: (event) => event.preventDefault(),
    }, label, element('kbd', {}, keys));
    this.element = element('div', {class: 'desk-list', 'data-field': list.name},
      element('h4', {}, list.label), element('div', {class: 'desk-scroll'}, table),
      element('div', {class: 'desk-tools'}, tool('add', texts.add_row, 'Alt+Enter'),
        tool('remove', texts.remove_row, 'Alt+Delete'), tool('split', texts.split_row, 'Alt+S')),
      ...(list.told ?? []).map((each) => element('p', {class: 'desk-why'}, each)), this.told = element('div', {class: 'desk-told', role: 'alert'}));
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('focusin', (event) => { this.row = event.target.closest('tbody tr') ?? this.row; });
    this.fill(list.rows.map((row, at) => ({at, cells: row.cells})));
    this.shown = JSON.stringify(this.rows());
  }

  fill(rows) {
    this.body.replaceChildren(...rows.map((row) => this.made(row)));
    this.row = null;
    this.count();
  }

  made(row) {
    const inputs = this.list.columns.map((column) => element('td', {}, this.input(column, row.cells[column.name] ?? '')));
    const found = row.at === null || row.at === undefined ? null : this.list.rows[row.at];
    const tr = element('tr', {'data-at': found ? row.at : null, 'data-level': found?.level},
      ...inputs, element('td', {class: 'figure desk-share'}, found?.sure ?? ''));
    tr.desk = found;
    return tr;
  }

  input(column, value) {
    if (column.choices) {
      const choices = column.choices.map((each) => element('option', {value: each.value}, each.label));
      const select = element('select', {'data-column': column.name}, element('option', {value: ''}), ...choices);
      select.value = value;
      return select;
    }
    const input = element('input', {
      type: 'text', 'data-column': column.name, 'data-figure': column.figure, class: column.figure ? 'figure' : null,
      autocomplete: 'off', maxlength: 500, inputmode: column.figure ? 'decimal' : null,
    });
    input.value = value;
    return input;
  }

  count() {
    [...this.body.rows].forEach((row, number) => {
      for (const input of row.querySelectorAll('[data-column]')) {
        const {label} = this.list.columns.find((column) => column.name === input.dataset.column);
        input.setAttribute('aria-label', `${label}, ${this.texts.row} ${number + 1}`);
      }
    });
  }

  rows() {
    return [...this.body.rows].map((row) => ({
      at: row.dataset.at === undefined ? null : Number(row.dataset.at),
      cells: Object.fromEntries([...row.querySelectorAll('[data-column]')].map((each) => [each.dataset.column, each.value])),
    })).filter((row) => row.at !== null || Object.values(row.cells).some((text) => text.trim()));
  }

  changed() {
    const rows = this.rows();
    return JSON.stringify(rows) === this.shown ? null : rows;
  }

  does(what, row) {
    const column = document.activeElement?.dataset.column, place = row ? [...this.body.rows].indexOf(row) : 0;
    let next = row;
    if (what === 'remove') {
      if (!row) return;
      next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
    } else {
      next = this.made({at: null, cells: what === 'split' && row ? this.parted(row) : {}});
      if (row) row.after(next); else this.body.append(next);
    }
    this.count();
    this.form.typed();
    this.row = next;
    const columns = next?.querySelector(`[data-column="${column}"]`) ?? next?.querySelector('[data-column]');
    (columns ?? this.element.querySelector('[data-row-tool=add]')).focus();
    this.form.say(this.texts[`row_${what}`].replace('{row}', place + 1));
  }

  // What stands behind the cursor goes to the new row; the figures stay where they are.
  parted(row) {
    const input = document.activeElement;
    if (!row.contains(input) || input.selectionStart === undefined || !input.value) return {};
    const at = input.selectionStart || input.value.length, rest = input.value.slice(at).trim();
    input.value = input.value.slice(0, at).trim();
    return {[input.dataset.column]: rest};
  }

  key(event) {
    const row = event.target.closest('tbody tr');
    const what = event.altKey && {Enter: 'add', Delete: 'remove', Backspace: 'remove', KeyS: 'split'}[event.code];
    if (what) this.does(what, row);
    else if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    else if (event.key === 'Enter' || (['ArrowDown', 'ArrowUp'].includes(event.key) && event.target.tagName === 'INPUT')) {
      const next = event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling;
      const below = next?.querySelector(`[data-column="${event.target.dataset.column}"]`);
      if (below) below.focus();
      else if (event.key === 'Enter') this.form.leave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
