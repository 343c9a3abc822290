import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../env'
import { startScript } from '../testing/run-script'

const token = 'a token of the metrics'
const headers = { authorization: `Bearer ${token}` }

type WebProcess = { id: number; pid: number; port: number }

/** Starts two web processes, which are killed at the end of the test. */
async function startProcesses(): Promise<[WebProcess, WebProcess]> {
  const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env
  const settings = { DATABASE_URL, AUTH_SECRET, DATA_DIR: env.DATA_DIR, METRICS_TOKEN: token }
  const { child } = startScript('lib/testing/metrics-cluster.ts', [], settings)
  const found: WebProcess[] = []
  for await (const line of createInterface(child.stdout)) {
    const web = JSON.parse(line) as WebProcess
    onTestFinished(() => void process.kill(web.pid, 'SIGKILL'))
    found.push(web)
    if (found.length === 2) break
  }
  return found.sort((one, two) => one.id - two.id) as [WebProcess, WebProcess]
}

const scrape = async ({ port }: WebProcess) => (await fetch(`http://127.0.0.1:${port}`, { headers })).text()

test('a scrape of any process has the samples of all, and each series once', async () => {
  const [first, second] = await startProcesses()
  for (const asked of [first, second]) {
    const text = await scrape(asked)
    expect(text).toContain('roost_rate_limited_total{limit="post",process="1"} 1\n')
    expect(text).toContain('roost_rate_limited_total{limit="post",process="2"} 2\n')
    expect(text).toContain('roost_jobs{state="failed"} 0\n')
    expect(text).toMatch(/^process_start_time_seconds\{process="2"\} \d+/m)
    const series = [...text.matchAll(/^[a-z]\S+(?= )/gm)].map(([name]) => name)
    expect(new Set(series).size).toBe(series.length)
    expect(text).not.toMatch(/ (?:null|NaN|undefined)$/m)
  }
  // A process that hangs is left out.
  process.kill(second.pid, 'SIGSTOP')
  const text = await scrape(first)
  expect(text).toContain('roost_rate_limited_total{limit="post",process="1"} 1\n')
  expect(text).not.toContain('process="2"')
})
