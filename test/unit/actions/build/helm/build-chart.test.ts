import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {buildChart} from '../../../../../src/lib/actions/build/build-chart.js'
import {createDiskFs} from '../../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../../../../src/lib/errors/flux-error.js'
import {chartOptions} from '../../../engines/helm/chart-options.js'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'build-chart-'))
  mkdirSync(join(cwd, 'chart/templates'), {recursive: true})
  writeFileSync(join(cwd, 'chart/Chart.yaml'), 'apiVersion: v2\nname: chart\nversion: 1.0.0\n')
})
afterEach(() => rmSync(cwd, {recursive: true, force: true}))

const build = () =>
  buildChart(
    {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0},
    'chart',
    chartOptions([]),
  ).catch(messageOf)

describe('flux build chart', () => {
  it('does not wait for somebody who writes to a pipe in the chart', async () => {
    execFileSync('mkfifo', [join(cwd, 'chart/templates/pipe')])
    expect(await build()).toBe('cannot load irregular file templates/pipe as it has file mode type bits set')
  })

  it('names an alias bomb as such', async () => {
    const rows = Array.from({length: 11}, (_, row) => `r${row + 1}: &r${row + 1} [${`*r${row},`.repeat(9)}]\n`)
    writeFileSync(join(cwd, 'chart/values.yaml'), `r0: &r0 [x]\n${rows.join('')}`)
    expect(await build()).toBe(
      'cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: document contains excessive aliasing',
    )
  })
})
