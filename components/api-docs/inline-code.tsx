/** An English text of the API with code in backticks. Paragraphs are separated by a blank line. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change their order
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  )
}
