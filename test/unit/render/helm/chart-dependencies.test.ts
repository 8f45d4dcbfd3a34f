import {describe, expect, it} from 'vitest'
import {type Chart, loadChart} from '../../../../src/lib/engines/helm/index.js'
import {FluxError, messageOf} from '../../../../src/lib/errors/flux-error.js'
import {type ChartDependency, withDependencies} from '../../../../src/lib/render/helm/chart-dependencies.js'
import {filesTree} from '../../../fakes/files-tree.js'

const chartFile = (name: string, version: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: ${version}\n${more}`
const wants = (...entries: string[]) => `dependencies:\n${entries.map((entry) => `- {${entry}}\n`).join('')}`

/** The subcharts of a chart in `apps/web` as `name version`, and what was asked of repositories. */
async function resolved(files: Record<string, string>) {
  const tree = filesTree({
    'apps/common/Chart.yaml': chartFile('common', '1.2.0'),
    'top/Chart.yaml': chartFile('top', '3.0.0', wants('name: never, version: 1.0.0, repository: "file://../never"')),
    ...files,
  })
  const asked: ChartDependency[] = []
  const pull = async (wanted: ChartDependency): Promise<Chart> => {
    asked.push(wanted)
    if (wanted.name === 'gone') throw new FluxError('no-chart', 'no chart name found', {hints: ['look']})
    return loadChart(filesTree({'c/Chart.yaml': chartFile(wanted.name, '9.0.0')}), 'c')
  }
  const chart = await withDependencies(await loadChart(tree, 'apps/web'), {tree, folder: 'apps/web', pull})
  return {charts: chart.dependencies.map(({metadata}) => `${metadata.name} ${metadata.version}`), asked}
}

const web = (...entries: string[]) => ({'apps/web/Chart.yaml': chartFile('web', '0.1.0', wants(...entries))})

describe('withDependencies', () => {
  it('takes charts of the source, whose own dependencies are not looked for', async () => {
    const {charts} = await resolved(
      web('name: common, version: ^1, repository: "file://../common"', 'name: top, version: 3.x, repository: "file://../../top"'),
    )
    expect(charts).toEqual(['common 1.2.0', 'top 3.0.0'])
  })

  it('does not leave the source', async () => {
    const {charts} = await resolved(web('name: top, version: ">=0", repository: "file://../../../../../top"'))
    expect(charts).toEqual(['top 3.0.0'])
  })

  it('asks repositories for the others, by the lock where there is one', async () => {
    const remote = 'name: redis, version: ^2, repository: "https://charts.example.com"'
    expect((await resolved(web(remote))).asked).toMatchObject([{name: 'redis', version: '^2'}])
    const lock = 'dependencies:\n- {name: redis, version: 2.3.4, repository: "oci://ghcr.io/charts"}\n'
    const locked = await resolved({...web(`${remote}, alias: cache`), 'apps/web/Chart.lock': lock})
    expect(locked.asked).toMatchObject([{name: 'redis', version: '2.3.4', repository: 'oci://ghcr.io/charts', alias: ''}])
    expect(locked.charts).toEqual(['redis 9.0.0'])
  })

  it('gives a chart its alias', async () => {
    const {charts} = await resolved(web('name: common, alias: base, version: 1.2.0, repository: "file://../common"'))
    expect(charts).toEqual(['base 1.2.0'])
  })

  it('asks for nothing that lies in charts/', async () => {
    const vendored = {'apps/web/charts/common/Chart.yaml': chartFile('common', '1.0.0')}
    const local = 'name: common, version: ^1, repository: "file://../common"'
    const remote = 'name: redis, version: ^2, repository: "https://charts.example.com"'
    expect((await resolved({...web(local), ...vendored})).charts).toEqual(['common 1.0.0'])
    expect((await resolved({...web(local, remote), ...vendored})).charts).toEqual(['common 1.0.0', 'redis 9.0.0'])
    // as many as are wanted are taken for them, whatever they are called
    expect((await resolved({...web(remote), ...vendored})).charts).toEqual(['common 1.0.0'])
  })

  it.each([
    [
      'name: common, version: ^2, repository: "file://../common"',
      "from 'file://../common': can't get a valid version for constraint '^2'",
    ],
    ['name: x, version: ^2, repository: "file://../x"', "no chart found at 'apps/x' (reference 'file://../x')"],
    ['name: x, version: ^2', "depends on 'x': no chart found at 'apps/web/charts/x' (reference '')"],
    ['name: x, version: ^2, repository: "@stable"', 'aliased repository dependency is not supported'],
    ['name: x, version: ^2, repository: "alias:stable"', "invalid dependency repository URL 'alias:stable'"],
    ['name: gone, version: ^2, repository: "https://charts.example.com"', 'no chart name found'],
  ])('says what is wrong: %s', async (entry, words) => {
    const error = await resolved(web(entry)).catch((thrown: unknown) => thrown)
    expect(messageOf(error)).toContain("dependency build error: chart 'web' depends on '")
    expect(messageOf(error)).toContain(words)
    if (entry.includes('gone')) expect((error as FluxError).hints).toEqual(['look'])
  })
})
