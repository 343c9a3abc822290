/**
 * A percentile by the nearest-rank method; 0 for an empty list.
 * @param share from 0 to 100
 */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? 0
}

/**
 * The median of several rounds, and their spread: the distance of the extremes as a share of the median. The spread of a
 * single round is unknown.
 */
export type Summary = { median: number; spread: number | null }

/** Summarizes the values of several rounds; null for an empty list. */
export function summarize(values: number[]): Summary | null {
  if (values.length === 0) return null
  const median = medianOf(values)
  const distance = Math.max(...values) - Math.min(...values)
  return { median, spread: values.length === 1 ? null : median === 0 ? 0 : distance / median }
}

/** The middle value, or the mean of both middle values; NaN for an empty list. */
function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/** The quotients of values of the same round. Rounds without both values, or with a divisor of zero, are left out. */
export function ratios(values: (number | null)[], divisors: (number | null)[]): number[] {
  return values.flatMap((value, round) => {
    const divisor = divisors[round]
    return value === null || !divisor ? [] : [value / divisor]
  })
}

/** A change from one median to another. It is certain when it exceeds the spread of both. */
export type Change = { share: number; certain: boolean }

/** Compares a median with an earlier one; null when either is missing or the earlier one is zero. */
export function changeOf(now: Summary | null, before: Summary | null | undefined): Change | null {
  if (!now || !before || before.median === 0) return null
  const share = now.median / before.median - 1
  const spread = Math.max(now.spread ?? Number.POSITIVE_INFINITY, before.spread ?? Number.POSITIVE_INFINITY)
  return { share, certain: Math.abs(share) > spread }
}
