import {GitError} from '../git-error.js'
import {FLUSH, PktReader, pktLine} from './pkt-line.js'
import type {Advertisement} from './upload-pack.js'

const ZERO = '0'.repeat(40)

/** One reference that moves from one commit to the next; a reference that is not there comes from undefined. */
export interface RefUpdate {
  /** e.g. `refs/heads/main` */
  readonly name: string
  readonly from: string | undefined
  readonly to: string
}

/** What a server says of a push. */
export interface PushReport {
  /** why the reference did not move, in the server's words; undefined: it moved */
  readonly refused: string | undefined
  /** what hooks and the server said to people */
  readonly said: string
}

/** The request that moves a reference, with the pack of what the server lacks. */
export function pushRequest({name, from, to}: RefUpdate, pack: Uint8Array, {capabilities}: Advertisement): Uint8Array {
  const ours = ['report-status', 'side-band-64k', 'ofs-delta'].filter((word) => capabilities.has(word))
  if (capabilities.has('agent')) ours.push('agent=flux-toolkit')
  return Buffer.concat([pktLine(`${from ?? ZERO} ${to} ${name}\0 ${ours.join(' ')}`), FLUSH, pack])
}

/**
 * Reads what became of a push.
 * @throws GitError `git-protocol` when the server breaks off or could not unpack
 */
export async function readReport(reader: PktReader, {name}: RefUpdate, {capabilities}: Advertisement): Promise<PushReport> {
  if (!capabilities.has('report-status')) return {refused: undefined, said: ''}
  const said: Buffer[] = []
  const banded = capabilities.has('side-band-64k')
  const lines = banded ? new PktReader(bandOne(reader, said)) : reader
  let refused: string | undefined
  let told = false
  for (;;) {
    const line = await lines.line()
    if (line === undefined || line === 'flush') break
    const text = line.toString('utf8').replace(/\n$/, '')
    if (text.startsWith('unpack ') && text !== 'unpack ok') {
      throw new GitError('git-protocol', `unpack error: ${text.slice(7)}`, {hints: hintsOf(said)})
    }
    if (text === `ok ${name}`) told = true
    else if (text.startsWith(`ng ${name} `)) refused = text.slice(name.length + 4)
  }
  const words = Buffer.concat(said).toString('utf8').trim()
  if (!told && refused === undefined) {
    throw new GitError('git-protocol', `the server did not say what became of ${name}`, {hints: hintsOf(said)})
  }
  return {refused, said: words}
}

/** The report out of the side bands; what is for people is kept aside. */
async function* bandOne(reader: PktReader, said: Buffer[]): AsyncGenerator<Uint8Array> {
  for (;;) {
    const line = await reader.line()
    if (line === undefined || line === 'flush') return
    if (line[0] === 1) yield line.subarray(1)
    else if (line[0] === 2) said.push(line.subarray(1))
    else throw new GitError('git-protocol', line.toString('utf8', 1).trim())
  }
}

const hintsOf = (said: readonly Buffer[]) => {
  const words = Buffer.concat(said).toString('utf8').trim()
  return words === '' ? [] : [`the server said: ${words}`]
}
