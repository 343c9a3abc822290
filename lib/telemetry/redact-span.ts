import { redactSecrets } from '../log/redact'
import type { SpanAttributes } from './current'

/** Attributes with a path or a URL, of Next (`http.target`, `http.url`) and of the current conventions. */
const addressNames = /^(?:http\.(?:target|url)|url\.\w+|next\.span_name)$/

/** The part of an absolute URL after its host. Requests to services have names of objects, or parts of digests, there. */
const afterHost = /(https?:\/\/[^/?#\s"']+)[^\s"']*/g

/** The part of a span that is exported. */
export type SpanContent = {
  name: string
  attributes: SpanAttributes
  /** What happened during the span. */
  events: { name: string; attributes?: SpanAttributes }[]
  status: { code: number; message?: string }
}

/**
 * Removes secrets and personal data from a span: query strings, tokens in paths, and error messages, which can quote
 * values. The log has the errors, with the id of the request.
 */
export function redactSpan({ name, attributes, events, status }: SpanContent): SpanContent {
  return {
    name: redactAddress(name),
    attributes: redactAttributes(attributes),
    events: events.map((event) => ({
      ...event,
      attributes: onlyType(event.attributes),
    })),
    status: { code: status.code },
  }
}

function redactAttributes(attributes: SpanAttributes): SpanAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value]
      return [name, addressNames.test(name) ? redactAddress(value) : redactSecrets(value)]
    }),
  )
}

function redactAddress(text: string): string {
  return redactSecrets(text.replace(afterHost, '$1').replace(/[?#].*/s, ''))
}

/** The type of an exception. */
function onlyType(attributes: SpanAttributes = {}): SpanAttributes {
  const type = attributes['exception.type']
  return type === undefined ? {} : { 'exception.type': type }
}
