import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'

/** One recorded command line (format: README of the corpus). */
export interface CliCase {
  readonly family: string
  readonly name: string
  readonly setup: readonly string[]
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string | null>>
  readonly stdin?: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
  /** a folder of dirs/, copied to the working directory */
  readonly dir?: string
  /** command lines that run first */
  readonly before?: readonly string[]
  readonly controller?: readonly CaseController[]
  /** text by `namespace/pod/container` */
  readonly logs?: Readonly<Record<string, string>>
  readonly objects?: CaseObjects
  /** what the command wrote: text, null = deleted, `<binary>`, or the entries of an archive */
  readonly files?: JsonObject
  /** status and body of `<receiver>`, in order; the last one repeats */
  readonly answers?: readonly (readonly [status: number, body: string])[]
  /** what a server saw */
  readonly requests?: readonly JsonObject[]
  readonly closed_stdout?: boolean
  readonly unpadded?: boolean
}

export interface CaseObjects {
  readonly changed?: readonly JsonObject[]
  readonly created?: readonly JsonObject[]
  readonly deleted?: readonly string[]
  readonly storedVersions?: Readonly<Record<string, readonly string[]>>
}

/** What Flux's controllers would do while the command runs. */
export interface CaseController {
  readonly on: 'request' | 'generation'
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly status: JsonObject
}

/** The families of a folder: one file each. */
export function familiesOf(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'))
  return files.map((file) => file.slice(0, -'.jsonl'.length)).sort()
}

/** Why a folder has nothing to replay; undefined when it has. */
export function corpusFault(folder: string): string | undefined {
  if (!statSync(folder, {throwIfNoEntry: false})?.isDirectory()) return `${folder}: no such folder`
  return familiesOf(folder).length === 0 ? `${folder}: no *.jsonl with recorded command lines` : undefined
}

export function loadCases(folder: string, family: string): CliCase[] {
  const lines = readFileSync(join(folder, `${family}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => ({family, ...(JSON.parse(line) as Omit<CliCase, 'family'>)}))
}
