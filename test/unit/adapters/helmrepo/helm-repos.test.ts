import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {createHelmRepos} from '../../../../src/lib/adapters/helmrepo/helm-repos.js'
import {indexEntries} from '../../../../src/lib/adapters/helmrepo/index-entries.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {httpAnswers} from '../../../fakes/http-answers.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const digest = createHash('sha256').update('archive').digest('hex')
const INDEX = `apiVersion: v1
entries:
  other:
  - name: other
    version: 9.0.0
    description: |
      app:
        - version: 6.6.6
    urls: [x.tgz]
  app:
  - name: app
    version: 1.2.0
    created: "2026-01-01T00:00:00Z"
    urls: [charts/app-1.2.0.tgz]
    digest: ${digest}
  - name: app
    version: 1.10.0-beta.1
    urls: [https://cdn.example.com/app-1.10.0-beta.1.tgz]
  - name: app
    version: 1.9.0
    urls: [https://cdn.example.com/app-1.9.0.tgz]
  - null
  - name: app
    version: nonsense
    urls: [n.tgz]
  "zed.1":
  - name: zed.1
    version: 0.1.0
    urls: [z.tgz]
generated: "2026-01-01T00:00:00Z"
`

describe('indexEntries', () => {
  it('reads the entries of one chart', () => {
    expect(indexEntries(bytes(INDEX), 'app').map(({version}) => version)).toEqual(['1.2.0', '1.10.0-beta.1', '1.9.0'])
    expect(indexEntries(bytes(INDEX), 'zed.1').map(({version}) => version)).toEqual(['0.1.0'])
  })

  it('reads an index that only begins as JSON does', () => {
    const yaml = '{apiVersion: v1, entries: {app: [{name: app, version: 1.0.0, urls: [a.tgz]}]}}\n'
    expect(indexEntries(bytes(yaml), 'app')).toMatchObject([{version: '1.0.0', urls: ['a.tgz']}])
  })

  it('reads an index that is JSON', () => {
    const json = JSON.stringify({apiVersion: 'v1', entries: {app: [{name: 'app', version: '1.0.0', urls: ['a.tgz']}]}})
    expect(indexEntries(bytes(json), 'app')).toEqual([{version: '1.0.0', urls: ['a.tgz'], digest: '', created: 0n}])
  })

  it.each([
    ['', 'app', 'empty index.yaml file'],
    ['entries: {}\n', 'app', 'no API version specified'],
    ['apiVersion: v1\nentries:\n  a:\n  - version: 1.0.0\n', 'app', 'no chart name found'],
    ['apiVersion: v1\nentries: {}\n', 'app', 'no chart name found'],
    ['apiVersion: v1\nentries:\n  app:\n  - [\n', 'app', 'the entries of app'],
    ['apiVersion: v1\nentries:\n  app:\n  - {name: app, version: 1.0}\n', 'app', 'the entry of app 1: version is no text'],
    ['apiVersion: v1\nentries:\n  app:\n  - {name: app, version: 1.0.0, created: x}\n', 'app', 'created is no time'],
  ])('says what is wrong with %j', (text, chart, message) => {
    expect(() => indexEntries(bytes(text), chart)).toThrow(message)
  })

  it('passes over what is no chart', () => {
    const rest = [
      {version: '5.0.0'},
      {name: 'a/b', version: '4.0.0'},
      {name: 'app', version: '3', type: 'odd'},
      {name: 'app', version: 'x'},
    ]
    const index = JSON.stringify({apiVersion: 'v1', entries: {app: [...rest, {name: 'app', type: 'library', version: '1.0.0'}]}})
    expect(indexEntries(bytes(index), 'app').map(({version}) => version)).toEqual(['1.0.0'])
  })

  it('takes an index of 50 MB without parsing it', () => {
    const many = Array.from(
      {length: 250_000},
      (_, i) => `  c${i}:\n  - version: 1.0.0\n    description: ${'x'.repeat(150)}\n    urls: [u]\n`,
    )
    const large = bytes(`apiVersion: v1\nentries:\n${many.join('')}  app:\n  - name: app\n    version: 2.0.0\n    urls: [u]\n`)
    expect(large.length).toBeGreaterThan(50_000_000)
    const before = process.memoryUsage()
    expect(indexEntries(large, 'app')).toHaveLength(1)
    const after = process.memoryUsage()
    expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(1_000_000)
  })
})

describe('createHelmRepos', () => {
  const auth = {username: 'u', password: 'p'}
  const served = () =>
    httpAnswers(({url}) => {
      if (url === 'https://charts.example.com/stable/index.yaml?token=t') return {body: INDEX}
      return url.endsWith('.tgz') || url.includes('.tgz?') ? {body: 'archive'} : undefined
    })
  const wish = {url: 'https://charts.example.com/stable/?token=t', chart: 'app'}

  it('chooses a version, fetches the archive and checks its digest', async () => {
    const http = served()
    const chart = await createHelmRepos(http).pull({...wish, version: '~1.2', ...auth})
    expect(chart).toMatchObject({version: '1.2.0', digest: `sha256:${digest}`})
    expect(new URL(chart.url).pathname).toBe('/stable/charts/app-1.2.0.tgz')
    expect(http.asked.map(({headers}) => headers?.authorization)).toEqual(['Basic dTpw', 'Basic dTpw'])
  })

  it.each([
    ['', '1.9.0'],
    ['>=1.0.0-0', '1.10.0-beta.1'],
  ])('%j is %s', async (version, expected) => {
    expect((await createHelmRepos(served()).pull({...wish, version})).version).toBe(expected)
  })

  it('takes of equal versions the one made last, of those the last one, and ranges only whole versions', async () => {
    const entry = (version: string, created: string) => ({name: 'app', version, created, urls: [`${version}.tgz`]})
    const list = [
      entry('1.0.0+a', '2026-01-01T00:00:00+02:00'),
      entry('1.0.0+b', '2025-12-31T23:00:00Z'),
      entry('1.0.0+c', '2025-12-31T22:00:00.000001-01:00'),
      entry('1.0.0+d', '2025-12-31T23:00:00.0000009Z'),
      entry('1.4', '2026-01-01T00:00:00Z'),
    ]
    const body = JSON.stringify({apiVersion: 'v1', entries: {app: list}})
    const repos = () => createHelmRepos(httpAnswers(({url}) => ({body: url.includes('index') ? body : 'archive'})))
    expect((await repos().pull({...wish, version: '1.x'})).version).toBe('1.0.0+c')
    expect((await repos().pull({...wish, version: '1.4'})).version).toBe('1.4')
    expect(
      await repos()
        .pull({...wish, version: '~1.4'})
        .catch(messageOf),
    ).toContain('no chart version found for app-~1.4')
  })

  it('keeps the query of the repository for what lies below it', async () => {
    const http = served()
    expect((await createHelmRepos(http).pull({...wish, version: '1.2.0'})).url).toMatch(/app-1\.2\.0\.tgz\?token=t$/)
    expect((await createHelmRepos(http).pull({...wish, version: '1.9.0'})).url).toBe('https://cdn.example.com/app-1.9.0.tgz')
  })

  it('sends credentials to other hosts only when told to', async () => {
    for (const passCredentials of [false, true]) {
      const http = served()
      await createHelmRepos(http).pull({...wish, version: '1.9.0', ...auth, passCredentials})
      expect(http.asked[1]?.headers?.authorization).toBe(passCredentials ? 'Basic dTpw' : undefined)
    }
  })

  it('fetches an index once', async () => {
    const http = served()
    const repos = createHelmRepos(http)
    await Promise.all([repos.pull({...wish, version: '1.2.0'}), repos.pull({...wish, version: '1.9.0'})])
    expect(http.asked.filter(({url}) => url.includes('index.yaml'))).toHaveLength(1)
  })

  it('says what is wrong, without what an address keeps secret', async () => {
    const fault = (answers: Parameters<typeof httpAnswers>[0], version = '1.2.0') =>
      createHelmRepos(httpAnswers(answers))
        .pull({...wish, version})
        .catch(messageOf)
    expect(await fault(() => undefined)).toBe(
      'failed to fetch Helm repository index: failed to fetch https://charts.example.com/stable/index.yaml : 404 Not Found',
    )
    expect(await fault(({url}) => ({body: url.includes('index') ? INDEX : 'another'}))).toContain('its digest differs')
    expect(await fault(() => ({body: INDEX}), '^7')).toBe(
      'https://charts.example.com/stable/index.yaml: no chart version found for app-^7',
    )
  })
})
