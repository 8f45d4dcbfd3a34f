import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Host, PackageJson} from '../../../src/commands/host.js'
import {main} from '../../../src/commands/main.js'
import {createRedactor} from '../../../src/lib/errors/redact.js'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'
import {capturedOut} from '../../fakes/captured-out.js'
import {inputOf} from '../../fakes/input.js'
import type {CliCase} from './cases.js'
import {recordedForm, sameText, textDiff, valueDiff} from './compare.js'
import {playControllers, setUp, tearDown} from './world.js'

/** The API server that cases run on. */
export interface ReplayServer {
  /** cluster-admin */
  readonly kube: KubeClient
  readonly url: string
  /** kubeconfig texts by the corpus's placeholder, e.g. `<kubeconfig-no-rights>`; `<kubeconfig>` is cluster-admin */
  readonly kubeconfigs: Readonly<Record<string, string>>
  /** the next case meets the same server */
  readonly lasting: boolean
  readonly connect: Host['connect']
  /** lets time pass until the command line has ended */
  pass<T>(work: Promise<T>): Promise<T>
  /** hands the pods' logs of a case to the server, when it can take them */
  setLogs?(logs: Readonly<Record<string, string>> | undefined): void
}

export interface ReplayOptions {
  /** folder of the corpus: setup/ */
  readonly corpus: string
  readonly root: string
  /** a scratch folder */
  readonly folder: string
  readonly contextNamespace: Host['contextNamespace']
}

/** What differs between the recording and a run of its command line; empty when they are equal. */
export async function replay(entry: CliCase, server: ReplayServer, options: ReplayOptions): Promise<string[]> {
  const made = await setUp(server.kube, options.corpus, entry.setup)
  server.setLogs?.(entry.logs)
  const before = new Map(made.map((object) => [keyOf(object), object]))
  const stop = playControllers(server.kube, entry)
  try {
    const result = await runCase(entry, server, options)
    await stop()
    const differences: string[] = []
    if (result.exit !== entry.exit) differences.push(`  exit: recorded ${entry.exit}, now ${result.exit}`)
    for (const stream of ['stdout', 'stderr'] as const) {
      const expected = await withHelp(entry[stream], server, options)
      const actual = anonymous(result[stream], server, options)
      if (!sameText(expected, actual)) differences.push(`  ${stream}:\n${textDiff(expected, actual)}`)
    }
    return [...differences, ...(await objectDifferences(entry, server.kube, before))]
  } finally {
    await stop()
    server.setLogs?.(undefined)
    if (server.lasting) await tearDown(server.kube, made)
  }
}

interface RunResult {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

async function runCase(
  entry: Pick<CliCase, 'argv' | 'env' | 'stdin'>,
  server: ReplayServer,
  options: ReplayOptions,
): Promise<RunResult> {
  const env = environment(entry, server, options)
  const {out, stdout, stderr} = capturedOut(env)
  const host: Host = {
    root: options.root,
    cwd: options.folder,
    pjson: JSON.parse(readFileSync(join(options.root, 'package.json'), 'utf8')) as PackageJson,
    env,
    out,
    input: inputOf(entry.stdin ?? ''),
    signal: new AbortController().signal,
    redactor: createRedactor(),
    connect: server.connect,
    contextNamespace: options.contextNamespace,
  }
  const exit = await server.pass(main(entry.argv, host))
  return {exit, stdout: stdout(), stderr: stderr()}
}

function environment(
  entry: Pick<CliCase, 'env'>,
  server: ReplayServer,
  options: ReplayOptions,
): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = {HOME: options.folder, PATH: process.env['PATH'], KUBECONFIG: '<kubeconfig>'}
  for (const [name, value] of Object.entries(entry.env ?? {})) env[name] = value ?? undefined
  const wanted = env['KUBECONFIG']
  if (wanted === undefined) return env
  const text = server.kubeconfigs[wanted]
  const path = join(options.folder, wanted.slice(1, -1))
  if (text !== undefined) writeFileSync(path, text)
  env['KUBECONFIG'] = path
  return env
}

/** `<help of "flux get">` is whatever the help command prints. */
async function withHelp(text: string, server: ReplayServer, options: ReplayOptions): Promise<string> {
  const found = /<(?:help|usage) of "flux ?([^"]*)">\n?/.exec(text)
  if (!found) return text
  const argv = [...(found[1] ? found[1].split(' ') : []), '--help']
  return text.replace(found[0], () => '\u0000').replace('\u0000', (await runCase({argv}, server, options)).stdout)
}

function anonymous(text: string, server: ReplayServer, options: ReplayOptions): string {
  return text
    .replaceAll(server.url, '<server>')
    .replaceAll(new RegExp(`${options.folder}/(kubeconfig[a-z-]*)`, 'g'), '<$1>')
    .replaceAll(options.folder, '<home>')
}

const keyOf = (object: KubeObject) => [object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name].join(' ')

/** Changes of the set-up's objects against the recorded ones. */
async function objectDifferences(entry: CliCase, kube: KubeClient, before: ReadonlyMap<string, KubeObject>): Promise<string[]> {
  const expected = new Map((entry.objects?.changed ?? []).map((object) => [keyOf(object as KubeObject), object]))
  const differences: string[] = []
  for (const [key, old] of before) {
    const ref = {apiVersion: old.apiVersion, kind: old.kind, namespace: old.metadata.namespace, name: old.metadata.name!}
    if (['Pod', 'Event', 'CustomResourceDefinition', 'Deployment', 'Node', 'Namespace'].includes(old.kind)) continue
    const now = await kube.get(ref)
    const unchanged = now.metadata.resourceVersion === old.metadata.resourceVersion
    const wanted = expected.get(key)
    if (!wanted && unchanged) continue
    if (!wanted)
      differences.push(...valueDiff(recordedForm(old as JsonObject, undefined), recordedForm(now as JsonObject, undefined), key))
    else differences.push(...valueDiff(wanted, recordedForm(now as JsonObject, old as JsonObject), key))
  }
  return differences
}
