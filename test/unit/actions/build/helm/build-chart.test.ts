import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {buildChart, type ChartOptions} from '../../../../../src/lib/actions/build/build-chart.js'
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

const build = (options: Partial<ChartOptions> = {}) =>
  buildChart({fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0}, 'chart', {
    ...chartOptions([]),
    ...options,
  }).catch(messageOf)

describe('flux build chart', () => {
  it('does not wait for somebody who writes to a pipe in the chart', async () => {
    const pipe = join(cwd, 'chart/templates/pipe')
    execFileSync('mkfifo', [pipe])
    expect(await build()).toBe(`cannot load irregular file ${pipe} as it has file mode type bits set`)
  })

  it('names an alias bomb as such', async () => {
    const rows = Array.from({length: 11}, (_, row) => `r${row + 1}: &r${row + 1} [${`*r${row},`.repeat(9)}]\n`)
    writeFileSync(join(cwd, 'chart/values.yaml'), `r0: &r0 [x]\n${rows.join('')}`)
    expect(await build()).toBe(
      'cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: document contains excessive aliasing',
    )
  })

  it('writes a file per template; hooks are put after what an earlier run left, as Helm does', async () => {
    writeFileSync(join(cwd, 'chart/templates/a.yaml'), 'kind: A\n---\nkind: B\n')
    writeFileSync(join(cwd, 'chart/templates/h.yaml'), 'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: test}}\n')
    const wrote = ['a.yaml', 'a.yaml', 'h.yaml'].map((name) => `wrote out/rel/chart/templates/${name}\n`).join('')
    for (const times of [1, 2]) {
      expect(await build({outputDir: 'out', releaseNameFolder: true})).toMatchObject({yaml: `${wrote}\n`})
      const read = (name: string) => readFileSync(join(cwd, 'out/rel/chart/templates', name), 'utf8')
      const source = '---\n# Source: chart/templates/'
      expect(read('a.yaml')).toBe(`${source}a.yaml\nkind: A\n\n${source}a.yaml\nkind: B\n\n`)
      expect(read('h.yaml').match(/kind: Job/g)).toHaveLength(times)
    }
    expect(await build({outputDir: 'out', showOnly: ['templates/a.yaml']})).toBe(
      'could not find template templates/a.yaml in chart',
    )
    writeFileSync(join(cwd, 'file'), '')
    expect(await build({outputDir: 'file'})).toBe('stat file/chart/templates: not a directory')
  })

  it('makes the name of a template', async () => {
    writeFileSync(join(cwd, 'chart/templates/a.yaml'), 'n: {{ .Release.Name }}\n')
    expect(await build({nameTemplate: '{{ printf "%s-%d" "a" 5 }}'})).toMatchObject({yaml: expect.stringContaining('n: a-5\n')})
    expect(await build({nameTemplate: '{{ include "x" . }}'})).toBe('template: name-template:1: function "include" not defined')
  })

  it('says what no archive is', async () => {
    const told = (name: string, text: string) => {
      writeFileSync(join(cwd, name), text)
      return buildChart(
        {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0},
        name,
        chartOptions([]),
      ).catch((error) => messageOf(error).replace(cwd, ''))
    }
    expect(await told('x.yaml', 'a: 1')).toBe(`file '/x.yaml' seems to be a YAML file, but expected a gzipped archive`)
    const got = (type: string) => `file '/x.tgz' does not appear to be a gzipped archive; got '${type}'`
    expect(await told('x.tgz', 'short')).toBe(got('application/octet-stream'))
    expect(await told('x.tgz', 'long '.repeat(200))).toBe(got('text/plain; charset=utf-8'))
    expect(await told('x.tgz', 'PK\u0003\u0004')).toBe(got('application/zip'))
    expect(await told('./x.tgz', '')).toBe(got('application/octet-stream'))
    expect(await told('chart/../x.yaml', 'a: 1')).toBe(`file '/x.yaml' seems to be a YAML file, but expected a gzipped archive`)
  })

  it('says of a name that is no file what Helm says without repositories', async () => {
    const told = (name: string) =>
      buildChart(
        {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0},
        name,
        chartOptions([]),
      ).catch(messageOf)
    const form = 'non-absolute URLs should be in form of repo_name/path_to_chart, got:'
    expect(await told('nothing')).toBe(`${form} nothing`)
    expect(await told(' ')).toBe(`${form} `)
    expect(await told('C:\\x')).toBe(`${form} c:\\x`)
    expect(await told('stable/mysql')).toBe('repo stable not found')
    expect(await told('chart/Chart.yaml/x')).toBe('repo chart not found')
    expect(await told('file:///x')).toBe('repo  not found')
    expect(await told('./nothing')).toBe('path "./nothing" not found')
    expect(await told('oci://localhost/x')).toBe('path "oci://localhost/x" not found')
    expect(await told('ftp://localhost/x')).toBe('scheme "ftp" not supported')
    expect(await told('bad%zz')).toBe('invalid chart URL format: bad%zz')
  })

  it('says of an archive that cannot be read what Helm says, and why', async () => {
    writeFileSync(join(cwd, 'cut.tgz'), Buffer.from([0x1f, 0x8b, 8]))
    const needs = {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0}
    await expect(buildChart(needs, 'cut.tgz', chartOptions([]))).rejects.toMatchObject({
      message: 'unable to load chart archive',
      hints: ['cut.tgz: unexpected EOF'],
    })
  })

  it('tells links of a chart', async () => {
    writeFileSync(join(cwd, 'values'), 'a: 1\n')
    symlinkSync('values', join(cwd, 'chart/values.yaml'))
    writeFileSync(join(cwd, 'chart/values'), 'a: 2\n')
    const warnings: string[] = []
    const needs = {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0, warnings}
    await buildChart(needs, 'chart', chartOptions([]))
    const folder = realpathSync(cwd)
    expect(warnings).toEqual([
      `found symbolic link in path. Contents of linked file included and used path=${folder}/chart/values.yaml resolved=${folder}/chart/values`,
    ])
  })

  it.each([
    ['/etc/passwd', 'it leads out of the source: /etc/passwd'],
    ['nothing', 'lstat <chart>/nothing: no such file or directory'],
    ['../gone/file', 'lstat <cwd>/gone: no such file or directory'],
    ['Chart.yaml/file', 'not a directory'],
    ['p', 'EvalSymlinks: too many links'],
  ])('refuses a link to %s', async (target, told) => {
    symlinkSync(target, join(cwd, 'chart/p'))
    const words = told.replace('<chart>', join(cwd, 'chart')).replace('<cwd>', cwd)
    expect(await build()).toBe(`error evaluating symlink ${join(cwd, 'chart/p')}: ${words}`)
  })

  it('refuses a file behind too many links and a folder that has itself in it, but no deep one', async () => {
    mkdirSync(join(cwd, 'chart', 'd/'.repeat(60)), {recursive: true})
    expect(await build()).toHaveProperty('yaml')
    symlinkSync('.', join(cwd, 'chart/me'))
    expect(await build()).toBe(`open ${join(cwd, 'chart', 'me/'.repeat(41)).slice(0, -1)}: too many levels of symbolic links`)
    rmSync(join(cwd, 'chart/me'))
    for (let at = 0; at < 41; at++) symlinkSync(at === 0 ? 'Chart.yaml' : `n${at - 1}`, join(cwd, `chart/n${at}`))
    expect(await build()).toBe(`error reading n40: open ${join(cwd, 'chart/n40')}: too many levels of symbolic links`)
  })

  it('finds nothing when the standard input is read again', async () => {
    writeFileSync(join(cwd, 'chart/templates/a.yaml'), 'v: {{ .Values | toJson }}\n')
    const input = {
      bytes: async function* () {
        yield Buffer.from('t: 1\n')
      },
    }
    const needs = {fs: createDiskFs(createTasks(), systemRandom), cwd, random: systemRandom, now: () => 0, input: input as never}
    const yaml = async (...args: string[]) => (await buildChart(needs, 'chart', chartOptions(args))).yaml
    expect(await yaml('--set-file', 'a=-,b=-')).toContain('v: {"a":"t: 1\\n","b":""}')
    expect(await yaml('--set-file', 'a=-', '-f', '-')).toContain('v: {"a":"","t":1}')
  })
})
