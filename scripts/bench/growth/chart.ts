import { engineNames } from '../../../lib/env/database-location'
import { engines, formatPosts, type GrowthResult } from './tables'

const panel = { width: 460, height: 420, left: 52, right: 190, top: 44, bottom: 40 }
const inner = {
  width: panel.width - panel.left - panel.right,
  height: panel.height - panel.top - panel.bottom,
}
/** Minimum vertical distance between the labels of two curves. */
const labelHeight = 13

/** Plots the p95 of each read against the number of posts as SVG: one panel per engine, both axes logarithmic. */
export function drawGrowth(results: GrowthResult[]): string {
  const all = engines(results)
  const panels = all.map((engine, index) =>
    drawPanel(
      results.filter((result) => result.engine === engine),
      index * panel.width,
    ),
  )
  const [width, height] = [panel.width * all.length, panel.height]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="p95 of each read in milliseconds over the number of posts" font-family="system-ui, sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${panels.join('\n')}
</svg>
`
}

function drawPanel(results: GrowthResult[], offset: number): string {
  const posts = results.map((result) => result.posts)
  const values = results.flatMap(({ latencies }) => latencies.map(({ p95 }) => p95))
  const [from, to] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
  const [fewest, most] = [Math.log10(Math.min(...posts)), Math.log10(Math.max(...posts))]
  const x = (count: number) =>
    panel.left + (most === fewest ? 0 : ((Math.log10(count) - fewest) / (most - fewest)) * inner.width)
  const y = (value: number) =>
    panel.top + inner.height * (1 - (Math.log10(value) - from) / Math.max(1, to - from))
  const title = results[0] ? `${engineNames[results[0].engine]}: p95 in milliseconds` : ''
  const curves = (results.at(-1)?.latencies ?? []).map(({ name, p95 }, index) => ({
    name,
    color: `hsl(${(index * 137) % 360} 65% 38%)`,
    end: y(p95),
    points: results
      .flatMap((result) =>
        result.latencies.filter((one) => one.name === name).map((one) => ({ result, one })),
      )
      .map(({ result, one }) => `${round(x(result.posts))},${round(y(one.p95))}`),
  }))
  return [
    `<g transform="translate(${offset} 0)">`,
    `<text x="${panel.left}" y="22" font-size="13" font-weight="600" fill="#1a1a1a">${title}</text>`,
    ...Array.from({ length: to - from + 1 }, (_, at) => drawRule(10 ** (from + at), y(10 ** (from + at)))),
    ...posts.map(
      (count) =>
        `<text x="${round(x(count))}" y="${panel.height - 16}" text-anchor="middle" fill="#555555">${formatPosts(count)}</text>`,
    ),
    ...curves.map(
      ({ color, points }) =>
        `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
    ),
    ...spreadLabels(curves).map(
      ({ name, color, at }) =>
        `<text x="${panel.width - panel.right + 8}" y="${round(at + 4)}" fill="${color}">${name}</text>`,
    ),
    '</g>',
  ].join('\n')
}

function drawRule(value: number, y: number): string {
  const end = panel.width - panel.right
  return `<line x1="${panel.left}" x2="${end}" y1="${round(y)}" y2="${round(y)}" stroke="#dddddd"/><text x="${panel.left - 6}" y="${round(y + 4)}" text-anchor="end" fill="#555555">${value}</text>`
}

/** Spreads overlapping labels and keeps them inside the panel. */
function spreadLabels<T extends { end: number }>(curves: T[]): (T & { at: number })[] {
  const sorted = curves.map((curve) => ({ ...curve, at: curve.end })).sort((a, b) => a.at - b.at)
  let limit = panel.top
  for (const label of sorted) {
    label.at = Math.max(label.at, limit)
    limit = label.at + labelHeight
  }
  limit = panel.height - panel.bottom
  for (const label of sorted.reverse()) {
    label.at = Math.min(label.at, limit)
    limit = label.at - labelHeight
  }
  return sorted
}

const round = (value: number) => Number(value.toFixed(1))
