import type {ChildProcess} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {freePort, type Processes} from './processes.js'

export interface ControllerPlace {
  /** folder for the artifacts and logs */
  readonly root: string
  readonly kubeconfig: string
  readonly processes: Processes
}

/** Further flags, of both or of one. */
export interface ControllerProcessFlags {
  readonly both?: readonly string[]
  readonly kustomize?: readonly string[]
}

/** The program and the first words of a controller's command line. */
export type ControllerCommand = (
  name: 'source-controller' | 'kustomize-controller',
) => readonly [program: string, ...words: string[]]

/** CNCF's binaries. */
export const cncfIn =
  (bin: string): ControllerCommand =>
  (name) => [join(bin, name)]

/** Ours, as built in the package at `root`. */
export const oursIn =
  (root: string): ControllerCommand =>
  (name) => [process.execPath, join(root, 'bin/run.js'), 'controller', name]

/** A source- and a kustomize-controller over a cluster, each started when it is called. */
export async function controllerProcesses(
  commandOf: ControllerCommand,
  {root, kubeconfig, processes}: ControllerPlace,
  flags: ControllerProcessFlags = {},
) {
  const storage = join(root, 'storage')
  mkdirSync(storage, {recursive: true})
  const [artifacts = '', ...rest] = (await Promise.all(Array.from({length: 5}, freePort))).map((port) => `127.0.0.1:${port}`)
  const env = {...process.env, KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system'}
  const common = ['--events-addr=', '--watch-all-namespaces=true', '--enable-leader-election=false', ...(flags.both ?? [])]
  const start = (name: Parameters<ControllerCommand>[0], args: readonly string[]): ChildProcess => {
    const [program, ...words] = commandOf(name)
    return processes.start(program, [...words, ...common, ...args], join(root, `${name}.log`), env)
  }
  const store = ['--storage-path', storage, '--storage-addr', artifacts, '--storage-adv-addr', artifacts]
  const ports = (index: number) => ['--metrics-addr', rest[index]!, '--health-addr', rest[index + 1]!]
  return {
    source: () => start('source-controller', [...store, ...ports(0)]),
    kustomize: () => start('kustomize-controller', [...ports(2), ...(flags.kustomize ?? [])]),
  }
}
