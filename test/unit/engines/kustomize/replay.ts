import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {build, buildText, load} from '../../../../src/lib/engines/kustomize/index.js'
import {printYaml} from '../../../../src/lib/formats/yaml/print.js'
import {chartInflator} from '../../../../src/lib/render/helm/chart-inflator.js'
import {memoryTree} from './memory-tree.js'

/** A build as the real kustomize 5.8.1 did it; without stdout it was refused. */
export interface Recording {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly path: string
  /** with `--enable-helm` */
  readonly charts?: boolean
  readonly stdout?: string
  readonly stderr?: string
}

/** No chart of the recordings asks for it. */
const fakeRandom = {bytes: (length: number) => new Uint8Array(length), float: () => 0, uuid: () => ''}

export const FAMILIES = [
  'names',
  'transforms',
  'yaml',
  'patches',
  'content',
  'texts',
  'found',
  'structure',
  'review',
  'oddities',
  'practice',
  'between',
  'typed',
  'unique',
  'merging',
  'folders',
  'listed',
  'meanings',
  'charts',
] as const

export function recordings(family: string): Recording[] {
  // from the project's folder: scripts that share this file are bundled elsewhere
  return readFileSync(join(process.cwd(), 'test/fixtures/kustomize', `${family}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording)
}

export type Outcome = {readonly text: string} | {readonly refused: string}

export async function replay(recording: Recording): Promise<Outcome> {
  try {
    // the recordings were made in a folder `dir`, seen from the top of the disk
    const files = Object.fromEntries(Object.entries(recording.files).map(([path, text]) => [`dir/${path}`, text]))
    const charts = recording.charts ? await chartInflator({now: () => 0, random: fakeRandom}) : undefined
    const input = await load(memoryTree(files), `dir/${recording.path}`, {restriction: 'root', order: 'legacy', charts})
    const {objects, yaml} = build(input, {charts})
    const text = buildText(input, {charts}).yaml
    // three ways to one text: from nodes, twice, and from the objects
    const fromObjects = objects.map((object) => printYaml(object, {strict: true})).join('---\n')
    if (yaml() !== text || fromObjects !== text) return {refused: 'BUG the texts of one build differ'}
    return {text}
  } catch (error) {
    const {name, message, stack} = error as Error
    return {refused: name === 'KustomizeError' || name === 'LimitExceeded' ? message.trim() : `BUG ${stack}`}
  }
}

/** What the real tool printed as its error. */
export function refusal(recording: Recording): string {
  return (/^(?:Error|panic): ([\s\S]*)/m.exec(recording.stderr ?? '')?.[1] ?? '').trim()
}
