import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {
  buildHelmRelease,
  buildHelmReleases,
  type ReleaseOptions,
} from '../../../../../src/lib/actions/build/helm/build-helm-release.js'
import {createCompute} from '../../../../../src/lib/adapters/system/compute/compute.js'
import {createDiskFs} from '../../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../../../../src/lib/errors/flux-error.js'
import {releaseTasks} from '../../../../../src/lib/render/helm/release-task.js'

const FILES = {
  'repo/charts/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
  'repo/charts/app/values.yaml': 'image: {tag: "1"}\nreplicas: 1\nextra: chart\n',
  'repo/charts/app/templates/d.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "{{ .Release.Name }}"}\nspec:\n  replicas: {{ .Values.replicas }}\n  image: {{ .Values.image.tag | quote }}\n  extra: {{ .Values.extra }}\n',
  'repo/charts/app/templates/hook.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: post-install}}\n',
  'repo/charts/app/crds/c.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: c.example.com}\n',
  'repo/env/prod.yaml': 'extra: prod\n',
  'repo/clusters/app.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: app}
spec:
  interval: 5m
  targetNamespace: apps
  chart:
    spec:
      chart: ./charts/app
      sourceRef: {kind: GitRepository, name: fleet, namespace: flux-system}
      valuesFiles: [charts/app/values.yaml, env/prod.yaml]
  valuesFrom:
  - {kind: ConfigMap, name: base}
  - {kind: Secret, name: tag, valuesKey: tag, targetPath: image.tag}
  values: {image: {pull: always}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: base}
data: {values.yaml: "replicas: 3\\n"}
`,
  'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: tag, namespace: team}\nstringData: {tag: v9}\n',
}

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'build-hr-'))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(cwd, path)), {recursive: true})
    writeFileSync(join(cwd, path), text)
  }
})
afterEach(() => rmSync(cwd, {recursive: true, force: true}))

const OPTIONS: ReleaseOptions = {
  ...{namespace: 'team', path: 'repo', localSources: new Map(), apiVersions: [], valuesFrom: ['secret.yaml']},
  ...{showValues: false, showOnly: [], isUpgrade: false},
}
const build = async (options: Partial<ReleaseOptions> = {}) => {
  return (await buildHelmRelease(needs(), 'app', {...OPTIONS, ...options})).text
}
const needs = () => {
  const tasks = createTasks()
  const compute = createCompute({functions: releaseTasks(systemRandom), tasks})
  return {fs: createDiskFs(tasks, systemRandom), cwd, signal: new AbortController().signal, compute, now: () => 0}
}

const LABELS = '  labels:\n    helm.toolkit.fluxcd.io/name: app\n    helm.toolkit.fluxcd.io/namespace: team\n'
const DEPLOYMENT = `---
# Source: app/templates/d.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
${LABELS}  name: apps-app
spec:
  extra: prod
  image: v9
  replicas: 3
`

const HOOK = `---
# Source: app/templates/hook.yaml
apiVersion: v1
kind: Pod
metadata:
  annotations:
    helm.sh/hook: post-install
${LABELS}  name: t
`

describe('flux build helmrelease', () => {
  it('prints CRDs, manifests and hooks of a chart that lies in the repository', async () => {
    expect(await build()).toBe(`---
# Source: app/crds/c.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
${LABELS}  name: c.example.com
${DEPLOYMENT}${HOOK}`)
  })

  it('prints of crds/ what is a CRD, under the name of its file, and tells of the rest', async () => {
    const crd = (name: string) =>
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}}\n`
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${crd('l1').replaceAll('\n', '\n  ').trim()}\n`
    writeFileSync(join(cwd, 'repo/charts/app/crds/c.yaml'), `${crd('c1')}---\n${crd('c2')}---\n${list}`)
    const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: no-crd}\n'
    writeFileSync(join(cwd, 'repo/charts/app/crds/d.yaml'), `${other}---\n${crd('d1')}`)
    const {text, warnings} = await buildHelmRelease(needs(), 'app', OPTIONS)
    const sources = [...text.matchAll(/# Source: app\/crds\/(.*)\n[\s\S]*?\n {2}name: (.*)/g)].map(([, file, name]) => [
      file,
      name,
    ])
    expect(sources).toEqual([
      ['c.yaml', 'c1'],
      ['c.yaml', 'c2'],
      ['c.yaml', 'l1'],
      ['d.yaml', 'd1'],
    ])
    expect(warnings).toEqual([
      "app/crds/d.yaml: ConfigMap 'no-crd' is no CustomResourceDefinition: helm-controller leaves it out",
    ])
  })

  it('prints the hooks that the action runs, and tests that are enabled', async () => {
    const names = async (spec: string, isUpgrade = false) => {
      const text = FILES['repo/clusters/app.yaml'].replace('  interval: 5m\n', `  interval: 5m\n${spec}`)
      writeFileSync(join(cwd, 'repo/clusters/app.yaml'), text)
      return [...(await build({isUpgrade})).matchAll(/^# Source: app\/templates\/(?!d\.)(.*)\.yaml$/gm)].map((match) => match[1])
    }
    for (const event of ['test', 'post-upgrade,test', 'pre-delete', 'post-rollback']) {
      const name = event.replace(',', '-')
      const hook = `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, annotations: {helm.sh/hook: "${event}"}}\n`
      writeFileSync(join(cwd, `repo/charts/app/templates/${name}.yaml`), hook)
    }
    expect(await names('')).toEqual(['hook'])
    expect(await names('', true)).toEqual(['post-upgrade-test'])
    expect(await names('  install: {disableHooks: true}\n')).toEqual([])
    expect(await names('  test: {enable: true}\n')).toEqual(['hook', 'post-upgrade-test', 'test'])
    expect(await names('  test: {enable: true, filters: [{name: test}]}\n')).toEqual(['hook', 'test'])
    expect(await names('  test: {enable: true, filters: [{name: test, exclude: true}]}\n')).toEqual(['hook', 'post-upgrade-test'])
  })

  it('shows the values of the release', async () => {
    expect(await build({showValues: true})).toBe('image:\n  pull: always\n  tag: v9\nreplicas: 3\n')
  })

  it('shows some templates', async () => {
    expect(await build({showOnly: ['templates/d.yaml']})).toBe(DEPLOYMENT)
    expect(await build({showOnly: ['templates/x.yaml']}).catch(messageOf)).toBe(
      'could not find template templates/x.yaml in chart',
    )
  })

  it('writes one file per template', async () => {
    await build({outputDir: 'out'})
    expect(readFileSync(join(cwd, 'out/app/templates/d.yaml'), 'utf8')).toBe(DEPLOYMENT)
  })

  it('takes the release from a file and the chart from a folder', async () => {
    const options = {path: undefined, helmReleaseFile: 'repo/clusters/app.yaml'}
    expect(await build(options).catch(messageOf)).toBe(
      "the chart comes from GitRepository 'flux-system/fleet', which is not on this disk",
    )
    expect(await build({...options, localSources: new Map([['GitRepository/flux-system/fleet', 'repo']])})).toContain(DEPLOYMENT)
  })

  it('renders every release of a folder, and goes on where one fails', async () => {
    const other = FILES['repo/clusters/app.yaml'].split('---')[0]!.replace('{name: app}', '{name: broken, namespace: team}')
    writeFileSync(join(cwd, 'repo/clusters/other.yaml'), other.replace('./charts/app', './charts/none'))
    const entries = await buildHelmReleases(needs(), OPTIONS)
    expect(entries.map(({subject, built}) => [subject, built?.text.split('\n', 2)])).toEqual([
      ['team/app', ['# HelmRelease: team/app', '---']],
      ['team/broken', undefined],
    ])
    expect(messageOf(entries[1]?.failure)).toContain("there is no chart in 'charts/none'")
    await buildHelmReleases(needs(), {...OPTIONS, outputDir: 'all'})
    expect(readFileSync(join(cwd, 'all/team/app/app/templates/d.yaml'), 'utf8')).toBe(DEPLOYMENT)
    expect(await buildHelmReleases(needs(), {...OPTIONS, path: 'repo/env'}).catch(messageOf)).toBe(
      'there is no HelmRelease in repo/env',
    )
  })

  it('says what is missing', async () => {
    expect(await build({valuesFrom: []}).catch(messageOf)).toContain(
      "could not resolve Secret chart values reference 'team/tag' with key 'tag'",
    )
    expect(await buildHelmRelease(needs(), 'other', OPTIONS).catch(messageOf)).toBe(
      "there is no HelmRelease 'team/other' in repo",
    )
    expect(await build({path: undefined}).catch(messageOf)).toContain('give --path')
  })
})
