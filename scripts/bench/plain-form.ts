// Reads and submits forms like a browser without JavaScript; for the benchmark and for tests.

export type PlainForm = { action: string; fields: [name: string, value: string][] }

/**
 * Finds the form with a field of the given name in HTML rendered by React.
 * @returns its action, empty for the URL of the page, and its initial values: hidden inputs (such as `$ACTION_…` of
 * Next), checked boxes and texts
 * @throws Error when no form has the field
 */
export function findForm(html: string, fieldName: string): PlainForm {
  for (const [, attributes = '', inside = ''] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const controls = [...inside.matchAll(/<(input|textarea|select)\b([^>]*)>(?:([^<]*)<\/textarea>)?/g)]
    if (!controls.some((control) => attribute(control[2], 'name') === fieldName)) continue
    const fields = controls.flatMap((control) => fieldOf(control[1], control[2] ?? '', control[3] ?? ''))
    return { action: attribute(attributes, 'action') ?? '', fields }
  }
  throw new Error(`No form of the page has a field "${fieldName}".`)
}

function fieldOf(element: string | undefined, attributes: string, text: string): PlainForm['fields'] {
  const name = attribute(attributes, 'name')
  const type = attribute(attributes, 'type') ?? 'text'
  if (name === undefined || element === 'select' || ['submit', 'button', 'image', 'file'].includes(type))
    return []
  if (['checkbox', 'radio'].includes(type) && attribute(attributes, 'checked') === undefined) return []
  // HTML ignores one newline after <textarea>; React writes an additional one before a text that starts with one.
  if (element === 'textarea') return [[name, decodeEntities(text).replace(/^\n/, '')]]
  return [[name, attribute(attributes, 'value') ?? (type === 'checkbox' ? 'on' : '')]]
}

function attribute(attributes: string | undefined, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}(?:="([^"]*)")?(?=[\\s/]|$)`).exec(attributes ?? '')
  return match ? decodeEntities(match[1] ?? '') : undefined
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const decodeEntities = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) =>
    name
      ? (entities[name.toLowerCase()] as string)
      : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )

/** The values of a form after `values` have been filled in; fields that the form lacks are added. */
export function fill(form: PlainForm, values: Record<string, string>): [string, string][] {
  const unchanged = form.fields.filter(([name]) => !(name in values))
  return [...unchanged, ...Object.entries(values)]
}

const boundary = 'roost-plain-form-5d0c1f3a'

/** The content type and body of a multipart POST (RFC 7578), as a string, because the benchmark creates thousands. */
export function multipart(fields: [string, string][]): { type: string; body: string } {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` }
}

/**
 * Submits a form without following the redirect.
 * @param page the URL of the page with the form
 */
export function submit(
  page: string,
  form: PlainForm,
  values: Record<string, string>,
  cookie = '',
): Promise<Response> {
  const { type, body } = multipart(fill(form, values))
  return fetch(new URL(form.action || page, page), {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'Content-Type': type,
      Origin: new URL(page).origin,
      Referer: page,
      ...(cookie && { Cookie: cookie }),
    },
    body,
  })
}

/** The cookies that a response sets, as a Cookie header; deleted cookies are left out. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0\b|expires=thu, 01 jan 1970/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ')
}
