const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup that is whole and safe to send; only `html` makes it. */
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
 * Puts values into markup, in text or within quoted attributes: `html` + `<p title="${a}">${b}</p>`. What is no markup
 * of `html` itself is escaped; null leaves nothing.
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(
    literals,
    values.map((value) => (value instanceof Html ? String(value) : escapeHtml(String(value ?? '')))),
  )
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] as string)
