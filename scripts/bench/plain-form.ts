// Forms as a browser without JavaScript sees and sends them; for the benchmark and for tests.

export type PlainForm = { action: string; fields: [name: string, value: string][] }

/**
 * Finds the form that has a field of that name, in HTML that React wrote.
 * @returns Its address, empty for the page's own, and what it would send untouched: hidden inputs (Next keeps its
 * `$ACTION_…` there), ticked boxes and texts as they stand.
 * @throws Error when no form has the field.
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
  // HTML drops one newline after <textarea>, and React writes one more when the text starts with it.
  if (element === 'textarea') return [[name, decoded(text).replace(/^\n/, '')]]
  return [[name, attribute(attributes, 'value') ?? (type === 'checkbox' ? 'on' : '')]]
}

function attribute(attributes: string | undefined, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}(?:="([^"]*)")?(?=[\\s/]|$)`).exec(attributes ?? '')
  return match ? decoded(match[1] ?? '') : undefined
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) =>
    name
      ? (entities[name.toLowerCase()] as string)
      : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )

/** What a form sends once `values` have been filled in; fields that the form does not have are added. */
export function fill(form: PlainForm, values: Record<string, string>): [string, string][] {
  const kept = form.fields.filter(([name]) => !(name in values))
  return [...kept, ...Object.entries(values)]
}

const boundary = 'roost-plain-form-5d0c1f3a'

/** The headers and body of a multipart POST (RFC 7578), written at once, since the benchmark makes thousands. */
export function multipart(fields: [string, string][]): { type: string; body: string } {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return { type: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` }
}

/**
 * Sends a form and does not follow the answer.
 * @param page Address of the page that the form stands on.
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

/** The cookies that an answer sets, as the next request sends them; those that it takes away are left out. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0\b|expires=thu, 01 jan 1970/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ')
