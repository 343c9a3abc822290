'use client'

import type { CSSProperties, Ref } from 'react'
import { isRightToLeft } from '@/components/ui/popover-position'

/** The style properties that affect the layout of text in a field. */
const layoutProperties = [
  'boxSizing',
  'width',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'borderStyle',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'font',
  'letterSpacing',
  'wordSpacing',
  'lineHeight',
  'tabSize',
  'textAlign',
  'textIndent',
  'textTransform',
  'direction',
] as const

/** What a CaretMirror lays out. */
export type MirroredText = { style: CSSProperties; before: string; after: string }

/**
 * Reads the text of a field and its style.
 * @param offset The character to measure, in UTF-16 units.
 */
export function readMirroredText(field: HTMLTextAreaElement, offset: number): MirroredText {
  const style = getComputedStyle(field)
  return {
    style: Object.fromEntries(layoutProperties.map((name) => [name, style[name]])),
    before: field.value.slice(0, offset),
    after: field.value.slice(offset) || '.',
  }
}

type Props = { text: MirroredText; ref: Ref<HTMLDivElement> }

/**
 * An invisible copy of the text of a field, to measure where a character is: browsers have no API for it. Render it for
 * one layout effect only, which calls `characterPosition`.
 */
export function CaretMirror({ text: { style, before, after }, ref }: Props) {
  return (
    <div
      ref={ref}
      aria-hidden="true"
      className="invisible fixed top-0 whitespace-pre-wrap [overflow-wrap:break-word]"
      style={style}
    >
      {before}
      <span>{after}</span>
    </div>
  )
}

/**
 * Measures where the mirrored character is in the window.
 * @returns Window coordinates in CSS pixels; the vertical one is clamped to the field. `start` is the edge of the character
 *   at which the line begins.
 */
export function characterPosition(
  field: HTMLTextAreaElement,
  mirror: HTMLElement,
): { start: number; bottom: number } {
  const [rectangle] = mirror.lastElementChild?.getClientRects() ?? []
  const box = field.getBoundingClientRect()
  const edge = isRightToLeft(field) ? 'right' : 'left'
  const offset = (rectangle?.[edge] ?? 0) - mirror.getBoundingClientRect().left
  const bottom = box.top + (rectangle?.bottom ?? 0) - field.scrollTop
  return { start: box.left + offset, bottom: Math.max(box.top, Math.min(bottom, box.bottom)) }
}
