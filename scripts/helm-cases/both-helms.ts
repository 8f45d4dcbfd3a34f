import {execFile} from 'node:child_process'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {buildChart} from '../../src/lib/actions/build/build-chart.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {chartOptions} from '../../test/unit/engines/helm/chart-options.js'
import {logged} from '../../test/unit/engines/helm/logged.js'

const helm = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/helm')
const fs = createDiskFs(createTasks(), systemRandom)

/** What came of a chart: its manifests or `Error: ...`, and what was logged. */
export interface Said {
  readonly text: string
  /** in an order that does not depend on maps */
  readonly warnings: string
}

/** What `helm template rel CHART ARGS` says in a folder. */
export function theirs(cwd: string, chart: string, args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    const run = execFile(helm, ['template', 'rel', chart, ...args], {cwd, maxBuffer: 1 << 28}, (error, stdout, stderr) => {
      const words = stderr.slice(stderr.indexOf('Error: ')).replace(/\n\nUse --debug flag[\s\S]*$/, '')
      resolve({text: (error === null ? stdout : words).trimEnd(), warnings: logged(stderr)})
    })
    // a name may say that values come from there
    run.stdin?.end()
  })
}

/** What this project says of the same. */
export async function ours(cwd: string, chart: string, args: readonly string[]): Promise<Said> {
  const warnings: string[] = []
  const said = (text: string) => ({text: text.trimEnd(), warnings: warnings.sort().join('\n')})
  try {
    return said((await buildChart({fs, cwd, random: systemRandom, now: () => 0, warnings}, chart, chartOptions(args))).yaml)
  } catch (error) {
    const {name, message, stack} = error as Error
    return said(/^(FluxError|TemplateError|LimitExceeded)$/.test(name) ? `Error: ${message}` : String(stack))
  }
}
