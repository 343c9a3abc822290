const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe HTML. Only the tag `html` creates it. */
export class Html {
  readonly #text: string

  constructor(literals: readonly string[], values: readonly string[]) {
    this.#text = String.raw({ raw: literals }, ...values)
  }

  toString(): string {
    return this.#text
  }
}

type Value = string | number | Html | null

/**
 * A template tag for HTML, with values in text or in quoted attributes: `html` + `<p title="${a}">${b}</p>`. Escapes all
 * values except other results of `html`; null becomes the empty string.
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(
    literals,
    values.map((value) => (value instanceof Html ? String(value) : escapeHtml(String(value ?? '')))),
  )
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string)
