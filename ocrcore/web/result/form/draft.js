// What is typed is sent to the server a moment later, and at once when the page is left: as a draft, not as a correction.

const DRAFT_MS = 250, AGAIN_MS = 2000, KEEPALIVE_BYTES = 60000;

class Draft {
  constructor(told) {
    this.told = told; // called with 'kept', 'lost' or, when the document is another by now, 'stale'
    this.flush = () => { if (this.timer) this.send(); };
    addEventListener('pagehide', this.flush);
    document.addEventListener('visibilitychange', this.flush);
  }

  begin(job, base, draft) {
    this.flush();
    Object.assign(this, {job, base, sent: JSON.stringify(draft), body: null});
  }

  keep(draft) {
    const body = JSON.stringify(draft);
    if (body === this.body || (body === this.sent && !this.body)) return;
    this.body = body;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), DRAFT_MS);
  }

  drop() {
    clearTimeout(this.timer);
    this.timer = this.body = null;
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    const {job, base, body} = this;
    if (body === null) return;
    const asked = JSON.stringify({base, draft: JSON.parse(body)});
    try {
      const answer = await fetch(apiUrl(`jobs/${job}/draft`), {
        method: 'PUT', body: asked, keepalive: asked.length < KEEPALIVE_BYTES, headers: {'Content-Type': 'application/json'},
      });
      if (!answer.ok) throw new Error(answer.status);
      if (this.job !== job || this.base !== base) return;
      this.sent = body;
      if (this.body !== body) return;
      this.body = null;
      this.told((await answer.json()).kept ? 'kept' : 'stale');
    } catch {
      if (this.job !== job || this.base !== base || this.body !== body) return;
      this.told('lost');
      this.timer = setTimeout(() => this.send(), AGAIN_MS);
    }
  }

  end() {
    this.flush();
    this.drop();
    removeEventListener('pagehide', this.flush);
    document.removeEventListener('visibilitychange', this.flush);
  }
}
