import {randomBytes} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {buildHelmReleases, type ReleaseOptions} from '../../src/lib/actions/build/helm/build-helm-release.js'
import {createCertificate} from '../../src/lib/adapters/apiserver/listen/certificate.js'
import {accessFromText} from '../../src/lib/adapters/kube/access/load-access.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../src/lib/adapters/kube/https/https-transport.js'
import {createCompute} from '../../src/lib/adapters/system/compute/compute.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../src/lib/errors/flux-error.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {releaseTasks} from '../../src/lib/render/helm/release-task.js'
import {openPublishedCharts} from '../../src/lib/wiring/charts/published-charts.js'
import {PEERS_BIN, startControlPlane} from '../handover/control-plane.js'
import {cncfIn, controllerProcesses} from '../handover/controller-processes.js'
import {Processes, pause} from '../handover/processes.js'
import {NAMESPACE, publishCharts} from './chart-objects.js'
import {type Place, type Site, startRegistry, startSite} from './chart-places.js'
import {describeWith} from './peers.js'

const folder = mkdtempSync(join(tmpdir(), 'as-flux-'))
const {ca, cert, key} = createCertificate(Date.now(), randomBytes)

/** What a source comes to: the chart's version with a mark of its archive, or `error`. */
type Outcome = string

describeWith(['etcd', 'kube-apiserver', 'source-controller', 'docker-registry'], 'charts as source-controller finds them', () => {
  const processes = new Processes()
  const places: Place[] = []
  const site: Record<string, Site[string]> = {}
  let kube: KubeClient
  let objects: KubeObject[]
  let titles: Map<string, string>

  beforeAll(async () => {
    const [plain, other, secure] = [
      await startSite(() => site),
      await startSite(() => site),
      await startSite(() => site, {cert, key}),
    ]
    const registry = await startRegistry(folder, {cert, key})
    places.push(plain, other, secure, registry)
    ;({objects, titles} = await publishCharts({plain, other, secure, registry, ca, site}))
    const kubeconfig = await startControlPlane(PEERS_BIN, join(folder, 'cluster'), processes, {controllers: false})
    const [tasks, clock] = [createTasks(), createSystemClock()]
    const access = await accessFromText(readFileSync(kubeconfig, 'utf8'), {fs: createDiskFs(tasks, systemRandom), clock})
    const transport = createHttpsTransport({access, clock, random: systemRandom, tasks})
    kube = createKubeClient({transport, clock, random: systemRandom, userAgent: 'peers'})
    const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}}
    for (const object of [namespace, ...crds()]) await applySoon(object)
    await Promise.all(objects.filter(({kind}) => kind !== 'HelmRelease').map(applySoon))
    const flags = ['--concurrent=8']
    ;(await controllerProcesses(cncfIn(PEERS_BIN), {root: folder, kubeconfig, processes}, {both: flags})).source()
  })
  afterAll(async () => {
    await processes.stopAll()
    for (const place of places) place.close()
    rmSync(folder, {recursive: true, force: true})
  })

  async function applySoon(object: KubeObject): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const fault = await kube.apply(object, {fieldManager: 'peers', force: true}).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (fault === undefined) return
      if (attempt > 50) throw fault
      await pause(200)
    }
  }

  /** What the controller made of a HelmChart or OCIRepository; undefined while it does not know. */
  function theirs({kind, status}: KubeObject): Outcome | undefined {
    const {artifact, conditions = []} = (status ?? {}) as {artifact?: JsonObject; conditions?: JsonObject[]}
    const ready = conditions.find(({type}) => type === 'Ready')
    const isWaiting =
      conditions.some(({type, reason}) => type === 'Reconciling' && reason !== 'ProgressingWithRetry') ||
      String(ready?.reason) === 'NoSourceArtifact'
    if (artifact !== undefined && ready?.status === 'True') {
      const revision = String(artifact.revision)
      return kind === 'HelmChart' ? revision : revision.slice(revision.indexOf('sha256:') + 7, revision.indexOf('sha256:') + 19)
    }
    return ready?.status === 'False' && !isWaiting ? `error: ${ready.message}` : undefined
  }

  async function settled(): Promise<Map<string, Outcome>> {
    const outcomes = new Map<string, Outcome>()
    // what stays without an answer has none
    for (let still = 0, known = 0; still < 30 && outcomes.size < titles.size; still++) {
      await pause(500)
      if (outcomes.size > known) still = 0
      known = outcomes.size
      for (const kind of ['HelmChart', 'OCIRepository']) {
        for (const object of (await kube.list({apiVersion: 'source.toolkit.fluxcd.io/v1', kind})).items) {
          const outcome = theirs(object)
          if (outcome !== undefined) outcomes.set(String(object.metadata.name), outcome)
        }
      }
    }
    for (const {metadata, status} of (await kube.list({apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository'}))
      .items) {
      const conditions = ((status ?? {}) as {conditions?: JsonObject[]}).conditions ?? []
      outcomes.set(`repository ${metadata.name}`, String(conditions.find(({type}) => type === 'Ready')?.message ?? ''))
    }
    return outcomes
  }

  async function ours(): Promise<Map<string, Outcome>> {
    const tasks = createTasks()
    mkdirSync(join(folder, 'fleet'), {recursive: true})
    writeFileSync(join(folder, 'fleet/all.yaml'), objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''))
    const published = await openPublishedCharts({HOME: folder})
    const needs = {
      ...{fs: createDiskFs(tasks, systemRandom), cwd: folder, signal: new AbortController().signal},
      ...{compute: createCompute({functions: releaseTasks(systemRandom), tasks}), published, now: () => 0},
    }
    const options: ReleaseOptions = {
      ...{namespace: NAMESPACE, path: 'fleet', localSources: new Map(), apiVersions: [], valuesFrom: []},
      ...{showValues: false, showOnly: [], isUpgrade: false},
    }
    const built = await buildHelmReleases(needs, options).finally(() => published.close())
    return new Map(
      built.map(({subject, built: one, failure}) => [String(subject.split('/')[1]), one?.text ?? `error: ${messageOf(failure)}`]),
    )
  }

  it('finds the versions, archives and faults that it finds', async () => {
    const [their, our] = [await settled(), await ours()]
    const lines: string[] = []
    for (const [name, title] of titles) {
      const [want = 'nothing', got = 'nothing'] = [their.get(name), our.get(name)]
      const version = /version: "?([^",}\n]+)/.exec(got)?.[1] ?? got
      const isSame =
        want.startsWith('error') || want === 'nothing'
          ? got.startsWith('error')
          : !got.startsWith('error') && (version === want || version.endsWith(`+${want}`))
      if (!isSame) lines.push(`${title}\n   flux: ${want}\n   ours: ${got.startsWith('error') ? got : version}`)
    }
    expect(lines).toEqual([])
  })
})
